//! Searching a subject, match after match.

use std::cell::Cell;

use super::cells::{Match, Pattern, pattern_of};
use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::object::Str;
use crate::runtime::object::char_index::{byte_offset, char_offset};
use crate::runtime::object::string::is_ascii;
use crate::runtime::spec::TypeSpec;
use crate::runtime::{ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};
use crate::text::regex::{Found, Mode, Stopped, Subject, search};
use crate::types::bytes::view::{self, View};
use crate::types::iterators::itself;
use crate::types::object::OBJECT;
use crate::types::str::char_count;

/// A subject as the matcher sees it, up to where the search ends.
pub(super) enum Text<'a> {
    Str(&'a str, bool),
    Bytes(View<'a>),
}

impl Text<'_> {
    pub(super) fn subject(&self) -> Subject<'_> {
        match self {
            Text::Str(text, true) => Subject::Narrow(text.as_bytes()),
            Text::Str(text, false) => Subject::Wide(text),
            Text::Bytes(bytes) => Subject::Narrow(bytes),
        }
    }
}

/// A search that may go on behind its last match.
pub(super) struct Scan {
    /// Where it began and ends, in characters.
    pub(super) pos: usize,
    pub(super) endpos: usize,
    /// Where it ends, in bytes.
    end: usize,
    /// Where to go on, in bytes; beyond `end` when it is over.
    at: Cell<usize>,
    /// The last match was empty, so the next may not be at the same place.
    not_empty: Cell<bool>,
}

/// Checks that a subject is of the pattern's type.
pub(super) fn check(vm: &Vm, pattern: &Pattern, subject: &Ref) -> Result<(), Raised> {
    if subject.is::<Str>() {
        if pattern.is_bytes {
            return Err(vm.type_error("cannot use a bytes pattern on a string-like object"));
        }
        return Ok(());
    }
    if view::of(subject).is_none() {
        let class = vm.class_name(subject);
        return Err(vm.type_error(format!("expected string or bytes-like object, got '{class}'")));
    }
    if pattern.is_bytes {
        return Ok(());
    }
    Err(vm.type_error("cannot use a string pattern on a bytes-like object"))
}

/// The length of a subject in characters or bytes.
pub(super) fn len(subject: &Ref) -> usize {
    if subject.is::<Str>() {
        return char_count(subject);
    }
    view::of(subject).map_or(0, |bytes| bytes.len())
}

/// Characters to bytes.
fn to_bytes(subject: &Ref, at: usize) -> usize {
    if subject.is::<Str>() { byte_offset(subject, at) } else { at }
}

/// Bytes to characters.
pub(super) fn to_chars(subject: &Ref, at: usize) -> usize {
    if subject.is::<Str>() { char_offset(subject, at) } else { at }
}

/// The content of a subject up to byte `end`.
fn text<'a>(vm: &Vm, subject: &'a Ref, end: usize) -> Result<Text<'a>, Raised> {
    if subject.is::<Str>() {
        let text = subject.text();
        return Ok(Text::Str(&text[..end.min(text.len())], is_ascii(subject)));
    }
    // What can change is copied: while matching, other code may run.
    let bytes = match view::required(vm, subject)? {
        View::Plain(bytes) => View::Plain(&bytes[..end.min(bytes.len())]),
        other => View::Owned(other[..end.min(other.len())].to_vec()),
    };
    Ok(Text::Bytes(bytes))
}

impl Scan {
    /// A search of `subject` between two places in characters, clamped to it.
    pub(super) fn new(
        vm: &Vm,
        pattern: &Pattern,
        subject: &Ref,
        pos: i64,
        endpos: i64,
    ) -> Result<Scan, Raised> {
        check(vm, pattern, subject)?;
        let len = len(subject);
        let pos = usize::try_from(pos).unwrap_or(0).min(len);
        let endpos = usize::try_from(endpos).unwrap_or(0).min(len);
        let (start, end) = (to_bytes(subject, pos), to_bytes(subject, endpos));
        let start = if pos > endpos { end + 1 } else { start };
        Ok(Scan { pos, endpos, end, at: Cell::new(start), not_empty: Cell::new(false) })
    }

