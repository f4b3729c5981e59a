//! When all is read: where each name of each scope is bound (CPython's `analyze_name`).

use super::symbols::{Draft, Symbol, flag};
use super::tables::{Binding, Scope, ScopeId, ScopeKind, Scopes};
use super::walk::Walk;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::Name;
use crate::text::quick_hash::QuickMap;

impl Walk<'_> {
    /// The finished scopes; fails on a `nonlocal` that names nothing.
    pub(super) fn resolve(mut self) -> Result<Scopes, Diagnostic> {
        for at in 0..self.drafts.len() {
            for symbol in 0..self.drafts[at].symbols.len() {
                let found = self.drafts[at].symbols[symbol];
                self.resolve_name(ScopeId(at as u32), found)?;
            }
        }
        let drafts = std::mem::take(&mut self.drafts);
        let scopes = drafts.into_iter().map(|draft| self.finish(draft)).collect();
        Ok(Scopes {
            postponed: self.postponed,
            scopes,
            by_node: self.by_node,
            first_extra: self.first_extra,
            extra: self.extra,
            mangled: self.mangled,
            warnings: self.warnings,
            class_dict: self.known.class_dict,
        })
    }

    fn resolve_name(&mut self, id: ScopeId, symbol: Symbol) -> Result<(), Diagnostic> {
        let kind = self.drafts[id.0 as usize].kind;
        let span = symbol.declared_at.unwrap_or_default();
        let text = self.text(symbol.name);
        if symbol.flags & flag::GLOBAL != 0 {
            if symbol.flags & flag::NONLOCAL != 0 {
                return Err(Diagnostic::syntax(
                    format!("name '{text}' is nonlocal and global"),
                    span,
                ));
            }
            return Ok(());
        }
        let nonlocal = symbol.flags & flag::NONLOCAL != 0;
        if kind == ScopeKind::Module {
            let message = "nonlocal declaration not allowed at module level";
            return if nonlocal { Err(Diagnostic::syntax(message, span)) } else { Ok(()) };
        }
        if symbol.flags & flag::BOUND != 0 && !nonlocal {
            return Ok(());
        }
        if let Some(flags) = self.flags_in_class(id, symbol.name) {
            if flags & flag::GLOBAL != 0 {
                self.drafts[id.0 as usize].entry(symbol.name).flags |= flag::GLOBAL;
                return Ok(());
            }
            // Neither a function around nor a type parameter is meant then: as in CPython.
            if flags & flag::BOUND != 0 && flags & flag::NONLOCAL == 0 {
                return Ok(());
            }
        }
        match self.owner(id, symbol.name) {
            None if nonlocal => {
                Err(Diagnostic::syntax(format!("no binding for nonlocal '{text}' found"), span))
            }
            None => Ok(()),
            Some(owner)
                if nonlocal
                    && self.drafts[owner.0 as usize].flags(symbol.name) & flag::TYPE_PARAM != 0 =>
            {
                let message = format!("nonlocal binding not allowed for type parameter '{text}'");
                Err(Diagnostic::syntax(message, span))
            }
            Some(owner) => {
                self.share(id, owner, symbol.name);
                Ok(())
            }
        }
    }

    /// What is known of `name` in the class whose names are seen in `id`.
    fn flags_in_class(&self, id: ScopeId, name: Name) -> Option<u16> {
        let mut draft = &self.drafts[id.0 as usize];
        if !draft.sees_class {
            return None;
        }
        while draft.kind != ScopeKind::Class {
            draft = &self.drafts[draft.parent?.0 as usize];
        }
        Some(draft.flags(name))
    }

    /// The function around `id` that binds `name`, or the class that provides `__class__` or
    /// `__classdict__`.
    fn owner(&self, id: ScopeId, name: Name) -> Option<ScopeId> {
        let mut around = self.drafts[id.0 as usize].parent;
        while let Some(id) = around {
            let draft = &self.drafts[id.0 as usize];
            let provided = name == self.known.class || name == self.known.class_dict;
            if draft.kind == ScopeKind::Class && provided {
                return Some(id);
            }
            if draft.is_function() {
                let flags = draft.flags(name);
                if flags & flag::GLOBAL != 0 {
                    return None;
                }
                if flags & flag::BOUND != 0 && flags & flag::NONLOCAL == 0 {
                    return Some(id);
                }
            }
            around = draft.parent;
        }
        None
    }

    /// Makes `name` a cell of `owner` and passes it down to `id`.
    fn share(&mut self, id: ScopeId, owner: ScopeId, name: Name) {
        let class_cell = self.drafts[owner.0 as usize].kind == ScopeKind::Class;
        let mut inline = true;
        let provider = &mut self.drafts[owner.0 as usize];
        if class_cell {
            provider.has_class_cell |= name == self.known.class;
            provider.has_class_dict |= name == self.known.class_dict;
        } else {
            provider.entry(name).flags |= flag::CELL;
        }
        let mut at = Some(id);
        while let Some(id) = at.filter(|&id| id != owner) {
            let draft = &mut self.drafts[id.0 as usize];
            draft.entry(name).flags |= flag::FREE;
            inline &= draft.kind == ScopeKind::Comprehension;
            at = draft.parent;
        }
        if !inline && !class_cell {
            self.drafts[owner.0 as usize].entry(name).flags |= flag::CELL_OUTLINE;
        }
    }

    fn finish(&self, draft: Draft) -> Scope {
        let by_text = |a: &Name, b: &Name| self.text(*a).cmp(self.text(*b));
        let mut bindings =
            QuickMap::with_capacity_and_hasher(draft.symbols.len(), Default::default());
        let (mut params, mut locals, mut frees) = (0, Vec::new(), Vec::new());
        let (mut cells, mut inline_cells) = (Vec::new(), Vec::new());
        for symbol in &draft.symbols {
            let binding = binding(draft.kind, symbol.flags);
            bindings.insert(symbol.name, (binding, symbol.bound_at));
            if symbol.flags & flag::FREE != 0 {
                frees.push(symbol.name);
            }
            if binding == Binding::Cell {
                cells.push(symbol.name);
                if symbol.flags & flag::CELL_OUTLINE == 0 {
                    inline_cells.push(symbol.name);
                }
            }
            if symbol.flags & flag::PARAM != 0 {
                params += 1;
                locals.push(symbol.name);
            } else if binding == Binding::Local {
                locals.push(symbol.name);
            }
        }
        if draft.has_class_cell {
            cells.push(self.known.class);
        }
        if draft.has_class_dict {
            cells.push(self.known.class_dict);
        }
        cells.sort_by(by_text);
        frees.sort_by(by_text);
        Scope {
            kind: draft.kind,
            span: draft.span,
            parent: draft.parent,
            children: draft.children,
            params,
            locals,
            cells,
            inline_cells,
            frees,
            is_generator: draft.is_generator,
            is_coroutine: draft.is_coroutine,
            has_class_cell: draft.has_class_cell,
            has_class_dict: draft.has_class_dict,
            uses_class_cell: draft.uses_class_cell,
            class: draft.class,
            bindings,
        }
    }
}

fn binding(kind: ScopeKind, flags: u16) -> Binding {
    if flags & flag::GLOBAL != 0 {
        Binding::GlobalExplicit
    } else if kind == ScopeKind::Module {
        Binding::GlobalImplicit
    } else if flags & flag::BOUND != 0 && flags & flag::NONLOCAL == 0 {
        if flags & flag::CELL != 0 { Binding::Cell } else { Binding::Local }
    } else if flags & flag::FREE != 0 {
        Binding::Free
    } else {
        Binding::GlobalImplicit
    }
}
