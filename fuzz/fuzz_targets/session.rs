//! Any text is run without a panic and leaves true counts: `cargo +nightly fuzz run session`.

#![no_main]

#[path = "../../tests/fuzzing/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::session(&String::from_utf8_lossy(data)));
