//! What scope analysis finds, as its readers see it.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{Name, Names};
use crate::text::quick_hash::QuickMap;

/// A scope of one analysed module; the module itself is [`ScopeId::MODULE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScopeId(pub u32);

impl ScopeId {
    pub const MODULE: ScopeId = ScopeId(0);
}

/// What makes a scope. With the span of the node that makes it, this is a scope's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopeKind {
    Module,
    /// A `def`; keyed by its statement's span.
    Function,
    /// Keyed by the expression's span.
    Lambda,
    /// Keyed by the `class` statement's span.
    Class,
    /// A list, set or dict comprehension, which CPython 3.13 runs inline; keyed by the
    /// expression's span.
    Comprehension,
    /// A generator expression; keyed by the expression's span.
    Generator,
    /// The type parameters of a generic `def`, `class` or `type` statement (keyed by its span): the
    /// parent of the function's, class's or value's own scope; annotations and bases are evaluated
    /// in it.
    TypeParams,
    /// The bound, constraints or default of one type parameter, which are evaluated when they are
    /// asked for; keyed by the expression's span.
    TypeVariable,
    /// A `type` statement's value; keyed by the statement's span.
    TypeAlias,
}

/// How a name is reached in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// The scope's own. In a class: an entry of its namespace, looked for there, then among
    /// globals and builtins.
    Local,
    /// The scope's own, and shared with inner functions through a cell.
    Cell,
    /// A cell of an enclosing function. In a class body the namespace is looked into first.
    Free,
    /// Declared `global`.
    GlobalExplicit,
    /// Bound in no function around: a global or a builtin. Everything in the module scope that is
    /// not declared `global` is of this sort.
    GlobalImplicit,
}

/// One scope. All names are mangled where a class around asks for it (see [`Scopes::mangled`]).
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub struct Scope {
    pub kind: ScopeKind,
    /// The span of the node that makes the scope (empty for the module).
    pub span: Span,
    pub parent: Option<ScopeId>,
    /// Inner scopes in order of evaluation (decorators, defaults, annotations and the first
    /// iterable of a comprehension belong to the enclosing scope).
    pub children: Vec<ScopeId>,
    /// How many of `locals` are parameters.
    pub params: usize,
    /// Parameters (positional, keyword-only, `*args`, `**kwargs`), whether shared or not; then
    /// the other names bound here and not shared, in order of first use: CPython's `co_varnames`.
    pub locals: Vec<Name>,
    /// Names bound here and shared with inner functions, sorted by text: `co_cellvars`.
    pub cells: Vec<Name>,
    /// Those of `cells` that only comprehensions inside share: CPython 3.13 runs these inline, so
    /// there they are plain locals.
    pub inline_cells: Vec<Name>,
    /// Names of enclosing functions that this scope or one inside it uses, sorted by text:
    /// `co_freevars`.
    pub frees: Vec<Name>,
    /// Holds `yield` or `yield from`, or is a generator expression.
    pub is_generator: bool,
    /// `async def`, or holds `await` or an asynchronous comprehension.
    pub is_coroutine: bool,
    /// In a class: some function inside uses `__class__` or `super()`, so the body has a cell for
    /// it (`__class__` is then among `cells`).
    pub has_class_cell: bool,
    /// In a class: what comes with type parameters inside looks names up in the class's namespace,
    /// so the body has a cell for it (`__classdict__` is then among `cells`).
    pub has_class_dict: bool,
    /// In a function: uses `super` or `__class__`; where a class is around, `__class__` is then
    /// among `frees`.
    pub uses_class_cell: bool,
    /// The class whose private names are mangled here.
    pub class: Option<Name>,
    pub(super) bindings: QuickMap<Name, (Binding, Option<Span>)>,
}

impl Scope {
    /// How `name` (mangled) is reached here; a name that never occurs is a global.
    pub fn binding(&self, name: Name) -> Binding {
        self.bindings.get(&name).map_or(Binding::GlobalImplicit, |found| found.0)
    }

    /// Where `name` is first bound here: what makes it local.
    pub fn bound_at(&self, name: Name) -> Option<Span> {
        self.bindings.get(&name).and_then(|found| found.1)
    }
}

/// The scopes of one module.
#[derive(Debug)]
pub struct Scopes {
    /// Annotations are kept as text (PEP 563).
    pub postponed: bool,
    pub(super) scopes: Vec<Scope>,
    pub(super) by_node: QuickMap<(Span, ScopeKind), ScopeId>,
    /// Mangled names: their numbers go on where the module's own end.
    pub(super) first_extra: u32,
    /// `__classdict__`: the variable that holds the namespace of a class.
    pub class_dict: Name,
    pub(super) extra: Vec<Box<str>>,
    pub(super) mangled: QuickMap<(Name, Name), Name>,
    /// What the compiler takes with a `SyntaxWarning`, in the order of evaluation.
    pub warnings: Vec<Diagnostic>,
}

impl Scopes {
    /// The scope `id`.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    /// The scope made by the node of this span and kind; the module's for a node unknown here.
    pub fn of(&self, span: Span, kind: ScopeKind) -> ScopeId {
        self.by_node.get(&(span, kind)).copied().unwrap_or(ScopeId::MODULE)
    }

    /// The scopes directly inside `id`, in order of evaluation.
    pub fn children(&self, id: ScopeId) -> &[ScopeId] {
        &self.scope(id).children
    }

    /// What `name` of the tree stands for in scope `id`: itself, or `_C__name` for a private name
    /// (of a variable, an attribute or a keyword argument) inside `class C`.
    pub fn mangled(&self, id: ScopeId, name: Name) -> Name {
        if self.mangled.is_empty() {
            return name;
        }
        let class = self.scope(id).class;
        class.and_then(|class| self.mangled.get(&(class, name))).copied().unwrap_or(name)
    }

    /// How `name` of the tree (not yet mangled) is reached in scope `id`.
    pub fn binding(&self, id: ScopeId, name: Name) -> Binding {
        self.scope(id).binding(self.mangled(id, name))
    }

    /// The text of `name`, which may be a mangled one; `names` are the module's.
    pub fn text<'a>(&'a self, names: &'a Names, name: Name) -> &'a str {
        match name.0.checked_sub(self.first_extra) {
            Some(extra) => &self.extra[extra as usize],
            None => names.text(name),
        }
    }

    /// How many scopes there are.
    pub fn len(&self) -> usize {
        self.scopes.len()
    }

    /// Whether there is no scope at all (never: a module is one).
    pub fn is_empty(&self) -> bool {
        self.scopes.is_empty()
    }
}
