//! XML as text: what a document holds, in order, and where it breaks the rules.
//!
//! The places and names of errors are those that expat tells, because programs print them.

mod doctype;
mod event;
mod names;
mod reader;
mod references;
mod tags;
#[cfg(test)]
mod tests;

pub use event::{Event, Pieces, Problem, Stop, Wrong, place};
pub use reader::read;
