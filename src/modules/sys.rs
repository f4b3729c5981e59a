//! The `sys` module: the interpreter about itself.

use super::stdio_buffer::StdioBuffer;
use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::kinds;
use crate::runtime::object::number::int_view;
use crate::runtime::object::{Dict, Exception, Module, Str};
use crate::runtime::spec::{GetSetRow, Method, ModuleSpec, TypeSpec, function, getter, method};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm};
use crate::types::measure;
use crate::types::object::OBJECT;

static FUNCTIONS: [Method; 23] = [
    function("_getframe", "(depth=0, /)", getframe, "Return a frame object from the call stack."),
    function(
        "displayhook",
        "(object, /)",
        displayhook,
        "Print an object to sys.stdout and also save it in builtins._",
    ),
    function(
        "exc_info",
        "()",
        exc_info,
        "Return current exception information: (type, value, traceback).",
    ),
    function(
        "excepthook",
        "(exctype, value, traceback, /)",
        excepthook,
        "Handle an exception by displaying it with a traceback on sys.stderr.",
    ),
    function("exception", "()", exception, "Return the current exception."),
    function(
        "exit",
        "(status=None, /)",
        exit,
        "Exit the interpreter by raising SystemExit(status).",
    ),
    function(
        "get_int_max_str_digits",
        "()",
        get_int_max_str_digits,
        "Return the maximum string digits limit for non-binary int<->str conversions.",
    ),
    function(
        "getdefaultencoding",
        "()",
        getdefaultencoding,
        "Return the current default encoding used by the Unicode implementation.",
    ),
    function(
        "getfilesystemencoding",
        "()",
        getdefaultencoding,
        "Return the encoding used to convert Unicode filenames to OS filenames.",
    ),
    function(
        "getrecursionlimit",
        "()",
        getrecursionlimit,
        "Return the current value of the recursion limit.",
    ),
    function("getrefcount", "(object, /)", getrefcount, "Return the reference count of object."),
    function(
        "getsizeof",
        "(object, default=None)",
        getsizeof,
        "Return the size of object in bytes.",
    ),
    function("intern", "(string, /)", intern, "Enter the string in the table of interned strings."),
    function(
        "getallocatedblocks",
        "()",
        super::interpreter::getallocatedblocks,
        "Return the number of memory blocks currently allocated.",
    ),
    function(
        "getfilesystemencodeerrors",
        "()",
        super::interpreter::getfilesystemencodeerrors,
        "Return the error mode used Unicode to OS filename conversion.",
    ),
    function("getprofile", "()", super::interpreter::nothing, "Return the profiling function."),
    function(
        "getswitchinterval",
        "()",
        super::interpreter::getswitchinterval,
        "Return the current thread switch interval; see sys.setswitchinterval().",
    ),
    function(
        "gettrace",
        "()",
        super::interpreter::nothing,
        "Return the global debug tracing function.",
    ),
    function("is_finalizing", "()", is_finalizing, "Return True if Python is exiting."),
    function(
        "set_int_max_str_digits",
        "(maxdigits)",
        set_int_max_str_digits,
        "Set the maximum string digits limit for non-binary int<->str conversions.",
    ),
    function(
        "setrecursionlimit",
        "(limit, /)",
        setrecursionlimit,
        "Set the maximum depth of the Python interpreter stack to n.",
    ),
    function(
        "unraisablehook",
        "(unraisable, /)",
        super::unraisable::unraisablehook,
        "Handle an unraisable exception.",
    ),
    function(
        "_is_interned",
        "(string, /)",
        is_interned,
        "Return True if the given string is \"interned\".",
    ),
];

