//! `%gc`: runs the collector, and tells of its steps one at a time where that is asked for.

use std::cell::Cell;
use std::rc::Rc;

use super::outcome::{Audience, Outcome};
use super::run::Session;
use crate::gc::{Garbage, Step};
use crate::inspect::{self, Left};
use crate::runtime::Vm;

/// `%gc [steps]`.
pub fn collect(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    if !matches!(words, "" | "steps") {
        audience.note("%gc takes nothing or steps");
        return Outcome::DONE;
    }
    let engine = session.engine();
    if words == "steps" {
        let teller = Teller::default();
        let watcher = move |vm: &Vm, step: &Step<'_>| teller.tell(vm, step);
        *engine.vm.collector.watcher.borrow_mut() = Some(Rc::new(watcher));
    }
    let found = engine.collect();
    *engine.vm.collector.watcher.borrow_mut() = None;
    engine.flush();
    audience.say(&format!("{} found\n", counted(found, "unreachable object")));
    Outcome::DONE
}

/// More unreachable objects than this are not shown one by one.
const MOST_SHOWN: usize = 12;

/// Puts the steps of one collection into words, numbered as in `docs/memory.md`.
#[derive(Default)]
struct Teller {
    /// Candidates of whose written counts nothing is left.
    unheld: Cell<u64>,
    unreachable: Cell<u64>,
    /// Whether anybody was asked before the unreachable objects go.
    asked: Cell<bool>,
}

impl Teller {
    fn tell(&self, vm: &Vm, step: &Step<'_>) {
        let text = self.words(vm, step);
        // Without a reader there is nobody to tell.
        let _ = vm.console.borrow_mut().write_out(&text);
    }

    fn words(&self, vm: &Vm, step: &Step<'_>) -> String {
        match step {
            Step::Candidates(trial) => {
                let mut all = 0;
                trial.for_each(&mut |_, _| all += 1);
                let all = counted(all, "object");
                format!("1. {all} may be part of a ring: their counts are written down\n")
            }
            Step::Subtracted(trial) => {
                let mut unheld = 0;
                trial.for_each(&mut |_, left| unheld += u64::from(left == 0));
                self.unheld.set(unheld);
                format!(
                    "2. each reference among them is taken off: nothing is left for {}\n",
                    counted(unheld, "object")
                )
            }
            Step::Unreachable(garbage) => self.unreachable(vm, garbage),
            _ if self.unreachable.get() == 0 => String::new(),
            Step::WeakrefsCleared(_) => {
                self.asked.set(true);
                "4. weak references to them are cleared\n5. finalizers run\n".to_owned()
            }
            Step::Finalized(_) => String::new(),
            Step::Condemned(garbage) => self.condemned(garbage),
            Step::Cleared(collected) if collected.collected == 0 => String::new(),
            Step::Cleared(collected) => {
                let gone = counted(collected.collected, "object");
                format!("7. they let go of what they hold: {gone} gone\n")
            }
        }
    }

    fn unreachable(&self, vm: &Vm, garbage: &Garbage<'_>) -> String {
        let found = garbage.len() as u64;
        self.unreachable.set(found);
        let reached = self.unheld.get().saturating_sub(found);
        let found = counted(found, "object");
        let mut text = format!(
            "3. {reached} of these can be reached from one that has something left, {found} cannot\n"
        );
        let mut shown = 0;
        garbage.for_each(&mut |object| {
            shown += 1;
            if shown <= MOST_SHOWN {
                let object = object.clone();
                let count = object.count() - 1;
                text += &format!("   {}, count {count}\n", inspect::title(&object));
                for line in inspect::lines(vm, &object, Left::Own) {
                    text += &format!("     ← {line}\n");
                }
            }
        });
        if shown > MOST_SHOWN {
            text += &format!("   … and {} more\n", shown - MOST_SHOWN);
        }
        text
    }

    fn condemned(&self, garbage: &Garbage<'_>) -> String {
        let left = garbage.len() as u64;
        let saved = self.unreachable.get().saturating_sub(left);
        let mut text = String::new();
        if !self.asked.get() {
            text += "4. and 5. none of them has weak references or a finalizer\n";
        }
        let back = match saved {
            0 => String::new(),
            saved => format!(", {} came back to life", counted(saved, "object")),
        };
        text + &format!("6. still unreachable: {}{back}\n", counted(left, "object"))
    }
}

/// `1 object`, `2 objects`.
fn counted(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
