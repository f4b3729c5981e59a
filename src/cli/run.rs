//! One run of the program, told from its arguments to its exit status.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use super::arguments::{Arguments, Target, Traceback, is_notebook, parse};
use super::{manual, options};
use crate::heap::Attention;
use crate::notebook;
use crate::repl::{self, Listener, OpenLine, plain, prompt};
use crate::report::{Stream, Style, terminal_width};
use crate::session::standard::Standard;
use crate::session::{Audience, Input, Mode, Options, Outcome, Session};
use crate::text::source_text::{self, BadSource};
use crate::text::system_error::plain_words;

/// The exit status of a usage error or a file that cannot be read.
const USAGE: i32 = 2;
const INTERRUPTED: i32 = 130;
/// CPython's status where the last output could not be written.
const LOST_OUTPUT: i32 = 120;

/// Terminals that cannot place the cursor, as the line editor knows them.
const CANNOT_EDIT: [&str; 3] = ["dumb", "cons25", "emacs"];

/// Runs the program as its arguments say; `native_stack` is what the thread has. The exit status.
pub fn run(words: impl IntoIterator<Item = std::ffi::OsString>, native_stack: usize) -> i32 {
    let arguments = match parse(words) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&format!("{error} (try refscope --help)")),
    };
    match &arguments.target {
        Target::Generate(kind) => {
            return match manual::generate(kind) {
                Some(text) => print(&text),
                None => refuse(&format!("--generate takes one of {}", manual::KINDS.join(", "))),
            };
        }
        Target::Help => return print(&options::help()),
        Target::Version => return print(&format!("refscope {}\n", env!("CARGO_PKG_VERSION"))),
        _ => {}
    }
    let run = Run { attention: watch_interrupt(arguments.timeout), arguments, native_stack };
    run.start()
}

/// A path from the root of the file system; what was typed is its end. (CPython: `_Py_abspath`.)
fn from_the_root(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    here.join(path).to_string_lossy().into_owned()
}

/// The file to run: that of a directory is its `__main__.py`.
fn program_of(path: &Path) -> std::path::PathBuf {
    if path.is_dir() { path.join("__main__.py") } else { path.to_path_buf() }
}

/// An error of the system as CPython words it: `[Errno 2] No such file or directory`.
fn numbered(error: &io::Error) -> String {
    let text = plain_words(error);
    match error.raw_os_error() {
        Some(number) => format!("[Errno {number}] {text}"),
        None => text,
    }
}

struct Run {
    arguments: Arguments,
    attention: Attention,
    native_stack: usize,
}

impl Run {
    fn start(&self) -> i32 {
        match &self.arguments.target {
            Target::File(path) if is_notebook(path) => self.notebook(path),
            Target::File(path) if path.is_dir() && !path.join("__main__.py").is_file() => {
                let path = from_the_root(path);
                refuse(&format!("can't find '__main__' module in '{path}'"));
                1
            }
            Target::File(path) => {
                let path = program_of(path);
                let name = from_the_root(&path);
                match fs::read(&path) {
                    Ok(bytes) => self.source(&name, bytes),
                    Err(error) => {
                        refuse(&format!("can't open file '{name}': {}", numbered(&error)))
                    }
                }
            }
            // CPython ends the line that was given.
            Target::Code(code) => self.script("<string>", &format!("{code}\n")),
            Target::Module(name) => {
                let name = crate::text::str_repr::repr(name);
                let code = format!("import runpy; runpy._main({name})");
                self.script("<frozen runpy>", &code)
            }
            Target::Default if self.arguments.interactive || io::stdin().is_terminal() => {
                self.prompt(None)
            }
            Target::Default | Target::Stdin => {
                let mut bytes = Vec::new();
                match io::stdin().lock().read_to_end(&mut bytes) {
                    Ok(_) => self.source("<stdin>", bytes),
                    Err(error) => refuse(&format!("can't read standard input: {error}")),
                }
            }
            Target::Help | Target::Version | Target::Generate(_) => 0,
        }
    }

    fn style(&self) -> Style {
        let style = Style::of(Stream::Err);
        match self.arguments.traceback {
            Traceback::Auto => style,
            Traceback::Plain => Style { pretty: false, ..style },
            Traceback::Pretty => Style { pretty: true, ..style },
        }
    }

