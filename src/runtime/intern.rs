//! Strings that the interpreter keeps one of: identifiers, attribute names, single characters.

use std::cell::{OnceCell, RefCell};

use hashbrown::HashTable;

use super::object::Str;
use super::object::string::str_hash;
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
    latin1: Box<[OnceCell<Ref>; 256]>,
}

/// How many names a machine has once it has started, or a little more.
const USUAL: usize = 1700;

impl Default for Interned {
    fn default() -> Self {
        Interned {
            table: RefCell::new(HashTable::with_capacity(USUAL)),
            names: RefCell::default(),
            latin1: Box::new([const { OnceCell::new() }; 256]),
        }
    }
}

impl Interned {
    /// The references the table owns.
    pub fn visit(&self, visit: &mut dyn FnMut(&Ref)) {
        self.names.borrow().iter().for_each(&mut *visit);
        for letter in &*self.latin1 {
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
        let hash = hash_str(text);
        if let Some(found) = self.interned_of(text, hash) {
            return Ok(found);
        }
        let new = self.new_str(text)?;
        self.remember_interned(&new, hash);
        Ok(new)
    }

    /// `sys.intern(object)`: the string of that text that all share.
    pub fn intern_object(&self, object: &Ref) -> Ref {
        if object.get::<Str>().is_some_and(Str::is_interned) {
            return object.clone();
        }
        let hash = str_hash(object).unwrap_or_default();
        match self.interned_of(object.text(), hash) {
            Some(found) => found,
            None => {
                self.remember_interned(object, hash);
                object.clone()
            }
        }
    }

    fn interned_of(&self, text: &str, hash: i64) -> Option<Ref> {
        let table = self.interned.table.borrow();
        let found = table.find(hash as u64, |name| {
            self.heap.upgrade(*name).is_some_and(|name| name.text() == text)
        })?;
        self.heap.upgrade(*found)
    }

    fn remember_interned(&self, object: &Ref, hash: i64) {
        if let Some(payload) = object.get::<Str>() {
            payload.set_interned(true);
            payload.set_hash(hash);
            object.set_flag(crate::heap::Flag::NEEDS_HOOK);
            let rehash = |name: &Unowned| name.look(str_hash).flatten().unwrap_or_default() as u64;
            self.interned.table.borrow_mut().insert_unique(hash as u64, object.downgrade(), rehash);
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

    /// The string of one Latin-1 character, if it was asked for before.
    #[inline(always)]
    pub fn letter(&self, letter: u8) -> Option<&Ref> {
        self.interned.latin1[letter as usize].get()
    }

    /// The string of one Latin-1 character; immortal.
    #[inline]
    pub fn latin1(&self, letter: u8) -> Result<Ref, Raised> {
        match self.interned.latin1[letter as usize].get() {
            Some(made) => Ok(made.clone()),
            None => self.make_latin1(letter),
        }
    }

    #[cold]
    #[inline(never)]
    fn make_latin1(&self, letter: u8) -> Result<Ref, Raised> {
        let place = &self.interned.latin1[letter as usize];
        let mut buffer = [0; 2];
        let text = (letter as char).encode_utf8(&mut buffer);
        let made = self
            .apart(|| self.heap.alloc_text(Str::of(text), text, None))
            .map_err(|full| self.heap_full(full))?;
        made.make_immortal();
        self.remember_interned(&made, hash_str(text));
        Ok(place.get_or_init(|| made).clone())
    }
}
