//! The cell of `memoryview`, and making one.

use std::cell::Cell;

use super::shape::Shape;
use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::{Class, Function};
use crate::runtime::{Raised, Vm, kinds};
use crate::types::array::Array;
use crate::types::bytes::{ByteArray, Bytes, view};

pub struct MemoryView {
    /// The owner of the bytes; empty once the view is released.
    pub(super) object: Slot,
    /// Where the bytes were given out by a `__buffer__` in Python: what tells their giver when the
    /// last view is gone.
    pub(super) holder: Slot,
    pub(super) shape: Shape,
    /// Once asked for; it outlives the release.
    pub(super) hash: Cell<Option<i64>>,
}

impl Payload for MemoryView {
    const KIND: Kind = kinds::MEMORYVIEW;
    const NAME: &'static str = "memoryview";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.object.visit(visit);
        self.holder.visit(visit);
    }

    fn release(&self, _dying: &Dying) {
        self.let_go();
    }
}

impl MemoryView {
    /// Gives the owner back, which may change its size again when no view is left.
    pub(super) fn let_go(&self) {
        if let Some(owner) = self.object.take() {
            if let Some(exports) = exports_of(&owner) {
                exports.set(exports.get().saturating_sub(1));
            }
            drop(owner);
            drop(self.holder.take());
        }
    }

    /// Lets `act` look at the bytes of all items in order; `None` once released.
    pub fn look<R>(&self, act: impl FnOnce(&[u8]) -> R) -> Option<R> {
        if !self.shape.is_contiguous() {
            return self.gathered().map(|bytes| act(&bytes));
        }
        let owner = self.object.get()?;
        view::of(&owner).map(|bytes| act(bytes.get(self.shape.range()).unwrap_or(&[])))
    }

    /// Lets `act` change the bytes; `None` where they are read-only, do not stand side by side, or
    /// have been released.
    pub fn change<R>(&self, act: impl FnOnce(&mut [u8]) -> R) -> Option<R> {
        let owner = self.object.get()?;
        if self.shape.readonly || !self.shape.is_contiguous() {
            return None;
        }
        let mut bytes = view::own(&owner)?;
        Some(act(bytes.get_mut(self.shape.range()).unwrap_or(&mut [])))
    }

    /// The bytes of all items in order; `None` once released.
    pub fn gathered(&self) -> Option<Vec<u8>> {
        self.gathered_in(0..self.shape.items())
    }

    /// The bytes of the items at `places`.
    pub(super) fn gathered_in(&self, places: impl Iterator<Item = usize>) -> Option<Vec<u8>> {
        let owner = self.object.get()?;
        let size = self.shape.item_size;
        let bytes = view::of(&owner)?;
        let mut out = Vec::with_capacity(self.shape.bytes());
        for at in places {
            let from = self.shape.offset(at);
            out.extend_from_slice(bytes.get(from..from + size).unwrap_or(&[]));
        }
        Some(out)
    }
}

fn exports_of(owner: &Ref) -> Option<&std::cell::Cell<usize>> {
    if let Some(array) = owner.get::<ByteArray>() {
        return Some(&array.exports);
    }
    owner.get::<Array>().map(|array| &array.exports)
}

/// A view of `owner` with a given shape.
fn new_view(vm: &Vm, owner: Ref, holder: Option<Ref>, shape: Shape) -> Result<Ref, Raised> {
    if let Some(exports) = exports_of(&owner) {
        exports.set(exports.get() + 1);
    }
    vm.alloc(MemoryView {
        object: Slot::new(owner),
        holder: Slot::from(holder),
        shape,
        hash: Cell::new(None),
    })
}

/// A view of what `view` shows, with another shape.
///
/// # Errors
/// Where `view` is released.
pub(super) fn reshaped(vm: &Vm, view: &Ref, shape: Shape) -> Result<Ref, Raised> {
    let (owner, _) = super::items::live_of(vm, view)?;
    new_view(vm, owner, view.as_ref::<MemoryView>().holder.get(), shape)
}

