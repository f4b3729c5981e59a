//! Draws failures: source with labelled spans on a terminal, CPython's plain text elsewhere.

mod draw;
mod fit;
mod style;

pub use draw::draw;
pub use style::{Stream, Style, terminal_width};
