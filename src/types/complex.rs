//! `complex`: pairs of floats. (CPython: `Objects/complexobject.c`.)

use super::float::as_float;
use super::int;
use super::native::read_only;
use super::object::OBJECT;
use crate::heap::{Kind, Payload, Ref};
use crate::runtime::compare::compare_numbers;
use crate::runtime::kinds;
use crate::runtime::object::number::{float_of, int_view};
use crate::runtime::object::string::str_of;
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::{Args, BinaryOp, CompareOp, ErrorKind, Eval, Raised, Slots, Value, Vm};
use crate::text::complex;
use crate::text::format_number::format_complex;
use crate::text::hash::{hash_complex, hash_float, hash_pointer};

/// A complex number: real and imaginary part.
pub struct Complex(pub f64, pub f64);

impl Payload for Complex {
    const KIND: Kind = kinds::COMPLEX;
    const NAME: &'static str = "complex";
    const TRACKED: bool = false;
}

/// Real and imaginary part.
pub type Pair = (f64, f64);

pub static COMPLEX: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Create a complex number from a string or numbers.",
    subclassable: true,
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        truth: Some(truth),
        binary: Slots::binary(&[
            (BinaryOp::Add, |vm, left, right| {
                apply(vm, left, right, |vm, a, b| new_complex(vm, (a.0 + b.0, a.1 + b.1)))
            }),
            (BinaryOp::Sub, |vm, left, right| {
                apply(vm, left, right, |vm, a, b| new_complex(vm, (a.0 - b.0, a.1 - b.1)))
            }),
            (BinaryOp::Mul, |vm, left, right| {
                apply(vm, left, right, |vm, a, b| new_complex(vm, product(a, b)))
            }),
            (BinaryOp::Div, |vm, left, right| apply(vm, left, right, true_div)),
            (BinaryOp::Pow, |vm, left, right| apply(vm, left, right, power_of_complex)),
        ]),
        power: Some(power),
        neg: Some(|vm, object| {
            let (re, im) = value_of(object);
            new_complex(vm, (-re, -im))
        }),
        pos: Some(itself),
        abs: Some(abs),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: &[
        read_only(
            "imag",
            |_, object| Ok(Value::float(value_of(object).1)),
            "the imaginary part of a complex number",
        ),
        read_only(
            "real",
            |_, object| Ok(Value::float(value_of(object).0)),
            "the real part of a complex number",
        ),
    ],
    ..TypeSpec::of::<Complex>()
};

static METHODS: [Method; 4] = [
    method("__complex__", "()", to_complex, "Convert this value to exact type complex."),
    method(
        "__format__",
        "(format_spec, /)",
        format,
        "Convert to a string according to format_spec.",
    ),
    method("__getnewargs__", "()", new_args, "Return the arguments that make this number again."),
    method("conjugate", "()", conjugate, "Return the complex conjugate of its argument."),
];

static NEW: Method = staticmethod(
    "__new__",
    "(type, real=0, imag=0)",
    new,
    "Create and return a new object.  See help(type) for accurate signature.",
);

fn value_of(object: &Ref) -> Pair {
    object.get::<Complex>().map_or((0.0, 0.0), |complex| (complex.0, complex.1))
}

/// A complex object.
pub fn new_complex(vm: &Vm, (re, im): Pair) -> Eval {
    vm.alloc(Complex(re, im)).map(Value::Obj)
}

/// The parts of a complex object (subclasses included).
pub fn complex_of(object: &Ref) -> Option<Pair> {
    object.get::<Complex>().map(|complex| (complex.0, complex.1))
}

/// Any number as a complex, by `__complex__`, `__float__` or `__index__`; `None` for other types.
pub fn as_complex(vm: &Vm, object: &Ref) -> Result<Option<Pair>, Raised> {
    match complex_of(object) {
        Some(pair) => Ok(Some(pair)),
        None => by_special_or_float(vm, object),
    }
}

fn by_special_or_float(vm: &Vm, object: &Ref) -> Result<Option<Pair>, Raised> {
    match by_special(vm, object)? {
        Some(pair) => Ok(Some(pair)),
        None => Ok(as_float(vm, object)?.map(|re| (re, 0.0))),
    }
}

