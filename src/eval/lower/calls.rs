//! Calls, by the sorts of their arguments.

use std::cell::Cell;

use super::constants::ConstantKey;
use super::operators::{Side, contains_call};
use super::unit::{Lowered, Lowerer};
use crate::eval::call::{Arg, Call, Callee};
use crate::eval::leaf::Computed;
use crate::eval::leaf_call::{self, LeafCall};
use crate::eval::method_call::MethodCall;
use crate::eval::names::Global;
use crate::eval::node::{Const, Node, Number};
use crate::eval::spread_call::{Argument, KeywordCall, KeywordMethodCall, SpreadCall};
use crate::eval::super_call::{PlainSuper, SuperCall};
use crate::source::Span;
use crate::syntax::ast::{self, Expr, ExprKind};

impl Lowerer<'_> {
    pub(super) fn call(&mut self, call: &ast::Call, span: Span) -> Lowered<Node> {
        let spread =
            call.args.iter().any(|arg| matches!(arg, ast::Arg::Star(_) | ast::Arg::DoubleStar(_)));
        if spread || !keywords_last(&call.args) {
            let func = self.expr(&call.func)?;
            let args = self.arguments(&call.args)?;
            return Ok(Box::new(SpreadCall { func, args, span }));
        }
        let keywords: Vec<String> = call
            .args
            .iter()
            .filter_map(|arg| match arg {
                // Never mangled.
                ast::Arg::Keyword { name, .. } => Some(self.names.text(name.name).to_owned()),
                _ => None,
            })
            .collect();
        let plain_method = !self.unit.substitutes.contains_key(&std::ptr::from_ref(&call.func));
        if let (ExprKind::Attribute { value, attr }, true) = (&call.func.kind, plain_method) {
            let object = self.argument(value)?;
            let name = self.text(attr.name);
            let name = self.name_index(name)?;
            let args = self.values(&call.args)?;
            let computed = Computed::of(&args, &calls_in(&call.args), true);
            let attribute = self.attribute_part(*attr, call.func.span);
            let span = self.attribute_part(*attr, span);
            let call = MethodCall::new(object, name, args, computed, span, attribute);
            if !keywords.is_empty() {
                let names = self.constant(ConstantKey::Keywords(keywords))?;
                return Ok(Box::new(KeywordMethodCall { call, names }));
            }
            return Ok(match self.plain_super(value)? {
                Some(object) => Box::new(SuperCall::new(object, call)),
                None => Box::new(call),
            });
        }
        let span = match &call.func.kind {
            ExprKind::Attribute { attr, .. } => self.attribute_part(*attr, span),
            _ => span,
        };
        if keywords.is_empty() {
            let func = self.callee(&call.func)?;
            let args = self.values(&call.args)?;
            let computed = Computed::of(&args, &calls_in(&call.args), false);
            return Ok(match func {
                Callee::Global(name) if self.is_likely_leaf(&call.func) => {
                    Box::new(LeafCall::new(name, args, computed, span))
                }
                func => Box::new(Call { func, args, computed, span, has_made: Cell::default() }),
            });
        }
        let func = self.expr(&call.func)?;
        let args = self.values(&call.args)?;
        let names = self.constant(ConstantKey::Keywords(keywords))?;
        Ok(Box::new(KeywordCall { func, args, names, span }))
    }

    fn callee(&mut self, func: &Expr) -> Lowered<Callee> {
        match self.global(func)? {
            Some(global) => Ok(Callee::Global(global)),
            None => self.expr(func).map(Callee::Node),
        }
    }

    fn is_likely_leaf(&self, func: &Expr) -> bool {
        let ExprKind::Name(name) = func.kind else { return false };
        leaf_call::is_likely(self.vm, self.text(name))
    }

    /// An expression that is just `super()`, or `super(class, object)` of a global and a local.
    fn plain_super(&mut self, expr: &Expr) -> Lowered<Option<PlainSuper>> {
        let known = self.unit.substitutes.contains_key(&std::ptr::from_ref(expr));
        let ExprKind::Call(call) = &expr.kind else { return Ok(None) };
        let is_super = matches!(call.func.kind, ExprKind::Name(name) if self.text(name) == "super");
        if known || !is_super {
            return Ok(None);
        }
        let given = match &*call.args {
            [] => None,
            [ast::Arg::Positional(class), ast::Arg::Positional(object)] => {
                match (self.global(class)?, self.local_slot(object)) {
                    (Some(class), Some(object)) => Some((class, object)),
                    _ => return Ok(None),
                }
            }
            _ => return Ok(None),
        };
        Ok(self.global(&call.func)?.map(|callee| PlainSuper { callee, given }))
    }

    /// The values of positional and keyword arguments, in order.
    fn values(&mut self, args: &[ast::Arg]) -> Lowered<Box<[Arg]>> {
        args.iter().map(|arg| self.argument(value_of(arg))).collect()
    }

    /// As [`Lowerer::value`]; what others share may be looked at, too.
    pub(super) fn argument(&mut self, value: &Expr) -> Lowered<Arg> {
        match self.standing(value)? {
            Some(arg) => Ok(arg),
            None => self.value(value),
        }
    }

    /// A global, a variable in a cell or an attribute of a local, which mostly stand somewhere.
    pub(super) fn standing(&mut self, expr: &Expr) -> Lowered<Option<Arg>> {
        if self.unit.substitutes.contains_key(&std::ptr::from_ref(expr)) {
            return Ok(None);
        }
        match &expr.kind {
            ExprKind::Name(name) => {
                if let Some(global) = self.global(expr)? {
                    return Ok(Some(Arg::Global(Box::new(global))));
                }
                Ok(self.shared_cell(*name, expr.span)?.map(Arg::Cell))
            }
            ExprKind::Attribute { value, attr } => {
                let member = self.member(value, *attr, expr.span)?;
                Ok(member.map(|member| Arg::Member(Box::new(member))))
            }
            _ => Ok(None),
        }
    }

    /// The global that an expression is just the name of.
    pub(super) fn global(&mut self, expr: &Expr) -> Lowered<Option<Global>> {
        let known = self.unit.substitutes.contains_key(&std::ptr::from_ref(expr));
        match expr.kind {
            ExprKind::Name(name) if !known && self.is_just_global(name) => {
                let name = self.name_index(self.text(name))?;
                Ok(Some(Global::new(name, expr.span)))
            }
            _ => Ok(None),
        }
    }

    pub(super) fn value(&mut self, value: &Expr) -> Lowered<Arg> {
        Ok(match self.side(value)? {
            Side::Local(local) => Arg::Local(local),
            Side::Int(Number { index, .. }) | Side::Float(Number { index, .. }) => {
                Arg::Const(Const { index })
            }
            Side::Text(text) => Arg::Const(text),
            Side::Any(node) => Arg::Node(node),
        })
    }

    /// Arguments of any sort.
    pub(super) fn arguments(&mut self, args: &[ast::Arg]) -> Lowered<Vec<Argument>> {
        let mut lowered = Vec::with_capacity(args.len());
        for arg in args {
            let value = self.expr(value_of(arg))?;
            lowered.push(match arg {
                ast::Arg::Positional(_) => Argument::Positional(value),
                ast::Arg::Star(_) => Argument::Star(value),
                ast::Arg::DoubleStar(_) => Argument::DoubleStar(value),
                ast::Arg::Keyword { name, .. } => {
                    let text = self.names.text(name.name);
                    Argument::Keyword(self.unlisted_name_index(text)?, value)
                }
            });
        }
        Ok(lowered)
    }
}

/// Which arguments contain calls.
fn calls_in(args: &[ast::Arg]) -> Vec<bool> {
    args.iter().map(|arg| contains_call(value_of(arg))).collect()
}

/// The expression of an argument.
pub fn value_of(arg: &ast::Arg) -> &Expr {
    match arg {
        ast::Arg::Positional(value) | ast::Arg::Star(value) | ast::Arg::DoubleStar(value) => value,
        ast::Arg::Keyword { value, .. } => value,
    }
}

fn keywords_last(args: &[ast::Arg]) -> bool {
    let first = args.iter().position(|arg| matches!(arg, ast::Arg::Keyword { .. }));
    first
        .is_none_or(|first| args[first..].iter().all(|arg| matches!(arg, ast::Arg::Keyword { .. })))
}
