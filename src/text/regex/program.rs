//! The compiled form of a pattern: steps for the matcher.

use super::set::{Set, Sight};
use super::tree::{At, Greed};

/// One character that may be matched.
#[derive(Clone, Debug)]
pub(super) enum One {
    Char(char),
    /// Any character whose folded form is this.
    Folded {
        letter: char,
        ascii: bool,
    },
    /// Anything but a newline.
    Line,
    Any,
    Set(Box<Set>),
}

impl One {
    #[inline(always)]
    pub(super) fn matches(&self, letter: char) -> bool {
        match self {
            One::Char(wanted) => letter == *wanted,
            One::Folded { letter: wanted, ascii } => super::set::fold(letter, *ascii) == *wanted,
            One::Line => letter != '\n',
            One::Any => true,
            One::Set(set) => set.contains(letter),
        }
    }
}

/// A step. Steps follow each other unless they say otherwise.
#[derive(Clone, Debug)]
pub(super) enum Step {
    One(One),
    /// A run of one and the same kind of character.
    Run {
        one: One,
        least: u32,
        most: u32,
        greed: Greed,
    },
    /// A place in `^`, `$`, `\b`…; the flag is `re.M`, or for boundaries `re.A`.
    At(At, bool),
    /// Keeps the place in a slot: `2n` where group n begins, `2n + 1` where it ends.
    Save(usize),
    /// Tries the first, then the second.
    Split(usize, usize),
    Jump(usize),
    /// Starts counting for a loop.
    Begin(usize),
    /// The head of loop `number`: into `body` or on to `exit`.
    Loop {
        number: usize,
        least: u32,
        most: u32,
        lazy: bool,
        body: usize,
        exit: usize,
    },
    BackReference {
        group: usize,
        sight: Sight,
    },
    /// What follows up to `exit` matches here (or, `back` characters earlier, ends here).
    Look {
        negated: bool,
        back: Option<u32>,
        exit: usize,
    },
    /// What follows up to `exit` matches once and is not tried again.
    Atomic {
        exit: usize,
    },
    /// Goes to `no` where the group has not matched.
    Condition {
        group: usize,
        no: usize,
    },
    Fail,
    /// The end of what `Look` and `Atomic` enclose.
    Inner,
    Match,
}

/// What the characters that can begin a match have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum First {
    /// Nothing is known.
    Unknown,
    /// Only the start of the subject.
    Start,
    /// This very ASCII character.
    Byte(u8),
    /// One of these ASCII characters, or any other.
    Among(u128),
}

/// A compiled pattern.
pub struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) loops: usize,
    pub(super) first: First,
    /// Capturing groups, the whole match included.
    pub groups: usize,
    pub names: Vec<(String, usize)>,
    pub flags: u32,
    /// Warnings of what may mean something else one day.
    pub doubts: Vec<String>,
}
