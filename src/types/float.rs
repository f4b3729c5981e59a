//! `float`: IEEE doubles with CPython's rules, messages and text.

use std::cell::Cell;

use dashu_int::IBig;

use super::int::{self, float_to_int};
use super::object::OBJECT;
use crate::heap::{Flag, Ref};
use crate::runtime::compare::{compare_numbers, float_to_big};
use crate::runtime::kinds;
use crate::runtime::object::number::{IntView, float_of, int_view};
use crate::runtime::object::string::str_of;
use crate::runtime::object::{Class, Float, Str};
use crate::runtime::spec::{Method, TypeSpec, classmethod, getter, method, staticmethod};
use crate::runtime::{Args, BinaryOp, CompareOp, ErrorKind, Eval, Raised, Slots, Value, Vm};
use crate::text::float_parse::{self, HexError, float_from_hex, float_hex, parse_float};
use crate::text::float_repr::{self, round_to};
use crate::text::format_number::format_float;
use crate::text::hash::{hash_float, hash_pointer};

pub static FLOAT: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Convert a string or number to a floating-point number, if possible.",
    subclassable: true,
    match_self: true,
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        truth: Some(truth),
        binary: Slots::binary(&[
            (BinaryOp::Add, |vm, left, right| arithmetic(vm, left, right, |a, b| a + b)),
            (BinaryOp::Sub, |vm, left, right| arithmetic(vm, left, right, |a, b| a - b)),
            (BinaryOp::Mul, |vm, left, right| arithmetic(vm, left, right, |a, b| a * b)),
            (BinaryOp::Div, |vm, left, right| apply(vm, left, right, true_div)),
            (BinaryOp::FloorDiv, |vm, left, right| apply(vm, left, right, floor_div)),
            (BinaryOp::Mod, |vm, left, right| apply(vm, left, right, modulo)),
            (BinaryOp::DivMod, |vm, left, right| apply(vm, left, right, div_mod)),
            (BinaryOp::Pow, |vm, left, right| apply(vm, left, right, power_of_floats)),
        ]),
        power: Some(power),
        neg: Some(|_, object| Ok(Value::float(-value_of(object)))),
        pos: Some(itself),
        abs: Some(|_, object| Ok(Value::float(value_of(object).abs()))),
        int: Some(|vm, object| float_to_int(vm, value_of(object))),
        float: Some(itself),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: &[
        getter("imag", |_, _| Ok(Value::float(0.0)), "the imaginary part of a complex number"),
        getter("real", itself, "the real part of a complex number"),
    ],
    ..TypeSpec::of::<Float>()
};

static METHODS: [Method; 12] = [
    method("__ceil__", "()", ceil, "Return the ceiling as an Integral."),
    method("__floor__", "()", floor, "Return the floor as an Integral."),
    method("__format__", "(format_spec, /)", format, "Formats the float according to format_spec."),
    classmethod(
        "__getformat__",
        "(typestr, /)",
        get_format,
        "You probably don't want to use this function.",
    ),
    method("__getnewargs__", "()", new_args, "Return the arguments that make this number again."),
    method(
        "__round__",
        "(ndigits=None, /)",
        round,
        "Return the Integral closest to x, rounding half toward even.",
    ),
    method("__trunc__", "()", trunc, "Return the Integral closest to x between 0 and x."),
    method(
        "as_integer_ratio",
        "()",
        ratio,
        "Return a pair of integers, whose ratio is exactly equal to the original float.",
    ),
    method("conjugate", "()", conjugate, "Return self, the complex conjugate of any float."),
    classmethod(
        "fromhex",
        "(string, /)",
        from_hex,
        "Create a floating-point number from a hexadecimal string.",
    ),
    method("hex", "()", hex, "Return a hexadecimal representation of a floating-point number."),
    method("is_integer", "()", is_integer, "Return True if the float is an integer."),
];

static NEW: Method = staticmethod(
    "__new__",
    "(type, x=0, /)",
    new,
    "Create and return a new object.  See help(type) for accurate signature.",
)
.leaf(new_briefly);

fn value_of(object: &Ref) -> f64 {
    float_of(object).unwrap_or(0.0)
}

