//! The unit of lowering: one code object's slots, constants and names while they are gathered.

use std::cell::Cell;

use super::constants::ConstantKey;
use super::pieces::Piece;
use crate::heap::{Fixed, Ref};
use crate::runtime::object::Code;
use crate::runtime::object::code::{Body, CodeFlags, Parameters};
use crate::runtime::{Raised, Vm};
use crate::scope::{ScopeId, Scopes};
use crate::source::{Source, Span};
use crate::syntax::ast::{Expr, Name, Names};
use crate::text::quick_hash::QuickMap;

/// What is done with the values of a module's expression statements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Nothing: a script, an imported module, `exec`.
    Exec,
    /// Each is shown.
    ShowAll,
    /// Only the last statement's is shown, if it is an expression.
    ShowLast,
    /// The module is one expression and its value is the result (`eval`).
    Eval,
}

/// What code is lowered for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnitKind {
    Module,
    Class,
    Function,
}

/// The variables of a comprehension that runs inline.
pub struct Inline {
    pub scope: ScopeId,
    /// Slot of each variable and whether it holds a cell.
    pub slots: QuickMap<Name, (u32, bool)>,
}

/// One code object while it is being lowered: its slots, constants and names so far.
pub struct Unit {
    pub kind: UnitKind,
    pub scope: ScopeId,
    pub slots: QuickMap<Name, u32>,
    pub variables: Vec<Ref>,
    pub captured: Vec<u32>,
    pub free: Vec<Ref>,
    pub free_slots: QuickMap<Name, u32>,
    next_slot: u32,
    slot_count: u32,
    pub constants: Vec<Ref>,
    pub constant_index: QuickMap<ConstantKey, u32>,
    pub names: Vec<Ref>,
    pub name_index: QuickMap<String, u32>,
    /// Which of `names` CPython would not list: of cells and keywords.
    pub unlisted: Vec<u32>,
    pub states: u32,
    pub inlines: Vec<Inline>,
    /// The variables of all comprehensions, by name and slot.
    pub inlined: Vec<(Box<str>, u32)>,
    /// It makes the type parameters of a definition in a class body.
    pub within_class: bool,
    /// Slots below are never given back.
    kept: u32,
    pub generator: bool,
    /// It has `try` or `with` statements.
    pub guarded: bool,
    pub qualname: String,
    /// Statements that compute parts of the expression being lowered beforehand (yields).
    pub before: Vec<Piece>,
    /// Expressions whose value such a statement has put into a temporary.
    pub substitutes: QuickMap<*const Expr, u32>,
}

impl Unit {
    pub fn new(kind: UnitKind, scope: ScopeId, qualname: String) -> Unit {
        Unit {
            kind,
            scope,
            slots: QuickMap::default(),
            variables: Vec::new(),
            captured: Vec::new(),
            free: Vec::new(),
            free_slots: QuickMap::default(),
            next_slot: 0,
            slot_count: 0,
            constants: Vec::new(),
            constant_index: QuickMap::default(),
            names: Vec::new(),
            name_index: QuickMap::default(),
            unlisted: Vec::new(),
            states: 0,
            inlines: Vec::new(),
            inlined: Vec::new(),
            within_class: false,
            kept: 0,
            generator: false,
            guarded: false,
            qualname,
            before: Vec::new(),
            substitutes: QuickMap::default(),
        }
    }

    /// Whether functions in it are nested ones: a function stands around them.
    pub fn is_nesting(&self) -> bool {
        self.kind == UnitKind::Function || self.qualname.contains("<locals>")
    }

    /// A fresh slot; given back by [`Unit::release_to`].
    pub fn temp(&mut self) -> u32 {
        let slot = self.next_slot;
        self.next_slot += 1;
        self.slot_count = self.slot_count.max(self.next_slot);
        slot
    }

    /// A slot for a comprehension's variable, which is empty wherever that does not run.
    pub fn inlined_variable(&mut self, name: &str) -> u32 {
        let slot = self.temp();
        self.kept = self.next_slot;
        self.inlined.push((name.into(), slot));
        slot
    }

    /// The mark to give temporaries back to.
    pub fn mark(&self) -> u32 {
        self.next_slot
    }

    /// Gives back the temporaries taken since `mark`.
    pub fn release_to(&mut self, mark: u32) {
        self.next_slot = mark.max(self.kept);
    }

