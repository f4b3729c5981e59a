//! The line editor: rustyline with our colours, completion, hints, keys and history.

use std::borrow::Cow;
use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use rustyline::completion::Pair;
use rustyline::config::Configurer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{
    Cmd, CompletionType, Config, Context, Editor, Event, EventHandler, Helper, KeyCode, KeyEvent,
    Modifiers,
};

use super::keys::Keys;
use super::paint;
use crate::session::Session;

/// More than this is shown without colours, so that no key waits.
const PAINTED: usize = 20_000;
const HISTORY: usize = 10_000;
/// The prompt of the lines of a paste that comes line by line.
const CONTINUATION: &str = "... ";

/// What one turn at the keyboard gave.
#[derive(Debug)]
pub enum Typed {
    Text(String),
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D on an empty line, or the terminal went away.
    End,
}

/// An editor on the terminal.
pub struct LineEditor {
    editor: Editor<Prompting, FileHistory>,
    keys: Keys,
    history_file: Option<PathBuf>,
}

impl LineEditor {
    /// An editor for `session`, with the history of earlier sessions.
    ///
    /// # Errors
    /// Where the terminal cannot be used.
    pub fn new(
        session: Rc<Session>,
        colour: bool,
        history_file: Option<PathBuf>,
    ) -> Result<LineEditor, String> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .completion_show_all_if_ambiguous(true)
            .bracketed_paste(true)
            .tab_stop(4)
            .build();
        let mut editor = Editor::with_config(config).map_err(|error| error.to_string())?;
        editor.set_helper(Some(Prompting { session, colour, code: Cell::new(true) }));
        editor.set_max_history_size(HISTORY).map_err(|error| error.to_string())?;
        editor.set_history_ignore_dups(true).map_err(|error| error.to_string())?;
        let keys = Keys::new();
        editor.bind_sequence(Event::Any, EventHandler::Conditional(Box::new(keys.clone())));
        let alt_enter = KeyEvent(KeyCode::Enter, Modifiers::ALT);
        editor.bind_sequence(alt_enter, EventHandler::Simple(Cmd::Newline));
        if let Some(file) = &history_file {
            // A first start has no history; one that cannot be read is as good as none.
            let _ = editor.load_history(file);
        }
        Ok(LineEditor { editor, keys, history_file })
    }

    /// Reads one piece of code, of any number of lines.
    ///
    /// `offered` stands on the prompt to begin with.
    pub fn read_code(&mut self, prompt: &str, offered: &str) -> Typed {
        self.keys.begin(true);
        let mut typed = self.read(prompt, offered, true);
        while self.keys.goes_on() && matches!(typed, Typed::Text(_)) {
            typed = self.read(CONTINUATION, "", true);
        }
        match typed {
            Typed::Text(last) => Typed::Text(self.keys.take_gathered() + &last),
            other => other,
        }
    }

    /// Reads one line of data, for `input()`.
    pub fn read_line(&mut self, prompt: &str) -> Typed {
        self.keys.begin(false);
        self.read(prompt, "", false)
    }

    fn read(&mut self, prompt: &str, offered: &str, code: bool) -> Typed {
        if let Some(helper) = self.editor.helper() {
            helper.code.set(code);
        }
        match self.editor.readline_with_initial(prompt, (offered, "")) {
            Ok(text) => Typed::Text(text),
            Err(ReadlineError::Interrupted) => Typed::Interrupted,
            Err(_) => Typed::End,
        }
    }

    /// Keeps a piece of code in the history, on disk too: it must survive a crash.
    pub fn remember(&mut self, text: &str) {
        let text = text.trim_end();
        if text.is_empty() || !self.editor.add_history_entry(text).unwrap_or(false) {
            return;
        }
        if let Some(file) = &self.history_file {
            if let Some(folder) = file.parent() {
                // Without a place to write, the history lives as long as the session.
                let _ = fs::create_dir_all(folder);
            }
            let _ = self.editor.append_history(file);
        }
    }

    /// The entries of the history, oldest first.
    pub fn history(&self) -> impl Iterator<Item = &String> {
        self.editor.history().iter()
    }
}

/// What rustyline asks while a piece is edited.
struct Prompting {
    session: Rc<Session>,
    colour: bool,
    /// Whether code is read, or a line of data.
    code: Cell<bool>,
}

impl Helper for Prompting {}

impl Validator for Prompting {}

impl rustyline::completion::Completer for Prompting {
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
        let found = self.session.complete(line, pos);
        let pairs = found
            .candidates
            .into_iter()
            .map(|candidate| Pair { display: candidate.shown, replacement: candidate.replacement });
        Ok((found.start, pairs.collect()))
    }
}

impl Hinter for Prompting {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, _ctx: &Context<'_>) -> Option<String> {
        let at_end = pos == line.len() && self.code.get() && line.len() < PAINTED;
        if at_end { self.session.signature_hint(line) } else { None }
    }
}

impl Highlighter for Prompting {
    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        if self.colour && self.code.get() && line.len() < PAINTED {
            Cow::Owned(paint::code(line, Some(pos)))
        } else {
            Cow::Borrowed(line)
        }
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

    fn highlight_char(&self, line: &str, _pos: usize, _kind: CmdKind) -> bool {
        self.colour && self.code.get() && line.len() < PAINTED
    }
}