/// The number as a plain float.
fn itself(_vm: &Vm, object: &Ref) -> Eval {
    if object.is_exact::<Float>() {
        return Ok(Value::Obj(object.clone()));
    }
    Ok(Value::float(value_of(object)))
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let exact = class.same(vm.class_of_kind(crate::runtime::kinds::FLOAT));
    let number = match args.get(1) {
        Some(source) if exact && source.is_exact::<Float>() => {
            return Ok(Value::Obj(source.clone()));
        }
        Some(source) => from_object(vm, source)?,
        None => 0.0,
    };
    if exact {
        return Ok(Value::float(number));
    }
    vm.alloc_in(Float(Cell::new(number)), class).map(Value::Obj)
}

/// `float(x)` of a plain string or number.
fn new_briefly(vm: &Vm, source: &Ref, more: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    if more.is_some() || source.has_flag(Flag::EXTENDED) {
        return None;
    }
    match source.kind() {
        kinds::FLOAT => Some(Ok(Value::Obj(source.clone()))),
        kinds::STR | kinds::INT => Some(from_object(vm, source).map(Value::float)),
        _ => None,
    }
}

/// `float(source)`.
pub fn from_object(vm: &Vm, source: &Ref) -> Result<f64, Raised> {
    if let Some(text) = str_of(source)
        && (source.is_exact::<Str>() || vm.slot(source, |slots| slots.float).is_none())
    {
        return from_text(vm, text, source);
    }
    if let Some(text) = int::text_of_bytes(source) {
        return from_text(vm, &text, source);
    }
    match as_float(vm, source)? {
        Some(number) => Ok(number),
        None => {
            let class = vm.class_name(source);
            Err(vm.type_error(format!(
                "float() argument must be a string or a real number, not '{class}'"
            )))
        }
    }
}

fn from_text(vm: &Vm, text: &str, source: &Ref) -> Result<f64, Raised> {
    match parse_float(text) {
        Some(number) => Ok(number),
        None => {
            let shown = vm.repr_text(source)?;
            Err(vm.value_error(format!("could not convert string to float: {shown}")))
        }
    }
}

/// A real number as a float, by `__float__` or `__index__`; `None` for anything else.
pub fn as_float(vm: &Vm, object: &Ref) -> Result<Option<f64>, Raised> {
    if object.is_exact::<Float>() {
        return Ok(float_of(object));
    }
    let (float, index) = vm.slot(object, |slots| (slots.float, slots.index));
    if let Some(convert) = float {
        let result = convert(vm, object)?;
        if let Value::Float(bits) = result {
            return Ok(Some(bits.get()));
        }
        let result = vm.to_object(result)?;
        if let Some(number) = float_of(&result) {
            if !result.is_exact::<Float>() {
                let method = format!("{}.__float__", vm.class_name(object));
                vm.warn_of_subclass(&result, &method, "float")?;
            }
            return Ok(Some(number));
        }
        let (class, kind) = (vm.class_name(object), vm.class_name(&result));
        return Err(vm.type_error(format!("{class}.__float__ returned non-float (type {kind})")));
    }
    if index.is_some() {
        let index = vm.to_index(object)?;
        if let Some(view) = int_view(&index) {
            return float_of_int(vm, view).map(Some);
        }
    }
    Ok(None)
}

/// A real number as a float, as functions of `math` and others take them.
///
/// # Errors
/// `TypeError("must be real number, not …")`.
pub fn real(vm: &Vm, object: &Ref) -> Result<f64, Raised> {
    match as_float(vm, object)? {
        Some(number) => Ok(number),
        None => {
            let class = vm.class_name(object);
            Err(vm.type_error(format!("must be real number, not {class}")))
        }
    }
}

/// The nearest float to an int.
///
/// # Errors
/// `OverflowError` if it is too large.
pub fn float_of_int(vm: &Vm, view: IntView<'_>) -> Result<f64, Raised> {
    int::to_f64(view).ok_or_else(|| {
        vm.raise(ErrorKind::OverflowError, "int too large to convert to float".into())
    })
}

/// A float or int operand; `None` for other types.
fn operand(vm: &Vm, object: &Ref) -> Result<Option<f64>, Raised> {
    match (float_of(object), int_view(object)) {
        (Some(float), _) => Ok(Some(float)),
        (None, Some(view)) => float_of_int(vm, view).map(Some),
        (None, None) => Ok(None),
    }
}

fn apply(vm: &Vm, left: &Ref, right: &Ref, op: impl Fn(&Vm, f64, f64) -> Eval) -> Eval {
    match (operand(vm, left)?, operand(vm, right)?) {
        (Some(left), Some(right)) => op(vm, left, right),
        _ => vm.not_implemented(),
    }
}

