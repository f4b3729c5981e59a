//! `yield` and `await` inside expressions: parts evaluated before it go into temporaries, so that it stands
//! at statement level, where a generator can stop and be resumed.

use super::pieces::Piece;
use super::unit::{Lowered, Lowerer};
use crate::eval::call::Arg;
use crate::eval::compare::Chain;
use crate::eval::delegation::{Delegating, Delegation};
use crate::eval::logic::Not;
use crate::eval::names::Assign;
use crate::eval::node::{Node, ReadTemp, SetTemp, TakeTemp};
use crate::eval::steps::Yield;
use crate::runtime::stack::Role;
use crate::syntax::ast::{
    Block as Body, BoolOp, CmpOp, Comprehension, Expr, ExprKind, FPart, FunctionDef, Params, Stmt,
    StmtKind, WithItem,
};

use super::augment::{read_attribute, read_item};
use super::calls::value_of;
use super::operators::link;

impl Lowerer<'_> {
    /// Whether a `yield` of the current function stands in `body`.
    pub(super) fn yields_in(&self, body: &Body) -> bool {
        self.unit.generator && body.iter().any(statement_yields)
    }

    /// Whether a `yield` of the current function stands in `expr`.
    pub(super) fn yields(&self, expr: &Expr) -> bool {
        self.unit.generator && expression_yields(expr)
    }

    /// Moves the yields of a statement's own expressions (not of its blocks) before it.
    pub(super) fn hoist_yields(&mut self, statement: &Stmt) -> Lowered<()> {
        if matches!(statement.kind, StmtKind::While { .. }) {
            return Ok(());
        }
        if let StmtKind::AugAssign { target, value, .. } = &statement.kind
            && self.yields(value)
        {
            self.hoist_augmented(target)?;
            return self.hoist(value);
        }
        let exprs = own_expressions(statement);
        self.hoist_in_order(&exprs)
    }

    /// The target of an augmented assignment is read before its value is computed.
    fn hoist_augmented(&mut self, target: &Expr) -> Lowered<()> {
        let mut parts = Vec::new();
        push_target_parts(target, &mut parts);
        let mut slots = Vec::new();
        for part in parts {
            self.hoist(part)?;
            self.put_before(part)?;
            slots.push(self.unit.substitutes.get(&std::ptr::from_ref(part)).copied());
        }
        let read = match (&target.kind, &slots[..]) {
            (ExprKind::Attribute { attr, .. }, [Some(object)]) => {
                let name = self.text(attr.name);
                let name = self.name_index(name)?;
                read_attribute(*object, name, target.span)
            }
            (ExprKind::Subscript { .. }, [Some(object), Some(index)]) => {
                read_item(*object, *index, target.span)
            }
            _ => self.expr(target)?,
        };
        let slot = self.unit.temp();
        self.unit.before.push(set_temp(slot, Role::LeftOperand, read));
        self.unit.substitutes.insert(std::ptr::from_ref(target), slot);
        Ok(())
    }

    /// Handles expressions that are evaluated one after the other.
    pub(super) fn hoist_in_order(&mut self, exprs: &[&Expr]) -> Lowered<()> {
        let Some(last) = exprs.iter().rposition(|expr| self.yields(expr)) else { return Ok(()) };
        for (index, expr) in exprs[..=last].iter().enumerate() {
            if self.yields(expr) {
                self.hoist(expr)?;
                if index < last && !self.is_substituted(expr) {
                    self.put_before(expr)?;
                }
            } else if self.constant_key(expr).is_none() && !is_target_part(expr) {
                self.put_before(expr)?;
            }
        }
        Ok(())
    }

    fn is_substituted(&self, expr: &Expr) -> bool {
        self.unit.substitutes.contains_key(&std::ptr::from_ref(expr))
    }

    /// Evaluates `expr` before the statement, into a temporary that then stands for it.
    fn put_before(&mut self, expr: &Expr) -> Lowered<()> {
        let inner = match &expr.kind {
            ExprKind::Starred(inner) => inner,
            _ => expr,
        };
        if self.is_substituted(inner) {
            return Ok(());
        }
        let value = self.expr(inner)?;
        let slot = self.unit.temp();
        self.unit.before.push(set_temp(slot, Role::Result, value));
        self.unit.substitutes.insert(std::ptr::from_ref(inner), slot);
        Ok(())
    }

    /// Moves the yields inside `expr` before the statement.
    pub(super) fn hoist(&mut self, expr: &Expr) -> Lowered<()> {
        if !self.yields(expr) {
            return Ok(());
        }
        match &expr.kind {
            ExprKind::Yield(value) => {
                if let Some(value) = value {
                    self.hoist(value)?;
                }
                let value = value.as_ref().map(|value| self.expr(value)).transpose()?;
                let slot = self.unit.temp();
                let into = Some(slot);
                self.unit.before.push(Piece::Yield(Yield { value, into, span: expr.span }));
                self.unit.substitutes.insert(std::ptr::from_ref(expr), slot);
                Ok(())
            }
            ExprKind::YieldFrom(value) => self.delegating(expr, value, false),
            ExprKind::Await(value) => self.delegating(expr, value, true),
            ExprKind::ListComp(comp) | ExprKind::SetComp(comp) | ExprKind::DictComp(comp)
                if comprehension_awaits(comp) =>
            {
                self.hoist_comprehension(expr, comp)
            }
            ExprKind::Bool { op, values } => self.hoist_bool(expr, *op, values),
            ExprKind::Conditional { test, body, orelse } => {
                self.hoist(test)?;
                let test = self.expr(test)?;
                let slot = self.unit.temp();
                let body = self.branch(body, slot)?;
                let orelse = self.branch(orelse, slot)?;
                self.unit.before.push(Piece::If { test, span: expr.span, body, orelse });
                self.unit.substitutes.insert(std::ptr::from_ref(expr), slot);
                Ok(())
            }
            ExprKind::Compare { left, rest } => {
                match rest.iter().rposition(|(_, e)| self.yields(e)) {
                    Some(last) if last > 0 => self.hoist_chain(expr, left, rest),
                    _ => self.hoist_in_order(&children_of(expr)[..2]),
                }
            }
            _ => {
                let children = children_of(expr);
                self.hoist_in_order(&children)
            }
        }
    }

    /// `yield from value`, or `await value`.
    fn delegating(&mut self, expr: &Expr, value: &Expr, awaits: bool) -> Lowered<()> {
        self.hoist(value)?;
        let value = self.expr(value)?;
        let (iterator, into) = (self.unit.temp(), self.unit.temp());
        let delegation = Delegation { iterator, span: expr.span };
        let delegating = Delegating { value, awaits, delegation, into };
        self.unit.before.push(Piece::Whole(Box::new(delegating)));
        self.unit.substitutes.insert(std::ptr::from_ref(expr), into);
        Ok(())
    }

    /// `a < b < (yield c)`: each further operand is computed only where the comparisons before
    /// it hold.
    fn hoist_chain(&mut self, expr: &Expr, left: &Expr, rest: &[(CmpOp, Expr)]) -> Lowered<()> {
        let slot = self.unit.temp();
        self.hoist(left)?;
        let mut value = self.expr(left)?;
        let mut enclosing = Vec::new();
        for (index, (op, right)) in rest.iter().enumerate() {
            let left = self.unit.temp();
            self.unit.before.push(set_temp(left, Role::LeftOperand, value));
            self.hoist(right)?;
            let right_value = self.expr(right)?;
            let next = self.unit.temp();
            self.unit.before.push(set_temp(next, Role::LeftOperand, right_value));
            let first = Box::new(TakeTemp { slot: left });
            let last = index + 1 == rest.len();
            let right: Node = if last {
                Box::new(TakeTemp { slot: next })
            } else {
                Box::new(ReadTemp { slot: next })
            };
            let value_of_link = Box::new(Chain {
                first: Arg::Node(first),
                rest: vec![(link(*op), Arg::Node(right))],
                span: expr.span,
            });
            self.unit.before.push(set_temp(slot, Role::Result, value_of_link));
            value = Box::new(TakeTemp { slot: next });
            if !last {
                enclosing.push((std::mem::take(&mut self.unit.before), next));
            }
        }
        while let Some((outer, next)) = enclosing.pop() {
            let body = std::mem::replace(&mut self.unit.before, outer);
            let (test, span) = (Box::new(ReadTemp { slot }), expr.span);
            let value: Node = Box::new(TakeTemp { slot: next });
            let orelse = vec![Piece::Whole(value.performed(span))];
            self.unit.before.push(Piece::If { test, span, body, orelse });
        }
        self.unit.substitutes.insert(std::ptr::from_ref(expr), slot);
        Ok(())
    }

    /// A loop's or manager's target that yields: the value waits in a slot, and the pieces assign
    /// it from there.
    pub(super) fn assigned_first(&mut self, target: &Expr) -> Lowered<(u32, Vec<Piece>)> {
        let slot = self.unit.temp();
        let outer = std::mem::take(&mut self.unit.before);
        let mut parts = Vec::new();
        push_target_parts(target, &mut parts);
        self.hoist_in_order(&parts)?;
        let (value, span) = (Box::new(TakeTemp { slot }), target.span);
        let target = self.target(target)?;
        let mut pieces = std::mem::replace(&mut self.unit.before, outer);
        pieces.push(Piece::Whole(Box::new(Assign { target, value, span })));
        self.unit.substitutes.clear();
        Ok((slot, pieces))
    }

    /// The pieces that compute `expr` into `slot`.
    fn branch(&mut self, expr: &Expr, slot: u32) -> Lowered<Vec<Piece>> {
        let outer = std::mem::take(&mut self.unit.before);
        self.hoist(expr)?;
        let value = self.expr(expr)?;
        let mut pieces = std::mem::replace(&mut self.unit.before, outer);
        pieces.push(set_temp(slot, Role::Result, value));
        Ok(pieces)
    }

    /// `a and (yield b)`: each further value is computed only where the ones before allow it.
    fn hoist_bool(&mut self, expr: &Expr, op: BoolOp, values: &[Expr]) -> Lowered<()> {
        let slot = self.unit.temp();
        let mut blocks = Vec::new();
        for value in values {
            blocks.push(self.branch(value, slot)?);
        }
        let mut inner: Vec<Piece> = Vec::new();
        for mut block in blocks.into_iter().rev() {
            if !inner.is_empty() {
                let value: Node = Box::new(ReadTemp { slot });
                let test: Node = match op {
                    BoolOp::And => value,
                    BoolOp::Or => Box::new(Not(value)),
                };
                let (body, orelse) = (inner, Vec::new());
                block.push(Piece::If { test, span: expr.span, body, orelse });
            }
            inner = block;
        }
        self.unit.before.append(&mut inner);
        self.unit.substitutes.insert(std::ptr::from_ref(expr), slot);
        Ok(())
    }
}

