//! `_sre`: the engine under `re`, whose functions are written in Python on top of patterns.

use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::regex::{MATCH, PATTERN, doubts_of, new_pattern, width_of};

fn compile(vm: &Vm, args: Args<'_>) -> Eval {
    let flags = vm.size_of(args.req(1))?;
    let Ok(flags) = u32::try_from(flags) else {
        let message = "Python int too large to convert to C int";
        return Err(vm.raise(ErrorKind::OverflowError, message.into()));
    };
    new_pattern(vm, args.req(0), flags).map(Value::Obj)
}

fn setup(vm: &Vm, namespace: &Ref) -> Result<(), Raised> {
    // Only through `re`: the types have no constructors.
    let namespace = namespace.as_ref::<Dict>();
    namespace.set(vm, vm.name("Pattern"), vm.class_of_spec(&PATTERN))?;
    namespace.set(vm, vm.name("Match"), vm.class_of_spec(&MATCH))
}

fn doubts(vm: &Vm, args: Args<'_>) -> Eval {
    let texts = doubts_of(args.req(0));
    let texts = texts.iter().map(|text| vm.new_str(text)).collect::<Result<Vec<_>, _>>()?;
    vm.new_list(texts).map(Value::Obj)
}

fn width(vm: &Vm, args: Args<'_>) -> Eval {
    let (least, most) = width_of(vm, args.req(0))?;
    let most = most.map_or_else(|| Ok(vm.none()), |most| vm.new_int(most.into()))?;
    vm.new_tuple(vec![vm.new_int(least.into())?, most]).map(Value::Obj)
}

static FUNCTIONS: [Method; 3] = [
    function(
        "compile",
        "(pattern, flags, /)",
        compile,
        "Compile a pattern, str or bytes, to a pattern object.",
    ),
    function("width", "(pattern, /)", width, "Least and most characters that can match, or None."),
    function("doubts", "(pattern, /)", doubts, "Warnings of what a pattern may mean one day."),
];

pub static SRE: ModuleSpec = ModuleSpec {
    name: "_sre",
    doc: "The engine of regular expressions.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};