pub static SYS: ModuleSpec = ModuleSpec {
    name: "sys",
    doc: "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};

fn setup(vm: &Vm, dict: &Ref) -> Result<(), Raised> {
    super::unraisable::install(vm)?;
    if let Some(exception) = vm.last_exc.take() {
        set_last(vm, dict, &exception)?;
    }
    let namespace = dict.as_ref::<Dict>();
    for name in ["displayhook", "excepthook", "unraisablehook"] {
        if let Some(hook) = namespace.get_str(&vm.name(name)) {
            namespace.set(vm, vm.name(&format!("__{name}__")), hook)?;
        }
    }
    let set = |name: &str, value: Ref| namespace.set(vm, vm.name(name), value);
    let strings = |texts: &[String]| -> Result<Ref, Raised> {
        let items = texts.iter().map(|text| vm.new_str(text)).collect::<Result<_, _>>()?;
        vm.new_list(items)
    };
    set("argv", strings(&vm.argv.borrow().clone())?)?;
    set("path", strings(&vm.path.borrow().clone())?)?;
    set("modules", vm.modules.clone())?;
    set("version", vm.new_str(concat!("3.13.0 (Refscope ", env!("CARGO_PKG_VERSION"), ")"))?)?;
    set("version_info", named(vm, &VERSION_FIELDS, version_values(vm)?, "version_info")?)?;
    set("hexversion", vm.new_int(0x030d_00f0)?)?;
    set("api_version", vm.new_int(1013)?)?;
    set(
        "platform",
        vm.new_str(if cfg!(target_os = "linux") { "linux" } else { std::env::consts::OS })?,
    )?;
    set("byteorder", vm.new_str("little")?)?;
    set("maxsize", vm.new_int(i64::MAX)?)?;
    set("maxunicode", vm.new_int(0x10_ffff)?)?;
    set("executable", vm.new_str("refscope")?)?;
    set("prefix", vm.new_str("")?)?;
    set("ps1", vm.new_str(">>> ")?)?;
    set("ps2", vm.new_str("... ")?)?;
    set("dont_write_bytecode", vm.new_bool(true))?;
    super::interpreter::facts(vm, dict)?;
    set("float_info", float_info(vm)?)?;
    set("int_info", int_info(vm)?)?;
    set("hash_info", hash_info(vm)?)?;
    for (index, name) in ["stdin", "stdout", "stderr"].into_iter().enumerate() {
        let stream = vm.alloc(Stream { which: index as u8, dict: Slot::empty() })?;
        set(&format!("__{name}__"), stream.clone())?;
        set(name, stream)?;
    }
    let names = crate::modules::ALL_MODULES.iter().map(|spec| spec.name.to_owned());
    let mut names: Vec<String> = names.collect();
    names.push("builtins".into());
    names.sort();
    let names = names.iter().map(|name| vm.new_str(name)).collect::<Result<_, _>>()?;
    set("builtin_module_names", vm.new_tuple(names)?)
}

const VERSION_FIELDS: [&str; 5] = ["major", "minor", "micro", "releaselevel", "serial"];

fn version_values(vm: &Vm) -> Result<Vec<Ref>, Raised> {
    Ok(vec![vm.new_int(3)?, vm.new_int(13)?, vm.new_int(0)?, vm.new_str("final")?, vm.new_int(0)?])
}

/// A tuple with named fields, as `sys.version_info` is.
fn named(vm: &Vm, fields: &[&str], values: Vec<Ref>, name: &str) -> Result<Ref, Raised> {
    super::struct_sequence::new(vm, &format!("sys.{name}"), fields, values)
}

fn float_info(vm: &Vm) -> Result<Ref, Raised> {
    let fields = [
        "max",
        "max_exp",
        "max_10_exp",
        "min",
        "min_exp",
        "min_10_exp",
        "dig",
        "mant_dig",
        "epsilon",
        "radix",
        "rounds",
    ];
    let values = vec![
        vm.new_float(f64::MAX)?,
        vm.new_int(1024)?,
        vm.new_int(308)?,
        vm.new_float(f64::MIN_POSITIVE)?,
        vm.new_int(-1021)?,
        vm.new_int(-307)?,
        vm.new_int(15)?,
        vm.new_int(53)?,
        vm.new_float(f64::EPSILON)?,
        vm.new_int(2)?,
        vm.new_int(1)?,
    ];
    named(vm, &fields, values, "float_info")
}

fn int_info(vm: &Vm) -> Result<Ref, Raised> {
    let fields =
        ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"];
    let values =
        [30, 4, 4300, 640].into_iter().map(|value| vm.new_int(value)).collect::<Result<_, _>>()?;
    named(vm, &fields, values, "int_info")
}

fn hash_info(vm: &Vm) -> Result<Ref, Raised> {
    let fields =
        ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"];
    let values = vec![
        vm.new_int(64)?,
        vm.new_int((1 << 61) - 1)?,
        vm.new_int(314_159)?,
        vm.new_int(0)?,
        vm.new_int(1_000_003)?,
        vm.new_str("siphash13")?,
        vm.new_int(64)?,
        vm.new_int(128)?,
        vm.new_int(0)?,
    ];
    named(vm, &fields, values, "hash_info")
}

/// One more than the references there are without the call: the argument holds one, as in
/// CPython. An immortal object's count is CPython's 4294967295.
fn getrefcount(_vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    Ok(Value::Int(if object.is_immortal() {
        super::ctypes::IMMORTAL_COUNT
    } else {
        object.count()
    }))
}

fn getsizeof(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let Some(method) = vm.lookup_special(object, "__sizeof__") else {
        return match args.get(1) {
            Some(default) => Ok(Value::Obj(default.clone())),
            None => {
                let class = vm.class_name(object);
                Err(vm.type_error(format!("Type {class} doesn't define __sizeof__")))
            }
        };
    };
    let size = vm.call_special(method, object, &[])?;
    let size = vm.to_object(size)?;
    let Some(view) = int_view(&size) else {
        return match args.get(1) {
            Some(default) => Ok(Value::Obj(default.clone())),
            None => Err(vm.type_error("an integer is required")),
        };
    };
    let Some(size) = view.small() else {
        return Err(vm.raise(
            ErrorKind::OverflowError,
            "Python int too large to convert to C ssize_t".into(),
        ));
    };
    if size < 0 {
        return Err(vm.value_error("__sizeof__() should return >= 0"));
    }
    Ok(Value::Int(size + measure::headers(vm, object) as i64))
}

fn intern(vm: &Vm, args: Args<'_>) -> Eval {
    let string = args.req(0);
    if !string.is::<Str>() {
        let class = vm.class_name(string);
        return Err(vm.type_error(format!("intern() argument must be str, not {class}")));
    }
    if !string.is_exact::<Str>() {
        let class = vm.class_name(string);
        return Err(vm.type_error(format!("can't intern {class}")));
    }
    Ok(Value::Obj(vm.intern_object(string)))
}

fn is_interned(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::bool(args.req(0).get::<Str>().is_some_and(Str::is_interned)))
}

