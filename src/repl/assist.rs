//! What the line editor asks while a piece is edited: completions, the hint for a call, colours.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::validate::Validator;
use rustyline::{Context, Helper};

use super::keys::Keys;
use super::{marks, paint};
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
}

impl Assist {
    /// Assistance from what `session` knows.
    pub fn new(session: Rc<Session>, keys: Keys, colour: bool) -> Self {
        Assist { session, keys, colour, code: Cell::new(true), last: Cell::new(false) }
    }

    /// From now on code is read, or data.
    pub fn read_code(&self, code: bool) {
        self.code.set(code);
        self.last.set(false);
    }

    fn paints(&self, line: &str) -> bool {
        self.colour && self.code.get() && line.len() < PAINTED
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
        let pairs = found
            .candidates
            .into_iter()
            .map(|candidate| Pair { display: candidate.shown, replacement: candidate.replacement });
        Ok((marks::offset_in_editor(&typed, found.start), pairs.collect()))
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
/// how a bracket that stood out for the cursor goes back.
const INVISIBLE: &str = "\x1b[m";

impl Hinter for Assist {
    type Hint = Remark;

    fn hint(&self, line: &str, pos: usize, _ctx: &Context<'_>) -> Option<Remark> {
        if !self.code.get() || line.len() >= PAINTED {
            return None;
        }
        let at_end = pos == line.len() && !self.keys.hurry();
        let call = at_end.then(|| self.session.signature_hint(&marks::strip(line))).flatten();
        let bracket = || {
            let near =
                line[pos..].chars().next().into_iter().chain(line[..pos].chars().next_back());
            near.into_iter().any(|letter| "()[]{}".contains(letter))
        };
        call.or_else(|| (self.colour && bracket()).then(|| INVISIBLE.to_owned())).map(Remark)
    }
}

impl Highlighter for Assist {
    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
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

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(
        &'s self,
        prompt: &'p str,
        default: bool,
    ) -> Cow<'b, str> {
        if self.colour && default && self.code.get() {
            Cow::Owned(format!("\x1b[1;35m{prompt}\x1b[0m"))
        } else {
            Cow::Borrowed(prompt)
        }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.colour { Cow::Owned(format!("\x1b[2m{hint}\x1b[0m")) } else { Cow::Borrowed(hint) }
    }

    /// Whether the whole text has to be drawn again. Deleting a line break must be, in colour or not.
    fn highlight_char(&self, line: &str, _pos: usize, kind: CmdKind) -> bool {
        self.last.set(matches!(kind, CmdKind::ForcedRefresh));
        self.paints(line) || self.code.get() && line.len() < PAINTED && line.contains('\n')
    }
}
