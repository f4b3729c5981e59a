//! The explicit lists of all modules: those in Rust and those in Python.

use crate::runtime::spec::{ModuleSpec, PythonModule};

/// Every module written in Rust, sorted by name.
pub static ALL_MODULES: &[&ModuleSpec] = &[
    &super::collections::COLLECTIONS,
    &super::heapq::HEAPQ,
    &super::random::NATIVE_RANDOM,
    &super::weakref::WEAKREF_MODULE,
    &super::bisect::BISECT,
    &super::cmath::CMATH,
    &super::itertools::ITERTOOLS,
    // One row per line.
    &super::math::MATH,
    &super::operator::OPERATOR,
];

/// A module whose source is embedded.
const fn python(name: &'static str, source: &'static str) -> PythonModule {
    PythonModule { name, source }
}

/// Every module written in Python and compiled when first imported, sorted by name.
pub static PYTHON_MODULES: &[PythonModule] = &[
    python("abc", include_str!("python/abc.py")),
    python("collections", include_str!("python/collections.py")),
    python("collections.abc", include_str!("python/collections_abc.py")),
    python("heapq", include_str!("python/heapq.py")),
    python("keyword", include_str!("python/keyword.py")),
    python("random", include_str!("python/random.py")),
    python("weakref", include_str!("python/weakref.py")),
];
