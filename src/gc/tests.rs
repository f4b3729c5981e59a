//! The collector on its own, with toy kinds.

use std::cell::{Cell, RefCell};

use super::*;
use crate::heap::toys::*;
use crate::heap::{Flag, Heap, Ref};

fn link(from: &Ref, to: &Ref) {
    from.as_ref::<Pair>().first.set(Some(to.clone()));
}

fn collected(heap: &Heap) -> u64 {
    collect(heap, 2, &NoHooks).collected
}

/// `length` pairs in a ring, in the order of birth.
fn ring(heap: &Heap, length: usize) -> Vec<Ref> {
    let cells: Vec<Ref> = (0..length).map(|_| pair(heap, None, None)).collect();
    for at in 0..length {
        link(&cells[at], &cells[(at + 1) % length]);
    }
    cells
}

#[test]
fn cycles_are_counted_as_cpython_counts_them() {
    let heap = heap();
    assert_eq!(collected(&heap), 0);
    for length in [1, 2, 3, 10, 1_000] {
        drop(ring(&heap, length));
        assert_eq!(collected(&heap), length as u64);
        assert_eq!(heap.stats().cells, 0);
    }
    let own = list(&heap, &[]);
    own.as_ref::<List>().0.borrow_mut().push(own.clone());
    drop(own);
    assert_eq!(collected(&heap), 1);
    assert_eq!(heap.stats().cells, 0);
}

#[test]
fn what_hangs_from_a_cycle_goes_with_it() {
    let heap = heap();
    let cells = ring(&heap, 2);
    let hanging = list(&heap, &[&number(&heap, 1)]);
    cells[0].as_ref::<Pair>().second.set(Some(hanging.clone()));
    drop(cells);
    assert_eq!(collected(&heap), 2, "the list is still held from outside");
    assert_eq!((hanging.count(), heap.stats().cells), (1, 2));
    let cells = ring(&heap, 2);
    cells[0].as_ref::<Pair>().second.set(Some(hanging));
    drop(cells);
    assert_eq!(collected(&heap), 3);
    assert_eq!(heap.stats().cells, 0);
}

#[test]
fn what_is_reachable_stays() {
    let heap = heap();
    let cells = ring(&heap, 5);
    let held = cells[3].clone();
    drop(cells);
    assert_eq!(collected(&heap), 0);
    assert_eq!(heap.stats().cells, 5);
    assert_clean(&heap, &[&held]);
    // A cell that is met before what holds it is set aside and comes back.
    let late = pair(&heap, None, None);
    let root = list(&heap, &[&late]);
    drop(late);
    assert_eq!(collected(&heap), 0);
    drop(held);
    assert_eq!(collected(&heap), 5);
    drop(root);
    assert_eq!(heap.stats().cells, 0);
}

#[test]
fn survivors_grow_older() {
    let heap = heap();
    let kept = pair(&heap, None, None);
    let ages = |heap: &Heap| [0, 1, 2].map(|generation| objects(heap, Some(generation)).len());
    assert_eq!(ages(&heap), [1, 0, 0]);
    collect(&heap, 0, &NoHooks);
    assert_eq!(ages(&heap), [0, 1, 0]);
    let cells = ring(&heap, 2);
    assert_eq!(ages(&heap), [2, 1, 0]);
    collect(&heap, 1, &NoHooks);
    assert_eq!(ages(&heap), [0, 0, 3]);
    drop(cells);
    assert_eq!(collect(&heap, 1, &NoHooks).collected, 0, "too old for this one");
    assert_eq!(collect(&heap, 2, &NoHooks).collected, 2);
    assert_eq!(ages(&heap), [0, 0, 1]);
    assert_eq!(objects(&heap, None).len(), 1);
    assert!(is_tracked(&kept));
    assert_eq!(stats(&heap).map(|stats| stats.collections), [1, 2, 1]);
    assert_eq!(stats(&heap)[2].collected, 2);
}

#[test]
fn a_reused_cell_is_young_again_and_stands_last() {
    let heap = heap();
    let (a, b) = (pair(&heap, None, None), pair(&heap, None, None));
    collect(&heap, 0, &NoHooks);
    let address = a.address();
    drop(a);
    let c = pair(&heap, None, None);
    let again = pair(&heap, None, None);
    assert_eq!(c.address(), address);
    let young: Vec<u64> = objects(&heap, Some(0)).iter().map(Ref::address).collect();
    assert_eq!(young, [c.address(), again.address()]);
    assert_eq!(objects(&heap, Some(1)).len(), 1);
    collect(&heap, 2, &NoHooks);
    let old: Vec<u64> = objects(&heap, Some(2)).iter().map(Ref::address).collect();
    assert_eq!(old, [c.address(), again.address(), b.address()]);
}