fn arithmetic(vm: &Vm, left: &Ref, right: &Ref, op: impl Fn(f64, f64) -> f64) -> Eval {
    apply(vm, left, right, |_, left, right| Ok(Value::float(op(left, right))))
}

#[cold]
fn by_zero(vm: &Vm, message: &str) -> Raised {
    vm.raise(ErrorKind::ZeroDivisionError, message.into())
}

/// `left / right`.
#[inline(always)]
pub fn true_div(vm: &Vm, left: f64, right: f64) -> Eval {
    if right == 0.0 {
        return Err(by_zero(vm, "float division by zero"));
    }
    Ok(Value::float(left / right))
}

/// Quotient rounded down and rest of the divisor's sign, of a divisor that is not zero.
/// (CPython: `_float_div_mod` in `Objects/floatobject.c`.)
fn floor_div_rem(left: f64, right: f64) -> (f64, f64) {
    let mut rest = left % right;
    let mut quotient = (left - rest) / right;
    if rest == 0.0 {
        rest = 0.0f64.copysign(right);
    } else if (right < 0.0) != (rest < 0.0) {
        rest += right;
        quotient -= 1.0;
    }
    let whole = if quotient == 0.0 {
        0.0f64.copysign(left / right)
    } else {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    (whole, rest)
}

/// `left // right`.
#[inline]
pub fn floor_div(vm: &Vm, left: f64, right: f64) -> Eval {
    if right == 0.0 {
        return Err(by_zero(vm, "float floor division by zero"));
    }
    Ok(Value::float(floor_div_rem(left, right).0))
}

/// `left % right`.
#[inline]
pub fn modulo(vm: &Vm, left: f64, right: f64) -> Eval {
    if right == 0.0 {
        return Err(by_zero(vm, "float modulo by zero"));
    }
    Ok(Value::float(floor_div_rem(left, right).1))
}

/// `divmod(left, right)`.
pub fn div_mod(vm: &Vm, left: f64, right: f64) -> Eval {
    if right == 0.0 {
        return Err(by_zero(vm, "float divmod()"));
    }
    let (quotient, rest) = floor_div_rem(left, right);
    vm.new_tuple_of([vm.new_float(quotient)?, vm.new_float(rest)?]).map(Value::Obj)
}

/// `left ** right`; complex where a negative number gets a fractional exponent.
pub fn power_of_floats(vm: &Vm, left: f64, right: f64) -> Eval {
    if left == 0.0 && right < 0.0 && right.is_finite() {
        return Err(by_zero(vm, "0.0 cannot be raised to a negative power"));
    }
    if left < 0.0 && left.is_finite() && right.is_finite() && right != right.floor() {
        return super::complex::power_of_complex(vm, (left, 0.0), (right, 0.0));
    }
    let power = left.powf(right);
    if power.is_infinite() && left.is_finite() && right.is_finite() {
        return Err(out_of_range(vm));
    }
    Ok(Value::float(power))
}

/// `OverflowError` with the two arguments that C's `errno` gives.
fn out_of_range(vm: &Vm) -> Raised {
    let make = || {
        let arguments = vec![vm.new_int(34)?, vm.new_str("Numerical result out of range")?];
        vm.exception_of(ErrorKind::OverflowError, arguments)
    };
    match make() {
        Ok(exception) => vm.raise_object(exception),
        Err(raised) => raised,
    }
}

fn power(vm: &Vm, base: &Ref, exponent: &Ref, modulus: Option<&Ref>) -> Eval {
    if modulus.is_some_and(|modulus| !vm.is_none(modulus)) {
        let message = "pow() 3rd argument not allowed unless all arguments are integers";
        return Err(vm.type_error(message));
    }
    apply(vm, base, exponent, power_of_floats)
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    vm.str_value(&float_repr::repr(value_of(object)))
}

fn hash(_vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    let pointer = || hash_pointer(object.address() as usize);
    Ok(hash_float(value_of(object)).unwrap_or_else(pointer))
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    if float_of(right).is_none() && int_view(right).is_none() {
        return vm.not_implemented();
    }
    match compare_numbers(left, right) {
        Some(order) => Ok(Value::bool(op.holds(order))),
        None => Ok(Value::bool(op == CompareOp::Ne)),
    }
}

fn truth(_vm: &Vm, object: &Ref) -> Result<bool, Raised> {
    Ok(value_of(object) != 0.0)
}

fn ceil(vm: &Vm, args: Args<'_>) -> Eval {
    float_to_int(vm, value_of(args.req(0)).ceil())
}

fn floor(vm: &Vm, args: Args<'_>) -> Eval {
    float_to_int(vm, value_of(args.req(0)).floor())
}

fn trunc(vm: &Vm, args: Args<'_>) -> Eval {
    float_to_int(vm, value_of(args.req(0)))
}

fn conjugate(vm: &Vm, args: Args<'_>) -> Eval {
    itself(vm, args.req(0))
}

fn format(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let spec = int::spec_argument(vm, args.req(1))?;
    if spec.is_empty() {
        return vm.str(object).map(Value::Obj);
    }
    match format_float(value_of(object), spec, &vm.class_name(object)) {
        Ok(text) => vm.str_value(&text),
        Err(error) => Err(int::raise_format_error(vm, error)),
    }
}

fn get_format(vm: &Vm, args: Args<'_>) -> Eval {
    match str_of(args.req(1)) {
        Some("double" | "float") => vm.str_value("IEEE, little-endian"),
        Some(_) => Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
        None => {
            let class = super::expect::class_or_none(vm, args.req(1));
            Err(vm.type_error(format!("__getformat__() argument must be str, not {class}")))
        }
    }
}

fn new_args(vm: &Vm, args: Args<'_>) -> Eval {
    vm.new_tuple_of([vm.new_float(value_of(args.req(0)))?]).map(Value::Obj)
}

fn round(vm: &Vm, args: Args<'_>) -> Eval {
    let number = value_of(args.req(0));
    let Some(digits) = args.get(1).filter(|digits| !vm.is_none(digits)) else {
        return float_to_int(vm, number.round_ties_even());
    };
    let digits = vm.to_index(digits)?;
    let digits = match int_view(&digits) {
        Some(IntView::Small(small)) => small,
        Some(view) if view.is_negative() => i64::MIN / 2,
        _ => i64::MAX,
    };
    match round_to(number, digits) {
        Some(rounded) => Ok(Value::float(rounded)),
        None => {
            let message = "rounded value too large to represent";
            Err(vm.raise(ErrorKind::OverflowError, message.into()))
        }
    }
}

fn ratio(vm: &Vm, args: Args<'_>) -> Eval {
    let number = value_of(args.req(0));
    let Some((mantissa, exponent)) = float_parse::integer_ratio(number) else {
        if number.is_nan() {
            return Err(vm.value_error("cannot convert NaN to integer ratio"));
        }
        let message = "cannot convert Infinity to integer ratio";
        return Err(vm.raise(ErrorKind::OverflowError, message.into()));
    };
    let (numerator, denominator) = if exponent >= 0 {
        (float_to_big(number), IBig::ONE)
    } else {
        let mantissa = IBig::from(mantissa);
        let signed = if number < 0.0 { -mantissa } else { mantissa };
        (signed, IBig::ONE << exponent.unsigned_abs() as usize)
    };
    let numerator = vm.new_big_int(numerator)?;
    let denominator = vm.new_big_int(denominator)?;
    vm.new_tuple_of([vm.to_object(numerator)?, vm.to_object(denominator)?]).map(Value::Obj)
}

fn from_hex(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let Some(text) = str_of(args.req(1)) else {
        return Err(vm.type_error("bad argument type for built-in operation"));
    };
    let number = float_from_hex(text).map_err(|error| match error {
        HexError::Invalid => vm.value_error("invalid hexadecimal floating-point string"),
        HexError::TooLarge => vm.raise(
            ErrorKind::OverflowError,
            "hexadecimal value too large to represent as a float".into(),
        ),
    })?;
    let is_float = class.get::<Class>().is_some()
        && class.same(vm.class_of_kind(crate::runtime::kinds::FLOAT));
    if is_float {
        return Ok(Value::float(number));
    }
    let number = vm.new_float(number)?;
    vm.call(class, &[&number])
}

fn hex(vm: &Vm, args: Args<'_>) -> Eval {
    vm.str_value(&float_hex(value_of(args.req(0))))
}

fn is_integer(_vm: &Vm, args: Args<'_>) -> Eval {
    let number = value_of(args.req(0));
    Ok(Value::bool(number.is_finite() && number == number.trunc()))
}
