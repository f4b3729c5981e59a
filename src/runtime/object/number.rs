//! The cells of `int`, `bool` and `float`.

use dashu_int::IBig;

use crate::heap::{Kind, Payload, Ref};
use crate::runtime::kinds;
use crate::runtime::value::Value;

/// An `int` of 64 bits. Every int that fits is one of these, never a [`BigInt`].
pub struct Int(pub std::cell::Cell<i64>);

impl Payload for Int {
    const KIND: Kind = kinds::INT;
    const NAME: &'static str = "int";
    const TRACKED: bool = false;
}

/// An `int` beyond 64 bits.
pub struct BigInt(pub IBig);

impl Payload for BigInt {
    const KIND: Kind = kinds::BIG_INT;
    const NAME: &'static str = "int";
    const TRACKED: bool = false;

    fn external_bytes(&self) -> usize {
        size_of_val(self.0.as_sign_words().1)
    }
}

/// `True` or `False`.
pub struct Bool(pub bool);

impl Payload for Bool {
    const KIND: Kind = kinds::BOOL;
    const NAME: &'static str = "bool";
    const TRACKED: bool = false;
}

pub struct Float(pub std::cell::Cell<f64>);

impl Payload for Float {
    const KIND: Kind = kinds::FLOAT;
    const NAME: &'static str = "float";
    const TRACKED: bool = false;
}

/// An int object seen without caring how it is kept (`bool` included).
#[derive(Clone, Copy)]
pub enum IntView<'a> {
    Small(i64),
    Big(&'a IBig),
}

impl IntView<'_> {
    /// The number, owned.
    pub fn to_big(self) -> IBig {
        match self {
            IntView::Small(small) => IBig::from(small),
            IntView::Big(big) => big.clone(),
        }
    }

    /// The number if it fits.
    pub fn small(self) -> Option<i64> {
        match self {
            IntView::Small(small) => Some(small),
            IntView::Big(_) => None,
        }
    }

    /// Whether the number is below zero.
    pub fn is_negative(self) -> bool {
        match self {
            IntView::Small(small) => small < 0,
            IntView::Big(big) => *big < IBig::ZERO,
        }
    }
}

/// `object` as an int, if it is one (`bool` and subclasses of `int` included).
#[inline]
pub fn int_view(object: &Ref) -> Option<IntView<'_>> {
    if let Some(int) = object.get::<Int>() {
        Some(IntView::Small(int.0.get()))
    } else if let Some(big) = object.get::<BigInt>() {
        Some(IntView::Big(&big.0))
    } else {
        object.get::<Bool>().map(|bool| IntView::Small(bool.0.into()))
    }
}

/// `object` as a float, if it is one (subclasses included, ints not).
#[inline]
pub fn float_of(object: &Ref) -> Option<f64> {
    object.get::<Float>().map(|float| float.0.get())
}

/// `object` for an operation that only reads it: a number unboxed and uncounted. A NaN stays the
/// object it is, since it equals no other, but is found by its identity in a dict or a list.
#[inline(always)]
pub fn read_number(object: &Ref) -> Value {
    if object.is_exact::<Int>()
        && let Some(int) = object.get::<Int>()
    {
        Value::Int(int.0.get())
    } else if object.is_exact::<Float>()
        && let Some(float) = object.get::<Float>()
        && !float.0.get().is_nan()
    {
        Value::float(float.0.get())
    } else if let Some(bool) = object.get::<Bool>() {
        Value::bool(bool.0)
    } else {
        Value::Obj(object.clone())
    }
}

/// The unboxed form of `object` where it has one and is not of a subclass; else the object. For a
/// NaN see [`read_number`].
#[inline]
pub fn unbox(object: Ref) -> Value {
    let small = object.is_exact::<Int>().then(|| object.get::<Int>()).flatten();
    if let Some(int) = small {
        return Value::Int(int.0.get());
    }
    if object.is_exact::<Float>()
        && let Some(float) = object.get::<Float>()
        && !float.0.get().is_nan()
    {
        return Value::float(float.0.get());
    }
    Value::Obj(object)
}
