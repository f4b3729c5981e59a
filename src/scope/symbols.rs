//! The names of a scope while it is being read.

use super::tables::{ScopeId, ScopeKind};
use crate::source::Span;
use crate::syntax::ast::Name;
use crate::text::quick_hash::QuickMap;

/// What is known of a name in one scope.
pub(super) mod flag {
    pub const USED: u16 = 1;
    /// Assigned, imported, defined or otherwise bound.
    pub const BOUND: u16 = 2;
    pub const PARAM: u16 = 4;
    pub const GLOBAL: u16 = 8;
    pub const NONLOCAL: u16 = 16;
    pub const ANNOTATED: u16 = 32;
    /// The target of a comprehension's `for`.
    pub const ITERATION: u16 = 64;
    /// Shared with an inner function (found when all is read).
    pub const CELL: u16 = 128;
    /// Only passed through to an inner function (found when all is read).
    pub const FREE: u16 = 256;
    pub const TYPE_PARAM: u16 = 512;
    /// Shared with something that CPython does not run inline (then `CELL` is set too).
    pub const CELL_OUTLINE: u16 = 1024;
    /// Bound by an import: a declaration may still follow.
    pub const IMPORTED: u16 = 2048;
    /// Bound otherwise than by an import.
    pub const ASSIGNED: u16 = 4096;
}

/// One name of a scope.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbol {
    pub name: Name,
    pub flags: u16,
    /// Where it is first bound.
    pub bound_at: Option<Span>,
    /// The `global` or `nonlocal` statement that declares it.
    pub declared_at: Option<Span>,
}

/// A scope being read.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(super) struct Draft {
    pub kind: ScopeKind,
    pub span: Span,
    pub parent: Option<ScopeId>,
    pub children: Vec<ScopeId>,
    pub class: Option<Name>,
    pub symbols: Vec<Symbol>,
    pub index: QuickMap<Name, u32>,
    pub is_async: bool,
    pub is_generator: bool,
    pub is_coroutine: bool,
    pub has_class_cell: bool,
    pub has_class_dict: bool,
    pub uses_class_cell: bool,
    /// Names are looked up in the namespace of the class around first.
    pub sees_class: bool,
    /// What the scope is called where it refuses an expression; empty where it refuses none.
    pub place: &'static str,
    /// The first `return` with a value (an error in an asynchronous generator).
    pub returns_value: Option<Span>,
}

impl Draft {
    pub fn new(kind: ScopeKind, span: Span, parent: Option<ScopeId>, class: Option<Name>) -> Self {
        Draft {
            kind,
            span,
            parent,
            children: Vec::new(),
            class,
            symbols: Vec::new(),
            index: QuickMap::default(),
            is_async: false,
            is_generator: false,
            is_coroutine: false,
            has_class_cell: false,
            has_class_dict: false,
            uses_class_cell: false,
            sees_class: false,
            place: match kind {
                ScopeKind::TypeParams => "the definition of a generic",
                ScopeKind::TypeAlias => "a type alias",
                _ => "",
            },
            returns_value: None,
        }
    }

    /// Whether names bound here can be seen by functions inside.
    pub fn is_function(&self) -> bool {
        !matches!(self.kind, ScopeKind::Module | ScopeKind::Class)
    }

    /// Whether it is one of those that come with type parameters (PEP 695).
    pub fn is_annotation(&self) -> bool {
        use ScopeKind::{TypeAlias, TypeParams, TypeVariable};
        matches!(self.kind, TypeParams | TypeVariable | TypeAlias)
    }

    pub fn is_comprehension(&self) -> bool {
        matches!(self.kind, ScopeKind::Comprehension | ScopeKind::Generator)
    }

    pub fn get(&self, name: Name) -> Option<&Symbol> {
        self.index.get(&name).map(|&at| &self.symbols[at as usize])
    }

    pub fn flags(&self, name: Name) -> u16 {
        self.get(name).map_or(0, |symbol| symbol.flags)
    }

    /// The entry for `name`, new where it had none.
    pub fn entry(&mut self, name: Name) -> &mut Symbol {
        let next = self.symbols.len() as u32;
        let at = *self.index.entry(name).or_insert(next);
        if at == next {
            self.symbols.push(Symbol { name, flags: 0, bound_at: None, declared_at: None });
        }
        &mut self.symbols[at as usize]
    }
}
