//! From Rust values to objects and back.

use std::cell::Cell;

use dashu_int::IBig;

use super::object::dict_table::DictTable;
use super::object::number::{IntView, int_view};
use super::object::{BigInt, Dict, Float, Int, List, Str, Tuple};
use super::raise::ErrorKind;
use super::value::{Eval, Raised, Value};
use super::vm::{SMALL_MIN, Vm, is_small};
use crate::heap::Ref;

impl Vm {
    /// The object that `value` is, boxing it if it is not one yet.
    #[inline(always)]
    pub fn to_object(&self, value: Value) -> Result<Ref, Raised> {
        match value {
            Value::Obj(object) => Ok(object),
            Value::Int(int) => self.new_int(int),
            Value::Float(bits) => self.new_float(bits.get()),
            Value::None | Value::Undef => Ok(self.none()),
            Value::True => Ok(self.singletons.true_.clone()),
            Value::False => Ok(self.singletons.false_.clone()),
        }
    }

    /// As [`Vm::to_object`]; a value for whose object there is no room is handed back.
    #[inline]
    pub fn boxed_or_back(&self, value: Value) -> Result<Ref, Value> {
        match value {
            Value::Obj(object) => Ok(object),
            number => self.to_object(number.clone()).map_err(|raised| {
                drop(self.take_raised(raised));
                number
            }),
        }
    }

    /// An `int`.
    #[inline(always)]
    pub fn new_int(&self, int: i64) -> Result<Ref, Raised> {
        if is_small(int) {
            return Ok(self.small_int(int));
        }
        self.alloc(Int(Cell::new(int)))
    }

    /// The one object of a small int.
    #[inline(always)]
    pub fn small_int(&self, int: i64) -> Ref {
        self.small_ints[(int - SMALL_MIN) as usize].clone()
    }

    /// An `int` of any size, in its smallest form.
    pub fn new_big_int(&self, int: IBig) -> Eval {
        match i64::try_from(&int) {
            Ok(small) => Ok(Value::Int(small)),
            Err(_) => self.alloc(BigInt(int)).map(Value::Obj),
        }
    }

    #[inline(always)]
    pub fn new_float(&self, float: f64) -> Result<Ref, Raised> {
        self.alloc(Float(Cell::new(float)))
    }

    #[inline]
    pub fn new_bool(&self, value: bool) -> Ref {
        if value { self.singletons.true_.clone() } else { self.singletons.false_.clone() }
    }

    /// A `str`. Empty and single Latin-1 characters are the interpreter's own.
    pub fn new_str(&self, text: &str) -> Result<Ref, Raised> {
        match text.as_bytes() {
            [] => return Ok(self.singletons.empty_str.clone()),
            [letter] => return self.latin1(*letter),
            // The two bytes of one character up to U+00FF.
            [lead @ (0xc2 | 0xc3), next] => return self.latin1(lead << 6 | next & 0x3f),
            _ => {}
        }
        self.heap.alloc_text(Str::of(text), text, None).map_err(|full| self.heap_full(full))
    }

    /// The `str` that `parts` make together: `len` bytes, more than one, and `chars` characters.
    pub fn join_str<'a>(
        &self,
        len: usize,
        chars: usize,
        parts: impl Iterator<Item = &'a str>,
    ) -> Result<Ref, Raised> {
        let made = self.heap.alloc_joined(Str::of_chars(chars), len, parts);
        made.map_err(|full| self.heap_full(full))
    }

    /// A `str` as a [`Value`], for returning.
    pub fn str_value(&self, text: &str) -> Eval {
        self.new_str(text).map(Value::Obj)
    }

    /// The `str` that `write` puts together, in a buffer that is used again and again.
    #[inline]
    pub fn put_together(
        &self,
        write: impl FnOnce(&mut String) -> Result<(), Raised>,
    ) -> Result<Ref, Raised> {
        /// The capacity, in bytes, above which a buffer is not kept.
        const MOST_KEPT: usize = 4096;
        let mut text = self.spare_text.take();
        let made = write(&mut text).and_then(|()| self.new_str(&text));
        if text.capacity() <= MOST_KEPT {
            text.clear();
            self.spare_text.set(text);
        }
        made
    }

    /// A tuple of `items`.
    pub fn new_tuple(&self, items: Vec<Ref>) -> Result<Ref, Raised> {
        if items.is_empty() {
            return Ok(self.singletons.empty_tuple.clone());
        }
        self.heap.alloc_refs_from(Tuple::new(), items).map_err(|full| self.heap_full(full))
    }

    /// A tuple of so many `items` as are known when this is compiled; at least one.
    #[inline]
    pub fn new_tuple_of<const N: usize>(&self, items: [Ref; N]) -> Result<Ref, Raised> {
        let items = items.map(Some).into_iter();
        self.heap.alloc_refs(Tuple::new(), items, None).map_err(|full| self.heap_full(full))
    }

    /// A list of `items`.
    pub fn new_list(&self, items: Vec<Ref>) -> Result<Ref, Raised> {
        self.charge(items.capacity() * size_of::<Ref>())?;
        self.alloc(List::new(items))
    }

    /// A dict of `pairs`; later pairs win.
    pub fn new_dict(&self, pairs: Vec<(Ref, Ref)>) -> Result<Ref, Raised> {
        let dict = self.alloc(Dict::from_table(DictTable::default()))?;
        for (key, value) in pairs {
            dict.as_ref::<Dict>().set(self, key, value)?;
        }
        Ok(dict)
    }

    /// `object` as an index (`__index__`), if it fits in 64 bits.
    ///
    /// # Errors
    /// `TypeError` if it is no integer, `IndexError` if it does not fit.
    pub fn index_of(&self, object: &Ref) -> Result<i64, Raised> {
        let index = self.to_index(object)?;
        match int_view(&index) {
            Some(IntView::Small(small)) => Ok(small),
            _ => {
                let class = self.class_name(object);
                let message = format!("cannot fit '{class}' into an index-sized integer");
                Err(self.raise(ErrorKind::IndexError, message))
            }
        }
    }

    /// `operator.index(object)`: an int object.
    pub fn to_index(&self, object: &Ref) -> Result<Ref, Raised> {
        if int_view(object).is_some() {
            return Ok(object.clone());
        }
        let slot = self.slot(object, |slots| slots.index);
        let Some(index) = slot else {
            let class = self.class_name(object);
            let message = format!("'{class}' object cannot be interpreted as an integer");
            return Err(self.raise(ErrorKind::TypeError, message));
        };
        let result = index(self, object)?;
        let result = self.to_object(result)?;
        if int_view(&result).is_some() {
            let plain = result.is_exact::<Int>() || result.is_exact::<BigInt>();
            if !plain {
                self.warn_of_subclass(&result, "__index__", "int")?;
            }
            return Ok(result);
        }
        let class = self.class_name(&result);
        let message = format!("__index__ returned non-int (type {class})");
        Err(self.raise(ErrorKind::TypeError, message))
    }

    /// `object` as a count for C-like interfaces (`OverflowError` beyond 64 bits).
    pub fn size_of(&self, object: &Ref) -> Result<i64, Raised> {
        let index = self.to_index(object)?;
        match int_view(&index) {
            Some(IntView::Small(small)) => Ok(small),
            _ => Err(self.raise(
                ErrorKind::OverflowError,
                "Python int too large to convert to C ssize_t".into(),
            )),
        }
    }
}
