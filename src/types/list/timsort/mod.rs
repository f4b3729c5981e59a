//! Timsort, comparison for comparison as CPython 3.13 does it, so that a `__lt__` written in Python is called for the
//! same pairs in the same order.
//!
//! What is sorted are the numbers of the items; the items stay where they are, so that a failing comparison cannot
//! lose any. (CPython: `Objects/listsort.txt`, `Objects/listobject.c`; runs are merged by "powersort".)

mod merge;
mod search;
mod sorter;

pub use sorter::order;
