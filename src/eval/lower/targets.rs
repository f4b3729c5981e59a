//! Assignment targets.

use super::items::Container;
use super::resolve::Access;
use super::unit::{Lowered, Lowerer};
use crate::eval::assign::{Place, Unpack, UnpackLocals};
use crate::eval::attribute::{AttributeTarget, DeleteAttribute};
use crate::eval::attribute_cache::Writing;
use crate::eval::node::{Statement, Target};
use crate::eval::statement::{Block, Pass};
use crate::eval::subscript::DeleteSubscript;
use crate::syntax::ast::{Expr, ExprKind};

impl Lowerer<'_> {
    /// The target that `expr` is.
    pub fn target(&mut self, expr: &Expr) -> Lowered<Box<dyn Target>> {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Name(name) => self.store(*name, span),
            ExprKind::Attribute { value, attr } => {
                self.note_self_attribute(value, attr.name);
                let object = self.container(value)?;
                let name = self.name_index(self.text(attr.name))?;
                let writing = Writing::default();
                Ok(match object {
                    Container::Local(object) => {
                        Box::new(AttributeTarget { object, name, span, writing })
                    }
                    Container::Member(object) => {
                        Box::new(AttributeTarget { object, name, span, writing })
                    }
                    object => {
                        Box::new(AttributeTarget { object: object.node(), name, span, writing })
                    }
                })
            }
            ExprKind::Subscript { value, index } => self.subscript_target(value, index, span),
            ExprKind::Tuple(items) | ExprKind::List(items) => self.unpack(items, expr),
            ExprKind::Starred(inner) => self.target(inner),
            // The parser lets nothing else through.
            _ => Ok(Box::new(Unpack { before: Vec::new(), star: None, after: Vec::new(), span })),
        }
    }

    fn unpack(&mut self, items: &[Expr], whole: &Expr) -> Lowered<Box<dyn Target>> {
        let star = items.iter().position(|item| matches!(item.kind, ExprKind::Starred(_)));
        let (before, rest) = items.split_at(star.unwrap_or(items.len()));
        let mut unpack =
            Unpack { before: Vec::new(), star: None, after: Vec::new(), span: whole.span };
        let slots: Option<Box<[u32]>> = items.iter().map(|item| self.local_slot(item)).collect();
        for item in before {
            unpack.before.push(self.place(item)?);
        }
        if let (Some(slots), true) = (slots, rest.is_empty() && !before.is_empty()) {
            return Ok(Box::new(UnpackLocals { slots, otherwise: unpack }));
        }
        if let Some((first, after)) = rest.split_first() {
            unpack.star = Some(self.target(first)?);
            for item in after {
                unpack.after.push(self.target(item)?);
            }
        }
        Ok(Box::new(unpack))
    }

    /// The target that `expr` is, with locals apart.
    pub(super) fn place(&mut self, expr: &Expr) -> Lowered<Place> {
        match self.local_slot(expr) {
            Some(slot) => Ok(Place::Local(slot)),
            None => self.target(expr).map(Place::Other),
        }
    }

    /// The slot of a target that is a local.
    pub(super) fn local_slot(&mut self, target: &Expr) -> Option<u32> {
        let ExprKind::Name(name) = &target.kind else { return None };
        match self.access(*name) {
            Access::Local(slot) => Some(slot),
            _ => None,
        }
    }

    /// `del expr`.
    pub fn deletion(&mut self, expr: &Expr) -> Lowered<Statement> {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Name(name) => self.delete(*name, span),
            ExprKind::Attribute { value, attr } => {
                let object = self.expr(value)?;
                let name = self.text(attr.name);
                let name = self.name_index(name)?;
                Ok(Box::new(DeleteAttribute { object, name, span }))
            }
            ExprKind::Subscript { value, index } => {
                let object = self.expr(value)?;
                let index = self.expr(index)?;
                Ok(Box::new(DeleteSubscript { object, index, span }))
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                let statements =
                    items.iter().map(|item| self.deletion(item)).collect::<Lowered<Vec<_>>>()?;
                Ok(Box::new(Block { statements }))
            }
            _ => Ok(Box::new(Pass)),
        }
    }
}
