//! The cell of `bytearray`, and making `bytes`.

use std::cell::{Cell, RefCell};

use crate::heap::{Kind, Payload, Ref};
pub use crate::runtime::object::Bytes;
use crate::runtime::{Raised, Vm, kinds};
use crate::text::getsizeof::ByteRoom;

/// Bytes that can change. *Invariant:* `data` is never borrowed while Python code can run, and its
/// capacity is charged to the heap.
pub struct ByteArray {
    pub data: RefCell<Vec<u8>>,
    /// How many memory views look at it: meanwhile it keeps its size.
    pub exports: Cell<usize>,
    /// What CPython would have allocated.
    pub room: Cell<ByteRoom>,
}

impl Payload for ByteArray {
    const KIND: Kind = kinds::BYTEARRAY;
    const NAME: &'static str = "bytearray";
    const TRACKED: bool = false;

    fn external_bytes(&self) -> usize {
        self.data.try_borrow().map_or(0, |data| data.capacity())
    }
}

/// The payload of a `bytes`, charged to the heap.
pub fn bytes_of(vm: &Vm, data: Vec<u8>) -> Result<Bytes, Raised> {
    vm.charge(data.len())?;
    Ok(Bytes::of(data.into_boxed_slice()))
}

impl ByteArray {
    /// The payload for `data`, charged to the heap.
    pub fn charged(vm: &Vm, data: Vec<u8>) -> Result<ByteArray, Raised> {
        vm.charge(data.capacity())?;
        let room = Cell::new(ByteRoom::exact(data.len()));
        Ok(ByteArray { data: RefCell::new(data), exports: Cell::new(0), room })
    }
}

/// A `bytes` of `data`. Empty and single bytes are the interpreter's own.
pub fn new_bytes(vm: &Vm, data: Vec<u8>) -> Result<Ref, Raised> {
    let single = match data[..] {
        [] => 256,
        [byte] => byte as usize,
        _ => return vm.alloc(bytes_of(vm, data)?),
    };
    let place = &vm.single_bytes[single];
    if let Some(made) = place.get() {
        return Ok(made.clone());
    }
    let made = vm.alloc(bytes_of(vm, data)?)?;
    made.make_immortal();
    Ok(place.get_or_init(|| made).clone())
}

/// A `bytearray` of `data`.
pub fn new_bytearray(vm: &Vm, data: Vec<u8>) -> Result<Ref, Raised> {
    vm.alloc(ByteArray::charged(vm, data)?)
}
