//! Whole numbers of two widths under one name: the coefficients that decimal arithmetic works on.
//!
//! Most fit in 128 bits, also with the zeros that lining up takes; the others are of any length.

use std::cmp::Ordering;
use std::sync::OnceLock;

use dashu_int::UBig;
use dashu_int::ops::{BitTest, DivRem, SquareRoot};

/// What is cut off a number, against half of the place that stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tail {
    Zero,
    BelowHalf,
    Half,
    AboveHalf,
}

/// A coefficient. Operations give `None` where the result is too long for this width.
pub trait Whole: Sized + Clone + Ord {
    fn is_zero(&self) -> bool;

    /// Decimal digits; 1 for zero.
    fn digits(&self) -> Option<i64>;

    fn plus(&self, other: &Self) -> Option<Self>;

    /// `self - other`, where that is not below zero.
    fn minus(&self, other: &Self) -> Self;

    fn times(&self, other: &Self) -> Option<Self>;

    /// Quotient and rest; `other` is not zero.
    fn div_rem(&self, other: &Self) -> (Self, Self);

    /// `self * 10**power`
    fn times_ten(&self, power: i64) -> Option<Self>;

    /// `self // 10**power`, and what was cut off.
    fn cut(&self, power: i64) -> Option<(Self, Tail)>;

    /// The lowest decimal digit.
    fn last_digit(&self) -> u8;

    fn next(&self) -> Option<Self>;

    /// The whole part of the square root.
    fn root(&self) -> Self;

    fn zero() -> Self;
}

const TENS: [u128; 39] = {
    let mut tens = [1_u128; 39];
    let mut at = 1;
    while at < 39 {
        tens[at] = tens[at - 1] * 10;
        at += 1;
    }
    tens
};

fn ten(power: i64) -> Option<u128> {
    TENS.get(usize::try_from(power).ok()?).copied()
}

/// Division that takes the short way where both numbers are short.
fn divide(a: u128, b: u128) -> (u128, u128) {
    match (u64::try_from(a), u64::try_from(b)) {
        (Ok(a), Ok(b)) => (u128::from(a / b), u128::from(a % b)),
        _ => {
            let quotient = a / b;
            (quotient, a - quotient * b)
        }
    }
}

fn tail<W: Ord + Default>(rest: &W, left: &W) -> Tail {
    if *rest == W::default() {
        return Tail::Zero;
    }
    match rest.cmp(left) {
        Ordering::Less => Tail::BelowHalf,
        Ordering::Equal => Tail::Half,
        Ordering::Greater => Tail::AboveHalf,
    }
}

impl Whole for u128 {
    fn is_zero(&self) -> bool {
        *self == 0
    }

    fn digits(&self) -> Option<i64> {
        let guess = (((128 - self.leading_zeros()) * 1233) >> 12) as usize;
        Some((guess + usize::from(*self >= TENS[guess])).max(1) as i64)
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        self.checked_add(*other)
    }

    fn minus(&self, other: &Self) -> Self {
        self - other
    }

    fn times(&self, other: &Self) -> Option<Self> {
        match (u64::try_from(*self), u64::try_from(*other)) {
            (Ok(a), Ok(b)) => Some(u128::from(a) * u128::from(b)),
            _ => self.checked_mul(*other),
        }
    }

    fn div_rem(&self, other: &Self) -> (Self, Self) {
        divide(*self, *other)
    }

    fn times_ten(&self, power: i64) -> Option<Self> {
        if *self == 0 {
            return Some(0);
        }
        self.times(&ten(power)?)
    }

    fn cut(&self, power: i64) -> Option<(Self, Tail)> {
        let Some(scale) = ten(power) else {
            return Some((0, if *self == 0 { Tail::Zero } else { Tail::BelowHalf }));
        };
        let (kept, rest) = divide(*self, scale);
        Some((kept, tail(&rest, &(scale - rest))))
    }

    fn last_digit(&self) -> u8 {
        match u64::try_from(*self) {
            Ok(short) => (short % 10) as u8,
            // 2**64 is 6 modulo 10.
            Err(_) => {
                let (high, low) = ((*self >> 64) as u64, *self as u64);
                ((high % 10 * 6 + low % 10) % 10) as u8
            }
        }
    }

    fn next(&self) -> Option<Self> {
        self.checked_add(1)
    }

    fn root(&self) -> Self {
        self.isqrt()
    }

    fn zero() -> Self {
        0
    }
}

/// The powers of ten that are kept; numbers that need higher ones are left to Python.
const KEPT: usize = 1500;
/// The longest operands, in bits, that are worked on here: below 10**640.
pub const MOST_BITS: usize = 2126;

fn long_ten(power: i64) -> Option<&'static UBig> {
    static LONG_TENS: [OnceLock<UBig>; KEPT] = [const { OnceLock::new() }; KEPT];
    let power = usize::try_from(power).ok()?;
    Some(LONG_TENS.get(power)?.get_or_init(|| UBig::from(10_u8).pow(power)))
}

impl Whole for UBig {
    fn is_zero(&self) -> bool {
        UBig::is_zero(self)
    }

    fn digits(&self) -> Option<i64> {
        let guess = (self.bit_len() * 30103 / 100_000) as i64;
        Some((guess + i64::from(self >= long_ten(guess)?)).max(1))
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        Some(self + other)
    }

    fn minus(&self, other: &Self) -> Self {
        self - other
    }

    fn times(&self, other: &Self) -> Option<Self> {
        Some(self * other)
    }

    fn div_rem(&self, other: &Self) -> (Self, Self) {
        DivRem::div_rem(self, other)
    }

    fn times_ten(&self, power: i64) -> Option<Self> {
        Some(self * long_ten(power)?)
    }

    fn cut(&self, power: i64) -> Option<(Self, Tail)> {
        let scale = long_ten(power)?;
        let (kept, rest) = DivRem::div_rem(self, scale);
        let left = scale - &rest;
        Some((kept, tail(&rest, &left)))
    }

    fn last_digit(&self) -> u8 {
        self % 10_u8
    }

    fn next(&self) -> Option<Self> {
        Some(self + UBig::ONE)
    }

    fn root(&self) -> Self {
        SquareRoot::sqrt(self)
    }

    fn zero() -> Self {
        UBig::ZERO
    }
}

/// The number if it fits in 128 bits.
pub fn short(number: &UBig) -> Option<u128> {
    match *number.as_words() {
        [] => Some(0),
        [low] => Some(u128::from(low)),
        [low, high] => Some(u128::from(high) << 64 | u128::from(low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_widths_agree() {
        for power in &TENS[..38] {
            for near in [-1_i128, 0, 1] {
                let number = (*power as i128 + near) as u128;
                let long = UBig::from(number);
                assert_eq!(number.digits(), long.digits(), "{number}");
                assert_eq!(number.last_digit(), long.last_digit(), "{number}");
                let (kept, tail) = number.cut(3).expect("short enough");
                assert_eq!(long.cut(3), Some((UBig::from(kept), tail)), "{number}");
            }
        }
    }
}
