//! The machinery that gives cells Python's meaning: values, calls, classes, protocols, errors.
//!
//! *Invariant:* nothing here walks the syntax tree or knows a type's methods; types describe
//! themselves by tables ([`spec`]) and the evaluator is reached through one pointer
//! ([`vm::Vm::install_evaluator`]).

pub mod aliases;
pub mod args;
mod argument_errors;
pub mod attribute;
pub mod awaiting;
pub mod boxing;
pub mod call;
mod carets;
mod class_attribute;
mod class_number;
pub mod classes;
pub mod collect;
pub mod compare;
pub mod console;
pub mod departed;
mod depth;
pub mod finalize;
mod finders;
pub mod frame;
mod given;
mod hints;
pub mod import;
mod import_from;
pub mod input;
pub mod instantiate;
pub mod intern;
pub mod item;
pub mod iterate;
pub mod kinds;
mod length_hint;
pub mod lent;
mod lookup;
pub mod meaning;
mod native_binding;
pub mod object;
pub mod operator;
pub mod probe;
pub mod python_class;
pub mod raise;
pub mod role;
mod shared_keys;
pub mod slot_defs;
pub mod slot_user;
pub mod slots;
pub mod spec;
pub mod stack;
pub mod stdlib_names;
mod streams;
pub mod text;
pub mod traceback;
pub mod traceback_text;
pub mod tracer;
pub mod value;
pub mod vm;
mod warn;
mod wrapper_call;

pub use args::Args;
pub use raise::ErrorKind;
pub use slots::{BinaryOp, CompareOp, Slots};
pub use spec::{
    Method, ModuleSpec, TypeSpec, classmethod, function, getset, getter, method, staticmethod,
};
pub use value::{Eval, Flow, Raised, Value};
pub use vm::Vm;
