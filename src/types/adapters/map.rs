//! `map`: what a function gives for the next items of iterators.

use super::several::{iterators_of, push_next};
use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, Eval, Slots, Value, Vm, kinds};
use crate::types::iterators::{REDUCE_DOC, itself, reduced_by};
use crate::types::object::OBJECT;

pub struct Map {
    /// A tuple of iterators.
    pub iterators: Fixed,
    pub func: Fixed,
}

impl Payload for Map {
    const KIND: Kind = kinds::MAP;
    const NAME: &'static str = "map";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.iterators.visit(visit);
        self.func.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.iterators);
        dying.give_up(&self.func);
    }
}

fn map_new(vm: &Vm, args: Args<'_>) -> Eval {
    let mut iterables = args.rest();
    let Some(func) = iterables.next().filter(|_| iterables.len() > 0) else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    let iterators = iterators_of(vm, iterables)?;
    let payload = Map { iterators: Fixed::new(iterators), func: Fixed::new(func.clone()) };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

/// The next result of a `map`; `Undef` at its end.
pub fn map_next(vm: &Vm, map: &Ref) -> Eval {
    let payload = map.as_ref::<Map>();
    let iterators = payload.iterators.tail();
    let func = &payload.func;
    // A frame takes references of its own beside those held here; anything else takes these.
    let has_frame = matches!(func.kind(), kinds::FUNCTION | kinds::BOUND_METHOD);
    let at = vm.stack.top();
    if !has_frame {
        vm.stack.push((**func).clone(), Role::Callable);
        vm.stack.push_empty(Role::Receiver);
    }
    let first = vm.stack.top();
    for iterator in iterators {
        match push_next(vm, iterator) {
            Ok(true) => {}
            Ok(false) => {
                vm.stack.truncate(at);
                return Ok(Value::Undef);
            }
            Err(raised) => {
                vm.stack.truncate(at);
                return Err(raised);
            }
        }
    }
    let briefly = match iterators {
        [_] if !has_frame => vm.call_briefly(func, vm.stack.window(first, 1).req(0), None),
        [_, _] if !has_frame => {
            let window = vm.stack.window(first, 2);
            vm.call_briefly(func, window.req(0), Some(window.req(1)))
        }
        _ => None,
    };
    let result = if let Some(done) = briefly {
        done
    } else if !has_frame {
        vm.call_window(at, None)
    } else if let [_] = iterators {
        vm.call(func, &[vm.stack.window(first, 1).req(0)])
    } else {
        let window = vm.stack.window(first, iterators.len());
        let arguments: Vec<&Ref> = (0..iterators.len()).map(|index| window.req(index)).collect();
        vm.call(func, &arguments)
    };
    vm.stack.truncate(at);
    // A function that gives nothing gives `None`: only an iterator ends, or a `StopIteration`.
    match result {
        Ok(value) => Ok(if value.is_undef() { Value::None } else { value }),
        Err(raised) => vm.stop_to_end(Err(raised)),
    }
}

static MAP_NEW: Method =
    staticmethod("__new__", "(type, *args)", map_new, "Create and return a new object.");

fn map_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Map>();
    let mut parts = vec![(*payload.func).clone()];
    parts.extend(crate::runtime::object::tuple::tuple_refs(&payload.iterators));
    reduced_by(vm, vm.class_of(args.req(0)).clone(), parts, None)
}

static MAP_METHODS: [Method; 1] = [method("__reduce__", "()", map_reduce, REDUCE_DOC)];

pub static MAP: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Make an iterator that computes the function using arguments from\n\
          each of the iterables.  Stops when the shortest iterable is exhausted.",
    subclassable: true,
    construct: Some(&MAP_NEW),
    slots: Slots { iter: Some(itself), next: Some(map_next), ..Slots::EMPTY },
    methods: &MAP_METHODS,
    ..TypeSpec::of::<Map>()
};
