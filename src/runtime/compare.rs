//! Comparison, truth and hashing.

use std::cmp::Ordering;

use super::kinds;
use super::object::dict_table::quick_equal;
use super::object::number::{float_of, int_view};
use super::object::string::str_hash;
use super::object::{Bool, Int, Str};
use super::slots::CompareOp;
use super::value::{Eval, Raised, Value};
use super::vm::Vm;
use crate::heap::Ref;
use crate::text::hash::hash_i64;

impl Vm {
    /// `left op right` as the operator gives it.
    pub fn compare(&self, op: CompareOp, left: &Ref, right: &Ref) -> Eval {
        if left.is_exact::<Str>() && right.is_exact::<Str>() {
            return Ok(Value::bool(compare_text(op, left, right)));
        }
        self.recurse(" in comparison", || self.compare_slowly(op, left, right))
    }

    fn compare_slowly(&self, op: CompareOp, left: &Ref, right: &Ref) -> Eval {
        let left_fn = self.slot(left, |slots| slots.compare);
        let right_fn = self.slot(right, |slots| slots.compare);
        let mut tried_right = false;
        if let Some(ask) = right_fn
            && !self.class_of(left).same(self.class_of(right))
            && self.class_data(right).is_subclass_of(self.class_of(left))
        {
            tried_right = true;
            let value = ask(self, right, left, op.swapped())?;
            if !self.is_not_implemented(&value) {
                return Ok(value);
            }
        }
        if let Some(ask) = left_fn {
            let value = ask(self, left, right, op)?;
            if !self.is_not_implemented(&value) {
                return Ok(value);
            }
        }
        if let Some(ask) = right_fn
            && !tried_right
        {
            let value = ask(self, right, left, op.swapped())?;
            if !self.is_not_implemented(&value) {
                return Ok(value);
            }
        }
        match op {
            CompareOp::Eq => Ok(Value::bool(left.same(right))),
            CompareOp::Ne => Ok(Value::bool(!left.same(right))),
            _ => Err(self.type_error(format!(
                "'{}' not supported between instances of '{}' and '{}'",
                op.symbol(),
                self.class_name(left),
                self.class_name(right)
            ))),
        }
    }

    /// `bool(left op right)`.
    pub fn compare_truth(&self, op: CompareOp, left: &Ref, right: &Ref) -> Result<bool, Raised> {
        let value = self.compare(op, left, right)?;
        self.truth(&value)
    }

    /// `left is right or left == right`, as containers compare their items.
    #[inline]
    pub fn equal(&self, left: &Ref, right: &Ref) -> Result<bool, Raised> {
        match quick_equal(left, right) {
            Some(equal) => Ok(equal),
            None => self.compare_truth(CompareOp::Eq, left, right),
        }
    }

    /// `left < right`, as sorting asks.
    pub fn less(&self, left: &Ref, right: &Ref) -> Result<bool, Raised> {
        if left.is_exact::<Int>()
            && right.is_exact::<Int>()
            && let (Some(left), Some(right)) = (left.get::<Int>(), right.get::<Int>())
        {
            return Ok(left.0.get() < right.0.get());
        }
        if left.is_exact::<Str>() && right.is_exact::<Str>() {
            return Ok(left.text() < right.text());
        }
        self.compare_truth(CompareOp::Lt, left, right)
    }

    /// `bool(value)`.
    #[inline(always)]
    pub fn truth(&self, value: &Value) -> Result<bool, Raised> {
        match value {
            Value::True => Ok(true),
            Value::False | Value::None | Value::Undef => Ok(false),
            Value::Int(int) => Ok(*int != 0),
            Value::Float(bits) => Ok(bits.get() != 0.0),
            Value::Obj(object) => self.truth_of(object),
        }
    }

    /// `bool(object)`.
    #[inline]
    pub fn truth_of(&self, object: &Ref) -> Result<bool, Raised> {
        match object.kind() {
            kinds::BOOL => Ok(object.as_ref::<Bool>().0),
            kinds::NONE => Ok(false),
            kinds::INT if object.extra().is_none() => Ok(object.as_ref::<Int>().0.get() != 0),
            kinds::STR if object.extra().is_none() => Ok(!object.text().is_empty()),
            _ => self.truth_slowly(object),
        }
    }

