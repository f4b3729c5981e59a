//! The line editor: rustyline with our colours, completion, hints, keys and history.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;

use rustyline::config::Configurer;
use rustyline::error::ReadlineError;
use rustyline::{ColorMode, CompletionType, Config, Editor, Event, EventHandler};

use super::assist::Assist;
use super::history::Blocks;
use super::keys::Keys;
use super::marks;
use super::screen::TAB;
use crate::session::Session;

const HISTORY: usize = 10_000;

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
    editor: Editor<Assist, Blocks>,
    keys: Keys,
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
            .bracketed_paste(true)
            .tab_stop(TAB)
            // Marks are drawn by the highlighter even where nothing is coloured.
            .color_mode(ColorMode::Forced)
            .build();
        let history = Blocks::of(history_file);
        let mut editor =
            Editor::with_history(config, history).map_err(|error| error.to_string())?;
        let keys = Keys::new();
        editor.set_helper(Some(Assist::new(session, keys.clone(), colour)));
        editor.set_max_history_size(HISTORY).map_err(|error| error.to_string())?;
        editor.set_history_ignore_dups(true).map_err(|error| error.to_string())?;
        editor.bind_sequence(Event::Any, EventHandler::Conditional(Box::new(keys.clone())));
        editor.history_mut().recall();
        Ok(LineEditor { editor, keys })
    }

    /// Reads one piece of code, of any number of lines.
    ///
    /// `offered` stands on the prompt to begin with.
    pub fn read_code(&mut self, prompt: &str, offered: &str) -> Typed {
        self.keys.begin(true);
        let mut typed = self.read(prompt, offered, true);
        while self.keys.goes_on() && matches!(typed, Typed::Text(_)) {
            typed = self.read(marks::SHOWN, "", true);
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
            helper.read_code(code);
        }
        let mut offered = Cow::Borrowed(offered);
        loop {
            match self.editor.readline_with_initial(prompt, (&marks::add(&offered), "")) {
                Ok(text) => return Typed::Text(marks::strip(&text).into_owned()),
                Err(ReadlineError::Interrupted) => return Typed::Interrupted,
                Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                    let note = "note: a byte came that is no UTF-8: it is left out\n";
                    // Without a reader there is nobody to tell.
                    let _ = io::stderr().lock().write_all(note.as_bytes());
                    offered =
                        self.editor.helper().map(Assist::take_seen).unwrap_or_default().into();
                }
                Err(_) => return Typed::End,
            }
        }
    }

    /// Keeps a piece of code in the history.
    pub fn remember(&mut self, text: &str) {
        let text = text.trim_end();
        if !text.is_empty() {
            self.editor.history_mut().remember(text);
        }
    }
}