#[test]
fn many_births_and_deaths_keep_the_list_of_the_young_short() {
    let (births, ringed) = if cfg!(miri) { (5_000, 100) } else { (100_000, 10_000) };
    let heap = heap();
    let mut last = pair(&heap, None, None);
    for _ in 0..births {
        let next = pair(&heap, None, None);
        last = next;
    }
    assert_eq!(objects(&heap, Some(0)).len(), 1);
    let cells = ring(&heap, ringed);
    let addresses: Vec<u64> = cells.iter().map(Ref::address).collect();
    let young: Vec<u64> = objects(&heap, Some(0)).iter().skip(1).map(Ref::address).collect();
    assert_eq!(young, addresses);
    drop((cells, last));
    assert_eq!(collected(&heap), ringed as u64);
}

#[test]
fn collections_become_due() {
    let heap = heap();
    assert!(!heap.gc_due(), "nobody has switched it on");
    set_enabled(&heap, true);
    set_threshold(&heap, [10, 2, 1]);
    let mut kept = Vec::new();
    let mut ran = Vec::new();
    for _ in 0..200 {
        kept.push(pair(&heap, None, None));
        if heap.gc_due()
            && let Some(generation) = due_generation(&heap)
        {
            collect_due(&heap, generation, &NoHooks);
            ran.push(generation);
        }
    }
    assert_eq!(ran, [0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 1, 0, 0, 0, 1, 2]);
    assert_eq!(count(&heap), [2, 0, 0]);
    set_enabled(&heap, false);
    assert!(due_generation(&heap).is_none());
    assert_eq!(threshold(&heap), [10, 2, 1]);
}

#[test]
fn frozen_cells_stay_out() {
    let heap = heap();
    drop(ring(&heap, 3));
    freeze(&heap);
    assert_eq!(freeze_count(&heap), 3);
    assert_eq!((collected(&heap), objects(&heap, None).len()), (0, 0));
    unfreeze(&heap);
    assert_eq!((freeze_count(&heap), collected(&heap)), (0, 3));
}

#[test]
fn rows_of_atoms_are_untracked() {
    let heap = heap();
    let atoms = row(&heap, &[&number(&heap, 1), &number(&heap, 2)]);
    let others = row(&heap, &[&atoms, &pair(&heap, None, None)]);
    collect(&heap, 0, &NoHooks);
    assert!(!is_tracked(&atoms) && is_tracked(&others));
    atoms.set_flag(Flag::TRACKED);
    assert!(objects(&heap, Some(0))[0].same(&atoms));
    assert_eq!(objects(&heap, None).len(), 3);
}

/// Keeps a diary, and does to finalized cells what the test asks for.
#[derive(Default)]
struct Diary {
    steps: RefCell<Vec<String>>,
    finalized: RefCell<Vec<(u64, i64)>>,
    weakrefs: RefCell<Vec<u64>>,
    kept: RefCell<Vec<Ref>>,
    saved: RefCell<Vec<Ref>>,
    resurrect: Cell<bool>,
    unlink: Cell<bool>,
    save_all: Cell<bool>,
}

impl CollectorHooks for Diary {
    fn clear_weakrefs(&self, garbage: &Garbage<'_>) {
        garbage.for_each(&mut |cell| {
            if cell.has_flag(Flag::HAS_WEAKREFS) {
                self.weakrefs.borrow_mut().push(cell.address());
                cell.clear_flag(Flag::HAS_WEAKREFS);
            }
        });
    }

    fn finalize(&self, cell: &Ref) {
        assert!(
            cell.heap().audit(&mut |visit| self.kept.borrow().iter().for_each(visit)).is_empty()
        );
        self.finalized.borrow_mut().push((cell.address(), cell.count()));
        if self.resurrect.get() {
            self.kept.borrow_mut().push(cell.clone());
        }
        if self.unlink.get() {
            cell.as_ref::<Pair>().first.set(None);
        }
    }

    fn save_all(&self) -> bool {
        self.save_all.get()
    }

    fn save(&self, cell: &Ref) {
        self.saved.borrow_mut().push(cell.clone());
    }

