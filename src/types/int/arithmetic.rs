//! `+ - * // % divmod` and negation of ints, with CPython's rules for signs.

use dashu_int::IBig;
use dashu_int::ops::{Abs, DivRem};

use super::big::{big, multiply};
use crate::heap::Ref;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::{ErrorKind, Eval, Raised, Value, Vm};

/// Applies an operation to two ints; `NotImplemented` if either operand is none.
#[inline]
pub(super) fn apply(
    vm: &Vm,
    left: &Ref,
    right: &Ref,
    small: impl Fn(&Vm, i64, i64) -> Eval,
    large: impl Fn(&Vm, &IBig, &IBig) -> Eval,
) -> Eval {
    match (int_view(left), int_view(right)) {
        (Some(IntView::Small(left)), Some(IntView::Small(right))) => small(vm, left, right),
        (Some(left), Some(right)) => large(vm, &big(left), &big(right)),
        _ => vm.not_implemented(),
    }
}

/// An int of up to 128 bits.
#[cold]
fn wide(vm: &Vm, number: i128) -> Eval {
    vm.new_big_int(IBig::from(number))
}

/// `left + right`.
#[inline(always)]
pub fn add_small(vm: &Vm, left: i64, right: i64) -> Eval {
    match left.checked_add(right) {
        Some(sum) => Ok(Value::Int(sum)),
        None => wide(vm, i128::from(left) + i128::from(right)),
    }
}

/// `left - right`.
#[inline(always)]
pub fn sub_small(vm: &Vm, left: i64, right: i64) -> Eval {
    match left.checked_sub(right) {
        Some(difference) => Ok(Value::Int(difference)),
        None => wide(vm, i128::from(left) - i128::from(right)),
    }
}

/// `left * right`.
#[inline(always)]
pub fn mul_small(vm: &Vm, left: i64, right: i64) -> Eval {
    match left.checked_mul(right) {
        Some(product) => Ok(Value::Int(product)),
        None => wide(vm, i128::from(left) * i128::from(right)),
    }
}

/// `left // right`, rounding down.
#[inline(always)]
pub fn floor_div_small(vm: &Vm, left: i64, right: i64) -> Eval {
    if right == 0 {
        return Err(division_by_zero(vm));
    }
    match left.checked_div(right) {
        Some(quotient) => {
            let inexact_below = left % right != 0 && (left < 0) != (right < 0);
            Ok(Value::Int(quotient - i64::from(inexact_below)))
        }
        None => wide(vm, -i128::from(left)),
    }
}

/// `left % right`, with the sign of `right`.
#[inline(always)]
pub fn modulo_small(vm: &Vm, left: i64, right: i64) -> Eval {
    if right == 0 {
        return Err(vm.raise(ErrorKind::ZeroDivisionError, "integer modulo by zero".into()));
    }
    let rest = left.wrapping_rem(right);
    let turn = rest != 0 && (rest < 0) != (right < 0);
    Ok(Value::Int(if turn { rest + right } else { rest }))
}

/// `-number`.
#[inline(always)]
pub fn neg_small(vm: &Vm, number: i64) -> Eval {
    match number.checked_neg() {
        Some(negated) => Ok(Value::Int(negated)),
        None => wide(vm, -i128::from(number)),
    }
}

/// `abs(number)`.
#[inline(always)]
pub fn abs_small(vm: &Vm, number: i64) -> Eval {
    if number < 0 { neg_small(vm, number) } else { Ok(Value::Int(number)) }
}

#[cold]
fn division_by_zero(vm: &Vm) -> Raised {
    vm.raise(ErrorKind::ZeroDivisionError, "integer division or modulo by zero".into())
}

/// Quotient rounded down and rest, of a divisor that is not zero.
pub(super) fn floor_div_rem(left: &IBig, right: &IBig) -> (IBig, IBig) {
    let (quotient, rest) = left.div_rem(right);
    let turn = !rest.is_zero() && (rest < IBig::ZERO) != (*right < IBig::ZERO);
    if turn { (quotient - 1, rest + right) } else { (quotient, rest) }
}

/// `left % right` of a divisor that is not zero.
pub(super) fn floor_rem(left: &IBig, right: &IBig) -> IBig {
    let rest = left % right;
    let turn = !rest.is_zero() && (rest < IBig::ZERO) != (*right < IBig::ZERO);
    if turn { rest + right } else { rest }
}

/// The binary slot of `+`.
pub fn add(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    apply(vm, left, right, add_small, |vm, left, right| vm.new_big_int(left + right))
}

/// The binary slot of `-`.
pub fn sub(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    apply(vm, left, right, sub_small, |vm, left, right| vm.new_big_int(left - right))
}

/// The binary slot of `*`.
pub fn mul(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    apply(vm, left, right, mul_small, |vm, left, right| {
        let product = multiply(vm, left, right)?;
        vm.new_big_int(product)
    })
}

/// The binary slot of `//`.
pub fn floor_div(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    apply(vm, left, right, floor_div_small, |vm, left, right| {
        if right.is_zero() {
            return Err(division_by_zero(vm));
        }
        vm.new_big_int(floor_div_rem(left, right).0)
    })
}

/// The binary slot of `%`.
pub fn modulo(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    apply(vm, left, right, modulo_small, |vm, left, right| {
        if right.is_zero() {
            return modulo_small(vm, 0, 0);
        }
        vm.new_big_int(floor_rem(left, right))
    })
}

/// The binary slot of `divmod()`.
pub fn div_mod(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let small = |vm: &Vm, left: i64, right: i64| {
        pair(vm, floor_div_small(vm, left, right)?, modulo_small(vm, left, right)?)
    };
    apply(vm, left, right, small, |vm, left, right| {
        if right.is_zero() {
            return Err(division_by_zero(vm));
        }
        let (quotient, rest) = floor_div_rem(left, right);
        pair(vm, vm.new_big_int(quotient)?, vm.new_big_int(rest)?)
    })
}

/// A tuple of two numbers.
pub(super) fn pair(vm: &Vm, first: Value, second: Value) -> Eval {
    vm.new_tuple_of([vm.to_object(first)?, vm.to_object(second)?]).map(Value::Obj)
}

/// The slot of unary `-`.
pub fn neg(vm: &Vm, number: &Ref) -> Eval {
    match int_view(number) {
        Some(IntView::Small(small)) => neg_small(vm, small),
        Some(IntView::Big(big)) => vm.new_big_int(-big),
        None => vm.not_implemented(),
    }
}

/// The slot of unary `+`, and of whatever gives the same number as a plain int.
pub(super) fn plain(vm: &Vm, number: &Ref) -> Eval {
    match int_view(number) {
        Some(IntView::Small(small)) if !number.is_exact::<crate::runtime::object::Int>() => {
            Ok(Value::Int(small))
        }
        Some(IntView::Big(big)) if number.extra().is_some() => vm.new_big_int(big.clone()),
        _ => Ok(Value::Obj(number.clone())),
    }
}

/// The slot of `abs()`.
pub(super) fn abs(vm: &Vm, number: &Ref) -> Eval {
    match int_view(number) {
        Some(view) if !view.is_negative() => plain(vm, number),
        Some(IntView::Small(small)) => neg_small(vm, small),
        Some(IntView::Big(big)) => vm.new_big_int(big.abs()),
        None => vm.not_implemented(),
    }
}
