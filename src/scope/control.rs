//! Where `return`, `break`, `continue`, `yield` and `await` may stand.

use super::tables::ScopeKind;
use super::walk::Walk;
use crate::source::Span;

/// How many blocks CPython's compiler lets nest.
const MAX_BLOCKS: usize = 21;

/// A block statement around the code at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    Loop,
    ExceptStar,
    Other,
}

/// The blocks around the code at hand, within its scope.
#[derive(Debug, Default)]
pub(super) struct Control {
    blocks: Vec<Around>,
}

impl Walk<'_> {
    /// Walks with `inside` within a block that starts at `span`.
    pub(super) fn within(&mut self, around: Around, span: Span, inside: impl FnOnce(&mut Self)) {
        let too_many = self.control.last_mut().is_some_and(|control| {
            control.blocks.push(around);
            control.blocks.len() > MAX_BLOCKS
        });
        if too_many {
            self.late("too many statically nested blocks", span);
        }
        inside(self);
        if let Some(control) = self.control.last_mut() {
            control.blocks.pop();
        }
    }

    /// `break` or `continue` at `span`.
    pub(super) fn jump(&mut self, outside_loop: &str, span: Span) {
        let blocks = self.control.last().map_or(&[][..], |control| &control.blocks);
        match blocks.iter().rev().find(|around| **around != Around::Other) {
            Some(Around::Loop) => {}
            Some(_) => self.late(EXCEPT_STAR, span),
            None => self.late(outside_loop, span),
        }
    }

    /// `return`, with a value or without.
    pub(super) fn return_here(&mut self, with_value: bool, span: Span) {
        if self.here().kind != ScopeKind::Function {
            self.late("'return' outside function", span);
            return;
        }
        if self.control.last().is_some_and(|control| control.blocks.contains(&Around::ExceptStar)) {
            self.late(EXCEPT_STAR, span);
        }
        if with_value {
            self.draft().returns_value.get_or_insert(span);
        }
    }

    /// `yield`, or with `from`.
    pub(super) fn yield_here(&mut self, from: bool, span: Span) {
        let word = if from { "yield from" } else { "yield" };
        match self.here().kind {
            ScopeKind::Comprehension | ScopeKind::Generator => {
                let what = self.comprehension_word();
                self.early(format!("'yield' inside {what}"), span);
            }
            ScopeKind::TypeParams | ScopeKind::TypeVariable | ScopeKind::TypeAlias => {
                let place = self.here().place;
                self.early(format!("yield expression cannot be used within {place}"), span);
            }
            ScopeKind::Module | ScopeKind::Class => {
                self.late(format!("'{word}' outside function"), span);
            }
            ScopeKind::Function | ScopeKind::Lambda => {
                if from && self.here().is_async {
                    self.late("'yield from' inside async function", span);
                }
                self.draft().is_generator = true;
                self.asynchronous_return();
            }
        }
    }

    /// An asynchronous generator returns no value.
    pub(super) fn asynchronous_return(&mut self) {
        let here = self.here();
        if let (true, true, Some(span)) = (here.is_async, here.is_generator, here.returns_value) {
            self.late("'return' with value in async generator", span);
        }
    }

    fn comprehension_word(&self) -> &'static str {
        let span = self.here().span;
        if self.here().kind == ScopeKind::Generator {
            return "generator expression";
        }
        if self.source.slice(span).starts_with('[') {
            return "list comprehension";
        }
        if self.in_dict_comp { "dict comprehension" } else { "set comprehension" }
    }

    /// `await` at `span`.
    pub(super) fn await_here(&mut self, span: Span) {
        match self.here().kind {
            ScopeKind::Comprehension | ScopeKind::Generator => {}
            ScopeKind::TypeParams | ScopeKind::TypeVariable | ScopeKind::TypeAlias => {
                let place = self.here().place;
                self.early(format!("await expression cannot be used within {place}"), span);
            }
            ScopeKind::Function | ScopeKind::Module if self.here().is_async => {}
            ScopeKind::Function | ScopeKind::Lambda => {
                self.late_await("'await' outside async function", span);
            }
            _ => self.late_await("'await' outside function", span),
        }
        self.draft().is_coroutine = true;
    }

    /// `async for` or `async with` at `span`.
    pub(super) fn async_statement(&mut self, is_async: bool, what: &str, span: Span) {
        if is_async && !self.here().is_async {
            self.late_await(format!("'{what}' outside async function"), span);
        }
    }
}

const EXCEPT_STAR: &str = "'break', 'continue' and 'return' cannot appear in an except* block";
