//! The table of `sys`, and what it answers at once.

use super::exceptions::{exc_info, excepthook, exception, set_last};
use super::facts::{float_info, hash_info, int_info, version_info};
use super::streams::new_stream;
use crate::heap::Ref;
use crate::modules::asynchrony;
use crate::runtime::object::number::int_view;
use crate::runtime::object::{Dict, Str};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::stack::Frame;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::measure;

static FUNCTIONS: [Method; 32] = [
    function("_getframe", "(depth=0, /)", getframe, "Return a frame object from the call stack."),
    function(
        "_getframemodulename",
        "(depth=0)",
        getframemodulename,
        "Return the name of the module for a calling frame.",
    ),
    function(
        "_is_gil_enabled",
        "()",
        |_, _| Ok(Value::True),
        "Return True if the GIL is currently enabled.",
    ),
    function(
        "breakpointhook",
        "(*args, **kwargs)",
        breakpointhook,
        "This hook function is called by built-in breakpoint().",
    ),
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
        crate::modules::interpreter::getallocatedblocks,
        "Return the number of memory blocks currently allocated.",
    ),
    function(
        "getfilesystemencodeerrors",
        "()",
        crate::modules::interpreter::getfilesystemencodeerrors,
        "Return the error mode used Unicode to OS filename conversion.",
    ),
    function(
        "getprofile",
        "()",
        crate::modules::interpreter::nothing,
        "Return the profiling function.",
    ),
    function(
        "getswitchinterval",
        "()",
        crate::modules::interpreter::getswitchinterval,
        "Return the current thread switch interval; see sys.setswitchinterval().",
    ),
    function(
        "setswitchinterval",
        "(interval, /)",
        crate::modules::interpreter::setswitchinterval,
        "Set the ideal thread switching delay inside the Python interpreter.",
    ),
    function(
        "audit",
        "(event, /, *args)",
        crate::modules::interpreter::nothing,
        "Passes the event to any hooks that are attached; there are none.",
    ),
    function(
        "gettrace",
        "()",
        crate::modules::interpreter::nothing,
        "Return the global debug tracing function.",
    ),
    function(
        "get_asyncgen_hooks",
        "()",
        asynchrony::get_asyncgen_hooks,
        "Return the installed asynchronous generators hooks.",
    ),
    function(
        "get_coroutine_origin_tracking_depth",
        "()",
        asynchrony::get_origin_depth,
        "Check status of origin tracking for coroutine objects in this thread.",
    ),
    function(
        "set_asyncgen_hooks",
        "(firstiter=<unrepresentable>, finalizer=<unrepresentable>)",
        asynchrony::set_asyncgen_hooks,
        "Set a finalizer for async generators objects.",
    ),
    function(
        "set_coroutine_origin_tracking_depth",
        "(depth)",
        asynchrony::set_origin_depth,
        "Enable or disable origin tracking for coroutine objects in this thread.",
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
        crate::modules::unraisable::unraisablehook,
        "Handle an unraisable exception.",
    ),
    function(
        "_is_interned",
        "(string, /)",
        is_interned,
        "Return True if the given string is \"interned\".",
    ),
];

const COPYRIGHT: &str = "Copyright (c) 2026 The Refscope authors.";

pub static SYS: ModuleSpec = ModuleSpec {
    name: "sys",
    doc: "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};

/// Stops in the debugger.
fn breakpointhook(vm: &Vm, args: Args<'_>) -> Eval {
    let pdb = vm.import("pdb")?;
    let set_trace = vm.to_object(vm.get_attr_text(&pdb, "set_trace")?)?;
    let (given, keywords) = args.positional_and_keywords();
    vm.call_with(&set_trace, &given, &keywords)
}

fn setup(vm: &Vm, dict: &Ref) -> Result<(), Raised> {
    crate::modules::unraisable::install(vm)?;
    if let Some(exception) = vm.last_exc.take() {
        set_last(vm, dict, &exception)?;
    }
    let namespace = dict.as_ref::<Dict>();
    for name in ["breakpointhook", "displayhook", "excepthook", "unraisablehook"] {
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
    set("version_info", version_info(vm)?)?;
    set("copyright", vm.new_str(COPYRIGHT)?)?;
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
    if vm.has_prompt.get() {
        set("ps1", vm.new_str(">>> ")?)?;
        set("ps2", vm.new_str("... ")?)?;
    }
    set("dont_write_bytecode", vm.new_bool(true))?;
    crate::modules::interpreter::facts(vm, dict)?;
    set("float_info", float_info(vm)?)?;
    set("int_info", int_info(vm)?)?;
    set("hash_info", hash_info(vm)?)?;
    for (index, name) in ["stdin", "stdout", "stderr"].into_iter().enumerate() {
        let stream = new_stream(vm, index as u8)?;
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

/// One more than the references there are without the call: the argument holds one, as in
/// CPython. An immortal object's count is CPython's 4294967295.
fn getrefcount(_vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    Ok(Value::Int(if object.is_immortal() {
        crate::modules::ctypes::IMMORTAL_COUNT
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
    let size = vm.packed(object, |object| vm.call_bound_special(method, object, &[]))?;
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

fn displayhook(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    if vm.is_none(object) {
        return Ok(Value::None);
    }
    if vm.redirected("stdout").is_some_and(|stream| vm.is_none(&stream)) {
        return Err(vm.raise(ErrorKind::RuntimeError, "lost sys.stdout".into()));
    }
    vm.tell_stdout_line(&vm.repr_text(object)?)?;
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
    match at_depth(vm, depth, &|frame| vm.frame_object(frame)) {
        Some(frame) => frame.map(Value::Obj),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

fn getframemodulename(vm: &Vm, args: Args<'_>) -> Eval {
    let depth = match args.get(0) {
        Some(depth) => vm.index_of(depth)?.max(0),
        None => 0,
    };
    let name = at_depth(vm, depth, &|frame| frame.globals.get_str(&vm.name("__name__")));
    Ok(name.flatten().map_or(Value::None, Value::Obj))
}

/// What `look` finds in the frame that many calls up, if there is one.
fn at_depth<T>(vm: &Vm, depth: i64, look: &dyn Fn(&Frame<'_>) -> T) -> Option<T> {
    let mut left = depth;
    let mut found = None;
    vm.stack.each_frame(&mut |frame| {
        if left == 0 {
            found = Some(look(frame));
            return false;
        }
        left -= 1;
        true
    });
    found
}
