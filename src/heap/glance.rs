//! A look at what a `RefCell` in a payload holds that takes no note of itself, for the innermost
//! loops.

use std::cell::RefCell;

/// Runs `look` on what `cell` holds. `look` changes nothing that could be in `cell` and runs nothing
/// that could (H7); debug builds assert it.
///
/// # Panics
/// If the content is being changed.
#[inline(always)]
pub fn glance<T, R>(cell: &RefCell<T>, look: impl FnOnce(&T) -> R) -> R {
    if cfg!(debug_assertions) {
        return look(&cell.borrow());
    }
    // SAFETY: H7: nobody asks for the content to be changed before `look` is done.
    match unsafe { cell.try_borrow_unguarded() } {
        Ok(content) => look(content),
        Err(_) => look(&cell.borrow()),
    }
}
