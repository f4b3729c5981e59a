//! Statements with a `yield` inside: they come in pieces, which are laid out as steps.

use super::unit::{Lowered, Lowerer, Unit};
use crate::eval::assign::Place;
use crate::eval::logic::Not;
use crate::eval::node::{Node, Singleton, Statement};
use crate::eval::probe::Stop;
use crate::eval::statement::{Assert, Break, Continue};
use crate::eval::steps::{Loop, Step, Steps, Yield};
use crate::runtime::Value;
use crate::source::Span;
use crate::syntax::ast::{Block as Body, Expr, ExprKind, Stmt, StmtKind};

/// A lowered statement, in parts as far as a generator may stop inside.
pub enum Piece {
    Whole(Statement),
    Break,
    Continue,
    Yield(Yield),
    If {
        test: Node,
        span: Span,
        body: Vec<Piece>,
        orelse: Vec<Piece>,
    },
    While {
        /// What the test yields, computed before it.
        before: Vec<Piece>,
        /// The slot of the iterator that the rounds ask, if any.
        iterator: Option<u32>,
        test: Node,
        span: Span,
        body: Vec<Piece>,
        orelse: Vec<Piece>,
    },
    /// Puts the iterator of a `for` into its slot.
    Start {
        iter: Node,
        iterator: u32,
        span: Span,
    },
    For {
        target: Place,
        /// What to iterate over, unless its iterator is there already.
        iter: Option<Node>,
        iterator: u32,
        span: Span,
        body: Vec<Piece>,
        orelse: Vec<Piece>,
    },
}

impl Unit {
    /// Pieces as one statement.
    pub fn steps(&mut self, pieces: Vec<Piece>) -> Steps {
        let mut layout = Layout::default();
        layout.pieces(pieces);
        let (steps, loop_of) = layout.steps.into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
        Steps {
            steps: steps.into_boxed_slice(),
            loop_of: loop_of.into_boxed_slice(),
            loops: layout.loops.into_boxed_slice(),
            state: self.state(),
        }
    }
}

/// Steps being laid out, each with the loop around it.
#[derive(Default)]
struct Layout {
    steps: Vec<(Step, Option<u32>)>,
    loops: Vec<Loop>,
    innermost: Option<u32>,
    /// The `break` and `continue` jumps of the loops being laid out, until it is known where to.
    leaving: Vec<(usize, Leaving)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Leaving {
    Break,
    Continue,
}

/// A place not known yet.
const UNKNOWN: u32 = u32::MAX;

impl Layout {
    fn here(&self) -> u32 {
        self.steps.len() as u32
    }

    /// Adds a step and returns its place.
    fn add(&mut self, step: Step) -> usize {
        self.steps.push((step, self.innermost));
        self.steps.len() - 1
    }

    /// The step at `place` goes to the next step laid out.
    fn lead_here(&mut self, place: usize) {
        let here = self.here();
        self.lead(place, here);
    }

    fn lead(&mut self, place: usize, target: u32) {
        if let Step::Test { otherwise: to, .. } | Step::Advance { end: to, .. } | Step::Jump(to) =
            &mut self.steps[place].0
        {
            *to = target;
        }
    }

    fn pieces(&mut self, pieces: Vec<Piece>) {
        for piece in pieces {
            self.piece(piece);
        }
    }

    fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Whole(statement) => {
                self.add(Step::Do(statement));
            }
            Piece::Break => self.jump_out(Leaving::Break, || Box::new(Break)),
            Piece::Continue => self.jump_out(Leaving::Continue, || Box::new(Continue)),
            Piece::Yield(value) => {
                self.add(Step::Yield(value));
            }
            Piece::If { test, span, body, orelse } => self.branches(test, span, body, orelse),
            Piece::While { before, iterator, test, span, body, orelse } => {
                let again = self.here();
                self.begin_loop(iterator);
                self.pieces(before);
                let test = self.add(Step::Test { test, span, otherwise: UNKNOWN });
                self.round(body, again, test, orelse);
                if let Some(iterator) = iterator {
                    self.add(Step::Forget(iterator));
                }
            }
            Piece::Start { iter, iterator, span } => {
                self.add(Step::Start { iter, iterator, span });
            }
            Piece::For { target, iter, iterator, span, body, orelse } => {
                if let Some(iter) = iter {
                    self.add(Step::Start { iter, iterator, span });
                }
                let again = self.here();
                self.begin_loop(Some(iterator));
                let advance = self.add(Step::Advance { target, iterator, span, end: UNKNOWN });
                self.round(body, again, advance, orelse);
                self.add(Step::Forget(iterator));
            }
        }
    }

    /// A `break` or `continue`: a jump, or a statement's end where the loop is further out.
    fn jump_out(&mut self, leaving: Leaving, statement: impl FnOnce() -> Statement) {
        match self.innermost {
            Some(_) => {
                let jump = self.add(Step::Jump(UNKNOWN));
                self.leaving.push((jump, leaving));
            }
            None => {
                self.add(Step::Do(statement()));
            }
        }
    }

    fn branches(&mut self, test: Node, span: Span, body: Vec<Piece>, orelse: Vec<Piece>) {
        let test = self.add(Step::Test { test, span, otherwise: UNKNOWN });
        self.pieces(body);
        if orelse.is_empty() {
            return self.lead_here(test);
        }
        let past = self.add(Step::Jump(UNKNOWN));
        self.lead_here(test);
        self.pieces(orelse);
        self.lead_here(past);
    }

    fn begin_loop(&mut self, iterator: Option<u32>) {
        let outer = self.innermost;
        self.innermost = Some(self.loops.len() as u32);
        self.loops.push(Loop { outer, on_break: UNKNOWN, on_continue: UNKNOWN, iterator });
    }

    /// The rest of a loop whose rounds begin at `again` and whose step `head` may end it.
    fn round(&mut self, body: Vec<Piece>, again: u32, head: usize, orelse: Vec<Piece>) {
        let outer_leaving = std::mem::take(&mut self.leaving);
        self.pieces(body);
        let leaving = std::mem::replace(&mut self.leaving, outer_leaving);
        let on_continue = self.add(Step::Again(again)) as u32;
        self.lead_here(head);
        let ended = self.innermost.unwrap_or_default() as usize;
        self.innermost = self.loops[ended].outer;
        self.pieces(orelse);
        let on_break = self.here();
        self.loops[ended].on_break = on_break;
        self.loops[ended].on_continue = on_continue;
        for (jump, kind) in leaving {
            self.lead(jump, if kind == Leaving::Break { on_break } else { on_continue });
        }
    }
}

