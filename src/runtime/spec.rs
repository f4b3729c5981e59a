//! Registration is data: the static tables that describe builtin types, functions and modules.
//!
//! One row feeds lookup, `dir`, `help`, completion, hints and arity errors. Every file of a type
//! ends in its [`TypeSpec`].

use std::sync::OnceLock;

use super::args::{Args, Signature};
use super::raise::ErrorKind;
use super::slots::Slots;
use super::value::{Eval, Raised};
use super::vm::Vm;
use crate::heap::{KindInfo, Payload, Ref};
use crate::source::Unseen;

/// A function in Rust: bound arguments in, a value or an exception out.
pub type NativeFn = fn(&Vm, Args<'_>) -> Eval;

/// The short way of a function for its usual arguments (a method's object is the first): it runs no
/// Python code and lets nothing die, so the arguments need not stand anywhere. `None` leaves the
/// case to the function itself.
pub type LeafFn = fn(&Vm, &Ref, Option<&Ref>, Option<&Ref>) -> Option<Eval>;

/// How a method finds its first argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavor {
    /// A module's function: no implied first argument.
    Function,
    /// `self` is argument 0.
    Method,
    /// The class is argument 0.
    ClassMethod,
    Static,
}

/// One row of a table of functions or methods.
pub struct Method {
    pub name: &'static str,
    /// As `inspect.signature` prints it, without `self`: `"(index, object, /)"`.
    pub signature: &'static str,
    pub func: NativeFn,
    /// The docstring: a sentence.
    pub doc: &'static str,
    pub flavor: Flavor,
    pub leaf: Option<LeafFn>,
    parsed: OnceLock<Signature>,
}

impl Method {
    const fn new(
        flavor: Flavor,
        name: &'static str,
        signature: &'static str,
        func: NativeFn,
        doc: &'static str,
    ) -> Self {
        Method { name, signature, func, doc, flavor, leaf: None, parsed: OnceLock::new() }
    }

    /// The same row with a short way for the usual arguments.
    pub const fn leaf(mut self, leaf: LeafFn) -> Self {
        self.leaf = Some(leaf);
        self
    }

    /// The signature in a form to bind with.
    #[inline]
    pub fn parsed(&self) -> &Signature {
        self.parsed.get_or_init(|| Signature::parse(self.signature, self.flavor))
    }
}

/// A method: `self` is argument 0.
pub const fn method(
    name: &'static str,
    signature: &'static str,
    func: NativeFn,
    doc: &'static str,
) -> Method {
    Method::new(Flavor::Method, name, signature, func, doc)
}

/// A class method: the class is argument 0.
pub const fn classmethod(
    name: &'static str,
    signature: &'static str,
    func: NativeFn,
    doc: &'static str,
) -> Method {
    Method::new(Flavor::ClassMethod, name, signature, func, doc)
}

/// A static method.
pub const fn staticmethod(
    name: &'static str,
    signature: &'static str,
    func: NativeFn,
    doc: &'static str,
) -> Method {
    Method::new(Flavor::Static, name, signature, func, doc)
}

/// A function of a module.
pub const fn function(
    name: &'static str,
    signature: &'static str,
    func: NativeFn,
    doc: &'static str,
) -> Method {
    Method::new(Flavor::Function, name, signature, func, doc)
}

/// One row of a table of computed attributes.
pub struct GetSetRow {
    pub name: &'static str,
    pub get: fn(&Vm, &Ref) -> Eval,
    /// `None` as the value means deletion.
    pub set: Option<fn(&Vm, &Ref, Option<&Ref>) -> Result<(), Raised>>,
    pub doc: &'static str,
}

/// A read-only attribute.
pub const fn getter(
    name: &'static str,
    get: fn(&Vm, &Ref) -> Eval,
    doc: &'static str,
) -> GetSetRow {
    GetSetRow { name, get, set: None, doc }
}

/// An attribute that can be set and, where the setter agrees, deleted.
pub const fn getset(
    name: &'static str,
    get: fn(&Vm, &Ref) -> Eval,
    set: fn(&Vm, &Ref, Option<&Ref>) -> Result<(), Raised>,
    doc: &'static str,
) -> GetSetRow {
    GetSetRow { name, get, set: Some(set), doc }
}

