//! How objects say what they are made of, for `pickle` and `copy`: `object.__reduce__`.

use crate::heap::{Ref, Slot};
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{BuiltinFunction, Dict, List};
use crate::runtime::spec::Method;
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};
use crate::types::default_dict::DEFAULT_DICT;
use crate::types::ordered_dict::ORDERED_DICT;

static NEW_OBJECT: Method = crate::runtime::function(
    "__newobj__",
    "(cls, /, *args)",
    new_object,
    "Make an instance without initializing it.",
);

fn new_object(vm: &Vm, args: Args<'_>) -> Eval {
    let new = vm.get_attr_text(args.req(0), "__new__")?;
    let new = vm.to_object(new)?;
    let given: Vec<&Ref> = std::iter::once(args.req(0)).chain(args.rest()).collect();
    vm.call(&new, &given)
}

static NEW_OBJECT_EX: Method = crate::runtime::function(
    "__newobj_ex__",
    "(cls, args, kwargs, /)",
    new_object_ex,
    "Make an instance without initializing it, with keywords.",
);

fn new_object_ex(vm: &Vm, args: Args<'_>) -> Eval {
    let copyreg = vm.import("copyreg")?;
    let given = [args.req(0), args.req(1), args.req(2)];
    vm.call_method(&copyreg, "__newobj_ex__", &given)
}

/// What makes an object again that holds its content where no attribute shows it.
struct Parts {
    arguments: Vec<Ref>,
    state: Option<Ref>,
    items: Option<Ref>,
    pairs: bool,
}

impl Parts {
    fn of(arguments: Vec<Ref>) -> Self {
        Self { arguments, state: None, items: None, pairs: false }
    }
}

fn builtin_parts(vm: &Vm, object: &Ref) -> Result<Option<Parts>, Raised> {
    let attribute = |name: &str| vm.get_attr_text(object, name).and_then(|part| vm.to_object(part));
    let is = |spec| vm.class_data(object).is_subclass_of(&vm.class_of_spec(spec));
    Ok(Some(match object.kind() {
        kinds::SET | kinds::FROZENSET => Parts {
            state: own_dict(vm, object),
            ..Parts::of(vec![vm.new_list(vm.collect(object)?)?])
        },
        kinds::SLICE | kinds::RANGE => {
            Parts::of(vec![attribute("start")?, attribute("stop")?, attribute("step")?])
        }
        kinds::BYTEARRAY => {
            let bytes = vm.class_of_kind(kinds::BYTES).clone();
            Parts {
                state: own_dict(vm, object),
                ..Parts::of(vec![vm.call_object(&bytes, &[object])?])
            }
        }
        kinds::DEQUE => {
            let most = attribute("maxlen")?;
            let arguments =
                if vm.is_none(&most) { Vec::new() } else { vec![vm.new_tuple(Vec::new())?, most] };
            let items = Some(vm.iter(object)?);
            Parts { state: own_dict(vm, object), items, ..Parts::of(arguments) }
        }
        _ if object.is::<Dict>() && is(&DEFAULT_DICT) => {
            let factory = attribute("default_factory")?;
            let arguments = if vm.is_none(&factory) { Vec::new() } else { vec![factory] };
            Parts { pairs: true, ..Parts::of(arguments) }
        }
        _ if object.is::<Dict>() && is(&ORDERED_DICT) => {
            Parts { state: own_dict(vm, object), pairs: true, ..Parts::of(Vec::new()) }
        }
        _ => return Ok(None),
    }))
}

/// The attributes of an object that has any.
fn own_dict(vm: &Vm, object: &Ref) -> Option<Ref> {
    vm.dict_slot(object).and_then(Slot::get).filter(|dict| dict.is::<Dict>())
}

fn pairs_of(vm: &Vm, object: &Ref) -> Result<Ref, Raised> {
    let items = vm.call_method(object, "items", &[])?;
    vm.iter(&vm.to_object(items)?)
}

/// CPython's `reduce_newobj`: how to make a copy, and the state to give it.
///
/// # Errors
/// `TypeError` for what cannot be made again.
pub(super) fn reduced(vm: &Vm, object: &Ref) -> Eval {
    if let Some(parts) = builtin_parts(vm, object)? {
        let none = || vm.none();
        let mut all = vec![vm.class_of(object).clone(), vm.new_tuple(parts.arguments)?];
        let pairs = if parts.pairs { Some(pairs_of(vm, object)?) } else { None };
        if parts.state.is_some() || parts.items.is_some() || pairs.is_some() {
            all.push(parts.state.unwrap_or_else(none));
        }
        if parts.items.is_some() || pairs.is_some() {
            all.push(parts.items.unwrap_or_else(none));
        }
        all.extend(pairs);
        return vm.new_tuple(all).map(Value::Obj);
    }
    let special = |name: &'static str| vm.lookup_special(object, name).is_some();
    let mut given = vec![vm.class_of(object).clone()];
    let mut row = &NEW_OBJECT;
    if special("__getnewargs_ex__") {
        let args = vm.call_method(object, "__getnewargs_ex__", &[])?;
        let args = tuple_refs(&vm.to_object(args)?);
        if let [args, keywords] = &args[..]
            && keywords.get::<Dict>().is_some_and(|keywords| !keywords.is_empty())
        {
            row = &NEW_OBJECT_EX;
            given.extend([args.clone(), keywords.clone()]);
        } else if let Some(args) = args.first() {
            given.extend(tuple_refs(args));
        }
    } else if special("__getnewargs__") {
        let args = vm.call_method(object, "__getnewargs__", &[])?;
        given.extend(tuple_refs(&vm.to_object(args)?));
    } else if vm.class_data(object).layout.construct.is_none() {
        let class = vm.class_name(object);
        return Err(vm.type_error(format!("cannot pickle '{class}' object")));
    }
    let make = vm.alloc(BuiltinFunction {
        row,
        receiver: Slot::empty(),
        module: Slot::new(vm.name("copyreg")),
    })?;
    let state = vm.call_method(object, "__getstate__", &[])?;
    let state = vm.to_object(state)?;
    let items = if object.is::<List>() { vm.iter(object)? } else { vm.none() };
    let pairs = if object.is::<Dict>() { pairs_of(vm, object)? } else { vm.none() };
    vm.new_tuple_of([make, vm.new_tuple(given)?, state, items, pairs]).map(Value::Obj)
}
