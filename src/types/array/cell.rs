//! The cell of `array.array`.

use std::cell::{Cell, RefCell};

use super::item::size_of;
use crate::heap::{Kind, Payload, Ref};
use crate::runtime::{ErrorKind, Eval, Raised, Vm, kinds};

/// *Invariant:* `data` is never borrowed while Python code can run, holds whole items, and its
/// capacity is charged to the heap.
pub struct Array {
    pub code: u8,
    pub data: RefCell<Vec<u8>>,
    /// How many memory views look at it: meanwhile it keeps its size.
    pub exports: Cell<usize>,
}

impl Payload for Array {
    const KIND: Kind = kinds::ARRAY;
    const NAME: &'static str = "array";
    const TRACKED: bool = false;

    fn external_bytes(&self) -> usize {
        self.data.try_borrow().map_or(0, |data| data.capacity())
    }
}

impl Array {
    /// The payload for `data`, charged to the heap.
    pub(super) fn charged(vm: &Vm, code: u8, data: Vec<u8>) -> Result<Array, Raised> {
        vm.charge(data.capacity())?;
        Ok(Array { code, data: RefCell::new(data), exports: Cell::new(0) })
    }

    /// Bytes of an item.
    pub fn item_size(&self) -> usize {
        size_of(self.code).unwrap_or(1)
    }

    pub fn len(&self) -> usize {
        self.data.borrow().len() / self.item_size()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Item `at`, which is there.
    pub(super) fn get(&self, vm: &Vm, at: usize) -> Eval {
        let size = self.item_size();
        let mut item = [0; 8];
        item[..size].copy_from_slice(&self.data.borrow()[at * size..(at + 1) * size]);
        super::item::unpack(vm, self.code, &item[..size])
    }

    /// Item `at`, if it is there.
    pub fn item(&self, vm: &Vm, at: usize) -> Option<Ref> {
        let item = if at < self.len() { self.get(vm, at) } else { return None };
        item.and_then(|item| vm.to_object(item)).ok()
    }

    /// Puts `int` at `at`, if that is there and the type has such a number.
    pub fn put_int(&self, at: usize, int: i64) -> Option<()> {
        match self.code {
            b'b' => self.put(at, i8::try_from(int).ok()?.to_ne_bytes()),
            b'B' => self.put(at, u8::try_from(int).ok()?.to_ne_bytes()),
            b'h' => self.put(at, i16::try_from(int).ok()?.to_ne_bytes()),
            b'H' => self.put(at, u16::try_from(int).ok()?.to_ne_bytes()),
            b'i' => self.put(at, i32::try_from(int).ok()?.to_ne_bytes()),
            b'I' => self.put(at, u32::try_from(int).ok()?.to_ne_bytes()),
            b'l' | b'q' => self.put(at, int.to_ne_bytes()),
            b'L' | b'Q' => self.put(at, u64::try_from(int).ok()?.to_ne_bytes()),
            b'd' | b'f' => self.put_float(at, f64::from(i32::try_from(int).ok()?)),
            _ => None,
        }
    }

    /// Puts `float` at `at`, if that is there and the type has floats.
    pub fn put_float(&self, at: usize, float: f64) -> Option<()> {
        match self.code {
            b'd' => self.put(at, float.to_ne_bytes()),
            b'f' => self.put(at, (float as f32).to_ne_bytes()),
            _ => None,
        }
    }

    fn put<const N: usize>(&self, at: usize, bytes: [u8; N]) -> Option<()> {
        let mut data = self.data.borrow_mut();
        *data.as_chunks_mut::<N>().0.get_mut(at)? = bytes;
        Some(())
    }

    /// # Errors
    /// `BufferError` while somebody looks at the array's memory.
    pub(super) fn may_resize(&self, vm: &Vm) -> Result<(), Raised> {
        if self.exports.get() == 0 {
            return Ok(());
        }
        let message = "cannot resize an array that is exporting buffers";
        Err(vm.raise(ErrorKind::BufferError, message.into()))
    }

    /// Replaces `removed` bytes at `at` by `added`.
    pub(super) fn splice(
        &self,
        vm: &Vm,
        at: usize,
        removed: usize,
        added: &[u8],
    ) -> Result<(), Raised> {
        if removed != added.len() {
            self.may_resize(vm)?;
        }
        let mut data = self.data.borrow_mut();
        let before = data.len();
        let wanted = before - removed + added.len();
        if wanted > data.capacity() {
            self.set_room(vm, &mut data, before, wanted)?;
        }
        data.splice(at..at + removed, added.iter().copied());
        self.give_back(vm, &mut data, before)
    }

    /// Gives room back where 16 items or more have gone of the `before` bytes.
    pub(super) fn give_back(
        &self,
        vm: &Vm,
        data: &mut Vec<u8>,
        before: usize,
    ) -> Result<(), Raised> {
        let left = data.len();
        if before >= left + 16 * self.item_size() {
            self.set_room(vm, data, before, left)?;
        }
        Ok(())
    }

    /// Sets the room for `before` bytes that become `wanted`.
    fn set_room(
        &self,
        vm: &Vm,
        data: &mut Vec<u8>,
        before: usize,
        wanted: usize,
    ) -> Result<(), Raised> {
        let size = self.item_size();
        let room = room_for(before / size, wanted / size) * size;
        vm.charge(room.saturating_sub(data.capacity()))?;
        data.reserve_exact(room.saturating_sub(data.len()));
        data.shrink_to(room);
        Ok(())
    }
}

/// The room for items that CPython makes where `before` items become `wanted`. (CPython:
/// `array_resize` in `Modules/arraymodule.c`.)
pub(super) fn room_for(before: usize, wanted: usize) -> usize {
    if wanted == 0 {
        return 0;
    }
    (wanted >> 4) + if before < 8 { 3 } else { 7 } + wanted
}
