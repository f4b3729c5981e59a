//! The keys of `functools.cmp_to_key`: objects ordered by an old-style comparison function.

use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::spec::{TypeSpec, getset};
use crate::runtime::stack::Role;
use crate::runtime::{CompareOp, Eval, Slots, Value, Vm, kinds};
use crate::types::object::OBJECT;

/// Without an object it is the key function itself: called with an object it gives its key.
pub struct KeyWrapper {
    pub compare: Fixed,
    pub object: Slot,
}

impl Payload for KeyWrapper {
    const KIND: Kind = kinds::KEY_WRAPPER;
    const NAME: &'static str = "KeyWrapper";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.compare.visit(visit);
        self.object.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.compare);
        dying.give_up_slot(&self.object);
    }
}

pub static KEY_WRAPPER: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "functools",
    slots: Slots { call: Some(call), compare: Some(compare), unhashable: true, ..Slots::EMPTY },
    getset: &[getset(
        "obj",
        |_, key| Ok(key.as_ref::<KeyWrapper>().object.get().map_or(Value::None, Value::Obj)),
        |_, key, value| {
            key.as_ref::<KeyWrapper>().object.set(value.cloned());
            Ok(())
        },
        "Value wrapped by a key function.",
    )],
    ..TypeSpec::of::<KeyWrapper>()
};

/// The key function for a comparison function.
pub fn new_key_function(vm: &Vm, compare: &Ref) -> Eval {
    let key = KeyWrapper { compare: Fixed::new(compare.clone()), object: Slot::empty() };
    vm.alloc(key).map(Value::Obj)
}

fn call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    let first = vm.first_argument(at);
    let given = vm.stack.top() - first;
    let keyword = names.map(|names| names.tail()[0].get());
    let named_well = keyword.is_none_or(|name| name.is_some_and(|name| name.text() == "obj"));
    let (maker, object) = (vm.stack.get(at), vm.stack.get(first));
    let result = match (maker, object) {
        (Some(maker), Some(object)) if given == 1 && named_well => {
            let compare = Fixed::new((*maker.as_ref::<KeyWrapper>().compare).clone());
            vm.alloc(KeyWrapper { compare, object: Slot::new(object) }).map(Value::Obj)
        }
        _ if given == 0 => Err(vm.type_error("K() missing required argument 'obj' (pos 1)")),
        _ => Err(vm.type_error(format!("K() takes at most 1 argument ({given} given)"))),
    };
    vm.stack.truncate(at);
    result
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(one), Some(other)) = (left.get::<KeyWrapper>(), right.get::<KeyWrapper>()) else {
        return Err(vm.type_error("other argument must be K instance"));
    };
    let (Some(x), Some(y)) = (one.object.get(), other.object.get()) else {
        let object = vm.name("object");
        return Err(vm.attribute_error("object".into(), left, &object));
    };
    let at = vm.stack.push((*one.compare).clone(), Role::Callable);
    vm.stack.push_empty(Role::Receiver);
    vm.stack.push(x, Role::Argument);
    vm.stack.push(y, Role::Argument);
    match vm.call_window(at, None)? {
        Value::Int(sign) => Ok(Value::bool(op.holds(sign.cmp(&0)))),
        order => {
            let order = vm.to_object(order)?;
            vm.compare(op, &order, &vm.new_int(0)?)
        }
    }
}
