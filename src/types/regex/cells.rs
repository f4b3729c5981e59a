//! The cells of patterns and matches.

use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::kinds;
use crate::text::regex::{Found, Program};

pub struct Pattern {
    /// The pattern's source, `str` or `bytes`.
    pub(super) source: Fixed,
    /// Boxed: it wants to stand more aligned than cells do.
    pub(super) program: Box<Program>,
    pub(super) is_bytes: bool,
}

impl Payload for Pattern {
    const KIND: Kind = kinds::RE_PATTERN;
    const NAME: &'static str = "Pattern";
    const TRACKED: bool = false;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.source.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.source);
    }
}

pub struct Match {
    pub(super) pattern: Fixed,
    pub(super) subject: Fixed,
    pub(super) found: Found,
    /// The bounds of the search, in characters.
    pub(super) pos: usize,
    pub(super) endpos: usize,
}

impl Payload for Match {
    const KIND: Kind = kinds::RE_MATCH;
    const NAME: &'static str = "Match";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.pattern.visit(visit);
        self.subject.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.subject);
        dying.give_up(&self.pattern);
    }
}

pub(super) fn pattern_of(object: &Ref) -> &Pattern {
    object.as_ref::<Pattern>()
}
