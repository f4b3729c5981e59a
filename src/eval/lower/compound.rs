//! Compound statements: `if`, loops, `with` and `try`.

use super::constants::ConstantKey;
use super::pieces::Piece;
use super::unit::{Lowered, Lowerer};
use crate::eval::assign::Place;
use crate::eval::asynchrony::AsyncWith;
use crate::eval::delegation::Delegation;
use crate::eval::except_star::{StarSlots, TryStar};
use crate::eval::exceptions::{self, Finally, Try};
use crate::eval::loops::For;
use crate::eval::names::Assign;
use crate::eval::node::{Local, Node, Statement, Target};
use crate::eval::statement::Block;
use crate::eval::with::With;
use crate::syntax::ast::{Block as Body, Expr, Handler, Ident, WithItem};

impl Lowerer<'_> {
    pub(super) fn if_(&mut self, test: &Expr, body: &Body, orelse: &Body) -> Lowered<Statement> {
        let span = test.span;
        let test = self.expr(test)?;
        self.unit.substitutes.clear();
        let body = self.block(body)?;
        let orelse = self.optional_block(orelse)?;
        Ok(test.branching(body, orelse, span))
    }

    pub(super) fn while_(&mut self, test: &Expr, body: &Body, orelse: &Body) -> Lowered<Statement> {
        let span = test.span;
        let test = self.expr(test)?;
        let body = self.block(body)?;
        let orelse = self.optional_block(orelse)?;
        Ok(test.repeating(body, orelse, span))
    }

    pub(super) fn for_(
        &mut self,
        target: &Expr,
        iter: &Expr,
        body: &Body,
        orelse: &Body,
    ) -> Lowered<Statement> {
        let span = iter.span;
        let iterator = self.unit.temp();
        let iter = self.iterable(iter)?;
        let target_span = target.span;
        let target = self.place(target)?;
        let body = self.block(body)?;
        let orelse = self.optional_block(orelse)?;
        Ok(match target {
            Place::Local(slot) => {
                let target = Local { slot, span: target_span };
                Box::new(For { target, iter, iterator, body, orelse, span })
            }
            Place::Other(target) => Box::new(For { target, iter, iterator, body, orelse, span }),
        })
    }

    pub(super) fn with(
        &mut self,
        items: &[WithItem],
        body: &Body,
        is_async: bool,
    ) -> Lowered<Statement> {
        let Some((first, rest)) = items.split_first() else { return self.block(body) };
        self.unit.guarded = true;
        let state = self.unit.state();
        let (manager, exit, handled) = (self.unit.temp(), self.unit.temp(), self.unit.temp());
        // Only one that is asynchronous waits.
        let iterator = if is_async { self.unit.temp() } else { manager };
        let context = self.expr(&first.context)?;
        let span = first.context.span;
        let (target, body) = self.with_target(first, rest, body, is_async)?;
        if is_async {
            let (kept, delegation) = (manager, Delegation { iterator, span });
            return Ok(Box::new(AsyncWith {
                context,
                target,
                body,
                exit,
                handled,
                kept,
                delegation,
                state,
            }));
        }
        Ok(Box::new(With { context, target, body, manager, exit, handled, span, state }))
    }

    /// The target of a manager's value, and what runs within it.
    fn with_target(
        &mut self,
        first: &WithItem,
        rest: &[WithItem],
        body: &Body,
        is_async: bool,
    ) -> Lowered<(Option<Box<dyn Target>>, Statement)> {
        let Some(target) = &first.target else {
            return Ok((None, self.with_rest(rest, body, is_async)?));
        };
        if !self.yields(target) {
            let target = self.target(target)?;
            return Ok((Some(target), self.with_rest(rest, body, is_async)?));
        }
        let (slot, mut inner) = self.assigned_first(target)?;
        inner.push(Piece::Whole(self.with_rest(rest, body, is_async)?));
        let inner = Box::new(self.unit.steps(inner));
        Ok((Some(Box::new(Local { slot, span: first.context.span })), inner))
    }

    /// The further managers of a `with` and its body: each manager is evaluated inside the ones
    /// before, and so is what it yields.
    fn with_rest(&mut self, items: &[WithItem], body: &Body, is_async: bool) -> Lowered<Statement> {
        let Some(first) = items.first() else { return self.block(body) };
        let outer = std::mem::take(&mut self.unit.before);
        self.hoist(&first.context)?;
        let with = self.with(items, body, is_async)?;
        let mut pieces = std::mem::replace(&mut self.unit.before, outer);
        if pieces.is_empty() {
            return Ok(with);
        }
        pieces.push(Piece::Whole(with));
        Ok(Box::new(self.unit.steps(pieces)))
    }

    pub(super) fn try_(
        &mut self,
        body: &Body,
        handlers: &[Handler],
        orelse: &Body,
        finalbody: &Body,
        star: bool,
    ) -> Lowered<Statement> {
        self.unit.guarded = true;
        let inner = if handlers.is_empty() {
            self.block(body)?
        } else {
            self.handled(body, handlers, orelse, star)?
        };
        if finalbody.is_empty() {
            return Ok(inner);
        }
        let state = self.unit.state();
        let (kept, handled) = (self.unit.temp(), self.unit.temp());
        let finalbody = self.block(finalbody)?;
        Ok(Box::new(Finally { body: inner, finalbody, kept, handled, state }))
    }

    fn handled(
        &mut self,
        body: &Body,
        handlers: &[Handler],
        orelse: &Body,
        star: bool,
    ) -> Lowered<Statement> {
        let state = self.unit.state();
        let handled = self.unit.temp();
        let mut temp = || if star { self.unit.temp() } else { handled };
        let slots = StarSlots { original: temp(), rest: temp(), raised: temp() };
        let body = self.block(body)?;
        let mut lowered = Vec::new();
        for handler in handlers {
            let (before, class) = self.handler_class(handler.class.as_ref())?;
            let (target, unbind) = match handler.name {
                Some(name) => (Some(self.store(name.name, name.span)?), Some(self.unbind(name)?)),
                None => (None, None),
            };
            let body = self.block(&handler.body)?;
            let span = handler.span;
            lowered.push(exceptions::Handler { before, class, target, unbind, body, span });
        }
        let orelse = self.optional_block(orelse)?;
        if star {
            let handlers = lowered;
            return Ok(Box::new(TryStar { body, handlers, orelse, handled, slots, state }));
        }
        Ok(Box::new(Try { body, handlers: lowered, orelse, handled, state }))
    }

    /// A handler's class, and what stands before it where it holds a `yield`.
    fn handler_class(
        &mut self,
        class: Option<&Expr>,
    ) -> Lowered<(Option<Statement>, Option<Node>)> {
        let Some(class) = class else { return Ok((None, None)) };
        let outer = std::mem::take(&mut self.unit.before);
        self.hoist(class)?;
        let node = self.expr(class)?;
        let pieces = std::mem::replace(&mut self.unit.before, outer);
        if pieces.is_empty() {
            return Ok((None, Some(node)));
        }
        Ok((Some(Box::new(self.unit.steps(pieces))), Some(node)))
    }

    /// Unbinds a handler's name, which the handler itself may have deleted: it is set first.
    fn unbind(&mut self, name: Ident) -> Lowered<Statement> {
        let none = self.constant_node(ConstantKey::None)?;
        let target = self.store(name.name, name.span)?;
        let set: Statement = Box::new(Assign { target, value: none, span: name.span });
        let delete = self.delete(name.name, name.span)?;
        Ok(Box::new(Block { statements: vec![set, delete] }))
    }
}
