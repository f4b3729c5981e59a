//! `__static_attributes__` of a class: the attributes that its methods assign to `self`.

use super::constants::ConstantKey;
use super::unit::{Lowered, Lowerer, UnitKind};
use crate::eval::names::{Assign, Global};
use crate::eval::namespaces::NamespaceName;
use crate::eval::node::Statement;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Name};

impl Lowerer<'_> {
    /// Notes `self.name = …` in a method of the class being lowered.
    pub(super) fn note_self_attribute(&mut self, object: &Expr, name: Name) {
        let ExprKind::Name(object) = &object.kind else { return };
        if self.unit.kind != UnitKind::Function || self.text(*object) != "self" {
            return;
        }
        let name = self.text(name).to_owned();
        if let Some(names) = self.self_attributes.last_mut()
            && !names.contains(&name)
        {
            names.push(name);
        }
    }

    /// The statement that ends a class body; the names come in the order of CPython's set of them.
    pub(super) fn store_static_attributes(&mut self, names: &[String]) -> Lowered<Statement> {
        let set = crate::types::set::new_set(self.vm)?;
        for name in names {
            let name = self.vm.intern(name)?;
            crate::types::set::add(self.vm, &set, name)?;
        }
        let ordered = self.vm.collect(&set)?;
        let key = |name: &crate::heap::Ref| ConstantKey::Str(name.text().into());
        let value = self.constant_node(ConstantKey::Tuple(ordered.iter().map(key).collect()))?;
        let name = self.name_index("__static_attributes__")?;
        let span = Span::default();
        let target = NamespaceName { name, span, outer: Box::new(Global::new(name, span)) };
        Ok(Box::new(Assign { target, value, span }))
    }
}
