//! Runs a notebook's cells in order and collects what each one shows.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use super::compare::Comparison;
use super::document::{CodeCell, Notebook, Output, Shown};
use super::escapes;
use super::prompts::without_prompts;
use crate::diagnostic::Failure;
use crate::runtime::console::Console;
use crate::session::dedent::dedent;
use crate::session::standard::StandardOutput;
use crate::session::{Audience, Input, Mode, Options, Outcome, Session};

/// The exit status after Ctrl-C.
const INTERRUPTED: i32 = 130;

/// How to run a notebook.
pub struct Run {
    pub options: Options,
    /// Go on after a cell that fails.
    pub allow_errors: bool,
    /// Show outputs on the process's own streams too.
    pub echo: bool,
    /// Compare each cell with what was recorded of it. It goes on after any cell, and reports none.
    pub check: bool,
}

/// A notebook that has run.
pub struct Ran {
    /// With its new outputs.
    pub notebook: Notebook,
    /// The exit status.
    pub status: i32,
    pub comparison: Option<Comparison>,
}

impl Run {
    /// Runs every code cell.
    ///
    /// # Errors
    /// When no session can be had.
    pub fn all(self, mut notebook: Notebook, audience: &mut dyn Audience) -> Result<Ran, String> {
        let recorder = Rc::new(RefCell::new(Recorder::new(self.echo)));
        let session = Session::new(self.options, Box::new(Shared(recorder.clone())))?;
        let mut status = 0;
        let mut comparison = self.check.then(Comparison::default);
        notebook.clear_counts();
        let cells = notebook.code_cells();
        let last = cells.len();
        // Kept outputs hold objects, so only a notebook that looks back at them has them.
        let remembers = cells.iter().any(|cell| escapes::looks_back(&cell.source));
        for (number, cell) in cells.into_iter().enumerate() {
            let count = number as u32 + 1;
            if remembers {
                run_hidden(&session, &escapes::remember_input(&cell.source));
            }
            let outcome = run_cell(&session, &cell, count, &recorder, self.echo);
            if remembers && matches!(outcome, Outcome::Done { result: Some(_) }) {
                run_hidden(&session, &escapes::remember_output(count));
            }
            let mut outputs = recorder.borrow_mut().take();
            let ending = ending_of(outcome, cell.raises || self.check, audience);
            outputs.extend(ending.error);
            status = if ending.stops { ending.status } else { status.max(ending.status) };
            let shown = Shown::of(&outputs);
            if let Some(recorded) = &cell.recorded {
                session.learn(&recorded.text, &shown.text);
            }
            for note in session.take_notes().iter().filter(|_| !self.check) {
                audience.note(note);
            }
            if let Some(comparison) = &mut comparison {
                comparison.add(&session, number + 1, &cell, &shown);
            }
            notebook.set_outputs(cell.index, count, &outputs);
            if ending.stops || (ending.status != 0 && !self.allow_errors) {
                if let Some(comparison) = &mut comparison {
                    comparison.stop_before(last - number - 1);
                }
                break;
            }
        }
        session.finish();
        if self.allow_errors && status == 1 {
            status = 0;
        }
        Ok(Ran { notebook, status, comparison })
    }
}

fn run_cell(
    session: &Session,
    cell: &CodeCell,
    count: u32,
    recorder: &Rc<RefCell<Recorder>>,
    echo: bool,
) -> Outcome {
    let name = format!("<cell {count}>");
    // Jupyter takes a cell that is indented as a whole, or copied with its prompts.
    let prepared = escapes::prepare(&without_prompts(&dedent(&cell.source)));
    if prepared.asks_shell {
        // Nothing of it is there before the first cell that asks.
        run_hidden(session, &escapes::enter(echo));
    }
    if let Some(around) = &prepared.around {
        run_hidden(session, &around.before);
    }
    let input = Input { name: &name, text: &prepared.text, mode: Mode::Notebook };
    let outcome = session.run(input);
    let mut quiet = false;
    if let Some(around) = &prepared.around {
        run_hidden(session, &around.after);
        quiet = around.hides_result;
    }
    if let Outcome::Done { result: Some(text) } = &outcome
        && !quiet
    {
        recorder.borrow_mut().result(text);
    }
    outcome
}

