//! The table of `int`.

use super::arithmetic::{self, pair, plain};
use super::{bits, bytes, construct, division, power, text};
use crate::heap::Ref;
use crate::runtime::compare::compare_numbers;
use crate::runtime::object::Int;
use crate::runtime::object::number::{IntView, float_of, int_view};
use crate::runtime::spec::{Method, TypeSpec, classmethod, getter, method, staticmethod};
use crate::runtime::{Args, BinaryOp, CompareOp, Eval, Raised, Slots, Value, Vm};
use crate::text::hash::{hash_big, hash_i64};
use crate::types::object::OBJECT;

pub static INT: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Convert a number or string to an integer, or return 0 if no arguments are given.",
    subclassable: true,
    match_self: true,
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(text::repr),
        hash: Some(hash),
        compare: Some(compare),
        truth: Some(truth),
        binary: Slots::binary(&[
            (BinaryOp::Add, arithmetic::add),
            (BinaryOp::Sub, arithmetic::sub),
            (BinaryOp::Mul, arithmetic::mul),
            (BinaryOp::Div, division::true_div),
            (BinaryOp::FloorDiv, arithmetic::floor_div),
            (BinaryOp::Mod, arithmetic::modulo),
            (BinaryOp::DivMod, arithmetic::div_mod),
            (BinaryOp::Pow, power::power_binary),
            (BinaryOp::LShift, bits::lshift),
            (BinaryOp::RShift, bits::rshift),
            (BinaryOp::And, bits::and),
            (BinaryOp::Or, bits::or),
            (BinaryOp::Xor, bits::xor),
        ]),
        power: Some(power::power),
        neg: Some(arithmetic::neg),
        pos: Some(plain),
        abs: Some(arithmetic::abs),
        invert: Some(bits::invert),
        int: Some(plain),
        float: Some(to_float),
        index: Some(plain),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: &[
        getter("denominator", one, "the denominator of a rational number in lowest terms"),
        getter("imag", zero, "the imaginary part of a complex number"),
        getter("numerator", plain, "the numerator of a rational number in lowest terms"),
        getter("real", plain, "the real part of a complex number"),
    ],
    ..TypeSpec::of::<Int>()
};

static METHODS: [Method; 14] = [
    method("__ceil__", "()", itself, "Ceiling of an Integral returns itself."),
    method("__floor__", "()", itself, "Flooring an Integral returns itself."),
    method(
        "__format__",
        "(format_spec, /)",
        text::format,
        "Convert to a string according to format_spec.",
    ),
    method("__getnewargs__", "()", new_args, "Return the arguments that make this number again."),
    method(
        "__round__",
        "(ndigits=None, /)",
        construct::round,
        "Round to a multiple of 10**-ndigits, half to even.",
    ),
    method("__sizeof__", "()", size, "Returns size in memory, in bytes."),
    method("__trunc__", "()", itself, "Truncating an Integral returns itself."),
    method(
        "as_integer_ratio",
        "()",
        ratio,
        "Return a pair of integers, whose ratio is equal to the original int.",
    ),
    method(
        "bit_count",
        "()",
        bit_count,
        "Number of ones in the binary representation of the absolute value of self.",
    ),
    method("bit_length", "()", bit_length, "Number of bits necessary to represent self in binary."),
    method("conjugate", "()", itself, "Returns self, the complex conjugate of any int."),
    classmethod(
        "from_bytes",
        "(bytes, byteorder='big', *, signed=False)",
        bytes::from_bytes,
        "Return the integer represented by the given array of bytes.",
    ),
    method(
        "is_integer",
        "()",
        is_integer,
        "Returns True. Exists for duck type compatibility with float.is_integer.",
    ),
    method(
        "to_bytes",
        "(length=1, byteorder='big', *, signed=False)",
        bytes::to_bytes,
        "Return an array of bytes representing an integer.",
    ),
];

static NEW: Method = staticmethod(
    "__new__",
    "(type, x=0, /, base=10)",
    construct::new,
    "Create and return a new object.  See help(type) for accurate signature.",
)
.leaf(construct::briefly);

/// The view of `self`, which the table vouches for.
pub(super) fn view_of<'a>(args: Args<'a>) -> IntView<'a> {
    int_view(args.req(0)).unwrap_or(IntView::Small(0))
}

fn itself(vm: &Vm, args: Args<'_>) -> Eval {
    plain(vm, args.req(0))
}

fn one(_vm: &Vm, _number: &Ref) -> Eval {
    Ok(Value::Int(1))
}

fn zero(_vm: &Vm, _number: &Ref) -> Eval {
    Ok(Value::Int(0))
}

fn hash(_vm: &Vm, number: &Ref) -> Result<i64, Raised> {
    Ok(match int_view(number) {
        Some(IntView::Small(small)) => hash_i64(small),
        Some(view @ IntView::Big(big)) => hash_big(view.is_negative(), big.as_sign_words().1),
        None => 0,
    })
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    if float_of(right).is_some() {
        return vm.not_implemented();
    }
    match compare_numbers(left, right) {
        Some(order) => Ok(Value::bool(op.holds(order))),
        None => vm.not_implemented(),
    }
}

fn truth(_vm: &Vm, number: &Ref) -> Result<bool, Raised> {
    Ok(!matches!(int_view(number), Some(IntView::Small(0)) | None))
}

fn to_float(vm: &Vm, number: &Ref) -> Eval {
    match int_view(number) {
        Some(view) => crate::types::float::float_of_int(vm, view).map(Value::float),
        None => vm.not_implemented(),
    }
}

fn new_args(vm: &Vm, args: Args<'_>) -> Eval {
    let number = plain(vm, args.req(0))?;
    vm.new_tuple_of([vm.to_object(number)?]).map(Value::Obj)
}

fn ratio(vm: &Vm, args: Args<'_>) -> Eval {
    pair(vm, plain(vm, args.req(0))?, Value::Int(1))
}

fn size(_vm: &Vm, args: Args<'_>) -> Eval {
    let bits = bits::bit_length(view_of(args));
    Ok(Value::Int(crate::text::getsizeof::int_size(bits) as i64))
}

fn bit_count(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(bits::bit_count(view_of(args)) as i64))
}

fn bit_length(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(bits::bit_length(view_of(args)) as i64))
}

fn is_integer(_vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::True)
}
