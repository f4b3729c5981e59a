//! Refscope: a small Python whose heap you can see.

pub mod diagnostic;
pub mod session;
pub mod source;
pub mod syntax;
pub mod text;
