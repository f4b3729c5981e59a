//! Code objects: what a function, class body or module was compiled to, seen from Python.

use crate::heap::{Fixed, Ref};
use crate::runtime::object::Code;
use crate::runtime::object::code::Makes;
use crate::runtime::spec::{GetSetRow, TypeSpec};
use crate::runtime::{Eval, Slots, Value, Vm};

use super::code_replace;
use super::native::read_only;
use super::object::OBJECT;

pub static CODE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    weakrefable: true,
    doc: "Create a code object.  Not for mere mortals.",
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    getset: &ATTRIBUTES,
    methods: &code_replace::METHODS,
    ..TypeSpec::of::<Code>()
};

const ATTRIBUTES: [GetSetRow; 15] = [
    read_only(
        "co_argcount",
        |_, code| count(of(code).parameters.positional),
        "positional parameters",
    ),
    read_only("co_cellvars", cell_variables, "locals that inner functions use"),
    read_only("co_consts", constants, "constants"),
    read_only("co_filename", |vm, code| vm.str_value(of(code).source.name()), "the source's name"),
    read_only(
        "co_firstlineno",
        |_, code| {
            // A module begins at its beginning, whatever stands there.
            let is_module = of(code).name.text() == "<module>";
            Ok(Value::Int(if is_module { 1 } else { of(code).first_line().into() }))
        },
        "the first line",
    ),
    read_only("co_flags", flags, "feature bits"),
    read_only("co_freevars", |vm, code| tuple(vm, &of(code).free), "variables of outer functions"),
    read_only(
        "co_kwonlyargcount",
        |_, code| count(of(code).parameters.keyword_only),
        "keyword-only parameters",
    ),
    read_only("co_name", |_, code| Ok(Value::Obj((*of(code).name).clone())), "the name"),
    read_only("co_names", names, "names of globals and attributes"),
    read_only("co_nlocals", |_, code| count(variables(of(code)).len()), "local variables"),
    read_only(
        "co_posonlyargcount",
        |_, code| count(of(code).parameters.positional_only),
        "positional-only parameters",
    ),
    read_only(
        "co_qualname",
        |_, code| Ok(Value::Obj((*of(code).qualname).clone())),
        "the qualified name",
    ),
    read_only(
        "co_stacksize",
        |_, code| count(of(code).slot_count - of(code).variables.len()),
        "temporary slots",
    ),
    read_only(
        "co_varnames",
        |vm, code| vm.new_tuple(variables(of(code))).map(Value::Obj),
        "parameters and other locals",
    ),
];

fn names(vm: &Vm, code: &Ref) -> Eval {
    let code = of(code);
    let listed = code.names.iter().zip(0..).filter(|(_, index)| !code.unlisted.contains(index));
    vm.new_tuple(listed.map(|(name, _)| (**name).clone()).collect()).map(Value::Obj)
}

fn of(code: &Ref) -> &Code {
    code.as_ref()
}

fn count(count: usize) -> Eval {
    Ok(Value::Int(count as i64))
}

fn tuple(vm: &Vm, list: &[Fixed]) -> Eval {
    vm.new_tuple(list.iter().map(|fixed| (**fixed).clone()).collect()).map(Value::Obj)
}

fn constants(vm: &Vm, code: &Ref) -> Eval {
    let code = of(code);
    let mut list: Vec<Ref> = code.constants.iter().map(|fixed| (**fixed).clone()).collect();
    // Where a docstring would be, a function without one has `None`.
    if code.flags.function && !code.flags.has_docstring && !code.name.text().starts_with("<gen") {
        list.retain(|constant| !vm.is_none(constant));
        list.insert(0, vm.none());
    }
    vm.new_tuple(list).map(Value::Obj)
}

/// Parameters, and the locals that are not cells.
fn variables(code: &Code) -> Vec<Ref> {
    if !code.flags.function {
        return Vec::new();
    }
    let parameters = code.parameters.total();
    let is_plain = |at: usize| at < parameters || !code.captured.contains(&(at as u32));
    let all = code.variables.iter().enumerate();
    all.filter(|(at, _)| is_plain(*at)).map(|(_, name)| (**name).clone()).collect()
}

fn cell_variables(vm: &Vm, code: &Ref) -> Eval {
    let code = of(code);
    let names = code.captured.iter().filter_map(|&at| code.variables.get(at as usize));
    vm.new_tuple(names.map(|name| (**name).clone()).collect()).map(Value::Obj)
}

/// CPython's bits: optimized, new locals, `*args`, `**kwargs`, nested, and what a call makes.
fn flags(_vm: &Vm, code: &Ref) -> Eval {
    let code = of(code);
    let bits = [
        (code.flags.function, 0x1 | 0x2),
        (code.parameters.vararg, 0x4),
        (code.parameters.kwarg, 0x8),
        (code.flags.nested, 0x10),
        (code.flags.makes == Makes::Generator, 0x20),
        (code.flags.makes == Makes::Coroutine, 0x80),
        (code.awaitable.get(), 0x100),
        (code.flags.makes == Makes::AsyncGenerator, 0x200),
    ];
    Ok(Value::Int(bits.iter().filter(|(set, _)| *set).map(|(_, bit)| bit).sum()))
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let code = of(object);
    vm.str_value(&format!(
        "<code object {} at {:#x}, file \"{}\", line {}>",
        code.name.text(),
        object.address(),
        code.source.name(),
        code.first_line()
    ))
}
