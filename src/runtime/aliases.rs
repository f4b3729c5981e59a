//! Addresses recorded in another session and the addresses that stand for them in this one.
//!
//! A tutorial says that `id(a)` was 2009939327424 and reads that address later. The front end finds
//! out which object is meant here; whoever reads memory at an address asks [`Aliases::resolve`] first.

use std::cell::RefCell;
use std::collections::BTreeMap;

/// Pairs of old and new address.
#[derive(Default)]
pub struct Aliases {
    pairs: RefCell<BTreeMap<u64, u64>>,
    used: RefCell<Vec<(u64, u64)>>,
}

impl Aliases {
    /// From now on `old` means `new`.
    pub fn learn(&self, old: u64, new: u64) {
        self.pairs.borrow_mut().insert(old, new);
    }

    /// The address to read where a program says `address`: itself, unless it is a recorded one.
    pub fn resolve(&self, address: u64) -> u64 {
        let Some(&new) = self.pairs.borrow().get(&address) else { return address };
        let mut used = self.used.borrow_mut();
        if !used.contains(&(address, new)) {
            used.push((address, new));
        }
        new
    }

    /// The pairs that have been resolved since this was last asked, each once.
    pub fn take_used(&self) -> Vec<(u64, u64)> {
        self.used.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recorded_addresses_are_resolved_and_noted() {
        let aliases = Aliases::default();
        aliases.learn(7, 70);
        assert_eq!((aliases.resolve(7), aliases.resolve(7), aliases.resolve(8)), (70, 70, 8));
        assert_eq!(aliases.take_used(), [(7, 70)]);
        assert!(aliases.take_used().is_empty());
    }
}
