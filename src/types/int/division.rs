//! `/` of ints: the float nearest to the exact quotient, whatever the size of the operands.

use dashu_int::IBig;
use dashu_int::ops::{BitTest, DivRem};

use super::arithmetic::apply;
use super::big::{parts, scaled_to_f64};
use crate::heap::Ref;
use crate::runtime::{ErrorKind, Eval, Value, Vm};

/// Ints up to here are floats exactly, so that one float division rounds once.
const EXACT: u64 = 1 << 53;

/// `left / right`.
#[inline(always)]
pub fn true_div_small(vm: &Vm, left: i64, right: i64) -> Eval {
    if right != 0 && left.unsigned_abs() <= EXACT && right.unsigned_abs() <= EXACT {
        return Ok(Value::float(left as f64 / right as f64));
    }
    true_div_big(vm, &IBig::from(left), &IBig::from(right))
}

/// `left / right`.
///
/// # Errors
/// `ZeroDivisionError`, and `OverflowError` where the quotient is beyond floats.
#[cold]
pub fn true_div_big(vm: &Vm, left: &IBig, right: &IBig) -> Eval {
    if right.is_zero() {
        return Err(vm.raise(ErrorKind::ZeroDivisionError, "division by zero".into()));
    }
    let (negative_left, left) = parts(left);
    let (negative_right, right) = parts(right);
    // At least 66 bits of quotient: enough to round from, with the rest as sticky bit.
    let shift = (right.bit_len() as i64 - left.bit_len() as i64 + 66).max(0);
    let (quotient, rest) = (left << shift as usize).div_rem(&right);
    match scaled_to_f64(&quotient, shift, !rest.is_zero()) {
        Some(float) if negative_left != negative_right => Ok(Value::float(-float)),
        Some(float) => Ok(Value::float(float)),
        None => {
            let message = "integer division result too large for a float";
            Err(vm.raise(ErrorKind::OverflowError, message.into()))
        }
    }
}

/// The binary slot of `/`.
pub fn true_div(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    apply(vm, left, right, true_div_small, true_div_big)
}
