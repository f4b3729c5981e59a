//! The functions of `math` that take floats.

use crate::heap::Ref;
use crate::runtime::object::number::{IntView, float_of, int_view};
use crate::runtime::object::{Float, Int};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::float::real;
use crate::types::int::{self, float_to_int};

/// The exception for what `pymath` reports.
#[cold]
pub(in crate::modules) fn raise(vm: &Vm, error: pymath::Error) -> Raised {
    match error {
        pymath::Error::EDOM => vm.value_error("math domain error"),
        pymath::Error::ERANGE => vm.raise(ErrorKind::OverflowError, "math range error".into()),
    }
}

/// A function of one float.
#[inline]
pub(super) fn one(vm: &Vm, args: Args<'_>, func: fn(f64) -> pymath::Result<f64>) -> Eval {
    let x = real(vm, args.req(0))?;
    func(x).map(Value::float).map_err(|error| raise(vm, error))
}

/// As [`one`] for a plain number.
pub(super) fn one_briefly(
    vm: &Vm,
    x: &Ref,
    more: Option<&Ref>,
    func: fn(f64) -> pymath::Result<f64>,
) -> Option<Eval> {
    let x = plain(x).filter(|_| more.is_none())?;
    Some(func(x).map(Value::float).map_err(|error| raise(vm, error)))
}

/// As [`two`] for plain numbers.
pub(super) fn two_briefly(
    vm: &Vm,
    x: &Ref,
    y: Option<&Ref>,
    more: Option<&Ref>,
    func: fn(f64, f64) -> pymath::Result<f64>,
) -> Option<Eval> {
    let (x, y) = (plain(x)?, plain(y.filter(|_| more.is_none())?)?);
    Some(func(x, y).map(Value::float).map_err(|error| raise(vm, error)))
}

/// As [`whole`] for a float.
pub(super) fn whole_briefly(
    vm: &Vm,
    x: &Ref,
    more: Option<&Ref>,
    func: fn(f64) -> f64,
) -> Option<Eval> {
    let x = x.get::<Float>().filter(|_| x.is_exact::<Float>() && more.is_none())?;
    Some(float_to_int(vm, func(x.0.get())))
}

/// The value of a float, or of an int that a float holds exactly.
fn plain(number: &Ref) -> Option<f64> {
    if number.is_exact::<Float>() {
        return Some(number.get::<Float>()?.0.get());
    }
    let int = number.get::<Int>().filter(|_| number.is_exact::<Int>())?.0.get();
    i32::try_from(int).ok().map(f64::from)
}

/// The cube root by a polynomial and one step of Halley's method: within 3 units of the last place, as glibc's is.
pub(super) fn cbrt(x: f64) -> pymath::Result<f64> {
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    const ROOTS: [f64; 5] = [
        0.629_960_524_947_436_5,
        0.793_700_525_984_099_7,
        1.0,
        1.259_921_049_894_873_2,
        1.587_401_051_968_199_6,
    ];
    const TERMS: [f64; 6] = [
        0.145_263_899_385_486_37,
        0.784_932_344_976_639_3,
        1.834_692_774_836_130_9,
        2.446_931_225_635_344_4,
        2.114_994_941_673_713,
        1.508_191_937_815_849,
    ];
    let (mantissa, exponent) = pymath::math::frexp(x.abs());
    let slope = TERMS[1..].iter().fold(TERMS[0], |sum, term| term - sum * mantissa);
    let guess = 0.354_895_765_043_919_86 + slope * mantissa;
    let cube = guess * guess * guess;
    let place = usize::try_from(2 + exponent % 3).unwrap_or(2);
    let root = guess * (cube + 2.0 * mantissa) / (2.0 * cube + mantissa) * ROOTS[place];
    pymath::math::ldexp(root.copysign(x), exponent / 3)
}

/// A function of two floats.
pub(super) fn two(vm: &Vm, args: Args<'_>, func: fn(f64, f64) -> pymath::Result<f64>) -> Eval {
    let (x, y) = (real(vm, args.req(0))?, real(vm, args.req(1))?);
    func(x, y).map(Value::float).map_err(|error| raise(vm, error))
}

/// A question about one float.
pub(super) fn ask(vm: &Vm, args: Args<'_>, func: fn(f64) -> bool) -> Eval {
    real(vm, args.req(0)).map(|x| Value::bool(func(x)))
}

/// `ceil`, `floor`: by the special method, else of the float.
fn whole(vm: &Vm, args: Args<'_>, special: &'static str, func: fn(f64) -> f64) -> Eval {
    let number = args.req(0);
    if number.is_exact::<Float>()
        && let Some(float) = float_of(number)
    {
        return float_to_int(vm, func(float));
    }
    if let Some(method) = vm.lookup_special(number, special) {
        return vm.call_bound_special(method, number, &[]);
    }
    float_to_int(vm, func(real(vm, number)?))
}

pub(super) fn ceil(vm: &Vm, args: Args<'_>) -> Eval {
    whole(vm, args, "__ceil__", f64::ceil)
}

pub(super) fn floor(vm: &Vm, args: Args<'_>) -> Eval {
    whole(vm, args, "__floor__", f64::floor)
}

