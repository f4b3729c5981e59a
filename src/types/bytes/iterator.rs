//! Iterating bytes, number by number.

use std::cell::Cell;

use super::view;
use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::spec::{Method, TypeSpec, method};
use crate::runtime::{Args, Eval, Slots, Value, Vm, kinds};
use crate::types::iterators::{HINT_DOC, REDUCE_DOC, STATE_DOC, itself, place_in, reduced};
use crate::types::object::OBJECT;

macro_rules! byte_iterator {
    ($(#[$doc:meta])* $name:ident, $kind:ident, $python:literal, $iter:ident, $next:ident, $hint:ident,
     $reduce:ident, $set:ident, $methods:ident, $spec:ident) => {
        $(#[$doc])*
        pub struct $name {
            bytes: Slot,
            at: Cell<usize>,
        }

        impl Payload for $name {
            const KIND: Kind = kinds::$kind;
            const NAME: &'static str = $python;

            fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
                self.bytes.visit(visit);
            }

            fn release(&self, dying: &Dying) {
                dying.give_up_slot(&self.bytes);
            }
        }

        pub(super) fn $iter(vm: &Vm, object: &Ref) -> Eval {
            let payload = $name { bytes: Slot::new(object.clone()), at: Cell::new(0) };
            vm.alloc(payload).map(Value::Obj)
        }

        fn $next(_vm: &Vm, iterator: &Ref) -> Eval {
            let payload = iterator.as_ref::<$name>();
            let Some(bytes) = payload.bytes.get() else { return Ok(Value::Undef) };
            let at = payload.at.get();
            let byte = view::of(&bytes).and_then(|bytes| bytes.get(at).copied());
            match byte {
                Some(byte) => {
                    payload.at.set(at + 1);
                    Ok(Value::Int(byte.into()))
                }
                None => {
                    payload.bytes.set(None);
                    Ok(Value::Undef)
                }
            }
        }

        fn $hint(_vm: &Vm, args: Args<'_>) -> Eval {
            let payload = args.req(0).as_ref::<$name>();
            let bytes = payload.bytes.get();
            let len = bytes.and_then(|bytes| view::of(&bytes).map(|bytes| bytes.len()));
            Ok(Value::Int(len.map_or(0, |len| len.saturating_sub(payload.at.get()) as i64)))
        }

        fn $reduce(vm: &Vm, args: Args<'_>) -> Eval {
            let payload = args.req(0).as_ref::<$name>();
            match payload.bytes.get() {
                Some(bytes) => reduced(vm, "iter", vec![bytes], Some(payload.at.get() as i64)),
                None => reduced(vm, "iter", vec![vm.singletons.empty_tuple.clone()], None),
            }
        }

        fn $set(vm: &Vm, args: Args<'_>) -> Eval {
            let (payload, place) = (args.req(0).as_ref::<$name>(), place_in(vm, args)?);
            let bytes = payload.bytes.get();
            if let Some(len) = bytes.and_then(|bytes| view::of(&bytes).map(|bytes| bytes.len())) {
                payload.at.set(place.min(len));
            }
            Ok(Value::None)
        }

        static $methods: [Method; 3] = [
            method("__length_hint__", "()", $hint, HINT_DOC),
            method("__reduce__", "()", $reduce, REDUCE_DOC),
            method("__setstate__", "(state, /)", $set, STATE_DOC),
        ];

        pub static $spec: TypeSpec = TypeSpec {
            base: Some(&OBJECT),
            slots: Slots { iter: Some(itself), next: Some($next), ..Slots::EMPTY },
            methods: &$methods,
            ..TypeSpec::of::<$name>()
        };
    };
}

byte_iterator!(
    /// Walks `bytes`.
    BytesIterator, BYTES_ITERATOR, "bytes_iterator", iter_bytes, next_bytes, hint_bytes,
    reduce_bytes, set_bytes, BYTES_METHODS, BYTES_ITERATOR
);
byte_iterator!(
    /// Walks a `bytearray`, which may change meanwhile.
    ByteArrayIterator, BYTEARRAY_ITERATOR, "bytearray_iterator", iter_bytearray, next_bytearray,
    hint_bytearray, reduce_bytearray, set_bytearray, BYTEARRAY_METHODS, BYTEARRAY_ITERATOR
);
