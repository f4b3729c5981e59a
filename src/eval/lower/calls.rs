//! Calls, by the sorts of their arguments.

use super::constants::ConstantKey;
use super::unit::{Lowered, Lowerer};
use crate::eval::call::{Argument, Call, KeywordCall, MethodCall, SpreadCall};
use crate::eval::node::Node;
use crate::source::Span;
use crate::syntax::ast::{self, Arg, Expr, ExprKind};

impl Lowerer<'_> {
    pub(super) fn call(&mut self, call: &ast::Call, span: Span) -> Lowered<Node> {
        let spread = call.args.iter().any(|arg| matches!(arg, Arg::Star(_) | Arg::DoubleStar(_)));
        if spread || !keywords_last(&call.args) {
            let func = self.expr(&call.func)?;
            let args = self.arguments(&call.args)?;
            return Ok(Box::new(SpreadCall { func, args, span }));
        }
        let keywords: Vec<String> = call
            .args
            .iter()
            .filter_map(|arg| match arg {
                Arg::Keyword { name, .. } => Some(self.text(name.name).to_owned()),
                _ => None,
            })
            .collect();
        let plain_method = keywords.is_empty()
            && !self.unit.substitutes.contains_key(&std::ptr::from_ref(&call.func));
        if let (ExprKind::Attribute { value, attr }, true) = (&call.func.kind, plain_method) {
            let object = self.expr(value)?;
            let name = self.text(attr.name);
            let name = self.name_index(name)?;
            let args = self.values(&call.args)?;
            let attribute = self.attribute_part(*attr, call.func.span);
            let span = self.attribute_part(*attr, span);
            return Ok(Box::new(MethodCall::new(object, name, args, span, attribute)));
        }
        let func = self.expr(&call.func)?;
        let args = self.values(&call.args)?;
        let span = match &call.func.kind {
            ExprKind::Attribute { attr, .. } => self.attribute_part(*attr, span),
            _ => span,
        };
        if keywords.is_empty() {
            return Ok(Box::new(Call { func, args, span }));
        }
        let names = self.constant(ConstantKey::Keywords(keywords))?;
        Ok(Box::new(KeywordCall { func, args, names, span }))
    }

    /// The values of positional and keyword arguments, in order.
    fn values(&mut self, args: &[Arg]) -> Lowered<Vec<Node>> {
        args.iter().map(|arg| self.expr(value_of(arg))).collect()
    }

    /// Arguments of any sort.
    pub(super) fn arguments(&mut self, args: &[Arg]) -> Lowered<Vec<Argument>> {
        let mut lowered = Vec::with_capacity(args.len());
        for arg in args {
            let value = self.expr(value_of(arg))?;
            lowered.push(match arg {
                Arg::Positional(_) => Argument::Positional(value),
                Arg::Star(_) => Argument::Star(value),
                Arg::DoubleStar(_) => Argument::DoubleStar(value),
                Arg::Keyword { name, .. } => {
                    let text = self.text(name.name);
                    Argument::Keyword(self.name_index(text)?, value)
                }
            });
        }
        Ok(lowered)
    }
}

/// The expression of an argument.
pub fn value_of(arg: &Arg) -> &Expr {
    match arg {
        Arg::Positional(value) | Arg::Star(value) | Arg::DoubleStar(value) => value,
        Arg::Keyword { value, .. } => value,
    }
}

fn keywords_last(args: &[Arg]) -> bool {
    let first = args.iter().position(|arg| matches!(arg, Arg::Keyword { .. }));
    first.is_none_or(|first| args[first..].iter().all(|arg| matches!(arg, Arg::Keyword { .. })))
}
