//! What the line editor asks while a piece is edited: completions, the hint for a call, colours.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::validate::Validator;
use rustyline::{Context, GraphemeClusterMode, Helper};

use super::keys::Keys;
use super::screen::{Position, Screen};
use super::{listing, marks, paint};
use crate::session::Session;

/// More than this is shown without colours, so that no key waits.
const PAINTED: usize = 20_000;

/// Answers from a session.
pub struct Assist {
    session: Rc<Session>,
    keys: Keys,
    colour: bool,
    /// Whether code is read, or a line of data.
    code: Cell<bool>,
    /// Whether the text is drawn for the last time.
    last: Cell<bool>,
    letters: GraphemeClusterMode,
    /// What the prompt takes of the first row.
    prompt: Cell<Position>,
    /// What Tab has just found, until it is drawn.
    found: RefCell<Option<String>>,
    /// Whether it stands on the screen.
    lists: Cell<bool>,
    /// The rows below the text that the hint takes.
    below: Cell<usize>,
    /// The text as it was after the last key.
    seen: RefCell<String>,
}

impl Assist {
    /// Assistance from what `session` knows.
    pub fn new(session: Rc<Session>, keys: Keys, colour: bool) -> Self {
        Assist {
            session,
            keys,
            colour,
            code: Cell::new(true),
            last: Cell::new(false),
            letters: GraphemeClusterMode::from_env(),
            prompt: Cell::default(),
            found: RefCell::default(),
            lists: Cell::new(false),
            below: Cell::new(0),
            seen: RefCell::default(),
        }
    }

    /// The text as it was after the last key that changed it.
    pub fn take_seen(&self) -> String {
        marks::strip(&self.seen.take()).into_owned()
    }

    /// From now on code is read, or data.
    pub fn read_code(&self, code: bool) {
        self.code.set(code);
        self.last.set(false);
        self.seen.take();
    }

    fn paints(&self, line: &str) -> bool {
        self.colour && self.code.get() && line.len() < PAINTED
    }

    fn screen(&self) -> Screen {
        Screen::of_terminal(self.letters)
    }

    /// Whether the text does not fit the screen.
    fn is_tall(&self, line: &str) -> bool {
        let screen = self.screen();
        // No text has more rows than letters.
        line.len() >= screen.rows && screen.after(line, self.prompt.get()).row >= screen.rows
    }

    /// What stands behind the text: the candidates that Tab found, or what a call still lacks.
    fn remark(&self, line: &str, pos: usize) -> Option<String> {
        let found = self.found.take();
        self.lists.set(found.is_some());
        if found.is_some() {
            return found;
        }
        let at_end = pos == line.len() && !self.keys.hurry() && line.len() < PAINTED;
        let call = at_end.then(|| self.session.signature_hint(&marks::strip(line))).flatten();
        let bracket = || {
            let near =
                line[pos..].chars().next().into_iter().chain(line[..pos].chars().next_back());
            near.into_iter().any(|letter| "()[]{}".contains(letter))
        };
        call.or_else(|| {
            let again = self.is_tall(line) || self.colour && line.len() < PAINTED && bracket();
            again.then(|| INVISIBLE.to_owned())
        })
    }

    /// The text with its marks and colours.
    fn marked<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        let typed = marks::strip(line);
        let painted = if self.paints(line) {
            let cursor = (!self.last.get()).then(|| marks::offset_typed(line, pos));
            Cow::Owned(paint::code(&typed, cursor))
        } else {
            typed
        };
        if !self.code.get() || !painted.contains('\n') {
            return painted;
        }
        let shown = marks::SHOWN;
        let mark =
            if self.colour { format!("\n\x1b[35m{shown}\x1b[0m") } else { format!("\n{shown}") };
        Cow::Owned(painted.replace('\n', &mark))
    }
}

impl Helper for Assist {}

impl Validator for Assist {}

impl Completer for Assist {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _ctx: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        if !self.code.get() {
            return Ok((pos, Vec::new()));
        }
        let typed = marks::strip(line);
        let found = self.session.complete(&typed, marks::offset_typed(line, pos));
        let Some(shared) = listing::in_common(&found) else { return Ok((pos, Vec::new())) };
        if let names @ [_, _, ..] = found.names().as_slice() {
            *self.found.borrow_mut() = Some(listing::columns(names, &self.screen()));
        }
        // The editor's own list would be drawn over in a text of several lines. It is given what all
        // candidates share, and the list follows as the hint.
        let shared = Pair { display: shared.clone(), replacement: shared };
        Ok((marks::offset_in_editor(&typed, found.start), vec![shared]))
    }
}

/// Text after the cursor that no key takes over.
pub struct Remark(String);

impl Hint for Remark {
    fn display(&self) -> &str {
        &self.0
    }

    fn completion(&self) -> Option<&str> {
        None
    }
}

/// Shows as nothing. While there is a hint the editor draws once more when a line is done: that is
/// how a bracket that stood out for the cursor goes back, and how a text that did not fit the screen is
/// left on it as a whole.
const INVISIBLE: &str = "\x1b[m";

impl Hinter for Assist {
    type Hint = Remark;

    fn hint(&self, line: &str, pos: usize, _ctx: &Context<'_>) -> Option<Remark> {
        line.clone_into(&mut self.seen.borrow_mut());
        let remark = self.code.get().then(|| self.remark(line, pos)).flatten();
        let screen = self.screen();
        let end = screen.after(line, self.prompt.get());
        let below = remark.as_ref().map_or(0, |remark| screen.after(remark, end).row - end.row);
        self.below.set(below);
        remark.map(Remark)
    }
}

impl Highlighter for Assist {
    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        let marked = self.marked(line, pos);
        let (screen, start) = (self.screen(), self.prompt.get());
        let cursor = screen.after(&line[..pos], start);
        let end = screen.after(&line[pos..], cursor);
        let window = screen.window(cursor, end, self.below.get()).filter(|_| !self.last.get());
        match window {
            // The prompt stands in the first row already.
            Some(rows) if rows.start > 0 => {
                Cow::Owned(format!("\r\x1b[K{}", screen.cut(&marked, start, &rows)))
            }
            Some(rows) => Cow::Owned(screen.cut(&marked, start, &rows)),
            None if marked.contains('\t') => {
                Cow::Owned(screen.cut(&marked, start, &(0..usize::MAX)))
            }
            None => marked,
        }
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(
        &'s self,
        prompt: &'p str,
        default: bool,
    ) -> Cow<'b, str> {
        self.prompt.set(self.screen().after(prompt, Position::default()));
        if self.colour && default && self.code.get() {
            Cow::Owned(format!("\x1b[1;35m{prompt}\x1b[0m"))
        } else {
            Cow::Borrowed(prompt)
        }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.colour && !self.lists.get() {
            Cow::Owned(format!("\x1b[2m{hint}\x1b[0m"))
        } else {
            Cow::Borrowed(hint)
        }
    }

    /// Whether the whole text has to be drawn again. Deleting a line break must be, in colour or not.
    fn highlight_char(&self, line: &str, _pos: usize, kind: CmdKind) -> bool {
        self.last.set(matches!(kind, CmdKind::ForcedRefresh));
        let listed = !matches!(kind, CmdKind::Other) && self.lists.take();
        if !matches!(kind, CmdKind::Other) {
            // The hint is not drawn then.
            self.below.set(0);
        }
        listed
            || self.paints(line)
            || self.code.get() && line.len() < PAINTED && line.contains('\n')
            || self.is_tall(line)
    }
}
