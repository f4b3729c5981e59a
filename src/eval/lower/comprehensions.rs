//! Comprehensions, which run inline, and generator expressions, which are functions.

use super::pieces::Piece;
use super::unit::{Inline, Lowered, Lowerer, Unit, UnitKind};
use crate::eval::comprehension::{Clause, Comprehension, ComprehensionKind};
use crate::eval::function::{Defaults, MakeFunction};
use crate::eval::names::AssignLocal;
use crate::eval::node::{Exp, Local, Node};
use crate::runtime::object::code::{CodeFlags, Makes, Parameters};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Value};
use crate::scope::ScopeKind;
use crate::source::Span;
use crate::syntax::ast::{self, CompClause, Expr, ExprKind};
use crate::text::quick_hash::QuickMap;

impl Lowerer<'_> {
    /// A list, set or dict comprehension; `discarded` if nobody looks at the result.
    pub(super) fn comprehension(
        &mut self,
        comp: &ast::Comprehension,
        expr: &Expr,
        discarded: bool,
    ) -> Lowered<Node> {
        let kind = match expr.kind {
            ExprKind::SetComp(_) => ComprehensionKind::Set,
            ExprKind::DictComp(_) => ComprehensionKind::Dict,
            _ => ComprehensionKind::List,
        };
        let mark = self.unit.mark();
        let result = self.unit.temp();
        // The first iterable belongs to the scope around.
        let Some((first, rest)) = comp.clauses.split_first() else {
            return self.expr(&comp.element);
        };
        let first_iter = self.iterable(&first.iter)?;
        let (own, cells) = self.enter_inline(expr.span);
        let mut clauses = vec![self.clause(first, first_iter)?];
        for clause in rest {
            let iter = self.iterable(&clause.iter)?;
            clauses.push(self.clause(clause, iter)?);
        }
        let element = self.value(&comp.element)?;
        let value = match &comp.value {
            Some(value) => Some(self.value(value)?),
            None => None,
        };
        self.unit.inlines.pop();
        self.unit.release_to(mark);
        let span = comp.element.span;
        Ok(Box::new(Comprehension {
            kind,
            element,
            value,
            clauses,
            own,
            cells,
            result,
            discarded,
            span,
        }))
    }

    /// An expression that is a statement of its own.
    pub(super) fn unused(&mut self, expr: &Expr) -> Lowered<Node> {
        match &expr.kind {
            ExprKind::ListComp(comp) | ExprKind::SetComp(comp) | ExprKind::DictComp(comp) => {
                self.comprehension(comp, expr, true)
            }
            _ => self.expr(expr),
        }
    }

    /// Gives the comprehension's variables slots; returns all of them, and those with cells.
    pub(super) fn enter_inline(&mut self, span: Span) -> (Vec<u32>, Vec<u32>) {
        let scope = self.scopes.of(span, ScopeKind::Comprehension);
        let data = self.scopes.scope(scope);
        let mut inline = Inline { scope, slots: QuickMap::default() };
        let mut own = Vec::new();
        let mut cells = Vec::new();
        for &name in data.locals.iter().chain(&data.cells) {
            if inline.slots.contains_key(&name) {
                continue;
            }
            let slot = self.unit.inlined_variable(self.scopes.text(self.names, name));
            let shared = data.cells.contains(&name) && !data.inline_cells.contains(&name);
            inline.slots.insert(name, (slot, shared));
            own.push(slot);
            if shared {
                cells.push(slot);
            }
        }
        self.unit.inlines.push(inline);
        (own, cells)
    }

    fn clause(&mut self, clause: &CompClause, iter: Node) -> Lowered<Clause> {
        let iterator = self.unit.temp();
        let target = self.place(&clause.target)?;
        let conditions = clause.conditions.iter().map(|test| Ok((self.expr(test)?, test.span)));
        let conditions = conditions.collect::<Lowered<Vec<_>>>()?;
        Ok(Clause { target, iter, iterator, conditions, span: clause.iter.span })
    }

    /// A generator expression: a function of the first iterator, called at once.
    pub(super) fn generator(&mut self, comp: &ast::Comprehension, span: Span) -> Lowered<Node> {
        let Some(first) = comp.clauses.first() else { return self.expr(&comp.element) };
        let (first_iter, first_async) = (self.iterable(&first.iter)?, first.is_async);
        let scope = self.scopes.of(span, ScopeKind::Generator);
        let qualname = self.inner_qualname("<genexpr>");
        let mut unit = Unit::new(UnitKind::Function, scope, qualname);
        unit.generator = true;
        let closure = self.closure_of(scope);
        let outer = std::mem::replace(&mut self.unit, unit);
        let built = self.generator_body(comp);
        let unit = std::mem::replace(&mut self.unit, outer);
        let body = built?;
        let parameters =
            Parameters { positional: 1, positional_only: 1, ..Parameters::default() }.settled();
        let makes = match self.scopes.scope(scope).is_coroutine {
            true => Makes::AsyncGenerator,
            false => Makes::Generator,
        };
        let nested = self.unit.is_nesting();
        let flags = CodeFlags { makes, function: true, nested, ..CodeFlags::default() };
        let code = self.finish_unit(unit, "<genexpr>", span, parameters, flags, body)?;
        let code = self.add_constant(code);
        let function = MakeFunction {
            code,
            defaults: Defaults::None,
            kwdefaults: Vec::new(),
            annotations: Vec::new(),
            closure,
            documented: false,
        };
        Ok(Box::new(CallGenerator {
            function,
            iter: first_iter,
            is_async: first_async,
            span: first.iter.span,
        }))
    }

    fn generator_body(
        &mut self,
        comp: &ast::Comprehension,
    ) -> Lowered<Box<dyn crate::runtime::object::code::Body>> {
        // Parameter 0 is the iterator of the first clause.
        let first = self.vm.intern(".0")?;
        self.unit.variables.push(first);
        let iterator = self.unit.temp();
        self.declare_locals()?;
        let mark = self.unit.mark();
        // The loop has the iterator in a slot of its own, beside the parameter.
        let own = self.unit.temp();
        let span = comp.element.span;
        let value = Local { slot: iterator, span };
        let mut pieces = vec![Piece::Whole(Box::new(AssignLocal { slot: own, value, span }))];
        pieces.extend(self.generator_loop(comp, 0, own)?);
        self.unit.release_to(mark);
        Ok(Box::new(self.unit.steps(pieces)))
    }

    fn generator_loop(
        &mut self,
        comp: &ast::Comprehension,
        depth: usize,
        given: u32,
    ) -> Lowered<Vec<Piece>> {
        let Some(clause) = comp.clauses.get(depth) else {
            let mark = self.unit.mark();
            let outer = std::mem::take(&mut self.unit.before);
            let value = self.yielded(Some(&comp.element), None, comp.element.span)?;
            let mut pieces = std::mem::replace(&mut self.unit.before, outer);
            pieces.push(Piece::Yield(value));
            self.unit.release_to(mark);
            return Ok(pieces);
        };
        self.clause_around(clause, (depth == 0).then_some(given), |lowerer| {
            lowerer.generator_loop(comp, depth + 1, given)
        })
    }
}

/// Makes the generator function and calls it with the iterator of its first clause.
struct CallGenerator {
    function: MakeFunction,
    iter: Node,
    is_async: bool,
    span: Span,
}

impl Exp for CallGenerator {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let function = self.function.object(frame)?;
        let at = vm.stack.push(function, Role::Callable);
        vm.stack.push_empty(Role::Receiver);
        let iterator = self.iter.object(frame).and_then(|iterable| {
            let iterator = vm.keep(iterable, Role::Iterator, |iterable| match self.is_async {
                false => vm.iter(iterable),
                true => vm.async_iterator(iterable),
            });
            iterator.map_err(|raised| vm.locate(frame, raised, self.span))
        });
        match iterator {
            Ok(iterator) => {
                vm.stack.push(iterator, Role::Argument);
                vm.call_window(at, None)
            }
            Err(raised) => {
                vm.stack.truncate(at);
                Err::<Value, _>(raised)
            }
        }
    }
}
