//! `OSError`: errno, strerror, file names, and the subclass that an errno stands for.

use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::object::{BuiltinFunction, Class, Dict, Exception, MethodDescriptor};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, method, staticmethod};

use super::base::{args_of, refuse_keywords, str};
use super::fields::{derived_field, field, put, set_field};

use crate::runtime::spec::GetSetRow;

pub static OS_ERROR: TypeSpec = TypeSpec {
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots { str: Some(os_error_str), ..Slots::EMPTY },
    getset: &[
        derived_field!("errno", |_, args| part(args, 0), "POSIX exception code"),
        derived_field!("filename", |_, _| Ok(Value::None), "exception filename"),
        derived_field!("filename2", |_, _| Ok(Value::None), "second exception filename"),
        derived_field!("strerror", |_, args| part(args, 1), "exception strerror"),
    ],
    ..TypeSpec::of::<Exception>()
};

static NEW: Method =
    staticmethod("__new__", "(type, /, *args, **kwargs)", new, "Create and return a new object.");
static INIT: Method = method("__init__", "(*args, **kwargs)", init, "Initialize self.");

/// `errno` and `strerror` exist only where there are at least two arguments.
fn part(args: &[Ref], index: usize) -> Eval {
    match args.len() {
        2..=5 => Ok(args.get(index).cloned().map_or(Value::None, Value::Obj)),
        _ => Ok(Value::None),
    }
}

/// The subclass of `OSError` for an errno (of Linux), as PEP 3151 lists them.
pub fn os_error_kind(errno: i64) -> ErrorKind {
    match errno {
        11 | 114 | 115 => ErrorKind::BlockingIOError,
        10 => ErrorKind::ChildProcessError,
        32 | 108 => ErrorKind::BrokenPipeError,
        103 => ErrorKind::ConnectionAbortedError,
        111 => ErrorKind::ConnectionRefusedError,
        104 => ErrorKind::ConnectionResetError,
        17 => ErrorKind::FileExistsError,
        2 => ErrorKind::FileNotFoundError,
        4 => ErrorKind::InterruptedError,
        21 => ErrorKind::IsADirectoryError,
        20 => ErrorKind::NotADirectoryError,
        1 | 13 => ErrorKind::PermissionError,
        3 => ErrorKind::ProcessLookupError,
        110 => ErrorKind::TimeoutError,
        _ => ErrorKind::OSError,
    }
}

/// Raises the `OSError` for `errno`, with its text and maybe a file's name.
#[cold]
pub fn os_error(vm: &Vm, errno: i64, message: &str, filename: Option<&Ref>) -> Raised {
    let made = (|| {
        let args = vec![vm.new_int(errno)?, vm.new_str(message)?];
        let exception = vm.exception_of(os_error_kind(errno), args)?;
        if let Some(filename) = filename {
            set_field(vm, &exception, "filename", filename)?;
        }
        Ok(exception)
    })();
    match made {
        Ok(exception) => vm.raise_object(exception),
        Err(raised) => raised,
    }
}

/// Only the first two arguments stay in `args` once a file name is among them.
fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let mut class = args.req(0).clone();
    if uses_init(vm, &class) {
        return vm.bare_exception(&class, vm.singletons.empty_tuple.clone()).map(Value::Obj);
    }
    let given: Vec<Ref> = args.rest().cloned().collect();
    if args.get(1).and_then(|dict| dict.get::<Dict>()).is_some_and(|dict| !dict.is_empty()) {
        let name = class.as_ref::<Class>().name_text();
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    if class.same(vm.exception_class(ErrorKind::OSError))
        && (2..=5).contains(&given.len())
        && let Some(errno) = int_view(&given[0]).and_then(|errno| errno.small())
    {
        class = vm.exception_class(os_error_kind(errno)).clone();
    }
    let exception = vm.bare_exception(&class, vm.new_tuple(given.clone())?)?;
    fill(vm, &exception, &given)?;
    Ok(Value::Obj(exception))
}

fn fill(vm: &Vm, exception: &Ref, given: &[Ref]) -> Result<(), Raised> {
    if !(2..=5).contains(&given.len()) {
        return Ok(());
    }
    set_field(vm, exception, "errno", &given[0])?;
    set_field(vm, exception, "strerror", &given[1])?;
    let Some(filename) = given.get(2).filter(|name| !vm.is_none(name)) else { return Ok(()) };
    // Of a stream that would block, a number says how much it took before.
    let blocking = vm.exception_class(ErrorKind::BlockingIOError);
    if vm.class_data(exception).is_subclass_of(blocking) && int_view(filename).is_some() {
        return set_field(vm, exception, "characters_written", filename);
    }
    set_field(vm, exception, "filename", filename)?;
    if let Some(second) = given.get(4) {
        set_field(vm, exception, "filename2", second)?;
    }
    let args = vm.new_tuple(given[..2].to_vec())?;
    exception.as_ref::<Exception>().args.set(Some(args));
    Ok(())
}

/// Whether a class replaces `__init__` alone: then that says what the arguments are.
/// (CPython: `oserror_use_init`.)
fn uses_init(vm: &Vm, class: &Ref) -> bool {
    if class.as_ref::<Class>().flags.get().builtin {
        return false;
    }
    let method = |name: &'static str| vm.lookup(class, &vm.name(name));
    method("__new__").is_some_and(|new| new.is::<BuiltinFunction>())
        && !method("__init__").is_some_and(|init| init.is::<MethodDescriptor>())
}

/// `__new__` has done it all, unless a class left it to `__init__`.
fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    if !uses_init(vm, vm.class_of(object)) {
        return Ok(Value::None);
    }
    refuse_keywords(vm, object, args.get(1))?;
    let given: Vec<Ref> = args.rest().cloned().collect();
    object.as_ref::<Exception>().args.set(Some(vm.new_tuple(given.clone())?));
    fill(vm, object, &given)?;
    Ok(Value::None)
}

fn os_error_str(vm: &Vm, object: &Ref) -> Eval {
    let args = args_of(object);
    let errno = field(vm, object, "errno").or_else(|| args.first().cloned());
    let text = field(vm, object, "strerror").or_else(|| args.get(1).cloned());
    let shown = |object: &Option<Ref>| match object {
        Some(object) => vm.str_text(object),
        None => Ok("None".to_owned()),
    };
    let filename = field(vm, object, "filename").filter(|name| !vm.is_none(name));
    if let Some(filename) = filename {
        let (errno, text) = (shown(&errno)?, shown(&text)?);
        let mut line = format!("[Errno {errno}] {text}: {}", vm.repr_text(&filename)?);
        if let Some(second) = field(vm, object, "filename2").filter(|name| !vm.is_none(name)) {
            line.push_str(&format!(" -> {}", vm.repr_text(&second)?));
        }
        return vm.str_value(&line);
    }
    if args.len() >= 2 && args.len() <= 5 {
        return vm.str_value(&format!("[Errno {}] {}", shown(&errno)?, shown(&text)?));
    }
    str(vm, object)
}
