//! The items of builtin containers and texts where they are at hand: to be taken over at once or looked
//! at, without an iterator and without Python code.

use std::cell::Ref as Borrowed;

use crate::heap::{Ref, Slot};
use crate::runtime::object::dict_table::DictTable;
use crate::runtime::object::list::{List, room_for};
use crate::runtime::object::string::is_ascii;
use crate::runtime::object::{Bytes, Dict, Str, Tuple};
use crate::runtime::{ErrorKind, Raised, Vm, kinds};
use crate::text::set_table::SetTable;
use crate::types::dict::views::{self, View};
use crate::types::set::table_of;

/// A container whose items can be read without an iterator.
pub enum AtHand<'a> {
    List(Borrowed<'a, Vec<Ref>>),
    Tuple(&'a [Slot]),
    Keys(Borrowed<'a, DictTable>),
    Values(Borrowed<'a, DictTable>),
    Items(Borrowed<'a, DictTable>),
    Set(Borrowed<'a, SetTable<Ref>>),
    /// A text of ASCII characters.
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl<'a> AtHand<'a> {
    /// `object` as such a container; `None` for instances of subclasses and everything else.
    pub fn of(object: &'a Ref) -> Option<AtHand<'a>> {
        if object.extra().is_some() {
            return None;
        }
        let table = |dict: &'a Ref| dict.get::<Dict>().map(|dict| dict.table.borrow());
        Some(match object.kind() {
            kinds::LIST => AtHand::List(object.get::<List>()?.items.borrow()),
            kinds::TUPLE if object.is::<Tuple>() => AtHand::Tuple(object.tail()),
            kinds::DICT => AtHand::Keys(table(object)?),
            kinds::DICT_KEYS => AtHand::Keys(table(&object.get::<View<{ views::KEYS }>>()?.dict)?),
            kinds::DICT_VALUES => {
                AtHand::Values(table(&object.get::<View<{ views::VALUES }>>()?.dict)?)
            }
            kinds::DICT_ITEMS => {
                AtHand::Items(table(&object.get::<View<{ views::ITEMS }>>()?.dict)?)
            }
            kinds::SET | kinds::FROZENSET => AtHand::Set(table_of(object)?.borrow()),
            kinds::BYTES => AtHand::Bytes(&object.get::<Bytes>()?.data),
            kinds::STR if object.is::<Str>() && is_ascii(object) => AtHand::Text(object.text()),
            _ => return None,
        })
    }

    /// How many items there are.
    pub(super) fn len(&self) -> usize {
        match self {
            AtHand::List(items) => items.len(),
            AtHand::Tuple(items) => items.len(),
            AtHand::Keys(table) | AtHand::Values(table) | AtHand::Items(table) => table.len(),
            AtHand::Set(table) => table.len(),
            AtHand::Text(text) => text.len(),
            AtHand::Bytes(bytes) => bytes.len(),
        }
    }

    /// Shows the items to `look` until it says no; whether it never did. `look` runs no Python code and
    /// drops nothing but numbers and texts.
    ///
    /// `None` where the items are made as they are asked for: pairs, letters and numbers.
    #[inline(always)]
    pub fn all(&self, mut look: impl FnMut(&Ref) -> bool) -> Option<bool> {
        Some(match self {
            AtHand::List(items) => items.iter().all(look),
            AtHand::Tuple(items) => items.iter().filter_map(Slot::at_hand).all(look),
            AtHand::Keys(table) => table.iter().all(|entry| look(&entry.key)),
            AtHand::Values(table) => table.iter().all(|entry| look(&entry.value)),
            AtHand::Set(table) => table.iter().all(|(key, _)| look(key)),
            AtHand::Items(_) | AtHand::Text(_) | AtHand::Bytes(_) => return None,
        })
    }

    /// The items as a row of references.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn into_row(self, vm: &Vm) -> Result<Vec<Ref>, Raised> {
        let mut items = Vec::new();
        match items.try_reserve_exact(self.len()) {
            Ok(()) => self.append_to(vm, &mut items).map(|()| items),
            Err(_) => Err(vm.raise(ErrorKind::MemoryError, String::new())),
        }
    }

    /// How many items CPython makes room for in a list that is empty.
    fn room(&self) -> usize {
        match self {
            AtHand::List(_) | AtHand::Tuple(_) | AtHand::Text(_) | AtHand::Bytes(_) => {
                self.len().next_multiple_of(2)
            }
            _ => room_for(0, self.len()),
        }
    }

    /// The items of a new list, for whose buffer the heap is charged.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn into_new(self, vm: &Vm) -> Result<Vec<Ref>, Raised> {
        let room = self.room();
        let bytes = room.saturating_mul(size_of::<Ref>());
        vm.charge(bytes)?;
        let mut items = Vec::new();
        let made = match items.try_reserve_exact(room) {
            Ok(()) => self.append_to(vm, &mut items),
            Err(_) => Err(vm.raise(ErrorKind::MemoryError, String::new())),
        };
        match made {
            Ok(()) => Ok(items),
            Err(raised) => {
                vm.heap.discharge(bytes);
                Err(raised)
            }
        }
    }

    /// Appends the items to a buffer with room for them.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn append_to(self, vm: &Vm, items: &mut Vec<Ref>) -> Result<(), Raised> {
        match self {
            AtHand::List(source) => items.extend_from_slice(&source),
            AtHand::Tuple(source) => items.extend(source.iter().filter_map(Slot::get)),
            AtHand::Keys(table) => items.extend(table.iter().map(|entry| entry.key.clone())),
            AtHand::Values(table) => items.extend(table.iter().map(|entry| entry.value.clone())),
            AtHand::Items(table) => {
                for entry in table.iter() {
                    items.push(vm.new_tuple_of([entry.key.clone(), entry.value.clone()])?);
                }
            }
            AtHand::Set(table) => items.extend(table.iter().map(|(key, _)| key.clone())),
            AtHand::Text(text) => {
                for byte in text.bytes() {
                    items.push(vm.latin1(byte)?);
                }
            }
            AtHand::Bytes(bytes) => {
                items.extend(bytes.iter().map(|byte| vm.small_int((*byte).into())));
            }
        }
        Ok(())
    }
}
