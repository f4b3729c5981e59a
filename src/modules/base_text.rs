//! Bytes as digits of another base, group by group: what Base32 and Base85 have in common.

use crate::runtime::{Args, Eval, Value, Vm};
use crate::types::bytes::{new_bytes, view};

/// How many digits of a base a group of bytes takes.
fn digits_of(base: u64, group: usize) -> usize {
    let (mut digits, mut rest) = (0, (1_u64 << (8 * group)) - 1);
    while rest > 0 {
        rest /= base;
        digits += 1;
    }
    digits
}

/// `encode_groups(data, alphabet, group, zeros, spaces)`: each `group` bytes as digits. The last
/// group is filled with zeros; a group of zeros or spaces may have a letter of its own.
pub(super) fn encode_groups(vm: &Vm, args: Args<'_>) -> Eval {
    let alphabet = view::required(vm, args.req(1))?.to_vec();
    let group = usize::try_from(vm.size_of(args.req(2))?).unwrap_or(4).clamp(1, 7);
    let letter =
        |at: usize| args.get(at).and_then(view::copied).and_then(|text| text.first().copied());
    let (zeros, spaces) = (letter(3), letter(4));
    let base = (alphabet.len() as u64).max(2);
    let digits = digits_of(base, group);
    let data = view::required(vm, args.req(0))?;
    let mut out = Vec::with_capacity(data.len() / group * digits + digits);
    for part in data.chunks(group) {
        let word = part.iter().fold(0, |word: u64, byte| word << 8 | u64::from(*byte));
        let mut word = word << (8 * (group - part.len()));
        match (zeros, spaces) {
            (Some(letter), _) if word == 0 && part.len() == group => {
                out.push(letter);
                continue;
            }
            (_, Some(letter)) if part.len() == group && part.iter().all(|byte| *byte == b' ') => {
                out.push(letter);
                continue;
            }
            _ => {}
        }
        let start = out.len();
        out.resize(start + digits, 0);
        for place in out[start..].iter_mut().rev() {
            *place = alphabet.get((word % base) as usize).copied().unwrap_or(b'?');
            word /= base;
        }
    }
    drop(data);
    new_bytes(vm, out).map(Value::Obj)
}

/// `decode_groups(text, alphabet, group)`: the bytes that whole groups of digits stand for, or the
/// place of a letter that is no digit, or the negative of one more than the place of a group that
/// is too large.
pub(super) fn decode_groups(vm: &Vm, args: Args<'_>) -> Eval {
    let alphabet = view::required(vm, args.req(1))?.to_vec();
    let group = usize::try_from(vm.size_of(args.req(2))?).unwrap_or(4).clamp(1, 7);
    let base = (alphabet.len() as u64).max(2);
    let digits = digits_of(base, group);
    let mut values = [u8::MAX; 256];
    for (value, letter) in alphabet.iter().enumerate() {
        values[usize::from(*letter)] = value as u8;
    }
    let text = view::required(vm, args.req(0))?;
    let mut out = Vec::with_capacity(text.len() / digits * group);
    for (at, part) in text.chunks_exact(digits).enumerate() {
        let mut word = 0_u64;
        for (ahead, letter) in part.iter().enumerate() {
            let value = values[usize::from(*letter)];
            if value == u8::MAX {
                return Ok(Value::Int((at * digits + ahead) as i64));
            }
            word = word * base + u64::from(value);
        }
        if word >> (8 * group) > 0 {
            return Ok(Value::Int(-1 - (at * digits) as i64));
        }
        out.extend_from_slice(&word.to_be_bytes()[8 - group..]);
    }
    drop(text);
    new_bytes(vm, out).map(Value::Obj)
}
