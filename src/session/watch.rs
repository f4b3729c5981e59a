//! `%watch`: tells of each change in who holds an object, with the statement that made it.

use std::cell::RefCell;
use std::rc::Rc;

use super::engine::Engine;
use super::outcome::{Audience, Outcome};
use super::run::Session;
use crate::inspect::{Change, Watched};
use crate::runtime::Vm;
use crate::source::{Source, Span};

/// The objects under watch, and where the program is.
#[derive(Default)]
pub struct Watches {
    watched: Vec<Watched>,
    /// The statement begun last.
    current: Option<(Source, Span)>,
    /// How many changes the running input has made.
    told: usize,
    /// Whether the machine tells of each statement.
    listening: bool,
}

/// More changes of one input than this are not told.
const MOST_TOLD: usize = 60;

/// `%watch [EXPRESSION]`.
pub fn watch(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    let engine = session.engine();
    if words.is_empty() {
        match engine.watch_list() {
            text if text.is_empty() => audience.note("nothing is watched: %watch needs a name"),
            text => audience.say(&text),
        }
        return Outcome::DONE;
    }
    match engine.begin_watch(words) {
        Ok(text) => audience.say(&text),
        Err(outcome) => return outcome,
    }
    if engine.listen() && engine.has_functions() {
        audience.note(
            "functions defined before now are seen from outside only; define them again to see \
             what their statements do",
        );
    }
    Outcome::DONE
}

/// `%unwatch`.
pub fn unwatch(session: &Session, _words: &str, audience: &mut dyn Audience) -> Outcome {
    match session.engine().end_watches() {
        0 => audience.note("nothing is watched"),
        1 => audience.say("1 object is no longer watched\n"),
        count => audience.say(&format!("{count} objects are no longer watched\n")),
    }
    Outcome::DONE
}

impl Engine {
    /// What is watched, with who holds it now.
    fn watch_list(&self) -> String {
        self.watches.borrow().watched.iter().map(listed).collect()
    }

    /// Begins to watch the value of an expression; what there is to see of it now.
    fn begin_watch(&self, expression: &str) -> Result<String, Outcome> {
        let object = self.value_of(expression, "<watch>")?;
        if object.is_immortal() {
            return Ok(format!("{}\n", crate::inspect::why_immortal(&self.vm, &object)));
        }
        let watched = Watched::begin(&self.vm, expression, &object);
        if watched.count() == 0 {
            return Ok(format!("nothing holds {expression}: it is gone with this line\n"));
        }
        let text = listed(&watched);
        let mut watches = self.watches.borrow_mut();
        watches.watched.retain(|known| known.title != watched.title);
        watches.watched.push(watched);
        Ok(text)
    }

    /// Has the machine tell of each statement from now on; whether it did not before.
    fn listen(&self) -> bool {
        if std::mem::replace(&mut self.watches.borrow_mut().listening, true) {
            return false;
        }
        self.vm.probes.want();
        let watches = self.watches.clone();
        self.vm.probes.listen_too(Rc::new(move |vm, source, next| {
            at_stop(vm, &watches, source, next);
        }));
        true
    }

    /// Whether names of the session hold functions or classes.
    fn has_functions(&self) -> bool {
        self.own_names().iter().any(|row| matches!(row.class.as_str(), "function" | "type"))
    }

    /// Watches nothing any more; how many objects it was.
    fn end_watches(&self) -> usize {
        std::mem::take(&mut self.watches.borrow_mut().watched).len()
    }

    /// Tells what the statements of an input have changed, when it is over.
    pub fn tell_watches(&self) {
        let mut watches = self.watches.borrow_mut();
        if watches.listening {
            watches.tell(&self.vm, Watched::look);
            watches.current = None;
            watches.told = 0;
        }
    }
}

/// `watching list of 1 at 0x…, count 1`, and a line for each that holds it.
fn listed(watched: &Watched) -> String {
    let Watched { label, title, .. } = watched;
    let holders = watched.holders().iter().map(|holder| format!("  {}\n", holder.text));
    let first = format!("watching {label}, {title}, count {}\n", watched.count());
    std::iter::once(first).chain(holders).collect()
}

/// Before a statement: tells what the one before it has changed.
fn at_stop(vm: &Vm, watches: &RefCell<Watches>, source: &Source, next: Span) {
    // A finalizer may run statements while changes are being told.
    let Ok(mut watches) = watches.try_borrow_mut() else { return };
    watches.tell(vm, Watched::glance);
    watches.current = Some((source.clone(), next));
}

impl Watches {
    fn tell(&mut self, vm: &Vm, look: impl Fn(&mut Watched, &Vm) -> Change) {
        let place = self.current.as_ref().map(|(source, span)| in_words(source, *span));
        let place = place.unwrap_or_default();
        let mut text = String::new();
        let mut told = 0;
        self.watched.retain_mut(|watched| {
            let change = look(watched, vm);
            told += usize::from(!matches!(change, Change::Nothing));
            let label = &watched.label;
            match change {
                Change::Nothing => {}
                Change::Died(Some((source, span))) => {
                    text += &format!("{label} died{}\n", in_words(&source, span));
                    return false;
                }
                Change::Died(None) => {
                    text += &format!("{label} died{place}\n");
                    return false;
                }
                Change::Held { count, gone, new } => {
                    text += &format!("{label}: count {count}{place}\n");
                    gone.iter().for_each(|holder| text += &format!("  - {holder}\n"));
                    new.iter().for_each(|holder| text += &format!("  + {holder}\n"));
                }
            }
            true
        });
        self.say(vm, &text, told);
    }

    fn say(&mut self, vm: &Vm, text: &str, told: usize) {
        if told == 0 {
            return;
        }
        self.told += told;
        let text = match self.told {
            told if told <= MOST_TOLD => text,
            told if told == MOST_TOLD + 1 => "… more changes, which are not told\n",
            _ => return,
        };
        // Without a reader there is nobody to tell.
        let _ = vm.console.borrow_mut().write_out(text);
    }
}

/// ` after line 3 of <cell 2>: b = a`.
fn in_words(source: &Source, span: Span) -> String {
    let line = source.line_of(span.start);
    let text = source.line(line).unwrap_or("").trim();
    format!(" after line {line} of {}: {text}", source.name())
}
