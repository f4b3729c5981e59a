//! `_abc`: the checks behind `abc.ABCMeta`: registered classes, and what was found out before.
//!
//! Classes are remembered by weak references, so that an abstract class keeps none alive.
//! (CPython: `Modules/_abc.c`, PEP 3119.)

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::heap::{Dying, Kind, Payload, Ref};
use crate::runtime::object::Class;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::spec::{Method, ModuleSpec, TypeSpec, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm, kinds};
use crate::types::class_checks::is_subclass;
use crate::types::object::OBJECT;
use crate::types::set;
use crate::types::weakref::{WEAKREF, new_reference, referent};

thread_local! {
    /// How often any class was registered: what was found not to be a subclass may be one since.
    static REGISTRATIONS: Cell<u64> = const { Cell::new(0) };
}

/// Weak references to classes, by the classes' addresses.
type Known = RefCell<BTreeMap<u64, Ref>>;

#[derive(Default)]
pub struct AbcData {
    registry: RefCell<Vec<Ref>>,
    yes: Known,
    no: Known,
    /// The number of registrations for which `no` holds.
    no_since: Cell<u64>,
}

impl Payload for AbcData {
    const KIND: Kind = kinds::ABC_DATA;
    const NAME: &'static str = "_abc_data";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.registry.borrow().iter().for_each(&mut *visit);
        for known in [&self.yes, &self.no] {
            known.borrow().values().for_each(&mut *visit);
        }
    }

    fn release(&self, _dying: &Dying) {
        let registry = self.registry.take();
        drop(registry);
        for known in [&self.yes, &self.no] {
            let classes = known.take();
            drop(classes);
        }
    }
}

pub static ABC_DATA: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "_abc",
    doc: "Internal state held by ABC machinery.",
    ..TypeSpec::of::<AbcData>()
};

pub static ABC: ModuleSpec = ModuleSpec {
    name: "_abc",
    doc: "Module contains faster C implementation of abc.ABCMeta",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};

static FUNCTIONS: [Method; 6] = [
    function("_abc_init", "(self, /)", init, "Prepares a new abstract class."),
    function(
        "_abc_instancecheck",
        "(self, instance, /)",
        instance_check,
        "Whether an object is an instance of an abstract class.",
    ),
    function("_abc_register", "(self, subclass, /)", register, "Registers a virtual subclass."),
    function(
        "_abc_subclasscheck",
        "(self, subclass, /)",
        subclass_check,
        "Whether a class is a subclass of an abstract class.",
    ),
    function(
        "_abstract_names",
        "(self, /)",
        |vm, args| abstract_names(vm, args.req(0)).map(Value::Obj),
        "The names of methods that are still abstract.",
    ),
    function(
        "get_cache_token",
        "()",
        |_, _| Ok(Value::Int(REGISTRATIONS.get() as i64)),
        "Returns the current ABC cache token.",
    ),
];

fn is_abstract(vm: &Vm, value: &Ref) -> Result<bool, Raised> {
    match vm.find_attr(value, &vm.name("__isabstractmethod__"))? {
        Some(mark) => vm.truth_of(&mark),
        None => Ok(false),
    }
}

/// The abstract methods of the class's own namespace, and those of its bases that are left.
fn abstract_names(vm: &Vm, class: &Ref) -> Result<Ref, Raised> {
    let names = set::new_frozenset(vm)?;
    for (name, value) in vm.namespace(class).pairs() {
        if is_abstract(vm, &value)? {
            set::add(vm, &names, name)?;
        }
    }
    let bases = class.as_ref::<Class>().bases.get();
    for base in bases.iter().flat_map(tuple_refs) {
        let Some(inherited) = vm.find_attr(&base, &vm.name("__abstractmethods__"))? else {
            continue;
        };
        for name in vm.collect(&inherited)? {
            if let Some(value) = vm.find_attr(class, &name)?
                && is_abstract(vm, &value)?
            {
                set::add(vm, &names, name)?;
            }
        }
    }
    Ok(names)
}

fn check_class<'a>(vm: &Vm, object: &'a Ref, message: &str) -> Result<&'a Class, Raised> {
    match object.get::<Class>() {
        Some(class) => Ok(class),
        None => Err(vm.type_error(message)),
    }
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let payload = check_class(vm, class, "_abc_init() needs a class")?;
    let names = abstract_names(vm, class)?;
    vm.set_attr(class, &vm.name("__abstractmethods__"), Some(&names))?;
    let data = vm.alloc(AbcData::default())?;
    vm.namespace(class).set(vm, vm.name("_abc_impl"), data)?;
    // `Sequence` and `Mapping` say so here, for pattern matching (PEP 634).
    if let Some(entry) = vm.namespace(class).remove(vm, &vm.name("__abc_tpflags__"))?
        && let Some(IntView::Small(bits)) = int_view(&entry.value)
    {
        if bits & 3 << 5 == 3 << 5 {
            let message =
                "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING";
            return Err(vm.type_error(message));
        }
        payload.update_flags(|flags| {
            flags.is_sequence |= bits & 1 << 5 != 0;
            flags.is_mapping |= bits & 1 << 6 != 0;
        });
    }
    Ok(Value::None)
}

/// The data of an abstract class.
fn data_of(vm: &Vm, class: &Ref) -> Result<Ref, Raised> {
    check_class(vm, class, "an abstract class is needed")?;
    match vm.namespace(class).get_str(&vm.name("_abc_impl")) {
        Some(data) if data.is::<AbcData>() => Ok(data),
        _ => Err(vm.type_error("_abc_impl is set to a wrong type")),
    }
}

