//! `super().name(args)` and `super(class, object).name(args)`: the method is found without a `super`
//! object being made. (CPython: `LOAD_SUPER_ATTR`.)

use std::cell::Cell;

use super::method_call::MethodCall;
use super::names::Global;
use super::node::Exp;
use crate::heap::{Ref, Unowned};
use crate::runtime::object::{CellObject, Class};
use crate::runtime::stack::Frame;
use crate::runtime::{Eval, Vm, kinds};

/// `super()`, or `super(class, object)` of a global and a local.
pub struct PlainSuper {
    /// The name `super`.
    pub callee: Global,
    /// The class, and the slot of the object.
    pub given: Option<(Global, u32)>,
}

/// A method call on what `super()` gives. Whatever is unusual about it is left to the call that it
/// was compiled from.
pub struct SuperCall {
    object: PlainSuper,
    call: MethodCall,
    /// The slot of the cell for `__class__`, once it was looked for.
    class_slot: Cell<Option<u32>>,
    /// What was found last.
    found: Cell<Option<Found>>,
}

/// A method that follows `after` in the order of the class `own`, as long as no class changes.
#[derive(Clone, Copy)]
struct Found {
    epoch: u64,
    after: Unowned,
    own: Unowned,
    method: Unowned,
}

impl SuperCall {
    /// `call` is the whole call.
    pub fn new(object: PlainSuper, call: MethodCall) -> Self {
        SuperCall { object, call, class_slot: Cell::new(None), found: Cell::new(None) }
    }

    /// The method, and the object it is for.
    fn find(&self, frame: &Frame<'_>) -> Option<(Ref, Ref)> {
        let vm = frame.vm;
        let builtin = vm.class_of_kind(kinds::SUPER);
        self.object.callee.look(frame, |callee| callee.same(builtin).then_some(()))?;
        if let Some((class, slot)) = &self.object.given {
            let object = frame.get(*slot)?;
            let after = |class: &Ref| {
                class.is::<Class>().then(|| self.method_after(frame, class, &object))?
            };
            let method = class.look(frame, after)?;
            return Some((method, object));
        }
        let code = frame.code;
        if code.parameters.positional == 0 || code.captured.contains(&0) {
            return None;
        }
        let object = frame.get(0)?;
        let method = frame.peek(self.class_slot(frame)?, |cell| {
            let class = cell?.get::<CellObject>()?;
            class.content.look(|class| self.method_after(frame, class?, &object))
        })?;
        Some((method, object))
    }

    fn class_slot(&self, frame: &Frame<'_>) -> Option<u32> {
        if self.class_slot.get().is_none() {
            let code = frame.code;
            let place = code.free.iter().position(|name| name.text() == "__class__");
            self.class_slot.set(place.map(|place| (code.variables.len() + place) as u32));
        }
        self.class_slot.get()
    }

    fn method_after(&self, frame: &Frame<'_>, after: &Ref, object: &Ref) -> Option<Ref> {
        let vm = frame.vm;
        let own = vm.class_of(object);
        let (epoch, places) = (vm.class_epoch.get(), (after.downgrade(), own.downgrade()));
        if let Some(found) = self.found.get()
            && found.epoch == epoch
            && (found.after, found.own) == places
        {
            return found.method.counted();
        }
        let method =
            method_after(vm, after, own, object, &frame.code.names[self.call.name as usize])?;
        let (after, own) = places;
        // A namespace may have been filled on the way.
        let epoch = vm.class_epoch.get();
        self.found.set(Some(Found { epoch, after, own, method: method.downgrade() }));
        Some(method)
    }
}

/// The method `name` of the classes that follow `after` in the order of `own`, the class of `object`.
fn method_after(vm: &Vm, after: &Ref, own: &Ref, object: &Ref, name: &Ref) -> Option<Ref> {
    let unusual = object.is::<Class>() || name.text() == "__class__";
    if unusual || !own.get::<Class>()?.is_subclass_of(after) {
        return None;
    }
    let order = own.as_ref::<Class>().mro.get()?;
    let classes = order.tail();
    let at = classes.iter().position(|class| class.peek_same(after))?;
    let found =
        classes[at + 1..].iter().find_map(|class| vm.namespace(&class.get()?).get_str(name))?;
    let takes_object =
        matches!(found.kind(), kinds::FUNCTION | kinds::METHOD_DESCRIPTOR | kinds::SLOT_WRAPPER);
    takes_object.then_some(found)
}

impl Exp for SuperCall {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        match self.find(frame) {
            Some((method, object)) => self.call.call_known(frame, method, object),
            None => self.call.eval(frame),
        }
    }
}
