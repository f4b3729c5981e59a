//! The explicit lists of all modules: those in Rust and those in Python.

use crate::heap::KindInfo;
use crate::runtime::spec::{ModuleSpec, PythonModule, TypeSpec};
use crate::source::Unseen;
use crate::types;

/// Every module written in Rust, one row per line.
pub static ALL_MODULES: &[&ModuleSpec] = &[
    &super::abc::ABC,
    &super::array::ARRAY_MODULE,
    &super::binary_text::BINASCII,
    &super::bisect::BISECT,
    &super::calendar_days::CALENDAR_DAYS,
    &super::clock::CLOCK,
    &super::cmath::CMATH,
    &super::collections::COLLECTIONS,
    &super::csv::CSV_ROWS,
    &super::ctypes::CTYPES,
    &super::decimal::DECIMAL_CORE,
    &super::descriptors::DESCRIPTORS,
    &super::digests::HASHLIB,
    &super::functools::FUNCTOOLS,
    &super::gc::GC,
    &super::hashes::HASHES,
    &super::heapq::HEAPQ,
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

/// A module whose source is embedded.
const fn python(name: &'static str, source: &'static str) -> PythonModule {
    PythonModule { name, source, unseen: &[] }
}

/// A module that CPython writes in C: none of its functions stands in a traceback.
const fn in_c(name: &'static str, source: &'static str) -> PythonModule {
    PythonModule { name, source, unseen: &[""] }
}

/// A module of which CPython writes some functions and classes in C.
const fn partly_in_c(name: &'static str, source: &'static str, unseen: Unseen) -> PythonModule {
    PythonModule { name, source, unseen }
}

/// Every module written in Python and compiled when first imported, sorted by name.
pub static PYTHON_MODULES: &[PythonModule] = &[
    python("__future__", include_str!("python/__future__.py")),
    python("_argparse_actions", include_str!("python/_argparse_actions.py")),
    python("_argparse_help", include_str!("python/_argparse_help.py")),
    python("_argparse_reader", include_str!("python/_argparse_reader.py")),
    python("_asyncio_cells", include_str!("python/_asyncio_cells.py")),
    python("_asyncio_waiting", include_str!("python/_asyncio_waiting.py")),
    python("_ast", include_str!("python/_ast.py")),
    python("_ast_nodes", include_str!("python/_ast_nodes.py")),
    python("_ast_text", include_str!("python/_ast_text.py")),
    in_c("_buffer_wrapper", include_str!("python/_buffer_wrapper.py")),
    python("_calendar_names", include_str!("python/_calendar_names.py")),
    in_c("_codecs", include_str!("python/_codecs.py")),
    python("_collections_abc", include_str!("python/_collections_abc.py")),
    python("_collections_derived", include_str!("python/_collections_derived.py")),
    python("_contextlib_async", include_str!("python/_contextlib_async.py")),
    in_c("_datetime_date", include_str!("python/_datetime_date.py")),
    in_c("_datetime_delta", include_str!("python/_datetime_delta.py")),
    in_c("_datetime_moment", include_str!("python/_datetime_moment.py")),
    in_c("_datetime_parts", include_str!("python/_datetime_parts.py")),
    in_c("_datetime_time", include_str!("python/_datetime_time.py")),
    in_c("_decimal_context", include_str!("python/_decimal_context.py")),
    in_c("_decimal_digits", include_str!("python/_decimal_digits.py")),
    in_c("_decimal_division", include_str!("python/_decimal_division.py")),
    in_c("_decimal_format", include_str!("python/_decimal_format.py")),
    in_c("_decimal_functions", include_str!("python/_decimal_functions.py")),
    in_c("_decimal_parts", include_str!("python/_decimal_parts.py")),
    python("_email_mime", include_str!("python/_email_mime.py")),
    python("_frozen_importlib", include_str!("python/_frozen_importlib.py")),
    python("_main_programs", include_str!("python/_main_programs.py")),
    python("_differ", include_str!("python/_differ.py")),
    python("_doctest_cases", include_str!("python/_doctest_cases.py")),
    python("_enum_checks", include_str!("python/_enum_checks.py")),
    python("_enum_flags", include_str!("python/_enum_flags.py")),
    python("_enum_members", include_str!("python/_enum_members.py")),
    python("_fraction_format", include_str!("python/_fraction_format.py")),
    python("_inspect_kinds", include_str!("python/_inspect_kinds.py")),
    python("_inspect_signature", include_str!("python/_inspect_signature.py")),
    in_c("_io_bases", include_str!("python/_io_bases.py")),
    in_c("_io_streams", include_str!("python/_io_streams.py")),
    in_c("_io_wrapper", include_str!("python/_io_wrapper.py")),
    python("_ipaddress_text", include_str!("python/_ipaddress_text.py")),
    python("_ipython", include_str!("python/_ipython.py")),
    python("_ipython_commands", include_str!("python/_ipython_commands.py")),
    python("_ipython_display", include_str!("python/_ipython_display.py")),
    python("_ipython_timing", include_str!("python/_ipython_timing.py")),
    python("_json_pieces", include_str!("python/_json_pieces.py")),
    python("_logging_handlers", include_str!("python/_logging_handlers.py")),
    python("_logging_loggers", include_str!("python/_logging_loggers.py")),
    python("_logging_records", include_str!("python/_logging_records.py")),
    in_c("_md5", include_str!("python/_md5.py")),
    python("_operator", include_str!("python/_operator.py")),
    in_c("_os_process", include_str!("python/_os_process.py")),
    in_c("_pickle_names", include_str!("python/_pickle_names.py")),
    in_c("_pickle_parts", include_str!("python/_pickle_parts.py")),
    python("_sequence_matcher", include_str!("python/_sequence_matcher.py")),
    in_c("_sha1", include_str!("python/_sha1.py")),
    in_c("_sha2", include_str!("python/_sha2.py")),
    in_c("_sha3", include_str!("python/_sha3.py")),
    python("_statistics_kde", include_str!("python/_statistics_kde.py")),
    python("_statistics_normal", include_str!("python/_statistics_normal.py")),
    python("_statistics_sums", include_str!("python/_statistics_sums.py")),
    python("_strptime", include_str!("python/_strptime.py")),
    in_c("_text_codecs", include_str!("python/_text_codecs.py")),
    in_c("_thread", include_str!("python/_thread.py")),
    python("_typing_aliases", include_str!("python/_typing_aliases.py")),
    partly_in_c(
        "_typing_parameters",
        include_str!("python/_typing_parameters.py"),
        &[
            "TypeVar",
            "TypeVarTuple",
            "ParamSpec",
            "ParamSpecArgs",
            "ParamSpecKwargs",
            "TypeAliasType",
            "_TypeParameter",
            "NoDefaultType",
        ],
    ),
    python("_typing_protocols", include_str!("python/_typing_protocols.py")),
    python("_typing_records", include_str!("python/_typing_records.py")),
    python("_unittest_asserts", include_str!("python/_unittest_asserts.py")),
    python("_unittest_async", include_str!("python/_unittest_async.py")),
    python("_unittest_case", include_str!("python/_unittest_case.py")),
    python("_unittest_logs", include_str!("python/_unittest_logs.py")),
    python("_unittest_mock_async", include_str!("python/_unittest_mock_async.py")),
    python("_unittest_result", include_str!("python/_unittest_result.py")),
    python("_unittest_suite", include_str!("python/_unittest_suite.py")),
    python("_unittest_texts", include_str!("python/_unittest_texts.py")),
    in_c("_warnings", include_str!("python/_warnings.py")),
    python("_weakrefset", include_str!("python/_weakrefset.py")),
    python("_xml_path", include_str!("python/_xml_path.py")),
    python("_xml_reader", include_str!("python/_xml_reader.py")),
    python("_xml_writer", include_str!("python/_xml_writer.py")),
    python("abc", include_str!("python/abc.py")),
    python("argparse", include_str!("python/argparse.py")),
    python("ast", include_str!("python/ast.py")),
    python("asyncio", include_str!("python/asyncio.py")),
    python("asyncio.base_events", include_str!("python/asyncio_base_events.py")),
    python("asyncio.coroutines", include_str!("python/asyncio_coroutines.py")),
    python("asyncio.events", include_str!("python/asyncio_events.py")),
    python("asyncio.exceptions", include_str!("python/asyncio_exceptions.py")),
    partly_in_c("asyncio.futures", include_str!("python/asyncio_futures.py"), &["Future"]),
    python("asyncio.locks", include_str!("python/asyncio_locks.py")),
    python("asyncio.mixins", include_str!("python/asyncio_mixins.py")),
    python("asyncio.queues", include_str!("python/asyncio_queues.py")),
    python("asyncio.runners", include_str!("python/asyncio_runners.py")),
    python("asyncio.taskgroups", include_str!("python/asyncio_taskgroups.py")),
    partly_in_c("asyncio.tasks", include_str!("python/asyncio_tasks.py"), &["Task"]),
    python("asyncio.threads", include_str!("python/asyncio_threads.py")),
    python("asyncio.timeouts", include_str!("python/asyncio_timeouts.py")),
    in_c("atexit", include_str!("python/atexit.py")),
    python("base64", include_str!("python/base64.py")),
    python("bdb", include_str!("python/bdb.py")),
    in_c("binascii", include_str!("python/binascii.py")),
    python("bz2", include_str!("python/_absent.py")),
    python("cProfile", include_str!("python/cProfile.py")),
    python("calendar", include_str!("python/calendar.py")),
    python("cmd", include_str!("python/cmd.py")),
    python("code", include_str!("python/code.py")),
    partly_in_c(
        "codecs",
        include_str!("python/codecs.py"),
        &[
            "register",
            "unregister",
            "lookup",
            "encode",
            "decode",
            "_by_search",
            "_registered",
            "_seldom",
            "lookup_error",
            "strict_errors",
        ],
    ),
    python("codeop", include_str!("python/codeop.py")),
    python("collections", include_str!("python/collections.py")),
    python("collections.abc", include_str!("python/collections_abc.py")),
    python("colorsys", include_str!("python/colorsys.py")),
    python("concurrent", include_str!("python/concurrent.py")),
    python("concurrent.futures", include_str!("python/concurrent_futures.py")),
    python("configparser", include_str!("python/configparser.py")),
    python("contextlib", include_str!("python/contextlib.py")),
    in_c("contextvars", include_str!("python/contextvars.py")),
    python("copy", include_str!("python/copy.py")),
    python("copyreg", include_str!("python/copyreg.py")),
    partly_in_c(
        "csv",
        include_str!("python/csv.py"),
        &[
            "_Settings",
            "_reader",
            "_Row",
            "_writer",
            "reader",
            "writer",
            "register_dialect",
            "unregister_dialect",
            "get_dialect",
            "list_dialects",
            "field_size_limit",
        ],
    ),
    python("curses", include_str!("python/_absent.py")),
    python("dataclasses", include_str!("python/dataclasses.py")),
    in_c("datetime", include_str!("python/datetime.py")),
    python("dbm", include_str!("python/dbm.py")),
    in_c("decimal", include_str!("python/decimal.py")),
    python("difflib", include_str!("python/difflib.py")),
    python("dis", include_str!("python/dis.py")),
    python("doctest", include_str!("python/doctest.py")),
    python("email", include_str!("python/email.py")),
    python("email.encoders", include_str!("python/email_encoders.py")),
    python("email.errors", include_str!("python/email_errors.py")),
    python("email.header", include_str!("python/email_header.py")),
    python("email.message", include_str!("python/email_message.py")),
    python("email.mime", include_str!("python/email_mime.py")),
    python("email.mime.application", include_str!("python/_email_mime_one.py")),
    python("email.mime.audio", include_str!("python/_email_mime_one.py")),
    python("email.mime.base", include_str!("python/_email_mime_one.py")),
    python("email.mime.image", include_str!("python/_email_mime_one.py")),
    python("email.mime.message", include_str!("python/_email_mime_one.py")),
    python("email.mime.multipart", include_str!("python/_email_mime_one.py")),
    python("email.mime.nonmultipart", include_str!("python/_email_mime_one.py")),
    python("email.mime.text", include_str!("python/_email_mime_one.py")),
    python("email.parser", include_str!("python/email_parser.py")),
    python("email.policy", include_str!("python/email_policy.py")),
    python("email.utils", include_str!("python/email_utils.py")),
    python("enum", include_str!("python/enum.py")),
    python("errno", include_str!("python/errno.py")),
    in_c("faulthandler", include_str!("python/faulthandler.py")),
    python("filecmp", include_str!("python/filecmp.py")),
    python("fileinput", include_str!("python/fileinput.py")),
    python("fnmatch", include_str!("python/fnmatch.py")),
    python("fractions", include_str!("python/fractions.py")),
    python("functools", include_str!("python/functools.py")),
    python("getopt", include_str!("python/getopt.py")),
    python("getpass", include_str!("python/getpass.py")),
    python("gettext", include_str!("python/gettext.py")),
    python("glob", include_str!("python/glob.py")),
    python("graphlib", include_str!("python/graphlib.py")),
    in_c("grp", include_str!("python/grp.py")),
    python("gzip", include_str!("python/gzip.py")),
    python("hashlib", include_str!("python/hashlib.py")),
    python("heapq", include_str!("python/heapq.py")),
    python("hmac", include_str!("python/hmac.py")),
    python("html", include_str!("python/html.py")),
    python("html.entities", include_str!("python/html_entities.py")),
    python("html.parser", include_str!("python/html_parser.py")),
    python("http", include_str!("python/http.py")),
    python("http.client", include_str!("python/http_client.py")),
    python("http.cookies", include_str!("python/http_cookies.py")),
    python("http.server", include_str!("python/http_server.py")),
    python("importlib", include_str!("python/importlib.py")),
    python("importlib.machinery", include_str!("python/importlib_machinery.py")),
    python("importlib.metadata", include_str!("python/importlib_metadata.py")),
    python("importlib.resources", include_str!("python/importlib_resources.py")),
    python("importlib.util", include_str!("python/importlib_util.py")),
    python("inspect", include_str!("python/inspect.py")),
    python("io", include_str!("python/io.py")),
    python("ipaddress", include_str!("python/ipaddress.py")),
    python("json", include_str!("python/json.py")),
    python("json.tool", include_str!("python/json_tool.py")),
    python("json.decoder", include_str!("python/json_decoder.py")),
    python("json.encoder", include_str!("python/json_encoder.py")),
    python("keyword", include_str!("python/keyword.py")),
    python("linecache", include_str!("python/linecache.py")),
    python("locale", include_str!("python/locale.py")),
    python("logging", include_str!("python/logging.py")),
    python("logging.config", include_str!("python/logging_config.py")),
    python("logging.handlers", include_str!("python/logging_handlers.py")),
    python("lzma", include_str!("python/_absent.py")),
    in_c("marshal", include_str!("python/marshal.py")),
    python("memory_profiler", include_str!("python/memory_profiler.py")),
    python("mimetypes", include_str!("python/mimetypes.py")),
    python("multiprocessing", include_str!("python/multiprocessing.py")),
    python("multiprocessing.dummy", include_str!("python/multiprocessing_dummy.py")),
    python("multiprocessing.pool", include_str!("python/multiprocessing_pool.py")),
    python("netrc", include_str!("python/netrc.py")),
    python("numbers", include_str!("python/numbers.py")),
    python("optparse", include_str!("python/optparse.py")),
    partly_in_c(
        "os",
        include_str!("python/os.py"),
        &[
            "fspath",
            "putenv",
            "unsetenv",
            "listdir",
            "stat_result",
            "stat",
            "lstat",
            "fstat",
            "utime",
            "truncate",
            "isatty",
            "access",
            "DirEntry",
            "_Scan",
            "scandir",
            "terminal_size",
            "get_terminal_size",
            "closerange",
            "uname",
            "system",
            "umask",
        ],
    ),
    python("os.path", include_str!("python/os_path.py")),
    python("pathlib", include_str!("python/pathlib.py")),
    python("pathlib._abc", include_str!("python/pathlib_abc.py")),
    python("pathlib._local", include_str!("python/pathlib_local.py")),
    python("pdb", include_str!("python/pdb.py")),
    python("pickle", include_str!("python/pickle.py")),
    python("pkgutil", include_str!("python/pkgutil.py")),
    python("platform", include_str!("python/platform.py")),
    python("plistlib", include_str!("python/plistlib.py")),
    partly_in_c("posixpath", include_str!("python/posixpath.py"), &["_text"]),
    python("pprint", include_str!("python/pprint.py")),
    python("profile", include_str!("python/profile.py")),
    python("pstats", include_str!("python/pstats.py")),
    in_c("pwd", include_str!("python/pwd.py")),
    python("pydoc", include_str!("python/pydoc.py")),
    in_c("pyexpat", include_str!("python/xml_parsers_expat.py")),
    partly_in_c("queue", include_str!("python/queue.py"), &["SimpleQueue"]),
    python("quopri", include_str!("python/quopri.py")),
    python("random", include_str!("python/random.py")),
    python("re", include_str!("python/re.py")),
    python("readline", include_str!("python/readline.py")),
    python("reprlib", include_str!("python/reprlib.py")),
    in_c("resource", include_str!("python/resource.py")),
    python("runpy", include_str!("python/runpy.py")),
    python("sched", include_str!("python/sched.py")),
    python("secrets", include_str!("python/secrets.py")),
    in_c("select", include_str!("python/select.py")),
    python("shelve", include_str!("python/shelve.py")),
    python("shlex", include_str!("python/shlex.py")),
    python("shutil", include_str!("python/shutil.py")),
    python("signal", include_str!("python/signal.py")),
    python("smtplib", include_str!("python/smtplib.py")),
    python("socket", include_str!("python/socket.py")),
    python("sqlite3", include_str!("python/_absent.py")),
    python("ssl", include_str!("python/_absent.py")),
    python("stat", include_str!("python/stat.py")),
    python("statistics", include_str!("python/statistics.py")),
    python("string", include_str!("python/string.py")),
    python("struct", include_str!("python/struct.py")),
    python("subprocess", include_str!("python/subprocess.py")),
    python("tarfile", include_str!("python/tarfile.py")),
    python("tempfile", include_str!("python/tempfile.py")),
    python("textwrap", include_str!("python/textwrap.py")),
    python("this", include_str!("python/this.py")),
    partly_in_c(
        "threading",
        include_str!("python/threading.py"),
        &["Lock", "RLock", "_would_wait", "_check_wait"],
    ),
    in_c("time", include_str!("python/time.py")),
    python("timeit", include_str!("python/timeit.py")),
    python("tkinter", include_str!("python/_absent.py")),
    python("token", include_str!("python/token.py")),
    python("tokenize", include_str!("python/tokenize.py")),
    python("tomllib", include_str!("python/tomllib.py")),
    python("traceback", include_str!("python/traceback.py")),
    python("tracemalloc", include_str!("python/tracemalloc.py")),
    python("turtle", include_str!("python/_absent.py")),
    python("types", include_str!("python/types.py")),
    python("typing", include_str!("python/typing.py")),
    python("unittest", include_str!("python/unittest.py")),
    python("unittest.case", include_str!("python/_unittest_one.py")),
    python("unittest.loader", include_str!("python/_unittest_one.py")),
    python("unittest.main", include_str!("python/_unittest_one.py")),
    python("unittest.mock", include_str!("python/unittest_mock.py")),
    python("unittest.result", include_str!("python/_unittest_one.py")),
    python("unittest.runner", include_str!("python/_unittest_one.py")),
    python("unittest.suite", include_str!("python/_unittest_one.py")),
    python("urllib", include_str!("python/urllib.py")),
    python("urllib.error", include_str!("python/urllib_error.py")),
    python("urllib.parse", include_str!("python/urllib_parse.py")),
    python("urllib.request", include_str!("python/urllib_request.py")),
    python("uuid", include_str!("python/uuid.py")),
    partly_in_c(
        "warnings",
        include_str!("python/warnings.py"),
        &["warn", "warn_explicit", "_warn_unawaited_coroutine"],
    ),
    python("weakref", include_str!("python/weakref.py")),
    python("webbrowser", include_str!("python/webbrowser.py")),
    python("xml", include_str!("python/xml.py")),
    python("xml.dom", include_str!("python/xml_dom.py")),
    python("xml.dom.minidom", include_str!("python/xml_dom_minidom.py")),
    python("xml.etree", include_str!("python/xml_etree.py")),
    python("xml.etree.ElementTree", include_str!("python/xml_etree_elementtree.py")),
    python("xml.parsers", include_str!("python/xml_parsers.py")),
    in_c("xml.parsers.expat", include_str!("python/xml_parsers_expat.py")),
    python("xml.sax", include_str!("python/xml_sax.py")),
    python("xml.sax._exceptions", include_str!("python/xml_sax_exceptions.py")),
    python("xml.sax.expatreader", include_str!("python/xml_sax_expatreader.py")),
    python("xml.sax.handler", include_str!("python/xml_sax_handler.py")),
    python("xml.sax.saxutils", include_str!("python/xml_sax_saxutils.py")),
    python("xml.sax.xmlreader", include_str!("python/xml_sax_xmlreader.py")),
    python("zipfile", include_str!("python/zipfile.py")),
    in_c("zlib", include_str!("python/zlib.py")),
    python("zoneinfo", include_str!("python/zoneinfo.py")),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Span};
    use crate::syntax::ast::{Stmt, StmtKind};
    use crate::syntax::{parse, parse_function, parse_outline};

    /// The places of all functions among `body`, outside other functions, and whether they are unread.
    fn functions(body: &[Stmt], found: &mut Vec<(Span, bool)>) {
        for stmt in body {
            match &stmt.kind {
                StmtKind::FunctionDef(def) => {
                    let last = def.body.last().map(|last| &last.kind);
                    found.push((stmt.span, matches!(last, Some(StmtKind::Unread))));
                }
                StmtKind::ClassDef(def) => functions(&def.body, found),
                StmtKind::If { body, orelse, .. } => {
                    functions(body, found);
                    functions(orelse, found);
                }
                StmtKind::Try { body, handlers, orelse, .. } => {
                    functions(body, found);
                    handlers.iter().for_each(|handler| functions(&handler.body, found));
                    functions(orelse, found);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn outlines_leave_out_the_bodies_of_functions_and_nothing_else() {
        for module in PYTHON_MODULES {
            let source = Source::embedded(module.name, module.source, module.unseen);
            let whole = parse(&source).expect("an embedded module parses");
            let outline = parse_outline(&source).expect("so does its outline");
            assert_eq!(whole.body.len(), outline.body.len(), "{}", module.name);
            let (mut read, mut left) = (Vec::new(), Vec::new());
            functions(&whole.body, &mut read);
            functions(&outline.body, &mut left);
            assert_eq!(read.len(), left.len(), "{}", module.name);
            for (&(span, _), &(place, unread)) in read.iter().zip(&left) {
                assert_eq!(span.start, place.start, "{}", module.name);
                let alone = parse_function(&source, place).expect("each function parses");
                assert_eq!(alone.body.len(), 1, "{}", module.name);
                assert_eq!(alone.body[0].span, span, "{}", module.name);
                assert!(unread || span == place, "{}", module.name);
            }
        }
    }
}
