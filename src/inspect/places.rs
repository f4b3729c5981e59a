//! The references that running code holds: locals, arguments, temporaries, by frame and line.

use std::collections::HashMap;

use super::edges::variable;
use super::holders::Holder;
use crate::heap::{Ref, Unowned};
use crate::runtime::Vm;
use crate::runtime::object::Code;
use crate::runtime::stack::Role;
use crate::source::{Source, Span};

/// A running frame, as far as words about it need.
pub struct Running {
    /// Where it begins on the slot stack.
    base: usize,
    /// Whether its variables stand there; a generator has its own.
    has_slots: bool,
    code: Ref,
    span: Span,
}

impl Running {
    fn code(&self) -> Option<&Code> {
        self.code.get::<Code>()
    }

    fn source(&self) -> Option<Source> {
        self.code().map(|code| code.source.clone())
    }

    fn line(&self) -> u32 {
        self.code().map_or(0, |code| code.source.line_of(self.span.start))
    }

    /// `f()` or `<module>`.
    pub fn title(&self) -> String {
        self.code().map_or_else(String::new, code_title)
    }

    /// The name of the variable that stands at a place of the slot stack.
    fn variable(&self, place: usize) -> Option<&str> {
        let index = place.checked_sub(self.base).filter(|_| self.has_slots)?;
        variable(self.code()?, index)
    }

    /// `key` is the place that holds: the words tell the line too.
    fn holder(&self, key: String, text: String) -> Holder {
        Holder { text, key, source: self.source(), span: Some(self.span) }
    }
}

/// How code is called in a sentence.
pub fn code_title(code: &Code) -> String {
    let name = code.qualname.text();
    if code.flags.function { format!("{name}()") } else { name.to_owned() }
}

/// The running frames, innermost first.
pub fn running(vm: &Vm) -> Vec<Running> {
    let mut frames = Vec::new();
    vm.stack.each_frame(&mut |frame| {
        let (base, span) = (frame.base, frame.position.get());
        let has_slots = frame.generator.is_none();
        frames.push(Running { base, has_slots, code: frame.code_ref.clone(), span });
        true
    });
    frames
}

/// Words for every place of the slot stack and every running frame that holds `target`; `skip` is
/// a place not to be listed.
pub fn on_stack(vm: &Vm, target: &Ref, skip: Option<usize>) -> Vec<Holder> {
    let frames = running(vm);
    let mut found = Vec::new();
    vm.stack.visit(&mut |place, role, object| {
        if object.same(target) && skip != Some(place) {
            found.push(describe(&frames, place, role));
        }
    });
    found.reverse();
    // The clones in `frames` are not counted by this walk.
    let mut index = 0;
    vm.stack.each_frame(&mut |frame| {
        let running = &frames[index];
        index += 1;
        frame.visit(&mut |what, object| {
            if object.same(target) {
                let text = format!("{what} of the running {}", running.title());
                found.push(running.holder(text.clone(), text));
            }
        });
        true
    });
    found
}

fn describe(frames: &[Running], place: usize, role: Role) -> Holder {
    let Some(frame) = frames.iter().find(|frame| frame.base <= place) else {
        return Holder::plain(role.describe().to_owned());
    };
    let line = frame.line();
    let key = format!("place {place}");
    if let Some(name) = frame.variable(place) {
        return frame.holder(key, format!("local {name} of {}, line {line}", frame.title()));
    }
    let of = frame.code().filter(|code| code.flags.function);
    let of = of.map_or_else(String::new, |code| format!(" of {}", code_title(code)));
    frame.holder(key, format!("{}, line {line}{of}", role.describe()))
}

/// The topmost place that holds `target`: the argument of a call that asks about it.
pub fn topmost(vm: &Vm, target: &Ref) -> Option<usize> {
    let mut last = None;
    vm.stack.visit(&mut |place, _, object| {
        if object.same(target) {
            last = Some(place);
        }
    });
    last
}

/// Which variable of which running code the slot stack has in it, by address: for words about
/// what they hold.
pub fn variables(vm: &Vm) -> HashMap<u64, (String, String)> {
    let frames = running(vm);
    let mut found = HashMap::new();
    vm.stack.visit(&mut |place, _, object| {
        let frame = frames.iter().find(|frame| frame.base <= place);
        if let Some((frame, name)) = frame.and_then(|frame| Some((frame, frame.variable(place)?))) {
            found.insert(object.address(), (name.to_owned(), frame.title()));
        }
    });
    found
}

/// The lists on the slot stack that keep the constants of a source while it runs.
pub fn sources(vm: &Vm) -> Vec<Unowned> {
    let mut found = Vec::new();
    vm.stack.visit(&mut |_, role, object| {
        if role == Role::Running {
            found.push(object.downgrade());
        }
    });
    found
}
