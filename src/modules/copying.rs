//! `_copy`: deep copies of what needs no Python code to be copied: lists, tuples, dicts and what is
//! never copied. Any other object is left to the library (`python/copy.py`).
//!
//! (CPython: `Lib/copy.py`. There each object takes a call of `deepcopy` and one of its copier, which
//! count towards the recursion limit here, too.)

use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Dict, List};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm, kinds};
use crate::types::held;

struct DeepCopier<'a> {
    vm: &'a Vm,
    /// What has been copied: copies by the `id` of their originals.
    memo: &'a Ref,
    /// The function that copies any other object, and remembers it: `copy.deepcopy` itself.
    other: &'a Ref,
}

/// How many calls it takes in CPython to copy one object held by another.
const CALLS: usize = 2;

fn deepcopy(vm: &Vm, args: Args<'_>) -> Eval {
    let copier = DeepCopier { vm, memo: args.req(1), other: args.req(2) };
    // The first of the calls was one.
    copier.copy(args.req(0), CALLS - 1).map(Value::Obj)
}

/// Whether `copy.deepcopy` never copies what has this builtin type. Not all such types are here.
fn is_atom(object: &Ref) -> bool {
    matches!(
        object.kind(),
        kinds::NONE
            | kinds::BOOL
            | kinds::ELLIPSIS
            | kinds::INT
            | kinds::BIG_INT
            | kinds::FLOAT
            | kinds::COMPLEX
            | kinds::STR
            | kinds::BYTES
            | kinds::RANGE
            | kinds::FUNCTION
    )
}

