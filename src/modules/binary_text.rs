//! `_binascii`: bytes as Base64 and hexadecimal text, and checksums; the rest of `binascii` is in
//! Python.

use super::base_text::{decode_groups, encode_groups};
use super::checksums;
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, BinaryOp, Eval, Raised, Value, Vm};
use crate::types::bytes::{new_bytes, separated_hex, view};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[cold]
fn error(vm: &Vm, message: &str) -> Raised {
    let made = (|| {
        let module = vm.import("binascii")?;
        let class = vm.to_object(vm.get_attr_text(&module, "Error")?)?;
        vm.call_object(&class, &[&vm.new_str(message)?])
    })();
    match made {
        Ok(exception) => vm.raise_object(exception),
        Err(raised) => raised,
    }
}

/// The bytes of ASCII text or of a bytes-like object.
fn ascii_bytes(vm: &Vm, object: &Ref) -> Result<Vec<u8>, Raised> {
    if object.is::<Str>() {
        if !object.text().is_ascii() {
            return Err(vm.value_error("string argument should contain only ASCII characters"));
        }
        return Ok(object.text().as_bytes().to_vec());
    }
    view::copied(object).ok_or_else(|| {
        let class = vm.class_name(object);
        vm.type_error(format!("argument should be bytes, buffer or ASCII string, not '{class}'"))
    })
}

fn encode(vm: &Vm, args: Args<'_>) -> Eval {
    let bytes = view::required(vm, args.req(0))?.to_vec();
    let mut out = Vec::with_capacity(bytes.len() / 3 * 4 + 5);
    for part in bytes.chunks(3) {
        let word = part.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte));
        let word = word << (8 * (3 - part.len()));
        for place in 0..4 {
            let digit = ALPHABET[(word >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= part.len() { digit } else { b'=' });
        }
    }
    if args.get(1).map_or(Ok(true), |newline| vm.truth_of(newline))? {
        out.push(b'\n');
    }
    new_bytes(vm, out).map(Value::Obj)
}

fn decode(vm: &Vm, args: Args<'_>) -> Eval {
    let text = ascii_bytes(vm, args.req(0))?;
    let strict = args.get(1).map_or(Ok(false), |strict| vm.truth_of(strict))?;
    let (mut out, mut word, mut count, mut padding) = (Vec::new(), 0u32, 0usize, 0usize);
    for (at, letter) in text.iter().enumerate() {
        if *letter == b'=' {
            padding += 1;
            if strict && count % 4 == 0 {
                let place = if at == 0 { "Leading" } else { "Excess" };
                return Err(error(vm, &format!("{place} padding not allowed")));
            }
            if count % 4 >= 2 && count % 4 + padding >= 4 {
                if strict && at + 1 < text.len() {
                    return Err(error(vm, "Excess data after padding"));
                }
                return new_bytes(vm, out).map(Value::Obj);
            }
            continue;
        }
        let Some(digit) = ALPHABET.iter().position(|known| known == letter) else {
            if strict {
                return Err(error(vm, "Only base64 data is allowed"));
            }
            continue;
        };
        if strict && padding > 0 {
            return Err(error(vm, "Discontinuous padding not allowed"));
        }
        padding = 0;
        word = word << 6 | digit as u32;
        count += 1;
        // Each digit behind the first of four completes a byte.
        if count % 4 != 1 {
            let rest = [0, 0, 4, 2][count % 4];
            out.push((word >> rest) as u8);
        }
        word &= 0xFFFF;
    }
    match count % 4 {
        0 => new_bytes(vm, out).map(Value::Obj),
        1 => Err(error(
            vm,
            &format!(
                "Invalid base64-encoded string: number of data characters ({count}) cannot be 1 \
                 more than a multiple of 4"
            ),
        )),
        _ => Err(error(vm, "Incorrect padding")),
    }
}

fn unhexlify(vm: &Vm, args: Args<'_>) -> Eval {
    let text = ascii_bytes(vm, args.req(0))?;
    if text.len() % 2 == 1 {
        return Err(error(vm, "Odd-length string"));
    }
    let digit = |letter: u8| (letter as char).to_digit(16);
    let mut out = Vec::with_capacity(text.len() / 2);
    for pair in text.chunks_exact(2) {
        match (digit(pair[0]), digit(pair[1])) {
            (Some(high), Some(low)) => out.push((high << 4 | low) as u8),
            _ => return Err(error(vm, "Non-hexadecimal digit found")),
        }
    }
    new_bytes(vm, out).map(Value::Obj)
}

/// The start value of a checksum: the lowest bits of an int of any size.
fn start(vm: &Vm, args: Args<'_>, usual: u32) -> Result<u32, Raised> {
    let Some(given) = args.get(1) else { return Ok(usual) };
    let index = vm.to_index(given)?;
    match int_view(&index) {
        Some(IntView::Big(_)) => {
            let low = vm.binary(BinaryOp::And, &index, &vm.new_int(u32::MAX.into())?)?;
            Ok(vm.size_of(&vm.to_object(low)?)? as u32)
        }
        _ => Ok(vm.size_of(&index)? as u32),
    }
}

fn crc32(vm: &Vm, args: Args<'_>) -> Eval {
    let start = start(vm, args, 0)?;
    Ok(Value::Int(checksums::crc32(start, &view::required(vm, args.req(0))?).into()))
}

fn adler32(vm: &Vm, args: Args<'_>) -> Eval {
    let start = start(vm, args, 1)?;
    Ok(Value::Int(checksums::adler32(start, &view::required(vm, args.req(0))?).into()))
}

fn hexlify(vm: &Vm, args: Args<'_>) -> Eval {
    if args.get(1).is_some() {
        let bytes = view::required(vm, args.req(0))?.to_vec();
        // The separator may be any byte.
        let text = separated_hex(vm, args, &bytes, '\u{ff}')?;
        return new_bytes(vm, text.chars().map(|letter| letter as u8).collect()).map(Value::Obj);
    }
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let bytes = view::required(vm, args.req(0))?;
    let pairs = bytes.iter().map(|byte| [byte >> 4, byte & 15].map(|part| DIGITS[part as usize]));
    new_bytes(vm, pairs.flatten().collect()).map(Value::Obj)
}

#[rustfmt::skip]
static FUNCTIONS: [Method; 10] = [
    function("a2b_base64", "(data, /, *, strict_mode=False)", decode, "Decode a line of base64 data."),
    function("a2b_hex", "(hexstr, /)", unhexlify, "Binary data of hexadecimal representation."),
    function("adler32", "(data, value=1, /)", adler32, "Compute an Adler-32 checksum of data."),
    function("b2a_base64", "(data, /, *, newline=True)", encode, "Base64-code line of data."),
    function("b2a_hex", "(data, sep=None, bytes_per_sep=1)", hexlify, "Hexadecimal representation of binary data."),
    function("crc32", "(data, crc=0, /)", crc32, "Compute CRC-32 incrementally."),
    function("decode_groups", "(text, alphabet, group, /)", decode_groups, "Groups of digits as bytes."),
    function("encode_groups", "(data, alphabet, group, zeros=None, spaces=None, /)", encode_groups, "Groups of bytes as digits."),
    function("hexlify", "(data, sep=None, bytes_per_sep=1)", hexlify, "Hexadecimal representation of binary data."),
    function("unhexlify", "(hexstr, /)", unhexlify, "Binary data of hexadecimal representation."),
];

pub static BINASCII: ModuleSpec = ModuleSpec {
    name: "_binascii",
    doc: "Conversion between binary data and ASCII.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};
