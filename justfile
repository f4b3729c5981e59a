# Short names for the commands of CONTRIBUTING.md. `just` alone lists them.

default:
    @just --list

# What the continuous check runs.
check:
    .ci/run

# Rewrite the recorded answers of the session tests.
bless:
    UPDATE_EXPECT=1 cargo test

# Prove the heap's memory rules under Miri (needs a nightly toolchain with miri and rust-src). A heap that a
# reference outlives stays for good, on purpose, so what is left at the end is no mistake.
miri:
    MIRIFLAGS=-Zmiri-ignore-leaks cargo +nightly miri test --lib -- heap:: gc::

# A build that is optimised like a release and quick to rebuild.
fast:
    cargo build --profile fast

# Make the profile that release builds are compiled with anew (needs `rustup component add llvm-tools` and valgrind).
train:
    benches/profile/train

# Start the prompt.
run *ARGS:
    cargo run --release -- {{ARGS}}

# Compare every recorded answer with CPython 3.13.
oracle PYTHON="python3.13":
    python3 tests/oracle.py --python {{PYTHON}}

# Run random programs here and on CPython 3.13 and compare.
random N="1000" PYTHON="python3.13": fast
    {{PYTHON}} tests/random/run.py target/fast/refscope --count {{N}} --python {{PYTHON}}

# Mutate our own tests and parse what comes out, for so many seconds.
fuzz-parse SECONDS="60":
    FUZZ_SECONDS={{SECONDS}} cargo test --profile fast --test fuzz -- --ignored --exact parse --nocapture

# The same, run as if pasted at the prompt; every count is checked after each.
fuzz-session SECONDS="60":
    FUZZ_SECONDS={{SECONDS}} cargo test --profile fast --test fuzz -- --ignored --exact session --nocapture

# Compare counts in 2,000 random programs with CPython 3.13.
counts PYTHON="python3.13":
    cargo build --release
    python3 tests/counts/run.py --python {{PYTHON}}

# Compare the collector's speed with CPython 3.13, and how it grows with the number of objects.
bounds PYTHON="python3.13":
    cargo build --release
    python3 tests/bounds/run.py --python {{PYTHON}}
