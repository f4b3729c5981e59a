//! Writing objects as the instructions that build them again: atoms, text and containers.

use dashu_int::{IBig, UBig};

use super::errors::pickling_error;
use super::pickler::Pickler;
use super::stream::Stream;
use crate::heap::{Flag, Ref, Slot};
use crate::runtime::object::number::{IntView, float_of, int_view};
use crate::runtime::object::{Bool, Bytes, Dict, Float, List, Str, Tuple};
use crate::runtime::{ErrorKind, Raised, Vm, kinds};
use crate::text::{float_repr, surrogate};
use crate::types::bytes::ByteArray;
use crate::types::held;
use crate::types::int::decimal_text;
use crate::types::set;

/// So many items are put into a container by one instruction.
const BATCH: usize = 1000;
pub(super) const DEEP: &str = " while pickling an object";

/// One run of `dump`.
pub(super) struct Writer<'a> {
    pub(super) vm: &'a Vm,
    pub(super) pickler: &'a Pickler,
    pub(super) stream: Stream<'a>,
    pub(super) protocol: u8,
    fast: bool,
    has_names: bool,
    /// The containers around the present place, where nothing is remembered.
    open: Vec<u64>,
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

    fn save_bool(&mut self, object: &Ref) {
        let truth = object.get::<Bool>().is_some_and(|truth| truth.0);
        match (self.protocol >= 2, truth) {
            (true, true) => self.stream.op(b'\x88'),
            (true, false) => self.stream.op(b'\x89'),
            (false, true) => self.stream.put(b"I01\n"),
            (false, false) => self.stream.put(b"I00\n"),
        }
    }

    fn save_int(&mut self, object: &Ref) {
        let Some(view) = int_view(object) else { return };
        match view {
            IntView::Small(small) => match i32::try_from(small) {
                Ok(number) if self.bin() => self.save_short(number),
                Ok(number) => self.stream.put(format!("I{number}\n").as_bytes()),
                Err(_) if self.protocol >= 2 => {
                    let bytes = small.to_le_bytes();
                    let sign = if small < 0 { 0xFF } else { 0 };
                    let spare =
                        |len: usize| bytes[len - 1] == sign && (bytes[len - 2] ^ sign) & 0x80 == 0;
                    let len = (5..=8).rev().find(|len| !spare(*len)).unwrap_or(5);
                    self.save_long(&bytes[..len]);
                }
                Err(_) => self.stream.put(format!("L{small}L\n").as_bytes()),
            },
            IntView::Big(big) if self.protocol >= 2 => self.save_long(&twos_complement(big)),
            IntView::Big(big) => {
                let text = decimal_text(IntView::Big(big), 0).unwrap_or_default();
                self.stream.put(format!("L{text}L\n").as_bytes());
            }
        }
    }

    #[inline]
    fn save_short(&mut self, number: i32) {
        let [one, two, three, four] = number.to_le_bytes();
        if three != 0 || four != 0 {
            self.stream.put(&[b'J', one, two, three, four]);
        } else if two != 0 {
            self.stream.put(&[b'M', one, two]);
        } else {
            self.stream.put(&[b'K', one]);
        }
    }

    fn save_long(&mut self, bytes: &[u8]) {
        match u8::try_from(bytes.len()) {
            Ok(len) => self.stream.put(&[b'\x8a', len]),
            Err(_) => {
                self.stream.op(b'\x8b');
                self.stream.put(&(bytes.len() as u32).to_le_bytes());
            }
        }
        self.stream.put(bytes);
    }

    fn save_float(&mut self, object: &Ref) {
        let Some(float) = float_of(object) else { return };
        if self.bin() {
            self.stream.op(b'G');
            self.stream.put(&float.to_be_bytes());
        } else {
            self.stream.put(format!("F{}\n", float_repr::repr(float)).as_bytes());
        }
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

    pub(super) fn save_text(&mut self, object: &Ref) -> Done {
        let text = object.text();
        if !self.bin() {
            let mut line = vec![b'V'];
            for letter in text.chars() {
                push_raw(&mut line, surrogate::code_of(letter));
            }
            line.push(b'\n');
            self.stream.put(&line);
        } else if surrogate::any_lone(text) {
            self.put_text(&with_surrogates(text))?;
        } else {
            self.put_text(text.as_bytes())?;
        }
        self.memoize(object);
        Ok(())
    }

    fn put_text(&mut self, data: &[u8]) -> Done {
        match data.len() {
            len @ 0..=0xFF if self.protocol >= 4 => {
                self.stream.put_data(&[b'\x8c', len as u8], data)
            }
            len @ 0..=0xFFFF_FFFF => self.stream.put_data(&head(b'X', len as u32), data),
            len if self.protocol >= 4 => self.stream.put_data(&long_head(b'\x8d', len), data),
            _ => Err(self.too_large("string")),
        }
    }

    fn too_large(&self, what: &str) -> Raised {
        let message =
            format!("serializing a {what} larger than 4 GiB requires pickle protocol 4 or higher");
        self.vm.raise(ErrorKind::OverflowError, message)
    }

    fn save_bytes(&mut self, object: &Ref) -> Done {
        let vm = self.vm;
        let data = &object.as_ref::<Bytes>().data;
        if self.protocol >= 3 {
            return self.put_bytes(object, data);
        }
        let class = vm.class_of_kind(kinds::BYTES).clone();
        if data.is_empty() {
            return self.save_call(class, Vec::new(), object);
        }
        let text: String = data.iter().map(|byte| char::from(*byte)).collect();
        let encode = vm.get_attr_text(&vm.import("_codecs")?, "encode")?;
        let arguments = vec![vm.new_str(&text)?, vm.name("latin1")];
        self.save_call(vm.to_object(encode)?, arguments, object)
    }

    pub(super) fn put_bytes(&mut self, object: &Ref, data: &[u8]) -> Done {
        match data.len() {
            len @ 0..=0xFF => self.stream.put_data(&[b'C', len as u8], data)?,
            len @ 0..=0xFFFF_FFFF => self.stream.put_data(&head(b'B', len as u32), data)?,
            len if self.protocol >= 4 => self.stream.put_data(&long_head(b'\x8e', len), data)?,
            _ => return Err(self.too_large("bytes object")),
        }
        self.memoize(object);
        Ok(())
    }

    pub(super) fn put_bytearray(&mut self, object: &Ref, data: &[u8]) -> Done {
        self.stream.put_data(&long_head(b'\x96', data.len()), data)?;
        self.memoize(object);
        Ok(())
    }

    fn save_bytearray(&mut self, object: &Ref) -> Done {
        let vm = self.vm;
        let data = crate::types::bytes::view::copied(object).unwrap_or_default();
        if self.protocol >= 5 {
            return self.put_bytearray(object, &data);
        }
        let arguments = if data.is_empty() {
            Vec::new()
        } else {
            vec![crate::types::bytes::new_bytes(vm, data)?]
        };
        self.save_call(vm.class_of_kind(kinds::BYTEARRAY).clone(), arguments, object)
    }

    fn save_tuple(&mut self, object: &Ref) -> Done {
        let items = object.tail();
        if items.is_empty() {
            self.stream.put(if self.bin() { b")" } else { b"(t" });
            return Ok(());
        }
        let short = items.len() <= 3 && self.protocol >= 2;
        if !short {
            self.stream.op(b'(');
        }
        for item in items.iter().filter_map(Slot::get) {
            self.save_owned(item)?;
        }
        // A tuple that contains itself has been written by now: what is on the stack goes.
        if let Some(number) = self.number_of(object) {
            match (short, self.bin()) {
                (false, true) => self.stream.op(b'1'),
                (short, _) => {
                    self.stream.put(&b"0".repeat(items.len() + usize::from(!short)));
                }
            }
            self.fetch(number);
            return Ok(());
        }
        self.stream.op(match items.len() {
            1 if short => b'\x85',
            2 if short => b'\x86',
            3 if short => b'\x87',
            _ => b't',
        });
        self.memoize(object);
        Ok(())
    }

    /// Writes the content of a container that can hold itself, unless it does so where nothing is
    /// remembered.
    fn nested(&mut self, object: &Ref, write: impl FnOnce(&mut Self) -> Done) -> Done {
        const FREELY: usize = 50;
        if !self.fast {
            return write(self);
        }
        let address = object.address();
        if self.open.len() >= FREELY && self.open.contains(&address) {
            let class = self.vm.class_name(object);
            let message = format!(
                "fast mode: can't pickle cyclic objects including object type {class} at {address:#x}"
            );
            return Err(self.vm.value_error(message));
        }
        self.open.push(address);
        let done = write(self);
        self.open.pop();
        done
    }

    fn save_list(&mut self, object: &Ref) -> Done {
        self.nested(object, |writer| {
            writer.stream.put(if writer.bin() { b"]" } else { b"(l" });
            writer.memoize(object);
            let vm = writer.vm;
            if object.as_ref::<List>().is_empty() {
                return Ok(());
            }
            vm.recurse(DEEP, || writer.save_items(object.as_ref::<List>()))
        })
    }

    fn save_items(&mut self, list: &List) -> Done {
        if self.protocol == 0 {
            let mut at = 0;
            while let Some(item) = list.get(at) {
                self.save_owned(item)?;
                self.stream.op(b'a');
                at += 1;
            }
            return Ok(());
        }
        if let (1, Some(item)) = (list.len(), list.get(0)) {
            self.save_owned(item)?;
            self.stream.op(b'a');
            return Ok(());
        }
        let mut at = 0;
        while at < list.len() {
            self.stream.op(b'(');
            let end = at + BATCH;
            while at < end {
                self.stream.boundary()?;
                let Some(item) = list.get(at) else { break };
                self.save_owned(item)?;
                at += 1;
            }
            self.stream.op(b'e');
        }
        Ok(())
    }

    fn save_dict(&mut self, object: &Ref) -> Done {
        self.nested(object, |writer| {
            writer.stream.put(if writer.bin() { b"}" } else { b"(d" });
            writer.memoize(object);
            let vm = writer.vm;
            if object.as_ref::<Dict>().is_empty() {
                return Ok(());
            }
            vm.recurse(DEEP, || {
                if writer.bin() {
                    return writer.save_entries(object.as_ref::<Dict>());
                }
                let items = vm.call_method(object, "items", &[])?;
                let items = vm.iter(&vm.to_object(items)?)?;
                held::with(vm, [items], |[items]| writer.save_pairs_of(items))
            })
        })
    }

    fn save_pair(&mut self, key: Ref, value: Ref) -> Done {
        self.stream.boundary()?;
        let at = self.vm.stack.push(value, crate::runtime::stack::Role::Builtin);
        let done = self.save_owned(key).and_then(|()| {
            self.stream.boundary()?;
            match self.vm.stack.take(at) {
                Some(value) => self.save_owned(value),
                None => Ok(()),
            }
        });
        self.vm.stack.truncate(at);
        done
    }

    fn save_entries(&mut self, dict: &Dict) -> Done {
        let count = dict.len();
        let mut at = 0;
        if count == 1 {
            if let Some((_, key, value)) = dict.next_entry(at) {
                self.save_pair(key, value)?;
            }
            self.stream.op(b's');
            return Ok(());
        }
        loop {
            let mut written = 0;
            self.stream.op(b'(');
            while let Some((next, key, value)) = dict.next_entry(at) {
                at = next;
                self.save_pair(key, value)?;
                written += 1;
                if written == BATCH {
                    break;
                }
            }
            self.stream.op(b'u');
            if dict.len() != count {
                let message = "dictionary changed size during iteration";
                return Err(self.vm.raise(ErrorKind::RuntimeError, message.into()));
            }
            if written < BATCH {
                return Ok(());
            }
        }
    }

    fn save_set(&mut self, object: &Ref) -> Done {
        let vm = self.vm;
        if self.protocol < 4 {
            let items = vm.new_list(vm.collect(object)?)?;
            return self.save_call(vm.class_of_kind(kinds::SET).clone(), vec![items], object);
        }
        self.stream.op(b'\x8f');
        self.memoize(object);
        let items = vm.collect(object)?;
        if items.is_empty() {
            return Ok(());
        }
        let count = items.len();
        let items = vm.new_list(items)?;
        held::with(vm, [items], |[items]| {
            let items = items.as_ref::<List>();
            let mut at = 0;
            loop {
                self.stream.op(b'(');
                let end = (at + BATCH).min(count);
                for index in at..end {
                    if let Some(item) = items.get(index) {
                        self.stream.boundary()?;
                        self.save_owned(item)?;
                    }
                }
                self.stream.op(b'\x90');
                if set::table_of(object).is_some_and(|table| table.borrow().len() != count) {
                    let message = "set changed size during iteration";
                    return Err(vm.raise(ErrorKind::RuntimeError, message.into()));
                }
                if end - at < BATCH {
                    return Ok(());
                }
                at = end;
            }
        })
    }

    fn save_frozenset(&mut self, object: &Ref) -> Done {
        let vm = self.vm;
        if self.protocol < 4 {
            let items = vm.new_list(vm.collect(object)?)?;
            return self.save_call(vm.class_of_kind(kinds::FROZENSET).clone(), vec![items], object);
        }
        self.nested(object, |writer| {
            writer.stream.op(b'(');
            let iterator = vm.iter(object)?;
            held::with(vm, [iterator], |[iterator]| {
                loop {
                    let item = vm.next(iterator)?;
                    if item.is_undef() {
                        return Ok(());
                    }
                    writer.stream.boundary()?;
                    writer.save_owned(vm.to_object(item)?)?;
                }
            })?;
            if let Some(number) = writer.number_of(object) {
                writer.stream.op(b'1');
                writer.fetch(number);
                return Ok(());
            }
            writer.stream.op(b'\x91');
            writer.memoize(object);
            Ok(())
        })
    }

    /// The items of an iterator, put into the list below them.
    pub(super) fn save_items_of(&mut self, iterator: &Ref) -> Done {
        self.batches(iterator, [b'a', b'e'], |writer, item| writer.save_owned(item))
    }

    /// The pairs of an iterator, put into the dict below them.
    pub(super) fn save_pairs_of(&mut self, iterator: &Ref) -> Done {
        self.batches(iterator, [b's', b'u'], |writer, pair| match pair.tail() {
            [key, value] if pair.is::<Tuple>() => {
                let (Some(key), Some(value)) = (key.get(), value.get()) else { return Ok(()) };
                held::with(writer.vm, [pair], |_| writer.save_pair(key, value))
            }
            _ => Err(writer.vm.type_error("dict items iterator must return 2-tuples")),
        })
    }

    /// What `write` writes for the items of an iterator, in batches; `ops` put one into what is
    /// below, or all since the mark.
    fn batches(
        &mut self,
        iterator: &Ref,
        [one, many]: [u8; 2],
        mut write: impl FnMut(&mut Self, Ref) -> Done,
    ) -> Done {
        let vm = self.vm;
        let next = || match vm.next(iterator)? {
            crate::runtime::Value::Undef => Ok(None),
            value => vm.to_object(value).map(Some),
        };
        if self.protocol == 0 {
            while let Some(item) = next()? {
                write(self, item)?;
                self.stream.op(one);
            }
            return Ok(());
        }
        loop {
            let Some(first) = next()? else { return Ok(()) };
            let at = vm.stack.push(first, crate::runtime::stack::Role::Builtin);
            let second = next();
            let first = vm.stack.take(at);
            vm.stack.truncate(at);
            let (Some(first), mut item) = (first, second?) else { return Ok(()) };
            if item.is_none() {
                write(self, first)?;
                self.stream.op(one);
                return Ok(());
            }
            self.stream.op(b'(');
            write(self, first)?;
            let mut written = 1;
            while let Some(following) = item.take() {
                write(self, following)?;
                written += 1;
                if written < BATCH {
                    item = next()?;
                }
            }
            self.stream.op(many);
            if written < BATCH {
                return Ok(());
            }
        }
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

fn head(op: u8, len: u32) -> [u8; 5] {
    let [one, two, three, four] = len.to_le_bytes();
    [op, one, two, three, four]
}

fn long_head(op: u8, len: usize) -> [u8; 9] {
    let mut head = [op; 9];
    head[1..].copy_from_slice(&(len as u64).to_le_bytes());
    head
}

/// A number in two's complement, lowest byte first, as short as can be.
fn twos_complement(number: &IBig) -> Vec<u8> {
    let negative = *number < IBig::ZERO;
    let magnitude = if negative { !number.clone() } else { number.clone() };
    let mut bytes = UBig::try_from(magnitude).unwrap_or(UBig::ZERO).to_le_bytes().to_vec();
    if bytes.last().is_none_or(|last| last & 0x80 != 0) {
        bytes.push(0);
    }
    if negative {
        bytes.iter_mut().for_each(|byte| *byte = !*byte);
    }
    bytes
}

/// UTF-8 with lone surrogates in it.
fn with_surrogates(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.chars() {
        if surrogate::is_lone(letter) {
            let code = surrogate::code_of(letter);
            let low = |shift: u32| (code >> shift & 0x3F | 0x80) as u8;
            bytes.extend([(code >> 12 | 0xE0) as u8, low(6), low(0)]);
        } else {
            bytes.extend(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    bytes
}

/// A character as the codec `raw-unicode-escape` writes it, on one line.
fn push_raw(line: &mut Vec<u8>, code: u32) {
    match code {
        0x1_0000.. => line.extend(format!("\\U{code:08x}").as_bytes()),
        0x5C | 0 | 0x0A | 0x0D | 0x1A | 0x100.. => line.extend(format!("\\u{code:04x}").as_bytes()),
        _ => line.push(code as u8),
    }
}
