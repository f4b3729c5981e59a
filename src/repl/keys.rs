//! What each key does beyond the line editor's own rules: Enter, Tab, Backspace, Up and Down.

use std::sync::{Arc, Mutex, PoisonError};

use rustyline::{
    Cmd, ConditionalEventHandler, Event, EventContext, KeyCode, KeyEvent, Modifiers, Movement,
    RepeatCount,
};

use super::arrivals::{Arrivals, KeyBytes};
use super::indent;
use crate::session::verdict::{self, Verdict};

const STEP: &str = "    ";

/// Sees every key before the editor does.
#[derive(Clone)]
pub struct Keys {
    arrivals: Arc<Mutex<Option<Arrivals>>>,
}

impl Keys {
    /// For one editor.
    pub fn new() -> Self {
        Keys { arrivals: Arc::new(Mutex::new(None)) }
    }

    /// Notes the key and says whether more input is there already.
    fn more_after(&self, key: KeyEvent) -> bool {
        let mut arrivals = self.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        let arrivals = arrivals.get_or_insert_with(Arrivals::new);
        arrivals.key(bytes_of(key));
        arrivals.more()
    }

    fn pasting_before(&self) -> bool {
        let arrivals = self.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        arrivals.as_ref().is_some_and(Arrivals::came_together)
    }
}

impl ConditionalEventHandler for Keys {
    fn handle(
        &self,
        event: &Event,
        _n: RepeatCount,
        _positive: bool,
        ctx: &EventContext<'_>,
    ) -> Option<Cmd> {
        let key = event.get(0).copied()?;
        let more = self.more_after(key);
        let together = more || self.pasting_before();
        match key {
            KeyEvent(KeyCode::Enter, Modifiers::NONE)
            | KeyEvent(KeyCode::Char('J' | 'M'), Modifiers::CTRL) => {
                Some(enter(ctx.line(), ctx.pos(), more, together))
            }
            KeyEvent(KeyCode::Tab, Modifiers::NONE) => tab(ctx.line(), ctx.pos(), more, together),
            KeyEvent(KeyCode::Backspace, Modifiers::NONE) => backspace(ctx.line(), ctx.pos()),
            KeyEvent(KeyCode::Up, Modifiers::NONE) if is_prefix(ctx) => {
                Some(Cmd::HistorySearchBackward)
            }
            KeyEvent(KeyCode::Down, Modifiers::NONE) if is_prefix(ctx) => {
                Some(Cmd::HistorySearchForward)
            }
            _ => None,
        }
    }
}

fn bytes_of(key: KeyEvent) -> KeyBytes {
    match key {
        KeyEvent(KeyCode::Char(c), Modifiers::NONE | Modifiers::SHIFT) => {
            KeyBytes::Known(c.len_utf8() as u64)
        }
        KeyEvent(KeyCode::Char(_), Modifiers::CTRL)
        | KeyEvent(KeyCode::Enter | KeyCode::Tab | KeyCode::Backspace, Modifiers::NONE) => {
            KeyBytes::Known(1)
        }
        _ => KeyBytes::Unknown,
    }
}

/// Enter runs what is whole and goes on with what is not; with lines below the cursor it breaks the
/// line. While more input is waiting, what is broken so far goes on too: the rest of the paste may
/// say what it is.
fn enter(line: &str, pos: usize, more: bool, together: bool) -> Cmd {
    let (before, after) = line.split_at(pos);
    if after.contains('\n') && !after.trim().is_empty() {
        return new_line(before, together);
    }
    if after.trim().is_empty() {
        return match verdict::of_typed(line, more) {
            Verdict::Run => Cmd::AcceptLine,
            Verdict::More => new_line(before, together),
        };
    }
    // Inside the last line: a block that is whole needs no blank line to show that it is.
    match verdict::of_typed(&format!("{line}\n"), more) {
        Verdict::Run => Cmd::AcceptLine,
        Verdict::More => new_line(before, together),
    }
}

fn new_line(before: &str, together: bool) -> Cmd {
    let indent = if together { String::new() } else { indent::after(before) };
    if indent.is_empty() { Cmd::Newline } else { Cmd::Insert(1, format!("\n{indent}")) }
}

/// Tab indents where a line begins and completes elsewhere; in a paste it is a character.
fn tab(line: &str, pos: usize, more: bool, together: bool) -> Option<Cmd> {
    let current = line[..pos].rsplit('\n').next().unwrap_or_default();
    let at_start = current.trim().is_empty();
    if more || at_start && together {
        return Some(Cmd::SelfInsert(1, '\t'));
    }
    at_start.then(|| Cmd::Insert(1, STEP[current.chars().count() % STEP.len()..].to_owned()))
}

/// Backspace in the indentation takes one step back.
fn backspace(line: &str, pos: usize) -> Option<Cmd> {
    let current = line[..pos].rsplit('\n').next().unwrap_or_default();
    let only_spaces = !current.is_empty() && current.bytes().all(|b| b == b' ');
    let step = match current.len() % STEP.len() {
        0 => STEP.len(),
        over => over,
    };
    (only_spaces && step > 1).then_some(Cmd::Kill(Movement::BackwardChar(step as RepeatCount)))
}

/// Whether Up and Down look for entries that begin like what is typed.
fn is_prefix(ctx: &EventContext<'_>) -> bool {
    !ctx.line().is_empty() && !ctx.line().contains('\n') && ctx.pos() == ctx.line().len()
}