/// Puts a value aside in a temporary slot.
fn set_temp(slot: u32, role: Role, value: Node) -> Piece {
    Piece::Whole(Box::new(SetTemp { slot, role, value }))
}

/// Targets that only name something are not evaluated.
fn is_target_part(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Slice { .. })
}

/// The expressions a statement evaluates itself, in order.
fn own_expressions(statement: &Stmt) -> Vec<&Expr> {
    match &statement.kind {
        StmtKind::Expr(value) => vec![value],
        StmtKind::Assign { targets, value } => {
            let mut exprs = vec![value];
            targets.iter().for_each(|target| push_target_parts(target, &mut exprs));
            exprs
        }
        StmtKind::AugAssign { target, value, .. } => {
            let mut exprs = Vec::new();
            push_target_parts(target, &mut exprs);
            exprs.push(value);
            exprs
        }
        StmtKind::AnnAssign { value, .. } => value.iter().collect(),
        StmtKind::Delete(targets) => {
            let mut exprs = Vec::new();
            targets.iter().for_each(|target| push_target_parts(target, &mut exprs));
            exprs
        }
        StmtKind::Return(value) => value.iter().collect(),
        StmtKind::Raise { exc, cause } => exc.iter().chain(cause).collect(),
        StmtKind::Assert { test, .. } => vec![test],
        StmtKind::If { test, .. } => vec![test],
        StmtKind::For { iter, .. } => vec![iter],
        StmtKind::With { items, .. } => items.iter().take(1).map(|item| &item.context).collect(),
        StmtKind::Match { subject, .. } => vec![subject],
        StmtKind::FunctionDef(def) => {
            let mut exprs: Vec<&Expr> = def.decorators.iter().collect();
            push_defaults(&def.params, &mut exprs);
            push_annotations(def, &mut exprs);
            exprs
        }
        StmtKind::ClassDef(def) => {
            def.decorators.iter().chain(def.args.iter().map(value_of)).collect()
        }
        _ => Vec::new(),
    }
}

