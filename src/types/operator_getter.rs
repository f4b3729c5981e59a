//! `operator.itemgetter`, `attrgetter` and `methodcaller`: functions made from names and keys.

use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::object::Dict;
use crate::runtime::object::Str;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::spec::{Method, TypeSpec, staticmethod};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, kinds};

use super::held;
use super::object::OBJECT;

/// What the function looks for: keys, dotted names, or one name with the arguments of its call.
pub struct OperatorGetter {
    pub what: Fixed,
    /// Keyword arguments of a `methodcaller`; else `None`.
    pub keywords: Fixed,
}

impl Payload for OperatorGetter {
    const KIND: Kind = kinds::OPERATOR_GETTER;
    const NAME: &'static str = "_getter";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.what.visit(visit);
        self.keywords.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.what);
        dying.give_up(&self.keywords);
    }
}

/// The keys or names of a getter, or the method's name and arguments.
pub fn what(getter: &Ref) -> Vec<Ref> {
    tuple_refs(&getter.as_ref::<OperatorGetter>().what)
}

/// The keyword arguments of a `methodcaller`, if any.
pub fn keywords(getter: &Ref) -> Option<Ref> {
    let keywords = getter.as_ref::<OperatorGetter>().keywords.clone();
    (keywords.is::<Dict>() && !keywords.as_ref::<Dict>().is_empty()).then_some(keywords)
}

fn make(vm: &Vm, args: Args<'_>, keywords: Ref) -> Eval {
    made(vm, args, args.rest().cloned().collect(), keywords)
}

fn made(vm: &Vm, args: Args<'_>, what: Vec<Ref>, keywords: Ref) -> Eval {
    let what = vm.new_tuple(what)?;
    let getter = OperatorGetter { what: Fixed::new(what), keywords: Fixed::new(keywords) };
    vm.alloc_in(getter, args.req(0)).map(Value::Obj)
}

fn item_new(vm: &Vm, args: Args<'_>) -> Eval {
    if args.rest().len() == 0 {
        return Err(vm.type_error("itemgetter expected 1 argument, got 0"));
    }
    make(vm, args, vm.none())
}

fn attr_new(vm: &Vm, args: Args<'_>) -> Eval {
    if args.rest().len() == 0 {
        return Err(vm.type_error("attrgetter expected 1 argument, got 0"));
    }
    if args.rest().any(|name| !name.is::<Str>()) {
        return Err(vm.type_error("attribute name must be a string"));
    }
    let names = args.rest().map(|name| vm.intern(name.text())).collect::<Result<_, _>>()?;
    made(vm, args, names, vm.none())
}

fn method_new(vm: &Vm, args: Args<'_>) -> Eval {
    let Some(name) = args.rest().next() else {
        return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
    };
    if !name.is::<Str>() {
        return Err(vm.type_error("method name must be a string"));
    }
    let keywords = args.get(1).cloned().unwrap_or_else(|| vm.none());
    make(vm, args, keywords)
}

/// Takes getter and object out of a call's window and hands them to `run`.
fn call(vm: &Vm, at: usize, names: Option<&Ref>, run: fn(&Vm, &Ref, &Ref) -> Eval) -> Eval {
    let getter = vm.stack.standing(at);
    let first = vm.first_argument(at);
    let count = vm.stack.top() - first;
    let object = if count == 1 && names.is_none() { vm.stack.standing(first) } else { None };
    let result = match (getter, object) {
        (Some(getter), Some(object)) => run(vm, getter, object),
        (Some(getter), None) => {
            let name = vm.short_class_name(getter);
            Err(match names {
                Some(_) => vm.type_error(format!("{name}() takes no keyword arguments")),
                None => vm.type_error(format!("{name} expected 1 argument, got {count}")),
            })
        }
        (None, _) => Err(vm.type_error("the callable is gone")),
    };
    vm.stack.truncate(at);
    result
}

/// One result alone, several as a tuple.
fn each(vm: &Vm, getter: &Ref, get: &dyn Fn(&Ref) -> Result<Ref, Raised>) -> Eval {
    let keys = getter.as_ref::<OperatorGetter>().what.tail();
    if let [key] = keys
        && let Some(key) = key.get()
    {
        return get(&key).map(Value::Obj);
    }
    let at = vm.stack.top();
    for key in keys.iter().filter_map(Slot::get) {
        match get(&key) {
            Ok(value) => vm.stack.push(value, crate::runtime::stack::Role::Builtin),
            Err(raised) => {
                vm.stack.truncate(at);
                return Err(raised);
            }
        };
    }
    let values = vm.stack.take_range(at, keys.len()).flatten().collect();
    vm.stack.truncate(at);
    vm.new_tuple(values).map(Value::Obj)
}

