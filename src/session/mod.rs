//! One input in, one outcome out: everything a front end needs of the engine, and nothing else.

mod call_hint;
pub mod collecting;
pub mod commands;
pub mod complete;
pub mod dedent;
mod display;
mod ending;
mod engine;
pub mod export;
pub mod failing;
pub mod heap_commands;
mod holding;
pub mod layout;
pub mod lines;
pub mod look;
pub mod magic;
pub mod mend;
pub mod outcome;
pub mod paste;
pub mod recorded;
mod registry;
pub mod remarks;
mod run;
pub mod shape;
mod signature;
pub mod standard;
pub mod timing;
pub mod transcript;
pub mod units;
pub mod verdict;
pub mod wanted;
pub mod watch;
mod web_letters;

pub use complete::{Candidate, Completions};
pub use outcome::{Audience, Input, Mode, Options, Outcome};
pub use run::Session;