/// The shape of the whole of an object with bytes.
pub(super) fn whole(object: &Ref) -> Option<Shape> {
    if let Some(bytes) = object.get::<Bytes>() {
        return Some(Shape::line(bytes.data.len(), b'B', 1, true));
    }
    if let Some(array) = object.get::<ByteArray>() {
        return Some(Shape::line(array.data.borrow().len(), b'B', 1, false));
    }
    let array = object.get::<Array>()?;
    Some(Shape::line(array.len(), array.code, array.item_size(), false))
}

/// `PyBUF_FULL_RO`: how `memoryview()` asks for a buffer.
const FULL_RO: i64 = 0x11c;

/// A view of the memory that an object of a builtin type, or of a class made of one, has itself: what
/// `__buffer__` of the builtin type gives.
///
/// # Errors
/// `TypeError` where it has no bytes to show.
pub fn own_view(vm: &Vm, object: &Ref) -> Result<Ref, Raised> {
    if let Some(view) = object.get::<MemoryView>() {
        return reshaped(vm, object, view.shape.clone());
    }
    match whole(object) {
        Some(shape) => new_view(vm, object.clone(), None, shape),
        None => {
            let class = vm.class_name(object);
            let message = format!("memoryview: a bytes-like object is required, not '{class}'");
            Err(vm.type_error(message))
        }
    }
}

/// A view of the whole of `object`.
///
/// # Errors
/// `TypeError` where it has no bytes to show, or whatever its `__buffer__` raises.
pub(super) fn view_of(vm: &Vm, object: &Ref) -> Result<Ref, Raised> {
    if !object.is::<MemoryView>()
        && let Some(view) = exported(vm, object, FULL_RO)?
    {
        return Ok(view);
    }
    own_view(vm, object)
}

/// The view that a class in Python gives out by `__buffer__` (PEP 688), or whose return its
/// `__release_buffer__` wants to hear of; `None` for all other objects.
///
/// # Errors
/// Whatever `__buffer__` raises, `TypeError` where it gives no view.
pub fn exported(vm: &Vm, object: &Ref, flags: i64) -> Result<Option<Ref>, Raised> {
    if vm.class_of(object).as_ref::<Class>().flags.get().builtin {
        return Ok(None);
    }
    let Some(give) = vm.lookup_special(object, "__buffer__") else { return Ok(None) };
    let in_python = |name| {
        vm.lookup(vm.class_of(object), &vm.name(name)).is_some_and(|found| found.is::<Function>())
    };
    if !in_python("__buffer__") && !in_python("__release_buffer__") {
        return Ok(None);
    }
    let view = if in_python("__buffer__") {
        let given = vm.call_special(give, object, &[&vm.new_int(flags)?])?;
        vm.to_object(given)?
    } else {
        let Some(shape) = whole(object) else { return Ok(None) };
        new_view(vm, object.clone(), None, shape)?
    };
    let Some(payload) = view.get::<MemoryView>() else {
        return Err(vm.type_error("__buffer__ returned non-memoryview object"));
    };
    let (owner, shape) = super::items::live(vm, payload)?;
    let wrapper = vm.get_attr_text(&vm.import("_buffer_wrapper")?, "_buffer_wrapper")?;
    let holder = vm.call(&vm.to_object(wrapper)?, &[&view, object])?;
    let holder = vm.to_object(holder)?;
    new_view(vm, owner, Some(holder), shape).map(Some)
}

/// The bytes of an object that gives them out by `__buffer__` in Python.
///
/// # Errors
/// As [`exported`].
pub fn exported_bytes(vm: &Vm, object: &Ref, flags: i64) -> Result<Option<Vec<u8>>, Raised> {
    let Some(view) = exported(vm, object, flags)? else { return Ok(None) };
    Ok(view.as_ref::<MemoryView>().gathered())
}
