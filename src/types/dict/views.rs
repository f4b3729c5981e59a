//! `dict_keys`, `dict_values` and `dict_items`: one payload under three kinds.

use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::object::Dict;
use crate::runtime::object::list::List;
use crate::runtime::object::tuple::Tuple;
use crate::runtime::spec::{GetSetRow, Method, getter, method};
use crate::runtime::{Args, CompareOp, Eval, Raised, Value, Vm, kinds};
use crate::types::set::{self, FrozenSet, Set};
use crate::types::{held, mapping_proxy};

use super::iterators;

pub const KEYS: u8 = kinds::DICT_KEYS.0;
pub const VALUES: u8 = kinds::DICT_VALUES.0;
pub const ITEMS: u8 = kinds::DICT_ITEMS.0;

pub struct View<const KIND: u8> {
    pub dict: Fixed,
}

impl<const KIND: u8> Payload for View<KIND> {
    const KIND: Kind = Kind(KIND);
    const NAME: &'static str = match KIND {
        KEYS => "dict_keys",
        VALUES => "dict_values",
        _ => "dict_items",
    };

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.dict.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.dict);
    }
}

/// A view of `dict`.
pub fn new<const KIND: u8>(vm: &Vm, dict: &Ref) -> Eval {
    vm.alloc(View::<KIND> { dict: Fixed::new(dict.clone()) }).map(Value::Obj)
}

/// The dict that a view of keys or items looks at.
fn dict_of(view: &Ref) -> Option<&Ref> {
    match view.get::<View<KEYS>>() {
        Some(view) => Some(&view.dict),
        None => view.get::<View<ITEMS>>().map(|view| &*view.dict),
    }
}

fn dict<const KIND: u8>(view: &Ref) -> &Ref {
    &view.as_ref::<View<KIND>>().dict
}

pub(super) fn len<const KIND: u8>(_vm: &Vm, view: &Ref) -> Result<usize, Raised> {
    Ok(dict::<KIND>(view).as_ref::<Dict>().len())
}

pub(super) fn iter<const KIND: u8>(vm: &Vm, view: &Ref) -> Eval {
    let dict = dict::<KIND>(view);
    match KIND {
        KEYS => iterators::new::<{ iterators::KEYS }>(vm, dict),
        VALUES => iterators::new::<{ iterators::VALUES }>(vm, dict),
        _ => iterators::new::<{ iterators::ITEMS }>(vm, dict),
    }
}

fn reversed<const KIND: u8>(vm: &Vm, args: Args<'_>) -> Eval {
    let dict = dict::<KIND>(args.req(0));
    match KIND {
        KEYS => iterators::new::<{ iterators::REVERSE_KEYS }>(vm, dict),
        VALUES => iterators::new::<{ iterators::REVERSE_VALUES }>(vm, dict),
        _ => iterators::new::<{ iterators::REVERSE_ITEMS }>(vm, dict),
    }
}

pub(super) fn repr<const KIND: u8>(vm: &Vm, view: &Ref) -> Eval {
    let written = vm.without_repr_cycle(view, || {
        let list = vm.new_list(vm.collect(view)?)?;
        let list = held::with(vm, [list], |[list]| vm.repr(list))?;
        vm.str_value(&format!("{}({})", vm.short_class_name(view), list.text()))
    })?;
    written.map_or_else(|| vm.str_value("..."), Ok)
}

pub(super) fn contains<const KIND: u8>(vm: &Vm, view: &Ref, item: &Ref) -> Result<bool, Raised> {
    let payload = dict::<KIND>(view).as_ref::<Dict>();
    if KIND == KEYS {
        let hash = vm.hash(item)?;
        return Ok(payload.find(vm, item, hash)?.is_some());
    }
    if !item.is::<Tuple>() || item.tail().len() != 2 {
        return Ok(false);
    }
    let (Some(key), Some(value)) = (item.fixed_item(0), item.fixed_item(1)) else {
        return Ok(false);
    };
    match payload.get(vm, key)? {
        Some(found) => held::equal(vm, found, value),
        None => Ok(false),
    }
}

/// Whether `object` is a set or a view that behaves like one; and its size.
fn set_like_len(vm: &Vm, object: &Ref) -> Result<Option<usize>, Raised> {
    if object.is::<Set>() || object.is::<FrozenSet>() {
        return vm.len_of(object).map(Some);
    }
    Ok(dict_of(object).map(|dict| dict.as_ref::<Dict>().len()))
}

fn all_in(vm: &Vm, items: &Ref, container: &Ref) -> Result<bool, Raised> {
    let mut all = true;
    vm.each(items, &mut |item| {
        all = held::with(vm, [item], |[item]| vm.contains(container, item))?;
        Ok(all)
    })?;
    Ok(all)
}

pub(super) fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(a), Some(b)) = (set_like_len(vm, left)?, set_like_len(vm, right)?) else {
        return vm.not_implemented();
    };
    let holds = set::compare_sizes(op, (a, b), &mut |swapped| {
        if swapped { all_in(vm, right, left) } else { all_in(vm, left, right) }
    })?;
    Ok(Value::bool(holds))
}

