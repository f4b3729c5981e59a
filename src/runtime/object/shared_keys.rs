//! What CPython's classes note of their instances' attributes (PEP 412), so that `sys.getsizeof` of an instance's `__dict__`
//! agrees: the keys stand with the class, and each dict has only room for values, as many as the class allows.

use std::cell::{Cell, RefCell};

/// The room before there is an instance (`SHARED_KEYS_MAX_SIZE`).
const MOST: usize = 30;

/// The attribute names of one class and the room for their values (CPython: `Objects/dictobject.c`, `init_inline_values`
/// and `insert_split_key`).
pub struct SharedKeys {
    room: Cell<usize>,
    names: RefCell<Vec<Box<str>>>,
    /// By which dicts refer to these keys; 0 before there is one.
    pub number: Cell<u32>,
}

impl Default for SharedKeys {
    fn default() -> SharedKeys {
        SharedKeys { room: Cell::new(MOST), names: RefCell::default(), number: Cell::new(0) }
    }
}

impl SharedKeys {
    fn spare(&self) -> usize {
        self.room.get() - self.names.borrow().len()
    }

    /// Takes note of a new instance: the room shrinks with each of the first. Whether it still can.
    pub fn instance_made(&self) -> bool {
        if self.spare() > 1 {
            self.room.set(self.room.get() - 1);
        }
        self.spare() > 1
    }

    /// Whether `name` is among the keys or has found room there.
    pub fn add(&self, name: &str) -> bool {
        let known = self.names.borrow().iter().any(|known| **known == *name);
        if !known && self.spare() == 0 {
            return false;
        }
        if !known {
            self.names.borrow_mut().push(name.into());
        }
        true
    }

    /// How many values each dict of these keys has room for.
    pub fn room(&self) -> usize {
        self.room.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instances_and_names_share_the_room() {
        let keys = SharedKeys::default();
        assert!(keys.instance_made());
        assert_eq!(keys.room(), 29);
        assert!((0..28).all(|at| keys.add(&at.to_string())));
        assert!(!keys.instance_made());
        assert_eq!(keys.room(), 29);
        assert!(keys.add("last") && keys.add("last"));
        assert!(!keys.add("one more"));
    }
}
