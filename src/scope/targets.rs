//! Targets of assignments and deletions.

use super::walk::Walk;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Ident};

impl Walk<'_> {
    /// Walks what is assigned to.
    pub(super) fn target(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => self.bind(Ident { name: *name, span: target.span }),
            ExprKind::Attribute { value, attr } => {
                self.expr(value);
                self.attribute_target(*attr, target.span);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => self.unpack(items, target.span),
            ExprKind::Starred(value) => {
                self.late("starred assignment target must be in a list or tuple", target.span);
                self.target(value);
            }
            _ => self.other_target(target),
        }
    }

    /// Walks a target that is no name and no attribute. Only what is read is warned of: `1[0]`, not
    /// `1[0] = 1`.
    pub(super) fn other_target(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Subscript { value, index } => {
                self.expr(value);
                self.expr(index);
            }
            _ => self.expr(target),
        }
    }

    pub(super) fn attribute_target(&mut self, attr: Ident, span: Span) {
        self.mangle(attr.name);
        self.not_debug(attr.name, span, "assign to");
    }

    fn unpack(&mut self, items: &[Expr], span: Span) {
        let mut starred = false;
        for (at, item) in items.iter().enumerate() {
            let ExprKind::Starred(value) = &item.kind else {
                self.target(item);
                continue;
            };
            if starred {
                self.late("multiple starred expressions in assignment", span);
            }
            if at >= 256 {
                self.late("too many expressions in star-unpacking assignment", span);
            }
            starred = true;
            self.target(value);
        }
    }

    /// Walks what is deleted.
    pub(super) fn delete(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => {
                self.not_debug(*name, target.span, "delete");
                self.bind(Ident { name: *name, span: target.span });
            }
            ExprKind::Attribute { value, attr } => {
                self.expr(value);
                self.mangle(attr.name);
                self.not_debug(attr.name, target.span, "delete");
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().for_each(|item| self.delete(item));
            }
            _ => self.other_target(target),
        }
    }
}
