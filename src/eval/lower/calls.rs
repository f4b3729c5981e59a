//! Calls, by the sorts of their arguments.

use super::constants::ConstantKey;
use super::operators::{Side, contains_call};
use super::resolve::Access;
use super::unit::{Lowered, Lowerer};
use crate::eval::call::{Arg, Call, Callee};
use crate::eval::leaf::{Computed, Effort};
use crate::eval::method_call::MethodCall;
use crate::eval::names::Global;
use crate::eval::node::{Const, Node, Number};
use crate::eval::spread_call::{Argument, KeywordCall, SpreadCall};
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
                ast::Arg::Keyword { name, .. } => Some(self.text(name.name).to_owned()),
                _ => None,
            })
            .collect();
        let plain_method = keywords.is_empty()
            && !self.unit.substitutes.contains_key(&std::ptr::from_ref(&call.func));
        if let (ExprKind::Attribute { value, attr }, true) = (&call.func.kind, plain_method) {
            let object = self.value(value)?;
            let name = self.text(attr.name);
            let name = self.name_index(name)?;
            let args = self.values(&call.args)?;
            let computed = Computed::of(&args, &self.efforts(&call.args), true);
            let attribute = self.attribute_part(*attr, call.func.span);
            let span = self.attribute_part(*attr, span);
            return Ok(Box::new(MethodCall::new(object, name, args, computed, span, attribute)));
        }
        let span = match &call.func.kind {
            ExprKind::Attribute { attr, .. } => self.attribute_part(*attr, span),
            _ => span,
        };
        if keywords.is_empty() {
            let func = self.callee(&call.func)?;
            let args = self.values(&call.args)?;
            let computed = Computed::of(&args, &self.efforts(&call.args), false);
            return Ok(Box::new(Call { func, args, computed, span }));
        }
        let func = self.expr(&call.func)?;
        let args = self.values(&call.args)?;
        let names = self.constant(ConstantKey::Keywords(keywords))?;
        Ok(Box::new(KeywordCall { func, args, names, span }))
    }

    fn callee(&mut self, func: &Expr) -> Lowered<Callee> {
        let known = self.unit.substitutes.contains_key(&std::ptr::from_ref(func));
        if let (ExprKind::Name(name), false) = (&func.kind, known)
            && matches!(self.access(*name), Access::Global)
        {
            let name = self.name_index(self.text(*name))?;
            return Ok(Callee::Global(Global::new(name, func.span)));
        }
        self.expr(func).map(Callee::Node)
    }

    /// The values of positional and keyword arguments, in order.
    fn values(&mut self, args: &[ast::Arg]) -> Lowered<Box<[Arg]>> {
        args.iter().map(|arg| self.value(value_of(arg))).collect()
    }

    fn efforts(&self, args: &[ast::Arg]) -> Vec<Effort> {
        let effort = |expr: &Expr| match expr.kind {
            ExprKind::Name(name) if matches!(self.access(name), Access::Global) => Effort::Name,
            _ if contains_call(expr) => Effort::Call,
            _ => Effort::Other,
        };
        args.iter().map(|arg| effort(value_of(arg))).collect()
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
                    let text = self.text(name.name);
                    Argument::Keyword(self.unlisted_name_index(text)?, value)
                }
            });
        }
        Ok(lowered)
    }
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
