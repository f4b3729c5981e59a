//! `operator`: the operators as functions.

use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::object::{BuiltinFunction, Dict};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, BinaryOp, CompareOp, Eval, Raised, Slots, Value, Vm};
use crate::types::operator_getter::{ATTRGETTER, ITEMGETTER, METHODCALLER};

/// A function `a op b`.
const fn binary(name: &'static str, func: fn(&Vm, Args<'_>) -> Eval, doc: &'static str) -> Method {
    function(name, "(a, b, /)", func, doc)
}

fn apply(vm: &Vm, args: Args<'_>, op: BinaryOp) -> Eval {
    vm.binary(op, args.req(0), args.req(1))
}

fn in_place(vm: &Vm, args: Args<'_>, op: BinaryOp) -> Eval {
    vm.inplace(op, args.req(0), args.req(1))
}

fn compare(vm: &Vm, args: Args<'_>, op: CompareOp) -> Eval {
    vm.compare(op, args.req(0), args.req(1))
}

fn truth(vm: &Vm, args: Args<'_>) -> Result<bool, Raised> {
    vm.truth_of(args.req(0))
}

fn unary(
    vm: &Vm,
    args: Args<'_>,
    pick: fn(&Slots) -> Option<crate::runtime::slots::UnaryFn>,
    what: &str,
) -> Eval {
    vm.unary(args.req(0), pick, what)
}

fn is_sequence(vm: &Vm, object: &Ref) -> bool {
    vm.slot(object, |slots| slots.getitem.is_some())
        && !vm.class_data(object).flags.get().is_mapping
}

fn concat(vm: &Vm, args: Args<'_>) -> Eval {
    concat_by(vm, args, Vm::binary)
}

fn iconcat(vm: &Vm, args: Args<'_>) -> Eval {
    concat_by(vm, args, Vm::inplace)
}

fn concat_by(vm: &Vm, args: Args<'_>, run: fn(&Vm, BinaryOp, &Ref, &Ref) -> Eval) -> Eval {
    let (left, right) = (args.req(0), args.req(1));
    let own = vm.slot(left, |slots| slots.concat.is_some());
    if !own && (!is_sequence(vm, left) || !is_sequence(vm, right)) {
        let class = vm.class_name(left);
        return Err(vm.type_error(format!("'{class}' object can't be concatenated")));
    }
    run(vm, BinaryOp::Add, left, right)
}

fn contains(vm: &Vm, args: Args<'_>) -> Eval {
    vm.contains(args.req(0), args.req(1)).map(Value::bool)
}

fn count_of(vm: &Vm, args: Args<'_>) -> Eval {
    let mut count = 0;
    vm.each(args.req(0), &mut |item| {
        count += i64::from(vm.equal(&item, args.req(1))?);
        Ok(true)
    })?;
    Ok(Value::Int(count))
}

fn index_of(vm: &Vm, args: Args<'_>) -> Eval {
    let (mut at, mut found) = (0, false);
    vm.each(args.req(0), &mut |item| {
        found = vm.equal(&item, args.req(1))?;
        at += i64::from(!found);
        Ok(!found)
    })?;
    if !found {
        return Err(vm.value_error("sequence.index(x): x not in sequence"));
    }
    Ok(Value::Int(at))
}

fn get_item(vm: &Vm, args: Args<'_>) -> Eval {
    vm.get_item(args.req(0), args.req(1))
}

fn set_item(vm: &Vm, args: Args<'_>) -> Eval {
    vm.set_item(args.req(0), args.req(1), Some(args.req(2)))?;
    Ok(Value::None)
}

fn del_item(vm: &Vm, args: Args<'_>) -> Eval {
    vm.set_item(args.req(0), args.req(1), None)?;
    Ok(Value::None)
}

fn hint(vm: &Vm, args: Args<'_>) -> Eval {
    let default = match args.get(1) {
        Some(default) => vm.size_of(default)?.max(0) as usize,
        None => 0,
    };
    vm.length_hint(args.req(0), default).map(|hint| Value::Int(hint as i64))
}

fn call(vm: &Vm, args: Args<'_>) -> Eval {
    let rest: Vec<Ref> = args.rest().cloned().collect();
    let keywords = args
        .get(1)
        .and_then(|keywords| keywords.get::<crate::runtime::object::Dict>())
        .map_or_else(Vec::new, crate::runtime::object::Dict::pairs);
    vm.call_with(args.req(0), &rest, &keywords)
}

