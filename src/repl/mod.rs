//! The prompt: editing, colours, completion and history over one session.

mod arrivals;
mod assist;
mod editor;
mod history;
mod indent;
mod keys;
mod listener;
mod listing;
mod marks;
mod motions;
mod open_line;
pub mod paint;
mod pasting;
pub mod plain;
pub mod prompt;
mod screen;

pub use editor::LineEditor;
pub use history::{history_file, start_file};
pub use listener::Listener;
pub use open_line::OpenLine;
