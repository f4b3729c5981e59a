//! `zip`: tuples of the next items of several iterators.

use super::reuse::reuse_tuple;
use super::several::{iterators_of, push_next, quick_item};
use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::iterators::{REDUCE_DOC, itself};
use crate::types::object::OBJECT;
use crate::types::pairs::{self, Items, Pairs};

pub struct Zip {
    /// A tuple of iterators.
    pub iterators: Fixed,
    /// The last result.
    pub result: Slot,
    pub strict: bool,
}

impl Payload for Zip {
    const KIND: Kind = kinds::ZIP;
    const NAME: &'static str = "zip";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.iterators.visit(visit);
        self.result.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.iterators);
        dying.give_up_slot(&self.result);
    }
}

fn zip_new(vm: &Vm, args: Args<'_>) -> Eval {
    let strict = match args.get(1) {
        Some(strict) => vm.truth_of(strict)?,
        None => false,
    };
    let iterators = vm.packed_all(args.rest(), || iterators_of(vm, args.rest()))?;
    let result = Slot::new(vm.new_tuple(vec![vm.none(); iterators.tail().len()])?);
    let payload = Zip { iterators: Fixed::new(iterators), result, strict };
    vm.alloc_in(payload, args.req(0)).map(Value::Obj)
}

/// The next tuple of a `zip`; `Undef` at its end.
pub fn zip_next(vm: &Vm, zip: &Ref) -> Eval {
    let payload = zip.as_ref::<Zip>();
    let iterators = payload.iterators.tail();
    if let [_, _] = iterators {
        return pairs::next::<Zip>(vm, zip);
    }
    let at = vm.stack.top();
    let result = push_rest(vm, payload, at).and_then(|more| {
        if !more {
            return Ok(Value::Undef);
        }
        let items = (at..at + iterators.len()).map(|place| vm.stack.take(place));
        reuse_tuple(vm, &payload.result, items)
    });
    vm.stack.truncate(at);
    result
}

/// A `zip` of two.
impl Pairs for Zip {
    type First = Ref;

    #[inline(always)]
    fn kept(&self) -> &Slot {
        &self.result
    }

    #[inline(always)]
    fn next_items(&self, vm: &Vm) -> Items<Ref> {
        let iterators = &self.iterators;
        let (Some(one), Some(other)) = (iterators.inner_slot(0), iterators.inner_slot(1)) else {
            return Ok(None);
        };
        let Some(first) = quick_item(one) else { return zip_items_slowly(vm, self, None) };
        match quick_item(other) {
            Some(second) => Ok(Some((first, second))),
            None => zip_items_slowly(vm, self, Some(first)),
        }
    }
}

/// The next items of a `zip` of two, where the first may be known.
#[inline(never)]
fn zip_items_slowly(vm: &Vm, zip: &Zip, first: Option<Ref>) -> Items<Ref> {
    let at = vm.stack.top();
    if let Some(first) = first {
        vm.stack.push(first, Role::Builtin);
    }
    let more = push_rest(vm, zip, at);
    let items = (vm.stack.take(at), vm.stack.take(at + 1));
    vm.stack.truncate(at);
    match (more?, items) {
        (true, (Some(first), Some(second))) => Ok(Some((first, second))),
        _ => Ok(None),
    }
}

/// Pushes the next items of all iterators of which there are none yet above `at`; `false` at the
/// end.
fn push_rest(vm: &Vm, zip: &Zip, at: usize) -> Result<bool, Raised> {
    let iterators = zip.iterators.tail();
    for (index, iterator) in iterators.iter().enumerate().skip(vm.stack.top() - at) {
        if !push_next(vm, iterator)? {
            vm.stack.truncate(at);
            if zip.strict {
                check_strict(vm, iterators, index)?;
            }
            return Ok(false);
        }
    }
    Ok(!iterators.is_empty())
}

/// Argument `ended` of a strict `zip` is at its end: so must all others be.
fn check_strict(vm: &Vm, iterators: &[Slot], ended: usize) -> Result<(), Raised> {
    let complain = |what: &str, which: usize| {
        let (plural, others) =
            if which == 1 { (" ", "1".to_owned()) } else { ("s 1-", which.to_string()) };
        vm.value_error(format!(
            "zip() argument {} is {what} than argument{plural}{others}",
            which + 1
        ))
    };
    if ended > 0 {
        return Err(complain("shorter", ended));
    }
    for (index, iterator) in iterators.iter().enumerate().skip(1) {
        let at = vm.stack.top();
        let more = push_next(vm, iterator)?;
        vm.stack.truncate(at);
        if more {
            return Err(complain("longer", index));
        }
    }
    Ok(())
}

static ZIP_NEW: Method = staticmethod(
    "__new__",
    "(type, *iterables, strict=False)",
    zip_new,
    "Create and return a new object.",
);

fn zip_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = args.req(0).as_ref::<Zip>();
    let class = vm.class_of(args.req(0)).clone();
    let mut parts = vec![class, (*payload.iterators).clone()];
    if payload.strict {
        parts.push(vm.to_object(Value::True)?);
    }
    vm.new_tuple(parts).map(Value::Obj)
}

static ZIP_METHODS: [Method; 1] = [method("__reduce__", "()", zip_reduce, REDUCE_DOC)];

pub static ZIP: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "The zip object yields n-length tuples, where n is the number of iterables\n\
          passed as positional arguments to zip().  The i-th element in every tuple\n\
          comes from the i-th iterable argument to zip().  This continues until the\n\
          shortest argument is exhausted.\n\n\
          If strict is true and one of the arguments is exhausted before the others,\n\
          raise a ValueError.\n\n   \
          >>> list(zip('abcdefg', range(3), range(4)))\n   \
          [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
    subclassable: true,
    construct: Some(&ZIP_NEW),
    slots: Slots { iter: Some(itself), next: Some(zip_next), ..Slots::EMPTY },
    methods: &ZIP_METHODS,
    ..TypeSpec::of::<Zip>()
};
