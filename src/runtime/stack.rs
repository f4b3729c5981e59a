//! The slot stack: locals, arguments and whatever else is alive while other code may run.
//!
//! One contiguous array of owned references. A call's window is `[callable][receiver or empty]
//! [arguments…]`; the callee's locals begin at its first argument, so arguments are evaluated where
//! they will be used. Everything above a frame's locals is a temporary with a [`Role`] that says
//! in words what holds it, so that no reference is ever held by a Rust local alone while Python
//! code runs.
//!
//! Safety invariants of this module:
//!
//! * **S1** The array is never moved or resized while the stack exists.
//! * **S2** A shared borrow of a cell's content made inside a method of [`SlotStack`] ends before
//!   anything is dropped or any other code runs; the exception is an argument window
//!   ([`SlotStack::window`]), whose cells nobody writes until the call that it was made for is
//!   over: frames write only their own locals, temporaries only at the top.
//! * **S3** A frame is on the chain exactly while its [`FrameGuard`] lives, and the guard borrows
//!   the frame, so every pointer on the chain is valid.

#![expect(unsafe_code, reason = "slots are borrowed and frames linked here; see S1 to S3")]

use std::cell::{Cell, UnsafeCell};
use std::mem::{ManuallyDrop, MaybeUninit};
use std::ptr::NonNull;

use super::args::Args;
use super::object::number::{Float, Int};
use super::object::{Code, Dict, Generator};
use super::value::Value;
use super::vm::Vm;
use crate::heap::{Payload, Ref, Slot};
use crate::source::Span;

/// What a temporary on the slot stack is held for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Role {
    Unused,
    Local,
    Callable,
    Receiver,
    Argument,
    LeftOperand,
    Subject,
    Element,
    Iterator,
    Manager,
    Unpacked,
    Handled,
    Raised,
    Instance,
    Namespace,
    Running,
    Builtin,
    Result,
    Formatted,
}

impl Role {
    /// In words, as `refs` prints it.
    pub const fn describe(self) -> &'static str {
        match self {
            Role::Unused => "unused slot",
            Role::Local => "local",
            Role::Callable => "callable of the running call",
            Role::Receiver => "receiver of the running call",
            Role::Argument => "argument of the running call",
            Role::LeftOperand => "left operand",
            Role::Subject => "subject of the running statement",
            Role::Element => "element of a display under construction",
            Role::Iterator => "iterator of a running loop",
            Role::Manager => "context manager of a running with",
            Role::Unpacked => "value being unpacked",
            Role::Handled => "exception handled further out",
            Role::Raised => "exception on its way",
            Role::Instance => "instance under construction",
            Role::Namespace => "namespace of running code",
            Role::Running => "code that is running",
            Role::Builtin => "held by a running builtin",
            Role::Result => "result of a running expression",
            Role::Formatted => "part of a string being formatted",
        }
    }
}

/// Freed without a walk over its millions of cells: dropping the stack empties those in use.
type Cells = ManuallyDrop<Box<[UnsafeCell<Option<Ref>>]>>;

pub struct SlotStack {
    cells: Cells,
    roles: Box<[Cell<u8>]>,
    top: Cell<usize>,
    frame: Cell<Option<NonNull<Frame<'static>>>>,
}

/// Slots kept free for what runs while the stack is reported as full.
const RESERVE: usize = 4096;

impl SlotStack {
    /// An empty stack of `size` slots; memory is committed as it is used.
    pub fn new(size: usize) -> Self {
        // SAFETY: `Option<Ref>` has the null-pointer niche, so zeroed cells are `None`; zeroed
        // bytes are valid roles. (S1 starts here.)
        let (cells, roles) = unsafe {
            (
                Box::<[UnsafeCell<Option<Ref>>]>::new_zeroed_slice(size).assume_init_box(),
                Box::<[Cell<u8>]>::new_zeroed_slice(size).assume_init_box(),
            )
        };
        let cells = ManuallyDrop::new(cells);
        SlotStack { cells, roles, top: Cell::new(0), frame: Cell::new(None) }
    }

    /// One past the highest slot in use.
    #[inline(always)]
    pub fn top(&self) -> usize {
        self.top.get()
    }

    /// Whether a call that needs `slots` more would come too close to the end.
    #[inline(always)]
    pub fn is_short_of(&self, slots: usize) -> bool {
        self.top.get() + slots + RESERVE > self.cells.len()
    }

    /// Puts `object` on top and returns its place.
    #[inline(always)]
    pub fn push(&self, object: Ref, role: Role) -> usize {
        let at = self.top.get();
        self.roles[at].set(role as u8);
        // SAFETY: S2; the cell above the top is empty, so nothing is dropped.
        unsafe { *self.cells[at].get() = Some(object) };
        self.top.set(at + 1);
        at
    }

    /// Puts an empty slot on top.
    #[inline(always)]
    pub fn push_empty(&self, role: Role) -> usize {
        let at = self.top.get();
        self.roles[at].set(role as u8);
        self.top.set(at + 1);
        at
    }

