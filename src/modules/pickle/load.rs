//! Running a pickle's instructions: the stack, atoms, text and what is remembered.

use super::errors::{part, unpickling_error};
use super::instance;
use super::pickler::HIGHEST;
use super::reader::Taken;
use super::unpickler::Unpickler;
use crate::heap::Ref;
use crate::runtime::object::Bytes;
use crate::runtime::{ErrorKind, Raised, Value, Vm};
use crate::types::bytes::{new_bytearray, new_bytes};
use crate::types::{coding, int, set};

/// A pickle being read.
#[derive(Clone, Copy)]
pub(super) struct Machine<'a> {
    pub(super) vm: &'a Vm,
    /// The unpickler as an object, for what its class may have overridden.
    pub(super) object: &'a Ref,
    pub(super) state: &'a Unpickler,
}

pub(super) type Done = Result<(), Raised>;
type Op = fn(&Machine<'_>) -> Done;

/// Reads one pickle: the object that it makes.
///
/// # Errors
/// `EOFError`, `UnpicklingError`, or what the code called raises.
pub(super) fn load(vm: &Vm, object: &Ref) -> Result<Ref, Raised> {
    let state = object.as_ref::<Unpickler>();
    let old = (state.stack.take(), state.marks.take());
    drop(old);
    state.protocol.set(0);
    let machine = Machine { vm, object, state };
    let loaded = machine.run();
    let left = state.stack.take();
    drop(left);
    loaded
}

/// Instructions between two looks at whether to stop.
const PATIENCE: u32 = 4096;

impl Machine<'_> {
    fn run(&self) -> Result<Ref, Raised> {
        let mut steps = 0;
        loop {
            let op = self.state.next_op(self.vm)?;
            match OPS[op as usize] {
                Some(run) => run(self)?,
                None if op == b'.' => return self.pop(),
                None => return Err(self.unknown(op)),
            }
            steps += 1;
            if steps % PATIENCE == 0 {
                self.vm.poll()?;
            }
        }
    }

    #[cold]
    fn unknown(&self, op: u8) -> Raised {
        let message = match op {
            b' '..=b'~' if op != b'\'' && op != b'\\' => {
                format!("invalid load key, '{}'.", char::from(op))
            }
            _ => format!("invalid load key, '\\x{op:02x}'."),
        };
        unpickling_error(self.vm, message)
    }

    pub(super) fn error<T>(&self, message: &str) -> Result<T, Raised> {
        Err(unpickling_error(self.vm, message))
    }

    /// Where what was pushed since the last mark begins; nothing below can be taken.
    fn fence(&self) -> usize {
        self.state.marks.borrow().last().copied().unwrap_or(0)
    }

    #[cold]
    pub(super) fn underflow(&self) -> Raised {
        let marked = !self.state.marks.borrow().is_empty();
        let message = if marked { "unexpected MARK found" } else { "unpickling stack underflow" };
        unpickling_error(self.vm, message)
    }

    #[inline]
    pub(super) fn push(&self, object: Ref) -> Done {
        self.state.stack.borrow_mut().push(object);
        Ok(())
    }

    pub(super) fn push_value(&self, value: Value) -> Done {
        self.push(self.vm.to_object(value)?)
    }

    pub(super) fn height(&self) -> usize {
        self.state.stack.borrow().len()
    }

    pub(super) fn pop(&self) -> Result<Ref, Raised> {
        let fence = self.fence();
        let mut stack = self.state.stack.borrow_mut();
        if stack.len() > fence
            && let Some(top) = stack.pop()
        {
            return Ok(top);
        }
        drop(stack);
        Err(self.underflow())
    }

    pub(super) fn top(&self) -> Result<Ref, Raised> {
        let stack = self.state.stack.borrow();
        match stack.last() {
            Some(top) if stack.len() > self.fence() => Ok(top.clone()),
            _ => {
                drop(stack);
                Err(self.underflow())
            }
        }
    }

    /// Takes the last mark: where it stands.
    pub(super) fn mark(&self) -> Result<usize, Raised> {
        match self.state.marks.borrow_mut().pop() {
            Some(mark) => Ok(mark),
            None => Err(unpickling_error(self.vm, "could not find MARK")),
        }
    }

    /// Takes everything from `from` on off the stack.
    #[inline]
    pub(super) fn pop_from(&self, from: usize) -> Result<Vec<Ref>, Raised> {
        let fence = self.fence();
        let mut stack = self.state.stack.borrow_mut();
        if from < fence || from > stack.len() {
            drop(stack);
            return Err(self.underflow());
        }
        Ok(stack.drain(from..).collect())
    }

    fn line(&self) -> Result<String, Raised> {
        let taken = self.state.line(self.vm)?;
        Ok(self.state.seen(taken, |bytes| bytes.iter().map(|byte| char::from(*byte)).collect()))
    }

    /// A line that is not empty, as the text of a number.
    fn number_line(&self) -> Result<String, Raised> {
        let line = self.line()?;
        if line.is_empty() { self.error("pickle data was truncated") } else { Ok(line) }
    }

    pub(super) fn byte(&self) -> Result<usize, Raised> {
        self.state.number::<1>(self.vm).map(|[byte]| byte.into())
    }

    pub(super) fn word(&self) -> Result<u32, Raised> {
        self.state.number::<4>(self.vm).map(u32::from_le_bytes)
    }

    fn long_size(&self, what: &str) -> Result<usize, Raised> {
        let size = i64::from_le_bytes(self.state.number::<8>(self.vm)?);
        usize::try_from(size).map_err(|_| {
            let message = format!("{what} exceeds system's maximum size of {} bytes", i64::MAX);
            self.vm.raise(ErrorKind::OverflowError, message)
        })
    }

    fn protocol(&self) -> Done {
        let protocol = self.byte()?;
        if protocol > HIGHEST.into() {
            let message = format!("unsupported pickle protocol: {protocol}");
            return Err(self.vm.value_error(message));
        }
        self.state.protocol.set(protocol as u8);
        Ok(())
    }

    fn int_line(&self) -> Done {
        let line = self.number_line()?;
        match line.as_str() {
            "00" => self.push_value(Value::False),
            "01" => self.push_value(Value::True),
            _ => self.int_of(&line, &format!("{line}\n")),
        }
    }

    fn long_line(&self) -> Done {
        let line = self.number_line()?;
        let digits = line.strip_suffix('L').unwrap_or(&line);
        self.int_of(digits, digits)
    }

    fn int_of(&self, digits: &str, shown: &str) -> Done {
        let shown = self.vm.new_str(shown)?;
        let base = if digits.trim_start_matches('-').starts_with('0') { 0 } else { 10 };
        self.push_value(int::parse_text(self.vm, digits, base, &shown)?)
    }

    fn long(&self, size: usize) -> Done {
        let vm = self.vm;
        let taken = self.state.take(vm, size)?;
        if size <= 8 {
            let number = self.state.seen(taken, |bytes| {
                let fill = if bytes.last().is_some_and(|top| top & 0x80 != 0) { 0xFF } else { 0 };
                let mut whole = [fill; 8];
                whole[..bytes.len()].copy_from_slice(bytes);
                i64::from_le_bytes(whole)
            });
            return self.push(vm.new_int(number)?);
        }
        let number = self.state.seen(taken, int::signed_of_bytes);
        self.push_value(vm.new_big_int(number)?)
    }

    fn long_of_word(&self) -> Done {
        // The word is signed.
        match usize::try_from(self.word()? as i32) {
            Ok(size) => self.long(size),
            Err(_) => self.error("LONG pickle has negative byte count"),
        }
    }

    fn float_line(&self) -> Done {
        let line = self.number_line()?;
        let text = self.vm.new_str(&line)?;
        self.push_value(part(self.vm, "float_of", &[&text])?)
    }

    fn float(&self) -> Done {
        let bytes = self.state.number::<8>(self.vm)?;
        self.push(self.vm.new_float(f64::from_be_bytes(bytes))?)
    }

    fn string_line(&self) -> Done {
        let line = self.line()?;
        let text = match line.as_bytes() {
            [first @ (b'"' | b'\''), .., last] if first == last => &line[1..line.len() - 1],
            _ => return self.error("the STRING opcode argument must be quoted"),
        };
        let text = self.vm.new_str(text)?;
        let bytes = self.vm.to_object(part(self.vm, "unescaped", &[&text])?)?;
        self.push_old_text(&bytes)
    }

    /// The text of Python 2, which is decoded as the arguments say.
    fn push_old_text(&self, bytes: &Ref) -> Done {
        let encoding = self.state.encoding.borrow().clone();
        if encoding == "bytes" {
            return self.push(bytes.clone());
        }
        let errors = self.state.errors.borrow().clone();
        let data = &bytes.as_ref::<Bytes>().data;
        let text = coding::decode(self.vm, data, bytes, &encoding, &errors)?;
        self.push(self.vm.new_str(&text)?)
    }

    fn old_text(&self, size: usize) -> Done {
        let taken = self.state.take(self.vm, size)?;
        let bytes = self.bytes_of(taken)?;
        self.push_old_text(&bytes)
    }

    fn old_text_of_word(&self) -> Done {
        match self.word()? as i32 {
            size if size >= 0 => self.old_text(size as usize),
            _ => self.error("BINSTRING pickle has negative byte count"),
        }
    }

    fn bytes_of(&self, taken: Taken) -> Result<Ref, Raised> {
        new_bytes(self.vm, self.state.seen(taken, <[u8]>::to_vec))
    }

    fn text_line(&self) -> Done {
        let taken = self.state.line(self.vm)?;
        let bytes = self.bytes_of(taken)?;
        let data = &bytes.as_ref::<Bytes>().data;
        let text = coding::decode(self.vm, data, &bytes, "raw-unicode-escape", "strict")?;
        self.push(self.vm.new_str(&text)?)
    }

    fn text(&self, size: usize) -> Done {
        let taken = self.state.take(self.vm, size)?;
        let plain = self
            .state
            .seen(taken, |bytes| std::str::from_utf8(bytes).ok().map(|text| self.vm.new_str(text)));
        match plain {
            Some(text) => self.push(text?),
            None => {
                let bytes = self.bytes_of(taken)?;
                let data = &bytes.as_ref::<Bytes>().data;
                let text = coding::decode(self.vm, data, &bytes, "utf-8", "surrogatepass")?;
                self.push(self.vm.new_str(&text)?)
            }
        }
    }

    fn bytes(&self, size: usize) -> Done {
        let taken = self.state.take(self.vm, size)?;
        self.push(self.bytes_of(taken)?)
    }

    fn bytearray(&self) -> Done {
        let size = self.long_size("BYTEARRAY8")?;
        let taken = self.state.take(self.vm, size)?;
        let data = self.state.seen(taken, <[u8]>::to_vec);
        self.push(new_bytearray(self.vm, data)?)
    }

    fn next_buffer(&self) -> Done {
        let Some(buffers) = self.state.buffers.get() else {
            return self.error(
                "pickle stream refers to out-of-band data but no *buffers* argument was given",
            );
        };
        match self.vm.next(&buffers)? {
            Value::Undef => self.error("not enough out-of-band buffers"),
            buffer => self.push_value(buffer),
        }
    }

    fn readonly_buffer(&self) -> Done {
        let buffer = self.pop()?;
        self.push_value(part(self.vm, "readonly_view", &[&buffer])?)
    }

    fn tuple(&self, size: usize) -> Done {
        let height = self.height();
        let items = self.pop_from(height.checked_sub(size).ok_or_else(|| self.underflow())?)?;
        self.push(self.vm.new_tuple(items)?)
    }

    fn tuple_of_mark(&self) -> Done {
        let items = self.pop_from(self.mark()?)?;
        self.push(self.vm.new_tuple(items)?)
    }

    fn list_of_mark(&self) -> Done {
        let items = self.pop_from(self.mark()?)?;
        self.push(self.vm.new_list(items)?)
    }

    fn frozenset_of_mark(&self) -> Done {
        let items = self.vm.new_tuple(self.pop_from(self.mark()?)?)?;
        let class = self.vm.class_of_kind(crate::runtime::kinds::FROZENSET);
        self.push(self.vm.call_object(class, &[&items])?)
    }

    fn put_mark(&self) -> Done {
        let height = self.height();
        self.state.marks.borrow_mut().push(height);
        Ok(())
    }

    fn drop_top(&self) -> Done {
        let height = self.height();
        let at_mark = self.state.marks.borrow().last() == Some(&height);
        if at_mark { self.mark().map(drop) } else { self.pop().map(drop) }
    }

    fn drop_to_mark(&self) -> Done {
        let items = self.pop_from(self.mark()?)?;
        crate::types::held::drop_backwards(self.vm, items);
        Ok(())
    }

    fn fetch(&self, number: usize) -> Done {
        match self.state.remembered(number) {
            Some(object) => self.push(object),
            None => self.error(&format!("Memo value not found at index {number}")),
        }
    }

    fn place_line(&self) -> Result<usize, Raised> {
        let line = self.number_line()?;
        let shown = self.vm.new_str(&line)?;
        match int::parse_text(self.vm, &line, 10, &shown)? {
            Value::Int(number) => {
                usize::try_from(number).map_err(|_| self.vm.value_error("negative PUT argument"))
            }
            _ => Err(self.vm.raise(ErrorKind::OverflowError, "int too large to convert".into())),
        }
    }

    fn remember(&self, number: usize) -> Done {
        self.state.remember(number, self.top()?);
        Ok(())
    }

    fn single(&self, value: Value) -> Done {
        self.push_value(value)
    }
}

