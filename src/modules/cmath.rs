//! `cmath`: functions of complex numbers.

use num_complex::Complex64;
use pymath::cmath as c;

use super::math::{pair, raise};
use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::types::complex::{as_complex, new_complex, quotient};
use crate::types::float::real;

pub static CMATH: ModuleSpec = ModuleSpec {
    name: "cmath",
    doc: "This module provides access to mathematical functions for complex numbers.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};

static FUNCTIONS: [Method; 23] = [
    function("acos", "(z, /)", |vm, args| one(vm, args, c::acos), "Return the arc cosine of z."),
    function(
        "acosh",
        "(z, /)",
        |vm, args| one(vm, args, c::acosh),
        "Return the inverse hyperbolic cosine of z.",
    ),
    function("asin", "(z, /)", |vm, args| one(vm, args, c::asin), "Return the arc sine of z."),
    function(
        "asinh",
        "(z, /)",
        |vm, args| one(vm, args, c::asinh),
        "Return the inverse hyperbolic sine of z.",
    ),
    function("atan", "(z, /)", |vm, args| one(vm, args, c::atan), "Return the arc tangent of z."),
    function(
        "atanh",
        "(z, /)",
        |vm, args| one(vm, args, c::atanh),
        "Return the inverse hyperbolic tangent of z.",
    ),
    function("cos", "(z, /)", |vm, args| one(vm, args, c::cos), "Return the cosine of z."),
    function(
        "cosh",
        "(z, /)",
        |vm, args| one(vm, args, c::cosh),
        "Return the hyperbolic cosine of z.",
    ),
    function(
        "exp",
        "(z, /)",
        |vm, args| one(vm, args, c::exp),
        "Return the exponential value e**z.",
    ),
    function(
        "isclose",
        "(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        isclose,
        "Determine whether two complex numbers are close in value.",
    ),
    function(
        "isfinite",
        "(z, /)",
        |vm, args| ask(vm, args, c::isfinite),
        "Return True if both the real and imaginary parts of z are finite, else False.",
    ),
    function(
        "isinf",
        "(z, /)",
        |vm, args| ask(vm, args, c::isinf),
        "Checks if the real or imaginary part of z is infinite.",
    ),
    function(
        "isnan",
        "(z, /)",
        |vm, args| ask(vm, args, c::isnan),
        "Checks if the real or imaginary part of z not a number (NaN).",
    ),
    function(
        "log",
        "(z, base=None, /)",
        log,
        "Return the logarithm of z to the given base, or the natural logarithm.",
    ),
    function(
        "log10",
        "(z, /)",
        |vm, args| one(vm, args, c::log10),
        "Return the base-10 logarithm of z.",
    ),
    function(
        "phase",
        "(z, /)",
        phase,
        "Return argument, also known as the phase angle, of a complex.",
    ),
    function(
        "polar",
        "(z, /)",
        polar,
        "Convert a complex from rectangular coordinates to polar coordinates.",
    ),
    function(
        "rect",
        "(r, phi, /)",
        rect,
        "Convert from polar coordinates to rectangular coordinates.",
    ),
    function("sin", "(z, /)", |vm, args| one(vm, args, c::sin), "Return the sine of z."),
    function(
        "sinh",
        "(z, /)",
        |vm, args| one(vm, args, c::sinh),
        "Return the hyperbolic sine of z.",
    ),
    function("sqrt", "(z, /)", |vm, args| one(vm, args, c::sqrt), "Return the square root of z."),
    function("tan", "(z, /)", |vm, args| one(vm, args, c::tan), "Return the tangent of z."),
    function(
        "tanh",
        "(z, /)",
        |vm, args| one(vm, args, c::tanh),
        "Return the hyperbolic tangent of z.",
    ),
];

fn argument(vm: &Vm, object: &Ref) -> Result<Complex64, Raised> {
    match as_complex(vm, object)? {
        Some((re, im)) => Ok(Complex64::new(re, im)),
        None => {
            let class = vm.class_name(object);
            Err(vm.type_error(format!("must be real number, not {class}")))
        }
    }
}

fn boxed(vm: &Vm, number: pymath::Result<Complex64>) -> Eval {
    let number = number.map_err(|error| raise(vm, error))?;
    new_complex(vm, (number.re, number.im))
}

fn one(vm: &Vm, args: Args<'_>, func: fn(Complex64) -> pymath::Result<Complex64>) -> Eval {
    let z = argument(vm, args.req(0))?;
    boxed(vm, func(z))
}

fn ask(vm: &Vm, args: Args<'_>, func: fn(Complex64) -> bool) -> Eval {
    argument(vm, args.req(0)).map(|z| Value::bool(func(z)))
}

fn log(vm: &Vm, args: Args<'_>) -> Eval {
    let natural = |object: &Ref| {
        let z = argument(vm, object)?;
        c::log(z, None).map_err(|error| raise(vm, error))
    };
    let z = natural(args.req(0))?;
    let Some(base) = args.get(1) else { return new_complex(vm, (z.re, z.im)) };
    let base = natural(base)?;
    match quotient((z.re, z.im), (base.re, base.im)) {
        Some(result) => new_complex(vm, result),
        None => Err(vm.value_error("math domain error")),
    }
}

fn phase(vm: &Vm, args: Args<'_>) -> Eval {
    let z = argument(vm, args.req(0))?;
    c::phase(z).map(Value::float).map_err(|error| raise(vm, error))
}

fn polar(vm: &Vm, args: Args<'_>) -> Eval {
    let z = argument(vm, args.req(0))?;
    let (r, phi) = c::polar(z).map_err(|error| raise(vm, error))?;
    pair(vm, Value::float(r), Value::float(phi))
}

fn rect(vm: &Vm, args: Args<'_>) -> Eval {
    let (r, phi) = (real(vm, args.req(0))?, real(vm, args.req(1))?);
    boxed(vm, c::rect(r, phi))
}

fn isclose(vm: &Vm, args: Args<'_>) -> Eval {
    let (a, b) = (argument(vm, args.req(0))?, argument(vm, args.req(1))?);
    let relative = args.get(2).map_or(Ok(1e-9), |x| real(vm, x))?;
    let absolute = args.get(3).map_or(Ok(0.0), |x| real(vm, x))?;
    match c::isclose(a, b, Some(relative), Some(absolute)) {
        Ok(close) => Ok(Value::bool(close)),
        Err(_) => Err(vm.value_error("tolerances must be non-negative")),
    }
}

fn setup(vm: &Vm, namespace: &Ref) -> Result<(), Raised> {
    let namespace = namespace.as_ref::<Dict>();
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in constants {
        namespace.set(vm, vm.name(name), vm.new_float(value)?)?;
    }
    for (name, value) in [("infj", f64::INFINITY), ("nanj", f64::NAN)] {
        let number = vm.to_object(new_complex(vm, (0.0, value))?)?;
        namespace.set(vm, vm.name(name), number)?;
    }
    Ok(())
}