fn is_known(vm: &Vm, known: &Known, class: &Ref) -> bool {
    let found = known.borrow().get(&class.address()).cloned();
    found.and_then(|weak| referent(vm, &weak)).is_some_and(|found| found.same(class))
}

fn remember(vm: &Vm, known: &Known, class: &Ref) -> Result<(), Raised> {
    let weak = weak_to(vm, class)?;
    let old = known.borrow_mut().insert(class.address(), weak);
    drop(old);
    Ok(())
}

fn weak_to(vm: &Vm, class: &Ref) -> Result<Ref, Raised> {
    let weak = new_reference(vm, &vm.class_of_spec(&WEAKREF), class, None)?;
    vm.to_object(weak)
}

/// Whether what is known not to be a subclass is still known; forgets it otherwise.
fn no_is_current(data: &AbcData) -> bool {
    if data.no_since.get() == REGISTRATIONS.get() {
        return true;
    }
    let old = data.no.take();
    drop(old);
    data.no_since.set(REGISTRATIONS.get());
    false
}

fn register(vm: &Vm, args: Args<'_>) -> Eval {
    let (class, subclass) = (args.req(0), args.req(1));
    check_class(vm, subclass, "Can only register classes")?;
    if is_subclass(vm, subclass, class)? {
        return Ok(Value::Obj(subclass.clone()));
    }
    if is_subclass(vm, class, subclass)? {
        let message = "Refusing to create an inheritance cycle";
        return Err(vm.raise(ErrorKind::RuntimeError, message.into()));
    }
    let data = data_of(vm, class)?;
    let weak = weak_to(vm, subclass)?;
    data.as_ref::<AbcData>().registry.borrow_mut().push(weak);
    REGISTRATIONS.set(REGISTRATIONS.get() + 1);
    let flags = class.as_ref::<Class>().flags.get();
    if flags.is_sequence || flags.is_mapping {
        mark(vm, subclass, flags.is_sequence, flags.is_mapping);
    }
    Ok(Value::Obj(subclass.clone()))
}

/// A registered class matches sequence or mapping patterns, and so do its subclasses.
fn mark(vm: &Vm, class: &Ref, sequence: bool, mapping: bool) {
    let payload = class.as_ref::<Class>();
    let flags = payload.flags.get();
    if flags.builtin || (flags.is_sequence == sequence && flags.is_mapping == mapping) {
        return;
    }
    payload.update_flags(|flags| {
        flags.is_sequence = sequence;
        flags.is_mapping = mapping;
    });
    for subclass in vm.subclasses(class) {
        mark(vm, &subclass, sequence, mapping);
    }
}

fn instance_check(vm: &Vm, args: Args<'_>) -> Eval {
    let (class, instance) = (args.req(0), args.req(1));
    let data = data_of(vm, class)?;
    let data = data.as_ref::<AbcData>();
    let subclass = vm.get_attr_text(instance, "__class__")?;
    let subclass = vm.to_object(subclass)?;
    if is_known(vm, &data.yes, &subclass) {
        return Ok(Value::True);
    }
    let real = vm.class_of(instance).clone();
    if real.same(&subclass) {
        if data.no_since.get() == REGISTRATIONS.get() && is_known(vm, &data.no, &subclass) {
            return Ok(Value::False);
        }
        return vm.call_method(class, "__subclasscheck__", &[&subclass]);
    }
    let claimed = vm.call_method(class, "__subclasscheck__", &[&subclass])?;
    if vm.truth(&claimed)? {
        return Ok(Value::True);
    }
    vm.call_method(class, "__subclasscheck__", &[&real])
}

fn subclass_check(vm: &Vm, args: Args<'_>) -> Eval {
    let (class, subclass) = (args.req(0), args.req(1));
    let payload = check_class(vm, subclass, "issubclass() arg 1 must be a class")?;
    let data = data_of(vm, class)?;
    let data = data.as_ref::<AbcData>();
    if is_known(vm, &data.yes, subclass) {
        return Ok(Value::True);
    }
    if no_is_current(data) && is_known(vm, &data.no, subclass) {
        return Ok(Value::False);
    }
    let hook = vm.call_method(class, "__subclasshook__", &[subclass])?;
    let answer = match hook {
        Value::True => true,
        Value::False => false,
        Value::Obj(ref object) if object.kind() == kinds::BOOL => vm.truth(&hook)?,
        Value::Obj(ref object) if object.kind() == kinds::NOT_IMPLEMENTED => {
            payload.is_subclass_of(class) || is_virtual_subclass(vm, class, subclass, data)?
        }
        _ => {
            let message = "__subclasshook__ must return either False, True, or NotImplemented";
            return Err(vm.raise(ErrorKind::AssertionError, message.into()));
        }
    };
    remember(vm, if answer { &data.yes } else { &data.no }, subclass)?;
    Ok(Value::bool(answer))
}

/// Whether `subclass` comes from a registered class or from a subclass of the abstract class.
fn is_virtual_subclass(
    vm: &Vm,
    class: &Ref,
    subclass: &Ref,
    data: &AbcData,
) -> Result<bool, Raised> {
    let registered: Vec<Ref> = data.registry.borrow().clone();
    for weak in registered {
        if let Some(registered) = referent(vm, &weak)
            && is_subclass(vm, subclass, &registered)?
        {
            return Ok(true);
        }
    }
    for child in vm.subclasses(class) {
        if is_subclass(vm, subclass, &child)? {
            return Ok(true);
        }
    }
    Ok(false)
}