/// The instructions in this file and in `instance`; STOP is not among them.
static OPS: [Option<Op>; 256] = {
    let mut table: [Option<Op>; 256] = [None; 256];
    let lists: [&[(u8, Op)]; 3] = [ATOMS, CONTAINERS, instance::OPS];
    let mut list = 0;
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            let (key, run) = lists[list][at];
            table[key as usize] = Some(run);
            at += 1;
        }
        list += 1;
    }
    table
};

const ATOMS: &[(u8, Op)] = &[
    (b'\x80', |machine| machine.protocol()),
    (b'\x95', |machine| machine.state.frame(machine.vm)),
    (b'N', |machine| machine.single(Value::None)),
    (b'\x88', |machine| machine.single(Value::True)),
    (b'\x89', |machine| machine.single(Value::False)),
    (b'I', |machine| machine.int_line()),
    (b'L', |machine| machine.long_line()),
    (b'F', |machine| machine.float_line()),
    (b'G', |machine| machine.float()),
    (b'K', |machine| machine.push(machine.vm.small_int(machine.byte()? as i64))),
    (b'M', |machine| {
        let number = machine.state.number::<2>(machine.vm)?;
        machine.push(machine.vm.new_int(u16::from_le_bytes(number).into())?)
    }),
    (b'J', |machine| machine.push(machine.vm.new_int((machine.word()? as i32).into())?)),
    (b'\x8a', |machine| machine.long(machine.byte()?)),
    (b'\x8b', |machine| machine.long_of_word()),
    (b'S', |machine| machine.string_line()),
    (b'T', |machine| machine.old_text_of_word()),
    (b'U', |machine| machine.old_text(machine.byte()?)),
    (b'V', |machine| machine.text_line()),
    (b'\x8c', |machine| machine.text(machine.byte()?)),
    (b'X', |machine| machine.text(machine.word()? as usize)),
    (b'\x8d', |machine| machine.text(machine.long_size("BINUNICODE")?)),
    (b'C', |machine| machine.bytes(machine.byte()?)),
    (b'B', |machine| machine.bytes(machine.word()? as usize)),
    (b'\x8e', |machine| machine.bytes(machine.long_size("BINBYTES")?)),
    (b'\x96', |machine| machine.bytearray()),
    (b'\x97', |machine| machine.next_buffer()),
    (b'\x98', |machine| machine.readonly_buffer()),
];

