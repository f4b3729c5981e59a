//! Writing what holds other objects: tuples, lists, dicts and sets.

use super::save::{DEEP, Done, Writer};
use crate::heap::{Ref, Slot};
use crate::runtime::object::{Dict, List, Tuple};
use crate::runtime::stack::Role;
use crate::runtime::{ErrorKind, Value, kinds};
use crate::types::{held, set};

/// So many items are put into a container by one instruction.
const BATCH: usize = 1000;

impl Writer<'_> {
    pub(super) fn save_tuple(&mut self, object: &Ref) -> Done {
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
    pub(super) fn nested(&mut self, object: &Ref, write: impl FnOnce(&mut Self) -> Done) -> Done {
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

    pub(super) fn save_list(&mut self, object: &Ref) -> Done {
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

    pub(super) fn save_dict(&mut self, object: &Ref) -> Done {
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
        let at = self.vm.stack.push(value, Role::Builtin);
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

    pub(super) fn save_set(&mut self, object: &Ref) -> Done {
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

    pub(super) fn save_frozenset(&mut self, object: &Ref) -> Done {
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
            Value::Undef => Ok(None),
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
            let at = vm.stack.push(first, Role::Builtin);
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
}
