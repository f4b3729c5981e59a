//! The bytes of a pickle on their way out: frames (PEP 3154), and files.

use crate::heap::{Ref, Slot};
use crate::runtime::{Raised, Vm};
use crate::types::bytes::new_bytes;
use crate::types::held;

/// Frames end as soon as they are so long; so much data goes past them.
pub(super) const FRAME_TARGET: usize = 64 * 1024;
/// Shorter frames are not worth a header.
const FRAME_LEAST: usize = 4;
const HEADER: usize = 9;

/// Bytes, and the frame that is open.
pub(super) struct Stream<'a> {
    vm: &'a Vm,
    /// `write` of a file; empty where all bytes are wanted at the end.
    file: &'a Slot,
    bytes: Vec<u8>,
    frame: Option<usize>,
    framing: bool,
}

impl<'a> Stream<'a> {
    pub(super) fn new(vm: &'a Vm, file: &'a Slot) -> Stream<'a> {
        Stream { vm, file, bytes: Vec::new(), frame: None, framing: false }
    }

    /// From now on in frames.
    pub(super) fn begin_framing(&mut self) {
        self.framing = true;
    }

    #[cold]
    fn open_frame(&mut self) {
        self.frame = Some(self.bytes.len());
        self.bytes.extend([0; HEADER]);
    }

    #[inline]
    pub(super) fn put(&mut self, bytes: &[u8]) {
        if self.framing && self.frame.is_none() {
            self.open_frame();
        }
        self.bytes.extend_from_slice(bytes);
    }

    #[inline]
    pub(super) fn op(&mut self, op: u8) {
        if self.framing && self.frame.is_none() {
            self.open_frame();
        }
        self.bytes.push(op);
    }

    /// Between two instructions: a frame that is long enough ends here.
    #[inline]
    pub(super) fn boundary(&mut self) -> Result<(), Raised> {
        match self.frame {
            Some(start) if self.bytes.len() - start - HEADER >= FRAME_TARGET => {
                self.close_frame();
                self.flush()
            }
            _ => Ok(()),
        }
    }

    fn close_frame(&mut self) {
        let Some(start) = self.frame.take() else { return };
        let len = self.bytes.len() - start - HEADER;
        if len >= FRAME_LEAST {
            self.bytes[start] = b'\x95';
            self.bytes[start + 1..start + HEADER].copy_from_slice(&(len as u64).to_le_bytes());
        } else {
            self.bytes.copy_within(start + HEADER.., start);
            self.bytes.truncate(start + len);
        }
    }

    /// Hands the bytes so far to the file, if there is one.
    fn flush(&mut self) -> Result<(), Raised> {
        let Some(write) = self.file.get() else { return Ok(()) };
        let bytes = std::mem::take(&mut self.bytes);
        self.hand_over(write, bytes)
    }

    fn hand_over(&self, write: Ref, bytes: Vec<u8>) -> Result<(), Raised> {
        let vm = self.vm;
        let data = new_bytes(vm, bytes)?;
        held::with(vm, [write, data], |[write, data]| vm.call(write, &[data]).map(drop))
    }

    /// An instruction with data after it, which goes past the frames if there is much.
    pub(super) fn put_data(&mut self, head: &[u8], data: &[u8]) -> Result<(), Raised> {
        if data.len() < FRAME_TARGET {
            self.put(head);
            self.bytes.extend_from_slice(data);
            return Ok(());
        }
        self.close_frame();
        let framing = std::mem::replace(&mut self.framing, false);
        self.put(head);
        let done = match self.file.get() {
            Some(write) => self.flush().and_then(|()| self.hand_over(write, data.to_vec())),
            None => {
                self.put(data);
                Ok(())
            }
        };
        self.framing = framing;
        done
    }

    /// The end: what the file has not got yet goes there, or comes back.
    pub(super) fn end(mut self) -> Result<Vec<u8>, Raised> {
        self.close_frame();
        self.flush()?;
        Ok(self.bytes)
    }
}
