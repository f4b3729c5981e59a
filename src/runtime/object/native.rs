//! The cells of callables and descriptors that Rust code stands behind.

use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::kinds;
use crate::runtime::slots::SlotDef;
use crate::runtime::spec::{GetSetRow, Method};

/// A builtin function, or a builtin method bound to its object (`[].append`).
pub struct BuiltinFunction {
    pub row: &'static Method,
    /// The object it is bound to; empty for a plain function.
    pub receiver: Slot,
    /// The module's name; empty for methods.
    pub module: Slot,
}

impl Payload for BuiltinFunction {
    const KIND: Kind = kinds::BUILTIN_FUNCTION;
    const NAME: &'static str = "builtin_function_or_method";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.receiver.visit(visit);
        self.module.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.receiver);
        dying.give_up_slot(&self.module);
    }
}

macro_rules! class_descriptor {
    ($(#[$doc:meta])* $name:ident, $kind:ident, $python:literal, $row:ty) => {
        $(#[$doc])*
        pub struct $name {
            pub row: $row,
            pub class: Fixed,
        }

        impl Payload for $name {
            const KIND: Kind = kinds::$kind;
            const NAME: &'static str = $python;

            fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
                self.class.visit(visit);
            }

            fn release(&self, dying: &Dying) {
                dying.give_up(&self.class);
            }
        }
    };
}

class_descriptor!(
    /// A builtin method as found in its class (`list.append`).
    MethodDescriptor, METHOD_DESCRIPTOR, "method_descriptor", &'static Method
);
class_descriptor!(
    /// A builtin class method as found in its class (`dict.fromkeys`).
    ClassMethodDescriptor, CLASSMETHOD_DESCRIPTOR, "classmethod_descriptor", &'static Method
);
class_descriptor!(
    /// A special method that a slot provides (`int.__add__`).
    SlotWrapper, SLOT_WRAPPER, "wrapper_descriptor", &'static SlotDef
);
class_descriptor!(
    /// A builtin attribute with a getter (`function.__name__`).
    GetSet, GETSET, "getset_descriptor", &'static GetSetRow
);

/// A slot wrapper bound to its object (`(1).__add__`).
pub struct MethodWrapper {
    /// The [`SlotWrapper`].
    pub descriptor: Fixed,
    pub receiver: Fixed,
}

impl Payload for MethodWrapper {
    const KIND: Kind = kinds::METHOD_WRAPPER;
    const NAME: &'static str = "method-wrapper";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.descriptor.visit(visit);
        self.receiver.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.receiver);
        dying.give_up(&self.descriptor);
    }
}

/// The descriptor of one name in `__slots__`.
pub struct Member {
    pub name: Fixed,
    pub class: Fixed,
    /// Which of the instance's slots it is, counted from the last one (that is 1).
    pub from_end: usize,
}

impl Payload for Member {
    const KIND: Kind = kinds::MEMBER;
    const NAME: &'static str = "member_descriptor";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.name.visit(visit);
        self.class.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.class);
        dying.give_up(&self.name);
    }
}