fn getrecursionlimit(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::Int(vm.recursion_limit.get() as i64))
}

fn setrecursionlimit(vm: &Vm, args: Args<'_>) -> Eval {
    let limit = vm.to_index(args.req(0))?;
    let limit = int_view(&limit).and_then(|limit| limit.small());
    let Some(limit) = limit.filter(|&limit| i32::try_from(limit).is_ok()) else {
        let message = "Python int too large to convert to C int";
        return Err(vm.raise(ErrorKind::OverflowError, message.into()));
    };
    if limit < 1 {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    }
    let depth = vm.depth.get() as i64;
    if limit <= depth {
        return Err(vm.raise(
            ErrorKind::RecursionError,
            format!("cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"),
        ));
    }
    vm.recursion_limit.set(limit as usize);
    Ok(Value::None)
}

fn exit(vm: &Vm, args: Args<'_>) -> Eval {
    let values =
        args.get(0).filter(|status| !vm.is_none(status)).cloned().into_iter().collect::<Vec<_>>();
    let class = vm.exception_class(ErrorKind::SystemExit).clone();
    let values: Vec<&Ref> = values.iter().collect();
    let exception = vm.call_object(&class, &values)?;
    Err(vm.raise_object(exception))
}

fn exception(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(vm.handled.get().map_or(Value::None, Value::Obj))
}