    /// A fresh resume position.
    pub fn state(&mut self) -> u32 {
        self.states += 1;
        self.states - 1
    }
}

/// Lowers one module (or cell, or string given to `exec`).
pub struct Lowerer<'a> {
    pub vm: &'a Vm,
    pub source: &'a Source,
    pub names: &'a Names,
    pub scopes: &'a Scopes,
    pub unit: Unit,
    /// Constants made so far: equal ones of one source are one object, in all its code objects.
    pub pool: QuickMap<ConstantKey, Ref>,
    /// Names in a module's top level are looked for in a namespace first (`exec` with locals).
    pub has_namespace: bool,
    /// 1: without assertions; 2: without docstrings, too.
    pub optimize: u8,
    /// The module's expression statements show their values, also inside its blocks.
    pub shows_all: bool,
    /// Each statement has a stop before it, for those who look between statements.
    pub probed: bool,
    /// For each class body being lowered, the attributes that its methods assign to `self`.
    pub self_attributes: Vec<Vec<String>>,
}

/// What lowering yields where it can run out of memory.
pub type Lowered<T> = Result<T, Raised>;

impl<'a> Lowerer<'a> {
    pub fn new(vm: &'a Vm, source: &'a Source, names: &'a Names, scopes: &'a Scopes) -> Self {
        Lowerer {
            vm,
            source,
            names,
            scopes,
            unit: Unit::new(UnitKind::Module, ScopeId::MODULE, String::new()),
            pool: QuickMap::default(),
            has_namespace: false,
            optimize: vm.optimize,
            shows_all: false,
            probed: vm.probes.are_wanted(source),
            self_attributes: Vec::new(),
        }
    }

    /// The text of an identifier, mangled as the current scope asks.
    pub fn text(&self, name: Name) -> &'a str {
        self.scopes.text(self.names, self.mangled(name))
    }

    /// The identifier as the current scope means it.
    pub fn mangled(&self, name: Name) -> Name {
        self.scopes.mangled(self.unit.scope, name)
    }

    /// The index of `text` among the code's names.
    pub fn name_index(&mut self, text: &str) -> Lowered<u32> {
        if let Some(&index) = self.unit.name_index.get(text) {
            self.unit.unlisted.retain(|&unlisted| unlisted != index);
            return Ok(index);
        }
        let index = self.unit.names.len() as u32;
        self.unit.names.push(self.vm.intern(text)?);
        self.unit.name_index.insert(text.to_owned(), index);
        Ok(index)
    }

    /// As [`Lowerer::name_index`], for a name that stands in no `co_names`: of a cell, of a keyword.
    pub fn unlisted_name_index(&mut self, text: &str) -> Lowered<u32> {
        if let Some(&index) = self.unit.name_index.get(text) {
            return Ok(index);
        }
        let index = self.name_index(text)?;
        self.unit.unlisted.push(index);
        Ok(index)
    }

    /// Finishes the current unit into a code object.
    pub fn finish_unit(
        &mut self,
        unit: Unit,
        name: &str,
        span: Span,
        parameters: Parameters,
        flags: CodeFlags,
        body: Box<dyn Body>,
    ) -> Lowered<Ref> {
        let fix = |refs: Vec<Ref>| refs.into_iter().map(Fixed::new).collect::<Box<[Fixed]>>();
        let name = self.vm.intern(name)?;
        let qualname = self.vm.intern(&unit.qualname)?;
        let is_plain = unit.captured.is_empty() && !flags.makes.waits() && !flags.unread;
        let flags = CodeFlags { guarded: unit.guarded, ..flags };
        let plain_arity = if is_plain { parameters.exactly } else { usize::MAX };
        self.vm.alloc(Code {
            name: Fixed::new(name),
            qualname: Fixed::new(qualname),
            source: self.source.clone(),
            span,
            parameters,
            flags,
            awaitable: Cell::new(false),
            variables: fix(unit.variables),
            captured: unit.captured.into_boxed_slice(),
            free: fix(unit.free),
            inlined: unit.inlined.into_boxed_slice(),
            slot_count: unit.slot_count as usize,
            state_count: unit.states as usize,
            constants: fix(unit.constants),
            names: fix(unit.names),
            unlisted: unit.unlisted.into_boxed_slice(),
            body,
            origin: None,
            plain_arity,
        })
    }
}
