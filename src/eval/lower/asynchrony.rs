//! `async for`, and comprehensions that await: what they iterate is asked in pieces, between which
//! the frame can stop.

use super::pieces::Piece;
use super::unit::{Lowered, Lowerer};
use crate::eval::assign::Place;
use crate::eval::async_comprehension::{AddElement, AsyncComprehension, BeginComprehension};
use crate::eval::asynchrony::{AwaitNext, Filled, StartAsync};
use crate::eval::comprehension::ComprehensionKind;
use crate::eval::delegation::Delegation;
use crate::eval::names::Assign;
use crate::eval::node::{Node, TakeTemp};
use crate::source::Span;
use crate::syntax::ast::{Block as Body, CompClause, Comprehension, Expr, ExprKind};

/// A condition of a clause: what it awaits, computed before it, and the test.
pub(super) type Condition = (Vec<Piece>, Node, Span);

/// What a round of a clause assigns its item to; for an asynchronous clause, a slot that pieces
/// assign from.
pub(super) enum ClauseTarget {
    Place(Place),
    Awaited(u32, Vec<Piece>),
}

impl Lowerer<'_> {
    /// `async for` at `span`; what `iter` awaits comes before.
    pub(super) fn async_for_pieces(
        &mut self,
        target: &Expr,
        iter: &Expr,
        body: &Body,
        orelse: &Body,
        span: Span,
    ) -> Lowered<Piece> {
        let iterator = self.unit.temp();
        let start = StartAsync { iter: self.expr(iter)?, iterator, span: iter.span };
        self.unit.before.push(Piece::Whole(Box::new(start)));
        self.unit.substitutes.clear();
        let (into, mut inner) = self.awaited_target(target)?;
        inner.append(&mut self.pieces(body)?);
        let orelse = self.pieces(orelse)?;
        Ok(self.async_loop(iterator, into, inner, orelse, span))
    }

    /// The slot of an awaited item, and the pieces that assign it from there.
    fn awaited_target(&mut self, target: &Expr) -> Lowered<(u32, Vec<Piece>)> {
        if self.yields(target) {
            return self.assigned_first(target);
        }
        let slot = self.unit.temp();
        let value = Box::new(TakeTemp { slot });
        let assign = Assign { target: self.target(target)?, value, span: target.span };
        Ok((slot, vec![Piece::Whole(Box::new(assign))]))
    }

    fn async_loop(
        &mut self,
        iterator: u32,
        into: u32,
        body: Vec<Piece>,
        orelse: Vec<Piece>,
        span: Span,
    ) -> Piece {
        let delegation = Delegation { iterator: self.unit.temp(), span };
        let next = AwaitNext { iterator, delegation, into };
        Piece::While {
            before: vec![Piece::Whole(Box::new(next))],
            iterator: Some(iterator),
            test: Box::new(Filled { slot: into }),
            span,
            body,
            orelse,
        }
    }

    /// The iterator of a clause: the pieces that put it into its slot.
    fn clause_start(&mut self, clause: &CompClause) -> Lowered<(Vec<Piece>, u32)> {
        let outer = std::mem::take(&mut self.unit.before);
        self.hoist(&clause.iter)?;
        let iterator = self.unit.temp();
        let (iter, span) = (self.expr(&clause.iter)?, clause.iter.span);
        let mut pieces = std::mem::replace(&mut self.unit.before, outer);
        pieces.push(match clause.is_async {
            true => Piece::Whole(Box::new(StartAsync { iter, iterator, span })),
            false => Piece::Start { iter, iterator, span },
        });
        Ok((pieces, iterator))
    }

    /// A clause of a comprehension around what `inner` lowers. The first one is `given` its iterator.
    pub(super) fn clause_around(
        &mut self,
        clause: &CompClause,
        given: Option<u32>,
        inner: impl FnOnce(&mut Self) -> Lowered<Vec<Piece>>,
    ) -> Lowered<Vec<Piece>> {
        let (mut pieces, iterator) = match given {
            Some(iterator) => (Vec::new(), iterator),
            None => self.clause_start(clause)?,
        };
        let target = self.clause_target(clause)?;
        let tests = self.clause_tests(clause)?;
        let body = inner(self)?;
        pieces.push(self.clause_loop(clause, iterator, target, tests, body));
        Ok(pieces)
    }

    fn clause_target(&mut self, clause: &CompClause) -> Lowered<ClauseTarget> {
        Ok(match clause.is_async {
            false => ClauseTarget::Place(self.place(&clause.target)?),
            true => {
                let (slot, pieces) = self.awaited_target(&clause.target)?;
                ClauseTarget::Awaited(slot, pieces)
            }
        })
    }

    fn clause_tests(&mut self, clause: &CompClause) -> Lowered<Vec<Condition>> {
        let mut tests = Vec::new();
        for condition in &clause.conditions {
            let outer = std::mem::take(&mut self.unit.before);
            self.hoist(condition)?;
            let test = self.expr(condition)?;
            let before = std::mem::replace(&mut self.unit.before, outer);
            tests.push((before, test, condition.span));
        }
        Ok(tests)
    }

    /// The loop of a clause around `body`.
    fn clause_loop(
        &mut self,
        clause: &CompClause,
        iterator: u32,
        target: ClauseTarget,
        tests: Vec<Condition>,
        mut body: Vec<Piece>,
    ) -> Piece {
        for (mut before, test, span) in tests.into_iter().rev() {
            before.push(Piece::If { test, span, body, orelse: Vec::new() });
            body = before;
        }
        let span = clause.iter.span;
        match target {
            ClauseTarget::Place(target) => {
                Piece::For { target, iter: None, iterator, span, body, orelse: Vec::new() }
            }
            ClauseTarget::Awaited(slot, mut assign) => {
                assign.append(&mut body);
                self.async_loop(iterator, slot, assign, Vec::new(), span)
            }
        }
    }

    /// Moves a comprehension that awaits before the statement.
    pub(super) fn hoist_comprehension(&mut self, expr: &Expr, comp: &Comprehension) -> Lowered<()> {
        let kind = match expr.kind {
            ExprKind::SetComp(_) => ComprehensionKind::Set,
            ExprKind::DictComp(_) => ComprehensionKind::Dict,
            _ => ComprehensionKind::List,
        };
        let Some(first) = comp.clauses.first() else { return Ok(()) };
        // The first iterable belongs to the scope around.
        let (mut pieces, iterator) = self.clause_start(first)?;
        let result = self.unit.temp();
        let (own, cells) = self.enter_inline(expr.span);
        pieces.push(Piece::Whole(Box::new(BeginComprehension { kind, cells, result })));
        let element = (kind, result);
        let inner = self.comprehension_loop(comp, 0, iterator, element)?;
        self.unit.inlines.pop();
        pieces.extend(inner);
        let body = self.unit.steps(pieces);
        let whole = AsyncComprehension { body, own, result };
        self.unit.before.push(Piece::Whole(Box::new(whole)));
        self.unit.substitutes.insert(std::ptr::from_ref(expr), result);
        Ok(())
    }

    fn comprehension_loop(
        &mut self,
        comp: &Comprehension,
        depth: usize,
        given: u32,
        (kind, result): (ComprehensionKind, u32),
    ) -> Lowered<Vec<Piece>> {
        let Some(clause) = comp.clauses.get(depth) else {
            let outer = std::mem::take(&mut self.unit.before);
            let parts: Vec<&Expr> = [&comp.element].into_iter().chain(&comp.value).collect();
            self.hoist_in_order(&parts)?;
            let element = self.value(&comp.element)?;
            let value = comp.value.as_ref().map(|value| self.value(value)).transpose()?;
            let span = comp.element.span;
            let mut pieces = std::mem::replace(&mut self.unit.before, outer);
            let add = AddElement { kind, element, value, result, span };
            pieces.push(Piece::Whole(Box::new(add)));
            return Ok(pieces);
        };
        self.clause_around(clause, (depth == 0).then_some(given), |lowerer| {
            lowerer.comprehension_loop(comp, depth + 1, given, (kind, result))
        })
    }
}