    fn truth_slowly(&self, object: &Ref) -> Result<bool, Raised> {
        let (truth, len) = self.slot(object, |slots| (slots.truth, slots.len));
        match (truth, len) {
            (Some(truth), _) => truth(self, object),
            (None, Some(len)) => Ok(len(self, object)? != 0),
            (None, None) => Ok(true),
        }
    }

    /// `hash(object)`.
    ///
    /// # Errors
    /// `TypeError` for an unhashable type.
    #[inline]
    pub fn hash(&self, object: &Ref) -> Result<i64, Raised> {
        if object.is_exact::<Str>()
            && let Some(hash) = str_hash(object)
        {
            return Ok(hash);
        }
        if object.is_exact::<Int>()
            && let Some(int) = object.get::<Int>()
        {
            return Ok(hash_i64(int.0.get()));
        }
        self.hash_slowly(object)
    }

    fn hash_slowly(&self, object: &Ref) -> Result<i64, Raised> {
        let (hash, unhashable) = self.slot(object, |slots| (slots.hash, slots.unhashable));
        match hash {
            Some(hash) if !unhashable => self.recurse_freely(|| hash(self, object)),
            _ if !unhashable => Ok(crate::text::hash::hash_pointer(object.address() as usize)),
            _ => {
                let class = self.class_name(object);
                Err(self.type_error(format!("unhashable type: '{class}'")))
            }
        }
    }
}

fn compare_text(op: CompareOp, left: &Ref, right: &Ref) -> bool {
    match op {
        CompareOp::Eq => left.same(right) || left.text() == right.text(),
        CompareOp::Ne => !left.same(right) && left.text() != right.text(),
        _ => op.holds(left.text().cmp(right.text())),
    }
}

/// The order of two numbers that are ints or floats; `None` with a NaN, or where one is neither.
pub fn compare_numbers(left: &Ref, right: &Ref) -> Option<Ordering> {
    let (left_float, right_float) = (float_of(left), float_of(right));
    match (left_float, right_float) {
        (Some(left), Some(right)) => left.partial_cmp(&right),
        (Some(left), None) => compare_float_int(left, int_view(right)?),
        (None, Some(right)) => compare_float_int(right, int_view(left)?).map(Ordering::reverse),
        (None, None) => {
            let (left, right) = (int_view(left)?, int_view(right)?);
            match (left.small(), right.small()) {
                (Some(left), Some(right)) => Some(left.cmp(&right)),
                _ => Some(left.to_big().cmp(&right.to_big())),
            }
        }
    }
}

/// The order of a float and an int, exactly: no rounding of the int.
pub fn compare_float_int(float: f64, int: super::object::number::IntView<'_>) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 { Ordering::Greater } else { Ordering::Less });
    }
    if let Some(small) = int.small()
        && small.unsigned_abs() < (1 << 53)
    {
        return float.partial_cmp(&(small as f64));
    }
    let whole = float.trunc();
    let big = dashu_int::IBig::from(0) + float_to_big(whole);
    let order = big.cmp(&int.to_big());
    Some(order.then_with(|| float.partial_cmp(&whole).unwrap_or(Ordering::Equal)))
}

/// The exact value of a finite float without fraction.
pub fn float_to_big(whole: f64) -> dashu_int::IBig {
    use dashu_int::IBig;
    let bits = whole.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i64 - 1075;
    let mantissa = if exponent == -1075 {
        (bits & ((1 << 52) - 1)) << 1
    } else {
        (bits & ((1 << 52) - 1)) | (1 << 52)
    };
    let magnitude = IBig::from(mantissa);
    let shifted = if exponent >= 0 {
        magnitude << exponent as usize
    } else {
        magnitude >> (-exponent) as usize
    };
    if whole < 0.0 { -shifted } else { shifted }
}