    fn options(&self) -> Options {
        let (name, folder) = match &self.arguments.target {
            Target::File(path) => {
                // As in CPython: absolute, and where the file really is.
                let path = &program_of(path);
                let file = std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                let folder = file.parent().map(|parent| parent.to_string_lossy().into_owned());
                (path.to_string_lossy().into_owned(), folder.unwrap_or_default())
            }
            Target::Code(_) => ("-c".to_owned(), String::new()),
            Target::Module(_) => {
                let here = std::env::current_dir().unwrap_or_default();
                ("-m".to_owned(), here.to_string_lossy().into_owned())
            }
            Target::Stdin => ("-".to_owned(), String::new()),
            _ => (String::new(), String::new()),
        };
        let mut path = vec![folder];
        if let Some(folders) = std::env::var_os("PYTHONPATH") {
            path.extend(std::env::split_paths(&folders).map(|one| one.to_string_lossy().into()));
        }
        let mut argv = vec![name];
        argv.extend(self.arguments.rest.iter().cloned());
        let file = match &self.arguments.target {
            Target::File(path) => Some(from_the_root(&program_of(path))),
            _ => None,
        };
        Options {
            file,
            argv,
            warnings: self.arguments.warnings.clone(),
            optimize: self.arguments.optimize.max(optimize_wanted()),
            path,
            max_heap: self.arguments.max_heap,
            attention: self.attention.clone(),
            native_stack: self.native_stack,
            width: 0,
            paint: None,
        }
    }

    /// Runs the source text that `bytes` are.
    fn source(&self, name: &str, bytes: Vec<u8>) -> i32 {
        let wrong = match source_text::read(bytes) {
            Ok(text) => return self.script(name, &text),
            Err(BadSource::UnknownEncoding(encoding)) => format!("encoding problem: {encoding}"),
            Err(BadSource::NotWithMark(encoding)) => {
                format!("encoding problem: {encoding} with BOM")
            }
            Err(BadSource::Undecodable(why)) => format!("(unicode error) {why}"),
            Err(BadSource::NotUtf8 { byte, line }) => format!(
                "Non-UTF-8 code starting with '\\x{byte:02x}' in file {name} on line {line}, but no \
                 encoding declared; see https://peps.python.org/pep-0263/ for details"
            ),
        };
        // Without a reader there is nobody to tell; the status says it.
        let _ = writeln!(io::stderr().lock(), "SyntaxError: {wrong}");
        1
    }

    fn script(&self, name: &str, text: &str) -> i32 {
        if self.arguments.interactive {
            return self.prompt(Some((name, text)));
        }
        let session =
            match Session::new(self.options(), Box::new(Standard::new(self.attention.clone()))) {
                Ok(session) => session,
                Err(error) => return refuse(&error),
            };
        if let Some(every) = self.arguments.audit_every {
            session.audit_every(every);
        }
        session.forget_prompts();
        let outcome = session.run(Input { name, text, mode: Mode::Script });
        let status = self.status(&session, outcome);
        self.close(session, status)
    }

    /// Ends a session, with a report of its books where one is wanted; the exit status.
    fn close(&self, session: Session, status: i32) -> i32 {
        if !self.arguments.audit {
            return end(session, status);
        }
        self.say(&session.audit_report());
        session.finish();
        self.say(&session.left_report());
        std::mem::forget(session);
        status
    }

    /// Writes a report of the audit to standard error.
    fn say(&self, report: &str) {
        // Without a reader there is nobody to tell.
        let _ = io::stderr().lock().write_all(report.as_bytes());
    }

    /// Reports how a script ended; its exit status.
    fn status(&self, session: &Session, outcome: Outcome) -> i32 {
        session.flush();
        let mut listener = Listener::new(self.style());
        match outcome {
            Outcome::Done { .. } => 0,
            Outcome::Exit(status) => status,
            Outcome::Failed(failure) => {
                listener.failed(&failure);
                1
            }
            Outcome::Interrupted(failure) => {
                listener.failed(&failure);
                INTERRUPTED
            }
        }
    }

    fn notebook(&self, path: &Path) -> i32 {
        let book = match read_file(path).and_then(|text| notebook::Notebook::parse(&text)) {
            Ok(book) => book,
            Err(error) => return refuse(&format!("{}: {error}", path.display())),
        };
        // A cell may go to another folder.
        let save = self.arguments.save.as_ref().map(|save| {
            std::env::current_dir().map_or_else(|_| save.clone(), |here| here.join(save))
        });
        let mut listener = Listener::new(self.style());
        let run = notebook::Run {
            options: self.options(),
            allow_errors: self.arguments.allow_errors,
            echo: save.is_none() && !self.arguments.check,
            check: self.arguments.check,
        };
        let ran = match run.all(book, &mut listener) {
            Ok(ran) => ran,
            Err(error) => return refuse(&error),
        };
        if let Some(save) = save
            && let Err(error) = notebook::save_atomically(&save, &ran.notebook.to_text())
        {
            return refuse(&format!("can't write {}: {}", save.display(), plain_words(&error)));
        }
        match ran.comparison {
            Some(comparison) => {
                let unwritten = print(&comparison.report());
                let differs = i32::from(!comparison.holds());
                if ran.status == INTERRUPTED { INTERRUPTED } else { differs.max(unwritten) }
            }
            None => ran.status,
        }
    }

    /// The prompt, after a script where there is one.
    fn prompt(&self, script: Option<(&str, &str)>) -> i32 {
        let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        let term = std::env::var("TERM").unwrap_or_default();
        match (terminal, CANNOT_EDIT.contains(&term.as_str())) {
            (true, false) => self.edited(script),
            (true, true) => self.without_editor(&format!("a terminal of type {term}"), script),
            (false, _) => self.plain(script),
        }
    }

