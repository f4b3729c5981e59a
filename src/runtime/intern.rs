//! Strings that the interpreter keeps one of: identifiers, attribute names, single characters.

use std::cell::{OnceCell, RefCell};

use hashbrown::HashTable;

use super::object::Str;
use super::value::Raised;
use super::vm::Vm;
use crate::heap::{Ref, Unowned};
use crate::text::hash::hash_str;

/// Interned strings are not owned by the table unless they are immortal: when the last reference
/// goes, the string goes ([`Interned::forget`]).
pub struct Interned {
    table: RefCell<HashTable<Unowned>>,
    /// Immortal names, owned.
    names: RefCell<Vec<Ref>>,
    latin1: Box<[OnceCell<Ref>]>,
}

impl Default for Interned {
    fn default() -> Self {
        Interned {
            table: RefCell::default(),
            names: RefCell::default(),
            latin1: (0..256).map(|_| OnceCell::new()).collect(),
        }
    }
}

impl Interned {
    /// The references the table owns.
    pub fn visit(&self, visit: &mut dyn FnMut(&Ref)) {
        self.names.borrow().iter().for_each(&mut *visit);
        for letter in &self.latin1 {
            if let Some(letter) = letter.get() {
                visit(letter);
            }
        }
    }
}

impl Vm {
    /// As [`Vm::name`], without its cache.
    pub(super) fn immortal_name(&self, text: &str) -> Ref {
        match self.intern(text) {
            Ok(name) => {
                if !name.is_immortal() {
                    name.make_immortal();
                    self.interned.names.borrow_mut().push(name.clone());
                }
                name
            }
            // Out of memory for a name: any string will do, the next allocation reports it.
            Err(_) => {
                self.clear_pending();
                self.singletons.empty_str.clone()
            }
        }
    }

    /// The interned string of `text`.
    pub fn intern(&self, text: &str) -> Result<Ref, Raised> {
        if let Some(found) = self.interned_of(text) {
            return Ok(found);
        }
        let new = self.new_str(text)?;
        self.remember_interned(&new);
        Ok(new)
    }

    /// `sys.intern(object)`: the string of that text that all share.
    pub fn intern_object(&self, object: &Ref) -> Ref {
        if object.get::<Str>().is_some_and(Str::is_interned) {
            return object.clone();
        }
        match self.interned_of(object.text()) {
            Some(found) => found,
            None => {
                self.remember_interned(object);
                object.clone()
            }
        }
    }

    fn interned_of(&self, text: &str) -> Option<Ref> {
        let table = self.interned.table.borrow();
        let hash = hash_str(text) as u64;
        let found = table
            .find(hash, |name| self.heap.upgrade(*name).is_some_and(|name| name.text() == text))?;
        self.heap.upgrade(*found)
    }

    fn remember_interned(&self, object: &Ref) {
        if let Some(payload) = object.get::<Str>() {
            payload.set_interned(true);
            object.set_flag(crate::heap::Flag::NEEDS_HOOK);
            let hash = hash_str(object.text()) as u64;
            let rehash = |name: &Unowned| {
                self.heap.upgrade(*name).map_or(0, |name| hash_str(name.text()) as u64)
            };
            self.interned.table.borrow_mut().insert_unique(hash, object.downgrade(), rehash);
        }
    }

    /// Takes a dying interned string out of the table.
    pub(super) fn forget_interned(&self, object: &Ref) {
        let hash = hash_str(object.text()) as u64;
        let address = object.address();
        let mut table = self.interned.table.borrow_mut();
        if let Ok(found) = table.find_entry(hash, |name| name.address() == address) {
            found.remove();
        }
    }

    /// The string of one Latin-1 character; immortal.
    pub fn latin1(&self, letter: u8) -> Result<Ref, Raised> {
        let place = &self.interned.latin1[letter as usize];
        if let Some(made) = place.get() {
            return Ok(made.clone());
        }
        let mut buffer = [0; 2];
        let text = (letter as char).encode_utf8(&mut buffer);
        let made = self
            .apart(|| self.heap.alloc_text(Str::of(text), text, None))
            .map_err(|full| self.heap_full(full))?;
        made.make_immortal();
        self.remember_interned(&made);
        Ok(place.get_or_init(|| made).clone())
    }
}
