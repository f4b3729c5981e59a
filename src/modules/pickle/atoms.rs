//! Writing numbers, text and bytes.

use dashu_int::{IBig, UBig};

use super::save::{Done, Writer};
use crate::heap::Ref;
use crate::runtime::object::number::{IntView, float_of, int_view};
use crate::runtime::object::{Bool, Bytes};
use crate::runtime::{ErrorKind, Raised, kinds};
use crate::text::{float_repr, surrogate};
use crate::types::int::decimal_text;

impl Writer<'_> {
    pub(super) fn save_bool(&mut self, object: &Ref) {
        let truth = object.get::<Bool>().is_some_and(|truth| truth.0);
        match (self.protocol >= 2, truth) {
            (true, true) => self.stream.op(b'\x88'),
            (true, false) => self.stream.op(b'\x89'),
            (false, true) => self.stream.put(b"I01\n"),
            (false, false) => self.stream.put(b"I00\n"),
        }
    }

    pub(super) fn save_int(&mut self, object: &Ref) {
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

    pub(super) fn save_float(&mut self, object: &Ref) {
        let Some(float) = float_of(object) else { return };
        if self.bin() {
            self.stream.op(b'G');
            self.stream.put(&float.to_be_bytes());
        } else {
            self.stream.put(format!("F{}\n", float_repr::repr(float)).as_bytes());
        }
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

    pub(super) fn save_bytes(&mut self, object: &Ref) -> Done {
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

    pub(super) fn save_bytearray(&mut self, object: &Ref) -> Done {
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
