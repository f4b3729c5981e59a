//! What the system says of a failure.

use std::io;

/// The error in the system's words, without the number that Rust puts behind them: `(os error 2)`.
pub fn plain_words(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error ") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}