    /// Where the search ends, in bytes.
    pub(super) fn byte_end(&self) -> usize {
        self.end
    }

    /// The next match.
    pub(super) fn next(
        &self,
        vm: &Vm,
        pattern: &Pattern,
        subject: &Ref,
        mode: Mode,
    ) -> Result<Option<Found>, Raised> {
        if self.at.get() > self.end {
            return Ok(None);
        }
        let text = text(vm, subject, self.end)?;
        let mut interrupted = None;
        let found = search(
            &pattern.program,
            text.subject(),
            self.at.get(),
            mode,
            self.not_empty.get(),
            &mut || match vm.poll() {
                Ok(()) => true,
                Err(raised) => {
                    interrupted = Some(raised);
                    false
                }
            },
        );
        match found {
            Ok(Some(found)) => {
                if let Some(Some((start, end))) = found.spans.first() {
                    self.at.set(*end);
                    self.not_empty.set(start == end);
                }
                Ok(Some(found))
            }
            Ok(None) => {
                self.at.set(self.end + 1);
                Ok(None)
            }
            Err(Stopped::Asked) => Err(match interrupted {
                Some(raised) => raised,
                None => vm.raise(ErrorKind::KeyboardInterrupt, String::new()),
            }),
            Err(Stopped::Memory) => Err(vm.raise(ErrorKind::MemoryError, String::new())),
        }
    }

    /// A match object of what was found.
    pub(super) fn matched(
        &self,
        vm: &Vm,
        pattern: &Ref,
        subject: &Ref,
        found: Found,
    ) -> Result<Ref, Raised> {
        vm.alloc(Match {
            pattern: Fixed::new(pattern.clone()),
            subject: Fixed::new(subject.clone()),
            found,
            pos: self.pos,
            endpos: self.endpos,
        })
    }
}

/// A part of a subject, between two places in bytes.
pub(super) fn part(vm: &Vm, subject: &Ref, start: usize, end: usize) -> Result<Ref, Raised> {
    if subject.is::<Str>() {
        let text = subject.text();
        if end - start == text.len() && subject.is_exact::<Str>() {
            return Ok(subject.clone());
        }
        return vm.new_str(&text[start..end]);
    }
    let part = view::required(vm, subject)?.get(start..end).unwrap_or(&[]).to_vec();
    crate::types::bytes::new_bytes(vm, part)
}

/// What `finditer` gives.
pub struct MatchIterator {
    pattern: Fixed,
    subject: Fixed,
    scan: Scan,
}

impl Payload for MatchIterator {
    const KIND: Kind = kinds::RE_MATCH_ITERATOR;
    const NAME: &'static str = "callable_iterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.pattern.visit(visit);
        self.subject.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.pattern);
        dying.give_up(&self.subject);
    }
}

pub(super) fn iterate(vm: &Vm, pattern: &Ref, subject: &Ref, scan: Scan) -> Eval {
    let (pattern, subject) = (Fixed::new(pattern.clone()), Fixed::new(subject.clone()));
    vm.alloc(MatchIterator { pattern, subject, scan }).map(Value::Obj)
}

fn next_match(vm: &Vm, iterator: &Ref) -> Eval {
    let MatchIterator { pattern, subject, scan } = iterator.as_ref::<MatchIterator>();
    match scan.next(vm, pattern_of(pattern), subject, Mode::Search)? {
        Some(found) => scan.matched(vm, pattern, subject, found).map(Value::Obj),
        None => Ok(Value::Undef),
    }
}

pub static MATCH_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    slots: Slots { iter: Some(itself), next: Some(next_match), ..Slots::EMPTY },
    ..TypeSpec::of::<MatchIterator>()
};
