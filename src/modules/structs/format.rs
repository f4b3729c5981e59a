//! Formats as they are given, read once and kept for the next time.

use std::cell::RefCell;
use std::rc::Rc;

use super::layout::Layout;
use super::values::error;
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::{Raised, Vm};
use crate::types::bytes::Bytes;

/// A format that has been read.
#[derive(Debug)]
pub(super) struct Format {
    pub(super) text: String,
    pub(super) layout: Layout,
}

const KEPT: usize = 64;

thread_local! {
    /// The formats used last, each in the place that its text leads to.
    static LAST: RefCell<[Option<Rc<Format>>; KEPT]> = const { RefCell::new([const { None }; KEPT]) };
}

fn place(text: &[u8]) -> usize {
    text.iter().fold(text.len(), |sum, byte| sum.wrapping_mul(31) + usize::from(*byte)) % KEPT
}

/// Reads `format`, a `str` or `bytes`.
///
/// # Errors
/// `TypeError` where it is neither, `struct.error` where it is no format.
pub(super) fn read(vm: &Vm, format: &Ref) -> Result<Rc<Format>, Raised> {
    if format.is::<Str>() {
        let text = format.text();
        if !text.is_ascii() {
            let bytes = vm.call_method(format, "encode", &[&vm.new_str("ascii")?])?;
            return read(vm, &vm.to_object(bytes)?);
        }
        return of_text(vm, text);
    }
    let Some(bytes) = format.get::<Bytes>() else {
        let class = vm.class_name(format);
        let message = format!("Struct() argument 1 must be a str or bytes object, not {class}");
        return Err(vm.type_error(message));
    };
    of_text(vm, &String::from_utf8_lossy(&bytes.data))
}

fn of_text(vm: &Vm, text: &str) -> Result<Rc<Format>, Raised> {
    let place = place(text.as_bytes());
    let known = LAST.with_borrow(|last| last[place].clone().filter(|known| known.text == text));
    if let Some(known) = known {
        return Ok(known);
    }
    let layout = Layout::parse(text).map_err(|message| error(vm, message))?;
    let read = Rc::new(Format { text: text.to_owned(), layout });
    LAST.with_borrow_mut(|last| last[place] = Some(read.clone()));
    Ok(read)
}

/// Forgets all formats.
pub(super) fn forget() {
    LAST.with_borrow_mut(|last| last.fill(None));
}
