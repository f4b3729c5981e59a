//! Exponentials and logarithms as whole numbers over a power of ten; the rounding is in Python.
//!
//! They are computed in binary, where a cut is a shift, with some bits more than the digits need.

use dashu_int::ops::BitTest;
use dashu_int::{IBig, UBig};

use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::{Args, Eval, Raised, Vm};
use crate::types::float::as_float;

/// Bits beyond those that the digits need.
const SPARE: usize = 40;

/// An argument that is an int.
fn whole(vm: &Vm, object: &Ref) -> Result<IBig, Raised> {
    let view = int_view(object).ok_or_else(|| vm.type_error("an int is needed"))?;
    Ok(view.to_big())
}

/// So many places may be asked for.
const MOST_PLACES: usize = 10_000_000;

fn places(vm: &Vm, object: &Ref) -> Result<usize, Raised> {
    let places = usize::try_from(vm.size_of(object)?).unwrap_or(0);
    if places > MOST_PLACES { Err(vm.value_error("too many places")) } else { Ok(places) }
}

fn ten(power: usize) -> IBig {
    IBig::from(UBig::from(10_u8).pow(power))
}

fn bits_for(places: usize) -> usize {
    // Ten is a little less than 2 to the power of 10/3.
    places * 10 / 3 + SPARE
}

/// e to the power of `x`, both over `2**bits`. The halvings of the argument and the squarings of
/// the result make the series short; their loss is covered by the spare bits.
fn exp(vm: &Vm, x: &IBig, bits: usize) -> Result<IBig, Raised> {
    let halvings = 4 + (bits as f64).sqrt() as usize * 2 / 3;
    let wide = bits + halvings + 8;
    let y = x << 8;
    let (mut sum, mut term, mut count) = (IBig::ONE << wide, IBig::ONE << wide, 1_u64);
    loop {
        term = (term * &y) >> wide;
        term /= IBig::from(count);
        // A negative term comes to rest at -1.
        if term.bit_len() < 2 {
            break;
        }
        sum += &term;
        count += 1;
        if bits > 1 << 14 {
            vm.poll()?;
        }
    }
    for _ in 0..halvings {
        sum = (&sum * &sum) >> wide;
        if bits > 1 << 14 {
            vm.poll()?;
        }
    }
    Ok(sum >> (halvings + 8))
}

/// `_exp(x, places)`: e to the power of `x / 10**places`, over `10**places`.
pub(super) fn exp_fixed(vm: &Vm, args: Args<'_>) -> Eval {
    let (x, places) = (whole(vm, args.req(0))?, places(vm, args.req(1))?);
    let (bits, scale) = (bits_for(places), ten(places));
    let x = (x << bits) / &scale;
    let grown = exp(vm, &x, bits)?;
    vm.new_big_int((grown * scale) >> bits)
}

/// `_ln(x, places, guess)`: the logarithm of `x / 10**places`, over `10**places`, by Halley's method
/// from a guess of some fifteen digits. The number is between 0.1 and 10.
pub(super) fn ln_fixed(vm: &Vm, args: Args<'_>) -> Eval {
    let (x, places) = (whole(vm, args.req(0))?, places(vm, args.req(1))?);
    let guess = as_float(vm, args.req(2))?.unwrap_or(0.0);
    let (bits, scale) = (bits_for(places), ten(places));
    let x = (x << bits) / &scale;
    const GUESSED: usize = 46;
    let guess = (guess * (1_u64 << 60) as f64) as i64;
    let mut y = if bits >= 60 {
        IBig::from(guess) << (bits - 60)
    } else {
        IBig::from(guess) >> (60 - bits)
    };
    let mut good = GUESSED;
    while good < bits {
        let grown = exp(vm, &y, bits)?;
        let step: IBig = ((&x - &grown) << (bits + 1)) / (&x + &grown);
        y += step;
        good *= 3;
    }
    vm.new_big_int((y * scale) >> bits)
}