/// A builtin type.
pub struct TypeSpec {
    pub name: &'static str,
    pub module: &'static str,
    /// `None` only for `object`.
    pub base: Option<&'static TypeSpec>,
    /// Its cells; types that only exist to be bases (`object`'s children without data) share
    /// their base's.
    pub cell: KindInfo,
    /// The number of its cells' kind; [`TypeSpec::ABSTRACT`] where another type owns the kind.
    pub kind: crate::heap::Kind,
    pub doc: &'static str,
    /// May be a base of Python classes.
    pub subclassable: bool,
    /// Instances have a `__dict__`.
    pub has_dict: bool,
    /// Instances can be weakly referenced.
    pub weakrefable: bool,
    pub match_self: bool,
    pub is_sequence: bool,
    pub is_mapping: bool,
    /// `__new__`: argument 0 is the class. Without it the type cannot be instantiated by calling.
    pub construct: Option<&'static Method>,
    /// `__init__`: argument 0 is the object.
    pub init: Option<&'static Method>,
    /// `__new__` makes an empty object and looks at nothing but the class.
    pub new_ignores_arguments: bool,
    /// `__init__` does nothing with positional arguments that `__new__` has not done.
    pub init_repeats_new: bool,
    pub slots: Slots,
    pub methods: &'static [Method],
    pub getset: &'static [GetSetRow],
    /// Class attributes beyond these (`float.__hash__` is not one; `object.__doc__` neither).
    pub extra: Option<fn(&Vm, &Ref) -> Result<(), Raised>>,
}

impl TypeSpec {
    /// The description of type `T::NAME` with everything else at its default.
    pub const fn of<T: Payload>() -> TypeSpec {
        TypeSpec {
            name: T::NAME,
            module: "builtins",
            base: None,
            cell: KindInfo::of::<T>(),
            kind: T::KIND,
            doc: "",
            subclassable: false,
            has_dict: false,
            weakrefable: false,
            match_self: false,
            is_sequence: false,
            is_mapping: false,
            construct: None,
            init: None,
            new_ignores_arguments: false,
            init_repeats_new: false,
            slots: Slots::EMPTY,
            methods: &[],
            getset: &[],
            extra: None,
        }
    }

    /// The name as error messages and `repr` print it: with its module unless that is `builtins`.
    pub fn full_name(&self) -> String {
        if self.module == "builtins" {
            self.name.to_owned()
        } else {
            format!("{}.{}", self.module, self.name)
        }
    }
}

/// A builtin module: its functions, and what else it holds.
pub struct ModuleSpec {
    pub name: &'static str,
    pub doc: &'static str,
    pub functions: &'static [Method],
    /// Types the module offers under their own names.
    pub types: &'static [&'static TypeSpec],
    /// Adds constants and whatever needs a running `Vm`: gets the namespace (a dict).
    pub setup: Option<fn(&Vm, &Ref) -> Result<(), Raised>>,
}

/// A module written in Python and embedded; compiled when first imported.
pub struct PythonModule {
    pub name: &'static str,
    pub source: &'static str,
    /// What of it leaves no trace ([`crate::source::Unseen`]).
    pub unseen: Unseen,
}

/// How CPython reads the arguments of a function that it writes in C, which decides in what words it
/// complains.
#[derive(Clone, Copy)]
pub enum Reading {
    /// By code that the argument clinic wrote.
    ByClinic,
    /// With a format, which has its own words for the function.
    ByFormat(Option<&'static str>),
    /// As a tuple, in which only the number of items is looked at.
    Unpacked(Option<&'static str>),
}

/// A function in Python whose CPython counterpart in C is not read by the clinic's code.
pub struct ReadInC {
    /// Its `__module__`.
    pub module: &'static str,
    /// Its `__qualname__`; if empty, all functions of the module that take more than one argument.
    pub qualname: &'static str,
    pub reading: Reading,
    /// How many arguments it needs in CPython, where that is not to be seen here.
    pub required: Option<usize>,
}

/// Everything above the runtime that it must find by table.
pub struct Registry {
    /// What the builtin exception classes have beyond their bases: attributes, methods, slots.
    pub exceptions: &'static [(ErrorKind, &'static TypeSpec)],
    /// Types with cells of their own, in the lists of the layers that have them.
    pub types: &'static [&'static [&'static TypeSpec]],
    pub kinds: &'static [KindInfo],
    pub modules: &'static [&'static ModuleSpec],
    pub python_modules: &'static [PythonModule],
    pub read_in_c: &'static [ReadInC],
}
