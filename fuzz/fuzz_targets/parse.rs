//! Any text is parsed, cut into cells and judged without a panic: `cargo +nightly fuzz run parse`.

#![no_main]

#[path = "../../tests/fuzzing/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::parse(&String::from_utf8_lossy(data)));
