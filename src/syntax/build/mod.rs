//! The grammar's actions: each builds one node of the tree, or refuses what the grammar's shape
//! alone would let pass.

#![expect(
    clippy::boxed_local,
    clippy::unnecessary_box_returns,
    reason = "the generated parser moves its stack by value: what stands on it is boxed"
)]

mod builder;
mod escapes;
mod expressions;
mod operators;
mod params;
mod patterns;
mod statements;
mod strings;
mod targets;

pub use builder::{Builder, Fault};
pub use operators::Operand;
pub use params::ParamItem;
pub use strings::{Piece, RawPart};