fn push_target_parts<'e>(target: &'e Expr, exprs: &mut Vec<&'e Expr>) {
    match &target.kind {
        ExprKind::Attribute { value, .. } => exprs.push(value),
        ExprKind::Subscript { value, index } => {
            exprs.push(value);
            exprs.push(index);
        }
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            items.iter().for_each(|item| push_target_parts(item, exprs));
        }
        ExprKind::Starred(inner) => push_target_parts(inner, exprs),
        _ => {}
    }
}

fn push_defaults<'e>(params: &'e Params, exprs: &mut Vec<&'e Expr>) {
    let all = params.positional_only.iter().chain(&params.regular).chain(&params.keyword_only);
    exprs.extend(all.filter_map(|param| param.default.as_ref()));
}

/// Annotations are hoisted only where one of them yields.
fn push_annotations<'e>(def: &'e FunctionDef, exprs: &mut Vec<&'e Expr>) {
    let params = &def.params;
    let all = params.positional_only.iter().chain(&params.regular).chain(params.vararg.as_deref());
    let all = all.chain(&params.keyword_only).chain(params.kwarg.as_deref());
    let annotations = all.filter_map(|param| param.annotation.as_ref()).chain(&def.returns);
    if def.type_params.is_empty() && annotations.clone().any(expression_yields) {
        exprs.extend(annotations);
    }
}