const CONTAINERS: &[(u8, Op)] = &[
    (b'(', |machine| machine.put_mark()),
    (b'0', |machine| machine.drop_top()),
    (b'1', |machine| machine.drop_to_mark()),
    (b'2', |machine| machine.push(machine.top()?)),
    (b')', |machine| machine.push(machine.vm.singletons.empty_tuple.clone())),
    (b'\x85', |machine| machine.tuple(1)),
    (b'\x86', |machine| machine.tuple(2)),
    (b'\x87', |machine| machine.tuple(3)),
    (b't', |machine| machine.tuple_of_mark()),
    (b']', |machine| machine.push(machine.vm.new_list(Vec::new())?)),
    (b'l', |machine| machine.list_of_mark()),
    (b'}', |machine| machine.push(machine.vm.new_dict(Vec::new())?)),
    (b'\x8f', |machine| machine.push(set::new_set(machine.vm)?)),
    (b'\x91', |machine| machine.frozenset_of_mark()),
    (b'g', |machine| machine.fetch(machine.place_line()?)),
    (b'h', |machine| machine.fetch(machine.byte()?)),
    (b'j', |machine| machine.fetch(machine.word()? as usize)),
    (b'p', |machine| machine.remember(machine.place_line()?)),
    (b'q', |machine| machine.remember(machine.byte()?)),
    (b'r', |machine| machine.remember(machine.word()? as usize)),
    (b'\x94', |machine| machine.remember(machine.state.memo_len())),
];
