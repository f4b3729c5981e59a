//! `<< >> & | ^ ~` of ints and the counting of bits, on two's complement without end.

use dashu_int::ops::BitTest;
use dashu_int::{IBig, UBig};

use super::arithmetic::apply;
use super::big::{parts, room_for};
use crate::heap::Ref;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::{ErrorKind, Eval, Raised, Value, Vm};

/// `number << count`.
#[inline(always)]
pub fn lshift_small(vm: &Vm, number: i64, count: i64) -> Eval {
    if (0..64).contains(&count) {
        let shifted = number << count;
        if shifted >> count == number {
            return Ok(Value::Int(shifted));
        }
    }
    lshift_big(vm, &IBig::from(number), &IBig::from(count))
}

/// `number >> count`.
#[inline(always)]
pub fn rshift_small(vm: &Vm, number: i64, count: i64) -> Eval {
    if count < 0 {
        return Err(negative_count(vm));
    }
    Ok(Value::Int(number >> count.min(63)))
}

/// `~number`.
#[inline(always)]
pub fn invert_small(number: i64) -> Value {
    Value::Int(!number)
}

#[cold]
fn negative_count(vm: &Vm) -> Raised {
    vm.value_error("negative shift count")
}

#[cold]
fn lshift_big(vm: &Vm, number: &IBig, count: &IBig) -> Eval {
    if *count < IBig::ZERO {
        return Err(negative_count(vm));
    }
    if number.is_zero() {
        return Ok(Value::Int(0));
    }
    let bits = u128::try_from(count).unwrap_or(u128::MAX / 2);
    if bits > u128::from(u64::MAX) {
        return Err(vm.raise(ErrorKind::OverflowError, "too many digits in integer".into()));
    }
    room_for(vm, bits + number.bit_len() as u128)?;
    let count = usize::try_from(bits).unwrap_or(usize::MAX);
    vm.new_big_int(number << count)
}

fn rshift_big(vm: &Vm, number: &IBig, count: &IBig) -> Eval {
    if *count < IBig::ZERO {
        return Err(negative_count(vm));
    }
    match usize::try_from(count) {
        Ok(count) if count <= number.bit_len() => vm.new_big_int(number >> count),
        _ => Ok(Value::Int(if *number < IBig::ZERO { -1 } else { 0 })),
    }
}

/// The binary slot of `<<`.
pub fn lshift(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    apply(vm, left, right, lshift_small, lshift_big)
}

/// The binary slot of `>>`.
pub fn rshift(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    apply(vm, left, right, rshift_small, rshift_big)
}

/// The binary slot of `&`.
pub fn and(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let small = |_: &Vm, left: i64, right: i64| Ok(Value::Int(left & right));
    apply(vm, left, right, small, |vm, left, right| vm.new_big_int(left & right))
}

/// The binary slot of `|`.
pub fn or(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let small = |_: &Vm, left: i64, right: i64| Ok(Value::Int(left | right));
    apply(vm, left, right, small, |vm, left, right| vm.new_big_int(left | right))
}

/// The binary slot of `^`.
pub fn xor(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let small = |_: &Vm, left: i64, right: i64| Ok(Value::Int(left ^ right));
    apply(vm, left, right, small, |vm, left, right| vm.new_big_int(left ^ right))
}

/// The slot of `~`.
pub(super) fn invert(vm: &Vm, number: &Ref) -> Eval {
    match int_view(number) {
        Some(IntView::Small(small)) => Ok(invert_small(small)),
        Some(IntView::Big(big)) => vm.new_big_int(!big),
        None => vm.not_implemented(),
    }
}

/// Bits of the magnitude, without leading zeros.
pub fn bit_length(view: IntView<'_>) -> u64 {
    match view {
        IntView::Small(small) => u64::from(64 - small.unsigned_abs().leading_zeros()),
        IntView::Big(big) => parts(big).1.bit_len() as u64,
    }
}

/// Ones among the bits of the magnitude.
pub(super) fn bit_count(view: IntView<'_>) -> u64 {
    match view {
        IntView::Small(small) => u64::from(small.unsigned_abs().count_ones()),
        IntView::Big(big) => {
            let magnitude: UBig = parts(big).1;
            magnitude.count_ones() as u64
        }
    }
}