    fn step(&self, step: &Step<'_>) {
        let line = match step {
            Step::Candidates(trial) => format!("candidates {:?}", left(trial)),
            Step::Subtracted(trial) => format!("subtracted {:?}", left(trial)),
            Step::Unreachable(garbage) => format!("unreachable {}", garbage.len()),
            Step::WeakrefsCleared(garbage) => format!("weakrefs cleared {}", garbage.len()),
            Step::Finalized(garbage) => format!("finalized {}", garbage.len()),
            Step::Condemned(garbage) => format!("condemned {}", garbage.len()),
            Step::Cleared(collected) => format!("cleared {}", collected.collected),
        };
        self.steps.borrow_mut().push(line);
    }
}

fn left(trial: &Trial<'_>) -> Vec<u32> {
    let mut counts = Vec::new();
    trial.for_each(&mut |_, left| counts.push(left));
    counts
}

#[test]
fn a_collection_can_be_watched() {
    let heap = heap();
    let diary = Diary::default();
    let kept = pair(&heap, None, None);
    let cells = ring(&heap, 2);
    link(&kept, &kept);
    cells[0].set_flag(Flag::HAS_WEAKREFS);
    drop(cells);
    collect(&heap, 2, &diary);
    assert_eq!(
        *diary.steps.borrow(),
        [
            "candidates [2, 1, 1]",
            "subtracted [1, 0, 0]",
            "unreachable 2",
            "weakrefs cleared 2",
            "finalized 2",
            "condemned 2",
            "cleared 2",
        ]
    );
}

#[test]
fn finalizers_run_in_the_order_of_birth_and_once() {
    let heap = heap();
    let diary = Diary::default();
    let cells = ring(&heap, 3);
    let addresses: Vec<u64> = cells.iter().map(Ref::address).collect();
    for cell in &cells {
        cell.set_flag(Flag::NEEDS_HOOK);
    }
    cells[1].set_flag(Flag::HAS_WEAKREFS);
    drop(cells);
    diary.resurrect.set(true);
    assert_eq!(collect(&heap, 2, &diary).collected, 0);
    let expected: Vec<(u64, i64)> = addresses.iter().map(|&at| (at, 2)).collect();
    assert_eq!(*diary.finalized.borrow(), expected);
    assert_eq!(*diary.weakrefs.borrow(), [addresses[1]]);
    diary.kept.borrow_mut().clear();
    assert_eq!(collect(&heap, 2, &diary).collected, 3);
    assert_eq!(diary.finalized.borrow().len(), 3);
    assert_eq!(heap.stats().cells, 0);
}

#[test]
fn a_finalizer_that_breaks_the_cycle_leaves_nothing_to_collect() {
    let heap = heap();
    let diary = Diary::default();
    let cells = ring(&heap, 3);
    cells[1].set_flag(Flag::NEEDS_HOOK);
    drop(cells);
    diary.unlink.set(true);
    assert_eq!(collect(&heap, 2, &diary).collected, 0);
    assert_eq!(heap.stats().cells, 0);
    assert_eq!(objects(&heap, None).len(), 0);
}

#[test]
fn only_what_a_resurrected_cell_reaches_survives() {
    let heap = heap();
    let diary = Diary::default();
    let (lost, found) = (ring(&heap, 2), ring(&heap, 3));
    found[0].set_flag(Flag::NEEDS_HOOK);
    drop((lost, found));
    diary.resurrect.set(true);
    assert_eq!(collect(&heap, 1, &diary).collected, 2);
    assert_eq!(heap.stats().cells, 3);
    assert_eq!(objects(&heap, Some(2)).len(), 3);
    assert_clean(&heap, &diary.kept.borrow().iter().collect::<Vec<_>>());
}

#[test]
fn garbage_can_be_saved() {
    let heap = heap();
    let diary = Diary::default();
    diary.save_all.set(true);
    drop(ring(&heap, 2));
    assert_eq!(collect(&heap, 2, &diary).collected, 2);
    assert_eq!((diary.saved.borrow().len(), heap.stats().cells), (2, 2));
    diary.saved.borrow_mut().clear();
    assert_eq!(collect(&heap, 2, &NoHooks).collected, 2);
    assert_eq!(heap.stats().cells, 0);
}

#[test]
fn a_long_chain_in_a_cycle_goes_without_deep_recursion() {
    let heap = heap();
    let length = if cfg!(miri) { 1_000 } else { 300_000 };
    drop(ring(&heap, length));
    assert_eq!(collected(&heap), length as u64);
    assert_eq!(heap.stats().cells, 0);
}

#[test]
fn immortal_cells_keep_what_they_hold() {
    let heap = heap();
    let cells = ring(&heap, 2);
    cells[0].make_immortal();
    drop(cells);
    assert_eq!(collected(&heap), 0);
    assert_eq!(heap.stats().cells, 2);
}
