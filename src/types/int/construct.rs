//! `int(…)`: from text, floats and whatever has `__int__`, `__index__` or `__trunc__`.

use dashu_int::{IBig, UBig};

use super::arithmetic::plain;
use crate::heap::Ref;
use crate::runtime::compare::float_to_big;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::object::string::str_of;
use crate::runtime::object::{BigInt, Bool, Float, Int, Str};
use crate::runtime::{Args, ErrorKind, Eval, Value, Vm};
use crate::text::int_parse::{IntError, ParsedInt, invalid_literal, parse_int};
use crate::types::bytes::{ByteArray, Bytes, view};

/// `int.__new__(type, x=0, /, base=10)`.
pub(super) fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let value = match (args.get(1), args.get(2)) {
        (None, None) => Value::Int(0),
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (Some(source), None) => int_of(vm, source)?,
        (Some(source), Some(base)) => with_base(vm, source, base)?,
    };
    in_class(vm, value, class)
}

/// `int(x)` of a plain string or number.
pub(super) fn briefly(vm: &Vm, source: &Ref, base: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    let usual = source.is_exact::<Str>() || source.is_exact::<Int>() || source.is_exact::<Float>();
    (usual && base.is_none()).then(|| int_of(vm, source))
}

/// `value`, an int, as an instance of `class`.
fn in_class(vm: &Vm, value: Value, class: &Ref) -> Eval {
    if class.same(vm.class_of_kind(crate::runtime::kinds::INT)) {
        return Ok(value);
    }
    let object = vm.to_object(value)?;
    match int_view(&object) {
        Some(IntView::Small(small)) => {
            vm.alloc_in(Int(std::cell::Cell::new(small)), class).map(Value::Obj)
        }
        Some(IntView::Big(big)) => vm.alloc_in(BigInt(big.clone()), class).map(Value::Obj),
        None => Ok(Value::Obj(object)),
    }
}

fn with_base(vm: &Vm, source: &Ref, base: &Ref) -> Eval {
    let base = match int_view(&vm.to_index(base)?) {
        Some(IntView::Small(base)) => base,
        Some(IntView::Big(_)) | None => -1,
    };
    if base != 0 && !(2..=36).contains(&base) {
        return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    if let Some(text) = str_of(source) {
        return parse_text(vm, text, base, source);
    }
    let has_base = source.is::<Bytes>() || source.is::<ByteArray>();
    if let Some(text) = text_of_bytes(source).filter(|_| has_base) {
        return parse_text(vm, &text, base, source);
    }
    Err(vm.type_error("int() can't convert non-string with explicit base"))
}

/// `int(source)`: always an exact int.
///
/// # Errors
/// Whatever `int()` raises for it.
pub fn int_of(vm: &Vm, source: &Ref) -> Eval {
    if source.is_exact::<Int>() || (source.is::<BigInt>() && source.extra().is_none()) {
        return Ok(Value::Obj(source.clone()));
    }
    if let Some(bool) = source.get::<Bool>() {
        return Ok(Value::Int(bool.0.into()));
    }
    let (int, index) = vm.slot(source, |slots| (slots.int, slots.index));
    if let Some(convert) = int {
        let value = convert(vm, source)?;
        return checked(vm, value, "__int__");
    }
    if index.is_some() {
        return plain(vm, &vm.to_index(source)?);
    }
    if let Some(method) = vm.lookup_special(source, "__trunc__") {
        return truncated(vm, source, method);
    }
    if let Some(text) = str_of(source) {
        return parse_text(vm, text, 10, source);
    }
    if let Some(text) = text_of_bytes(source) {
        return parse_text(vm, &text, 10, source);
    }
    let class = vm.class_name(source);
    Err(vm.type_error(format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{class}'"
    )))
}

/// What `__trunc__` gives, which may be any integral number.
#[cold]
fn truncated(vm: &Vm, source: &Ref, method: Ref) -> Eval {
    vm.warn(ErrorKind::DeprecationWarning, "The delegation of int() to __trunc__ is deprecated.")?;
    let value = vm.call_special(method, source, &[])?;
    let value = vm.to_object(value)?;
    if int_view(&value).is_some() {
        return plain(vm, &value);
    }
    if vm.slot(&value, |slots| slots.index.is_some()) {
        return plain(vm, &vm.to_index(&value)?);
    }
    let class = vm.class_name(&value);
    Err(vm.type_error(format!("__trunc__ returned non-Integral (type {class})")))
}

