//! Pattern text to tree: alternatives, sequences and single items.
//!
//! Messages and positions are those of CPython 3.13 (`Lib/re/_parser.py`).

use super::tree::{At, Node};
use super::{RegexError, flag};

/// Groups nested deeper are refused.
const DEEPEST: usize = 250;

/// A parsed pattern.
pub(super) struct Parsed {
    pub(super) node: Node,
    pub(super) flags: u32,
    /// Capturing groups, the whole match included.
    pub(super) groups: usize,
    pub(super) names: Vec<(String, usize)>,
    pub(super) doubts: Vec<String>,
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a [char],
    pub(super) at: usize,
    pub(super) is_bytes: bool,
    pub(super) flags: u32,
    pub(super) names: Vec<(String, usize)>,
    /// The width of each capturing group; `None` while it is open.
    pub(super) widths: Vec<Option<(u32, u32)>>,
    /// How many groups there were where the outermost lookbehind began.
    pub(super) behind_groups: Option<usize>,
    /// Groups that conditions refer to by number, and where.
    pub(super) conditions: Vec<(usize, usize)>,
    /// Warnings of what may mean something else one day.
    pub(super) doubts: Vec<String>,
    depth: usize,
}

pub(super) type Parse<T> = Result<T, RegexError>;

/// Parses a pattern.
pub(super) fn parse(text: &[char], is_bytes: bool, flags: u32) -> Parse<Parsed> {
    let mut parser = Parser {
        text,
        at: 0,
        is_bytes,
        flags,
        names: Vec::new(),
        widths: vec![None],
        behind_groups: None,
        conditions: Vec::new(),
        doubts: Vec::new(),
        depth: 0,
    };
    let node = parser.alternatives(flags & flag::VERBOSE != 0, true)?;
    let flags = fixed_flags(parser.flags, is_bytes)?;
    if parser.peek().is_some() {
        return Err(parser.error("unbalanced parenthesis", 0));
    }
    for (group, position) in &parser.conditions {
        if *group >= parser.widths.len() {
            let message = format!("invalid group reference {group}");
            return Err(RegexError::Pattern(message, Some(*position)));
        }
    }
    let Parser { names, doubts, widths, .. } = parser;
    Ok(Parsed { node, flags, groups: widths.len(), names, doubts })
}

fn fixed_flags(flags: u32, is_bytes: bool) -> Parse<u32> {
    let has = |wanted: u32| flags & wanted != 0;
    let refused = match (is_bytes, has(flag::ASCII)) {
        (false, _) if has(flag::LOCALE) => "cannot use LOCALE flag with a str pattern",
        (false, true) if has(flag::UNICODE) => "ASCII and UNICODE flags are incompatible",
        (false, true) => return Ok(flags),
        (false, false) => return Ok(flags | flag::UNICODE),
        (true, _) if has(flag::UNICODE) => "cannot use UNICODE flag with a bytes pattern",
        (true, true) if has(flag::LOCALE) => "ASCII and LOCALE flags are incompatible",
        (true, _) => return Ok(flags),
    };
    Err(RegexError::Value(refused.into()))
}

impl Parser<'_> {
    /// The next token: a character, or a backslash with its character.
    pub(super) fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    pub(super) fn take(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    pub(super) fn take_if(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// An error `back` characters before the present place.
    pub(super) fn error(&self, message: impl Into<String>, back: usize) -> RegexError {
        RegexError::Pattern(message.into(), Some(self.at.saturating_sub(back)))
    }

    /// An error at a place.
    pub(super) fn error_at(&self, message: impl Into<String>, place: usize) -> RegexError {
        RegexError::Pattern(message.into(), Some(place))
    }

    /// `a|b|c`
    pub(super) fn alternatives(&mut self, verbose: bool, outermost: bool) -> Parse<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(RegexError::TooDeep);
        }
        let mut verbose = verbose;
        let mut branches = vec![self.sequence(verbose, outermost)?];
        while self.take_if('|') {
            if outermost {
                verbose = self.flags & flag::VERBOSE != 0;
            }
            branches.push(self.sequence(verbose, false)?);
        }
        self.depth -= 1;
        match branches.pop() {
            Some(only) if branches.is_empty() => Ok(only),
            Some(last) => {
                branches.push(last);
                Ok(Node::Branch(branches))
            }
            None => Ok(Node::Sequence(Vec::new())),
        }
    }

    /// Items up to `|`, `)` or the end. `first` says that global flags may still be set.
    pub(super) fn sequence(&mut self, verbose: bool, first: bool) -> Parse<Node> {
        let mut verbose = verbose;
        let mut nodes = Vec::new();
        while let Some(next) = self.peek() {
            if matches!(next, '|' | ')') {
                break;
            }
            let start = self.at;
            self.at += 1;
            if verbose && matches!(next, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c') {
                continue;
            }
            if verbose && next == '#' {
                while self.take().is_some_and(|letter| letter != '\n') {}
                continue;
            }
            match next {
                '\\' => nodes.push(self.escape(start)?),
                '[' => nodes.push(self.set(start)?),
                '.' => nodes.push(Node::Any),
                '^' => nodes.push(Node::At(At::LineStart)),
                '$' => nodes.push(Node::At(At::LineEnd)),
                '*' | '+' | '?' | '{' => self.repeat(next, start, &mut nodes)?,
                '(' => {
                    let at_start = first && nodes.is_empty();
                    match self.group(start, verbose, at_start)? {
                        Some(node) => nodes.push(node),
                        None => verbose = verbose || self.flags & flag::VERBOSE != 0,
                    }
                }
                _ => nodes.push(Node::Char(next)),
            }
        }
        if nodes.len() == 1
            && let Some(only) = nodes.pop()
        {
            return Ok(only);
        }
        Ok(Node::Sequence(nodes))
    }
}
