//! The explicit lists of all modules: those in Rust and those in Python.

use crate::heap::KindInfo;
use crate::runtime::spec::{ModuleSpec, PythonModule, TypeSpec};
use crate::types;

/// Every module written in Rust, one row per line.
pub static ALL_MODULES: &[&ModuleSpec] = &[
    &super::abc::ABC,
    &super::array::ARRAY_MODULE,
    &super::binary_text::BINASCII,
    &super::bisect::BISECT,
    &super::clock::CLOCK,
    &super::cmath::CMATH,
    &super::collections::COLLECTIONS,
    &super::ctypes::CTYPES,
    &super::functools::FUNCTOOLS,
    &super::gc::GC,
    &super::heapq::HEAPQ,
    &super::io::IO,
    &super::itertools::ITERTOOLS,
    &super::json::JSON,
    &super::math::MATH,
    &super::operator::OPERATOR,
    &super::posix::POSIX,
    &super::random::NATIVE_RANDOM,
    &super::refscope::REFSCOPE,
    &super::sre::SRE,
    &super::structs::STRUCT,
    &super::sys::SYS,
    &super::traceback::TRACEBACK,
    &super::tracemalloc::TRACEMALLOC,
    &super::types::TYPES,
    &super::unicode::UNICODEDATA,
    &super::weakref::WEAKREF_MODULE,
];

/// A module whose source is embedded.
const fn python(name: &'static str, source: &'static str) -> PythonModule {
    PythonModule { name, source }
}

/// Every module written in Python and compiled when first imported, sorted by name.
pub static PYTHON_MODULES: &[PythonModule] = &[
    python("_argparse_actions", include_str!("python/_argparse_actions.py")),
    python("_argparse_help", include_str!("python/_argparse_help.py")),
    python("_argparse_reader", include_str!("python/_argparse_reader.py")),
    python("_datetime_date", include_str!("python/_datetime_date.py")),
    python("_datetime_delta", include_str!("python/_datetime_delta.py")),
    python("_datetime_moment", include_str!("python/_datetime_moment.py")),
    python("_datetime_parts", include_str!("python/_datetime_parts.py")),
    python("_datetime_time", include_str!("python/_datetime_time.py")),
    python("_decimal_context", include_str!("python/_decimal_context.py")),
    python("_decimal_format", include_str!("python/_decimal_format.py")),
    python("_decimal_functions", include_str!("python/_decimal_functions.py")),
    python("_differ", include_str!("python/_differ.py")),
    python("_fraction_format", include_str!("python/_fraction_format.py")),
    python("_logging_handlers", include_str!("python/_logging_handlers.py")),
    python("_logging_loggers", include_str!("python/_logging_loggers.py")),
    python("_logging_records", include_str!("python/_logging_records.py")),
    python("_sequence_matcher", include_str!("python/_sequence_matcher.py")),
    python("_statistics_kde", include_str!("python/_statistics_kde.py")),
    python("_statistics_normal", include_str!("python/_statistics_normal.py")),
    python("_statistics_sums", include_str!("python/_statistics_sums.py")),
    python("_strptime", include_str!("python/_strptime.py")),
    python("_unittest_asserts", include_str!("python/_unittest_asserts.py")),
    python("_unittest_case", include_str!("python/_unittest_case.py")),
    python("_unittest_logs", include_str!("python/_unittest_logs.py")),
    python("_unittest_result", include_str!("python/_unittest_result.py")),
    python("_unittest_suite", include_str!("python/_unittest_suite.py")),
    python("_unittest_texts", include_str!("python/_unittest_texts.py")),
    python("abc", include_str!("python/abc.py")),
    python("argparse", include_str!("python/argparse.py")),
    python("atexit", include_str!("python/atexit.py")),
    python("base64", include_str!("python/base64.py")),
    python("binascii", include_str!("python/binascii.py")),
    python("collections", include_str!("python/collections.py")),
    python("collections.abc", include_str!("python/collections_abc.py")),
    python("contextlib", include_str!("python/contextlib.py")),
    python("copy", include_str!("python/copy.py")),
    python("csv", include_str!("python/csv.py")),
    python("dataclasses", include_str!("python/dataclasses.py")),
    python("datetime", include_str!("python/datetime.py")),
    python("decimal", include_str!("python/decimal.py")),
    python("difflib", include_str!("python/difflib.py")),
    python("enum", include_str!("python/enum.py")),
    python("errno", include_str!("python/errno.py")),
    python("fnmatch", include_str!("python/fnmatch.py")),
    python("fractions", include_str!("python/fractions.py")),
    python("functools", include_str!("python/functools.py")),
    python("glob", include_str!("python/glob.py")),
    python("heapq", include_str!("python/heapq.py")),
    python("inspect", include_str!("python/inspect.py")),
    python("io", include_str!("python/io.py")),
    python("json", include_str!("python/json.py")),
    python("json.decoder", include_str!("python/json_decoder.py")),
    python("json.encoder", include_str!("python/json_encoder.py")),
    python("keyword", include_str!("python/keyword.py")),
    python("linecache", include_str!("python/linecache.py")),
    python("logging", include_str!("python/logging.py")),
    python("numbers", include_str!("python/numbers.py")),
    python("os", include_str!("python/os.py")),
    python("os.path", include_str!("python/os_path.py")),
    python("pathlib", include_str!("python/pathlib.py")),
    python("platform", include_str!("python/platform.py")),
    python("posixpath", include_str!("python/posixpath.py")),
    python("pprint", include_str!("python/pprint.py")),
    python("pydoc", include_str!("python/pydoc.py")),
    python("random", include_str!("python/random.py")),
    python("re", include_str!("python/re.py")),
    python("shlex", include_str!("python/shlex.py")),
    python("statistics", include_str!("python/statistics.py")),
    python("string", include_str!("python/string.py")),
    python("struct", include_str!("python/struct.py")),
    python("textwrap", include_str!("python/textwrap.py")),
    python("threading", include_str!("python/threading.py")),
    python("time", include_str!("python/time.py")),
    python("timeit", include_str!("python/timeit.py")),
    python("traceback", include_str!("python/traceback.py")),
    python("tracemalloc", include_str!("python/tracemalloc.py")),
    python("types", include_str!("python/types.py")),
    python("typing", include_str!("python/typing.py")),
    python("unittest", include_str!("python/unittest.py")),
    python("warnings", include_str!("python/warnings.py")),
    python("weakref", include_str!("python/weakref.py")),
];

/// Types with cells of their own that modules define, in the order of `runtime::kinds`.
pub static MODULE_TYPES: &[&TypeSpec] = &[
    &super::ctypes::DATA,
    // One row per line.
    &super::sys::STREAM,
    &super::abc::ABC_DATA,
];

/// All lists of types with cells of their own.
pub static ALL_TYPES: [&[&TypeSpec]; 2] = [types::ALL_TYPES, MODULE_TYPES];

/// What the heap knows of each kind.
pub static KINDS: [KindInfo; 256] = types::kinds_of(&[types::ALL_TYPES, MODULE_TYPES]);
