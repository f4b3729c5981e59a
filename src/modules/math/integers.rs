//! The functions of `math` that take integers: divisors, factorials, combinations, roots.

use dashu_int::ops::{Abs, Gcd, SquareRoot};
use dashu_int::{IBig, UBig};

use crate::heap::Ref;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::int::{big, multiply, room_for};

/// An argument as an int of any size.
fn number(vm: &Vm, object: &Ref) -> Result<IBig, Raised> {
    let index = vm.to_index(object)?;
    Ok(int_view(&index).map_or(IBig::ZERO, IntView::to_big))
}

fn gcd_small(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The greatest common divisor, of magnitudes.
fn gcd_of(a: &Ref, b: &Ref) -> Option<i64> {
    let a = int_view(a)?.small()?.unsigned_abs();
    let b = int_view(b)?.small()?.unsigned_abs();
    i64::try_from(gcd_small(a, b)).ok()
}

/// `gcd(a, b)` of ints.
pub(super) fn gcd_briefly(_: &Vm, a: &Ref, b: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    gcd_of(a, b.filter(|_| more.is_none())?).map(|gcd| Ok(Value::Int(gcd)))
}

pub(super) fn gcd(vm: &Vm, args: Args<'_>) -> Eval {
    let mut rest = args.rest();
    if rest.len() == 2
        && let (Some(a), Some(b)) = (rest.next(), rest.next())
        && let Some(gcd) = gcd_of(a, b)
    {
        return Ok(Value::Int(gcd));
    }
    let mut result = UBig::ZERO;
    for argument in args.rest() {
        let (_, magnitude) = number(vm, argument)?.into_parts();
        result = if result.is_zero() || magnitude.is_zero() {
            result + magnitude
        } else {
            result.gcd(magnitude)
        };
    }
    vm.new_big_int(result.into())
}

pub(super) fn lcm(vm: &Vm, args: Args<'_>) -> Eval {
    let mut result = UBig::ONE;
    for argument in args.rest() {
        let (_, magnitude) = number(vm, argument)?.into_parts();
        if result.is_zero() || magnitude.is_zero() {
            result = UBig::ZERO;
        } else {
            let divisor = (&result).gcd(&magnitude);
            result *= magnitude / divisor;
        }
    }
    vm.new_big_int(result.into())
}

/// The product of `first..=last`, halving the range so that factors stay alike in size.
fn range_product(vm: &Vm, first: u64, last: u64) -> Result<IBig, Raised> {
    if first > last {
        return Ok(IBig::ONE);
    }
    if last - first < 16 {
        return Ok((first..=last).map(IBig::from).product());
    }
    vm.poll()?;
    let middle = first + (last - first) / 2;
    multiply(vm, &range_product(vm, first, middle)?, &range_product(vm, middle + 1, last)?)
}

/// Makes sure that the product of `count` factors up to `largest` can be had.
fn room_for_product(vm: &Vm, count: u64, largest: u64) -> Result<(), Raised> {
    let bits = u128::from(64 - largest.leading_zeros()).saturating_sub(2);
    room_for(vm, u128::from(count) * bits)
}

pub(super) fn factorial(vm: &Vm, args: Args<'_>) -> Eval {
    let n = number(vm, args.req(0))?;
    factorial_of(vm, &n)
}

fn factorial_of(vm: &Vm, n: &IBig) -> Eval {
    if *n < IBig::ZERO {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Ok(n) = i64::try_from(n) else {
        let message = format!("factorial() argument should not exceed {}", i64::MAX);
        return Err(vm.raise(ErrorKind::OverflowError, message));
    };
    let n = n.unsigned_abs();
    if n <= 20 {
        return Ok(Value::Int((1..=n as i64).product()));
    }
    room_for_product(vm, n, n)?;
    let product = range_product(vm, 2, n)?;
    vm.new_big_int(product)
}

/// A count that must not be negative and must fit.
fn count(vm: &Vm, number: &IBig, name: &str, limit: &str) -> Result<u64, Raised> {
    if *number < IBig::ZERO {
        return Err(vm.value_error(format!("{name} must be a non-negative integer")));
    }
    match i64::try_from(number) {
        Ok(small) => Ok(small.unsigned_abs()),
        Err(_) => {
            let message = format!("{limit} must not exceed {}", i64::MAX);
            Err(vm.raise(ErrorKind::OverflowError, message))
        }
    }
}

/// `n * (n-1) * … * (n-k+1)`.
fn falling(vm: &Vm, n: &IBig, k: u64) -> Result<IBig, Raised> {
    if let Ok(n) = u64::try_from(n) {
        if k == 0 {
            return Ok(IBig::ONE);
        }
        room_for_product(vm, k, n - k + 1)?;
        return range_product(vm, n - k + 1, n);
    }
    let mut product = IBig::ONE;
    for at in 0..k {
        vm.poll()?;
        product = multiply(vm, &product, &(n - at))?;
    }
    Ok(product)
}

/// The number of ways to choose `k` of `n`, where that fits 64 bits.
fn comb_small(n: i64, k: i64) -> Option<i64> {
    let (n, k) = (u64::try_from(n).ok()?, u64::try_from(k).ok()?);
    let fewer = n.checked_sub(k)?.min(k);
    let mut ways = 1_u64;
    // Each product of so many neighbours divides evenly.
    for at in 0..fewer {
        ways = match ways.checked_mul(n - at) {
            Some(product) => product / (at + 1),
            None => {
                u64::try_from(u128::from(ways) * u128::from(n - at) / u128::from(at + 1)).ok()?
            }
        };
    }
    i64::try_from(ways).ok()
}

/// `comb(n, k)` of ints.
pub(super) fn comb_briefly(_: &Vm, n: &Ref, k: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    let (n, k) = (int_view(n)?.small()?, int_view(k.filter(|_| more.is_none())?)?.small()?);
    comb_small(n, k).map(|ways| Ok(Value::Int(ways)))
}

pub(super) fn comb(vm: &Vm, args: Args<'_>) -> Eval {
    if let Some(done) = comb_briefly(vm, args.req(0), args.get(1), None) {
        return done;
    }
    let (n, k) = (number(vm, args.req(0))?, number(vm, args.req(1))?);
    if n < IBig::ZERO {
        return Err(vm.value_error("n must be a non-negative integer"));
    }
    if k < IBig::ZERO {
        return Err(vm.value_error("k must be a non-negative integer"));
    }
    if k > n {
        return Ok(Value::Int(0));
    }
    let fewer = (&n - &k).min(k);
    let k = count(vm, &fewer, "k", "min(n - k, k)")?;
    let product = falling(vm, &n, k)?;
    let order = range_product(vm, 2, k)?;
    vm.new_big_int(product / order)
}

pub(super) fn perm(vm: &Vm, args: Args<'_>) -> Eval {
    let n = number(vm, args.req(0))?;
    let Some(k) = args.get(1).filter(|k| !vm.is_none(k)) else {
        return factorial_of(vm, &n);
    };
    let k = number(vm, k)?;
    if n < IBig::ZERO {
        return Err(vm.value_error("n must be a non-negative integer"));
    }
    if k < IBig::ZERO {
        return Err(vm.value_error("k must be a non-negative integer"));
    }
    if k > n {
        return Ok(Value::Int(0));
    }
    let k = count(vm, &k, "k", "k")?;
    let product = falling(vm, &n, k)?;
    vm.new_big_int(product)
}

pub(super) fn isqrt(vm: &Vm, args: Args<'_>) -> Eval {
    let index = vm.to_index(args.req(0))?;
    let view = int_view(&index).unwrap_or(IntView::Small(0));
    if view.is_negative() {
        return Err(vm.value_error("isqrt() argument must be nonnegative"));
    }
    if let Some(small) = view.small() {
        return Ok(Value::Int(small.isqrt()));
    }
    let (_, magnitude) = big(view).into_owned().abs().into_parts();
    vm.new_big_int(magnitude.sqrt().into())
}