fn exc_info(vm: &Vm, _args: Args<'_>) -> Eval {
    let Some(handled) = vm.handled.get() else {
        return vm.new_tuple_of([vm.none(), vm.none(), vm.none()]).map(Value::Obj);
    };
    let class = vm.class_of(&handled).clone();
    let traceback = handled.get::<Exception>().and_then(|payload| payload.traceback.get());
    let traceback = traceback.unwrap_or_else(|| vm.none());
    vm.new_tuple_of([class, handled, traceback]).map(Value::Obj)
}

/// Keeps an uncaught exception as `sys.last_exc` and its older names.
pub fn remember_last(vm: &Vm, exception: Ref) {
    let sys = vm.modules.as_ref::<Dict>().get_str(&vm.name("sys"));
    match sys.as_ref().and_then(|sys| sys.get::<Module>()) {
        Some(sys) => {
            if let Err(raised) = set_last(vm, &sys.dict, &exception) {
                drop(vm.take_raised(raised));
            }
        }
        None => vm.last_exc.set(Some(exception)),
    }
}

/// Lets go of `sys.last_exc` and its older names at the end of a session.
pub fn forget_last(vm: &Vm) {
    vm.last_exc.set(None);
    let sys = vm.modules.as_ref::<Dict>().get_str(&vm.name("sys"));
    let Some(sys) = sys.as_ref().and_then(|sys| sys.get::<Module>()) else { return };
    for name in ["last_exc", "last_type", "last_value", "last_traceback"] {
        match sys.dict.as_ref::<Dict>().remove(vm, &vm.name(name)) {
            Ok(entry) => drop(entry),
            Err(raised) => drop(vm.take_raised(raised)),
        }
    }
}

fn set_last(vm: &Vm, namespace: &Ref, exception: &Ref) -> Result<(), Raised> {
    let traceback = exception.get::<Exception>().and_then(|payload| payload.traceback.get());
    let values = [
        ("last_exc", exception.clone()),
        ("last_type", vm.class_of(exception).clone()),
        ("last_value", exception.clone()),
        ("last_traceback", traceback.unwrap_or_else(|| vm.none())),
    ];
    for (name, value) in values {
        namespace.as_ref::<Dict>().set(vm, vm.name(name), value)?;
    }
    Ok(())
}

fn excepthook(vm: &Vm, args: Args<'_>) -> Eval {
    let exception = args.req(1);
    if exception.is::<Exception>() {
        let text = vm.traceback_text(exception);
        vm.tell_stderr(&text);
    } else {
        let class = vm.class_name(exception);
        vm.tell_stderr(&format!(
            "TypeError: print_exception(): Exception expected for value, {class} found\n"
        ));
    }
    Ok(Value::None)
}

/// Hands an uncaught exception to the hook or the stderr that the program has put in place of our
/// own; whether there is one.
pub fn tell_excepthook(vm: &Vm, exception: &Ref) -> bool {
    let Some(sys) = vm.modules.as_ref::<Dict>().get_str(&vm.name("sys")) else { return false };
    let Some(module) = sys.get::<Module>() else { return false };
    let entry = |name: &str| module.dict.as_ref::<Dict>().get_str(&vm.name(name));
    let (Some(hook), Some(own)) = (entry("excepthook"), entry("__excepthook__")) else {
        return false;
    };
    if hook.same(&own) {
        let elsewhere = vm.redirected("stderr").is_some();
        if elsewhere {
            vm.tell_stderr(&vm.traceback_text(exception));
        }
        return elsewhere;
    }
    let class = vm.class_of(exception).clone();
    let traceback = exception.get::<Exception>().and_then(|payload| payload.traceback.get());
    let traceback = traceback.unwrap_or_else(|| vm.none());
    match vm.call(&hook, &[&class, exception, &traceback]) {
        Ok(_) => true,
        Err(raised) => {
            let failed = vm.take_raised(raised);
            let text = vm.traceback_text(&failed);
            vm.tell_stderr(&format!("Error in sys.excepthook:\n{text}\nOriginal exception was:\n"));
            false
        }
    }
}

