//! Tracebacks: recorded while an exception passes frames, and printed as CPython prints them.

use std::cell::{Cell, RefCell};

use super::object::{Class, Code, Dict, Exception, FrameObject, Traceback};
use super::raise::ErrorKind;
use super::stack::Frame;
use super::value::Raised;
use super::vm::Vm;
use crate::heap::{Fixed, Ref, Slot};
use crate::source::{Source, Span};

impl Vm {
    /// The running frame as an object.
    pub fn frame_object(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        if let Some(object) = frame.object.get() {
            return Ok(object);
        }
        let object = self.alloc(FrameObject {
            code: Fixed::new(frame.code_ref.clone()),
            globals: Fixed::new(frame.globals_ref.clone()),
            back: Slot::empty(),
            namespace: frame.namespace.cloned().map_or_else(Slot::empty, Slot::new),
            base: Cell::new(Some(frame.base)),
            locals: RefCell::default(),
            position: Cell::new(frame.position.get()),
        })?;
        frame.object.set(Some(object.clone()));
        Ok(object)
    }

    /// Adds the running frame to the pending exception's traceback.
    #[cold]
    pub fn add_traceback(&self, frame: &Frame<'_>, raised: Raised) -> Raised {
        if self.traced.get() {
            return raised;
        }
        let exception = self.take_raised(raised);
        let span = frame.position.get();
        let entry = self.frame_object(frame).and_then(|object| {
            object.as_ref::<FrameObject>().position.set(span);
            let next = exception.get::<Exception>().and_then(|payload| payload.traceback.take());
            let next = next.map_or_else(Slot::empty, Slot::new);
            self.alloc(Traceback { next, frame: Fixed::new(object), position: Cell::new(span) })
        });
        if let (Ok(entry), Some(payload)) = (entry, exception.get::<Exception>()) {
            payload.traceback.set(Some(entry));
        }
        self.reraise_traced(exception)
    }

    /// The pending exception leaves its frame: the caller's place in the traceback is open.
    pub fn leave_frame_traceback(&self) {
        self.located.set(false);
        self.traced.set(false);
    }

    /// When a frame ends while its object is still seen, the object takes over the locals.
    #[inline]
    pub fn detach_frame(&self, frame: &Frame<'_>, slots: usize) {
        if let Some(object) = frame.object.take() {
            self.detach_object(frame, slots, object);
        }
    }

    #[cold]
    fn detach_object(&self, frame: &Frame<'_>, slots: usize, object: Ref) {
        let payload = object.as_ref::<FrameObject>();
        payload.position.set(frame.position.get());
        payload.base.set(None);
        if object.count() > 1 {
            let back = frame.with_parent(|parent| self.frame_object(parent));
            if let Some(Ok(back)) = back {
                payload.back.set(Some(back));
            }
            let locals = self.stack.take_range(frame.base, slots);
            payload.locals.replace(locals);
        }
    }

    /// The traceback as CPython prints it, causes and contexts first, ending in the last line.
    pub fn traceback_text(&self, exception: &Ref) -> String {
        let mut text = String::new();
        let mut seen = Vec::new();
        self.write_chain(exception, &mut text, &mut seen);
        text
    }

    fn write_chain(&self, exception: &Ref, text: &mut String, seen: &mut Vec<u64>) {
        if seen.contains(&exception.address()) || seen.len() > 100 {
            return;
        }
        seen.push(exception.address());
        if let Some(payload) = exception.get::<Exception>() {
            if let Some(cause) = payload.cause.get() {
                self.write_chain(&cause, text, seen);
                text.push_str(
                    "\nThe above exception was the direct cause of the following exception:\n\n",
                );
            } else if let Some(context) = payload.context.get()
                && !payload.suppress_context.get()
            {
                self.write_chain(&context, text, seen);
                text.push_str(
                    "\nDuring handling of the above exception, another exception occurred:\n\n",
                );
            }
            if let Some(traceback) = payload.traceback.get() {
                text.push_str("Traceback (most recent call last):\n");
                self.write_frames(&traceback, text);
            }
        }
        text.push_str(&self.last_lines(exception));
    }

    /// The entries of a traceback, outermost first; repeated ones are counted.
    fn write_frames(&self, traceback: &Ref, text: &mut String) {
        let mut repeats = 0usize;
        let mut previous = String::new();
        for entry in traceback_entries(traceback) {
            let lines = entry.text();
            if lines == previous {
                repeats += 1;
                if repeats > MOST_REPEATS {
                    continue;
                }
            } else {
                write_repeats(text, repeats);
                repeats = 0;
                previous.clone_from(&lines);
            }
            if repeats < MOST_REPEATS {
                text.push_str(&lines);
            }
        }
        write_repeats(text, repeats);
    }

