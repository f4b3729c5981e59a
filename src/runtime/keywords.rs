//! Keywords in calls of functions in Rust, where each of them names a parameter: their values are
//! moved to its place.

use super::args::Signature;
use super::stack::Role;
use super::vm::Vm;
use crate::heap::{Ref, Slot};

/// More keywords than this are bound the general way.
const MOST: usize = 8;

/// The parameters that the keywords of a call name, in the keywords' order.
pub(super) struct Named {
    places: [u8; MOST],
    count: usize,
}

impl Signature {
    /// Which parameters `names` name after `positional` arguments; `None` where something does not
    /// fit, or a dict takes keywords.
    pub(super) fn named(&self, positional: usize, names: &[Slot]) -> Option<Named> {
        if names.len() > MOST || !self.only_places() {
            return None;
        }
        let taken = positional.min(self.positional());
        let mut named = Named { places: [0; MOST], count: names.len() };
        let mut given = 0u64;
        for (place, name) in named.places.iter_mut().zip(names) {
            let at = name.look(|name| self.place_of(name?.text()))?;
            let bit = 1u64.checked_shl(at as u32)?;
            if at < taken || given & bit != 0 {
                return None;
            }
            given |= bit;
            *place = at as u8;
        }
        self.suffice(positional, given).then_some(named)
    }
}

impl Vm {
    /// Moves the values of keywords from the top to their places. The arguments begin at `first`.
    pub(super) fn place_keywords(&self, signature: &Signature, first: usize, named: &Named) {
        let stack = &self.stack;
        let from = stack.top() - named.count;
        let mut values = [const { None::<Ref> }; MOST];
        for (value, at) in values.iter_mut().zip(from..stack.top()) {
            *value = stack.take(at);
        }
        stack.truncate(from);
        match signature.gap(from - first) {
            Some(gap) => stack.open_gap(first + gap.after, gap.places),
            None => {
                for _ in from - first..signature.fixed() {
                    stack.push_empty(Role::Argument);
                }
            }
        }
        for (&place, value) in named.places[..named.count].iter().zip(&mut values) {
            stack.set(first + usize::from(place), value.take());
        }
    }
}
