//! How objects say what they are made of, for `pickle` and `copy`: `object.__reduce__`.

use crate::heap::{Ref, Slot};
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Dict, List};
use crate::runtime::{Eval, Raised, Value, Vm, kinds};
use crate::types::default_dict::DEFAULT_DICT;
use crate::types::itertools::arguments;
use crate::types::object::is_objects;
use crate::types::operator_getter;
use crate::types::ordered_dict::ORDERED_DICT;

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

fn cannot_pickle(vm: &Vm, object: &Ref) -> Raised {
    if object.kind() == kinds::MEMORYVIEW {
        return vm.type_error("cannot pickle memoryview objects");
    }
    if matches!(object.kind(), kinds::FILE | kinds::STREAM) {
        let class = vm.short_class_name(object);
        return vm.type_error(format!("cannot pickle '{class}' instances"));
    }
    let class = vm.class_name(object);
    vm.type_error(format!("cannot pickle '{class}' object"))
}

fn builtin_parts(vm: &Vm, object: &Ref, protocol: i64) -> Result<Option<Parts>, Raised> {
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
        kinds::BYTEARRAY if protocol < 3 => {
            let text = vm.call_method(object, "decode", &[&vm.new_str("latin-1")?])?;
            let arguments = vec![vm.to_object(text)?, vm.new_str("latin-1")?];
            Parts { state: own_dict(vm, object), ..Parts::of(arguments) }
        }
        kinds::BYTEARRAY => {
            let bytes = vm.class_of_kind(kinds::BYTES).clone();
            Parts {
                state: own_dict(vm, object),
                ..Parts::of(vec![vm.call_object(&bytes, &[object])?])
            }
        }
        kind if (kinds::ACCUMULATE.0..=kinds::ZIP_LONGEST.0).contains(&kind.0) => {
            match arguments(vm, object)? {
                Some(arguments) => Parts { state: own_dict(vm, object), ..Parts::of(arguments) },
                None => return Err(cannot_pickle(vm, object)),
            }
        }
        kinds::DEQUE => {
            let most = attribute("maxlen")?;
            let arguments =
                if vm.is_none(&most) { Vec::new() } else { vec![vm.new_tuple(Vec::new())?, most] };
            let items = Some(vm.iter(object)?);
            Parts { state: own_dict(vm, object), items, ..Parts::of(arguments) }
        }
        kinds::GENERIC_ALIAS => Parts::of(vec![attribute("__origin__")?, attribute("__args__")?]),
        kinds::SIMPLE_NAMESPACE => Parts { state: own_dict(vm, object), ..Parts::of(Vec::new()) },
        kinds::OPERATOR_GETTER => Parts::of(operator_getter::what(object)),
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
    let dict = vm.dict_slot(object).and_then(Slot::get);
    dict.filter(|dict| dict.get::<Dict>().is_some_and(|dict| !dict.is_empty()))
}

fn pairs_of(vm: &Vm, object: &Ref) -> Result<Ref, Raised> {
    let items = vm.call_method(object, "items", &[])?;
    vm.iter(&vm.to_object(items)?)
}

/// A `methodcaller` with keywords: a partial of its class that is given the other arguments.
fn reduced_caller(vm: &Vm, caller: &Ref, keywords: &Ref) -> Eval {
    let partial = vm.get_attr_text(&vm.import("functools")?, "partial")?;
    let mut given = operator_getter::what(caller);
    let others = given.split_off(1);
    given.insert(0, vm.class_of(caller).clone());
    let pairs = keywords.as_ref::<Dict>().pairs();
    let maker = vm.call_with(&vm.to_object(partial)?, &given, &pairs)?;
    vm.new_tuple_of([vm.to_object(maker)?, vm.new_tuple(others)?]).map(Value::Obj)
}

/// CPython's `reduce_newobj`: how to make a copy, and the state to give it.
///
/// # Errors
/// `TypeError` for what cannot be made again.
pub(super) fn reduced(vm: &Vm, object: &Ref, protocol: i64) -> Eval {
    if object.kind() == kinds::OPERATOR_GETTER
        && let Some(keywords) = operator_getter::keywords(object)
    {
        return reduced_caller(vm, object, &keywords);
    }
    if let Some(parts) = builtin_parts(vm, object, protocol)? {
        let none = || vm.none();
        let mut all = vec![vm.class_of(object).clone(), vm.new_tuple(parts.arguments)?];
        let pairs = if parts.pairs { Some(pairs_of(vm, object)?) } else { None };
        let stated = matches!(object.kind(), kinds::SET | kinds::FROZENSET | kinds::BYTEARRAY);
        if stated || parts.state.is_some() || parts.items.is_some() || pairs.is_some() {
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
    let mut maker = "__newobj__";
    if special("__getnewargs_ex__") {
        let args = vm.call_method(object, "__getnewargs_ex__", &[])?;
        let args = tuple_refs(&vm.to_object(args)?);
        if let [args, keywords] = &args[..]
            && keywords.get::<Dict>().is_some_and(|keywords| !keywords.is_empty())
        {
            maker = "__newobj_ex__";
            given.extend([args.clone(), keywords.clone()]);
        } else if let Some(args) = args.first() {
            given.extend(tuple_refs(args));
        }
    } else if special("__getnewargs__") {
        let args = vm.call_method(object, "__getnewargs__", &[])?;
        given.extend(tuple_refs(&vm.to_object(args)?));
    } else if !matches!(object.kind(), kinds::OBJECT | kinds::LIST | kinds::DICT)
        && is_objects(vm, vm.class_data(object), "__getstate__")
    {
        return Err(cannot_pickle(vm, object));
    }
    let make = vm.to_object(vm.get_attr_text(&vm.import("copyreg")?, maker)?)?;
    let state = vm.call_method(object, "__getstate__", &[])?;
    let state = vm.to_object(state)?;
    let items = if object.is::<List>() { vm.iter(object)? } else { vm.none() };
    let pairs = if object.is::<Dict>() { pairs_of(vm, object)? } else { vm.none() };
    vm.new_tuple_of([make, vm.new_tuple(given)?, state, items, pairs]).map(Value::Obj)
}

/// Whether nothing but attributes makes an object, as far as the protocols before 2 know.
pub(super) fn is_plain(vm: &Vm, object: &Ref) -> bool {
    let is = |spec| vm.class_data(object).is_subclass_of(&vm.class_of_spec(spec));
    if object.is::<Dict>() {
        return !is(&DEFAULT_DICT) && !is(&ORDERED_DICT);
    }
    !matches!(
        object.kind(),
        kinds::SET
            | kinds::FROZENSET
            | kinds::SLICE
            | kinds::RANGE
            | kinds::BYTEARRAY
            | kinds::DEQUE
            | kinds::GENERIC_ALIAS
            | kinds::SIMPLE_NAMESPACE
            | kinds::OPERATOR_GETTER
    )
}
