//! The explicit lists of all modules: those in Rust and those in Python.

use crate::runtime::spec::{ModuleSpec, PythonModule};

/// Every module written in Rust, sorted by name.
pub static ALL_MODULES: &[&ModuleSpec] = &[
    &super::random::NATIVE_RANDOM,
    &super::weakref::WEAKREF_MODULE,
    &super::cmath::CMATH,
    // One row per line.
    &super::math::MATH,
];

/// A module whose source is embedded.
const fn python(name: &'static str, source: &'static str) -> PythonModule {
    PythonModule { name, source }
}

/// Every module written in Python and compiled when first imported, sorted by name.
pub static PYTHON_MODULES: &[PythonModule] = &[
    python("random", include_str!("python/random.py")),
    python("weakref", include_str!("python/weakref.py")),
    &super::collections::COLLECTIONS,
    &super::heapq::HEAPQ,
    &super::weakref::WEAKREF_MODULE,
    &super::bisect::BISECT,
    &super::itertools::ITERTOOLS,
    &super::math::MATH,
    &super::operator::OPERATOR,
];

/// Every module written in Python and compiled when first imported, sorted by name.
pub static PYTHON_MODULES: &[PythonModule] = &[
    PythonModule { name: "abc", source: include_str!("python/abc.py") },
    PythonModule { name: "collections", source: include_str!("python/collections.py") },
    PythonModule { name: "collections.abc", source: include_str!("python/collections_abc.py") },
    PythonModule { name: "heapq", source: include_str!("python/heapq.py") },
    PythonModule { name: "keyword", source: include_str!("python/keyword.py") },
    PythonModule { name: "weakref", source: include_str!("python/weakref.py") },
];
