//! The walk over the tree: enters scopes, notes uses and bindings, and keeps the first error.
//!
//! CPython finds errors in three passes (symbol table, its analysis, the compiler). One walk here
//! keeps the first of the first pass and the first of the last; the earlier pass wins.

use super::control::Control;
use super::mangle::{is_private, mangle};
use super::symbols::{Draft, flag};
use super::tables::{ScopeId, ScopeKind, Scopes};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::syntax::ast::{Ident, Module, Name, Names};
use crate::text::quick_hash::QuickMap;

/// Finds the scopes of `module`, whose text is `source`.
///
/// Errors: what CPython's symbol table and compiler call a `SyntaxError`.
pub fn analyze(module: &Module, source: &Source) -> Result<Scopes, Diagnostic> {
    analyze_as(module, source, false)
}

/// As [`analyze`], for a cell that may await at its top level.
///
/// Errors: as there.
pub fn analyze_awaiting(module: &Module, source: &Source) -> Result<Scopes, Diagnostic> {
    analyze_as(module, source, true)
}

fn analyze_as(module: &Module, source: &Source, awaits: bool) -> Result<Scopes, Diagnostic> {
    let of_symbol_table = |error| Diagnostic { message_alone: true, ..error };
    let mut walk = Walk::new(&module.names, source);
    walk.draft().is_async = awaits;
    walk.head = walk.future_head(&module.body).map_err(of_symbol_table)?;
    walk.module(&module.body);
    if let Some(error) = walk.early.take() {
        return Err(of_symbol_table(error));
    }
    let late = walk.late.take();
    let scopes = walk.resolve().map_err(of_symbol_table)?;
    match late {
        Some(error) => Err(error),
        None => Ok(scopes),
    }
}

pub(super) struct Walk<'t> {
    pub names: &'t Names,
    pub source: &'t Source,
    pub drafts: Vec<Draft>,
    pub by_node: QuickMap<(Span, ScopeKind), ScopeId>,
    pub current: ScopeId,
    pub control: Vec<Control>,
    /// How many statements the head of the module has (docstring and `__future__` imports).
    pub head: usize,
    /// Annotations are kept as text and not looked into.
    pub postponed: bool,
    /// The first error of the symbol table.
    pub early: Option<Diagnostic>,
    /// The first error of the compiler.
    pub late: Option<Diagnostic>,
    /// What the compiler takes with a warning.
    pub warnings: Vec<Diagnostic>,
    pub first_extra: u32,
    pub extra: Vec<Box<str>>,
    pub mangled: QuickMap<(Name, Name), Name>,
    /// For each name of the module whether it is private.
    private: Vec<bool>,
    pub known: Known,
    /// How many comprehension iterables the walk is inside of, in the current scope.
    pub in_iterable: u32,
    /// Whether the innermost comprehension makes a dict.
    pub in_dict_comp: bool,
}

/// Names with a meaning of their own, where the module has them.
pub(super) struct Known {
    pub super_: Option<Name>,
    pub class: Name,
    pub class_dict: Name,
    pub debug: Option<Name>,
}

impl<'t> Walk<'t> {
    fn new(names: &'t Names, source: &'t Source) -> Self {
        let all = (0..names.len() as u32).map(Name);
        let find = |text: &str| all.clone().find(|&name| names.text(name) == text);
        let private = all.clone().map(|name| is_private(names.text(name))).collect();
        let first_extra = names.len() as u32;
        let mut extra = Vec::new();
        let mut known = |text: &str| {
            find(text).unwrap_or_else(|| {
                extra.push(text.into());
                Name(first_extra + extra.len() as u32 - 1)
            })
        };
        let (class, class_dict) = (known("__class__"), known("__classdict__"));
        Walk {
            names,
            source,
            drafts: vec![Draft::new(ScopeKind::Module, Span::default(), None, None)],
            by_node: QuickMap::default(),
            current: ScopeId::MODULE,
            control: vec![Control::default()],
            head: 0,
            postponed: false,
            early: None,
            late: None,
            warnings: Vec::new(),
            first_extra,
            extra,
            mangled: QuickMap::default(),
            private,
            known: Known { super_: find("super"), class, class_dict, debug: find("__debug__") },
            in_iterable: 0,
            in_dict_comp: false,
        }
    }

