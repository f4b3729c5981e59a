//! `**` and `pow()` of ints, with a modulus and its inverse too.

use dashu_int::fast_div::ConstDivisor;
use dashu_int::ops::{BitTest, ExtendedGcd};
use dashu_int::{IBig, UBig};

use super::arithmetic::{apply, floor_rem};
use super::big::{big, multiply, parts, room_for};
use crate::heap::Ref;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::{Eval, Raised, Value, Vm};

/// `base ** exponent`.
#[inline]
pub fn power_small(vm: &Vm, base: i64, exponent: i64) -> Eval {
    if exponent < 0 {
        return crate::types::float::power_of_floats(vm, base as f64, exponent as f64);
    }
    if let Ok(exponent) = u32::try_from(exponent)
        && let Some(power) = base.checked_pow(exponent)
    {
        return Ok(Value::Int(power));
    }
    power_big(vm, &IBig::from(base), &IBig::from(exponent))
}

#[cold]
fn power_big(vm: &Vm, base: &IBig, exponent: &IBig) -> Eval {
    if *exponent < IBig::ZERO {
        let [base, exponent] = [base, exponent]
            .map(|number| crate::types::float::float_of_int(vm, IntView::Big(number)));
        return crate::types::float::power_of_floats(vm, base?, exponent?);
    }
    let odd = exponent.bit(0);
    let (negative, magnitude) = parts(base);
    if magnitude.is_zero() || magnitude.is_one() || exponent.is_zero() {
        let trivial = i64::from(exponent.is_zero() || !magnitude.is_zero());
        return Ok(Value::Int(if negative && odd { -trivial } else { trivial }));
    }
    let bits = u128::try_from(exponent).unwrap_or(u128::MAX / 2);
    room_for(vm, bits.saturating_mul(magnitude.bit_len() as u128 - 1))?;
    let exponent = usize::try_from(bits).unwrap_or(usize::MAX);
    // Powers of two are shifts.
    let zeros = magnitude.trailing_zeros().unwrap_or(0);
    let odd_part = IBig::from(magnitude >> zeros);
    let power = multiply_up(vm, &odd_part, exponent)? << (zeros * exponent);
    vm.new_big_int(if negative && odd { -power } else { power })
}

/// `base ** exponent` by squaring, hearing Ctrl-C.
fn multiply_up(vm: &Vm, base: &IBig, exponent: usize) -> Result<IBig, Raised> {
    if base.is_one() {
        return Ok(IBig::ONE);
    }
    if base.bit_len().saturating_mul(exponent) < 1 << 16 {
        return Ok(base.pow(exponent));
    }
    let mut power = base.clone();
    for at in (0..exponent.bit_len() - 1).rev() {
        vm.poll()?;
        power = multiply(vm, &power, &power)?;
        if exponent >> at & 1 == 1 {
            power = multiply(vm, &power, base)?;
        }
    }
    Ok(power)
}

/// The binary slot of `**`.
pub(super) fn power_binary(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    apply(vm, left, right, power_small, power_big)
}

/// The slot of `pow()` with three arguments.
pub fn power(vm: &Vm, base: &Ref, exponent: &Ref, modulus: Option<&Ref>) -> Eval {
    let Some(modulus) = modulus.filter(|modulus| !vm.is_none(modulus)) else {
        return power_binary(vm, base, exponent);
    };
    let views = (int_view(base), int_view(exponent), int_view(modulus));
    let (Some(base), Some(exponent), Some(modulus)) = views else {
        return vm.not_implemented();
    };
    let (base, exponent, modulus) = (big(base), big(exponent), big(modulus));
    if modulus.is_zero() {
        return Err(vm.value_error("pow() 3rd argument cannot be 0"));
    }
    let (negative, ring) = parts(&modulus);
    let (turned, exponent) = parts(&exponent);
    let base =
        if turned { inverse(vm, &base, &ring)? } else { floor_rem(&base, &ring.clone().into()) };
    let result = IBig::from(power_modulo(vm, parts(&base).1, &exponent, &ring)?);
    let result = if negative && !result.is_zero() { result + &*modulus } else { result };
    vm.new_big_int(result)
}

/// `base ** exponent % modulus`, hearing Ctrl-C where the exponent is long.
fn power_modulo(vm: &Vm, base: UBig, exponent: &UBig, modulus: &UBig) -> Result<UBig, Raised> {
    if modulus.is_one() {
        return Ok(UBig::ZERO);
    }
    let ring = ConstDivisor::new(modulus.clone());
    let base = ring.reduce(base);
    if exponent.bit_len() < 1 << 12 || modulus.bit_len() < 1 << 10 {
        return Ok(base.pow(exponent).residue());
    }
    // A run of exponent bits at a time.
    const RUN: usize = 256;
    let runs = exponent.bit_len().div_ceil(RUN);
    let mut power = ring.reduce(UBig::ONE);
    for run in (0..runs).rev() {
        vm.poll()?;
        let (bits, _) = (exponent >> (run * RUN)).split_bits(RUN);
        power = power.pow(&(UBig::ONE << RUN)) * base.pow(&bits);
    }
    Ok(power.residue())
}

/// The number that times `base` leaves 1 modulo `modulus`.
fn inverse(vm: &Vm, base: &IBig, modulus: &UBig) -> Result<IBig, Raised> {
    let modulus = IBig::from(modulus.clone());
    let reduced = floor_rem(base, &modulus);
    let (gcd, factor, _) = reduced.gcd_ext(&modulus);
    if !gcd.is_one() {
        return Err(vm.value_error("base is not invertible for the given modulus"));
    }
    Ok(floor_rem(&factor, &modulus))
}
