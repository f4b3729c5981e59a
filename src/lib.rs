//! Refscope: a small Python whose heap you can see.

pub mod builtins;
pub mod cli;
pub mod diagnostic;
pub mod eval;
pub mod gc;
pub mod heap;
pub mod inspect;
pub mod lexer;
pub mod modules;
pub mod notebook;
pub mod repl;
pub mod report;
pub mod runtime;
pub mod scope;
pub mod session;
pub mod source;
pub mod syntax;
pub mod text;
pub mod types;
