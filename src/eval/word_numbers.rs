//! Arithmetic of ints and floats that fill one machine word, by Python's rules; `None` leaves the
//! case to the types.

use crate::runtime::Value;

/// Ints up to 2**53 divide exactly as floats do; larger ones need care.
const EXACT: u64 = 1 << 53;

#[inline]
pub(super) fn divide(left: i64, right: i64) -> Option<Value> {
    let exact = left.unsigned_abs() <= EXACT && right.unsigned_abs() <= EXACT && right != 0;
    exact.then(|| Value::float(left as f64 / right as f64))
}

#[inline]
pub(super) fn floor_divide(left: i64, right: i64) -> Option<Value> {
    if right == 0 || (left == i64::MIN && right == -1) {
        return None;
    }
    let quotient = left / right;
    let floor =
        if left % right != 0 && (left < 0) != (right < 0) { quotient - 1 } else { quotient };
    Some(Value::Int(floor))
}

#[inline]
pub(super) fn modulo(left: i64, right: i64) -> Option<Value> {
    if right == 0 || right == -1 {
        return if right == -1 { Some(Value::Int(0)) } else { None };
    }
    let rest = left % right;
    Some(Value::Int(if rest != 0 && (rest < 0) != (right < 0) { rest + right } else { rest }))
}

#[inline]
pub(super) fn float_modulo(left: f64, right: f64) -> Option<Value> {
    if right == 0.0 || !left.is_finite() || !right.is_finite() {
        return None;
    }
    let mut rest = left % right;
    if rest == 0.0 {
        rest = 0.0_f64.copysign(right);
    } else if (rest < 0.0) != (right < 0.0) {
        rest += right;
    }
    Some(Value::float(rest))
}

#[inline]
pub(super) fn power(left: i64, right: i64) -> Option<Value> {
    let exponent = u32::try_from(right).ok()?;
    left.checked_pow(exponent).map(Value::Int)
}

/// Only where no special case of C's `pow` is in reach (CPython's `float_pow`): finite numbers, a
/// base other than 0, and of a negative one a whole power.
#[inline]
pub(super) fn float_power(left: f64, right: f64) -> Option<Value> {
    let whole = || right.trunc() == right;
    let plain = left != 0.0 && left.is_finite() && right.is_finite() && (left > 0.0 || whole());
    let power = if plain { left.powf(right) } else { f64::NAN };
    power.is_finite().then(|| Value::float(power))
}

#[inline]
pub(super) fn shift_left(left: i64, right: i64) -> Option<Value> {
    if !(0..63).contains(&right) {
        return None;
    }
    let shifted = left << right;
    (shifted >> right == left).then_some(Value::Int(shifted))
}

#[inline]
pub(super) fn shift_right(left: i64, right: i64) -> Option<Value> {
    (right >= 0).then(|| Value::Int(left >> right.min(63)))
}