/// What `object.__complex__()` gives, if there is one.
fn by_special(vm: &Vm, object: &Ref) -> Result<Option<Pair>, Raised> {
    let Some(method) = vm.lookup_special(object, "__complex__") else { return Ok(None) };
    let result = vm.packed(object, |object| vm.call_bound_special(method, object, &[]))?;
    let result = vm.to_object(result)?;
    match complex_of(&result) {
        Some(pair) => {
            if !result.is_exact::<Complex>() {
                vm.warn_of_subclass(&result, "__complex__", "complex")?;
            }
            Ok(Some(pair))
        }
        None => {
            let kind = vm.class_name(&result);
            Err(vm.type_error(format!("__complex__ returned non-complex (type {kind})")))
        }
    }
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let exact = class.same(vm.class_of_kind(kinds::COMPLEX));
    let (real, imag) = (args.get(1), args.get(2));
    if let (Some(real), None, true) = (real, imag, exact)
        && real.is_exact::<Complex>()
    {
        return Ok(Value::Obj(real.clone()));
    }
    let (re, im) = match real.and_then(|real| Some((real, str_of(real)?))) {
        Some((_, text)) => {
            if imag.is_some() {
                let message = "complex() can't take second arg if first is a string";
                return Err(vm.type_error(message));
            }
            complex::parse(text).ok_or_else(|| malformed(vm, text))?
        }
        None => from_parts(vm, real, imag)?,
    };
    if exact {
        return new_complex(vm, (re, im));
    }
    vm.alloc_in(Complex(re, im), class).map(Value::Obj)
}

/// `real + imag*1j`, where either may itself be complex.
fn from_parts(vm: &Vm, real: Option<&Ref>, imag: Option<&Ref>) -> Result<Pair, Raised> {
    if imag.is_some_and(|imag| str_of(imag).is_some()) {
        return Err(vm.type_error("complex() second arg can't be a string"));
    }
    let first = match real {
        None => (0.0, 0.0),
        // A subclass is asked, too, what it is.
        Some(real) if real.is_exact::<Complex>() => value_of(real),
        Some(real) => by_special_or_float(vm, real)?.ok_or_else(|| {
            let class = vm.class_name(real);
            vm.type_error(format!(
                "complex() first argument must be a string or a number, not '{class}'"
            ))
        })?,
    };
    let Some(imag) = imag else { return Ok(first) };
    let no_number = || {
        let class = vm.class_name(imag);
        vm.type_error(format!("complex() second argument must be a number, not '{class}'"))
    };
    let first_is_complex = real.is_some_and(|real| real.is::<Complex>()) || first.1 != 0.0;
    let (re, mut im) = match complex_of(imag) {
        Some((second_re, second_im)) => (first.0 - second_im, second_re),
        None => (first.0, as_float(vm, imag)?.ok_or_else(no_number)?),
    };
    if first_is_complex {
        im += first.1;
    }
    Ok((re, im))
}

/// A number as an operand of complex arithmetic; `None` for other types.
fn operand(vm: &Vm, object: &Ref) -> Result<Option<Pair>, Raised> {
    if let Some(pair) = complex_of(object) {
        return Ok(Some(pair));
    }
    if let Some(float) = float_of(object) {
        return Ok(Some((float, 0.0)));
    }
    match int_view(object) {
        Some(view) => super::float::float_of_int(vm, view).map(|re| Some((re, 0.0))),
        None => Ok(None),
    }
}

fn apply(vm: &Vm, left: &Ref, right: &Ref, op: impl Fn(&Vm, Pair, Pair) -> Eval) -> Eval {
    match (operand(vm, left)?, operand(vm, right)?) {
        (Some(left), Some(right)) => op(vm, left, right),
        _ => vm.not_implemented(),
    }
}