pub(super) fn trunc(vm: &Vm, args: Args<'_>) -> Eval {
    let number = args.req(0);
    if let Some(method) = vm.lookup_special(number, "__trunc__") {
        return vm.call_bound_special(method, number, &[]);
    }
    let class = vm.class_name(number);
    Err(vm.type_error(format!("type {class} doesn't define __trunc__ method")))
}

/// A logarithm: of an int beyond floats by its length.
fn logarithm(vm: &Vm, number: &Ref, func: fn(f64) -> pymath::Result<f64>) -> Result<f64, Raised> {
    let of = |x: f64| func(x).map_err(|error| raise(vm, error));
    let Some(view @ IntView::Big(big)) = int_view(number) else {
        return of(real(vm, number)?);
    };
    if view.is_negative() {
        return Err(raise(vm, pymath::Error::EDOM));
    }
    if let Some(x) = int::to_f64(view) {
        return of(x);
    }
    let exponent = int::bit_length(view);
    // The mantissa to the nearest float, in [0.5, 1].
    let drop = exponent as usize - 64;
    let top = u64::try_from(big >> drop).unwrap_or(u64::MAX);
    let lower = big.trailing_zeros().is_some_and(|zeros| zeros < drop);
    let mantissa = (top | u64::from(lower)) as f64 / 2f64.powi(64);
    Ok(of(mantissa)? + of(2.0)? * exponent as f64)
}

pub(super) fn log(vm: &Vm, args: Args<'_>) -> Eval {
    let natural = |x: f64| pymath::math::log(x, None);
    let number = logarithm(vm, args.req(0), natural)?;
    let Some(base) = args.get(1) else { return Ok(Value::float(number)) };
    let base = logarithm(vm, base, natural)?;
    crate::types::float::true_div(vm, number, base)
}

pub(super) fn log2(vm: &Vm, args: Args<'_>) -> Eval {
    logarithm(vm, args.req(0), pymath::math::log2).map(Value::float)
}

pub(super) fn log10(vm: &Vm, args: Args<'_>) -> Eval {
    logarithm(vm, args.req(0), pymath::math::log10).map(Value::float)
}

/// A tuple of two values.
pub(in crate::modules) fn pair(vm: &Vm, first: Value, second: Value) -> Eval {
    let items = vec![vm.to_object(first)?, vm.to_object(second)?];
    vm.new_tuple(items).map(Value::Obj)
}

pub(super) fn frexp(vm: &Vm, args: Args<'_>) -> Eval {
    let (mantissa, exponent) = pymath::math::frexp(real(vm, args.req(0))?);
    pair(vm, Value::float(mantissa), Value::Int(exponent.into()))
}

pub(super) fn modf(vm: &Vm, args: Args<'_>) -> Eval {
    let (fraction, whole) = pymath::math::modf(real(vm, args.req(0))?);
    pair(vm, Value::float(fraction), Value::float(whole))
}

pub(super) fn ldexp(vm: &Vm, args: Args<'_>) -> Eval {
    let x = real(vm, args.req(0))?;
    let Some(exponent) = int_view(args.req(1)) else {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    };
    if x == 0.0 || !x.is_finite() {
        return Ok(Value::float(x));
    }
    let exponent = match exponent.small() {
        Some(small) => small.clamp(-100_000, 100_000) as i32,
        None if exponent.is_negative() => -100_000,
        None => 100_000,
    };
    pymath::math::ldexp(x, exponent).map(Value::float).map_err(|error| raise(vm, error))
}

pub(super) fn isclose(vm: &Vm, args: Args<'_>) -> Eval {
    let (a, b) = (real(vm, args.req(0))?, real(vm, args.req(1))?);
    let relative = args.get(2).map_or(Ok(1e-9), |x| real(vm, x))?;
    let absolute = args.get(3).map_or(Ok(0.0), |x| real(vm, x))?;
    match pymath::math::isclose(a, b, Some(relative), Some(absolute)) {
        Ok(close) => Ok(Value::bool(close)),
        Err(_) => Err(vm.value_error("tolerances must be non-negative")),
    }
}

pub(super) fn nextafter(vm: &Vm, args: Args<'_>) -> Eval {
    let (x, y) = (real(vm, args.req(0))?, real(vm, args.req(1))?);
    let steps = match args.get(2).filter(|steps| !vm.is_none(steps)) {
        None => None,
        Some(steps) => {
            let steps = vm.to_index(steps)?;
            let view = int_view(&steps).unwrap_or(IntView::Small(0));
            if view.is_negative() {
                return Err(vm.value_error("steps must be a non-negative integer"));
            }
            Some(view.small().map_or(u64::MAX, i64::unsigned_abs))
        }
    };
    Ok(Value::float(pymath::math::nextafter(x, y, steps)))
}

pub(super) fn fma(vm: &Vm, args: Args<'_>) -> Eval {
    let [x, y, z] = [0, 1, 2].map(|at| real(vm, args.req(at)));
    match pymath::math::fma(x?, y?, z?) {
        Ok(result) => Ok(Value::float(result)),
        Err(pymath::Error::EDOM) => Err(vm.value_error("invalid operation in fma")),
        Err(pymath::Error::ERANGE) => {
            Err(vm.raise(ErrorKind::OverflowError, "overflow in fma".into()))
        }
    }
}