/// The parts of an expression, in order of evaluation.
fn children_of(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::JoinedStr(parts) => {
            let mut exprs = Vec::new();
            push_parts(parts, &mut exprs);
            exprs
        }
        ExprKind::Attribute { value, .. } => vec![value],
        ExprKind::Subscript { value, index } => vec![value, index],
        ExprKind::Slice { lower, upper, step } => {
            [lower, upper, step].into_iter().filter_map(|part| part.as_deref()).collect()
        }
        ExprKind::Call(call) => {
            std::iter::once(&call.func).chain(call.args.iter().map(value_of)).collect()
        }
        ExprKind::Unary { operand, .. } => vec![operand],
        ExprKind::Binary { left, right, .. } => vec![left, right],
        ExprKind::Compare { left, rest } => {
            std::iter::once(&**left).chain(rest.iter().map(|(_, right)| right)).collect()
        }
        ExprKind::Lambda(lambda) => {
            let mut exprs = Vec::new();
            push_defaults(&lambda.params, &mut exprs);
            exprs
        }
        ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => {
            items.iter().collect()
        }
        ExprKind::Dict(items) => {
            items.iter().flat_map(|(key, value)| key.iter().chain(std::iter::once(value))).collect()
        }
        ExprKind::ListComp(comp)
        | ExprKind::SetComp(comp)
        | ExprKind::DictComp(comp)
        | ExprKind::Generator(comp) => {
            comp.clauses.first().map(|first| &first.iter).into_iter().collect()
        }
        ExprKind::Starred(value) | ExprKind::Walrus { value, .. } | ExprKind::Await(value) => {
            vec![value]
        }
        ExprKind::Bool { values, .. } => values.iter().collect(),
        ExprKind::Conditional { test, body, orelse } => vec![test, body, orelse],
        ExprKind::Yield(value) => value.as_deref().into_iter().collect(),
        ExprKind::YieldFrom(value) => vec![value],
        ExprKind::Constant(_) | ExprKind::Name(_) => Vec::new(),
    }
}

fn push_parts<'e>(parts: &'e [FPart], exprs: &mut Vec<&'e Expr>) {
    for part in parts {
        if let FPart::Field(field) = part {
            exprs.push(&field.value);
            push_parts(field.spec.as_deref().unwrap_or_default(), exprs);
        }
    }
}

fn expression_yields(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Yield(_) | ExprKind::YieldFrom(_) | ExprKind::Await(_) => true,
        ExprKind::ListComp(comp) | ExprKind::SetComp(comp) | ExprKind::DictComp(comp) => {
            comprehension_awaits(comp)
                || comp.clauses.first().is_some_and(|first| expression_yields(&first.iter))
        }
        _ => children_of(expr).into_iter().any(expression_yields),
    }
}

/// Whether a comprehension awaits, what it iterates over first aside.
fn comprehension_awaits(comp: &Comprehension) -> bool {
    let iters = comp.clauses.iter().skip(1).map(|clause| &clause.iter);
    let conditions = comp.clauses.iter().flat_map(|clause| &clause.conditions);
    comp.clauses.iter().any(|clause| clause.is_async)
        || iters.chain(conditions).chain([&comp.element]).chain(&comp.value).any(expression_yields)
}

/// Whether a `yield` stands anywhere in a statement, functions inside it aside.
pub fn statement_yields(statement: &Stmt) -> bool {
    let body_yields = |body: &Body| body.iter().any(statement_yields);
    if own_expressions(statement).into_iter().any(expression_yields) {
        return true;
    }
    match &statement.kind {
        StmtKind::For { is_async: true, .. } | StmtKind::With { is_async: true, .. } => true,
        StmtKind::If { body, orelse, .. } => body_yields(body) || body_yields(orelse),
        StmtKind::For { target, body, orelse, .. } => {
            expression_yields(target) || body_yields(body) || body_yields(orelse)
        }
        StmtKind::While { test, body, orelse } => {
            expression_yields(test) || body_yields(body) || body_yields(orelse)
        }
        StmtKind::With { items, body, .. } => {
            let item_yields = |item: &WithItem| {
                expression_yields(&item.context)
                    || item.target.as_ref().is_some_and(expression_yields)
            };
            items.iter().any(item_yields) || body_yields(body)
        }
        StmtKind::Try { body, handlers, orelse, finalbody, .. } => {
            body_yields(body)
                || body_yields(orelse)
                || body_yields(finalbody)
                || handlers.iter().any(|handler| {
                    handler.class.as_ref().is_some_and(expression_yields)
                        || body_yields(&handler.body)
                })
        }
        StmtKind::Match { cases, .. } => cases.iter().any(|case| {
            body_yields(&case.body) || case.guard.as_ref().is_some_and(expression_yields)
        }),
        StmtKind::Assert { msg, .. } => msg.as_ref().is_some_and(expression_yields),
        _ => false,
    }
}
