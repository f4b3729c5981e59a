//! Cells, references, counts and edges: the memory under everything, which knows nothing of Python.
//!
//! A *cell* is a header of 16 bytes (the count first), a payload of some [`Kind`], and perhaps a
//! tail of references or text. Cells stand in chunks of 64 KiB, one size per chunk, at addresses
//! that are the same on every run. A [`Ref`] owns one count of one cell; cloning adds one, dropping
//! takes one away, and at zero the cell gives up what it owns and goes to the free list of its size.
//!
//! Higher layers describe what they store by implementing [`Payload`]: which references a payload
//! owns (`trace`) and in which order it gives them up (`release`). The collector, the audit and
//! every view of the heap use that one enumerator.
//!
//! # Invariants
//!
//! Each `SAFETY:` comment in this module names the ones it rests on.
//!
//! - **H1 Cells stay.** A cell's memory stays mapped and readable from the moment its chunk is
//!   opened until the heap is gone. Freeing a cell only sets its kind to 0 and its count to 0.
//! - **H2 Cell pointers.** Every `NonNull<Header>` points to the start of a cell and was derived
//!   from the pointer of its whole chunk, so masking the address down to 64 KiB gives its chunk
//!   with provenance intact. No cell pointer is ever made from a number.
//! - **H3 Kind and payload agree.** Where a cell's kind is not 0, its payload bytes hold an
//!   initialised value of the type that the kind table names for that kind; `tail_start` and
//!   `tail_len` describe its tail, and with `EXTENDED` an [`Extra`] stands just before the tail.
//! - **H4 Counts.** The count of a cell is the number of `Ref`s to it that exist (plus
//!   [`IMMORTAL`] once it is immortal; the sign bit is no part of it). While one exists, the cell is
//!   neither emptied nor freed.
//! - **H5 Nobody sees the dying.** A cell whose count is 0 is on its way out: no `Ref` to it is
//!   handed out, and its payload is dropped once, when its references have been given up.
//! - **H6 Visitors look.** A visitor given to `trace`, `visit`, `for_each_live` or the audit reads
//!   the reference it is shown and may clone it, but changes no slot and drops nothing that could
//!   be the last reference while it runs (debug builds assert it).
//! - **H7 Short borrows.** A borrow of the inside of an `UnsafeCell` ends before anything runs that
//!   could reach the same cell again: a value is swapped out first and dropped afterwards.
//! - **H8 One thread, one heap.** `Ref` and `Heap` are neither `Send` nor `Sync`. A heap outlives
//!   its references: one that is dropped while references remain leaves its memory behind.
//! - **H9 Free lists.** A list of free cells holds only cells of kind 0 of its size class, each
//!   once, linked through the word after the header.
//! - **H10 Text.** The bytes of a text tail up to its length are valid UTF-8 and initialised.

#![deny(unsafe_op_in_unsafe_fn)]
#![expect(clippy::inline_always, reason = "counts and slots are the innermost loop")]
#![expect(unsafe_code, reason = "cells are made here; everything above is safe")]

mod address;
mod ages;
mod alloc;
mod attention;
mod audit;
mod blocks;
mod buffer;
mod cell_map;
mod charge;
mod chunk;
mod glance;
mod header;
mod hooks;
mod kind;
mod observed;
#[cfg(test)]
pub(crate) mod pace;
mod reference;
mod release;
mod reserve;
mod rest;
mod rows;
mod slot;
mod stats;
mod store;
mod tails;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod toys;
mod tracing;
mod walk;

pub use address::Place;
pub(crate) use ages::Resting;
pub use ages::{Generation, GenerationStats};
pub use attention::Attention;
pub use audit::Discrepancy;
pub(crate) use cell_map::CellMap;
pub use charge::HeapFull;
pub use glance::glance;
pub use header::{Flag, IMMORTAL};
pub use hooks::Hooks;
pub use kind::{Kind, KindInfo, Payload, Tail, Untrack};
pub use observed::KeptFree;
pub use reference::{Ref, Unowned};
pub use rows::{copy_of, drop_back, drop_quietly, push_times};
pub use slot::{Dying, Extra, Fixed, Slot};
pub use stats::{KindStats, Stats};
pub use store::Heap;
