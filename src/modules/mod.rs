//! The builtin modules, one file or folder each; every one ends in its table.

pub mod abc;
pub mod array;
pub mod binary_text;
pub mod bisect;
pub mod clock;
pub mod cmath;
pub mod collections;
pub mod ctypes;
pub mod functools;
pub mod gc;
pub mod hashes;
pub mod heapq;
pub mod interpreter;
pub mod io;
pub mod itertools;
pub mod json;
pub mod math;
pub mod memory_profiler;
pub mod operator;
pub mod posix;
pub mod random;
pub mod refscope;
pub mod registry;
pub mod sre;
pub mod stdio_buffer;
pub mod strftime;
pub mod struct_sequence;
pub mod structs;
pub mod sys;
pub mod traceback;
mod tracemalloc;
pub mod types;
pub mod unicode;
pub mod unraisable;
pub mod weakref;

pub use registry::{ALL_MODULES, PYTHON_MODULES};