impl Lowerer<'_> {
    /// Statements of a generator in pieces; what their expressions yield comes before each.
    pub(super) fn pieces(&mut self, body: &[Stmt]) -> Lowered<Vec<Piece>> {
        let mut pieces = Vec::with_capacity(body.len());
        for statement in body {
            if self.probed {
                pieces.push(Piece::Whole(Box::new(Stop { next: statement.span })));
            }
            let mark = self.unit.mark();
            let outer = std::mem::take(&mut self.unit.before);
            let piece = self.piece(statement)?;
            pieces.append(&mut std::mem::replace(&mut self.unit.before, outer));
            pieces.push(piece);
            self.unit.substitutes.clear();
            self.unit.release_to(mark);
        }
        Ok(pieces)
    }

    fn piece(&mut self, statement: &Stmt) -> Lowered<Piece> {
        match &statement.kind {
            StmtKind::Break => return Ok(Piece::Break),
            StmtKind::Continue => return Ok(Piece::Continue),
            _ if !super::yields::statement_yields(statement) => {}
            StmtKind::Expr(Expr { kind: ExprKind::Yield(value), span, .. }) => {
                return self.yielded(value.as_deref(), None, *span).map(Piece::Yield);
            }
            StmtKind::While { test, body, orelse } => return self.while_pieces(test, body, orelse),
            StmtKind::If { test, body, orelse } => {
                self.hoist(test)?;
                let span = test.span;
                let test = self.expr(test)?;
                self.unit.substitutes.clear();
                let (body, orelse) = (self.pieces(body)?, self.pieces(orelse)?);
                return Ok(Piece::If { test, span, body, orelse });
            }
            StmtKind::For { target, iter, body, orelse, is_async } => {
                self.hoist(iter)?;
                return match is_async {
                    false => self.for_pieces(target, iter, body, orelse),
                    true => self.async_for_pieces(target, iter, body, orelse, statement.span),
                };
            }
            StmtKind::Assert { .. } if self.optimize > 0 => {}
            StmtKind::Assert { test, msg: Some(message) } if self.yields(message) => {
                self.hoist(test)?;
                return self.assert_pieces(test, message);
            }
            _ => self.hoist_yields(statement)?,
        }
        self.plain_statement(statement).map(Piece::Whole)
    }

    /// `yield value`; the value's own yields come before.
    pub(super) fn yielded(
        &mut self,
        value: Option<&Expr>,
        into: Option<u32>,
        span: Span,
    ) -> Lowered<Yield> {
        let value = match value {
            Some(value) => {
                self.hoist(value)?;
                Some(self.expr(value)?)
            }
            None => None,
        };
        Ok(Yield { value, into, span })
    }

    fn while_pieces(&mut self, test: &Expr, body: &Body, orelse: &Body) -> Lowered<Piece> {
        let outer = std::mem::take(&mut self.unit.before);
        self.hoist(test)?;
        let span = test.span;
        let test = self.expr(test)?;
        let before = std::mem::replace(&mut self.unit.before, outer);
        self.unit.substitutes.clear();
        let (body, orelse) = (self.pieces(body)?, self.pieces(orelse)?);
        Ok(Piece::While { before, iterator: None, test, span, body, orelse })
    }

    fn for_pieces(
        &mut self,
        target: &Expr,
        iter: &Expr,
        body: &Body,
        orelse: &Body,
    ) -> Lowered<Piece> {
        let span = iter.span;
        let iterator = self.unit.temp();
        let iter = self.iterable(iter)?;
        self.unit.substitutes.clear();
        let (target, body) = if self.yields(target) {
            let (slot, mut first) = self.assigned_first(target)?;
            first.append(&mut self.pieces(body)?);
            (Place::Local(slot), first)
        } else {
            (self.place(target)?, self.pieces(body)?)
        };
        let orelse = self.pieces(orelse)?;
        Ok(Piece::For { target, iter: Some(iter), iterator, span, body, orelse })
    }

    /// `assert test, (yield message)`: the message is computed only where the test fails.
    fn assert_pieces(&mut self, test: &Expr, message: &Expr) -> Lowered<Piece> {
        let span = test.span;
        let failed: Node = Box::new(Not(self.expr(test)?));
        let outer = std::mem::take(&mut self.unit.before);
        self.hoist(message)?;
        let message = Some(self.expr(message)?);
        let mut body = std::mem::replace(&mut self.unit.before, outer);
        let test: Node = Box::new(Singleton(Value::False));
        body.push(Piece::Whole(Box::new(Assert { test, message, span })));
        Ok(Piece::If { test: failed, span, body, orelse: Vec::new() })
    }

    /// `return expr`, for a lambda that yields.
    pub(super) fn returned(&mut self, expr: &Expr) -> Lowered<Vec<Piece>> {
        self.hoist(expr)?;
        let value = self.expr(expr)?;
        let mut pieces = std::mem::take(&mut self.unit.before);
        pieces.push(Piece::Whole(value.returned(expr.span)));
        Ok(pieces)
    }
}
