//! What each key does beyond the line editor's own rules: Enter, Tab, Up and Down, and pastes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustyline::{
    Cmd, ConditionalEventHandler, Event, EventContext, KeyCode, KeyEvent, Modifiers, RepeatCount,
};

use super::arrivals::{Arrivals, KeyBytes};
use super::pasting::{Pasted, Pasting};
use super::{indent, marks, motions};
use crate::session::verdict::{self, Verdict};

const STEP: &str = "    ";

/// Of a paste that is still arriving, so many lines are judged at each line that could end it; longer
/// ones only when nothing waits any more.
const JUDGED: usize = 300;

/// Sees every key before the editor does.
#[derive(Clone)]
pub struct Keys(Arc<Mutex<State>>);

/// How the text on the prompt came there, which decides what Enter and the arrows mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Origin {
    #[default]
    Typed,
    /// An entry of the history, not changed yet.
    Recalled,
    /// Found by the letters typed before Up.
    ByPrefix,
    /// Ctrl-R is looking for it.
    Searched,
}

#[derive(Default)]
struct State {
    arrivals: Option<Arrivals>,
    /// Whether a line of data is read, for which Enter is the end.
    data: bool,
    /// Lines of an arriving paste that were accepted one by one, so that no line is drawn twice.
    gathered: String,
    /// Whether the line just accepted is one of them.
    goes_on: bool,
    pasting: Pasting,
    origin: Origin,
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
        state.origin = Origin::Typed;
        state.pasting = Pasting::default();
        state.arrivals.get_or_insert_with(Arrivals::new);
    }

    /// Whether further keys have come already: there is no time to look at hints.
    pub fn hurry(&self) -> bool {
        self.state().arrivals.as_ref().is_some_and(Arrivals::unused)
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

    /// The text that a finished paste puts on the prompt; any other key of it does nothing yet.
    fn paste(&mut self, key: KeyEvent) -> Option<Cmd> {
        match self.pasting.key(key) {
            Pasted::No => None,
            Pasted::More => Some(Cmd::Noop),
            Pasted::Whole(text) => {
                self.note(key);
                self.origin = Origin::Typed;
                let text = if self.data { text } else { marks::add(&text).into_owned() };
                Some(Cmd::Insert(1, text))
            }
        }
    }

    /// Enter runs what is whole and goes on with what is not; with lines below the cursor it breaks
    /// the line. While more input is waiting, what is broken so far goes on too: the rest of the
    /// paste may say what it is.
    fn enter(&mut self, line: &str, pos: usize, more: bool, together: bool) -> Cmd {
        if self.data {
            return Cmd::AcceptLine;
        }
        let (before, after) = line.split_at(pos);
        let found = self.origin != Origin::Typed;
        if after.contains('\n') && !after.trim().is_empty() && !found {
            return new_line(before, together);
        }
        if found || !after.trim().is_empty() {
            // Inside the last line, or recalled: what is whole needs no blank line to show that it is.
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

    /// What a key other than Enter and Tab does.
    fn other(&mut self, key: KeyEvent, line: &str, pos: usize) -> Option<Cmd> {
        let before = std::mem::take(&mut self.origin);
        let plain = |code| key == KeyEvent(code, Modifiers::NONE);
        let control = |letter| key == KeyEvent(KeyCode::Char(letter), Modifiers::CTRL);
        if control('R') || control('S') || before == Origin::Searched && is_for_search(key) {
            self.origin = Origin::Searched;
            return None;
        }
        let (above, below) = (line[..pos].contains('\n'), line[pos..].contains('\n'));
        let prefixed = before == Origin::ByPrefix;
        if plain(KeyCode::Up) || control('P') {
            return match above {
                true if !prefixed => Some(Cmd::LineUpOrPreviousHistory(1)),
                _ if prefixed || before != Origin::Recalled && is_prefix(line, pos) => {
                    self.recall(Origin::ByPrefix, Cmd::HistorySearchBackward)
                }
                _ => self.recall(Origin::Recalled, Cmd::PreviousHistory),
            };
        }
        if plain(KeyCode::Down) || control('N') {
            return match below {
                _ if prefixed => self.recall(Origin::ByPrefix, Cmd::HistorySearchForward),
                true => Some(Cmd::LineDownOrNextHistory(1)),
                false => self.recall(Origin::Recalled, Cmd::NextHistory),
            };
        }
        motions::of(key, line, pos)
    }

    fn recall(&mut self, origin: Origin, command: Cmd) -> Option<Cmd> {
        self.origin = origin;
        Some(command)
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
        if let Some(command) = state.paste(key) {
            return Some(command);
        }
        let (more, together) = state.note(key);
        let typed = marks::strip(ctx.line());
        let at = || marks::offset_typed(ctx.line(), ctx.pos());
        match key {
            _ if is_enter(key) => Some(state.enter(&typed, at(), more, together)),
            KeyEvent(KeyCode::Enter, Modifiers::ALT) => {
                Some(Cmd::Insert(1, marks::add("\n").into_owned()))
            }
            KeyEvent(KeyCode::Tab, Modifiers::NONE) => {
                state.origin = Origin::Typed;
                tab(&typed, at(), more, together)
            }
            _ => state.other(key, ctx.line(), ctx.pos()),
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

/// Whether a key changes what Ctrl-R looks for.
fn is_for_search(key: KeyEvent) -> bool {
    matches!(
        key,
        KeyEvent(KeyCode::Char(_), Modifiers::NONE | Modifiers::SHIFT)
            | KeyEvent(KeyCode::Backspace, Modifiers::NONE)
            | KeyEvent(KeyCode::Char('H'), Modifiers::CTRL)
    )
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
    Cmd::Insert(1, format!("\n{}{indent}", marks::STANDIN))
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

/// Whether Up and Down look for entries that begin like what is typed.
fn is_prefix(line: &str, pos: usize) -> bool {
    !line.is_empty() && !line.contains('\n') && pos == line.len()
}