fn item_call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    call(vm, at, names, |vm, getter, object| {
        each(vm, getter, &|key| {
            let value = vm.get_item(object, key)?;
            vm.to_object(value)
        })
    })
}

fn attr_call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    call(vm, at, names, |vm, getter, object| {
        each(vm, getter, &|dotted| {
            if !dotted.text().contains('.') {
                return vm.get_attr(object, dotted).and_then(|value| vm.to_object(value));
            }
            let mut value = object.clone();
            for name in dotted.text().split('.') {
                let name = vm.intern(name)?;
                let next = held::with(vm, [value], |[value]| vm.get_attr(value, &name))?;
                value = vm.to_object(next)?;
            }
            Ok(value)
        })
    })
}

fn method_call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    call(vm, at, names, |vm, getter, object| {
        let mut what = what(getter);
        let name = what.remove(0);
        let method = vm.get_attr(object, &name)?;
        let method = vm.to_object(method)?;
        let keywords = &getter.as_ref::<OperatorGetter>().keywords;
        let keywords = keywords.get::<Dict>().map_or_else(Vec::new, Dict::pairs);
        held::with(vm, [method], |[method]| vm.call_with(method, &what, &keywords))
    })
}

fn repr(vm: &Vm, getter: &Ref) -> Eval {
    let name = vm.class_full_name(vm.class_of(getter));
    let payload = getter.as_ref::<OperatorGetter>();
    vm.build_str(|text| {
        text.push_str(&format!("{name}("));
        let mut parts = what(getter).into_iter();
        let count = held::repr_items(vm, text, &mut |_| parts.next())?;
        let keywords = payload.keywords.get::<Dict>().map_or_else(Vec::new, Dict::pairs);
        for (at, (key, value)) in keywords.into_iter().enumerate() {
            if at + count > 0 {
                text.push_str(", ");
            }
            text.push_str(key.text());
            text.push('=');
            held::repr(vm, value, text)?;
        }
        text.push(')');
        Ok(())
    })
}

const NEW_DOC: &str = "Create and return a new object.";

static ITEM_NEW: Method = staticmethod("__new__", "(type, *items)", item_new, NEW_DOC);
static ATTR_NEW: Method = staticmethod("__new__", "(type, *attrs)", attr_new, NEW_DOC);
static METHOD_NEW: Method = staticmethod("__new__", "(type, *args, **kwargs)", method_new, NEW_DOC);

const SLOTS: Slots = Slots { repr: Some(repr), ..Slots::EMPTY };

/// The owner of the kind: `itemgetter`.
pub static ITEMGETTER: TypeSpec = TypeSpec {
    name: "itemgetter",
    module: "operator",
    base: Some(&OBJECT),
    doc: "Return a callable object that fetches the given item(s) from its operand.\n\
          After f = itemgetter(2), the call f(r) returns r[2].\n\
          After g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    construct: Some(&ITEM_NEW),
    slots: Slots { call: Some(item_call), ..SLOTS },
    ..TypeSpec::of::<OperatorGetter>()
};

pub static ATTRGETTER: TypeSpec = TypeSpec {
    name: "attrgetter",
    module: "operator",
    base: Some(&OBJECT),
    kind: Kind::FREE,
    doc: "Return a callable object that fetches the given attribute(s) from its operand.\n\
          After f = attrgetter('name'), the call f(r) returns r.name.\n\
          After g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\n\
          After h = attrgetter('name.first', 'name.last'), the call h(r) returns\n\
          (r.name.first, r.name.last).",
    construct: Some(&ATTR_NEW),
    slots: Slots { call: Some(attr_call), ..SLOTS },
    ..TypeSpec::of::<OperatorGetter>()
};

pub static METHODCALLER: TypeSpec = TypeSpec {
    name: "methodcaller",
    module: "operator",
    base: Some(&OBJECT),
    kind: Kind::FREE,
    doc: "Return a callable object that calls the given method on its operand.\n\
          After f = methodcaller('name'), the call f(r) returns r.name().\n\
          After g = methodcaller('name', 'date', foo=1), the call g(r) returns\n\
          r.name('date', foo=1).",
    construct: Some(&METHOD_NEW),
    slots: Slots { call: Some(method_call), ..SLOTS },
    ..TypeSpec::of::<OperatorGetter>()
};
