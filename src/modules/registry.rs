//! The explicit lists of all modules: those in Rust and those in Python.

use crate::runtime::spec::{ModuleSpec, PythonModule};

/// Every module written in Rust, sorted by name.
pub static ALL_MODULES: &[&ModuleSpec] = &[&super::weakref::WEAKREF_MODULE, &super::math::MATH];

/// Every module written in Python and compiled when first imported, sorted by name.
pub static PYTHON_MODULES: &[PythonModule] =
    &[PythonModule { name: "weakref", source: include_str!("python/weakref.py") }];