    /// Raises the top to `top`; the slots between are empty already.
    #[inline(always)]
    pub fn grow_to(&self, top: usize) {
        debug_assert!(top <= self.cells.len());
        self.top.set(top);
    }

    /// Takes the topmost slot off.
    #[inline(always)]
    pub fn pop(&self) -> Option<Ref> {
        let at = self.top.get() - 1;
        let object = self.take(at);
        self.top.set(at);
        object
    }

    /// Empties slot `at`.
    #[inline(always)]
    pub fn take(&self, at: usize) -> Option<Ref> {
        // SAFETY: S2; the content moves out before anything else happens.
        unsafe { (*self.cells[at].get()).take() }
    }

    /// The object in slot `at`, counted.
    #[inline(always)]
    pub fn get(&self, at: usize) -> Option<Ref> {
        // SAFETY: S2; cloning runs no other code.
        unsafe { (*self.cells[at].get()).clone() }
    }

    /// Puts `object` into slot `at`, then drops what was there.
    #[inline(always)]
    pub fn set(&self, at: usize, object: Option<Ref>) {
        // SAFETY: S2; the old content is moved out first and dropped after the borrow ended.
        let old = unsafe { std::mem::replace(&mut *self.cells[at].get(), object) };
        drop(old);
    }

    /// Sets what slot `at` is held for.
    #[inline(always)]
    pub fn set_role(&self, at: usize, role: Role) {
        self.roles[at].set(role as u8);
    }

    /// Slot `at` for an arithmetic operand: numbers unboxed and uncounted.
    #[inline(always)]
    pub fn operand(&self, at: usize) -> Value {
        // SAFETY: S2; reading a number or cloning runs no other code.
        match unsafe { &*self.cells[at].get() } {
            None => Value::Undef,
            Some(object) => {
                if object.is_exact::<Int>()
                    && let Some(int) = object.get::<Int>()
                {
                    Value::Int(int.0.get())
                } else if object.is_exact::<Float>()
                    && let Some(float) = object.get::<Float>()
                {
                    Value::float(float.0.get())
                } else {
                    Value::Obj(object.clone())
                }
            }
        }
    }

    /// Runs `look` on the object in slot `at`. `look` must not run Python code or write slots.
    #[inline(always)]
    pub fn peek<R>(&self, at: usize, look: impl FnOnce(Option<&Ref>) -> R) -> R {
        // SAFETY: S2, as the callers (all in `eval`, reading payloads) keep to the contract above.
        look(unsafe { (*self.cells[at].get()).as_ref() })
    }

    /// Whether slot `at` holds a cell of `T` that only this slot refers to.
    #[inline(always)]
    pub fn is_unshared<T: Payload>(&self, at: usize) -> bool {
        self.peek(at, |object| object.is_some_and(|object| object.count() == 1 && object.is::<T>()))
    }

