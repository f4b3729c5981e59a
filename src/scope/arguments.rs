//! Parameters, their defaults and annotations, and the arguments of calls.

use super::symbols::flag;
use super::tables::ScopeKind;
use super::walk::Walk;
use crate::syntax::ast::{Arg, Expr, Param, Params};

/// All parameters in the order of their slots.
fn in_slot_order(params: &Params) -> impl Iterator<Item = &Param> {
    let named = params.positional_only.iter().chain(&params.regular).chain(&params.keyword_only);
    named.chain(params.vararg.as_deref()).chain(params.kwarg.as_deref())
}

impl Walk<'_> {
    /// The default values, which the enclosing scope evaluates.
    pub(super) fn defaults(&mut self, params: &Params) {
        let named =
            params.positional_only.iter().chain(&params.regular).chain(&params.keyword_only);
        self.exprs(named.filter_map(|param| param.default.as_ref()));
    }

    pub(super) fn annotations(&mut self, params: &Params) {
        let source_order =
            params.positional_only.iter().chain(&params.regular).chain(params.vararg.as_deref());
        for param in source_order.chain(&params.keyword_only).chain(params.kwarg.as_deref()) {
            param.annotation.iter().for_each(|annotation| self.annotation(annotation));
        }
    }

    /// An annotation. One that is kept as text is only looked at for what no annotation may have; it
    /// uses no names.
    pub(super) fn annotation(&mut self, annotation: &Expr) {
        if !self.postponed {
            return self.element(annotation);
        }
        let (drafts, warnings) = (self.drafts.len(), self.warnings.len());
        let (children, class) = (self.here().children.len(), self.here().class);
        self.enter(ScopeKind::TypeVariable, annotation.span, class, |walk| {
            walk.draft().place = "an annotation";
            walk.element(annotation);
        });
        self.draft().children.truncate(children);
        self.drafts.truncate(drafts);
        self.warnings.truncate(warnings);
    }

    /// Binds the parameters in the scope of their function.
    pub(super) fn parameters(&mut self, params: &Params) {
        for param in in_slot_order(params) {
            let name = self.mangle(param.name.name);
            if self.here().flags(name) & flag::PARAM != 0 {
                let text = self.names.text(param.name.name);
                self.early(
                    format!("duplicate argument '{text}' in function definition"),
                    param.name.span,
                );
            }
            self.bind_as(param.name, flag::PARAM);
        }
    }

    /// The arguments of a call or class statement.
    pub(super) fn arguments(&mut self, args: &[Arg]) {
        for (at, arg) in args.iter().enumerate() {
            let Arg::Keyword { name, value } = arg else { continue };
            self.not_debug(name.name, value.span.to(name.span), "assign to");
            let later = args[at + 1..].iter().find(|other| matches!(other, Arg::Keyword { name: again, .. } if again.name == name.name));
            if let Some(Arg::Keyword { name: again, value }) = later {
                let text = self.names.text(name.name);
                self.late(format!("keyword argument repeated: {text}"), again.span.to(value.span));
            }
        }
        for arg in args {
            match arg {
                Arg::Positional(value)
                | Arg::Star(value)
                | Arg::DoubleStar(value)
                | Arg::Keyword { value, .. } => {
                    self.expr(value);
                }
            }
        }
    }
}