/// `a * b`.
pub fn product(a: Pair, b: Pair) -> Pair {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// `a / b` by Smith's method; `None` if `b` is zero.
pub fn quotient(a: Pair, b: Pair) -> Option<Pair> {
    let (real, imag) = (b.0.abs(), b.1.abs());
    if real >= imag {
        if real == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let scale = b.0 + b.1 * ratio;
        Some(((a.0 + a.1 * ratio) / scale, (a.1 - a.0 * ratio) / scale))
    } else if imag >= real {
        let ratio = b.0 / b.1;
        let scale = b.0 * ratio + b.1;
        Some(((a.0 * ratio + a.1) / scale, (a.1 * ratio - a.0) / scale))
    } else {
        Some((f64::NAN, f64::NAN))
    }
}

#[cold]
fn malformed(vm: &Vm, text: &str) -> Raised {
    let letters: Vec<char> = text.chars().collect();
    let digit =
        |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    let between = |at: usize| digit(at.checked_sub(1)) && digit(Some(at + 1));
    if (0..letters.len()).any(|at| letters[at] == '_' && !between(at)) {
        let shown = crate::text::str_repr::repr(text);
        return vm.value_error(format!("could not convert string to complex: {shown}"));
    }
    vm.value_error("complex() arg is a malformed string")
}

fn true_div(vm: &Vm, left: Pair, right: Pair) -> Eval {
    match quotient(left, right) {
        Some(pair) => new_complex(vm, pair),
        None => Err(vm.raise(ErrorKind::ZeroDivisionError, "complex division by zero".into())),
    }
}

/// `left ** right`.
///
/// # Errors
/// `ZeroDivisionError` for zero to a negative or complex power, `OverflowError`.
pub fn power_of_complex(vm: &Vm, left: Pair, right: Pair) -> Eval {
    let whole = right.1 == 0.0 && right.0 == right.0.floor() && right.0.abs() <= 100.0;
    let power = if whole { power_whole(left, right.0 as i64) } else { power_polar(left, right) };
    let Some(power) = power else {
        let message = "0.0 to a negative or complex power";
        return Err(vm.raise(ErrorKind::ZeroDivisionError, message.into()));
    };
    if power.0.is_infinite() || power.1.is_infinite() {
        return Err(vm.raise(ErrorKind::OverflowError, "complex exponentiation".into()));
    }
    new_complex(vm, power)
}

fn power_whole(base: Pair, exponent: i64) -> Option<Pair> {
    let magnitude = exponent.unsigned_abs();
    let (mut result, mut square, mut mask) = ((1.0, 0.0), base, 1);
    while magnitude >= mask {
        if magnitude & mask != 0 {
            result = product(result, square);
        }
        mask <<= 1;
        square = product(square, square);
    }
    if exponent > 0 { Some(result) } else { quotient((1.0, 0.0), result) }
}

fn power_polar(base: Pair, exponent: Pair) -> Option<Pair> {
    if exponent == (0.0, 0.0) {
        return Some((1.0, 0.0));
    }
    if base == (0.0, 0.0) {
        let refused = exponent.1 != 0.0 || exponent.0 < 0.0;
        return (!refused).then_some((0.0, 0.0));
    }
    let size = base.0.hypot(base.1);
    let mut length = size.powf(exponent.0);
    let angle = base.1.atan2(base.0);
    let mut phase = angle * exponent.0;
    if exponent.1 != 0.0 {
        length /= (angle * exponent.1).exp();
        phase += exponent.1 * size.ln();
    }
    // C's `cos` reports a domain error for an infinite angle.
    (!phase.is_infinite()).then(|| (length * phase.cos(), length * phase.sin()))
}

fn power(vm: &Vm, base: &Ref, exponent: &Ref, modulus: Option<&Ref>) -> Eval {
    apply(vm, base, exponent, |vm, base, exponent| {
        if modulus.is_some_and(|modulus| !vm.is_none(modulus)) {
            return Err(vm.value_error("complex modulo"));
        }
        power_of_complex(vm, base, exponent)
    })
}

fn itself(vm: &Vm, object: &Ref) -> Eval {
    if object.is_exact::<Complex>() {
        return Ok(Value::Obj(object.clone()));
    }
    new_complex(vm, value_of(object))
}

fn abs(vm: &Vm, object: &Ref) -> Eval {
    let (re, im) = value_of(object);
    let size = re.hypot(im);
    if size.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(vm.raise(ErrorKind::OverflowError, "absolute value too large".into()));
    }
    Ok(Value::float(size))
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let (re, im) = value_of(object);
    vm.str_value(&complex::repr(re, im))
}

fn hash(_vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    let (re, im) = value_of(object);
    let part = |x| hash_float(x).unwrap_or_else(|| hash_pointer(object.address() as usize));
    Ok(hash_complex(part(re), part(im)))
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return vm.not_implemented();
    }
    let (re, im) = value_of(left);
    let equal = if let Some(other) = complex_of(right) {
        (re, im) == other
    } else if float_of(right).is_some() || int_view(right).is_some() {
        let real = vm.new_float(re)?;
        im == 0.0 && compare_numbers(&real, right).is_some_and(std::cmp::Ordering::is_eq)
    } else {
        return vm.not_implemented();
    };
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn truth(_vm: &Vm, object: &Ref) -> Result<bool, Raised> {
    Ok(value_of(object) != (0.0, 0.0))
}

fn to_complex(vm: &Vm, args: Args<'_>) -> Eval {
    itself(vm, args.req(0))
}

fn format(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let spec = int::spec_argument(vm, args.req(1))?;
    if spec.is_empty() {
        return vm.str(object).map(Value::Obj);
    }
    let (re, im) = value_of(object);
    match format_complex(re, im, spec, &vm.class_name(object)) {
        Ok(text) => vm.str_value(&text),
        Err(error) => Err(int::raise_format_error(vm, error)),
    }
}

fn new_args(vm: &Vm, args: Args<'_>) -> Eval {
    let (re, im) = value_of(args.req(0));
    vm.new_tuple_of([vm.new_float(re)?, vm.new_float(im)?]).map(Value::Obj)
}

fn conjugate(vm: &Vm, args: Args<'_>) -> Eval {
    let (re, im) = value_of(args.req(0));
    new_complex(vm, (re, -im))
}
