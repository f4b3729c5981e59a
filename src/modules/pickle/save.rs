//! Writing objects as the instructions that build them again: one run of `dump`.

use super::errors::pickling_error;
use super::pickler::Pickler;
use super::stream::Stream;
use crate::heap::{Flag, Ref};
use crate::runtime::object::{Bytes, Dict, Float, List, Str, Tuple};
use crate::runtime::{Raised, Vm, kinds};
use crate::types::bytes::ByteArray;
use crate::types::held;

pub(super) const DEEP: &str = " while pickling an object";

/// One run of `dump`.
pub(super) struct Writer<'a> {
    pub(super) vm: &'a Vm,
    pub(super) pickler: &'a Pickler,
    pub(super) stream: Stream<'a>,
    pub(super) protocol: u8,
    pub(super) fast: bool,
    has_names: bool,
    /// The containers around the present place, where nothing is remembered.
    pub(super) open: Vec<u64>,
}

pub(super) type Done = Result<(), Raised>;

impl<'a> Writer<'a> {
    pub(super) fn new(vm: &'a Vm, pickler: &'a Pickler) -> Writer<'a> {
        Writer {
            vm,
            pickler,
            stream: Stream::new(vm, &pickler.write),
            protocol: pickler.protocol.get(),
            fast: pickler.fast.get(),
            has_names: !pickler.persistent_id.is_none(),
            open: Vec::new(),
        }
    }

    /// Writes a whole pickle; what no file has got comes back.
    pub(super) fn write(mut self, object: &Ref) -> Result<Vec<u8>, Raised> {
        if self.protocol >= 2 {
            self.stream.put(&[b'\x80', self.protocol]);
            if self.protocol >= 4 {
                self.stream.begin_framing();
            }
        }
        self.save(object)?;
        self.stream.op(b'.');
        self.stream.end()
    }

    /// Whether the instructions are binary ones.
    pub(super) fn bin(&self) -> bool {
        self.protocol > 0
    }

    /// Writes `object`, which the caller holds.
    pub(super) fn save(&mut self, object: &Ref) -> Done {
        self.stream.boundary()?;
        if self.has_names && self.save_by_name(object)? {
            return Ok(());
        }
        self.save_itself(object)
    }

    /// Writes `object`, which is not held by anyone who is seen.
    #[inline]
    pub(super) fn save_owned(&mut self, object: Ref) -> Done {
        let quiet = !self.has_names
            && (matches!(object.kind(), kinds::INT | kinds::FLOAT | kinds::BOOL | kinds::NONE)
                || object.is_exact::<Str>());
        if quiet {
            return self.save_itself(&object);
        }
        held::with(self.vm, [object], |[object]| self.save(object))
    }

    fn save_itself(&mut self, object: &Ref) -> Done {
        if self.save_atom(object) {
            return Ok(());
        }
        if let Some(number) = self.pickler.memo.borrow().get(object) {
            self.fetch(number);
            return Ok(());
        }
        if object.is_exact::<Str>() {
            return self.save_text(object);
        }
        if object.is_exact::<Bytes>() {
            return self.save_bytes(object);
        }
        let vm = self.vm;
        vm.poll()?;
        vm.recurse(DEEP, || self.save_container(object))
    }

    /// Writes what is never remembered; `false` for anything else.
    #[inline]
    fn save_atom(&mut self, object: &Ref) -> bool {
        match object.kind() {
            kinds::NONE => self.stream.op(b'N'),
            kinds::BOOL => self.save_bool(object),
            kinds::INT | kinds::BIG_INT if !object.has_flag(Flag::EXTENDED) => {
                self.save_int(object);
            }
            kinds::FLOAT if object.is_exact::<Float>() => self.save_float(object),
            _ => return false,
        }
        true
    }

    fn save_container(&mut self, object: &Ref) -> Done {
        match object.kind() {
            kinds::DICT if object.is_exact::<Dict>() => self.save_dict(object),
            kinds::SET if self.is_of(object, kinds::SET) => self.save_set(object),
            kinds::FROZENSET if self.is_of(object, kinds::FROZENSET) => self.save_frozenset(object),
            kinds::LIST if object.is_exact::<List>() => self.save_list(object),
            kinds::TUPLE if object.is_exact::<Tuple>() => self.save_tuple(object),
            kinds::BYTEARRAY if object.is_exact::<ByteArray>() => self.save_bytearray(object),
            _ => self.save_other(object),
        }
    }

    fn is_of(&self, object: &Ref, kind: crate::heap::Kind) -> bool {
        self.vm.class_of(object).same(self.vm.class_of_kind(kind))
    }

    /// Remembers `object`, which stands on top of the reader's stack.
    pub(super) fn memoize(&mut self, object: &Ref) {
        if self.fast {
            return;
        }
        let number = {
            let mut memo = self.pickler.memo.borrow_mut();
            let number = memo.len();
            memo.add(number, object.clone());
            number
        };
        if self.protocol >= 4 {
            self.stream.op(b'\x94');
        } else if !self.bin() {
            self.stream.put(format!("p{number}\n").as_bytes());
        } else {
            self.put_number(b'q', b'r', number);
        }
    }

    fn put_number(&mut self, short: u8, long: u8, number: usize) {
        match u8::try_from(number) {
            Ok(number) => self.stream.put(&[short, number]),
            Err(_) => {
                self.stream.op(long);
                self.stream.put(&(number as u32).to_le_bytes());
            }
        }
    }

    /// Takes what was remembered under `number`.
    pub(super) fn fetch(&mut self, number: usize) {
        if self.bin() {
            self.put_number(b'h', b'j', number);
        } else {
            self.stream.put(format!("g{number}\n").as_bytes());
        }
    }

    /// The number of an object that may have been written meanwhile, by itself.
    pub(super) fn number_of(&self, object: &Ref) -> Option<usize> {
        self.pickler.memo.borrow().get(object)
    }

    /// What a subclass calls the object, written in its place; `false` where it has no name.
    fn save_by_name(&mut self, object: &Ref) -> Result<bool, Raised> {
        let vm = self.vm;
        let Some(hook) = self.pickler.persistent_id.get() else { return Ok(false) };
        let name = vm.to_object(vm.call_with_first(hook, object)?)?;
        if vm.is_none(&name) {
            return Ok(false);
        }
        if self.bin() {
            held::with(vm, [name], |[name]| self.save_itself(name))?;
            self.stream.op(b'Q');
            return Ok(true);
        }
        let text = vm.str_text(&name)?;
        if !text.is_ascii() {
            return Err(pickling_error(vm, "persistent IDs in protocol 0 must be ASCII strings"));
        }
        self.stream.put(format!("P{text}\n").as_bytes());
        Ok(true)
    }
}
