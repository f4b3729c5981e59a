//! The cell of `memoryview`, and making one.

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::{Raised, Vm, kinds};
use crate::types::array::Array;
use crate::types::bytes::{ByteArray, Bytes, view};

/// Which bytes of an object a view shows, and as what.
#[derive(Clone, Copy)]
pub struct Shape {
    /// Where the first item starts.
    pub start: usize,
    pub count: usize,
    /// Bytes from one item to the next; negative for a reversed view.
    pub stride: isize,
    /// The type code of an item.
    pub format: u8,
    pub item_size: usize,
    pub readonly: bool,
}

pub struct MemoryView {
    /// The owner of the bytes; empty once the view is released.
    pub(super) object: Slot,
    pub(super) shape: Shape,
}

impl Payload for MemoryView {
    const KIND: Kind = kinds::MEMORYVIEW;
    const NAME: &'static str = "memoryview";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.object.visit(visit);
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
        }
    }

    /// Lets `act` look at the bytes of all items in order; `None` once released.
    pub fn look<R>(&self, act: impl FnOnce(&[u8]) -> R) -> Option<R> {
        if !self.shape.is_contiguous() {
            return self.gathered().map(|bytes| act(&bytes));
        }
        let owner = self.object.get()?;
        view::of(&owner).map(|bytes| act(bytes.get(self.shape.bytes()).unwrap_or(&[])))
    }

    /// Lets `act` change the bytes; `None` where they are read-only, do not stand side by side, or
    /// have been released.
    pub fn change<R>(&self, act: impl FnOnce(&mut [u8]) -> R) -> Option<R> {
        let owner = self.object.get()?;
        if self.shape.readonly || !self.shape.is_contiguous() {
            return None;
        }
        let mut bytes = view::own(&owner)?;
        Some(act(bytes.get_mut(self.shape.bytes()).unwrap_or(&mut [])))
    }

    /// The bytes of all items in order; `None` once released.
    pub fn gathered(&self) -> Option<Vec<u8>> {
        let owner = self.object.get()?;
        let Shape { count, item_size, .. } = self.shape;
        let mut out = Vec::with_capacity(count * item_size);
        view::of(&owner).map(|bytes| {
            for at in 0..count {
                let from = self.shape.offset(at);
                out.extend_from_slice(bytes.get(from..from + item_size).unwrap_or(&[]));
            }
            out
        })
    }
}

impl Shape {
    /// Where item `at` starts.
    pub fn offset(&self, at: usize) -> usize {
        self.start.wrapping_add_signed(self.stride.wrapping_mul(at as isize))
    }

    /// Where all items are, if they stand side by side.
    fn bytes(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.count * self.item_size
    }

    /// Whether the items stand side by side.
    pub fn is_contiguous(&self) -> bool {
        self.stride == self.item_size as isize || self.count <= 1
    }
}

fn exports_of(owner: &Ref) -> Option<&std::cell::Cell<usize>> {
    if let Some(array) = owner.get::<ByteArray>() {
        return Some(&array.exports);
    }
    owner.get::<Array>().map(|array| &array.exports)
}

/// A view of `owner` with a given shape.
pub(super) fn new_view(vm: &Vm, owner: Ref, shape: Shape) -> Result<Ref, Raised> {
    if let Some(exports) = exports_of(&owner) {
        exports.set(exports.get() + 1);
    }
    vm.alloc(MemoryView { object: Slot::new(owner), shape })
}

/// A view of the whole of `object`.
///
/// # Errors
/// `TypeError` where it has no bytes to show.
pub(super) fn view_of(vm: &Vm, object: &Ref) -> Result<Ref, Raised> {
    if let Some(view) = object.get::<MemoryView>() {
        let (owner, shape) = super::items::live(vm, view)?;
        return new_view(vm, owner, shape);
    }
    let plain = |count: usize, readonly: bool| Shape {
        start: 0,
        count,
        stride: 1,
        format: b'B',
        item_size: 1,
        readonly,
    };
    let shape = if let Some(bytes) = object.get::<Bytes>() {
        plain(bytes.data.len(), true)
    } else if let Some(array) = object.get::<ByteArray>() {
        plain(array.data.borrow().len(), false)
    } else if let Some(array) = object.get::<Array>() {
        let item_size = array.item_size();
        Shape {
            start: 0,
            count: array.len(),
            stride: item_size as isize,
            format: array.code,
            item_size,
            readonly: false,
        }
    } else {
        let class = vm.class_name(object);
        let message = format!("memoryview: a bytes-like object is required, not '{class}'");
        return Err(vm.type_error(message));
    };
    new_view(vm, object.clone(), shape)
}
