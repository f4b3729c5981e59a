//! `BaseException`: arguments, text, traceback, cause and context, notes.
//!
//! (CPython: `Objects/exceptions.c`.)

use crate::heap::{Ref, Slot};
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Dict, Exception, List, Str, Traceback};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::{
    Args, ErrorKind, Eval, Raised, Slots, Value, Vm, getset, method, staticmethod,
};

use crate::types::object::{DICT_ROW, OBJECT, replace_dict};

pub static BASE_EXCEPTION: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    subclassable: true,
    has_dict: true,
    doc: "Common base class for all exceptions",
    construct: Some(&NEW),
    init: Some(&INIT),
    init_repeats_new: true,
    slots: Slots { repr: Some(repr), str: Some(str), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &[
        getset("__cause__", |_, object| Ok(slot(&of(object).cause)), set_cause, "exception cause"),
        getset(
            "__context__",
            |_, object| Ok(slot(&of(object).context)),
            set_context,
            "exception context",
        ),
        GetSetRow {
            name: "__dict__",
            get: DICT_ROW.get,
            set: Some(replace_dict),
            doc: "attributes",
        },
        getset("__suppress_context__", get_suppress, set_suppress, "whether the context is shown"),
        getset(
            "__traceback__",
            |_, object| Ok(slot(&of(object).traceback)),
            set_traceback,
            "where it was raised",
        ),
        getset("args", get_args, set_args, "the arguments"),
    ],
    ..TypeSpec::of::<Exception>()
};

static NEW: Method =
    staticmethod("__new__", "(type, /, *args, **kwargs)", new, "Create and return a new object.");
static INIT: Method = method("__init__", "(*args, **kwargs)", init, "Initialize self.");

static METHODS: [Method; 4] = [
    method("__reduce__", "()", reduce, "Helper for pickle."),
    method("__setstate__", "(state, /)", setstate, "Set attributes from a dict."),
    method(
        "add_note",
        "(note, /)",
        add_note_method,
        "Exception.add_note(note) --\n    add a note to the exception",
    ),
    method(
        "with_traceback",
        "(tb, /)",
        with_traceback,
        "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self.",
    ),
];

fn of(object: &Ref) -> &Exception {
    object.as_ref()
}

fn slot(slot: &Slot) -> Value {
    slot.get().map_or(Value::None, Value::Obj)
}

/// A new instance whose `args` are what `*args` took.
pub fn new_args(vm: &Vm, args: Args<'_>) -> Result<Ref, Raised> {
    let given = vm.new_tuple(args.rest().cloned().collect())?;
    vm.bare_exception(args.req(0), given)
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    new_args(vm, args).map(Value::Obj)
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    refuse_keywords(vm, object, args.get(1))?;
    let slot = &of(object).args;
    let old = slot.get();
    let same = old.as_ref().is_some_and(|old| {
        let tail = old.tail();
        tail.len() == args.rest().len()
            && tail.iter().zip(args.rest()).all(|(slot, given)| slot.peek_same(given))
    });
    if !same {
        slot.set(Some(vm.new_tuple(args.rest().cloned().collect())?));
    }
    Ok(Value::None)
}

/// `TypeError` where a dict of keywords is not empty.
pub(super) fn refuse_keywords(vm: &Vm, object: &Ref, keywords: Option<&Ref>) -> Result<(), Raised> {
    let any = keywords.and_then(|dict| dict.get::<Dict>()).is_some_and(|dict| !dict.is_empty());
    if any {
        let class = vm.class_name(object);
        return Err(vm.type_error(format!("{class}() takes no keyword arguments")));
    }
    Ok(())
}

/// The arguments of an exception.
pub(super) fn args_of(object: &Ref) -> Vec<Ref> {
    of(object).args.get().map_or_else(Vec::new, |args| tuple_refs(&args))
}

/// Nothing, the only argument's text, or that of the tuple.
pub(super) fn str(vm: &Vm, object: &Ref) -> Eval {
    let args = of(object).args.get().filter(|args| !args.tail().is_empty());
    let Some(args) = args else { return Ok(Value::Obj(vm.singletons.empty_str.clone())) };
    let shown = match args.tail() {
        [only] => only.get().map(|only| vm.str_given(only)),
        _ => None,
    };
    shown.unwrap_or_else(|| vm.str_given(args)).map(Value::Obj)
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let class = vm.class_name(object);
    let args = of(object).args.get().unwrap_or_else(|| vm.singletons.empty_tuple.clone());
    let only = match args.tail() {
        [only] => only.get(),
        _ => None,
    };
    match only {
        Some(only) => vm.str_value(&format!("{class}({})", vm.repr_given(only)?.text())),
        None => vm.str_value(&format!("{class}{}", vm.repr_given(args)?.text())),
    }
}

fn get_args(vm: &Vm, object: &Ref) -> Eval {
    let args = of(object).args.get();
    Ok(Value::Obj(args.unwrap_or_else(|| vm.singletons.empty_tuple.clone())))
}

fn set_args(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(vm.type_error("args may not be deleted")) };
    let items = vm.collect(value)?;
    of(object).args.set(Some(vm.new_tuple(items)?));
    Ok(())
}

