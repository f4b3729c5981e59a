//! What big integers need around the crate that computes them: views, room, floats, interruptible products.

use std::borrow::Cow;

use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

use crate::runtime::object::number::IntView;
use crate::runtime::{ErrorKind, Raised, Vm};

/// The number behind a view, without copying a big one.
pub fn big(view: IntView<'_>) -> Cow<'_, IBig> {
    match view {
        IntView::Small(small) => Cow::Owned(IBig::from(small)),
        IntView::Big(big) => Cow::Borrowed(big),
    }
}

/// From here on, room for a result is asked for before it is computed.
const WORTH_ASKING: usize = 1 << 16;

/// Makes sure that a result of `bits` bits can be had.
///
/// # Errors
/// `MemoryError` beyond the heap's limit or what the system gives.
pub fn room_for(vm: &Vm, bits: u128) -> Result<(), Raised> {
    let full = || vm.raise(ErrorKind::MemoryError, String::new());
    let bytes = usize::try_from(bits / 8).map_err(|_| full())?;
    if bytes < WORTH_ASKING {
        return Ok(());
    }
    vm.charge(bytes)?;
    vm.heap.discharge(bytes);
    // Working space included; the system refuses what it could never back.
    let mut probe: Vec<u8> = Vec::new();
    let wanted = bytes.checked_mul(4).ok_or_else(full)?;
    probe.try_reserve_exact(wanted).map_err(|_| full())
}

/// Products of more words than this are cut up, so that Ctrl-C is heard in between.
const LONG_PRODUCT: usize = 1 << 20;

/// `a * b`, hearing Ctrl-C.
pub fn multiply(vm: &Vm, a: &IBig, b: &IBig) -> Result<IBig, Raised> {
    let (sign_a, words_a) = a.as_sign_words();
    let (sign_b, words_b) = b.as_sign_words();
    if words_a.len() + words_b.len() < WORTH_ASKING {
        return Ok(a * b);
    }
    room_for(vm, 64 * (words_a.len() + words_b.len()) as u128)?;
    if words_a.len().min(words_b.len()) < LONG_PRODUCT {
        vm.poll()?;
        return Ok(a * b);
    }
    let product = multiply_long(vm, &a.unsigned_abs(), &b.unsigned_abs())?;
    Ok(IBig::from_parts(sign_a * sign_b, product))
}

/// Karatsuba's method on the outside, so that each step is short.
fn multiply_long(vm: &Vm, a: &UBig, b: &UBig) -> Result<UBig, Raised> {
    vm.poll()?;
    let (a, b) = if a < b { (b, a) } else { (a, b) };
    if b.as_words().len() < LONG_PRODUCT {
        return Ok(a * b);
    }
    let half = a.as_words().len() / 2 * 64;
    let (a_low, a_high) = a.clone().split_bits(half);
    if b.bit_len() <= half {
        let high = multiply_long(vm, &a_high, b)?;
        return Ok((high << half) + multiply_long(vm, &a_low, b)?);
    }
    let (b_low, b_high) = b.clone().split_bits(half);
    let low = multiply_long(vm, &a_low, &b_low)?;
    let high = multiply_long(vm, &a_high, &b_high)?;
    let cross = multiply_long(vm, &(a_low + a_high), &(b_low + b_high))? - &low - &high;
    Ok((high << (2 * half)) + (cross << half) + low)
}

/// The nearest float, half to even; `None` if it is too large for one.
pub fn to_f64(view: IntView<'_>) -> Option<f64> {
    match view {
        IntView::Small(small) => Some(small as f64),
        IntView::Big(big) => {
            let float = big.to_f64().value();
            float.is_finite().then_some(float)
        }
    }
}

/// `numerator / 2**shift` to the nearest float, where `sticky` says that the numerator was cut below.
///
/// `None` if it is too large. The numerator has at least 64 bits where `sticky` is set.
pub(super) fn scaled_to_f64(numerator: &UBig, shift: i64, sticky: bool) -> Option<f64> {
    let length = numerator.bit_len() as i64;
    if length == 0 {
        return Some(0.0);
    }
    // The position of the result's last bit: 53 bits, fewer among the subnormals.
    let last = (length - shift - 53).max(-1074);
    let drop = last + shift;
    let (mut mantissa, exact_half, above_half) = if drop <= 0 {
        let kept = numerator << (-drop) as usize;
        (low_u64(&kept), false, false)
    } else {
        let drop = drop as usize;
        let kept = numerator >> drop;
        let half = numerator.bit(drop - 1);
        let rest = sticky || numerator.trailing_zeros().is_some_and(|zeros| zeros < drop - 1);
        (low_u64(&kept), half && !rest, half && rest)
    };
    if above_half || (exact_half && mantissa & 1 == 1) {
        mantissa += 1;
    }
    let result = ldexp(mantissa as f64, last);
    result.is_finite().then_some(result)
}

fn low_u64(number: &UBig) -> u64 {
    number.as_words().first().copied().unwrap_or(0)
}

/// `x * 2**exponent` for an exact result, in steps that stay in range.
fn ldexp(mut x: f64, mut exponent: i64) -> f64 {
    while exponent > 1000 && x.is_finite() {
        x *= 2f64.powi(1000);
        exponent -= 1000;
    }
    while exponent < -1000 && x != 0.0 {
        // Exact all the way: the caller has rounded to what the result can hold.
        x *= 2f64.powi(-1000);
        exponent += 1000;
    }
    x * 2f64.powi(exponent as i32)
}

/// Splits a big integer into its sign (below zero?) and magnitude.
pub(super) fn parts(number: &IBig) -> (bool, UBig) {
    (number.sign() == Sign::Negative, number.unsigned_abs())
}
