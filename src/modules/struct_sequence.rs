//! Tuples whose items have names too, as `sys.version_info` and `time.struct_time` are.

use crate::heap::Ref;
use crate::runtime::object::{Class, Dict, Tuple};
use crate::runtime::spec::{GetSetRow, Method, method};
use crate::runtime::{Args, Eval, Raised, Value, Vm, getter, kinds};

static REPR: Method = method("__repr__", "()", repr, "Return repr(self).");

/// A new class `name` (dotted, with its module) of tuples with `fields`, and its one instance.
pub fn new(vm: &Vm, name: &str, fields: &[&str], values: Vec<Ref>) -> Result<Ref, Raised> {
    let class = new_class(vm, name, fields)?;
    instance(vm, &class, values)
}

/// A class of named tuples that Python code cannot instantiate.
pub fn new_class(vm: &Vm, name: &str, fields: &[&str]) -> Result<Ref, Raised> {
    let (module, short) = name.rsplit_once('.').unwrap_or(("builtins", name));
    let namespace = vm.alloc(Dict::default())?;
    let set = |name: &str, value: Ref| namespace.as_ref::<Dict>().set(vm, vm.name(name), value);
    set("__module__", vm.name(module))?;
    let names = fields.iter().map(|field| vm.name(field)).collect::<Vec<_>>();
    for (index, field) in fields.iter().enumerate() {
        set(field, field_getter(vm, index)?)?;
    }
    set("__match_args__", vm.new_tuple(names)?)?;
    for count in ["n_fields", "n_sequence_fields"] {
        set(count, vm.new_int(fields.len() as i64)?)?;
    }
    set("n_unnamed_fields", vm.new_int(0)?)?;
    let base = vm.class_of_kind(kinds::TUPLE).clone();
    let bases = vm.new_tuple_of([base])?;
    let make = vm.class_of_kind(kinds::TYPE).clone();
    let class = vm.call_object(&make, &[&vm.name(short), &bases, &namespace])?;
    let repr = vm.alloc(crate::runtime::object::MethodDescriptor {
        row: &REPR,
        class: crate::heap::Fixed::new(class.clone()),
    })?;
    vm.type_set_attr(&class, &vm.name("__repr__"), Some(&repr))?;
    class.as_ref::<Class>().update_flags(|flags| flags.sealed = true);
    Ok(class)
}

/// An instance of such a class.
pub fn instance(vm: &Vm, class: &Ref, values: Vec<Ref>) -> Result<Ref, Raised> {
    vm.heap
        .alloc_refs(Tuple::new(), values.into_iter().map(Some), Some(class.clone()))
        .map_err(|full| vm.heap_full(full))
}

fn repr(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let class = vm.class_of(object).clone();
    let fields = class.as_ref::<Class>().lookup(vm, &vm.name("__match_args__"));
    let fields =
        fields.map_or_else(Vec::new, |fields| crate::runtime::object::tuple::tuple_refs(&fields));
    let items = crate::runtime::object::tuple::tuple_refs(object);
    let mut parts = Vec::new();
    for (field, item) in fields.iter().zip(&items) {
        parts.push(format!("{}={}", field.text(), vm.repr_text(item)?));
    }
    let text = format!("{}({})", vm.class_full_name(&class), parts.join(", "));
    vm.new_str(&text).map(Value::Obj)
}

/// A read-only attribute that is the item at `index`: a property over `itemgetter`-like rows.
fn field_getter(vm: &Vm, index: usize) -> Result<Ref, Raised> {
    let row = &FIELDS[index.min(FIELDS.len() - 1)];
    let base = vm.class_of_kind(kinds::TUPLE).clone();
    vm.alloc(crate::runtime::object::GetSet { row, class: crate::heap::Fixed::new(base) })
}

fn item<const INDEX: usize>(_vm: &Vm, object: &Ref) -> Eval {
    Ok(object.tail().get(INDEX).and_then(crate::heap::Slot::get).map_or(Value::None, Value::Obj))
}

const fn field<const INDEX: usize>() -> GetSetRow {
    getter("field", item::<INDEX>, "The item of this name.")
}

/// As many as `sys.flags` has.
static FIELDS: [GetSetRow; 18] = [
    field::<0>(),
    field::<1>(),
    field::<2>(),
    field::<3>(),
    field::<4>(),
    field::<5>(),
    field::<6>(),
    field::<7>(),
    field::<8>(),
    field::<9>(),
    field::<10>(),
    field::<11>(),
    field::<12>(),
    field::<13>(),
    field::<14>(),
    field::<15>(),
    field::<16>(),
    field::<17>(),
];
