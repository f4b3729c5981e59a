//! One input in, one outcome out: everything a front end needs of the engine, and nothing else.

pub mod dedent;
pub mod export;
pub mod layout;
pub mod lines;
pub mod mend;
pub mod paste;
pub mod recorded;
pub mod shape;
pub mod transcript;
pub mod units;
pub mod wanted;
