//! `BaseExceptionGroup` and `ExceptionGroup` (PEP 654).

use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Class, Exception, Str, Tuple};
use crate::runtime::spec::{Method, TypeSpec, classmethod};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, method, staticmethod};

use super::base::args_of;
use super::group_split::{split_method, subgroup_method};
use crate::types::native::read_only;

pub static GROUP: TypeSpec = TypeSpec {
    construct: Some(&NEW),
    slots: Slots { str: Some(group_str), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &[
        read_only(
            "exceptions",
            |vm, object| members_tuple(vm, object).map(Value::Obj),
            "nested exceptions",
        ),
        read_only(
            "message",
            |_, object| Ok(args_of(object).first().cloned().map_or(Value::None, Value::Obj)),
            "exception message",
        ),
    ],
    ..TypeSpec::of::<Exception>()
};

static NEW: Method =
    staticmethod("__new__", "(type, /, *args, **kwargs)", new, "Create and return a new object.");

static METHODS: [Method; 4] = [
    classmethod("__class_getitem__", "(object, /)", class_getitem, "See PEP 585"),
    method("derive", "(excs, /)", derive, "Make a group of the same kind with other members."),
    method("split", "(matcher_value, /)", split_method, "The members that match, and the rest."),
    method("subgroup", "(matcher_value, /)", subgroup_method, "The members that match."),
];

/// The members of a group, in order; empty where `object` is none.
pub fn group_members(vm: &Vm, object: &Ref) -> Vec<Ref> {
    if !vm.is_error(object, ErrorKind::BaseExceptionGroup) {
        return Vec::new();
    }
    members_tuple(vm, object).map_or_else(
        |raised| {
            drop(vm.take_raised(raised));
            Vec::new()
        },
        |members| tuple_refs(&members),
    )
}

/// The members as a tuple; they are kept as a field.
fn members_tuple(vm: &Vm, object: &Ref) -> Result<Ref, Raised> {
    match super::fields::field(vm, object, "exceptions") {
        Some(members) => Ok(members),
        None => Ok(vm.singletons.empty_tuple.clone()),
    }
}

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    crate::types::generic_alias::new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

/// `BaseExceptionGroup.__new__`: checks the members and chooses the class.
fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let given: Vec<Ref> = args.rest().cloned().collect();
    let [message, members] = &given[..] else {
        return Err(vm.type_error(format!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
            given.len()
        )));
    };
    if !message.is::<Str>() {
        let class = vm.class_name(message);
        return Err(vm.type_error(format!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {class}"
        )));
    }
    let items = checked_members(vm, members)?;
    let class = class_for(vm, args.req(0), &items)?;
    let items = if members.is_exact::<Tuple>() { members.clone() } else { vm.new_tuple(items)? };
    let group = vm.bare_exception(&class, vm.new_tuple(given)?)?;
    super::fields::set_field(vm, &group, "exceptions", &items)?;
    Ok(Value::Obj(group))
}

fn checked_members(vm: &Vm, members: &Ref) -> Result<Vec<Ref>, Raised> {
    let is_sequence = vm.slot(members, |slots| slots.getitem.is_some() && slots.len.is_some())
        && !members.is::<crate::runtime::object::Dict>();
    if !is_sequence {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = vm.collect(members)?;
    if items.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    match items.iter().position(|item| !item.is::<Exception>()) {
        Some(at) => Err(vm
            .value_error(format!("Item {at} of second argument (exceptions) is not an exception"))),
        None => Ok(items),
    }
}

fn class_for(vm: &Vm, class: &Ref, items: &[Ref]) -> Result<Ref, Raised> {
    let only_exceptions = items.iter().all(|item| vm.is_error(item, ErrorKind::Exception));
    let group = vm.exception_class(ErrorKind::ExceptionGroup);
    if class.same(vm.exception_class(ErrorKind::BaseExceptionGroup)) {
        return Ok(if only_exceptions { group.clone() } else { class.clone() });
    }
    if only_exceptions {
        return Ok(class.clone());
    }
    if class.same(group) {
        return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
    }
    let data = class.as_ref::<Class>();
    if data.is_subclass_of(vm.exception_class(ErrorKind::Exception)) {
        let name = data.name_text();
        return Err(vm.type_error(format!("Cannot nest BaseExceptions in '{name}'")));
    }
    Ok(class.clone())
}

/// A group of `members` with `message`, of the class that fits them.
pub fn new_group(vm: &Vm, message: &Ref, members: Vec<Ref>) -> Result<Ref, Raised> {
    let class = vm.exception_class(ErrorKind::BaseExceptionGroup).clone();
    let members = vm.new_list(members)?;
    vm.call_object(&class, &[message, &members])
}

fn derive(vm: &Vm, args: Args<'_>) -> Eval {
    let message = args_of(args.req(0)).first().cloned().unwrap_or_else(|| vm.none());
    let class = vm.exception_class(ErrorKind::BaseExceptionGroup).clone();
    vm.call(&class, &[&message, args.req(1)])
}

/// `message (2 sub-exceptions)`.
fn group_str(vm: &Vm, object: &Ref) -> Eval {
    let message = args_of(object).first().cloned().unwrap_or_else(|| vm.none());
    let count = members_tuple(vm, object)?.tail().len();
    let plural = if count == 1 { "" } else { "s" };
    vm.str_value(&format!("{} ({count} sub-exception{plural})", vm.str_text(&message)?))
}
