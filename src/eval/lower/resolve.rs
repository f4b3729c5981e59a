//! How a name is reached from where it stands: slot, cell, namespace or global.

use super::unit::{Lowered, Lowerer, UnitKind};
use crate::eval::names::{CellName, DeleteCell, DeleteGlobal, DeleteLocal, Global};
use crate::eval::namespaces::{ClassDictName, DeleteName, NamespaceName};
use crate::eval::node::{Local, Node, Statement, Target};
use crate::scope::{Binding, ScopeId};
use crate::source::Span;
use crate::syntax::ast::Name;

/// Where a name's value is.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    Local(u32),
    /// The slot holds a cell; whether it is an enclosing function's.
    Cell {
        slot: u32,
        free: bool,
    },
    Global,
    /// A class body's or `exec`'s namespace, then globals.
    Namespace,
    /// A class body's namespace, then a cell of an enclosing function.
    NamespaceOrCell {
        slot: u32,
    },
}

impl<'a> Lowerer<'a> {
    /// How `name` (as in the tree) is reached from here.
    pub fn access(&self, name: Name) -> Access {
        let name = self.mangled(name);
        for inline in self.unit.inlines.iter().rev() {
            match self.scopes.scope(inline.scope).binding(name) {
                Binding::Local | Binding::Cell => {
                    if let Some(&(slot, cell)) = inline.slots.get(&name) {
                        return if cell {
                            Access::Cell { slot, free: false }
                        } else {
                            Access::Local(slot)
                        };
                    }
                }
                Binding::Free => {}
                Binding::GlobalImplicit if self.has_own_locals() => return Access::Namespace,
                Binding::GlobalImplicit | Binding::GlobalExplicit => return Access::Global,
            }
        }
        let inlined = !self.unit.inlines.is_empty();
        self.access_in_unit(name, inlined)
    }

    /// Whether this is the text of an `exec` that has locals beside its globals: its comprehensions,
    /// which run inline, see both.
    fn has_own_locals(&self) -> bool {
        self.has_namespace && matches!(self.unit.kind, UnitKind::Module)
    }

    fn access_in_unit(&self, name: Name, inlined: bool) -> Access {
        let scope = self.scopes.scope(self.unit.scope);
        let free = self.unit.free_slots.get(&name).copied();
        match (scope.binding(name), self.unit.kind) {
            (Binding::Local | Binding::Cell, UnitKind::Function) => self.own_slot(name),
            (Binding::Cell, UnitKind::Class) if self.unit.slots.contains_key(&name) => {
                self.own_slot(name)
            }
            (Binding::Free, UnitKind::Function) => match free {
                Some(slot) => Access::Cell { slot, free: true },
                None => Access::Global,
            },
            (Binding::Free, UnitKind::Class) => match free {
                Some(slot) if inlined => Access::Cell { slot, free: true },
                Some(slot) => Access::NamespaceOrCell { slot },
                None => Access::Namespace,
            },
            (Binding::GlobalExplicit, _) => Access::Global,
            // Comprehensions in a class body do not see the class's own names.
            (_, UnitKind::Class) if inlined && free.is_some() => {
                free.map_or(Access::Namespace, |slot| Access::Cell { slot, free: true })
            }
            (_, UnitKind::Class) => Access::Namespace,
            (_, UnitKind::Module) if self.has_namespace => Access::Namespace,
            _ => Access::Global,
        }
    }

    fn own_slot(&self, name: Name) -> Access {
        match self.unit.slots.get(&name) {
            Some(&slot) if self.unit.captured.contains(&slot) => Access::Cell { slot, free: false },
            Some(&slot) => Access::Local(slot),
            None => Access::Global,
        }
    }

    /// The slot of the cell that an inner function shares under `name` (mangled already).
    pub fn cell_slot(&self, name: Name) -> Option<u32> {
        for inline in self.unit.inlines.iter().rev() {
            if let Some(&(slot, true)) = inline.slots.get(&name) {
                return Some(slot);
            }
        }
        if let Some(&slot) = self.unit.slots.get(&name)
            && self.unit.captured.contains(&slot)
        {
            return Some(slot);
        }
        self.unit.free_slots.get(&name).copied()
    }

    /// The cells that scope `inner` takes from here, in the order of its free names.
    pub fn closure_of(&self, inner: ScopeId) -> Vec<u32> {
        let frees = &self.scopes.scope(inner).frees;
        frees.iter().filter_map(|&name| self.cell_slot(name)).collect()
    }

