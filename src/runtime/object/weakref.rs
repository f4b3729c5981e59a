//! The cell of weak references; the machine's table finds those of a dying object.

use std::cell::Cell;

use crate::heap::{Dying, Kind, Payload, Ref, Slot, Unowned};
use crate::runtime::kinds;

/// `weakref.ref`: knows an object without counting as a reference to it.
pub struct WeakRef {
    /// `None` once the object is gone.
    pub referent: Cell<Option<Unowned>>,
    pub callback: Slot,
    /// The referent's hash, once asked for; kept after its death.
    pub hash: Cell<Option<i64>>,
}

impl Payload for WeakRef {
    const KIND: Kind = kinds::WEAKREF;
    const NAME: &'static str = "ReferenceType";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.callback.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.callback);
    }
}

/// `weakref.proxy`: behaves as its object; a row of its own because its class differs.
pub struct WeakProxy(pub WeakRef);

impl Payload for WeakProxy {
    const KIND: Kind = kinds::WEAK_PROXY;
    const NAME: &'static str = "ProxyType";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.0.trace(visit);
    }

    fn release(&self, dying: &Dying) {
        self.0.release(dying);
    }
}

/// A proxy of something that can be called.
pub struct WeakCallableProxy(pub WeakRef);

impl Payload for WeakCallableProxy {
    const KIND: Kind = kinds::WEAK_CALLABLE_PROXY;
    const NAME: &'static str = "CallableProxyType";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.0.trace(visit);
    }

    fn release(&self, dying: &Dying) {
        self.0.release(dying);
    }
}

/// The weak reference that `object` (a ref or a proxy) is.
pub fn weak_of(object: &Ref) -> Option<&WeakRef> {
    match object.kind() {
        kinds::WEAKREF => object.get(),
        kinds::WEAK_PROXY => object.get::<WeakProxy>().map(|proxy| &proxy.0),
        kinds::WEAK_CALLABLE_PROXY => object.get::<WeakCallableProxy>().map(|proxy| &proxy.0),
        _ => None,
    }
}
