//! Decimal numbers as text, both ways, in the usual forms.

use std::fmt::Write;

use dashu_int::UBig;

use super::arithmetic::{FAR, Finite};
use super::whole::{MOST_BITS, short};
use crate::text::digits::Digits;
use dashu_int::ops::BitTest;

/// The number of a plain numeral; `None` for everything that takes a closer look.
pub fn parse(text: &str) -> Option<Finite<UBig>> {
    let bytes = text.as_bytes();
    let (negative, bytes) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, bytes),
    };
    let (mut coefficient, mut digits, mut places, mut at) = (0_u128, 0, 0, 0);
    let mut pointed = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            // One more might not fit.
            b'0'..=b'9' if digits == 38 => return None,
            b'0'..=b'9' => {
                coefficient = coefficient * 10 + u128::from(byte - b'0');
                digits += 1;
                places += i64::from(pointed);
            }
            b'.' if !pointed => pointed = true,
            _ => break,
        }
        at += 1;
    }
    if digits == 0 {
        return None;
    }
    let power = match bytes.get(at..)? {
        [] => 0,
        [b'e' | b'E', power @ ..] if power.len() < 16 => exponent(power)?,
        _ => return None,
    };
    Some(Finite { negative, coefficient: UBig::from(coefficient), exponent: power - places })
}

fn exponent(power: &[u8]) -> Option<i64> {
    let (negative, digits) = match power {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, power),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = digits.iter().fold(0_i64, |size, digit| size * 10 + i64::from(digit - b'0'));
    Some(if negative { -size } else { size })
}

/// The digits of a coefficient.
pub fn push_digits(text: &mut String, coefficient: &UBig) {
    match short(coefficient) {
        Some(small) => match u64::try_from(small) {
            Ok(small) => text.push_str(Digits::of_magnitude(small).as_str()),
            Err(_) => push_two(text, small),
        },
        None => {
            let _ = write!(text, "{coefficient}");
        }
    }
}

/// The digits of a number of more than 64 bits.
fn push_two(text: &mut String, number: u128) {
    const PART: u128 = 10_u128.pow(19);
    let (high, low) = (number / PART, number % PART);
    match u64::try_from(high) {
        Ok(high) => text.push_str(Digits::of_magnitude(high).as_str()),
        Err(_) => push_two(text, high),
    }
    let low = Digits::of_magnitude(low as u64);
    let zeros = 19 - low.as_str().len();
    text.extend(std::iter::repeat_n('0', zeros));
    text.push_str(low.as_str());
}

/// Writes the number as `str` does, with an `e` or `E`; whether that can be done here.
pub fn push(text: &mut String, number: &Finite<UBig>, capitals: bool) -> bool {
    if number.exponent.unsigned_abs() >= FAR as u64 || number.coefficient.bit_len() > MOST_BITS {
        return false;
    }
    if number.negative {
        text.push('-');
    }
    let start = text.len();
    push_digits(text, &number.coefficient);
    let digits = (text.len() - start) as i64;
    let left = number.exponent + digits;
    let point = if number.exponent <= 0 && left > -6 { left } else { 1 };
    if point <= 0 {
        let zeros = point.unsigned_abs() as usize;
        text.insert_str(start, &"0.00000000"[..2 + zeros]);
    } else if point < digits {
        text.insert(start + point as usize, '.');
    }
    if left != point {
        text.push(if capitals { 'E' } else { 'e' });
        let _ = write!(text, "{:+}", left - point);
    }
    true
}