    /// A node that reads `name`.
    pub fn load(&mut self, name: Name, span: Span) -> Lowered<Node> {
        let text = self.text(name);
        let access = self.access(name);
        let outer = self.load_by(access, text, span)?;
        match self.class_dict_for(name, access) {
            Some(slot) => {
                Ok(Box::new(ClassDictName { slot, name: self.unlisted_name_index(text)?, outer }))
            }
            None => Ok(outer),
        }
    }

    /// Whether `name` means a global, and no namespace has to be asked first.
    pub fn is_just_global(&self, name: Name) -> bool {
        let access = self.access(name);
        matches!(access, Access::Global) && self.class_dict_for(name, access).is_none()
    }

    /// The variable in a cell that `name` means, if no namespace has to be asked first.
    pub fn shared_cell(&mut self, name: Name, span: Span) -> Lowered<Option<CellName>> {
        let access = self.access(name);
        let Access::Cell { slot, free } = access else { return Ok(None) };
        if self.class_dict_for(name, access).is_some() {
            return Ok(None);
        }
        let name = self.unlisted_name_index(self.text(name))?;
        Ok(Some(CellName { slot, name, free, span }))
    }

    /// The slot of the cell with the namespace of the class around, where `name` is looked up
    /// there first: in what comes with type parameters.
    fn class_dict_for(&self, name: Name, access: Access) -> Option<u32> {
        let outside = matches!(access, Access::Global | Access::Cell { free: true, .. });
        let slot = *self.unit.free_slots.get(&self.scopes.class_dict)?;
        let declared = self.scopes.binding(self.unit.scope, self.mangled(name));
        let sees = self.unit.inlines.is_empty() && declared != Binding::GlobalExplicit;
        (outside && sees).then_some(slot)
    }

    fn load_by(&mut self, access: Access, text: &str, span: Span) -> Lowered<Node> {
        Ok(match access {
            Access::Local(slot) => Box::new(Local { slot, span }),
            Access::Cell { slot, free } => {
                let name = self.unlisted_name_index(text)?;
                Box::new(CellName { slot, name, free, span })
            }
            Access::Global => Box::new(Global::new(self.name_index(text)?, span)),
            Access::Namespace => {
                let name = self.name_index(text)?;
                let outer = Box::new(Global::new(name, span));
                Box::new(NamespaceName { name, span, outer })
            }
            Access::NamespaceOrCell { slot } => {
                let name = self.name_index(text)?;
                let outer = Box::new(CellName { slot, name, free: true, span });
                Box::new(NamespaceName { name, span, outer })
            }
        })
    }

    /// A target that binds `name`.
    pub fn store(&mut self, name: Name, span: Span) -> Lowered<Box<dyn Target>> {
        let text = self.text(name);
        Ok(match self.access(name) {
            Access::Local(slot) => Box::new(Local { slot, span }),
            Access::Cell { slot, free } => {
                let name = self.unlisted_name_index(text)?;
                Box::new(CellName { slot, name, free, span })
            }
            // Only a `nonlocal` makes a class body bind a name that is not its own.
            Access::NamespaceOrCell { slot } => {
                let name = self.unlisted_name_index(text)?;
                Box::new(CellName { slot, name, free: true, span })
            }
            Access::Global => Box::new(Global::new(self.name_index(text)?, span)),
            Access::Namespace => {
                let name = self.name_index(text)?;
                let outer = Box::new(Global::new(name, span));
                Box::new(NamespaceName { name, span, outer })
            }
        })
    }

    /// A statement that unbinds `name`.
    pub fn delete(&mut self, name: Name, span: Span) -> Lowered<Statement> {
        let text = self.text(name);
        Ok(match self.access(name) {
            Access::Local(slot) => Box::new(DeleteLocal { local: Local { slot, span } }),
            Access::Cell { slot, free } => {
                let name = self.unlisted_name_index(text)?;
                Box::new(DeleteCell(CellName { slot, name, free, span }))
            }
            Access::NamespaceOrCell { slot } => {
                let name = self.name_index(text)?;
                Box::new(DeleteCell(CellName { slot, name, free: true, span }))
            }
            Access::Global => Box::new(DeleteGlobal(Global::new(self.name_index(text)?, span))),
            Access::Namespace => Box::new(DeleteName { name: self.name_index(text)?, span }),
        })
    }
}
