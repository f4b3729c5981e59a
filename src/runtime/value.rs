//! Values in flight: what an expression evaluates to before anything stores it.
//!
//! Everything that is *stored* (a local, an item, an attribute) is a [`Ref`] to a cell and so has
//! one identity and one count. Only temporaries inside an expression may stay unboxed, as a
//! [`Value`]. *Invariant:* `Value`, [`Eval`] and [`Flow`] are two machine words with integer-class
//! payloads, so that rustc returns them in two registers; a test checks the sizes.

use crate::heap::Ref;

/// A `f64` kept as its bits: a float payload would force returns through memory.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FloatBits(u64);

impl FloatBits {
    #[inline(always)]
    pub fn new(value: f64) -> Self {
        FloatBits(value.to_bits())
    }

    #[inline(always)]
    pub fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// The result of evaluating an expression: an object, or a number (or singleton) not yet boxed.
///
/// A boxed form (`Obj`) of the same number is equally valid; consumers accept both.
#[derive(Clone, Default)]
pub enum Value {
    /// No value: an unbound name, an absent argument, an exhausted iterator.
    #[default]
    Undef,
    None,
    False,
    True,
    Int(i64),
    Float(FloatBits),
    Obj(Ref),
}

impl Value {
    #[inline(always)]
    pub fn float(value: f64) -> Self {
        Value::Float(FloatBits::new(value))
    }

    #[inline(always)]
    pub fn bool(value: bool) -> Self {
        if value { Value::True } else { Value::False }
    }

    #[inline(always)]
    pub fn is_undef(&self) -> bool {
        matches!(self, Value::Undef)
    }
}

impl From<Ref> for Value {
    #[inline(always)]
    fn from(object: Ref) -> Self {
        Value::Obj(object)
    }
}

/// Says that a Python exception is pending in the `Vm`.
///
/// Zero-sized and made only by `runtime::raise`, so holding one proves that the exception is there.
#[derive(Debug)]
#[must_use]
pub struct Raised(());

impl Raised {
    /// Only for the code that has just put an exception into the `Vm`.
    #[inline(always)]
    pub(super) fn new() -> Self {
        Raised(())
    }
}

/// A value, or an exception pending in the `Vm`.
pub type Eval = Result<Value, Raised>;

/// How a statement ended.
pub enum Flow {
    Next,
    Continue,
    Break,
    /// A generator's statement stopped at a `yield`; the statement can be resumed. The value waits
    /// in the `Vm`: a second variant with a value would not fit two registers.
    Yield,
    Raise(Raised),
    /// Last, so that asking for the others is one comparison.
    Return(Value),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_travel_in_two_registers() {
        assert_eq!(size_of::<Value>(), 16);
        assert_eq!(size_of::<Eval>(), 16);
        assert_eq!(size_of::<Flow>(), 16);
        assert_eq!(size_of::<Result<(), Raised>>(), 1);
    }
}