fn index(vm: &Vm, args: Args<'_>) -> Eval {
    let index = vm.to_index(args.req(0))?;
    // The result is a plain int: `True` gives 1.
    match int_view(&index) {
        Some(view) => vm.new_big_int(view.to_big()),
        None => Ok(Value::Obj(index)),
    }
}

fn compare_digest(vm: &Vm, args: Args<'_>) -> Eval {
    vm.equal(args.req(0), args.req(1)).map(Value::bool)
}

static FUNCTIONS: [Method; 53] = [
    function("_compare_digest", "(a, b, /)", compare_digest, "Return 'a == b'."),
    function(
        "abs",
        "(a, /)",
        |vm, args| unary(vm, args, |slots| slots.abs, "abs()"),
        "Same as abs(a).",
    ),
    binary("add", |vm, args| apply(vm, args, BinaryOp::Add), "Same as a + b."),
    binary("and_", |vm, args| apply(vm, args, BinaryOp::And), "Same as a & b."),
    function("call", "(obj, /, *args, **kwargs)", call, "Same as obj(*args, **kwargs)."),
    binary("concat", concat, "Same as a + b, for a and b sequences."),
    binary("contains", contains, "Same as b in a (note reversed operands)."),
    binary("countOf", count_of, "Return the number of items in a which are, or which equal, b."),
    binary("delitem", del_item, "Same as del a[b]."),
    binary("eq", |vm, args| compare(vm, args, CompareOp::Eq), "Same as a == b."),
    binary("floordiv", |vm, args| apply(vm, args, BinaryOp::FloorDiv), "Same as a // b."),
    binary("ge", |vm, args| compare(vm, args, CompareOp::Ge), "Same as a >= b."),
    binary("getitem", get_item, "Same as a[b]."),
    binary("gt", |vm, args| compare(vm, args, CompareOp::Gt), "Same as a > b."),
    binary("iadd", |vm, args| in_place(vm, args, BinaryOp::Add), "Same as a += b."),
    binary("iand", |vm, args| in_place(vm, args, BinaryOp::And), "Same as a &= b."),
    binary("iconcat", iconcat, "Same as a += b, for a and b sequences."),
    binary("ifloordiv", |vm, args| in_place(vm, args, BinaryOp::FloorDiv), "Same as a //= b."),
    binary("ilshift", |vm, args| in_place(vm, args, BinaryOp::LShift), "Same as a <<= b."),
    binary("imatmul", |vm, args| in_place(vm, args, BinaryOp::MatMul), "Same as a @= b."),
    binary("imod", |vm, args| in_place(vm, args, BinaryOp::Mod), "Same as a %= b."),
    binary("imul", |vm, args| in_place(vm, args, BinaryOp::Mul), "Same as a *= b."),
    function("index", "(a, /)", index, "Same as a.__index__()"),
    binary("indexOf", index_of, "Return the first index of b in a."),
    function(
        "inv",
        "(a, /)",
        |vm, args| unary(vm, args, |slots| slots.invert, "unary ~"),
        "Same as ~a.",
    ),
    function(
        "invert",
        "(a, /)",
        |vm, args| unary(vm, args, |slots| slots.invert, "unary ~"),
        "Same as ~a.",
    ),
    binary("ior", |vm, args| in_place(vm, args, BinaryOp::Or), "Same as a |= b."),
    binary("ipow", |vm, args| in_place(vm, args, BinaryOp::Pow), "Same as a **= b."),
    binary("irshift", |vm, args| in_place(vm, args, BinaryOp::RShift), "Same as a >>= b."),
    binary("is_", |_, args| Ok(Value::bool(args.req(0).same(args.req(1)))), "Same as a is b."),
    binary(
        "is_not",
        |_, args| Ok(Value::bool(!args.req(0).same(args.req(1)))),
        "Same as a is not b.",
    ),
    binary("isub", |vm, args| in_place(vm, args, BinaryOp::Sub), "Same as a -= b."),
    binary("itruediv", |vm, args| in_place(vm, args, BinaryOp::Div), "Same as a /= b."),
    binary("ixor", |vm, args| in_place(vm, args, BinaryOp::Xor), "Same as a ^= b."),
    binary("le", |vm, args| compare(vm, args, CompareOp::Le), "Same as a <= b."),
    function(
        "length_hint",
        "(obj, default=0, /)",
        hint,
        "Return an estimate of the number of items in obj.",
    ),
    binary("lshift", |vm, args| apply(vm, args, BinaryOp::LShift), "Same as a << b."),
    binary("lt", |vm, args| compare(vm, args, CompareOp::Lt), "Same as a < b."),
    binary("matmul", |vm, args| apply(vm, args, BinaryOp::MatMul), "Same as a @ b."),
    binary("mod", |vm, args| apply(vm, args, BinaryOp::Mod), "Same as a % b."),
    binary("mul", |vm, args| apply(vm, args, BinaryOp::Mul), "Same as a * b."),
    binary("ne", |vm, args| compare(vm, args, CompareOp::Ne), "Same as a != b."),
    function(
        "neg",
        "(a, /)",
        |vm, args| unary(vm, args, |slots| slots.neg, "unary -"),
        "Same as -a.",
    ),
    function(
        "not_",
        "(a, /)",
        |vm, args| truth(vm, args).map(|truth| Value::bool(!truth)),
        "Same as not a.",
    ),
    binary("or_", |vm, args| apply(vm, args, BinaryOp::Or), "Same as a | b."),
    function(
        "pos",
        "(a, /)",
        |vm, args| unary(vm, args, |slots| slots.pos, "unary +"),
        "Same as +a.",
    ),
    binary("pow", |vm, args| apply(vm, args, BinaryOp::Pow), "Same as a ** b."),
    binary("rshift", |vm, args| apply(vm, args, BinaryOp::RShift), "Same as a >> b."),
    function("setitem", "(a, b, c, /)", set_item, "Same as a[b] = c."),
    binary("sub", |vm, args| apply(vm, args, BinaryOp::Sub), "Same as a - b."),
    binary("truediv", |vm, args| apply(vm, args, BinaryOp::Div), "Same as a / b."),
    function(
        "truth",
        "(a, /)",
        |vm, args| truth(vm, args).map(Value::bool),
        "Return True if a is true, False otherwise.",
    ),
    binary("xor", |vm, args| apply(vm, args, BinaryOp::Xor), "Same as a ^ b."),
];

