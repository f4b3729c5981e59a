//! The prompt: editing, colours, completion and history over one session.

mod arrivals;
mod editor;
mod history;
mod indent;
mod keys;
mod listener;
mod paint;
pub mod plain;
pub mod prompt;

pub use editor::LineEditor;
pub use history::{history_file, start_file};
pub use listener::Listener;