    /// Says why lines are read as they come, and does so.
    fn without_editor(&self, why: &str, script: Option<(&str, &str)>) -> i32 {
        let mut listener = Listener::new(self.style());
        listener.note(&format!("{why}: plain lines, without editing, history and completion"));
        if !self.arguments.quiet {
            prompt::greet(&mut listener);
        }
        self.plain(script)
    }

    fn plain(&self, script: Option<(&str, &str)>) -> i32 {
        let lines = plain::shared_lines(self.attention.clone());
        let console = plain::console(lines.clone());
        let session = match Session::new(self.options(), Box::new(console)) {
            Ok(session) => session,
            Err(error) => return refuse(&error),
        };
        if let Some((name, text)) = script {
            let outcome = session.run(Input { name, text, mode: Mode::Script });
            self.status(&session, outcome);
        }
        let status = plain::run(&session, &lines, self.style());
        self.close(session, status)
    }

    fn edited(&self, script: Option<(&str, &str)>) -> i32 {
        let editor = prompt::SharedEditor::default();
        let line = OpenLine::default();
        let console = prompt::PromptConsole::new(editor.clone(), line.clone());
        let colour = Style::of(Stream::Out).colour;
        let paint = colour.then_some(repl::paint::value as fn(&str) -> String);
        let options = Options { width: terminal_width(), paint, ..self.options() };
        let session = match Session::new(options, Box::new(console)) {
            Ok(session) => Rc::new(session),
            Err(error) => return refuse(&error),
        };
        match repl::LineEditor::new(session.clone(), colour, repl::history_file()) {
            Ok(line_editor) => *editor.borrow_mut() = Some(line_editor),
            Err(error) => {
                end(session, 0);
                return self.without_editor(&format!("the terminal cannot edit ({error})"), script);
            }
        }
        let mut listener = Listener::new(self.style());
        if !self.arguments.quiet {
            prompt::greet(&mut listener);
        }
        if let Some((name, text)) = script {
            let outcome = session.run(Input { name, text, mode: Mode::Script });
            self.status(&session, outcome);
        } else if let Some(file) = repl::start_file()
            && file.exists()
        {
            let name = file.to_string_lossy();
            let text = read_file(&file).unwrap_or_else(|why| {
                listener.note(&format!("cannot read {name}: {why}"));
                String::new()
            });
            let outcome = session.run(Input { name: &name, text: &text, mode: Mode::Script });
            self.status(&session, outcome);
        }
        let status = prompt::run(&session, &editor, &line, self.style());
        // The editor completes from the session; the session goes last.
        *editor.borrow_mut() = None;
        end(session, status)
    }
}

/// Ends a session. The process is about to end too: the system takes its memory back at once, so
/// nothing is given back piece by piece. The exit status: where output was lost, it says so.
fn end(session: impl std::borrow::Borrow<Session>, status: i32) -> i32 {
    let left = session.borrow().leave();
    std::mem::forget(session);
    let Err(error) = left else { return status };
    let what =
        "Exception ignored in: <_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>";
    // Without a reader there is nobody to tell; the status says it.
    let _ = writeln!(io::stderr().lock(), "{what}\nOSError: {}", numbered(&error));
    LOST_OUTPUT
}

/// Ctrl-C and `--timeout` set the flag that the engine looks at.
fn watch_interrupt(timeout: Option<Duration>) -> Attention {
    let attention = Attention::default();
    // Without the handler Ctrl-C ends the process, which is what it does anywhere else.
    let (signal, wish) = (signal_hook::consts::SIGINT, Attention::INTERRUPT);
    let _ = signal_hook::flag::register_usize(signal, attention.word(), wish);
    if let Some(timeout) = timeout {
        let attention = attention.clone();
        std::thread::spawn(move || {
            std::thread::sleep(timeout);
            attention.interrupt();
        });
    }
    attention
}

fn read_file(path: &Path) -> Result<String, String> {
    text_of(fs::read(path).map_err(|error| plain_words(&error))?)
}

fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|error| {
        format!("not UTF-8: invalid byte at offset {}", error.utf8_error().valid_up_to())
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// One line on standard error.
fn refuse(what: &str) -> i32 {
    let line = what.replace('\n', " ");
    // Without a reader there is nobody to tell; the status says it.
    let _ = writeln!(io::stderr().lock(), "refscope: {line}");
    USAGE
}

fn print(text: &str) -> i32 {
    let mut out = io::stdout().lock();
    i32::from(out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_err())
}

/// What `PYTHONOPTIMIZE` says: a number, or any word for 1.
fn optimize_wanted() -> u8 {
    match std::env::var("PYTHONOPTIMIZE") {
        Ok(text) if !text.is_empty() => text.parse().map_or(1, |level: u8| level.min(2)),
        _ => 0,
    }
}
