//! How deep calls may go, and what running code looks at on its way: interrupts, due collections.

use super::raise::ErrorKind;
use super::stack::FrameSlots;
use super::value::Raised;
use super::vm::Vm;

/// How deep native recursion may go (CPython 3.13: `Py_C_RECURSION_LIMIT`).
const NATIVE_DEPTH: usize = 10_000;

impl Vm {
    /// Checks what must stop a running program: Ctrl-C and a due collection. Called on loops'
    /// back-edges and on calls.
    #[inline(always)]
    pub fn poll(&self) -> Result<(), Raised> {
        if self.attention.is_wanted() {
            return self.poll_slowly();
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn poll_slowly(&self) -> Result<(), Raised> {
        if self.attention.take_interrupt() {
            return Err(self.raise(ErrorKind::KeyboardInterrupt, String::new()));
        }
        self.attention.forget_collection();
        self.collect_when_due();
        Ok(())
    }

    /// Enters one more level of calls; [`Vm::leave`] undoes it.
    ///
    /// # Errors
    /// `RecursionError` at the recursion limit, or where the native or slot stack runs short.
    #[inline(always)]
    pub fn enter(&self, slots: usize) -> Result<(), Raised> {
        let depth = self.depth.get();
        if depth >= self.recursion_limit.get()
            || self.native_stack_is_short()
            || self.stack.is_short_of(slots)
        {
            return Err(self.too_deep());
        }
        self.depth.set(depth + 1);
        Ok(())
    }

    /// As [`Vm::enter`] for a Python function whose frame starts at `first` of the slot stack and
    /// has `count` slots; opens the frame.
    #[inline(always)]
    pub fn enter_frame(&self, first: usize, count: usize) -> Result<FrameSlots<'_>, Raised> {
        let depth = self.depth.get();
        if depth >= self.recursion_limit.get() || self.native_stack_is_short() {
            return Err(self.too_deep());
        }
        let Some(slots) = self.stack.open_frame(first, count) else {
            return Err(self.too_deep());
        };
        self.depth.set(depth + 1);
        Ok(slots)
    }

    #[inline(always)]
    pub fn leave(&self) {
        self.depth.set(self.depth.get() - 1);
    }

    /// Whether little native stack is left on this thread.
    #[inline(always)]
    pub fn native_stack_is_short(&self) -> bool {
        let here = 0u8;
        (&raw const here).addr() < self.native_floor.get()
    }

    /// Guards a native recursion (`repr` of nested lists, comparison of nested tuples).
    ///
    /// # Errors
    /// `RecursionError` where the native stack runs short or the recursion limit is passed.
    pub fn recurse<R>(
        &self,
        what: &str,
        run: impl FnOnce() -> Result<R, Raised>,
    ) -> Result<R, Raised> {
        let depth = self.native_depth.get();
        if depth >= NATIVE_DEPTH || self.native_stack_is_short() {
            let message = format!("maximum recursion depth exceeded{what}");
            return Err(self.raise(ErrorKind::RecursionError, message));
        }
        self.native_depth.set(depth + 1);
        let result = run();
        self.native_depth.set(depth);
        result
    }

    /// Guards a native recursion that only the native stack limits (`hash` of nested tuples).
    ///
    /// # Errors
    /// `RecursionError` where the native stack runs short.
    pub fn recurse_freely<R>(&self, run: impl FnOnce() -> Result<R, Raised>) -> Result<R, Raised> {
        if self.native_stack_is_short() { Err(self.too_deep()) } else { run() }
    }

    #[cold]
    pub(super) fn too_deep(&self) -> Raised {
        self.raise(ErrorKind::RecursionError, "maximum recursion depth exceeded".into())
    }
}
