//! How fast the heap is: `cargo test --release --lib pace -- --ignored --nocapture`.

use std::hint::black_box;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use super::toys::*;
use super::*;

const ROUNDS: u32 = 5;

fn best(name: &str, times: usize, mut work: impl FnMut() -> Duration) {
    let fastest = (0..ROUNDS).map(|_| work()).min().unwrap_or_default();
    let each = fastest.as_nanos() as f64 / times as f64;
    eprintln!("{name:40} {each:6.2} ns each, {fastest:?} in all");
}

/// Time of this thread alone, so that a busy machine matters less.
fn timed(work: impl FnOnce()) -> Duration {
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

#[test]
#[ignore = "measures"]
fn collections() {
    const PAIRS: usize = 500_000;
    let heap = heap();
    let class = number(&heap, 0);
    class.make_immortal();
    let make = || {
        let thing = Thing { class: Slot::new(class.clone()) };
        heap.alloc_refs_capacity(thing, 1, None).ok()
    };
    best("a million things in pairs: collect", 2 * PAIRS, || {
        for _ in 0..PAIRS {
            if let (Some(a), Some(b)) = (make(), make()) {
                a.tail()[0].set(Some(b.clone()));
                b.tail()[0].set(Some(a.clone()));
            }
        }
        timed(|| assert_eq!(crate::gc::collect(&heap, 2, &crate::gc::NoHooks).collected, 1_000_000))
    });
    let kept: Vec<_> = (0..2 * PAIRS).filter_map(|_| make()).collect();
    best("a million reachable things: collect", 2 * PAIRS, || {
        timed(|| assert_eq!(crate::gc::collect(&heap, 2, &crate::gc::NoHooks).collected, 0))
    });
    best("2000 young beside them: collect", 2000, || {
        let young: Vec<_> = (0..2000).filter_map(|_| make()).collect();
        let time = timed(|| {
            crate::gc::collect(&heap, 0, &crate::gc::NoHooks);
        });
        drop(young);
        time
    });
    drop(kept);
}