    /// Keeps the symbol table's first error.
    pub fn early(&mut self, message: impl Into<String>, span: Span) {
        if self.early.is_none() {
            self.early = Some(Diagnostic::syntax(message, span));
        }
    }

    /// Keeps the compiler's first error.
    pub fn late(&mut self, message: impl Into<String>, span: Span) {
        if self.late.is_none() {
            self.late = Some(Diagnostic::syntax(message, span));
        }
    }

    /// As [`Walk::late`], for what only a notebook's cell may do.
    pub fn late_await(&mut self, message: impl Into<String>, span: Span) {
        if self.late.is_none() {
            self.late = Some(Diagnostic { awaits: true, ..Diagnostic::syntax(message, span) });
        }
    }

    pub fn text(&self, name: Name) -> &str {
        match name.0.checked_sub(self.first_extra) {
            Some(extra) => &self.extra[extra as usize],
            None => self.names.text(name),
        }
    }

    pub fn draft(&mut self) -> &mut Draft {
        &mut self.drafts[self.current.0 as usize]
    }

    pub fn here(&self) -> &Draft {
        &self.drafts[self.current.0 as usize]
    }

    /// Walks with `inside` in a new scope made by the node at `span`.
    pub fn enter(
        &mut self,
        kind: ScopeKind,
        span: Span,
        class: Option<Name>,
        inside: impl FnOnce(&mut Self),
    ) -> ScopeId {
        let id = ScopeId(self.drafts.len() as u32);
        let parent = self.current;
        self.drafts.push(Draft::new(kind, span, Some(parent), class));
        self.drafts[parent.0 as usize].children.push(id);
        self.by_node.insert((span, kind), id);
        self.current = id;
        let above = &self.drafts[parent.0 as usize];
        let near_class = above.kind == ScopeKind::Class || above.sees_class;
        self.draft().sees_class = near_class && self.here().is_annotation();
        self.control.push(Control::default());
        inside(self);
        self.control.pop();
        self.current = parent;
        id
    }

    /// What `name` stands for in the current scope, mangled where a class around asks for it.
    pub fn mangle(&mut self, name: Name) -> Name {
        if !self.private.get(name.0 as usize).copied().unwrap_or(false) {
            return name;
        }
        let Some(class) = self.here().class else { return name };
        if let Some(&known) = self.mangled.get(&(class, name)) {
            return known;
        }
        let Some(text) = mangle(self.names.text(class), self.names.text(name)) else { return name };
        let result = self.intern(&text);
        self.mangled.insert((class, name), result);
        result
    }

    pub fn intern(&mut self, text: &str) -> Name {
        let own =
            (0..self.names.len() as u32).map(Name).find(|&name| self.names.text(name) == text);
        own.unwrap_or_else(|| {
            let at = self.extra.iter().position(|known| &**known == text).unwrap_or_else(|| {
                self.extra.push(text.into());
                self.extra.len() - 1
            });
            Name(self.first_extra + at as u32)
        })
    }

    /// Notes that `name` is read here.
    pub fn use_name(&mut self, name: Name) {
        let mangled = self.mangle(name);
        self.draft().entry(mangled).flags |= flag::USED;
        if self.here().sees_class {
            let class_dict = self.known.class_dict;
            self.draft().entry(class_dict).flags |= flag::USED;
        }
        if (Some(name) == self.known.super_ || name == self.known.class)
            && self.here().is_function()
        {
            let class = self.known.class;
            self.draft().entry(class).flags |= flag::USED;
            self.draft().uses_class_cell = true;
        }
    }

    /// Notes that `name` is bound here.
    pub fn bind(&mut self, ident: Ident) {
        self.bind_as(ident, flag::ASSIGNED);
    }

