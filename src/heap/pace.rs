//! How fast the heap is: `cargo test --release --lib pace -- --ignored --nocapture`.

use std::hint::black_box;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use super::toys::*;
use super::*;

const ROUNDS: u32 = 5;

/// Reports the best of a few rounds of `work`, which does something `times` times.
pub(crate) fn best(name: &str, times: usize, mut work: impl FnMut() -> Duration) {
    let fastest = (0..ROUNDS).map(|_| work()).min().unwrap_or_default();
    let each = fastest.as_nanos() as f64 / times as f64;
    eprintln!("{name:40} {each:6.2} ns each, {fastest:?} in all");
}

/// Time of this thread alone, so that a busy machine matters less.
pub(crate) fn timed(work: impl FnOnce()) -> Duration {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
    };
    let start = now();
    work();
    now().saturating_sub(start)
}

const MANY: usize = 10_000_000;

#[test]
#[ignore = "measures"]
fn alloc_and_free() {
    let heap = heap();
    best("number: alloc, free", MANY, || {
        timed(|| (0..MANY).for_each(|at| drop(black_box(heap.alloc(Number(at as i64))))))
    });
    best("pair: alloc, free", MANY, || {
        timed(|| (0..MANY).for_each(|_| drop(black_box(heap.alloc(Pair::default())))))
    });
    let slot = Slot::empty();
    best("number: rebound in a slot", MANY, || {
        timed(|| (0..MANY).for_each(|at| slot.set(heap.alloc(Number(at as i64)).ok())))
    });
    best("pair: rebound in a slot", MANY, || {
        timed(|| (0..MANY).for_each(|_| slot.set(heap.alloc(Pair::default()).ok())))
    });
    let item = number(&heap, 1);
    best("row of 2: alloc, free", MANY, || {
        timed(|| {
            (0..MANY).for_each(|_| {
                let items = [Some(item.clone()), Some(item.clone())];
                drop(black_box(heap.alloc_refs(Row, items.into_iter(), None)));
            });
        })
    });
    best("text of 12: alloc, free", MANY, || {
        timed(|| {
            (0..MANY).for_each(|_| drop(black_box(heap.alloc_text(Word, "twelve bytes", None))));
        })
    });
    best("count up and down", MANY, || {
        timed(|| (0..MANY).for_each(|_| drop(black_box(item.clone()))))
    });
}

#[test]
#[ignore = "measures"]
fn a_million_at_once() {
    const COUNT: usize = 1_000_000;
    let heap = heap();
    let mut cells: Vec<Ref> = Vec::with_capacity(COUNT);
    best("number: a million made", COUNT, || {
        cells.clear();
        timed(|| (0..COUNT).for_each(|at| cells.push(number(&heap, at as i64))))
    });
    best("number: a million freed", COUNT, || {
        cells.clear();
        (0..COUNT).for_each(|at| cells.push(number(&heap, at as i64)));
        timed(|| cells.clear())
    });
}