/// The text of a bytes-like object; bytes that are no ASCII read as no number.
pub(in crate::types) fn text_of_bytes(source: &Ref) -> Option<String> {
    let letter = |byte: &u8| if byte.is_ascii() { *byte as char } else { '\u{fffd}' };
    view::of(source).map(|bytes| bytes.iter().map(letter).collect())
}

/// The result of a special method that must give an int.
fn checked(vm: &Vm, value: Value, method: &str) -> Eval {
    match value {
        Value::Obj(object) if int_view(&object).is_none() => {
            let class = vm.class_name(&object);
            Err(vm.type_error(format!("{method} returned non-int (type {class})")))
        }
        Value::Obj(object) => {
            let is_exact =
                object.is_exact::<Int>() || object.is::<BigInt>() && object.extra().is_none();
            if !is_exact {
                vm.warn_of_subclass(&object, method, "int")?;
            }
            plain(vm, &object)
        }
        Value::Int(_) => Ok(value),
        other => checked(vm, Value::Obj(vm.to_object(other)?), method),
    }
}

/// `int(text, base)`. `source` is shown in the error.
pub fn parse_text(vm: &Vm, text: &str, base: i64, source: &Ref) -> Eval {
    if base == 10
        && let Some(int) = parse_short(text)
    {
        return Ok(Value::Int(int));
    }
    match parse_int(text, base, vm.int_digits_limit.get()) {
        Ok(parsed) => number(vm, &parsed),
        Err(IntError::Message(message)) => Err(vm.value_error(message)),
        Err(IntError::Invalid) => {
            let shown = match view::copied(source) {
                Some(data) => crate::text::str_repr::bytes_repr(&data),
                None => vm.repr_text(source)?,
            };
            Err(vm.value_error(invalid_literal(base, &shown)))
        }
    }
}

/// A few plain digits, perhaps with a sign before them.
fn parse_short(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let plain = (1..=18).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    if plain { text.parse().ok() } else { None }
}

fn number(vm: &Vm, parsed: &ParsedInt) -> Eval {
    if let Some(small) = parsed.to_i64() {
        return Ok(Value::Int(small));
    }
    vm.poll()?;
    match UBig::from_str_radix(&parsed.digits, parsed.radix) {
        Ok(magnitude) => {
            let number = IBig::from(magnitude);
            vm.new_big_int(if parsed.negative { -number } else { number })
        }
        Err(_) => Err(vm.value_error("invalid literal for int()")),
    }
}

/// The whole part of a float, as an int.
///
/// # Errors
/// `OverflowError` for infinities, `ValueError` for NaN.
pub fn float_to_int(vm: &Vm, float: f64) -> Eval {
    let whole = float.trunc();
    if whole.abs() < 9.2e18 {
        return Ok(Value::Int(whole as i64));
    }
    if whole.is_nan() {
        return Err(vm.value_error("cannot convert float NaN to integer"));
    }
    if whole.is_infinite() {
        let message = "cannot convert float infinity to integer";
        return Err(vm.raise(ErrorKind::OverflowError, message.into()));
    }
    vm.new_big_int(float_to_big(whole))
}

/// `int.__round__(ndigits)`.
pub(super) fn round(vm: &Vm, args: Args<'_>) -> Eval {
    let number = args.req(0);
    let Some(digits) = args.get(1) else { return plain(vm, number) };
    let digits = vm.to_index(digits)?;
    let (Some(view), Some(digits)) = (int_view(number), int_view(&digits)) else {
        return vm.not_implemented();
    };
    if !digits.is_negative() {
        return plain(vm, number);
    }
    let places = digits.small().map_or(u64::MAX, i64::unsigned_abs);
    // 10**places is surely more than twice the number.
    if places > super::bits::bit_length(view) {
        return Ok(Value::Int(0));
    }
    let unit = UBig::from(10u8).pow(places as usize);
    let unit = IBig::from(unit);
    let value = view.to_big();
    let (quotient, rest) = super::arithmetic::floor_div_rem(&value, &unit);
    let twice = rest * 2;
    let odd = dashu_int::ops::BitTest::bit(&quotient, 0);
    let up = twice > unit || (twice == unit && odd);
    vm.new_big_int(if up { quotient + 1 } else { quotient } * unit)
}