/// A set of what `view` shows; keys come from the dict itself, which tells their number first.
fn to_set(vm: &Vm, view: &Ref) -> Result<Ref, Raised> {
    match view.get::<View<KEYS>>() {
        Some(keys) => set::copy_of(vm, &keys.dict),
        None => set::copy_of(vm, view),
    }
}

pub(super) fn sub(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let own = to_set(vm, left)?;
    held::with(vm, [own], |[own]| {
        vm.call_method(own, "difference_update", &[right])?;
        Ok(Value::Obj(own.clone()))
    })
}

pub(super) fn or(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let own = to_set(vm, left)?;
    held::with(vm, [own], |[own]| {
        set::update(vm, own, right)?;
        Ok(Value::Obj(own.clone()))
    })
}

pub(super) fn xor(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let own = to_set(vm, left)?;
    held::with(vm, [own], |[own]| {
        vm.call_method(own, "symmetric_difference_update", &[right])?;
        Ok(Value::Obj(own.clone()))
    })
}

/// `left & right`: walks the smaller of two views, or the other operand.
pub(super) fn and(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let (view, mut other) = if dict_of(left).is_some() { (left, right) } else { (right, left) };
    let Some(dict) = dict_of(view) else { return vm.not_implemented() };
    let len = dict.as_ref::<Dict>().len();
    let is_set = other.is_exact::<Set>() || other.is_exact::<FrozenSet>();
    if is_set && len <= vm.len_of(other)? {
        // The result is a set's, whatever the type of the other operand.
        let walked = set::intersection(vm, other, view)?;
        return set::copy_of(vm, &walked).map(Value::Obj);
    }
    let mut asked = view;
    if let Some(other_dict) = dict_of(other)
        && other_dict.as_ref::<Dict>().len() > len
    {
        std::mem::swap(&mut asked, &mut other);
    }
    let result = set::new_set(vm)?;
    held::with(vm, [result], |[result]| {
        vm.each(other, &mut |item| {
            if vm.contains(asked, &item)? {
                set::add(vm, result, item)?;
            }
            Ok(true)
        })?;
        Ok(Value::Obj(result.clone()))
    })
}

fn isdisjoint(vm: &Vm, args: Args<'_>) -> Eval {
    let (mut view, mut other) = (args.req(0), args.req(1));
    if view.same(other) {
        return Ok(Value::bool(vm.len_of(view)? == 0));
    }
    if let Some(len) = set_like_len(vm, other)?
        && len > vm.len_of(view)?
    {
        std::mem::swap(&mut view, &mut other);
    }
    let mut disjoint = true;
    vm.each(other, &mut |item| {
        disjoint = !held::with(vm, [item], |[item]| vm.contains(view, item))?;
        Ok(disjoint)
    })?;
    Ok(Value::bool(disjoint))
}

fn mapping<const KIND: u8>(vm: &Vm, view: &Ref) -> Eval {
    mapping_proxy::new_mapping_proxy(vm, dict::<KIND>(view)).map(Value::Obj)
}

/// The items of a view as a list, for callers that need them all at once.
pub fn to_list<const KIND: u8>(vm: &Vm, view: &Ref) -> Result<Ref, Raised> {
    let payload = dict::<KIND>(view).as_ref::<Dict>();
    let list = vm.alloc(List::new(Vec::new()))?;
    for (key, value) in payload.pairs() {
        let item = match KIND {
            KEYS => key,
            VALUES => value,
            _ => vm.new_tuple_of([key, value])?,
        };
        list.as_ref::<List>().push(&vm.heap, item).map_err(|full| vm.heap_full(full))?;
    }
    Ok(list)
}

const ISDISJOINT_DOC: &str =
    "Return True if the view and the given iterable have a null intersection.";
const REVERSED_KEYS_DOC: &str = "Return a reverse iterator over the dict keys.";
const REVERSED_VALUES_DOC: &str = "Return a reverse iterator over the dict values.";
const REVERSED_ITEMS_DOC: &str = "Return a reverse iterator over the dict items.";
const MAPPING_DOC: &str = "dictionary that this view refers to";

pub(super) static KEYS_METHODS: [Method; 2] = [
    method("isdisjoint", "(other, /)", isdisjoint, ISDISJOINT_DOC),
    method("__reversed__", "()", reversed::<KEYS>, REVERSED_KEYS_DOC),
];

pub(super) static VALUES_METHODS: [Method; 1] =
    [method("__reversed__", "()", reversed::<VALUES>, REVERSED_VALUES_DOC)];

pub(super) static ITEMS_METHODS: [Method; 2] = [
    method("isdisjoint", "(other, /)", isdisjoint, ISDISJOINT_DOC),
    method("__reversed__", "()", reversed::<ITEMS>, REVERSED_ITEMS_DOC),
];

pub(super) static KEYS_GETSET: &[GetSetRow] = &[getter("mapping", mapping::<KEYS>, MAPPING_DOC)];
pub(super) static VALUES_GETSET: &[GetSetRow] =
    &[getter("mapping", mapping::<VALUES>, MAPPING_DOC)];
pub(super) static ITEMS_GETSET: &[GetSetRow] = &[getter("mapping", mapping::<ITEMS>, MAPPING_DOC)];