fn displayhook(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    if vm.is_none(object) {
        return Ok(Value::None);
    }
    if vm.redirected("stdout").is_some_and(|stream| vm.is_none(&stream)) {
        return Err(vm.raise(ErrorKind::RuntimeError, "lost sys.stdout".into()));
    }
    vm.tell_stdout(&vm.repr_text(object)?)?;
    vm.tell_stdout("\n")?;
    vm.builtins.as_ref::<Dict>().set(vm, vm.name("_"), object.clone())?;
    Ok(Value::None)
}

fn is_finalizing(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::bool(vm.finishing.get()))
}

fn getdefaultencoding(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.str_value("utf-8")
}

fn get_int_max_str_digits(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::Int(vm.int_digits_limit.get() as i64))
}

fn set_int_max_str_digits(vm: &Vm, args: Args<'_>) -> Eval {
    let limit = vm.size_of(args.req(0))?;
    if limit != 0 && limit < 640 {
        return Err(vm.value_error("maxdigits must be 0 or larger than 640"));
    }
    vm.int_digits_limit.set(limit as usize);
    Ok(Value::None)
}

fn getframe(vm: &Vm, args: Args<'_>) -> Eval {
    let depth = match args.get(0) {
        Some(depth) => vm.index_of(depth)?.max(0),
        None => 0,
    };
    let mut left = depth;
    let mut found = None;
    vm.stack.each_frame(&mut |frame| {
        if left == 0 {
            found = Some(vm.frame_object(frame));
            return false;
        }
        left -= 1;
        true
    });
    match found {
        Some(frame) => frame.map(Value::Obj),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

/// `sys.stdin`, `sys.stdout` or `sys.stderr`: text in and out through the console.
pub struct Stream {
    which: u8,
    dict: Slot,
}

impl Payload for Stream {
    const KIND: Kind = kinds::STREAM;
    const NAME: &'static str = "TextIOWrapper";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.dict.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.dict);
    }
}

static STREAM_METHODS: [Method; 13] = [
    method("__enter__", "()", itself, "Return the stream."),
    method("__exit__", "(*args)", nothing, "Leave the stream open."),
    method("fileno", "()", fileno, "Return the underlying file descriptor."),
    method("flush", "()", flush, "Flush write buffers."),
    method("isatty", "()", isatty, "Return whether this is an interactive stream."),
    method("read", "(size=-1, /)", read, "Read the rest of the input."),
    method("readable", "()", |_, args| is_input(args, true), "Whether it can be read from."),
    method("readline", "(size=-1, /)", readline, "Read one line."),
    method("readlines", "(hint=-1, /)", readlines, "Return a list of lines from the stream."),
    method("seekable", "()", |_, _| Ok(Value::False), "Whether it can be moved in."),
    method("writable", "()", |_, args| is_input(args, false), "Whether it can be written to."),
    method("write", "(text, /)", write, "Write string s to stream."),
    method("writelines", "(lines, /)", writelines, "Write a list of lines to stream."),
];

static STREAM_GETSET: [GetSetRow; 8] = [
    getter("buffer", buffer, "The stream of bytes below."),
    getter("closed", |_, _| Ok(Value::False), "Whether the stream is closed."),
    getter("encoding", |vm, _| vm.str_value("utf-8"), "The name of the encoding."),
    getter("line_buffering", |_, _| Ok(Value::False), "Whether each line is flushed."),
    getter("newlines", |_, _| Ok(Value::None), "The line breaks met so far."),
    getter("errors", |vm, _| vm.str_value("strict"), "The error setting of the encoding."),
    getter(
        "mode",
        |vm, stream| vm.str_value(if which(stream) == 0 { "r" } else { "w" }),
        "The mode of the stream.",
    ),
    getter(
        "name",
        |vm, stream| vm.str_value(&format!("<{}>", name_of(stream))),
        "The name of the stream.",
    ),
];

pub static STREAM: TypeSpec = TypeSpec {
    module: "_io",
    base: Some(&OBJECT),
    doc: "A standard text stream.",
    slots: Slots {
        repr: Some(stream_repr),
        iter: Some(|_, stream| Ok(Value::Obj(stream.clone()))),
        next: Some(next_line),
        ..Slots::EMPTY
    },
    methods: &STREAM_METHODS,
    getset: &STREAM_GETSET,
    ..TypeSpec::of::<Stream>()
};

fn buffer(vm: &Vm, stream: &Ref) -> Eval {
    vm.alloc(StdioBuffer { which: which(stream) }).map(Value::Obj)
}

fn is_input(args: Args<'_>, wanted: bool) -> Eval {
    Ok(Value::bool((which(args.req(0)) == 0) == wanted))
}

fn which(stream: &Ref) -> u8 {
    stream.as_ref::<Stream>().which
}

fn name_of(stream: &Ref) -> &'static str {
    ["stdin", "stdout", "stderr"][which(stream) as usize % 3]
}

