//! The session: runs inputs one after the other in one namespace, and remembers them.

use std::cell::{Cell, Ref, RefCell};
use std::collections::BTreeMap;

use super::engine::Engine;
use super::magic::{self, Part};
use super::outcome::{Audience, Input, Mode, Options, Outcome};
use super::paste::{self, Cell as Piece};
use super::{recorded, remarks, shape};
use crate::runtime::console::Console;
use crate::source::Source;

/// How many sources back a remark may look.
const MOST_SOURCES: usize = 200;

/// One namespace and everything that ran in it.
pub struct Session {
    engine: Engine,
    inputs: RefCell<Vec<String>>,
    cells: Cell<u32>,
    /// What ran lately, for remarks about errors.
    sources: RefCell<Vec<Source>>,
    /// Live objects and their bytes by type, when `%heap` last looked.
    pub(super) last_look: RefCell<BTreeMap<String, (u64, u64)>>,
}

impl Session {
    /// A fresh session whose program reads and writes through `console`.
    ///
    /// # Errors
    /// When the heap cannot be had; the text is one line.
    pub fn new(options: Options, console: Box<dyn Console>) -> Result<Session, String> {
        let engine = Engine::new(options, console)?;
        Ok(Session {
            engine,
            inputs: RefCell::default(),
            cells: Cell::new(0),
            sources: RefCell::default(),
            last_look: RefCell::default(),
        })
    }

    /// Runs one unit of input as it stands.
    pub fn run(&self, input: Input<'_>) -> Outcome {
        let source = Source::new(input.name, input.text);
        let mut outcome = self.engine.run(&source, input.mode);
        if let Outcome::Failed(failure) = &mut outcome {
            remarks::add(failure, &self.sources.borrow());
        }
        let mut sources = self.sources.borrow_mut();
        if sources.len() == MOST_SOURCES {
            sources.remove(0);
        }
        sources.push(source);
        outcome
    }

    /// Runs what somebody typed or pasted: commands, cells, transcripts, whole pages. Stops at the
    /// first error, unless the text itself records one there.
    pub fn submit(&self, text: &str, audience: &mut dyn Audience) -> Outcome {
        if text.trim().is_empty() {
            return Outcome::DONE;
        }
        if magic::is_command(text) {
            let outcome = magic::run(self, text, audience);
            self.engine.tell_watches();
            return tell(outcome, audience);
        }
        self.inputs.borrow_mut().push(text.to_owned());
        if matches!(text.trim(), "exit" | "quit") && !self.engine.defines(text.trim()) {
            return Outcome::Exit(0);
        }
        let pasted = paste::read(text, &shape::of);
        for note in &pasted.notes {
            audience.note(note);
        }
        for piece in &pasted.cells {
            match self.run_piece(piece, audience) {
                Outcome::Done { .. } => {}
                Outcome::Failed(_) if piece.expects_error() => {}
                ended => return ended,
            }
        }
        Outcome::DONE
    }

    fn run_piece(&self, piece: &Piece, audience: &mut dyn Audience) -> Outcome {
        self.engine.label_output(piece.label.as_deref());
        self.engine.watch_output(piece.recorded.is_some());
        let mut outcome = Outcome::DONE;
        for part in magic::parts(&piece.code) {
            outcome = match part {
                Part::Command(line) => magic::run(self, &line, audience),
                Part::Code(text) => {
                    let name = self.next_name();
                    self.run(Input { name: &name, text: &text, mode: Mode::Prompt })
                }
            };
            self.engine.tell_watches();
            // What was printed comes before a command's answer or the report of an error.
            self.engine.flush();
            if !matches!(outcome, Outcome::Done { .. }) {
                break;
            }
        }
        let outcome = tell(outcome, audience);
        self.engine.label_output(None);
        if let Some(recorded) = &piece.recorded {
            self.learn(recorded, &self.engine.watched_output());
        }
        for note in self.engine.take_notes() {
            audience.note(&note);
        }
        outcome
    }

    /// The prompt that the program has chosen with `sys.ps1`, if it has.
    pub fn own_prompt(&self) -> Option<String> {
        self.engine.system_text("ps1").filter(|text| text != ">>> ")
    }

    /// Nobody types: as CPython's, the program has no `sys.ps1` and `sys.ps2` to find.
    pub fn forget_prompts(&self) {
        self.engine.vm.has_prompt.set(false);
    }

    /// From now on values are laid out for a terminal so wide.
    pub fn set_width(&self, columns: usize) {
        self.engine.set_width(columns);
    }

    /// `<cell 4>` for the next unit.
    pub fn next_name(&self) -> String {
        self.cells.set(self.cells.get() + 1);
        format!("<cell {}>", self.cells.get())
    }

    /// Takes old addresses from a recorded output, where this session's output differs only in them.
    pub fn learn(&self, recorded: &str, now: &str) {
        let is_address = |address| self.engine.is_address(address);
        for (old, new) in recorded::pairs(recorded, now, &is_address) {
            self.engine.alias(old, new);
        }
    }

    /// Whether a cell's recorded output is what it printed now, addresses aside.
    pub fn agrees(&self, recorded: &str, now: &str) -> bool {
        recorded::agree(recorded, now, &|address| self.engine.is_address(address))
    }

    /// Remarks the engine has for the person at the keyboard, each once.
    pub fn take_notes(&self) -> Vec<String> {
        self.engine.take_notes()
    }

    /// The inputs so far, oldest first.
    pub fn inputs(&self) -> Ref<'_, Vec<String>> {
        self.inputs.borrow()
    }

    /// What `x?` shows, and for `x??` with its source; `None` where there is no such name.
    pub fn describe(&self, name: &str, source: bool) -> Option<String> {
        self.engine.describe(name, source)
    }

    /// The audit in words: one line where all is well, else one for each discrepancy.
    pub fn audit_report(&self) -> String {
        let wrong = self.engine.audit();
        if wrong.is_empty() {
            return format!("audit: {} objects, all counts agree\n", self.engine.live_objects());
        }
        wrong.iter().fold(String::new(), |lines, line| lines + "audit: " + line + "\n")
    }

    /// Audits every so many statements of what runs from now on.
    pub fn audit_every(&self, every: u64) {
        self.engine.audit_every(every);
    }

    /// What never died, a line for each type; empty where everything did.
    pub fn left_report(&self) -> String {
        let left = self.engine.left_over();
        left.iter().fold(String::new(), |lines, line| lines + "audit: " + line + "\n")
    }

    /// The engine, for completion and commands.
    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Brings what was written to its reader.
    pub fn flush(&self) {
        self.engine.flush();
    }

    /// Runs what is to run at the end and frees everything.
    pub fn finish(&self) {
        self.engine.finish();
    }

    /// As [`Session::finish`] for a process that ends: what nobody can notice is left undone.
    ///
    /// # Errors
    /// Where output could not be brought to its reader.
    pub fn leave(&self) -> std::io::Result<()> {
        self.engine.leave()
    }
}

fn tell(outcome: Outcome, audience: &mut dyn Audience) -> Outcome {
    if let Outcome::Failed(failure) | Outcome::Interrupted(failure) = &outcome {
        audience.failed(failure);
    }
    outcome
}
