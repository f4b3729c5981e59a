//! Comparison, truth and hashing.

use std::cmp::Ordering;

use super::kinds;
use super::object::number::{float_of, int_view};
use super::object::quick_equal::{quick_equal, quick_equal_items};
use super::object::string::str_hash;
use super::object::{Bool, Bytes, Float, Int, List, Str, Tuple};
use super::slots::{CompareFn, CompareOp};
use super::value::{Eval, Raised, Value};
use super::vm::Vm;
use crate::heap::{Flag, Ref, Slot};
use crate::text::hash::{HASH_NONE, hash_float, hash_i64, hash_known_items};
use crate::text::strings;

impl Vm {
    /// `left op right` as the operator gives it.
    pub fn compare(&self, op: CompareOp, left: &Ref, right: &Ref) -> Eval {
        if left.is_exact::<Str>() && right.is_exact::<Str>() {
            return Ok(Value::bool(compare_text(op, left, right)));
        }
        if let Some(answer) = compare_sequences(op, left, right) {
            return Ok(Value::bool(answer));
        }
        let asked = [left, right].map(|operand| self.slot(operand, |slots| slots.compare));
        if matches!(op, CompareOp::Eq | CompareOp::Ne)
            && asked.iter().all(|ask| ask.is_none_or(is_by_identity))
        {
            return Ok(Value::bool(left.same(right) == (op == CompareOp::Eq)));
        }
        if let [Some(ask), Some(same)] = asked
            && std::ptr::fn_addr_eq(ask, same)
            && let Some(answer) = self.compare_derived(op, left, right, ask)
        {
            return answer;
        }
        self.recurse(" in comparison", || self.compare_slowly(op, left, right, asked))
    }

