//! `_types`: the builtin types that have no name in `builtins`, under the names of `types`.

use crate::heap::Ref;
use crate::runtime::object::{Class, Code, Dict, Function};
use crate::runtime::spec::{Method, ModuleSpec, TypeSpec, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::types::{
    async_generator, bound_method, cell, code, coroutine, frame, function, generator,
    generic_alias, mapping_proxy, module, native, none, simple_namespace, traceback, union,
    weakref,
};

pub static TYPES: ModuleSpec = ModuleSpec {
    name: "_types",
    doc: "Names for builtin types.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};

static FUNCTIONS: [Method; 3] = [
    function("_make_awaitable", "(func, /)", make_awaitable, "Let its generators be awaited."),
    function(
        "_union",
        "(left, right, /)",
        union,
        "What `|` makes of a type alias and another type.",
    ),
    function("_seal", "(cls, /)", seal, "Make a class look like one written in C."),
];

fn union(vm: &Vm, args: Args<'_>) -> Eval {
    union::or_alias(vm, args.req(0), args.req(1))
}

/// From now on the generators that the function makes can be awaited.
fn make_awaitable(vm: &Vm, args: Args<'_>) -> Eval {
    let func = args.req(0);
    if let Some(function) = func.get::<Function>()
        && let Some(code) = function.code(vm)?
    {
        code.as_ref::<Code>().awaitable.set(true);
    }
    Ok(Value::Obj(func.clone()))
}

static NAMES: [(&str, &TypeSpec); 27] = [
    ("AsyncGeneratorType", &async_generator::ASYNC_GENERATOR),
    ("BuiltinFunctionType", &native::BUILTIN_FUNCTION),
    ("BuiltinMethodType", &native::BUILTIN_FUNCTION),
    ("CellType", &cell::CELL),
    ("ClassMethodDescriptorType", &native::CLASSMETHOD_DESCRIPTOR),
    ("CodeType", &code::CODE),
    ("CoroutineType", &coroutine::COROUTINE),
    ("EllipsisType", &none::ELLIPSIS),
    ("FrameType", &frame::FRAME),
    ("FunctionType", &function::FUNCTION),
    ("GeneratorType", &generator::GENERATOR),
    ("GenericAlias", &generic_alias::GENERIC_ALIAS),
    ("GetSetDescriptorType", &native::GETSET),
    ("LambdaType", &function::FUNCTION),
    ("MappingProxyType", &mapping_proxy::MAPPING_PROXY),
    ("MemberDescriptorType", &native::MEMBER),
    ("MethodDescriptorType", &native::METHOD_DESCRIPTOR),
    ("MethodType", &bound_method::BOUND_METHOD),
    ("MethodWrapperType", &native::METHOD_WRAPPER),
    ("ModuleType", &module::MODULE),
    ("NoneType", &none::NONE),
    ("NotImplementedType", &none::NOT_IMPLEMENTED),
    ("SimpleNamespace", &simple_namespace::SIMPLE_NAMESPACE),
    ("TracebackType", &traceback::TRACEBACK),
    ("UnionType", &union::UNION),
    ("WeakReferenceType", &weakref::WEAKREF),
    ("WrapperDescriptorType", &native::SLOT_WRAPPER),
];

/// A class decorator: the class cannot be changed any more, and messages name its module, too.
fn seal(_vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    if let Some(data) = class.get::<Class>() {
        data.update_flags(|flags| flags.sealed = true);
    }
    Ok(Value::Obj(class.clone()))
}

fn setup(vm: &Vm, namespace: &Ref) -> Result<(), Raised> {
    let namespace = namespace.as_ref::<Dict>();
    NAMES
        .iter()
        .try_for_each(|(name, spec)| namespace.set(vm, vm.name(name), vm.class_of_spec(spec)))
}
