//! The step that `for` loops and comprehensions share: the next item of an iterator in a slot.

use crate::runtime::kinds;
use crate::runtime::stack::Frame;
use crate::runtime::{Eval, Value};
use crate::types::dict::iterators::KEYS;
use crate::types::list::iterators::ListIterator;
use crate::types::range::RangeIterator;
use crate::types::str::iterator::next_ascii;
use crate::types::tuple::TupleIterator;
use crate::types::{dict, set};

/// The next item of the iterator in the temporary slot `slot`; `Undef` at its end.
///
/// The commonest iterators are asked directly; nobody can see the difference.
#[inline(always)]
pub fn next_item(frame: &Frame<'_>, slot: u32) -> Eval {
    let Some(iterator) = frame.temporary(slot) else { return Ok(Value::Undef) };
    if let Some(range) = iterator.get::<RangeIterator>() {
        return Ok(range.advance().map_or(Value::Undef, Value::Int));
    }
    if let Some(item) = iterator.get::<ListIterator>().and_then(ListIterator::advance) {
        return Ok(Value::Obj(item));
    }
    if let Some(item) = iterator.get::<TupleIterator>().and_then(TupleIterator::advance) {
        return Ok(Value::Obj(item));
    }
    match iterator.kind() {
        kinds::GENERATOR => super::generator::next(frame.vm, iterator, None),
        kinds::STR_ASCII_ITERATOR => next_ascii(frame.vm, iterator),
        kinds::DICT_KEY_ITERATOR => dict::iterators::next::<KEYS>(frame.vm, iterator),
        kinds::SET_ITERATOR => set::next(frame.vm, iterator),
        _ => frame.vm.next(iterator),
    }
}
