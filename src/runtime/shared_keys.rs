//! The dicts of instances, in CPython's measure: whether the keys are the class's, and what that makes of their size.

use std::rc::Rc;

use super::kinds;
use super::object::shared_keys::SharedKeys;
use super::object::{Dict, Str};
use super::value::Raised;
use super::vm::Vm;
use crate::heap::Ref;
use crate::text::getsizeof;

/// Marks the numbers of keys in `aux` words, so that none of them is that of a shape.
const KEYS: u32 = 1 << 31;
/// Marks dicts whose values stand apart from their instance: cleared, they are as any empty dict.
const APART: u32 = 1 << 30;

/// Keys that [`Vm::unshare_keys`] would have made room for.
const UNSHARED: usize = 21;

impl Vm {
    /// An empty dict for `object`'s attributes. The cell's `aux` word says whose keys it shares.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(super) fn new_attributes(&self, object: &Ref) -> Result<Ref, Raised> {
        let dict = self.alloc(Dict::default())?;
        let class = self.class_data(object);
        let flags = class.flags.get();
        // Exceptions and functions have plain dicts.
        if !flags.builtin
            && flags.has_dict
            && !class.layout.has_dict
            && object.kind() != kinds::TYPE
        {
            let apart = object.kind() != kinds::OBJECT || class.shapes.reserved.get() > 0;
            let mark = if apart { KEYS | APART } else { KEYS };
            dict.set_aux(self.number_of(class.shapes.keys()) | mark);
        }
        Ok(dict)
    }

    fn number_of(&self, keys: &Rc<SharedKeys>) -> u32 {
        if keys.number.get() == 0 {
            let mut all = self.shared_keys.borrow_mut();
            all.push(keys.clone());
            keys.number.set(all.len() as u32);
        }
        keys.number.get()
    }

    /// `sys.getsizeof` of a dict whose keys are a class's; `None` if they are its own.
    pub fn size_with_shared_keys(&self, dict: &Ref) -> Option<usize> {
        let at = (dict.aux() & !(KEYS | APART)).checked_sub(1)? as usize;
        let keys = self.shared_keys.borrow().get(at)?.clone();
        let payload = dict.as_ref::<Dict>();
        let own = payload
            .table
            .borrow()
            .iter()
            .position(|entry| !(entry.key.is_exact::<Str>() && keys.add(entry.key.text())));
        let Some(used) = own else { return Some(getsizeof::values_size(keys.room())) };
        dict.set_aux(0);
        payload.table.borrow_mut().unshare(used);
        payload.keys_changed();
        None
    }

    /// Makes `copy` a copy of `dict` in this regard.
    pub fn copy_sharing(&self, dict: &Ref, copy: &Ref) {
        if dict.aux() != 0 {
            copy.set_aux(dict.aux() | APART);
        }
    }

    /// To be called when a dict has been cleared: it shares no keys then, unless its values stand in
    /// the instance.
    pub fn cleared(&self, dict: &Ref) {
        if dict.aux() & APART != 0 {
            dict.set_aux(0);
        }
    }

    /// Gives a dict whose keys are a class's keys of its own.
    pub fn unshare_keys(&self, dict: &Ref) {
        if self.size_with_shared_keys(dict).is_some() {
            dict.set_aux(0);
            let payload = dict.as_ref::<Dict>();
            payload.table.borrow_mut().unshare(UNSHARED);
            payload.keys_changed();
        }
    }
}