/// How a cell ended.
struct Ending {
    error: Option<Output>,
    status: i32,
    /// No other cell runs, whatever is allowed.
    stops: bool,
}

/// Tells the audience of a failure, unless it is `expected`.
fn ending_of(outcome: Outcome, expected: bool, audience: &mut dyn Audience) -> Ending {
    match outcome {
        Outcome::Done { .. } => Ending { error: None, status: 0, stops: false },
        Outcome::Exit(status) => Ending { error: None, status, stops: true },
        Outcome::Failed(failure) => {
            let failure = reported(*failure);
            if !expected {
                audience.failed(&failure);
            }
            let status = i32::from(!expected);
            Ending { error: Some(error_output(&failure)), status, stops: false }
        }
        Outcome::Interrupted(failure) => {
            audience.failed(&failure);
            Ending { error: Some(error_output(&failure)), status: INTERRUPTED, stops: true }
        }
    }
}

/// Runs a line that is none of the notebook's.
fn run_hidden(session: &Session, text: &str) {
    session.run(Input { name: "<notebook>", text, mode: Mode::Script });
}

/// A failure as it is reported: of a wrong command Jupyter shows the last line only.
fn reported(mut failure: Failure) -> Failure {
    if failure.class == "UsageError" {
        failure = Failure {
            plain: format!("{}\n", failure.summary),
            summary: failure.summary,
            message: failure.message,
            class: failure.class,
            ..Failure::default()
        };
    }
    failure
}

fn error_output(failure: &Failure) -> Output {
    Output::Error {
        class: failure.class.clone(),
        message: failure.message.clone(),
        traceback: failure.plain.lines().map(str::to_owned).collect(),
    }
}

/// Keeps what one cell writes, in order; neighbouring text of one stream is one output.
struct Recorder {
    outputs: Vec<Output>,
    echo: Option<StandardOutput>,
}

impl Recorder {
    fn new(echo: bool) -> Self {
        Recorder { outputs: Vec::new(), echo: echo.then(StandardOutput::new) }
    }

    fn stream(&mut self, stream: &'static str, added: &str) {
        if let Some(Output::Stream { name, text }) = self.outputs.last_mut()
            && *name == stream
        {
            text.push_str(added);
        } else if !added.is_empty() {
            self.outputs.push(Output::Stream { name: stream, text: added.to_owned() });
        }
    }

    fn result(&mut self, text: &str) {
        self.outputs.push(Output::Result { text: text.to_owned() });
        if let Some(echo) = &mut self.echo {
            // A reader that went away is noticed at the next flush.
            let _ = echo.write_out(&format!("{text}\n"));
        }
    }

    fn take(&mut self) -> Vec<Output> {
        if let Some(echo) = &mut self.echo {
            // As above.
            let _ = echo.flush();
        }
        std::mem::take(&mut self.outputs)
    }
}

/// The recorder as the console of a session.
struct Shared(Rc<RefCell<Recorder>>);

impl Console for Shared {
    fn write_out(&mut self, text: &str) -> io::Result<()> {
        let mut recorder = self.0.borrow_mut();
        recorder.stream("stdout", text);
        recorder.echo.as_mut().map_or(Ok(()), |echo| echo.write_out(text))
    }

    fn write_err(&mut self, text: &str) -> io::Result<()> {
        let mut recorder = self.0.borrow_mut();
        recorder.stream("stderr", text);
        recorder.echo.as_mut().map_or(Ok(()), |echo| echo.write_err(text))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().echo.as_mut().map_or(Ok(()), StandardOutput::flush)
    }

    /// A notebook that runs by itself has nobody to ask.
    fn read_line(&mut self, _prompt: &str) -> io::Result<Option<String>> {
        Ok(None)
    }
}
