//! Calls of the special methods of builtin classes: slot wrappers (`int.__add__`) and what they are
//! bound to an object as (`(1).__add__`).

use super::object::{Class, MethodWrapper, SlotWrapper};
use super::slots::{SlotDef, Slots};
use super::stack::Role;
use super::value::{Eval, Raised};
use super::vm::Vm;
use crate::heap::Ref;

impl Vm {
    /// Calls a slot wrapper with the arguments of the window at `at`.
    pub(super) fn call_slot_wrapper(&self, callable: &Ref, at: usize, names: Option<&Ref>) -> Eval {
        let args = self.stack.standing_from(self.first_argument(at));
        let wrapper = callable.as_ref();
        let result = self.packed_all(args.iter(), || self.invoke_wrapper(wrapper, args, names));
        self.stack.truncate(at);
        result
    }

    /// As [`Vm::call_slot_wrapper`] for a special method that a slot asks: the window stands for the tuple of arguments.
    pub(super) fn ask_slot_wrapper(&self, callable: &Ref, at: usize) -> Eval {
        let args = self.stack.standing_from(self.first_argument(at));
        let result = self.invoke_wrapper(callable.as_ref(), args, None);
        self.stack.truncate(at);
        result
    }

    fn invoke_wrapper(&self, wrapper: &SlotWrapper, args: &[Ref], names: Option<&Ref>) -> Eval {
        let (name, class) = (wrapper.row.name, wrapper.class.as_ref::<Class>());
        let Some((receiver, rest)) = args.split_first() else {
            let class = class.name_text();
            let message = format!("descriptor '{name}' of '{class}' object needs an argument");
            return Err(self.type_error(message));
        };
        if !self.is_instance(receiver, &wrapper.class) {
            let (class, other) = (class.name_text(), self.class_name(receiver));
            let message =
                format!("descriptor '{name}' requires a '{class}' object but received a '{other}'");
            return Err(self.type_error(message));
        }
        let slots = class.slots.borrow().clone();
        if name == "__call__" {
            return self.invoke_call(&slots, receiver, rest, names);
        }
        self.check_setattr(name, &slots, receiver)?;
        // The arguments behind the receiver are cut out of the tuple into one of their own.
        self.packed_all(rest.iter(), || {
            self.invoke_slot(wrapper.row, &slots, receiver, rest, names)
        })
    }

    /// `object.__setattr__` may not be used to get around what a builtin class checks.
    fn check_setattr(&self, name: &str, slots: &Slots, receiver: &Ref) -> Result<(), Raised> {
        if !matches!(name, "__setattr__" | "__delattr__") {
            return Ok(());
        }
        let same = match (slots.setattr, self.builtin_slots_of(receiver).setattr) {
            (Some(one), Some(other)) => std::ptr::fn_addr_eq(one, other),
            _ => true,
        };
        if same {
            return Ok(());
        }
        let class = self.class_name(receiver);
        Err(self.type_error(format!("can't apply this {name} to {class} object")))
    }

    /// Calls a method wrapper with the arguments of the window at `at`.
    pub(super) fn call_method_wrapper(
        &self,
        callable: &Ref,
        at: usize,
        names: Option<&Ref>,
    ) -> Eval {
        let payload = callable.as_ref::<MethodWrapper>();
        let args = self.stack.standing_from(self.first_argument(at));
        let descriptor = payload.descriptor.as_ref::<SlotWrapper>();
        let slots = descriptor.class.as_ref::<Class>().slots.borrow().clone();
        let result = if descriptor.row.name == "__call__" {
            self.invoke_call(&slots, &payload.receiver, args, names)
        } else {
            self.packed_all(args.iter(), || {
                self.invoke_slot(descriptor.row, &slots, &payload.receiver, args, names)
            })
        };
        self.stack.truncate(at);
        result
    }

    /// A slot wrapper of `__call__`: the slot takes a window of its own.
    fn invoke_call(
        &self,
        slots: &Slots,
        receiver: &Ref,
        args: &[Ref],
        names: Option<&Ref>,
    ) -> Eval {
        let Some(call) = slots.call else { return self.not_implemented() };
        if self.stack.is_short_of(args.len()) {
            return Err(self.too_many_arguments());
        }
        let at = self.stack.push(receiver.clone(), Role::Callable);
        self.stack.push_empty(Role::Receiver);
        for arg in args {
            self.stack.push(arg.clone(), Role::Argument);
        }
        call(self, at, names)
    }

    /// The slots of the nearest builtin class of `object`: what its slot wrappers call.
    pub fn builtin_slots_of(&self, object: &Ref) -> Slots {
        let class = self.class_data(object);
        let builtin = self.class_of_spec(class.layout);
        **builtin.as_ref::<Class>().slots.borrow()
    }

    fn invoke_slot(
        &self,
        row: &'static SlotDef,
        slots: &Slots,
        receiver: &Ref,
        args: &[Ref],
        names: Option<&Ref>,
    ) -> Eval {
        if names.is_some() {
            return Err(
                self.type_error(format!("wrapper {}() takes no keyword arguments", row.name))
            );
        }
        let (least, most) = row.arity;
        if args.len() < least || args.len() > most {
            return Err(self.wrong_slot_arguments(row, slots, args.len()));
        }
        (row.invoke)(self, slots, receiver, args)
    }

    /// The error of a slot wrapper called with `count` arguments. Where CPython unpacks them under
    /// a name, which is empty, a space stays of it.
    #[cold]
    fn wrong_slot_arguments(&self, row: &'static SlotDef, slots: &Slots, count: usize) -> Raised {
        let (least, most) = row.arity;
        let repeats = matches!(row.name, "__mul__" | "__rmul__" | "__imul__");
        let named = least != most || least == 2 || (repeats && slots.repeat.is_some());
        let (bound, number) = match (least == most, count < least) {
            (true, _) => ("", least),
            (false, true) => ("at least ", least),
            (false, false) => ("at most ", most),
        };
        let plural = if number == 1 { "" } else { "s" };
        let space = if named { " " } else { "" };
        self.type_error(format!("{space}expected {bound}{number} argument{plural}, got {count}"))
    }
}
