//! The table of `re.Match`.

use super::cells::{Match, pattern_of};
use super::replace::expand;
use super::scan::{part, to_chars};
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, classmethod, getter, method};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm};
use crate::types::generic_alias::new_alias;
use crate::types::object::OBJECT;

fn data(object: &Ref) -> &Match {
    object.as_ref::<Match>()
}

/// The number of the group that `key`, a number or a name, means.
fn number(vm: &Vm, object: &Ref, key: &Ref) -> Result<usize, Raised> {
    let data = data(object);
    let found = if key.is::<Str>() {
        let names = &pattern_of(&data.pattern).program.names;
        names.iter().find(|(name, _)| name == key.text()).map(|(_, group)| *group)
    } else if vm.slot(key, |slots| slots.index.is_some()) {
        let index = vm.to_index(key)?;
        let small = int_view(&index).and_then(|view| view.small());
        small.and_then(|small| usize::try_from(small).ok())
    } else {
        None
    };
    found
        .filter(|group| *group < data.found.spans.len())
        .ok_or_else(|| vm.index_error("no such group"))
}

fn number_or_whole(vm: &Vm, args: Args<'_>) -> Result<usize, Raised> {
    args.get(1).map_or(Ok(0), |key| number(vm, args.req(0), key))
}

/// What a group matched, or `otherwise`.
fn text(vm: &Vm, object: &Ref, group: usize, otherwise: &Ref) -> Result<Ref, Raised> {
    let data = data(object);
    match data.found.spans.get(group).copied().flatten() {
        Some((start, end)) => part(vm, &data.subject, start, end),
        None => Ok(otherwise.clone()),
    }
}

fn group(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let none = vm.none();
    let keys: Vec<&Ref> = args.rest().collect();
    match keys[..] {
        [] => text(vm, object, 0, &none).map(Value::Obj),
        [key] => text(vm, object, number(vm, object, key)?, &none).map(Value::Obj),
        _ => {
            let mut items = Vec::with_capacity(keys.len());
            for key in keys {
                items.push(text(vm, object, number(vm, object, key)?, &none)?);
            }
            vm.new_tuple(items).map(Value::Obj)
        }
    }
}

fn getitem(vm: &Vm, object: &Ref, key: &Ref) -> Eval {
    text(vm, object, number(vm, object, key)?, &vm.none()).map(Value::Obj)
}

fn groups(vm: &Vm, args: Args<'_>) -> Eval {
    let none = vm.none();
    let otherwise = args.get(1).unwrap_or(&none);
    let mut items = Vec::new();
    for group in 1..data(args.req(0)).found.spans.len() {
        items.push(text(vm, args.req(0), group, otherwise)?);
    }
    vm.new_tuple(items).map(Value::Obj)
}

fn groupdict(vm: &Vm, args: Args<'_>) -> Eval {
    let none = vm.none();
    let otherwise = args.get(1).unwrap_or(&none);
    let mut pairs = Vec::new();
    for (name, group) in &pattern_of(&data(args.req(0)).pattern).program.names {
        pairs.push((vm.new_str(name)?, text(vm, args.req(0), *group, otherwise)?));
    }
    vm.new_dict(pairs).map(Value::Obj)
}

/// Begin and end of a group in characters; -1 where it did not match.
fn span_of(object: &Ref, group: usize) -> (i64, i64) {
    let data = data(object);
    match data.found.spans.get(group).copied().flatten() {
        Some((start, end)) => {
            let place = |at| to_chars(&data.subject, at) as i64;
            (place(start), place(end))
        }
        None => (-1, -1),
    }
}

fn pair(vm: &Vm, object: &Ref, group: usize) -> Result<Ref, Raised> {
    let (start, end) = span_of(object, group);
    vm.new_tuple_of([vm.new_int(start)?, vm.new_int(end)?])
}

fn start(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(span_of(args.req(0), number_or_whole(vm, args)?).0))
}

fn end(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(span_of(args.req(0), number_or_whole(vm, args)?).1))
}

fn span(vm: &Vm, args: Args<'_>) -> Eval {
    pair(vm, args.req(0), number_or_whole(vm, args)?).map(Value::Obj)
}

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

fn itself(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Obj(args.req(0).clone()))
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let (start, end) = span_of(object, 0);
    let shown = vm.repr_text(&text(vm, object, 0, &vm.none())?)?;
    vm.str_value(&format!("<re.Match object; span=({start}, {end}), match={shown}>"))
}

fn regs(vm: &Vm, object: &Ref) -> Eval {
    let mut items = Vec::new();
    for group in 0..data(object).found.spans.len() {
        items.push(pair(vm, object, group)?);
    }
    vm.new_tuple(items).map(Value::Obj)
}

fn lastindex(_vm: &Vm, object: &Ref) -> Eval {
    Ok(data(object).found.last.map_or(Value::None, |last| Value::Int(last as i64)))
}

fn lastgroup(vm: &Vm, object: &Ref) -> Eval {
    let data = data(object);
    let names = &pattern_of(&data.pattern).program.names;
    match names.iter().find(|(_, group)| Some(*group) == data.found.last) {
        Some((name, _)) => vm.str_value(name),
        None => Ok(Value::None),
    }
}

fn pos(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Int(data(object).pos as i64))
}

fn endpos(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Int(data(object).endpos as i64))
}

fn re(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Obj((*data(object).pattern).clone()))
}

fn string(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Obj((*data(object).subject).clone()))
}

#[rustfmt::skip]
static METHODS: [Method; 10] = [
    classmethod("__class_getitem__", "(object, /)", class_getitem, "See PEP 585."),
    method("__copy__", "()", itself, "Return the match itself."),
    method("__deepcopy__", "(memo, /)", itself, "Return the match itself."),
    method("end", "(group=0, /)", end, "Return index of the end of the substring matched by group."),
    method("expand", "(template)", expand, "Return the string obtained by doing backslash substitution on the string template, as done by the sub() method."),
    method("group", "(*groups)", group, "Return one or more subgroups of the match."),
    method("groupdict", "(default=None)", groupdict, "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name."),
    method("groups", "(default=None)", groups, "Return a tuple containing all the subgroups of the match, from 1."),
    method("span", "(group=0, /)", span, "For match object m, return the 2-tuple (m.start(group), m.end(group))."),
    method("start", "(group=0, /)", start, "Return index of the start of the substring matched by group."),
];

static GETSET: [GetSetRow; 7] = [
    getter("endpos", endpos, "The index into the string beyond which the search did not go."),
    getter("lastgroup", lastgroup, "The name of the last matched capturing group."),
    getter("lastindex", lastindex, "The integer index of the last matched capturing group."),
    getter("pos", pos, "The index into the string at which the search started."),
    getter("re", re, "The regular expression object."),
    getter("regs", regs, "The spans of all groups."),
    getter("string", string, "The string passed to match() or search()."),
];

pub static MATCH: TypeSpec = TypeSpec {
    module: "re",
    base: Some(&OBJECT),
    doc: "The result of re.match() and re.search().",
    slots: Slots { repr: Some(repr), getitem: Some(getitem), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<Match>()
};
