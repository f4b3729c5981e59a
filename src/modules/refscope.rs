//! The `refscope` module: who holds an object, and whether the heap's books are right.

use crate::heap::Ref;
use crate::inspect::{self, Left, Root};
use crate::runtime::object::Str;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};

static FUNCTIONS: [Method; 7] = [
    function(
        "audit",
        "()",
        audit,
        "Return a list of objects whose count is not the number of references found.",
    ),
    function("count", "(obj, /)", count, "Return how many references to the object there are."),
    function(
        "explain",
        "(address, /)",
        explain,
        "Return a list of sentences: who lives at an address, who lived there, what ended it.",
    ),
    function(
        "graph",
        "(*names)",
        graph,
        "Return the lines of a picture of what names of __main__ lead to; of all data without names.",
    ),
    function(
        "heap",
        "()",
        heap,
        "Return a dict of type names with the number of live objects and their bytes.",
    ),
    function(
        "refs",
        "(obj, /)",
        refs,
        "Return a list with one line of text for each reference to the object.",
    ),
    function(
        "svg",
        "(*names)",
        svg,
        "Return the picture of graph() as the text of an SVG file: a box for each object.",
    ),
];

pub static REFSCOPE: ModuleSpec = ModuleSpec {
    name: "refscope",
    doc: "Looks into the heap: who holds what, and whether every reference is accounted for.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};

fn texts(vm: &Vm, lines: &[String]) -> Eval {
    let lines: Vec<Ref> = lines.iter().map(|line| vm.new_str(line)).collect::<Result<_, _>>()?;
    vm.new_list(lines).map(Value::Obj)
}

fn refs(vm: &Vm, args: Args<'_>) -> Eval {
    texts(vm, &inspect::lines(vm, args.req(0), Left::Argument))
}

/// `address` is an int, as `id()` gave it.
fn explain(vm: &Vm, args: Args<'_>) -> Eval {
    let address = super::ctypes::address_of(vm, args.req(0))?;
    texts(vm, &inspect::explain(vm, address))
}

fn graph(vm: &Vm, args: Args<'_>) -> Eval {
    texts(vm, &inspect::drawing(vm, &roots(vm, args)?))
}

fn svg(vm: &Vm, args: Args<'_>) -> Eval {
    vm.new_str(&inspect::svg(vm, &roots(vm, args)?)).map(Value::Obj)
}

/// The objects of the names of `__main__` that are asked for.
fn roots(vm: &Vm, args: Args<'_>) -> Result<Vec<Root>, Raised> {
    let names: Vec<&str> = args.rest().filter(|name| name.is::<Str>()).map(Ref::text).collect();
    if names.len() < args.rest().len() {
        return Err(vm.type_error("names of __main__ are asked for as strings"));
    }
    let roots = inspect::named(vm, &names);
    let missing = names.iter().find(|name| !roots.iter().any(|root| root.label == **name));
    match missing {
        None => Ok(roots),
        Some(missing) => {
            let message = format!("name '{missing}' is not defined");
            Err(vm.raise(ErrorKind::NameError, message))
        }
    }
}

/// One less than `sys.getrefcount`: without the argument of this call.
fn count(_vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    Ok(Value::Int(if object.is_immortal() {
        super::ctypes::IMMORTAL_COUNT
    } else {
        object.count() - 1
    }))
}

fn audit(vm: &Vm, _args: Args<'_>) -> Eval {
    texts(vm, &inspect::discrepancies(vm))
}

fn heap(vm: &Vm, _args: Args<'_>) -> Eval {
    let rows = inspect::heap_by_type(vm);
    let pairs = rows
        .iter()
        .map(|(name, (count, bytes))| {
            let numbers = vec![vm.new_int(*count as i64)?, vm.new_int(*bytes as i64)?];
            Ok((vm.new_str(name)?, vm.new_tuple(numbers)?))
        })
        .collect::<Result<_, Raised>>()?;
    vm.new_dict(pairs).map(Value::Obj)
}
