//! The explicit lists of all modules in Rust, and of their types.

use crate::heap::KindInfo;
use crate::runtime::spec::{ModuleSpec, TypeSpec};
use crate::types;

/// Every module written in Rust, one row per line.
pub static ALL_MODULES: &[&ModuleSpec] = &[
    &super::abc::ABC,
    &super::array::ARRAY_MODULE,
    &super::binary_text::BINASCII,
    &super::blake2::BLAKE2,
    &super::bisect::BISECT,
    &super::calendar_days::CALENDAR_DAYS,
    &super::clock::CLOCK,
    &super::cmath::CMATH,
    &super::collections::COLLECTIONS,
    &super::copying::COPY,
    &super::csv::CSV_ROWS,
    &super::ctypes::CTYPES,
    &super::decimal::DECIMAL_CORE,
    &super::descriptors::DESCRIPTORS,
    &super::digests::HASHLIB,
    &super::functools::FUNCTOOLS,
    &super::gc::GC,
    &super::hashes::HASHES,
    &super::heapq::HEAPQ,
    &super::importers::IMPORTERS,
    &super::io::IO,
    &super::itertools::ITERTOOLS,
    &super::json::JSON,
    &super::math::MATH,
    &super::memory_profiler::MEMORY_PROFILER,
    &super::operator::OPERATOR,
    &super::pickle::PICKLE,
    &super::posix::POSIX,
    &super::random::NATIVE_RANDOM,
    &super::refscope::REFSCOPE,
    &super::sre::SRE,
    &super::string_fields::STRING_FIELDS,
    &super::structs::STRUCT,
    &super::sys::SYS,
    &super::traceback::TRACEBACK,
    &super::tracemalloc::TRACEMALLOC,
    &super::types::TYPES,
    &super::unicode::UNICODEDATA,
    &super::weakref::WEAKREF_MODULE,
    &super::xml::XML,
];

/// Types with cells of their own that modules define, in the order of `runtime::kinds`.
pub static MODULE_TYPES: &[&TypeSpec] = &[
    &super::ctypes::DATA,
    // One row per line.
    &super::structs::STRUCT_TYPE,
    &super::decimal::DECIMAL,
    &super::sys::STREAM,
    &super::stdio_buffer::STDIO_READER,
    &super::stdio_buffer::STDIO_WRITER,
    &super::abc::ABC_DATA,
    &super::decimal::DECIMAL_LIMITS,
    &super::structs::UNPACK_ITERATOR,
    &super::digests::HASH,
    &super::pickle::PICKLER,
    &super::pickle::UNPICKLER,
];

/// All lists of types with cells of their own.
pub static ALL_TYPES: [&[&TypeSpec]; 2] = [types::ALL_TYPES, MODULE_TYPES];

/// What the heap knows of each kind.
pub static KINDS: [KindInfo; 256] = types::kinds_of(&[types::ALL_TYPES, MODULE_TYPES]);
