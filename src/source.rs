//! Source text: a named piece of code, byte spans into it, and the map from offsets to lines.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

/// A half-open range of byte offsets into one [`Source`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end` (both byte offsets).
    pub const fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }

    /// The smallest span that covers both `self` and `other`.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The empty span at the start of `self`.
    pub fn start_point(self) -> Span {
        Span { start: self.start, end: self.start }
    }
}

/// One unit of input: a script, a cell, a string given to `exec`.
///
/// Cheap to clone; code objects, tracebacks and reports share it.
#[derive(Clone, Debug)]
pub struct Source(Rc<Inner>);

/// The functions and classes of an embedded module that leave no trace, by qualified name: in
/// CPython they are written in C, so that no traceback shows them. `[""]` stands for all.
pub type Unseen = &'static [&'static str];

#[derive(Debug)]
struct Inner {
    name: Box<str>,
    text: Cow<'static, str>,
    embedded: Option<Unseen>,
    /// For text that was written for a syntax tree: where its lines come from.
    tree: Option<TreeLines>,
    /// Found when first asked for.
    line_starts: OnceCell<Vec<u32>>,
}

/// Where the lines of a text that was written for a syntax tree come from.
#[derive(Debug)]
struct TreeLines {
    /// For each line the one that the tree gives.
    numbers: Box<[u32]>,
    /// The file that the tree was read from, if it is there.
    file: Option<Source>,
}

/// A place as people count: lines from 1, columns (in characters) from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub line: u32,
    pub column: u32,
}

impl Source {
    /// A source called `name` (a path, `<stdin>`, `<cell 4>`) holding `text`.
    ///
    /// Line breaks of other systems become line feeds.
    /// Text beyond 4 GiB cannot be addressed by a [`Span`]; callers refuse it first.
    pub fn new(name: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Self {
        Self::made(name.into(), Cow::Owned(unix_breaks(text.into().into_string())), None)
    }

    /// As [`Source::new`] for a module that is part of the program: its text is known to be right.
    pub fn embedded(name: impl Into<Box<str>>, text: &'static str, unseen: Unseen) -> Self {
        Self::made(name.into(), text.into(), Some(unseen))
    }

    fn made(name: Box<str>, text: Cow<'static, str>, embedded: Option<Unseen>) -> Self {
        Source(Rc::new(Inner { name, text, embedded, tree: None, line_starts: OnceCell::new() }))
    }

    /// Text written for a syntax tree that gives its lines other `numbers`; `file` is the text that
    /// the tree was read from.
    pub fn of_tree(name: &str, text: String, numbers: Box<[u32]>, file: Option<String>) -> Self {
        let file = file.map(|text| Source::new(name, text));
        let (name, text, line_starts) = (name.into(), Cow::Owned(text), OnceCell::new());
        let tree = Some(TreeLines { numbers, file });
        Source(Rc::new(Inner { name, text, embedded: None, tree, line_starts }))
    }

    /// The file that a syntax tree was read from, or the source itself.
    pub fn shown(&self) -> &Source {
        self.0.tree.as_ref().and_then(|tree| tree.file.as_ref()).unwrap_or(self)
    }

    /// The line of byte `offset` as tracebacks count it: that of the syntax tree, if there was one.
    pub fn line_shown(&self, offset: u32) -> u32 {
        self.number_shown(self.line_of(offset))
    }

    /// What tracebacks count a 1-based line of the text as.
    pub fn number_shown(&self, line: u32) -> u32 {
        let numbers = self.0.tree.as_ref().map(|tree| &tree.numbers);
        let shown = line.checked_sub(1).and_then(|at| numbers?.get(at as usize).copied());
        shown.unwrap_or(line)
    }

    /// Whether the text is part of the program.
    pub fn is_embedded(&self) -> bool {
        self.0.embedded.is_some()
    }

    /// Whether the code called `qualname` leaves no entry in tracebacks.
    pub fn is_unseen(&self, qualname: &str) -> bool {
        let covers = |name: &&str| {
            let rest = qualname.strip_prefix(*name);
            rest.is_some_and(|rest| name.is_empty() || rest.is_empty() || rest.starts_with('.'))
        };
        self.0.embedded.is_some_and(|unseen| unseen.iter().any(covers))
    }

    /// The same text by another name.
    #[must_use]
    pub fn renamed(&self, name: &str) -> Self {
        Self::made(name.into(), self.0.text.clone(), self.0.embedded)
    }

    /// The same text, its lines counted as if line `from` were line `to`.
    pub fn moved(&self, from: u32, to: i64) -> Self {
        let numbers = (1..=self.line_count()).map(|line| {
            let number = i64::from(self.number_shown(line)) - i64::from(from) + to;
            u32::try_from(number).unwrap_or(0)
        });
        let tree = Some(TreeLines { numbers: numbers.collect(), file: Some(self.shown().clone()) });
        let (name, text) = (self.0.name.clone(), self.0.text.clone());
        Source(Rc::new(Inner {
            name,
            text,
            embedded: self.0.embedded,
            tree,
            line_starts: OnceCell::new(),
        }))
    }

    /// The offset of each line's first byte.
    fn line_starts(&self) -> &[u32] {
        self.0.line_starts.get_or_init(|| {
            let text = &*self.0.text;
            let mut starts = Vec::with_capacity(text.len() / 32 + 1);
            starts.push(0);
            starts.extend(text.match_indices('\n').map(|(at, _)| at as u32 + 1));
            starts
        })
    }

    /// What the source is called in tracebacks.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The text under `span`; empty where the span is not within the text.
    pub fn slice(&self, span: Span) -> &str {
        self.0.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The 1-based line that holds byte `offset`.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.line_starts().partition_point(|&start| start <= offset) as u32
    }

    /// Line and column (in characters) of byte `offset`.
    pub fn place_of(&self, offset: u32) -> Place {
        let line = self.line_of(offset);
        let start = self.line_starts()[line as usize - 1];
        let column = self.slice(Span::new(start, offset)).chars().count() as u32;
        Place { line, column }
    }

    /// The text of 1-based `line`, without its line break; `None` past the end.
    pub fn line(&self, line: u32) -> Option<&str> {
        let index = line.checked_sub(1)? as usize;
        let start = *self.line_starts().get(index)? as usize;
        let end =
            self.line_starts().get(index + 1).map_or(self.0.text.len(), |&next| next as usize);
        Some(self.0.text[start..end].trim_end_matches(['\n', '\r']))
    }

    /// How many lines the text has; a final line break starts no new line.
    pub fn line_count(&self) -> u32 {
        let all = self.line_starts().len() as u32;
        if self.0.text.ends_with('\n') { all - 1 } else { all }
    }

    /// Whether both are the very same source.
    pub fn same(&self, other: &Source) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Every line break as Python's own, a line feed.
fn unix_breaks(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_line_breaks_end_lines_too() {
        let source = Source::new("<test>", "a\r\nb\rc");
        assert_eq!(source.text(), "a\nb\nc");
        assert_eq!(source.line_of(4), 3);
    }

    #[test]
    fn offsets_map_to_lines_and_character_columns() {
        let source = Source::new("<test>", "a = 1\né = b\n");
        assert_eq!(source.place_of(0), Place { line: 1, column: 0 });
        assert_eq!(source.place_of(9), Place { line: 2, column: 2 });
        assert_eq!(source.line(2), Some("é = b"));
        assert_eq!(source.line_count(), 2);
    }
}