    /// The answer for two objects whose classes leave comparing, by `ask`, to the builtin class that
    /// both derive from, where it does not matter which of them is asked: nobody else is to be.
    #[inline]
    fn compare_derived(
        &self,
        op: CompareOp,
        left: &Ref,
        right: &Ref,
        ask: CompareFn,
    ) -> Option<Eval> {
        let kind = left.kind();
        let own = self.kind_slots[kind.0 as usize].get()?.compare?;
        if kind != right.kind() || !std::ptr::fn_addr_eq(own, ask) {
            return None;
        }
        match kind {
            kinds::INT | kinds::FLOAT | kinds::STR | kinds::BYTES => {
                Some(ask(self, left, right, op))
            }
            kinds::SET | kinds::FROZENSET => {
                Some(self.recurse(" in comparison", || ask(self, left, right, op)))
            }
            kinds::TUPLE if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                let equal = quick_equal_items(left.tail(), right.tail())?;
                Some(Ok(Value::bool(equal == (op == CompareOp::Eq))))
            }
            _ => None,
        }
    }

    fn compare_slowly(
        &self,
        op: CompareOp,
        left: &Ref,
        right: &Ref,
        [left_fn, right_fn]: [Option<CompareFn>; 2],
    ) -> Eval {
        let mut tried_right = false;
        if let Some(ask) = right_fn
            && !self.share_kind_slots(left, right)
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
        match plain_order(left, right) {
            Some(order) => Ok(order.is_lt()),
            None => self.compare_truth(CompareOp::Lt, left, right),
        }
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
        match quick_hash(object) {
            Some(hash) => Ok(hash),
            None => self.hash_slowly(object),
        }
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

/// The hash of a `str`, an `int`, or a tuple of these, of just that type.
#[inline(always)]
pub fn quick_hash(object: &Ref) -> Option<i64> {
    match known_hash(object) {
        Some(hash) => Some(hash),
        None => hash_without_code(object),
    }
}

/// The hash of an `int`, `bool` or `None`, or of a `str` or `tuple` that was hashed before.
#[inline(always)]
fn known_hash(object: &Ref) -> Option<i64> {
    if object.has_flag(Flag::EXTENDED) {
        return None;
    }
    match object.kind() {
        kinds::INT => Some(hash_i64(object.get::<Int>()?.0.get())),
        kinds::STR => object.get::<Str>()?.known_hash(),
        kinds::TUPLE => object.get::<Tuple>()?.known_hash(),
        kinds::BOOL => Some(object.get::<Bool>()?.0.into()),
        kinds::NONE => Some(HASH_NONE),
        _ => None,
    }
}

#[inline(never)]
fn hash_without_code(object: &Ref) -> Option<i64> {
    if !object.is_exact::<Tuple>() {
        return atom_hash(object);
    }
    let items = object.tail();
    let known = |item: &Slot| item.look(|item| item.and_then(known_hash));
    let hash = match hash_known_items(items.len(), items.iter().map(known)) {
        Some(hash) => hash,
        None => hash_items(items)?,
    };
    object.get::<Tuple>()?.set_hash(hash);
    Some(hash)
}

/// The hash of a tuple of strings that were not all hashed before.
#[inline(never)]
fn hash_items(items: &[Slot]) -> Option<i64> {
    let hash = |item: &Slot| item.look(|item| item.and_then(atom_hash));
    hash_known_items(items.len(), items.iter().map(hash))
}

/// The hash of a `str`, `bytes` or a number of just that type, or of what was hashed before.
#[inline]
pub fn atom_hash(object: &Ref) -> Option<i64> {
    match known_hash(object) {
        None if object.is_exact::<Str>() => str_hash(object),
        None if object.is_exact::<Bytes>() => object.get::<Bytes>().map(Bytes::hash),
        None if object.is_exact::<Float>() => hash_float(object.get::<Float>()?.0.get()),
        known => known,
    }
}

/// The comparison of `object`: equality is identity; `!=` is the opposite of the object's own `==`.
pub fn by_identity(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    match op {
        CompareOp::Eq if left.same(right) => Ok(Value::True),
        CompareOp::Ne => {
            let equal = vm.slot(left, |slots| slots.compare).unwrap_or(by_identity);
            let value = equal(vm, left, right, CompareOp::Eq)?;
            if vm.is_not_implemented(&value) {
                return Ok(value);
            }
            vm.truth(&value).map(|equal| Value::bool(!equal))
        }
        _ => vm.not_implemented(),
    }
}

/// Whether this is the comparison of `object`.
pub fn is_by_identity(compare: CompareFn) -> bool {
    std::ptr::fn_addr_eq(compare, by_identity as CompareFn)
}

fn compare_text(op: CompareOp, left: &Ref, right: &Ref) -> bool {
    match op {
        CompareOp::Eq => left.same(right) || strings::equal(left.text(), right.text()),
        CompareOp::Ne => !left.same(right) && left.text() != right.text(),
        _ => op.holds(left.text().cmp(right.text())),
    }
}

/// The order of two ints, two floats or two strings of just these types, or of two tuples that
/// differ first in such a pair or in a pair of tuples of these; `None` for all others, and with a
/// NaN.
#[inline]
pub fn plain_order(left: &Ref, right: &Ref) -> Option<Ordering> {
    if left.is_exact::<Tuple>() && right.is_exact::<Tuple>() {
        return order_of_items(left.tail(), right.tail(), order_of_inner);
    }
    order_of_atoms(left, right)
}

/// The order of two items of tuples, which may be tuples in turn: as the key of a queue and what
/// stands behind it in that.
#[inline]
fn order_of_inner(left: &Ref, right: &Ref) -> Option<Ordering> {
    if left.is_exact::<Tuple>() && right.is_exact::<Tuple>() {
        return order_of_items(left.tail(), right.tail(), order_of_atoms);
    }
    order_of_atoms(left, right)
}

#[inline]
fn order_of_atoms(left: &Ref, right: &Ref) -> Option<Ordering> {
    if left.is_exact::<Int>() && right.is_exact::<Int>() {
        return Some(left.get::<Int>()?.0.get().cmp(&right.get::<Int>()?.0.get()));
    }
    if left.is_exact::<Str>() && right.is_exact::<Str>() {
        return Some(left.text().cmp(right.text()));
    }
    if left.is_exact::<Float>() && right.is_exact::<Float>() {
        return left.get::<Float>()?.0.get().partial_cmp(&right.get::<Float>()?.0.get());
    }
    None
}

/// The order of two rows of items, by that of two items.
#[inline]
fn order_of_items(
    left: &[Slot],
    right: &[Slot],
    order: fn(&Ref, &Ref) -> Option<Ordering>,
) -> Option<Ordering> {
    for (one, other) in left.iter().zip(right) {
        let order = order_of_pair(one.at_hand()?, other.at_hand()?, order)?;
        if order.is_ne() {
            return Some(order);
        }
    }
    Some(left.len().cmp(&right.len()))
}

/// The order of two items, of which an object equals itself.
#[inline]
fn order_of_pair(
    one: &Ref,
    other: &Ref,
    order: fn(&Ref, &Ref) -> Option<Ordering>,
) -> Option<Ordering> {
    if one.same(other) { Some(Ordering::Equal) } else { order(one, other) }
}

/// The answer for two tuples or two lists, where only atoms are compared.
fn compare_sequences(op: CompareOp, left: &Ref, right: &Ref) -> Option<bool> {
    if left.is_exact::<List>() && right.is_exact::<List>() {
        let (left, right) = (left.get()?, right.get()?);
        return match op {
            CompareOp::Eq => equal_lists(left, right),
            CompareOp::Ne => equal_lists(left, right).map(|equal| !equal),
            _ => order_of_lists(left, right).map(|order| op.holds(order)),
        };
    }
    if !left.is_exact::<Tuple>() || !right.is_exact::<Tuple>() {
        return None;
    }
    match op {
        CompareOp::Eq => quick_equal(left, right),
        CompareOp::Ne => quick_equal(left, right).map(|equal| !equal),
        _ => plain_order(left, right).map(|order| op.holds(order)),
    }
}

fn equal_lists(left: &List, right: &List) -> Option<bool> {
    let (left, right) = (left.items.borrow(), right.items.borrow());
    if left.len() != right.len() {
        return Some(false);
    }
    for (one, other) in left.iter().zip(&*right) {
        if !quick_equal(one, other)? {
            return Some(false);
        }
    }
    Some(true)
}

fn order_of_lists(left: &List, right: &List) -> Option<Ordering> {
    let (left, right) = (left.items.borrow(), right.items.borrow());
    for (one, other) in left.iter().zip(&*right) {
        let order = order_of_pair(one, other, order_of_inner)?;
        if order.is_ne() {
            return Some(order);
        }
    }
    Some(left.len().cmp(&right.len()))
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
