//! The table of `math`.

use pymath::math as m;

use super::floats::{ask, one, two};
use super::{floats, integers, sums};
use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Raised, Vm};

pub static MATH: ModuleSpec = ModuleSpec {
    name: "math",
    doc: "This module provides access to the mathematical functions\ndefined by the C standard.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};

static FUNCTIONS: [Method; 57] = [
    function(
        "acos",
        "(x, /)",
        |vm, args| one(vm, args, m::acos),
        "Return the arc cosine (measured in radians) of x.",
    )
    .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, m::acos)),
    function(
        "acosh",
        "(x, /)",
        |vm, args| one(vm, args, m::acosh),
        "Return the inverse hyperbolic cosine of x.",
    ),
    function(
        "asin",
        "(x, /)",
        |vm, args| one(vm, args, m::asin),
        "Return the arc sine (measured in radians) of x.",
    )
    .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, m::asin)),
    function(
        "asinh",
        "(x, /)",
        |vm, args| one(vm, args, m::asinh),
        "Return the inverse hyperbolic sine of x.",
    ),
    function(
        "atan",
        "(x, /)",
        |vm, args| one(vm, args, m::atan),
        "Return the arc tangent (measured in radians) of x.",
    )
    .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, m::atan)),
    function(
        "atan2",
        "(y, x, /)",
        |vm, args| two(vm, args, m::atan2),
        "Return the arc tangent (measured in radians) of y/x.",
    )
    .leaf(|vm, x, y, more| floats::two_briefly(vm, x, y, more, m::atan2)),
    function(
        "atanh",
        "(x, /)",
        |vm, args| one(vm, args, m::atanh),
        "Return the inverse hyperbolic tangent of x.",
    ),
    function(
        "cbrt",
        "(x, /)",
        |vm, args| one(vm, args, floats::cbrt),
        "Return the cube root of x.",
    ),
    function("ceil", "(x, /)", floats::ceil, "Return the ceiling of x as an Integral.")
        .leaf(|vm, x, more, _| floats::whole_briefly(vm, x, more, f64::ceil)),
    function(
        "comb",
        "(n, k, /)",
        integers::comb,
        "Number of ways to choose k items from n items without repetition and without order.",
    )
    .leaf(integers::comb_briefly),
    function(
        "copysign",
        "(x, y, /)",
        |vm, args| two(vm, args, m::copysign),
        "Return a float with the magnitude (absolute value) of x but the sign of y.",
    ),
    function(
        "cos",
        "(x, /)",
        |vm, args| one(vm, args, m::cos),
        "Return the cosine of x (measured in radians).",
    )
    .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, m::cos)),
    function(
        "cosh",
        "(x, /)",
        |vm, args| one(vm, args, m::cosh),
        "Return the hyperbolic cosine of x.",
    ),
    function(
        "degrees",
        "(x, /)",
        |vm, args| one(vm, args, |x| Ok(m::degrees(x))),
        "Convert angle x from radians to degrees.",
    )
    .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, |x| Ok(m::degrees(x)))),
    function(
        "dist",
        "(p, q, /)",
        sums::dist,
        "Return the Euclidean distance between two points p and q.",
    ),
    function("erf", "(x, /)", |vm, args| one(vm, args, m::erf), "Error function at x."),
    function(
        "erfc",
        "(x, /)",
        |vm, args| one(vm, args, m::erfc),
        "Complementary error function at x.",
    ),
    function(
        "exp",
        "(x, /)",
        |vm, args| one(vm, args, m::exp),
        "Return e raised to the power of x.",
    )
    .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, m::exp)),
    function(
        "exp2",
        "(x, /)",
        |vm, args| one(vm, args, m::exp2),
        "Return 2 raised to the power of x.",
    ),
    function("expm1", "(x, /)", |vm, args| one(vm, args, m::expm1), "Return exp(x)-1."),
    function(
        "fabs",
        "(x, /)",
        |vm, args| one(vm, args, m::fabs),
        "Return the absolute value of the float x.",
    )
    .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, m::fabs)),
    function("factorial", "(n, /)", integers::factorial, "Find n!."),
    function("floor", "(x, /)", floats::floor, "Return the floor of x as an Integral.")
        .leaf(|vm, x, more, _| floats::whole_briefly(vm, x, more, f64::floor)),
    function("fma", "(x, y, z, /)", floats::fma, "Fused multiply-add operation."),
    function(
        "fmod",
        "(x, y, /)",
        |vm, args| two(vm, args, m::fmod),
        "Return fmod(x, y), according to platform C.",
    )
    .leaf(|vm, x, y, more| floats::two_briefly(vm, x, y, more, m::fmod)),
    function(
        "frexp",
        "(x, /)",
        floats::frexp,
        "Return the mantissa and exponent of x, as pair (m, e).",
    ),
    function(
        "fsum",
        "(seq, /)",
        sums::fsum,
        "Return an accurate floating-point sum of values in the iterable seq.",
    ),
    function("gamma", "(x, /)", |vm, args| one(vm, args, m::gamma), "Gamma function at x."),
    function("gcd", "(*integers)", integers::gcd, "Greatest Common Divisor.")
        .leaf(integers::gcd_briefly),
    function(
        "hypot",
        "(*coordinates)",
        sums::hypot,
        "Multidimensional Euclidean distance from the origin to a point.",
    ),
    function(
        "isclose",
        "(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        floats::isclose,
        "Determine whether two floating-point numbers are close in value.",
    ),
    function(
        "isfinite",
        "(x, /)",
        |vm, args| ask(vm, args, m::isfinite),
        "Return True if x is neither an infinity nor a NaN, and False otherwise.",
    ),
    function(
        "isinf",
        "(x, /)",
        |vm, args| ask(vm, args, m::isinf),
        "Return True if x is a positive or negative infinity, and False otherwise.",
    ),
    function(
        "isnan",
        "(x, /)",
        |vm, args| ask(vm, args, m::isnan),
        "Return True if x is a NaN (not a number), and False otherwise.",
    ),
    function(
        "isqrt",
        "(n, /)",
        integers::isqrt,
        "Return the integer part of the square root of the input.",
    ),
    function("lcm", "(*integers)", integers::lcm, "Least Common Multiple."),
    function("ldexp", "(x, i, /)", floats::ldexp, "Return x * (2**i)."),
    function(
        "lgamma",
        "(x, /)",
        |vm, args| one(vm, args, m::lgamma),
        "Natural logarithm of absolute value of Gamma function at x.",
    ),
    function(
        "log",
        "(x, base=None, /)",
        floats::log,
        "Return the logarithm of x to the given base, or the natural logarithm.",
    )
    .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, |x| m::log(x, None))),
    function("log10", "(x, /)", floats::log10, "Return the base 10 logarithm of x.")
        .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, m::log10)),
    function(
        "log1p",
        "(x, /)",
        |vm, args| one(vm, args, m::log1p),
        "Return the natural logarithm of 1+x (base e).",
    ),
    function("log2", "(x, /)", floats::log2, "Return the base 2 logarithm of x.")
        .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, m::log2)),
    function("modf", "(x, /)", floats::modf, "Return the fractional and integer parts of x."),
    function(
        "nextafter",
        "(x, y, /, *, steps=None)",
        floats::nextafter,
        "Return the floating-point value the given number of steps after x towards y.",
    ),
    function(
        "perm",
        "(n, k=None, /)",
        integers::perm,
        "Number of ways to choose k items from n items without repetition and with order.",
    ),
    function(
        "pow",
        "(x, y, /)",
        |vm, args| two(vm, args, m::pow),
        "Return x**y (x to the power of y).",
    )
    .leaf(|vm, x, y, more| floats::two_briefly(vm, x, y, more, m::pow)),
    function(
        "prod",
        "(iterable, /, *, start=1)",
        sums::prod,
        "Calculate the product of all the elements in the input iterable.",
    ),
    function(
        "radians",
        "(x, /)",
        |vm, args| one(vm, args, |x| Ok(m::radians(x))),
        "Convert angle x from degrees to radians.",
    )
    .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, |x| Ok(m::radians(x)))),
    function(
        "remainder",
        "(x, y, /)",
        |vm, args| two(vm, args, m::remainder),
        "Difference between x and the closest integer multiple of y.",
    ),
    function(
        "sin",
        "(x, /)",
        |vm, args| one(vm, args, m::sin),
        "Return the sine of x (measured in radians).",
    )
    .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, m::sin)),
    function(
        "sinh",
        "(x, /)",
        |vm, args| one(vm, args, m::sinh),
        "Return the hyperbolic sine of x.",
    ),
    function("sqrt", "(x, /)", |vm, args| one(vm, args, m::sqrt), "Return the square root of x.")
        .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, m::sqrt)),
    function(
        "sumprod",
        "(p, q, /)",
        sums::sumprod,
        "Return the sum of products of values from two iterables p and q.",
    ),
    function(
        "tan",
        "(x, /)",
        |vm, args| one(vm, args, m::tan),
        "Return the tangent of x (measured in radians).",
    )
    .leaf(|vm, x, more, _| floats::one_briefly(vm, x, more, m::tan)),
    function(
        "tanh",
        "(x, /)",
        |vm, args| one(vm, args, m::tanh),
        "Return the hyperbolic tangent of x.",
    ),
    function(
        "trunc",
        "(x, /)",
        floats::trunc,
        "Truncates the Real x to the nearest Integral toward 0.",
    ),
    function(
        "ulp",
        "(x, /)",
        |vm, args| one(vm, args, |x| Ok(m::ulp(x))),
        "Return the value of the least significant bit of the float x.",
    ),
];

fn setup(vm: &Vm, namespace: &Ref) -> Result<(), Raised> {
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in constants {
        namespace.as_ref::<Dict>().set(vm, vm.name(name), vm.new_float(value)?)?;
    }
    Ok(())
}
