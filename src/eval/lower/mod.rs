//! Lowering: from the tree to nodes. Names become slots, constants become indices, operators
//! become nodes specialised for their operands.

mod asynchrony;
mod augment;
mod calls;
mod cells;
mod compound;
mod comprehensions;
mod constants;
mod functions;
mod generics;
mod items;
mod operators;
mod patterns;
mod percent;
mod pieces;
mod resolve;
mod statements;
mod static_attributes;
mod targets;
mod unit;
mod unparse;
mod unread;
mod values;
mod yields;

pub use unit::{Lowerer, Mode};
