//! How fast collections are: `cargo test --release --lib pace -- --ignored --nocapture`.

use super::{NoHooks, collect};
use crate::heap::Slot;
use crate::heap::pace::{best, timed};
use crate::heap::toys::*;

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
        timed(|| assert_eq!(collect(&heap, 2, &NoHooks).collected, 1_000_000))
    });
    let kept: Vec<_> = (0..2 * PAIRS).filter_map(|_| make()).collect();
    best("a million reachable things: collect", 2 * PAIRS, || {
        timed(|| assert_eq!(collect(&heap, 2, &NoHooks).collected, 0))
    });
    best("2000 young beside them: collect", 2000, || {
        let young: Vec<_> = (0..2000).filter_map(|_| make()).collect();
        let time = timed(|| {
            collect(&heap, 0, &NoHooks);
        });
        drop(young);
        time
    });
    drop(kept);
}
