//! `enumerate`: numbers beside the items of an iterator.

use std::cell::Cell;

use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{Method, TypeSpec, classmethod, method, staticmethod};
use crate::runtime::{Args, BinaryOp, Eval, Slots, Value, Vm, kinds};
use crate::types::generic_alias;
use crate::types::iterators::{REDUCE_DOC, itself, next_of, reduced_by};
use crate::types::list::iterators::ListIterator;
use crate::types::object::OBJECT;
use crate::types::pairs::{self, Items, Pairs};

pub struct Enumerate {
    pub iterator: Fixed,
    /// The next number, while it is below `i64::MAX - 1`.
    pub next: Cell<i64>,
    /// The next number once it is not.
    pub next_big: Slot,
    /// The last result.
    pub result: Slot,
}

impl Payload for Enumerate {
    const KIND: Kind = kinds::ENUMERATE;
    const NAME: &'static str = "enumerate";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.iterator.visit(visit);
        self.result.visit(visit);
        self.next_big.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.iterator);
        dying.give_up_slot(&self.result);
        dying.give_up_slot(&self.next_big);
    }
}

fn enumerate_new(vm: &Vm, args: Args<'_>) -> Eval {
    let (next, next_big) = match args.get(2) {
        None => (0, Slot::empty()),
        Some(start) => {
            let start = vm.to_index(start)?;
            match int_view(&start).and_then(|view| view.small()) {
                Some(small) if small < i64::MAX => (small, Slot::empty()),
                _ => (i64::MAX - 1, Slot::new(start)),
            }
        }
    };
    let iterator = Fixed::new(vm.iter(args.req(1))?);
    let none = vm.none();
    let result = Slot::new(vm.new_tuple_of([none.clone(), none])?);
    let payload = Enumerate { iterator, next: Cell::new(next), next_big, result };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

impl Pairs for Enumerate {
    type First = Value;

    #[inline(always)]
    fn kept(&self) -> &Slot {
        &self.result
    }

    #[inline(always)]
    fn next_items(&self, vm: &Vm) -> Items<Value> {
        let quick = self.iterator.get::<ListIterator>().and_then(ListIterator::advance);
        let item = match quick {
            Some(item) => item,
            None => match next_of(vm, &self.iterator)? {
                Value::Undef => return Ok(None),
                item => vm.to_object(item)?,
            },
        };
        let number = self.next.get();
        if number == i64::MAX - 1 {
            return Ok(Some((big_number(vm, self)?, item)));
        }
        self.next.set(number + 1);
        Ok(Some((Value::Int(number), item)))
    }
}

/// The next number of an `enumerate` that has come to the end of 64 bits.
#[cold]
fn big_number(vm: &Vm, enumerate: &Enumerate) -> Eval {
    let number = match enumerate.next_big.get() {
        Some(number) => number,
        None => vm.new_int(enumerate.next.get())?,
    };
    let one = vm.new_int(1)?;
    let following = vm.binary(BinaryOp::Add, &number, &one)?;
    enumerate.next_big.set(Some(vm.to_object(following)?));
    Ok(Value::Obj(number))
}

static ENUMERATE_NEW: Method = staticmethod(
    "__new__",
    "(type, iterable, start=0)",
    enumerate_new,
    "Create and return a new object.",
);

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    generic_alias::new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

fn enumerate_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Enumerate>();
    let next = match payload.next_big.get() {
        Some(next) => next,
        None => vm.new_int(payload.next.get())?,
    };
    let class = vm.class_of(args.req(0)).clone();
    reduced_by(vm, class, vec![(*payload.iterator).clone(), next], None)
}

static ENUMERATE_METHODS: [Method; 2] = [
    classmethod("__class_getitem__", "(item, /)", class_getitem, "See PEP 585"),
    method("__reduce__", "()", enumerate_reduce, REDUCE_DOC),
];

pub static ENUMERATE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\n\
          The enumerate object yields pairs containing a count (from start, which\n\
          defaults to zero) and a value yielded by the iterable argument.\n\n\
          enumerate is useful for obtaining an indexed list:\n    \
          (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    subclassable: true,
    construct: Some(&ENUMERATE_NEW),
    slots: Slots { iter: Some(itself), next: Some(pairs::next::<Enumerate>), ..Slots::EMPTY },
    methods: &ENUMERATE_METHODS,
    ..TypeSpec::of::<Enumerate>()
};
