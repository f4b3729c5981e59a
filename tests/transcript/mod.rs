//! Sessions written down in Markdown: reading them, replaying them, comparing and rewriting their answers.

pub mod compare;
pub mod document;
pub mod piped;
