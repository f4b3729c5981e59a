//! The parsed form of a pattern.

/// Repeated without end.
pub(super) const NO_LIMIT: u32 = u32::MAX;

/// A class of characters such as `\d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Category {
    Digit,
    Space,
    Word,
}

/// A member of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Char(char),
    Range(char, char),
    Category { category: Category, negated: bool },
}

/// A place without width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// `^`
    LineStart,
    /// `$`
    LineEnd,
    /// `\A`
    Start,
    /// `\Z`
    End,
    /// `\b`
    Boundary,
    /// `\B`
    NoBoundary,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Char(char),
    /// `.`
    Any,
    Set {
        items: Vec<Item>,
        negated: bool,
    },
    At(At),
    Sequence(Vec<Node>),
    Branch(Vec<Node>),
    Group {
        number: Option<usize>,
        add: u32,
        remove: u32,
        node: Box<Node>,
    },
    Atomic(Box<Node>),
    Repeat {
        least: u32,
        most: u32,
        greed: Greed,
        node: Box<Node>,
    },
    BackReference(usize),
    Look {
        behind: bool,
        negated: bool,
        node: Box<Node>,
    },
    /// `(?(1)yes|no)`
    Condition {
        group: usize,
        yes: Box<Node>,
        no: Option<Box<Node>>,
    },
    /// Never matches: `(?!)`.
    Fail,
}

impl Node {
    /// Least and most characters it can match; [`NO_LIMIT`] is without end. `groups` are the
    /// widths of capturing groups so far.
    pub(super) fn width(&self, groups: &[(u32, u32)]) -> (u32, u32) {
        match self {
            Node::Char(_) | Node::Any | Node::Set { .. } => (1, 1),
            Node::At(_) | Node::Look { .. } | Node::Fail => (0, 0),
            Node::Sequence(nodes) => nodes.iter().fold((0, 0), |(least, most), node| {
                let (low, high) = node.width(groups);
                (least.saturating_add(low), most.saturating_add(high))
            }),
            Node::Branch(nodes) => {
                let widths = nodes.iter().map(|node| node.width(groups));
                widths
                    .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
                    .unwrap_or((0, 0))
            }
            Node::Group { node, .. } | Node::Atomic(node) => node.width(groups),
            Node::Repeat { least, most, node, .. } => {
                let (low, high) = node.width(groups);
                let most = if high == 0 { 0 } else { high.saturating_mul(*most) };
                (low.saturating_mul(*least), most)
            }
            Node::BackReference(group) => groups.get(*group).copied().unwrap_or((0, NO_LIMIT)),
            Node::Condition { yes, no, .. } => {
                let (low, high) = yes.width(groups);
                match no {
                    Some(no) => {
                        let (other_low, other_high) = no.width(groups);
                        (low.min(other_low), high.max(other_high))
                    }
                    None => (0, high),
                }
            }
        }
    }
}
