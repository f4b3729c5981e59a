//! What each key does beyond the line editor's own rules: Enter, Tab, Backspace, Up and Down.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustyline::{
    Cmd, ConditionalEventHandler, Event, EventContext, KeyCode, KeyEvent, Modifiers, Movement,
    RepeatCount,
};

use super::arrivals::{Arrivals, KeyBytes};
use super::indent;
use crate::session::verdict::{self, Verdict};

const STEP: &str = "    ";

/// Of a paste that is still arriving, so many lines are judged at each line that could end it; longer
/// ones only when nothing waits any more.
const JUDGED: usize = 300;

/// Sees every key before the editor does.
#[derive(Clone)]
pub struct Keys(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    arrivals: Option<Arrivals>,
    /// Whether a line of data is read, for which Enter is the end.
    data: bool,
    /// Lines of an arriving paste that were accepted one by one, so that no line is drawn twice.
    gathered: String,
    /// Whether the line just accepted is one of them.
    goes_on: bool,
}

impl Keys {
    /// For one editor.
    pub fn new() -> Self {
        Keys(Arc::default())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to read code, or a line of data.
    pub fn begin(&self, code: bool) {
        let mut state = self.state();
        state.data = !code;
        state.gathered.clear();
        state.goes_on = false;
        state.arrivals.get_or_insert_with(Arrivals::new);
    }

    /// Whether the line just accepted wants another one.
    pub fn goes_on(&self) -> bool {
        std::mem::take(&mut self.state().goes_on)
    }

    /// The lines accepted before the last one.
    pub fn take_gathered(&self) -> String {
        std::mem::take(&mut self.state().gathered)
    }
}

impl State {
    /// Notes the key; where it matters, says whether more input is there already, and whether the
    /// key came in one piece with others.
    fn note(&mut self, key: KeyEvent) -> (bool, bool) {
        let arrivals = self.arrivals.get_or_insert_with(Arrivals::new);
        arrivals.key(bytes_of(key));
        let more = matters(key) && arrivals.more();
        (more, more || arrivals.came_together())
    }

    /// Enter runs what is whole and goes on with what is not; with lines below the cursor it breaks
    /// the line. While more input is waiting, what is broken so far goes on too: the rest of the
    /// paste may say what it is.
    fn enter(&mut self, line: &str, pos: usize, more: bool, together: bool) -> Cmd {
        if self.data {
            return Cmd::AcceptLine;
        }
        let (before, after) = line.split_at(pos);
        if after.contains('\n') && !after.trim().is_empty() {
            return new_line(before, together);
        }
        if !after.trim().is_empty() {
            // Inside the last line: a block that is whole needs no blank line to show that it is.
            return match verdict::of_typed(&format!("{}{line}\n", self.gathered), more) {
                Verdict::Run => Cmd::AcceptLine,
                Verdict::More => new_line(before, together),
            };
        }
        let whole = format!("{}{line}", self.gathered);
        let long = more && whole.bytes().filter(|&b| b == b'\n').count() > JUDGED;
        let inner = more && line.starts_with([' ', '\t']) && !self.gathered.is_empty();
        match if long || inner { Verdict::More } else { verdict::of_typed(&whole, more) } {
            Verdict::Run => Cmd::AcceptLine,
            Verdict::More if more => {
                self.gathered = whole + "\n";
                self.goes_on = true;
                Cmd::AcceptLine
            }
            Verdict::More => new_line(before, together),
        }
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
        let mut state = self.state();
        let (more, together) = state.note(key);
        match key {
            _ if is_enter(key) => Some(state.enter(ctx.line(), ctx.pos(), more, together)),
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

fn is_enter(key: KeyEvent) -> bool {
    matches!(
        key,
        KeyEvent(KeyCode::Enter, Modifiers::NONE)
            | KeyEvent(KeyCode::Char('J' | 'M'), Modifiers::CTRL)
    )
}

/// Whether what follows decides what a key does.
fn matters(key: KeyEvent) -> bool {
    is_enter(key) || key == KeyEvent(KeyCode::Tab, Modifiers::NONE)
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
