//! The bytes of a pickle on their way in: from an object with bytes, or from a file.
//!
//! Of a file no more is consumed than belongs to the pickle: what `peek` has shown in advance is
//! read once it is used.

use super::errors::unpickling_error;
use super::unpickler::Unpickler;
use crate::heap::Ref;
use crate::runtime::object::Bytes;
use crate::runtime::{ErrorKind, Raised, Vm};
use crate::types::bytes::{new_bytes, view};

/// How much is looked at in advance.
const AHEAD: usize = 16 * 1024;

/// Bytes that have been taken: where they are in the input.
#[derive(Clone, Copy)]
pub(super) struct Taken {
    start: usize,
    pub(super) len: usize,
}

fn truncated(vm: &Vm) -> Raised {
    unpickling_error(vm, "pickle data was truncated")
}

impl Unpickler {
    /// The input becomes `data`, something with bytes.
    pub(super) fn set_input(&self, vm: &Vm, data: &Ref) -> Result<usize, Raised> {
        let data = if data.is_exact::<Bytes>() {
            data.clone()
        } else {
            new_bytes(vm, view::required(vm, data)?.to_vec())?
        };
        let len = data.as_ref::<Bytes>().data.len();
        self.input.set(Some(data));
        self.at.set(0);
        self.consumed.set(len);
        Ok(len)
    }

    /// Lets `look` see bytes of the input; no other code may run in it.
    #[inline]
    fn see<R>(&self, look: impl FnOnce(&[u8]) -> R) -> R {
        match self.input.at_hand().and_then(Ref::get::<Bytes>) {
            Some(bytes) => look(&bytes.data),
            None => look(&[]),
        }
    }

    /// Lets `look` see what was taken last; no other code may run in it.
    #[inline]
    pub(super) fn seen<R>(&self, taken: Taken, look: impl FnOnce(&[u8]) -> R) -> R {
        self.see(|bytes| look(bytes.get(taken.start..taken.start + taken.len).unwrap_or(&[])))
    }

    /// The next instruction.
    #[inline]
    pub(super) fn next_op(&self, vm: &Vm) -> Result<u8, Raised> {
        let at = self.at.get();
        if let Some(op) = self.see(|bytes| bytes.get(at).copied()) {
            self.at.set(at + 1);
            return Ok(op);
        }
        let got = self.read(vm, 1)?;
        match self.see(|bytes| bytes.first().copied()) {
            Some(op) if got > 0 => {
                self.at.set(1);
                Ok(op)
            }
            _ => Err(vm.raise(ErrorKind::EOFError, "Ran out of input".into())),
        }
    }

    /// The next `len` bytes.
    #[inline]
    pub(super) fn take(&self, vm: &Vm, len: usize) -> Result<Taken, Raised> {
        let start = self.at.get();
        let end = start.checked_add(len).ok_or_else(|| truncated(vm))?;
        if end <= self.see(<[u8]>::len) {
            self.at.set(end);
            return Ok(Taken { start, len });
        }
        self.take_over(vm, len)
    }

    #[cold]
    fn take_over(&self, vm: &Vm, len: usize) -> Result<Taken, Raised> {
        let start = self.at.get();
        let left = self.see(|bytes| bytes.get(start..).unwrap_or(&[]).to_vec());
        self.at.set(start + left.len());
        let got = self.read(vm, len - left.len())?;
        if got < len - left.len() {
            return Err(truncated(vm));
        }
        if !left.is_empty() {
            let mut all = left;
            let joined = all.len();
            self.see(|bytes| all.extend_from_slice(bytes));
            let consumed = self.consumed.get();
            self.input.set(Some(new_bytes(vm, all)?));
            self.consumed.set(joined + consumed);
        }
        self.at.set(len);
        Ok(Taken { start: 0, len })
    }

    /// A number of so many bytes, lowest first.
    #[inline]
    pub(super) fn number<const N: usize>(&self, vm: &Vm) -> Result<[u8; N], Raised> {
        let taken = self.take(vm, N)?;
        Ok(self.seen(taken, |bytes| bytes.first_chunk::<N>().copied().unwrap_or([0; N])))
    }

    /// The rest of a line, without its end.
    pub(super) fn line(&self, vm: &Vm) -> Result<Taken, Raised> {
        let start = self.at.get();
        let find = |bytes: &[u8]| {
            let rest = bytes.get(start..).unwrap_or(&[]);
            rest.iter().position(|byte| *byte == b'\n')
        };
        if let Some(len) = self.see(find) {
            self.at.set(start + len + 1);
            return Ok(Taken { start, len });
        }
        let left = self.see(|bytes| bytes.get(start..).unwrap_or(&[]).to_vec());
        self.at.set(start + left.len());
        let Some(readline) = self.readline.get() else { return Err(truncated(vm)) };
        self.settle(vm)?;
        let line = vm.to_object(vm.call(&readline, &[])?)?;
        let mut all = left;
        all.extend_from_slice(&view::required(vm, &line)?);
        let len = all.len();
        let whole = all.last() == Some(&b'\n');
        self.input.set(Some(new_bytes(vm, all)?));
        self.consumed.set(len);
        self.at.set(len);
        if whole { Ok(Taken { start: 0, len: len - 1 }) } else { Err(truncated(vm)) }
    }

    /// Reads `len` bytes of the file, or what there is; they become the input.
    fn read(&self, vm: &Vm, len: usize) -> Result<usize, Raised> {
        let Some(read) = self.read.get() else { return Ok(0) };
        self.settle(vm)?;
        if let Some(peek) = self.peek.get().filter(|_| len < AHEAD) {
            match vm.call(&peek, &[&vm.new_int(AHEAD as i64)?]) {
                Ok(shown) => {
                    let got = self.set_input(vm, &vm.to_object(shown)?)?;
                    self.consumed.set(0);
                    if got >= len {
                        return Ok(got);
                    }
                }
                Err(raised) if vm.pending_is(&raised, ErrorKind::NotImplementedError) => {
                    drop(vm.take_raised(raised));
                    self.peek.set(None);
                }
                Err(raised) => return Err(raised),
            }
        }
        let data = vm.call(&read, &[&vm.new_int(len as i64)?])?;
        self.set_input(vm, &vm.to_object(data)?)
    }

    /// Reads what was looked at in advance and has been used since.
    pub(super) fn settle(&self, vm: &Vm) -> Result<(), Raised> {
        let used = self.at.get().saturating_sub(self.consumed.get());
        if used == 0 {
            return Ok(());
        }
        let Some(read) = self.read.get() else { return Ok(()) };
        self.consumed.set(self.at.get());
        vm.call(&read, &[&vm.new_int(used as i64)?]).map(drop)
    }

    /// A frame begins: all of it is read at once.
    pub(super) fn frame(&self, vm: &Vm) -> Result<(), Raised> {
        let len = u64::from_le_bytes(self.number::<8>(vm)?);
        if i64::try_from(len).is_err() {
            let message = format!("FRAME length exceeds system's maximum of {} bytes", i64::MAX);
            return Err(vm.raise(ErrorKind::OverflowError, message));
        }
        let taken = self.take(vm, len as usize)?;
        self.at.set(taken.start);
        Ok(())
    }
}
