//! Caches of lookups in classes: attribute by class and name, and names by their text.
//!
//! An entry holds for one class epoch, which changes whenever a class changes in a way that
//! matters, or dies. What is found is not owned: while the epoch stands, its class owns it. Plain
//! data under an ordinary name can be replaced without a new epoch, so only descriptors, special
//! names and absences are remembered.
//! (CPython: the type cache in `Objects/typeobject.c`.)

use std::cell::Cell;

use super::object::Class;
use super::vm::Vm;
use crate::heap::{Ref, Slot, Unowned};

/// Entries in each cache; a power of two.
const SIZE: usize = 1024;

struct Entry {
    class: Cell<u64>,
    epoch: Cell<u64>,
    found: Cell<Option<Unowned>>,
    /// Owned, so that no other name can come to stand at its address.
    name: Slot,
}

/// A name of the interpreter's own.
struct NameEntry {
    /// Where the text of a constant of this program stands, if it was one.
    constant: Cell<(usize, usize)>,
    name: Slot,
}

/// The caches of one machine, made on first use.
pub struct LookupCache {
    entries: std::cell::OnceCell<Box<[Entry]>>,
    names: std::cell::OnceCell<Box<[NameEntry]>>,
}

impl Default for LookupCache {
    fn default() -> Self {
        LookupCache { entries: std::cell::OnceCell::new(), names: std::cell::OnceCell::new() }
    }
}

impl LookupCache {
    fn entries(&self) -> &[Entry] {
        self.entries.get_or_init(|| {
            let empty = || Entry {
                class: Cell::new(0),
                epoch: Cell::new(0),
                found: Cell::new(None),
                name: Slot::empty(),
            };
            (0..SIZE).map(|_| empty()).collect()
        })
    }

    fn names(&self) -> &[NameEntry] {
        let empty = || NameEntry { constant: Cell::new((0, 0)), name: Slot::empty() };
        self.names.get_or_init(|| (0..SIZE).map(|_| empty()).collect())
    }

    /// The names the caches own.
    pub fn visit(&self, visit: &mut dyn FnMut(&Ref)) {
        for entry in self.entries.get().into_iter().flatten() {
            entry.name.visit(visit);
        }
        for entry in self.names.get().into_iter().flatten() {
            entry.name.visit(visit);
        }
    }
}

impl Vm {
    /// The attribute `name` (interned) of `class` or the first base that has it.
    #[inline]
    pub fn lookup(&self, class: &Ref, name: &Ref) -> Option<Ref> {
        match self.remembered(class, name) {
            Ok(found) => found?.counted(),
            Err(entry) => self.lookup_slowly(class, name, entry),
        }
    }

    /// What the cache knows of an attribute, or where it would be remembered.
    #[inline(always)]
    fn remembered(&self, class: &Ref, name: &Ref) -> Result<Option<Unowned>, &Entry> {
        let index = ((class.address() >> 5) ^ (name.address() >> 4)) as usize % SIZE;
        let entry = &self.lookups.entries()[index];
        let hit = entry.epoch.get() == self.class_epoch.get()
            && entry.class.get() == class.address()
            && entry.name.peek_same(name);
        if hit { Ok(entry.found.get()) } else { Err(entry) }
    }

    #[inline(never)]
    fn lookup_slowly(&self, class: &Ref, name: &Ref, entry: &Entry) -> Option<Ref> {
        let found = class.as_ref::<Class>().lookup(self, name);
        let stable = match &found {
            Some(found) => {
                name.text().starts_with("__") || self.slot(found, |slots| slots.describe.is_some())
            }
            None => true,
        };
        if stable {
            entry.class.set(class.address());
            entry.epoch.set(self.class_epoch.get());
            entry.found.set(found.as_ref().map(Ref::downgrade));
            entry.name.set(Some(name.clone()));
        }
        found
    }

    /// The interned string of `text`, made immortal: for names the interpreter itself uses.
    #[inline]
    pub fn name(&self, text: &str) -> Ref {
        let entry = self.name_entry(text);
        let known = entry.name.look(|name| name.filter(|name| name.text() == text).cloned());
        match known {
            Some(name) => name,
            None => {
                let name = self.immortal_name(text);
                entry.constant.set((0, 0));
                entry.name.set(Some(name.clone()));
                name
            }
        }
    }

    /// As [`Vm::name`] of a constant, which is known by its place.
    #[inline]
    fn constant_name(&self, text: &'static str) -> Ref {
        let entry = self.name_entry(text);
        let place = (text.as_ptr().addr(), text.len());
        match entry.name.get().filter(|_| entry.constant.get() == place) {
            Some(name) => name,
            None => {
                let name = self.name(text);
                entry.constant.set(place);
                name
            }
        }
    }

    #[inline]
    fn name_entry(&self, text: &str) -> &NameEntry {
        &self.lookups.names()[(text.as_ptr().addr() ^ text.len()) % SIZE]
    }

    /// Looks `name` up in `object`'s class, as special methods are.
    #[inline]
    pub fn lookup_special(&self, object: &Ref, name: &'static str) -> Option<Ref> {
        let class = self.class_of(object);
        let entry = self.name_entry(name);
        if entry.constant.get() == (name.as_ptr().addr(), name.len())
            && let Some(Ok(found)) = entry.name.look(|name| Some(self.remembered(class, name?)))
        {
            return found?.counted();
        }
        self.lookup(class, &self.constant_name(name))
    }
}