fn stream_repr(vm: &Vm, stream: &Ref) -> Eval {
    let mode = if which(stream) == 0 { "r" } else { "w" };
    vm.str_value(&format!(
        "<_io.TextIOWrapper name='<{}>' mode='{mode}' encoding='utf-8'>",
        name_of(stream)
    ))
}

fn itself(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Obj(args.req(0).clone()))
}

fn nothing(_vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::None)
}

fn fileno(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(which(args.req(0)).into()))
}

fn isatty(_vm: &Vm, args: Args<'_>) -> Eval {
    use std::io::IsTerminal;
    Ok(Value::bool(match which(args.req(0)) {
        0 => std::io::stdin().is_terminal(),
        1 => std::io::stdout().is_terminal(),
        _ => std::io::stderr().is_terminal(),
    }))
}

fn flush(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.flush_out().map(|()| Value::None)
}

fn write(vm: &Vm, args: Args<'_>) -> Eval {
    let text = args.req(1);
    if !text.is::<Str>() {
        let class = vm.class_name(text);
        return Err(vm.type_error(format!("write() argument must be str, not {class}")));
    }
    write_to(vm, args.req(0), text.text())?;
    Ok(Value::Int(text.text().chars().count() as i64))
}

fn write_to(vm: &Vm, stream: &Ref, text: &str) -> Result<(), Raised> {
    match which(stream) {
        0 => Err(vm.raise(ErrorKind::OSError, "not writable".into())),
        1 => {
            crate::types::coding::check_writable(vm, text)?;
            vm.write_out(text)
        }
        _ => {
            vm.write_err(text);
            Ok(())
        }
    }
}

fn writelines(vm: &Vm, args: Args<'_>) -> Eval {
    let stream = args.req(0);
    vm.each(args.req(1), &mut |line| {
        write_to(vm, stream, line.text())?;
        Ok(true)
    })?;
    Ok(Value::None)
}

/// One line with its line break; `None` at the end.
fn line(vm: &Vm) -> Result<Option<String>, Raised> {
    let line = vm.console.borrow_mut().read_line("");
    match line {
        Ok(line) => Ok(line.map(|line| line + "\n")),
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {
            Err(vm.raise(ErrorKind::KeyboardInterrupt, String::new()))
        }
        Err(error) => Err(vm.raise(ErrorKind::OSError, error.to_string())),
    }
}

fn readline(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.str_value(&line(vm)?.unwrap_or_default())
}

fn next_line(vm: &Vm, _stream: &Ref) -> Eval {
    match line(vm)? {
        Some(line) => vm.str_value(&line),
        None => Ok(Value::Undef),
    }
}

fn readlines(vm: &Vm, _args: Args<'_>) -> Eval {
    let mut lines = Vec::new();
    while let Some(line) = line(vm)? {
        lines.push(vm.new_str(&line)?);
    }
    vm.new_list(lines).map(Value::Obj)
}

fn read(vm: &Vm, _args: Args<'_>) -> Eval {
    let mut text = String::new();
    while let Some(line) = line(vm)? {
        text.push_str(&line);
    }
    vm.str_value(&text)
}