    /// Notes that `ident` is bound here, in the way the flags say.
    pub fn bind_as(&mut self, ident: Ident, flags: u16) {
        let name = self.mangle(ident.name);
        self.not_debug(ident.name, ident.span, "assign to");
        let symbol = self.draft().entry(name);
        symbol.flags |= flags | flag::BOUND;
        symbol.bound_at.get_or_insert(ident.span);
    }

    /// Refuses `__debug__` as something to assign to or delete.
    pub fn not_debug(&mut self, name: Name, span: Span, verb: &str) {
        if Some(name) == self.known.debug {
            self.late(format!("cannot {verb} __debug__"), span);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::Binding;

    fn parsed(text: &str) -> (Module, Result<Scopes, Diagnostic>) {
        let source = Source::new("<test>", text);
        let module = crate::syntax::parse(&source).expect("a test's source parses");
        let scopes = analyze(&module, &source);
        (module, scopes)
    }

    fn texts(module: &Module, scopes: &Scopes, names: &[Name]) -> Vec<String> {
        names.iter().map(|&name| scopes.text(&module.names, name).to_owned()).collect()
    }

    #[test]
    fn locals_stand_in_order_of_first_use_and_cells_by_name() {
        let (module, scopes) =
            parsed("def f(p, q):\n    x = y = 1\n    aa = 2\n    return lambda: (q, x, aa)\n");
        let scopes = scopes.expect("it has scopes");
        let f = scopes.scope(scopes.children(ScopeId::MODULE)[0]);
        assert_eq!(texts(&module, &scopes, &f.locals), ["p", "q", "y"]);
        assert_eq!(texts(&module, &scopes, &f.cells), ["aa", "q", "x"]);
        assert_eq!(f.params, 2);
        let inner = scopes.scope(f.children[0]);
        assert_eq!(texts(&module, &scopes, &inner.frees), ["aa", "q", "x"]);
    }

    #[test]
    fn super_asks_the_class_for_a_cell() {
        let (module, scopes) =
            parsed("class C:\n    def f(self):\n        super().f()\n        self.__x = 1\n");
        let scopes = scopes.expect("it has scopes");
        let class = scopes.scope(ScopeId(1));
        assert!(class.has_class_cell);
        let f = scopes.scope(ScopeId(2));
        assert_eq!(texts(&module, &scopes, &f.frees), ["__class__"]);
        let private =
            (0..module.names.len() as u32).map(Name).find(|&name| module.names.text(name) == "__x");
        let private = private.expect("the tree has it");
        assert_eq!(scopes.text(&module.names, scopes.mangled(ScopeId(2), private)), "_C__x");
        assert_eq!(scopes.binding(ScopeId(2), private), Binding::GlobalImplicit);
    }

    #[test]
    fn misplaced_statements_are_refused_in_cpythons_words() {
        for (text, message) in [
            ("return 1", "'return' outside function"),
            ("class C:\n    yield", "'yield' outside function"),
            ("break", "'break' outside loop"),
            ("def f():\n    continue", "'continue' not properly in loop"),
            ("def f(a, a): pass", "duplicate argument 'a' in function definition"),
            ("def f():\n    x\n    global x", "name 'x' is used prior to global declaration"),
            ("def f(x):\n    global x", "name 'x' is parameter and global"),
            ("def f():\n    nonlocal x", "no binding for nonlocal 'x' found"),
            ("nonlocal x", "nonlocal declaration not allowed at module level"),
            (
                "[x for x in (y := z)]",
                "assignment expression cannot be used in a comprehension iterable expression",
            ),
            ("*a = 1", "starred assignment target must be in a list or tuple"),
            ("def f():\n    from m import *", "import * only allowed at module level"),
            ("f(a=1, a=2)", "keyword argument repeated: a"),
        ] {
            let (_, scopes) = parsed(text);
            assert_eq!(
                scopes.map(|_| ()).map_err(|error| error.message),
                Err(message.to_owned()),
                "{text}"
            );
        }
    }
}
