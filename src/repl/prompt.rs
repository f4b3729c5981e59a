//! The prompt on a terminal: read a piece, run it, say what came of it.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use super::editor::{LineEditor, Typed};
use super::listener::Listener;
use super::open_line::OpenLine;
use crate::report::{Style, terminal_width};
use crate::runtime::console::Console;
use crate::session::standard::StandardOutput;
use crate::session::{Audience, Outcome, Session};

/// The editor, shared by the loop and by a program that calls `input()`; empty until the session
/// it completes from is there.
pub type SharedEditor = Rc<RefCell<Option<LineEditor>>>;

/// The console of a session at the prompt: `input()` uses the same editor as the prompt, so that
/// what was typed ahead reaches it.
pub struct PromptConsole {
    editor: SharedEditor,
    line: OpenLine,
    output: StandardOutput,
}

impl PromptConsole {
    /// A console whose `input()` reads with `editor`, and which tells `line` what is written.
    pub fn new(editor: SharedEditor, line: OpenLine) -> Self {
        PromptConsole { editor, line, output: StandardOutput::new() }
    }
}

impl Console for PromptConsole {
    fn write_out(&mut self, text: &str) -> io::Result<()> {
        self.line.wrote(text);
        self.output.write_out(text)
    }

    fn write_err(&mut self, text: &str) -> io::Result<()> {
        self.line.wrote(text);
        self.output.write_err(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    fn read_line(&mut self, prompt: &str) -> io::Result<Option<String>> {
        self.output.flush()?;
        let Ok(mut editor) = self.editor.try_borrow_mut() else { return Ok(None) };
        let prompt = self.line.before_answer(terminal_width()) + prompt;
        match editor.as_mut().map(|editor| editor.read_line(&prompt)) {
            Some(Typed::Text(text)) => Ok(Some(text)),
            Some(Typed::Interrupted) => Err(io::Error::from(io::ErrorKind::Interrupted)),
            Some(Typed::End) | None => Ok(None),
        }
    }
}

/// Reads and runs until the end of input or `exit`; the exit status.
pub fn run(session: &Session, editor: &SharedEditor, line: &OpenLine, style: Style) -> i32 {
    let mut listener = Listener::new(style).after(line.clone());
    loop {
        session.flush();
        line.end();
        let offered = listener.take_offer();
        let typed = match editor.borrow_mut().as_mut() {
            Some(editor) => {
                let prompt = session.own_prompt().unwrap_or_else(|| listener.prompt().to_owned());
                editor.read_code(&prompt, offered.as_deref().unwrap_or(""))
            }
            None => return 0,
        };
        let text = match typed {
            Typed::Text(text) => text,
            Typed::Interrupted => {
                let _ = io::stderr().lock().write_all(b"KeyboardInterrupt\n");
                continue;
            }
            Typed::End => return 0,
        };
        if let Some(editor) = editor.borrow_mut().as_mut() {
            editor.remember(&text);
        }
        // The window may have been resized.
        session.set_width(terminal_width());
        match session.submit(&text, &mut listener) {
            Outcome::Exit(status) => return status,
            Outcome::Interrupted(_) | Outcome::Failed(_) | Outcome::Done { .. } => {}
        }
    }
}

/// The one line above the first prompt.
pub fn greet(listener: &mut dyn Audience) {
    listener.say(&format!(
        "Refscope {} (Python 3.13 with a heap you can see) · %help for its commands, exit to leave\n",
        env!("CARGO_PKG_VERSION")
    ));
}