pub static OPERATOR: ModuleSpec = ModuleSpec {
    name: "operator",
    doc: "Operator interface.\n\n\
          This module exports a set of functions implemented in C corresponding\n\
          to the intrinsic operators of Python.  For example, operator.add(x, y)\n\
          is equivalent to the expression x+y.",
    functions: &FUNCTIONS,
    types: &[&ATTRGETTER, &ITEMGETTER, &METHODCALLER],
    setup: Some(setup),
};

/// What has no name with underscores beside its own.
const PLAIN_ONLY: [&str; 7] =
    ["_compare_digest", "countOf", "indexOf", "is_", "is_not", "length_hint", "truth"];

/// `__add__` is `add`, and so on. The functions say that they are of CPython's module in C.
fn setup(vm: &Vm, dict: &Ref) -> Result<(), Raised> {
    let namespace = dict.as_ref::<Dict>();
    for row in &FUNCTIONS {
        let function = namespace.get_str(&vm.name(row.name));
        if let Some(builtin) = function.as_ref().and_then(|it| it.get::<BuiltinFunction>()) {
            builtin.module.set(Some(vm.name("_operator")));
        }
    }
    for row in FUNCTIONS.iter().filter(|row| !PLAIN_ONLY.contains(&row.name)) {
        let Some(function) = namespace.get_str(&vm.name(row.name)) else { continue };
        let dunder = format!("__{}__", row.name.trim_end_matches('_'));
        namespace.set(vm, vm.intern(&dunder)?, function)?;
    }
    let types = ["attrgetter", "itemgetter", "methodcaller"];
    let functions = FUNCTIONS.iter().map(|row| row.name).filter(|name| !name.starts_with('_'));
    let mut names: Vec<&str> = functions.chain(types).collect();
    names.sort_unstable();
    let names = names.into_iter().map(|name| vm.name(name)).collect();
    namespace.set(vm, vm.intern("__all__")?, vm.new_list(names)?)?;
    Ok(())
}
