//! Expressions, by kind.

use super::unit::{Lowered, Lowerer};
use crate::eval::arith::{Unary, UnaryKind};
use crate::eval::attribute::Attribute;
use crate::eval::call::Arg;
use crate::eval::display::{
    CopiedSet, DictDisplay, Display, DisplayKind, Element, FString, Field, Part, StarDisplay,
    TupleDisplay,
};
use crate::eval::logic::{Bool, Conditional, Not};
use crate::eval::names::Global;
use crate::eval::node::{Const, Local, Node, TakeTemp};
use crate::eval::slicing::SliceExp;
use crate::eval::statement::{Unsupported, Walrus};
use crate::source::Span;
use crate::syntax::ast::{BinOp, BoolOp, Expr, ExprKind, FField, FPart, Ident, UnaryOp};

use super::constants::ConstantKey;
use super::operators::Side;

impl Lowerer<'_> {
    /// Lowers one expression.
    pub fn expr(&mut self, expr: &Expr) -> Lowered<Node> {
        if let Some(&slot) = self.unit.substitutes.get(&std::ptr::from_ref(expr)) {
            return Ok(Box::new(TakeTemp { slot }));
        }
        if matches!(
            expr.kind,
            ExprKind::Constant(_)
                | ExprKind::Unary { .. }
                | ExprKind::Binary { .. }
                | ExprKind::Tuple(_)
        ) && let Some(key) = self.constant_key(expr)
        {
            return self.constant_node(key);
        }
        let span = expr.span;
        match &expr.kind {
            ExprKind::Constant(_) => self.constant_node(ConstantKey::None),
            ExprKind::Name(name) if self.optimize > 0 && self.text(*name) == "__debug__" => {
                self.constant_node(ConstantKey::False)
            }
            ExprKind::Name(name) => self.load(*name, span),
            ExprKind::JoinedStr(parts) => self.joined(parts),
            ExprKind::Attribute { value, attr } => self.attribute(value, *attr, span),
            ExprKind::Subscript { value, index } => self.subscript(value, index, span),
            ExprKind::Slice { .. } => Ok(Box::new(self.slice(expr)?)),
            ExprKind::Call(call) => self.call(call, span),
            ExprKind::Unary { op, operand } => self.unary(*op, operand, span),
            ExprKind::Binary { op, left, right } => {
                match if *op == BinOp::Mod { self.percent(left, right)? } else { None } {
                    Some(node) => Ok(node),
                    None => self.binary(*op, left, right, span),
                }
            }
            ExprKind::Bool { op, values } => self.bool_op(*op, values),
            ExprKind::Compare { left, rest } => self.comparison(left, rest, span),
            ExprKind::Conditional { test, body, orelse } => Ok(Box::new(Conditional {
                test: self.expr(test)?,
                body: self.expr(body)?,
                orelse: self.expr(orelse)?,
                span: test.span,
            })),
            ExprKind::Lambda(lambda) => self.lambda(lambda, span),
            ExprKind::Tuple(items) => self.tuple(items, span),
            ExprKind::List(items) => self.display(DisplayKind::List, items, span),
            ExprKind::Set(items) => self.set(items, span),
            ExprKind::Dict(items) => self.dict(items, span),
            ExprKind::ListComp(comp) | ExprKind::SetComp(comp) | ExprKind::DictComp(comp) => {
                self.comprehension(comp, expr, false)
            }
            ExprKind::Generator(comp) => self.generator(comp, span),
            ExprKind::Starred(value) => self.expr(value),
            ExprKind::Walrus { target, value } => {
                let value = self.expr(value)?;
                let target = self.walrus_target(*target)?;
                Ok(Box::new(Walrus { target, value }))
            }
            ExprKind::Yield(_) | ExprKind::YieldFrom(_) | ExprKind::Await(_) => {
                Ok(Box::new(Unsupported { what: "'yield' in this place", span }))
            }
        }
    }

    /// A walrus inside a comprehension binds in the function around.
    fn walrus_target(&mut self, target: Ident) -> Lowered<Box<dyn crate::eval::node::Target>> {
        let inlines = std::mem::take(&mut self.unit.inlines);
        let result = self.store(target.name, target.span);
        self.unit.inlines = inlines;
        result
    }

    fn joined(&mut self, parts: &[FPart]) -> Lowered<Node> {
        if parts.is_empty() {
            return self.constant_node(ConstantKey::Str("".into()));
        }
        let mut lowered = Vec::new();
        for part in parts {
            lowered.push(match part {
                FPart::Literal(text) => Part::Text(self.string(text)?),
                FPart::Field(field) => self.field(field)?,
            });
        }
        Ok(Box::new(FString { parts: lowered }))
    }

    fn field(&mut self, field: &FField) -> Lowered<Part> {
        let value = self.expr(&field.value)?;
        let spec = match &field.spec {
            Some(parts) => Some(self.joined(parts)?),
            None => None,
        };
        Ok(Part::Field(Field { value, conversion: field.conversion, spec, span: field.span }))
    }

    fn attribute(&mut self, value: &Expr, attr: Ident, span: Span) -> Lowered<Node> {
        let span = self.attribute_part(attr, span);
        let global = self.global(value)?;
        let name = self.name_index(self.text(attr.name))?;
        if let Some(value) = global {
            return Ok(Box::new(Attribute::<Global>::new(value, name, span)));
        }
        Ok(match self.side(value)? {
            Side::Local(value) => Box::new(Attribute::<Local>::new(value, name, span)),
            other => Box::new(Attribute::<Node>::new(other.node(), name, span)),
        })
    }

    /// `local.name`, if the value is a local.
    pub(super) fn member(
        &mut self,
        value: &Expr,
        attr: Ident,
        span: Span,
    ) -> Lowered<Option<Attribute<Local>>> {
        if !self.may_be_local(value) {
            return Ok(None);
        }
        let Side::Local(value) = self.side(value)? else { return Ok(None) };
        let name = self.name_index(self.text(attr.name))?;
        Ok(Some(Attribute::new(value, name, self.attribute_part(attr, span))))
    }

    /// Where an attribute stands on a later line than its object, the place starts at its name.
    pub(super) fn attribute_part(&self, attr: Ident, span: Span) -> Span {
        let later = self.source.slice(Span::new(span.start, attr.span.end)).contains('\n');
        if later { Span::new(attr.span.start, span.end) } else { span }
    }

    pub(super) fn slice(&mut self, expr: &Expr) -> Lowered<SliceExp> {
        let ExprKind::Slice { lower, upper, step } = &expr.kind else {
            return Ok(SliceExp { parts: [None, None, None] });
        };
        let mut part = |part: &Option<Box<Expr>>| match part {
            Some(part) => self.value(part).map(Some),
            None => Ok(None),
        };
        Ok(SliceExp { parts: [part(lower)?, part(upper)?, part(step)?] })
    }

    fn unary(&mut self, op: UnaryOp, operand: &Expr, span: Span) -> Lowered<Node> {
        let value = self.expr(operand)?;
        let kind = match op {
            UnaryOp::Not => return Ok(Box::new(Not(value))),
            UnaryOp::Neg => UnaryKind::Neg,
            UnaryOp::Pos => UnaryKind::Pos,
            UnaryOp::Invert => UnaryKind::Invert,
        };
        Ok(Box::new(Unary { kind, value, span }))
    }

    fn bool_op(&mut self, op: BoolOp, values: &[Expr]) -> Lowered<Node> {
        let mut nodes = values.iter().map(|value| self.expr(value)).collect::<Lowered<Vec<_>>>()?;
        let Some(last) = nodes.pop() else {
            return self.constant_node(ConstantKey::None);
        };
        Ok(match op {
            BoolOp::And => Box::new(Bool::<false> { values: nodes, last }),
            BoolOp::Or => Box::new(Bool::<true> { values: nodes, last }),
        })
    }

    /// The elements of a display, stars among them.
    fn elements(&mut self, items: &[Expr]) -> Lowered<Vec<Element>> {
        let mut elements = Vec::with_capacity(items.len());
        for item in items {
            elements.push(match &item.kind {
                ExprKind::Starred(value) => Element::Star(self.expr(value)?),
                _ => Element::One(self.value(item)?),
            });
        }
        Ok(elements)
    }

    /// What a loop runs over: a list display is never seen there, so a tuple serves, and a
    /// frozenset for a set of constants, as in CPython.
    pub(super) fn iterable(&mut self, expr: &Expr) -> Lowered<Node> {
        let items = match &expr.kind {
            ExprKind::List(items) => items,
            ExprKind::Set(items) => {
                return match self.constant_keys(items) {
                    Some(keys) => self.constant_node(ConstantKey::FrozenSet(keys)),
                    None => self.expr(expr),
                };
            }
            _ => return self.expr(expr),
        };
        if let Some(keys) = self.constant_keys(items) {
            return self.constant_node(ConstantKey::Tuple(keys));
        }
        let starred = items.iter().any(|item| matches!(item.kind, ExprKind::Starred(_)));
        if starred || self.yields(expr) {
            return self.expr(expr);
        }
        self.tuple(items, expr.span)
    }

    fn tuple(&mut self, items: &[Expr], span: Span) -> Lowered<Node> {
        if items.iter().any(|item| matches!(item.kind, ExprKind::Starred(_))) {
            return self.display(DisplayKind::TupleToBe, items, span);
        }
        let elements = items.iter().map(|item| self.value(item)).collect::<Lowered<_>>()?;
        Ok(Box::new(TupleDisplay { elements }))
    }

    fn set(&mut self, items: &[Expr], span: Span) -> Lowered<Node> {
        match self.constant_keys(items).filter(|keys| keys.len() > 2) {
            Some(keys) => {
                let constant = self.constant(ConstantKey::FrozenSet(keys))?;
                Ok(Box::new(CopiedSet { constant }))
            }
            None => self.display(DisplayKind::Set, items, span),
        }
    }

    /// What `in` looks into: as [`Lowerer::iterable`].
    pub(super) fn searched(&mut self, expr: &Expr) -> Lowered<Arg> {
        let known = self.unit.substitutes.contains_key(&std::ptr::from_ref(expr));
        let key = match &expr.kind {
            ExprKind::Set(items) if !known => self.constant_keys(items).map(ConstantKey::FrozenSet),
            ExprKind::List(_) if !known => return self.iterable(expr).map(Arg::Node),
            _ => return self.value(expr),
        };
        match key {
            Some(key) => Ok(Arg::Const(Const { index: self.constant(key)? })),
            None => self.value(expr),
        }
    }

    fn display(&mut self, kind: DisplayKind, items: &[Expr], span: Span) -> Lowered<Node> {
        let is_folded =
            items.len() > 2 && items.iter().all(|item| self.constant_key(item).is_some());
        let star = items.iter().position(|item| matches!(item.kind, ExprKind::Starred(_)));
        let (head, rest) = items.split_at(star.unwrap_or(items.len()));
        let elements = head.iter().map(|item| self.value(item)).collect::<Lowered<_>>()?;
        let kind = match kind {
            DisplayKind::List if is_folded => DisplayKind::FoldedList,
            kind => kind,
        };
        let head = Display { kind, elements, span };
        if star.is_none() {
            return Ok(Box::new(head));
        }
        Ok(Box::new(StarDisplay { head, rest: self.elements(rest)? }))
    }

    fn dict(&mut self, items: &[(Option<Expr>, Expr)], span: Span) -> Lowered<Node> {
        let mut lowered = Vec::with_capacity(items.len());
        for (key, value) in items {
            let key = match key {
                Some(key) => Some(self.expr(key)?),
                None => None,
            };
            lowered.push((key, self.expr(value)?));
        }
        Ok(Box::new(DictDisplay { items: lowered, span }))
    }
}
