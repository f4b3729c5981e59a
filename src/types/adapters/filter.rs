//! `filter`: the items that a function finds good.

use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::iterators::{REDUCE_DOC, itself, reduced_by};
use crate::types::object::OBJECT;

pub struct Filter {
    pub func: Fixed,
    pub iterator: Fixed,
}

impl Payload for Filter {
    const KIND: Kind = kinds::FILTER;
    const NAME: &'static str = "filter";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.iterator.visit(visit);
        self.func.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.func);
        dying.give_up(&self.iterator);
    }
}

fn filter_new(vm: &Vm, args: Args<'_>) -> Eval {
    let iterator = Fixed::new(vm.iter(args.req(2))?);
    let payload = Filter { func: Fixed::new(args.req(1).clone()), iterator };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

/// Whether `func(item)` is true, or `item` itself where `func` is `None` or `bool`.
pub fn passes(vm: &Vm, func: &Ref, item: &Ref) -> Result<bool, Raised> {
    if vm.is_none(func) || func.same(vm.class_of_kind(kinds::BOOL)) {
        return vm.truth_of(item);
    }
    let good = vm.call(func, &[item])?;
    vm.truth(&good)
}

fn filter_next(vm: &Vm, filter: &Ref) -> Eval {
    let payload = filter.as_ref::<Filter>();
    loop {
        let item = vm.recurse_freely(|| vm.next(&payload.iterator))?;
        if item.is_undef() {
            return Ok(Value::Undef);
        }
        let at = vm.stack.push(vm.to_object(item)?, Role::Builtin);
        let passed = passes(vm, &payload.func, vm.stack.window(at, 1).req(0));
        let item = vm.stack.take(at);
        vm.stack.truncate(at);
        if passed? {
            return Ok(item.map_or(Value::Undef, Value::Obj));
        }
        drop(item);
        vm.poll()?;
    }
}

static FILTER_NEW: Method = staticmethod(
    "__new__",
    "(type, function, iterable, /)",
    filter_new,
    "Create and return a new object.",
);

fn filter_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Filter>();
    let parts = vec![(*payload.func).clone(), (*payload.iterator).clone()];
    reduced_by(vm, vm.class_of(args.req(0)).clone(), parts, None)
}

static FILTER_METHODS: [Method; 1] = [method("__reduce__", "()", filter_reduce, REDUCE_DOC)];

pub static FILTER: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Return an iterator yielding those items of iterable for which function(item)\n\
          is true. If function is None, return the items that are true.",
    subclassable: true,
    construct: Some(&FILTER_NEW),
    slots: Slots { iter: Some(itself), next: Some(filter_next), ..Slots::EMPTY },
    methods: &FILTER_METHODS,
    ..TypeSpec::of::<Filter>()
};
