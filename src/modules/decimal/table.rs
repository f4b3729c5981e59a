//! The tables of `decimal.Decimal` and of the module that makes it.

use super::cell::{self, Decimal};
use super::limits::{DECIMAL_LIMITS, make_current};
use super::{methods, operators, series};
use crate::runtime::object::number::IntView;
use crate::runtime::spec::{GetSetRow, Method, ModuleSpec, TypeSpec};
use crate::runtime::spec::{function, getter, method, staticmethod};
use crate::runtime::{BinaryOp, Slots, Value};
use crate::types::object::OBJECT;

static NEW: Method = staticmethod(
    "__new__",
    "(type, /, value='0', context=None)",
    methods::new,
    "Create and return a new object.",
);

static METHODS: [Method; 17] = [
    method("__format__", "(specifier, /)", methods::format, "Formats the number."),
    method("__round__", "(n=None, /)", methods::round, "Rounds the number to so many places."),
    method("__sizeof__", "()", methods::sizeof, "Returns size in memory, in bytes."),
    method("copy_abs", "()", methods::copy_abs, "The number without its sign."),
    method("copy_negate", "()", methods::copy_negate, "The number with the other sign."),
    method("is_finite", "()", methods::is_finite, "Whether it is neither infinite nor a NaN."),
    method("is_infinite", "()", methods::is_infinite, "Whether it is an infinity."),
    method("is_nan", "()", methods::is_nan, "Whether it is a NaN of either kind."),
    method("is_qnan", "()", methods::is_qnan, "Whether it is a quiet NaN."),
    method("is_signed", "()", methods::is_signed, "Whether its sign is negative."),
    method("is_snan", "()", methods::is_snan, "Whether it is a signaling NaN."),
    method("is_zero", "()", methods::is_zero, "Whether it is a zero."),
    method("normalize", "(context=None)", methods::normalize, "The number without trailing zeros."),
    method(
        "quantize",
        "(exp, rounding=None, context=None)",
        methods::quantize,
        "The number rounded to the exponent of another.",
    ),
    method(
        "sqrt",
        "(context=None)",
        methods::sqrt,
        "The square root, rounded to the nearest by the precision of the context.",
    ),
    method(
        "to_integral",
        "(rounding=None, context=None)",
        methods::to_integral_value,
        "Another name of to_integral_value.",
    ),
    method(
        "to_integral_value",
        "(rounding=None, context=None)",
        methods::to_integral_value,
        "The number rounded to a whole one, without signals.",
    ),
];

static GETSET: &[GetSetRow] = &[
    getter("_exp", cell::exponent_of, "The exponent, or the letter of what is not finite."),
    getter("_int", cell::coefficient_of, "The coefficient."),
    getter("_sign", cell::sign_of, "1 for a negative number, else 0."),
    getter(
        "imag",
        |vm, _| cell::new_decimal(vm, cell::of_int(IntView::Small(0))).map(Value::Obj),
        "0",
    ),
    getter("real", |_, decimal| Ok(Value::Obj(decimal.clone())), "The number itself."),
];

pub static DECIMAL: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "decimal",
    doc: "Decimal(value='0', context=None): a decimal number, exact as given.",
    subclassable: true,
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(operators::repr),
        str: Some(operators::str),
        hash: Some(operators::hash),
        compare: Some(operators::compare),
        truth: Some(operators::truth),
        binary: Slots::binary(&[
            (BinaryOp::Add, operators::add),
            (BinaryOp::Sub, operators::sub),
            (BinaryOp::Mul, operators::mul),
            (BinaryOp::Div, operators::true_div),
            (BinaryOp::FloorDiv, operators::floor_div),
            (BinaryOp::Mod, operators::modulo),
            (BinaryOp::DivMod, operators::div_mod),
            (BinaryOp::Pow, operators::pow),
        ]),
        power: Some(operators::power),
        neg: Some(operators::neg),
        pos: Some(operators::pos),
        abs: Some(operators::abs),
        int: Some(operators::int),
        float: Some(operators::float),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Decimal>()
};

static FUNCTIONS: [Method; 5] = [
    function("_exp", "(x, places, /)", series::exp_fixed, "An exponential over a power of ten."),
    function("_ln", "(x, places, guess, /)", series::ln_fixed, "A logarithm over a power of ten."),
    function("complete", "(cls, /)", methods::complete, "Gives Decimal the methods of a class."),
    function("make", "(sign, coefficient, exponent, cls=None, /)", cell::make, "A number."),
    function("make_current", "(limits, /)", make_current, "Puts limits in force."),
];

pub static DECIMAL_CORE: ModuleSpec = ModuleSpec {
    name: "_decimal_core",
    doc: "Decimal numbers and their ordinary arithmetic.",
    functions: &FUNCTIONS,
    types: &[&DECIMAL, &DECIMAL_LIMITS],
    setup: None,
};
