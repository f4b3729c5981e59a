//! Builtins on numbers and characters: `abs`, `round`, `hex`, `ord` and relatives.

use super::brief;
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::spec::{Method, function};
use crate::runtime::{Args, BinaryOp, ErrorKind, Eval, Raised, Value, Vm};
use crate::text::surrogate;
use crate::types::memoryview::MemoryView;

pub static FUNCTIONS: [Method; 9] = [
    function("abs", "(x, /)", abs, "Return the absolute value of the argument.").leaf(brief::abs),
    function("bin", "(number, /)", bin, "Return the binary representation of an integer."),
    function("chr", "(i, /)", chr, "Return a Unicode string of one character with ordinal i.")
        .leaf(brief::chr),
    function("divmod", "(x, y, /)", divmod, "Return the tuple (x//y, x%y).").leaf(brief::divmod),
    function("hex", "(number, /)", hex, "Return the hexadecimal representation of an integer."),
    function("oct", "(number, /)", oct, "Return the octal representation of an integer."),
    function("ord", "(c, /)", ord, "Return the Unicode code point for a one-character string.")
        .leaf(brief::ord),
    function(
        "pow",
        "(base, exp, mod=None)",
        pow,
        "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.",
    )
    .leaf(brief::pow),
    function(
        "round",
        "(number, ndigits=None)",
        round,
        "Round a number to a given precision in decimal digits.",
    )
    .leaf(brief::round),
];

fn abs(vm: &Vm, args: Args<'_>) -> Eval {
    vm.unary(args.req(0), |slots| slots.abs, "abs()")
}

/// Appends the digits of `number`, each of so many `bits`.
fn push_digits(text: &mut String, number: u64, bits: u32) {
    let count = (u64::BITS - number.leading_zeros()).div_ceil(bits).max(1);
    for place in (0..count).rev() {
        let digit = (number >> (place * bits)) & ((1 << bits) - 1);
        text.push(char::from_digit(digit as u32, 16).unwrap_or('0'));
    }
}

/// The digits of an int in `radix`, with sign and prefix.
fn in_radix(vm: &Vm, object: &Ref, radix: u8, prefix: &str) -> Eval {
    let index = vm.to_index(object)?;
    let Some(view) = int_view(&index) else { return Ok(Value::None) };
    if let IntView::Small(small) = view {
        return vm.write_str(|text| {
            text.push_str(if small < 0 { "-" } else { "" });
            text.push_str(prefix);
            push_digits(text, small.unsigned_abs(), radix.trailing_zeros());
        });
    }
    let IntView::Big(big) = view else { return Ok(Value::None) };
    let digits = big.in_radix(radix).to_string();
    let sign = if digits.starts_with('-') { "-" } else { "" };
    vm.str_value(&format!("{sign}{prefix}{}", digits.trim_start_matches('-')))
}

fn bin(vm: &Vm, args: Args<'_>) -> Eval {
    in_radix(vm, args.req(0), 2, "0b")
}

fn oct(vm: &Vm, args: Args<'_>) -> Eval {
    in_radix(vm, args.req(0), 8, "0o")
}

fn hex(vm: &Vm, args: Args<'_>) -> Eval {
    in_radix(vm, args.req(0), 16, "0x")
}

fn chr(vm: &Vm, args: Args<'_>) -> Eval {
    let code = vm.index_of(args.req(0));
    let code = code.map_err(|raised| too_large(vm, raised))?;
    let letter = u32::try_from(code).ok().filter(|code| *code < 0x11_0000);
    match letter {
        None => Err(vm.value_error("chr() arg not in range(0x110000)")),
        Some(code) => {
            let letter = surrogate::character(code).unwrap_or_default();
            vm.str_value(letter.encode_utf8(&mut [0; 4]))
        }
    }
}

/// `chr(10**30)` is out of range like any other.
fn too_large(vm: &Vm, raised: Raised) -> Raised {
    if !vm.pending_is(&raised, ErrorKind::IndexError) {
        return raised;
    }
    drop(vm.take_raised(raised));
    vm.value_error("chr() arg not in range(0x110000)")
}

fn ord(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    if object.is::<Str>() {
        let mut letters = object.text().chars();
        return match (letters.next(), letters.next()) {
            (Some(letter), None) => Ok(Value::Int(surrogate::code_of(letter).into())),
            _ => {
                let count = object.text().chars().count();
                Err(vm.type_error(format!(
                    "ord() expected a character, but string of length {count} found"
                )))
            }
        };
    }
    let bytes = crate::types::bytes::view::copied(object).filter(|_| !object.is::<MemoryView>());
    if let Some(bytes) = bytes {
        return match bytes.as_slice() {
            [byte] => Ok(Value::Int((*byte).into())),
            _ => Err(vm.type_error(format!(
                "ord() expected a character, but string of length {} found",
                bytes.len()
            ))),
        };
    }
    let class = vm.class_name(object);
    Err(vm.type_error(format!("ord() expected string of length 1, but {class} found")))
}

fn divmod(vm: &Vm, args: Args<'_>) -> Eval {
    vm.binary(BinaryOp::DivMod, args.req(0), args.req(1))
}

fn pow(vm: &Vm, args: Args<'_>) -> Eval {
    vm.power(args.req(0), args.req(1), args.get(2))
}

fn round(vm: &Vm, args: Args<'_>) -> Eval {
    let number = args.req(0);
    let Some(method) = vm.lookup_special(number, "__round__") else {
        let class = vm.class_name(number);
        return Err(vm.type_error(format!("type {class} doesn't define __round__ method")));
    };
    match args.get(1).filter(|digits| !vm.is_none(digits)) {
        Some(digits) => vm.call_bound_special(method, number, &[digits]),
        None => vm.call_bound_special(method, number, &[]),
    }
}