fn set_traceback(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(vm.type_error("__traceback__ may not be deleted")) };
    if !vm.is_none(value) && !value.is::<Traceback>() {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    of(object).traceback.set((!vm.is_none(value)).then(|| value.clone()));
    Ok(())
}

fn other_exception(vm: &Vm, value: Option<&Ref>, what: &str) -> Result<Option<Ref>, Raised> {
    match value {
        None => Err(vm.type_error(format!("__{what}__ may not be deleted"))),
        Some(value) if vm.is_none(value) => Ok(None),
        Some(value) if value.is::<Exception>() => Ok(Some(value.clone())),
        Some(_) => {
            Err(vm
                .type_error(format!("exception {what} must be None or derive from BaseException")))
        }
    }
}

fn set_cause(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let cause = other_exception(vm, value, "cause")?;
    of(object).suppress_context.set(true);
    of(object).cause.set(cause);
    Ok(())
}

fn set_context(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let context = other_exception(vm, value, "context")?;
    of(object).context.set(context);
    Ok(())
}

fn get_suppress(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::bool(of(object).suppress_context.get()))
}

fn set_suppress(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    match value {
        Some(value) if value.is::<crate::runtime::object::Bool>() => {
            of(object).suppress_context.set(vm.truth_of(value)?);
            Ok(())
        }
        Some(_) => Err(vm.type_error("attribute value type must be bool")),
        None => Err(vm.type_error("can't delete numeric/char attribute")),
    }
}

fn with_traceback(vm: &Vm, args: Args<'_>) -> Eval {
    set_traceback(vm, args.req(0), Some(args.req(1)))?;
    Ok(Value::Obj(args.req(0).clone()))
}

fn add_note_method(vm: &Vm, args: Args<'_>) -> Eval {
    let note = args.req(1);
    if !note.is::<Str>() {
        let class = vm.class_name(note);
        return Err(vm.type_error(format!("note must be a str, not '{class}'")));
    }
    add_note_object(vm, args.req(0), note)?;
    Ok(Value::None)
}

/// Adds a line to `exception.__notes__` (PEP 678).
pub fn add_note(vm: &Vm, exception: &Ref, note: &str) -> Result<(), Raised> {
    let note = vm.new_str(note)?;
    add_note_object(vm, exception, &note)
}

fn add_note_object(vm: &Vm, exception: &Ref, note: &Ref) -> Result<(), Raised> {
    let name = vm.name("__notes__");
    let notes = match vm.find_attr(exception, &name)? {
        Some(notes) => notes,
        None => {
            let notes = vm.new_list(Vec::new())?;
            vm.set_attr(exception, &name, Some(&notes))?;
            notes
        }
    };
    match notes.get::<List>() {
        Some(list) => list.push(&vm.heap, note.clone()).map_err(|full| vm.heap_full(full)),
        None => {
            Err(vm.raise(ErrorKind::TypeError, "Cannot add note: __notes__ is not a list".into()))
        }
    }
}

fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let mut given = vm.to_object(get_args(vm, object)?)?;
    // The file's name is among the arguments that make an `OSError`, though not in `args`.
    if let Some(filename) = super::field(vm, object, "filename")
        && vm.is_error(object, ErrorKind::OSError)
    {
        let mut all = tuple_refs(&given);
        if all.len() == 2 {
            all.push(filename);
            if let Some(second) = super::field(vm, object, "filename2") {
                all.extend([vm.none(), second]);
            }
            given = vm.new_tuple(all)?;
        }
    }
    let mut parts = vec![vm.class_of(object).clone(), given];
    parts.extend(state(vm, object)?);
    vm.new_tuple(parts).map(Value::Obj)
}

/// The attributes of an exception and those fields that are not among its arguments.
fn state(vm: &Vm, object: &Ref) -> Result<Option<Ref>, Raised> {
    let dict = of(object).dict.get();
    let dict = dict.filter(|dict| dict.get::<Dict>().is_some_and(|dict| !dict.is_empty()));
    let names: &[&'static str] = if vm.is_error(object, ErrorKind::ImportError) {
        &["name", "path", "name_from"]
    } else if vm.is_error(object, ErrorKind::AttributeError) {
        &["name"]
    } else {
        &[]
    };
    let fields =
        names.iter().filter_map(|name| Some((vm.name(name), super::field(vm, object, name)?)));
    let fields: Vec<(Ref, Ref)> = fields.filter(|(_, value)| !vm.is_none(value)).collect();
    if fields.is_empty() {
        return Ok(dict);
    }
    let own = dict.map_or_else(Vec::new, |dict| dict.as_ref::<Dict>().pairs());
    vm.new_dict(own.into_iter().chain(fields).collect()).map(Some)
}

fn setstate(vm: &Vm, args: Args<'_>) -> Eval {
    let state = args.req(1);
    if vm.is_none(state) {
        return Ok(Value::None);
    }
    let Some(state) = state.get::<Dict>() else {
        return Err(vm.type_error("state is not a dictionary"));
    };
    for (name, value) in state.pairs() {
        vm.set_attr(args.req(0), &name, Some(&value))?;
    }
    Ok(Value::None)
}