    /// The slots from `at` up to the top as bound arguments; see S2.
    #[inline(always)]
    pub fn window(&self, at: usize, fixed: usize) -> Args<'_> {
        let cells = &self.cells[at..self.top.get()];
        // SAFETY: S1 and S2; `UnsafeCell<T>` has the layout of `T`.
        let slots = unsafe {
            std::slice::from_raw_parts(cells.as_ptr().cast::<Option<Ref>>(), cells.len())
        };
        Args::new(slots, fixed)
    }

    /// Puts `object` into slot `at`, moving what is there and above it up by one.
    #[inline]
    pub fn insert(&self, at: usize, object: Ref, role: Role) {
        let mut carried = Some(object);
        for place in at..self.top.get() {
            let next = self.take(place);
            self.set(place, carried);
            carried = next;
        }
        match carried {
            Some(last) => self.push(last, role),
            None => self.push_empty(role),
        };
        self.set_role(at, role);
    }

    /// Drops the slots from `to` to the top, in declaration order, and lowers the top.
    #[inline(always)]
    pub fn truncate(&self, to: usize) {
        let top = self.top.get();
        for at in to..top {
            drop(self.take(at));
        }
        self.top.set(to);
    }

    /// Moves the slots `from..from + count` out, for a generator or frame object to keep.
    pub fn take_range(&self, from: usize, count: usize) -> Vec<Option<Ref>> {
        (from..from + count).map(|at| self.take(at)).collect()
    }

    /// Visits every occupied slot with its place and role.
    pub fn visit(&self, visit: &mut dyn FnMut(usize, Role, &Ref)) {
        for at in 0..self.top.get() {
            self.peek(at, |object| {
                if let Some(object) = object {
                    visit(at, self.role(at), object);
                }
            });
        }
    }

    fn role(&self, at: usize) -> Role {
        const ROLES: [Role; 19] = [
            Role::Unused,
            Role::Local,
            Role::Callable,
            Role::Receiver,
            Role::Argument,
            Role::LeftOperand,
            Role::Subject,
            Role::Element,
            Role::Iterator,
            Role::Manager,
            Role::Unpacked,
            Role::Handled,
            Role::Raised,
            Role::Instance,
            Role::Namespace,
            Role::Running,
            Role::Builtin,
            Role::Result,
            Role::Formatted,
        ];
        ROLES[self.roles[at].get() as usize]
    }

    /// Puts `frame` on the chain of running frames until the guard is dropped.
    #[inline(always)]
    pub fn enter<'f>(&'f self, frame: &'f Frame<'_>) -> FrameGuard<'f> {
        let previous = self.frame.get();
        frame.parent.set(previous);
        self.frame.set(Some(NonNull::from(frame).cast::<Frame<'static>>()));
        FrameGuard { stack: self, previous }
    }

    /// Runs `look` on the innermost running frame, if any.
    pub fn with_frame<R>(&self, look: impl FnOnce(&Frame<'_>) -> R) -> Option<R> {
        // SAFETY: S3.
        self.frame.get().map(|frame| look(unsafe { frame.as_ref() }))
    }

    /// Runs `look` on each running frame, innermost first, until it returns `false`.
    pub fn each_frame(&self, look: &mut dyn FnMut(&Frame<'_>) -> bool) {
        let mut next = self.frame.get();
        while let Some(frame) = next {
            // SAFETY: S3.
            let frame = unsafe { frame.as_ref() };
            if !look(frame) {
                return;
            }
            next = frame.parent.get();
        }
    }
}

impl Drop for SlotStack {
    fn drop(&mut self) {
        self.truncate(0);
        // SAFETY: the box is taken once, here; every cell in it is empty, so as uninitialised
        // memory it can be freed without looking at it.
        unsafe {
            let cells = ManuallyDrop::take(&mut self.cells);
            drop(Box::from_raw(Box::into_raw(cells) as *mut [MaybeUninit<u64>]));
        }
    }
}

trait AssumeInitBox<T: ?Sized> {
    /// # Safety
    /// All-zero bytes must be a valid value.
    unsafe fn assume_init_box(self) -> Box<T>;
}

impl<T> AssumeInitBox<[T]> for Box<[std::mem::MaybeUninit<T>]> {
    unsafe fn assume_init_box(self) -> Box<[T]> {
        // SAFETY: the caller promises that the bytes are a valid value.
        unsafe { self.assume_init() }
    }
}

/// Takes its frame off the chain when dropped.
pub struct FrameGuard<'f> {
    stack: &'f SlotStack,
    previous: Option<NonNull<Frame<'static>>>,
}

impl Drop for FrameGuard<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.stack.frame.set(self.previous);
    }
}

/// A running piece of code: what its nodes need at hand.
pub struct Frame<'a> {
    pub vm: &'a Vm,
    pub code: &'a Code,
    /// The cell of `code`; the frame owns a reference to it.
    pub code_ref: &'a Ref,
    /// The function being run, of which the frame owns a reference; none for a module or class.
    pub func: Option<&'a Ref>,
    pub globals: &'a Dict,
    pub globals_ref: &'a Ref,
    /// Where names of a class body or `exec` live; none for functions.
    pub namespace: Option<&'a Ref>,
    pub generator: Option<&'a Generator>,
    /// Set while a generator's statements walk down to where they stopped.
    pub resuming: Cell<bool>,
    /// Slot 0's place in the slot stack.
    pub base: usize,
    /// What is being executed.
    pub position: Cell<Span>,
    /// The frame as an object, once something asked for it.
    pub object: Slot,
    parent: Cell<Option<NonNull<Frame<'static>>>>,
}

impl<'a> Frame<'a> {
    /// A frame about to run `code`; its slots start at `base`.
    #[inline(always)]
    pub fn new(
        vm: &'a Vm,
        code: &'a Code,
        code_ref: &'a Ref,
        func: Option<&'a Ref>,
        globals_ref: &'a Ref,
        base: usize,
    ) -> Self {
        Frame {
            vm,
            code,
            code_ref,
            func,
            globals: globals_ref.as_ref::<Dict>(),
            globals_ref,
            namespace: None,
            generator: None,
            resuming: Cell::new(false),
            base,
            position: Cell::new(Span::new(0, 0)),
            object: Slot::empty(),
            parent: Cell::new(None),
        }
    }

    /// Visits the references that the frame owns beside its slots, with what each is.
    pub fn visit(&self, visit: &mut dyn FnMut(&'static str, &Ref)) {
        // A generator's code is the generator's own.
        if self.generator.is_none() {
            visit("code", self.code_ref);
        }
        if let Some(func) = self.func {
            visit("function", func);
        }
        self.object.visit(&mut |object| visit("frame object", object));
    }

    /// The place of the frame's slot `index`.
    #[inline(always)]
    pub fn place(&self, index: u32) -> usize {
        self.base + index as usize
    }

    /// The frame that called this one, if it still runs.
    pub fn with_parent<R>(&self, look: impl FnOnce(&Frame<'_>) -> R) -> Option<R> {
        // SAFETY: S3; the parent outlives its callee.
        self.parent.get().map(|parent| look(unsafe { parent.as_ref() }))
    }
}
