//! `type`: classes as objects, and the making of new ones.

mod attributes;
mod build;
mod create;
mod layout;
mod methods;
mod signatures;

pub use build::{calculate_metaclass, choose_metaclass, create, prepare, resolve_bases};
pub use methods::TYPE;