impl DeepCopier<'_> {
    fn copy(&self, object: &Ref, calls: usize) -> Result<Ref, Raised> {
        let vm = self.vm;
        let number = object.address() as i64;
        let copy: fn(&Self, &Ref, i64) -> Result<Ref, Raised> = match object.kind() {
            _ if object.extra().is_some() => return self.copy_other(object),
            kinds::LIST => Self::copy_list,
            kinds::TUPLE => Self::copy_tuple,
            kinds::DICT => Self::copy_dict,
            _ if is_atom(object) && matches!(self.in_dict(number), Some(None)) => {
                return Ok(object.clone());
            }
            _ => return self.copy_other(object),
        };
        if let Some(copy) = self.get(number)? {
            return Ok(copy);
        }
        let copy = self.within(calls, || copy(self, object, number))?;
        if copy.same(object) {
            return Ok(copy);
        }
        held::with(vm, [copy], |[copy]| {
            self.remember(number, copy)?;
            self.keep_alive(object)?;
            Ok(copy.clone())
        })
    }

    fn copy_other(&self, object: &Ref) -> Result<Ref, Raised> {
        self.vm.call_object(self.other, &[object, self.memo])
    }

    /// Runs `copy` as many calls deeper.
    fn within(
        &self,
        calls: usize,
        copy: impl FnOnce() -> Result<Ref, Raised>,
    ) -> Result<Ref, Raised> {
        let mut entered = 0;
        let ready = (0..calls).try_for_each(|_| self.vm.enter(0).map(|()| entered += 1));
        let result = ready.and_then(|()| copy());
        (0..entered).for_each(|_| self.vm.leave());
        result
    }

    /// As [`DeepCopier::remembered`], by the `get` of the memo.
    fn get(&self, number: i64) -> Result<Option<Ref>, Raised> {
        let vm = self.vm;
        if let Some(found) = self.in_dict(number) {
            return Ok(found);
        }
        // Nobody else has this function for a copy.
        let copy = vm.call_method(self.memo, "get", &[&vm.new_int(number)?, self.other])?;
        let copy = vm.to_object(copy)?;
        Ok((!copy.same(self.other)).then_some(copy))
    }

    /// The copy of the object of this `id`, if there is one already.
    fn remembered(&self, number: i64) -> Result<Option<Ref>, Raised> {
        let vm = self.vm;
        if let Some(found) = self.in_dict(number) {
            return Ok(found);
        }
        match vm.get_item(self.memo, &vm.new_int(number)?) {
            Ok(copy) => vm.to_object(copy).map(Some),
            Err(raised) if vm.pending_is(&raised, ErrorKind::KeyError) => {
                drop(vm.take_raised(raised));
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// What a memo that is a plain dict has for this number.
    fn in_dict(&self, number: i64) -> Option<Option<Ref>> {
        let memo = self.memo.get::<Dict>().filter(|_| self.memo.is_exact::<Dict>())?;
        let found = memo.position_of_int(number)?;
        Some(found.and_then(|at| memo.value_at(at)))
    }

    fn remember(&self, number: i64, copy: &Ref) -> Result<(), Raised> {
        self.vm.set_item(self.memo, &self.vm.new_int(number)?, Some(copy))
    }

    /// Keeps an original as long as the memo lives, so that its `id` is not given to another object.
    fn keep_alive(&self, object: &Ref) -> Result<(), Raised> {
        let vm = self.vm;
        let own = self.memo.address() as i64;
        match self.remembered(own)? {
            Some(originals) if originals.is_exact::<List>() => {
                let originals = originals.as_ref::<List>();
                originals.push(&vm.heap, object.clone()).map_err(|full| vm.heap_full(full))
            }
            Some(originals) => vm.call_method(&originals, "append", &[object]).map(drop),
            None => {
                let originals = vm.new_list(vec![object.clone()])?;
                held::with(vm, [originals], |[originals]| self.remember(own, originals))
            }
        }
    }

    fn copy_list(&self, list: &Ref, number: i64) -> Result<Ref, Raised> {
        held::with(self.vm, [self.vm.new_list(Vec::new())?], |[copy]| {
            self.remember(number, copy)?;
            self.copy_items(list, copy)?;
            Ok(copy.clone())
        })
    }

    /// Appends copies of the items of a list or tuple to a list.
    fn copy_items(&self, items: &Ref, copies: &Ref) -> Result<(), Raised> {
        let vm = self.vm;
        vm.each(items, &mut |item| {
            let copy = held::with(vm, [item], |[item]| self.copy(item, CALLS))?;
            let copies = copies.as_ref::<List>();
            copies.push(&vm.heap, copy).map_err(|full| vm.heap_full(full))?;
            Ok(true)
        })
    }

    fn copy_tuple(&self, tuple: &Ref, number: i64) -> Result<Ref, Raised> {
        let vm = self.vm;
        held::with(vm, [vm.new_list(Vec::new())?], |[copies]| {
            self.copy_items(tuple, copies)?;
            // A tuple that holds itself, by way of something else, has been copied by now.
            if let Some(copy) = self.remembered(number)? {
                return Ok(copy);
            }
            let copies = copies.as_ref::<List>().items.borrow();
            let unchanged = tuple_refs(tuple).iter().zip(&*copies).all(|(old, new)| old.same(new));
            if unchanged { Ok(tuple.clone()) } else { vm.new_tuple(copies.to_vec()) }
        })
    }

    fn copy_dict(&self, dict: &Ref, number: i64) -> Result<Ref, Raised> {
        let vm = self.vm;
        held::with(vm, [vm.new_dict(Vec::new())?], |[copy]| {
            self.remember(number, copy)?;
            let items = vm.to_object(vm.call_method(dict, "items", &[])?)?;
            held::with(vm, [items], |[items]| {
                vm.each(items, &mut |pair| {
                    held::with(vm, [pair], |[pair]| self.copy_entry(pair, copy))?;
                    Ok(true)
                })
            })?;
            Ok(copy.clone())
        })
    }

    /// Adds copies of a pair of key and value to a dict.
    fn copy_entry(&self, pair: &Ref, copy: &Ref) -> Result<(), Raised> {
        let vm = self.vm;
        let [Some(key), Some(value)] = [0, 1].map(|at| pair.tail().get(at)?.get()) else {
            return Ok(());
        };
        held::with(vm, [key, value], |[key, value]| {
            let value = self.copy(value, CALLS)?;
            held::with(vm, [value], |[value]| {
                let key = self.copy(key, CALLS)?;
                copy.as_ref::<Dict>().set(vm, key, value.clone())
            })
        })
    }
}

static FUNCTIONS: [Method; 1] = [function(
    "deepcopy",
    "(x, memo, other, /)",
    deepcopy,
    "Copy lists, tuples and dicts deeply, and what they hold by the other function.",
)];

pub static COPY: ModuleSpec = ModuleSpec {
    name: "_copy",
    doc: "The part of copy.deepcopy() that needs no Python code.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};
