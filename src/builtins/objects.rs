//! Builtins about objects as such: `id`, `repr`, `isinstance`, `callable` and relatives.

use super::brief;
use crate::runtime::object::{Dict, Str};
use crate::runtime::spec::{Method, function};
use crate::runtime::{Args, ErrorKind, Eval, Value, Vm};
use crate::types::anext_awaitable::new_anext;
use crate::types::class_checks;

pub static FUNCTIONS: [Method; 12] = [
    function(
        "__import__",
        "(name, globals=None, locals=None, fromlist=(), level=0)",
        import,
        "Import a module.",
    ),
    function("aiter", "(async_iterable, /)", aiter, "Return an AsyncIterator."),
    function(
        "anext",
        "(aiterator, default=<unrepresentable>, /)",
        anext,
        "Return the next item from the async iterator.\n\nIf default is given and the async iterator is exhausted,\nit is returned instead of raising StopAsyncIteration.",
    ),
    function("ascii", "(obj, /)", ascii, "Return an ASCII-only representation of an object."),
    function("breakpoint", "(*args, **kws)", breakpoint, "Call sys.breakpointhook()."),
    function(
        "callable",
        "(obj, /)",
        callable,
        "Return whether the object is callable (i.e., some kind of function).",
    )
    .leaf(brief::callable),
    function(
        "format",
        "(value, format_spec='', /)",
        format,
        "Return type(value).__format__(value, format_spec).",
    ),
    function("hash", "(obj, /)", hash, "Return the hash value for the given object."),
    function("id", "(obj, /)", id, "Return the identity of an object: the address of its cell."),
    function(
        "isinstance",
        "(obj, class_or_tuple, /)",
        isinstance,
        "Return whether an object is an instance of a class or of a subclass thereof.",
    )
    .leaf(brief::isinstance),
    function(
        "issubclass",
        "(cls, class_or_tuple, /)",
        issubclass,
        "Return whether 'cls' is derived from another class or is the same class.",
    ),
    function("repr", "(obj, /)", repr, "Return the canonical string representation of the object."),
];

/// The address of the object's cell. The object is marked: a number whose address was asked for is
/// never overwritten in place.
fn id(_vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    object.observe();
    Ok(Value::Int(object.address() as i64))
}

fn aiter(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let class = vm.class_name(object);
    let Some(method) = vm.lookup_special(object, "__aiter__") else {
        return Err(vm.type_error(format!("'{class}' object is not an async iterable")));
    };
    let iterator = vm.call_special(method, object, &[])?;
    let iterator = vm.to_object(iterator)?;
    if vm.lookup_special(&iterator, "__anext__").is_none() {
        let kind = vm.class_name(&iterator);
        return Err(
            vm.type_error(format!("aiter() returned not an async iterator of type '{kind}'"))
        );
    }
    Ok(Value::Obj(iterator))
}

fn anext(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let Some(method) = vm.lookup_special(object, "__anext__") else {
        let class = vm.class_name(object);
        return Err(vm.type_error(format!("'{class}' object is not an async iterator")));
    };
    let next = vm.call_special(method, object, &[])?;
    match args.get(1) {
        Some(default) => new_anext(vm, vm.to_object(next)?, default),
        None => Ok(next),
    }
}

fn breakpoint(vm: &Vm, args: Args<'_>) -> Eval {
    let sys = vm.import("sys")?;
    let Some(hook) = vm.find_attr(&sys, &vm.name("breakpointhook"))? else {
        return Err(vm.raise(ErrorKind::RuntimeError, "lost sys.breakpointhook".into()));
    };
    let (given, keywords) = args.positional_and_keywords();
    vm.call_with(&hook, &given, &keywords)
}

fn repr(vm: &Vm, args: Args<'_>) -> Eval {
    vm.repr(args.req(0)).map(Value::Obj)
}

fn ascii(vm: &Vm, args: Args<'_>) -> Eval {
    let repr = vm.repr(args.req(0))?;
    if repr.text().is_ascii() {
        return Ok(Value::Obj(repr));
    }
    vm.str_value(&crate::text::str_repr::escape_non_ascii(repr.text()))
}

fn hash(vm: &Vm, args: Args<'_>) -> Eval {
    vm.hash(args.req(0)).map(Value::Int)
}

fn callable(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::bool(vm.is_callable(args.req(0))))
}

fn format(vm: &Vm, args: Args<'_>) -> Eval {
    let spec = match args.get(1) {
        None => "",
        Some(spec) if spec.is::<Str>() => spec.text(),
        Some(other) => {
            let class = crate::types::expect::class_or_none(vm, other);
            return Err(vm.type_error(format!("format() argument 2 must be str, not {class}")));
        }
    };
    vm.format(args.req(0), spec).map(Value::Obj)
}

fn isinstance(vm: &Vm, args: Args<'_>) -> Eval {
    class_checks::is_instance(vm, args.req(0), args.req(1)).map(Value::bool)
}

fn issubclass(vm: &Vm, args: Args<'_>) -> Eval {
    class_checks::is_subclass(vm, args.req(0), args.req(1)).map(Value::bool)
}

fn import(vm: &Vm, args: Args<'_>) -> Eval {
    let name = args.req(0);
    if !name.is::<Str>() {
        return Err(vm.type_error("module name must be a string"));
    }
    let level = args.get(4).map_or(Ok(0), |level| vm.size_of(level))?;
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    let name = name.text();
    if name.is_empty() && level == 0 {
        return Err(vm.value_error("Empty module name"));
    }
    let full = match (level, args.get(1).and_then(|globals| globals.get::<Dict>())) {
        (0, _) => name.to_owned(),
        (level, Some(globals)) => vm.absolute_name(globals, name, level as usize)?,
        (_, None) if args.get(1).is_some() => {
            return Err(vm.type_error("globals must be a dict"));
        }
        (_, None) => return Err(vm.key_error(&vm.new_str("'__name__' not in globals")?)),
    };
    let module = vm.import(&full)?;
    if let Some(names) = args.get(3)
        && vm.truth_of(names)?
    {
        // Only a package is asked for the names; for others it need not be a list.
        if vm.find_attr(&module, &vm.name("__path__"))?.is_some() {
            vm.import_submodules(&module, &vm.collect(names)?)?;
        }
        return Ok(Value::Obj(module));
    }
    // Without names the outermost of what was asked for, under the package it counts from.
    let Some((_, inner)) = name.split_once('.') else { return Ok(Value::Obj(module)) };
    vm.import(&full[..full.len() - inner.len() - 1]).map(Value::Obj)
}
