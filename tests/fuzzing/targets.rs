//! What a fuzzer does with one text: everything that must hold for any text at all.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use refscope::diagnostic::Failure;
use refscope::heap::Attention;
use refscope::lexer::tokens_for_highlight;
use refscope::report::{Style, draw};
use refscope::runtime::console::Captured;
use refscope::session::{Audience, Options, Session, layout, paste, shape, verdict};
use refscope::source::Source;
use refscope::syntax;

/// A program gets so long before Ctrl-C is pressed for it, again and again.
const PATIENCE: Duration = Duration::from_millis(300);
/// A program that is still running then does not hear Ctrl-C.
const HANGS: Duration = Duration::from_secs(20);
const HEAP: u64 = 128 << 20;
/// What the interpreter may use of the native stack of the thread a target runs on.
pub const STACK: usize = 64 << 20;

/// Parses the text, paints it, judges it and cuts it into cells.
pub fn parse(text: &str) {
    let source = Source::new("<fuzz>", text);
    if let Err(problem) = syntax::parse(&source) {
        let end = problem.span.end as usize;
        assert!(problem.span.start as usize <= end && end <= text.len(), "{problem:?}");
        assert!(!problem.message.is_empty());
    }
    let mut at = 0;
    for (span, _) in tokens_for_highlight(text) {
        assert!(
            span.start as usize >= at && text.get(span.start as usize..span.end as usize).is_some()
        );
        at = span.end as usize;
    }
    for waiting in [false, true] {
        verdict::of_typed(text, waiting);
    }
    for cell in paste::read(text, &shape::of).cells {
        assert!(cell.line as usize <= text.lines().count() + 1, "{cell:?}");
    }
    let laid_out = layout::lay_out(text, 40);
    assert!(laid_out.len() <= 4 * text.len() + 200);
}

/// Runs the text as if it had been pasted, completes it at every tenth letter, and checks the books.
pub fn session(text: &str) {
    if touches_the_world(text) {
        return;
    }
    let attention = Attention::default();
    let watch = Watch::start(attention.clone(), text);
    let options = Options {
        max_heap: Some(HEAP),
        attention,
        native_stack: STACK,
        width: 40,
        ..Options::default()
    };
    let Ok(session) = Session::new(options, Box::new(Captured::default())) else { return };
    let session = Rc::new(session);
    session.submit(text, &mut Quiet);
    for (at, _) in text.char_indices().step_by(10).take(50) {
        session.complete(text, at);
        session.signature_hint(&text[..at]);
    }
    let report = session.audit_report();
    assert!(report.ends_with("all counts agree\n"), "{report}");
    session.finish();
    drop(watch);
}

/// Whether a text could do something outside of its session.
fn touches_the_world(text: &str) -> bool {
    let dangerous = [
        "open",
        "os",
        "path",
        "shutil",
        "subprocess",
        "socket",
        "tempfile",
        "%",
        "exec",
        "write",
        "glob",
        "sqlite",
        "import_module",
        "__import__",
        "fileinput",
        "set_int_max",
    ];
    text.lines().any(|line| {
        let percent = line.trim_start().starts_with('%');
        let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        percent || words.into_iter().any(|word| dangerous.contains(&word))
    })
}

/// Presses Ctrl-C for a program that takes long.
struct Watch(Arc<AtomicBool>);

impl Watch {
    fn start(attention: Attention, text: &str) -> Watch {
        let done = Arc::new(AtomicBool::new(false));
        let (watched, text) = (done.clone(), text.to_owned());
        std::thread::spawn(move || {
            let start = Instant::now();
            while !watched.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(20));
                if start.elapsed() > PATIENCE {
                    attention.interrupt();
                }
                if start.elapsed() > HANGS {
                    eprintln!("this program does not hear Ctrl-C:\n{text}");
                    std::process::abort();
                }
            }
        });
        Watch(done)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Hears everything and says nothing; errors are drawn, since drawing must not fail either.
struct Quiet;

impl Audience for Quiet {
    fn note(&mut self, _text: &str) {}

    fn say(&mut self, _text: &str) {}

    fn failed(&mut self, failure: &Failure) {
        draw(failure, Style { colour: true, pretty: true, columns: 60 });
    }

    fn draw_errors(&mut self, _pretty: bool) {}

    fn set_prompt(&mut self, _prompt: &str) {}

    fn offer(&mut self, _text: &str) {}
}