    /// `ValueError: message`, with notes.
    pub fn last_lines(&self, exception: &Ref) -> String {
        let class = self.class_full_name(self.class_of(exception));
        let class = class.strip_prefix("__main__.").map_or(class.clone(), str::to_owned);
        let mut message = self.exception_message(exception);
        if let Some(hint) = self.suggestion(exception) {
            message.push_str(&hint);
        }
        let mut text =
            if message.is_empty() { format!("{class}\n") } else { format!("{class}: {message}\n") };
        if let Ok(Some(notes)) = self.find_attr(exception, &self.name("__notes__"))
            && let Ok(notes) = self.collect(&notes)
        {
            for note in notes {
                if let Ok(note) = self.str_text(&note) {
                    text.push_str(&note);
                    text.push('\n');
                }
            }
        } else {
            self.clear_pending();
        }
        text
    }

    /// ". Did you mean: 'x'?" for errors about names.
    pub fn suggestion(&self, exception: &Ref) -> Option<String> {
        let fields = exception.get::<Exception>()?.fields.get()?;
        let fields = fields.get::<Dict>()?;
        let name = fields.get_str(&self.name("name"))?;
        let hint = if self.is_error(exception, ErrorKind::AttributeError) {
            let object = fields.get_str(&self.name("obj"))?;
            suggest(name.text(), &self.attribute_names(&object))
        } else if self.is_error(exception, ErrorKind::NameError) {
            suggest(name.text(), &self.visible_names(exception))
        } else {
            None
        };
        hint.map(|hint| format!(". Did you mean: '{hint}'?"))
    }

    /// Names of attributes without running any code of the object's.
    pub fn attribute_names(&self, object: &Ref) -> Vec<String> {
        let mut names = Vec::new();
        let mut add =
            |dict: &Dict| names.extend(dict.keys().iter().map(|key| key.text().to_owned()));
        if let Some(module) = object.get::<super::object::Module>() {
            add(module.dict.as_ref::<Dict>());
        }
        let classes = match object.get::<Class>() {
            Some(class) => class.mro_refs(),
            None => self.class_data(object).mro_refs(),
        };
        for class in classes {
            add(class.as_ref::<Class>().namespace());
        }
        if let Some(dict) = self.dict_slot(object).and_then(Slot::get)
            && let Some(dict) = dict.get::<Dict>()
        {
            add(dict);
        }
        if let Some(instance) = object.get::<super::object::Instance>() {
            let shapes = &instance.class.as_ref::<Class>().shapes;
            names.extend(shapes.names(object.aux()).iter().map(|name| name.text().to_owned()));
        }
        names.sort();
        names.dedup();
        names
    }

    /// Names a `NameError` could have meant: locals, globals, builtins of its frame.
    fn visible_names(&self, exception: &Ref) -> Vec<String> {
        let mut names = Vec::new();
        let traceback = exception.get::<Exception>().and_then(|payload| payload.traceback.get());
        let last = traceback.and_then(|traceback| traceback_entries(&traceback).pop());
        if let Some(entry) = last {
            let frame = entry.frame.as_ref::<FrameObject>();
            let code = frame.code.as_ref::<Code>();
            names.extend(code.variables.iter().map(|name| name.text().to_owned()));
            names.extend(
                frame.globals.as_ref::<Dict>().keys().iter().map(|key| key.text().to_owned()),
            );
        }
        let builtins = self.builtins.as_ref::<Dict>().keys();
        names.extend(builtins.iter().map(|key| key.text().to_owned()));
        names
    }
}

/// CPython shows a line three times before it counts repetitions.
const MOST_REPEATS: usize = 3;

fn write_repeats(text: &mut String, repeats: usize) {
    if repeats >= MOST_REPEATS {
        let more = repeats - MOST_REPEATS + 1;
        let plural = if more == 1 { "" } else { "s" };
        text.push_str(&format!("  [Previous line repeated {more} more time{plural}]\n"));
    }
}

fn suggest(name: &str, candidates: &[String]) -> Option<String> {
    let _ = (name, candidates);
    None
}

/// One entry of a traceback.
pub struct TracebackEntry {
    pub frame: Ref,
    pub span: Span,
}

impl TracebackEntry {
    pub fn source(&self) -> Source {
        self.frame.as_ref::<FrameObject>().code.as_ref::<Code>().source.clone()
    }

    pub fn line(&self) -> u32 {
        self.source().line_of(self.span.start)
    }

    /// The function's qualified name, or `<module>`.
    pub fn function(&self) -> String {
        self.frame.as_ref::<FrameObject>().code.as_ref::<Code>().name.text().to_owned()
    }

    /// As CPython prints it, without the carets.
    pub fn text(&self) -> String {
        let source = self.source();
        let line = self.line();
        let mut text =
            format!("  File \"{}\", line {line}, in {}\n", source.name(), self.function());
        if let Some(code) = source.line(line).map(str::trim).filter(|code| !code.is_empty()) {
            text.push_str(&format!("    {code}\n"));
        }
        text
    }
}

/// The entries of a traceback object, outermost first.
pub fn traceback_entries(traceback: &Ref) -> Vec<TracebackEntry> {
    let mut entries = Vec::new();
    let mut next = Some(traceback.clone());
    while let Some(entry) = next {
        let Some(payload) = entry.get::<Traceback>() else { break };
        entries
            .push(TracebackEntry { frame: (*payload.frame).clone(), span: payload.position.get() });
        next = payload.next.get();
    }
    entries
}
