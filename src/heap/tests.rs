//! The heap on its own, with toy kinds.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::header::Header;
use super::toys::*;
use super::*;

/// How often a test repeats what is slow in an interpreter of the interpreter.
const MANY: usize = if cfg!(miri) { 2_000 } else { 1_000_000 };

/// Keeps what the hooks were told.
#[derive(Default)]
struct Diary {
    finalized: RefCell<Vec<u64>>,
    weakrefs: RefCell<Vec<u64>>,
    freed: RefCell<Vec<(u64, Kind)>>,
    counts: RefCell<Vec<i64>>,
    keep: Cell<bool>,
    kept: RefCell<Vec<Ref>>,
}

impl Hooks for Diary {
    fn finalize(&self, dying: &Ref) {
        self.finalized.borrow_mut().push(dying.address());
        self.counts.borrow_mut().push(dying.count());
        if self.keep.get() {
            self.kept.borrow_mut().push(dying.clone());
        }
    }

    fn clear_weakrefs(&self, dying: &Ref) {
        self.weakrefs.borrow_mut().push(dying.address());
    }

    fn freed(&self, address: u64, kind: Kind) {
        self.freed.borrow_mut().push((address, kind));
    }
}

fn heap_with_diary() -> (Box<Heap>, Rc<Diary>) {
    let (heap, diary) = (heap(), Rc::new(Diary::default()));
    heap.share_hooks(Some(diary.clone()));
    (heap, diary)
}

#[test]
fn sizes_and_offsets() {
    assert_eq!(size_of::<Header>(), 16);
    assert_eq!(std::mem::offset_of!(Header, count), 0);
    assert_eq!(size_of::<Option<Ref>>(), size_of::<usize>());
    assert_eq!(size_of::<Slot>(), size_of::<usize>());
    assert_eq!(size_of::<Extra>(), 2 * size_of::<usize>());
}

#[test]
fn counts_follow_references() {
    let heap = heap();
    let one = number(&heap, 1);
    assert_eq!(one.count(), 1);
    let two = pair(&heap, Some(&one), Some(&one));
    assert_eq!(one.count(), 3);
    assert_clean(&heap, &[&one, &two]);
    assert_eq!(two.as_ref::<Pair>().first.peek_payload_copy(|number: &Number| number.0), Some(1));
    two.as_ref::<Pair>().first.set(None);
    assert_eq!(one.count(), 2);
    drop(two);
    assert_eq!(one.count(), 1);
    assert_clean(&heap, &[&one]);
}

#[test]
fn the_audit_finds_a_reference_that_nobody_shows() {
    let heap = heap();
    let one = number(&heap, 1);
    let hidden = one.clone();
    let found = heap.audit(&mut |visit| visit(&one));
    assert_eq!(found.len(), 1);
    assert!(found[0].cell.same(&hidden));
    assert_eq!((found[0].count, found[0].found), (2, 1));
}

#[test]
fn a_freed_cell_is_the_next_one_handed_out() {
    let heap = heap();
    let keep = pair(&heap, None, None);
    let (a, b) = (pair(&heap, None, None), pair(&heap, None, None));
    let (at_a, at_b) = (a.address(), b.address());
    assert_eq!(heap.read_count(at_a), Some(1));
    drop(a);
    drop(b);
    assert_eq!(heap.read_count(at_a), Some(0));
    assert!(matches!(heap.find(at_b), Place::Free { cell } if cell == at_b));
    let (c, d) = (pair(&heap, None, None), pair(&heap, None, None));
    assert_eq!((c.address(), d.address()), (at_b, at_a));
    assert_clean(&heap, &[&keep, &c, &d]);
}

#[test]
fn a_long_chain_dies_without_deep_recursion() {
    let heap = heap();
    let length = if cfg!(debug_assertions) { MANY } else { 10 * MANY };
    let mut chain = number(&heap, 0);
    for _ in 0..length {
        chain = pair(&heap, Some(&chain), None);
    }
    assert_eq!(heap.stats().cells, length as u64 + 1);
    drop(chain);
    assert_eq!(heap.stats().cells, 0);
}

#[test]
fn tails_are_given_up_in_the_order_of_their_kind() {
    let (heap, diary) = heap_with_diary();
    heap.watch_frees(true);
    let cells: Vec<Ref> = (0..4).map(|value| number(&heap, value)).collect();
    let [a, b, c, d] = [0, 1, 2, 3].map(|at: usize| cells[at].address());
    let tuple = row(&heap, &[&cells[0], &cells[1]]);
    let class = Slot::new(cells[3].clone());
    let items = cells[1..3].iter().cloned().map(Some);
    let thing = heap.alloc_refs(Thing { class }, items, None).expect("there is room");
    drop(cells);
    diary.freed.borrow_mut().clear();
    let at_thing = thing.address();
    drop(thing);
    let order: Vec<u64> = diary.freed.borrow_mut().drain(..).map(|(at, _)| at).collect();
    assert_eq!(order, [c, d, at_thing]);
    let at_tuple = tuple.address();
    drop(tuple);
    let order: Vec<u64> = diary.freed.borrow_mut().drain(..).map(|(at, _)| at).collect();
    assert_eq!(order, [b, a, at_tuple]);
    heap.share_hooks(None);
}

#[test]
fn finalizers_run_once_and_may_resurrect() {
    let (heap, diary) = heap_with_diary();
    let child = number(&heap, 7);
    let cell = pair(&heap, Some(&child), None);
    cell.set_flag(Flag::NEEDS_HOOK);
    cell.set_flag(Flag::HAS_WEAKREFS);
    let address = cell.address();
    diary.keep.set(true);
    drop(cell);
    assert_eq!(*diary.finalized.borrow(), [address]);
    assert_eq!(*diary.counts.borrow(), [1]);
    assert!(diary.weakrefs.borrow().is_empty());
    assert_eq!(heap.read_count(address), Some(1));
    assert_eq!(child.count(), 2);
    let kept = diary.kept.borrow_mut().pop();
    assert!(kept.as_ref().is_some_and(|kept| kept.has_flag(Flag::FINALIZED)));
    drop(kept);
    assert_eq!(diary.finalized.borrow().len(), 1);
    assert_eq!(*diary.weakrefs.borrow(), [address]);
    assert_eq!(child.count(), 1);
    heap.share_hooks(None);
}

/// A hook that audits the heap while cells are being released around it.
struct Auditor {
    heap: *const Heap,
    audits: Cell<u32>,
}

impl Hooks for Auditor {
    fn finalize(&self, _dying: &Ref) {
        // SAFETY: the heap lives longer than this test's hooks.
        assert_clean(unsafe { &*self.heap }, &[]);
        self.audits.set(self.audits.get() + 1);
    }

    fn clear_weakrefs(&self, dying: &Ref) {
        self.finalize(dying);
    }
}

#[test]
fn the_audit_sees_what_is_being_released() {
    let heap = heap();
    let auditor = Rc::new(Auditor { heap: &raw const *heap, audits: Cell::new(0) });
    heap.share_hooks(Some(auditor.clone()));
    let mut chain = number(&heap, 0);
    for at in 0..600 {
        chain = pair(&heap, Some(&chain), Some(&chain));
        if at % 7 == 0 {
            chain.set_flag(Flag::NEEDS_HOOK);
        }
        if at % 11 == 0 {
            chain.set_flag(Flag::HAS_WEAKREFS);
        }
    }
    let holder = list(&heap, &[&chain, &chain]);
    drop(chain);
    drop(holder);
    assert_eq!(heap.stats().cells, 0);
    assert!(auditor.audits.get() > 100);
    heap.share_hooks(None);
}

#[test]
fn any_address_can_be_asked_about() {
    let heap = heap();
    let cells: Vec<Ref> = (0..5_000).map(|value| number(&heap, value)).collect();
    let rows: Vec<Ref> = (0..100).map(|_| row(&heap, &[&cells[0], &cells[1]])).collect();
    let first = cells[0].address() & !0xffff;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut live = 0;
    for round in 0..MANY {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let random = state >> 16;
        let address = if round % 2 == 0 { first + random % (8 << 16) } else { state };
        match heap.find(address) {
            Place::Live { cell, offset } => {
                assert_eq!(cell.address() + offset as u64, address);
                assert!(cell.count() > 1);
                live += 1;
            }
            Place::Free { cell } => assert_eq!(heap.read_count(cell), Some(0)),
            Place::Unused | Place::Outside => assert_eq!(heap.read_count(address), None),
        }
        let _ = heap.read_count(address);
    }
    assert!(live > 0);
    let roots: Vec<&Ref> = cells.iter().chain(&rows).collect();
    assert_clean(&heap, &roots);
}

#[test]
fn uncounted_references_come_back_while_the_cell_lives() {
    let heap = heap();
    let cell = number(&heap, 1);
    let unowned = cell.downgrade();
    assert!(heap.upgrade(unowned).is_some_and(|again| again.same(&cell)));
    drop(cell);
    assert!(heap.upgrade(unowned).is_none());
}

#[test]
fn a_full_heap_says_so() {
    let heap = heap();
    heap.set_limit(Some(10_000));
    let mut cells = Vec::new();
    while let Ok(cell) = heap.alloc(Pair::default()) {
        cells.push(cell);
    }
    assert_eq!(heap.stats().bytes, cells.len() as u64 * 32);
    assert!(heap.stats().bytes <= 10_000);
    assert_eq!(heap.charge(1_000), Err(HeapFull));
    cells.truncate(10);
    assert_eq!(heap.charge(1_000), Ok(()));
    assert_eq!(heap.stats().external, 1_000);
    heap.discharge(1_000);
    assert!(heap.alloc_refs_capacity(Row, usize::MAX / 4, None).is_err());
    assert!(heap.alloc_text(Word, &"x".repeat(20_000), None).is_err());
    assert!(heap.alloc(Pair::default()).is_ok());
    assert_eq!(heap.stats().external, 0);
}

#[test]
fn text_grows_in_place() {
    let heap = heap();
    let mut word = heap.alloc_text(Word, "", None).expect("there is room");
    let address = word.address();
    let mut expected = String::new();
    for at in 0..20_000 {
        let piece = if at % 3 == 0 { "ä" } else { "xy" };
        assert!(heap.append_text(&mut word, piece));
        expected.push_str(piece);
    }
    assert_eq!(word.text(), expected);
    assert_eq!(word.address(), address);
    assert!(word.bytes() >= expected.len());
    let other = word.clone();
    assert!(!heap.append_text(&mut word, "shared"));
    drop(other);
    word.set_flag(Flag::OBSERVED);
    assert!(!heap.append_text(&mut word, "observed"));
    drop(word);
    assert_eq!((heap.stats().external, heap.stats().cells), (0, 0));
}

#[test]
fn texts_of_every_length_around_the_largest_cell() {
    let heap = heap();
    for length in (0..40).chain(900..1_100).chain([5_000]) {
        let text = "a".repeat(length);
        let class = number(&heap, 0);
        let word = heap.alloc_text(Word, &text, None).expect("there is room");
        let extended = heap.alloc_text(Word, &text, Some(class.clone())).expect("there is room");
        assert_eq!(word.text(), text);
        assert_eq!(extended.text(), text);
        assert!(word.tail().is_empty() && extended.tail().is_empty());
        assert_clean(&heap, &[&word, &extended, &class]);
    }
    assert_eq!((heap.stats().external, heap.stats().cells), (0, 0));
}

#[test]
fn rows_of_every_length_around_the_largest_cell() {
    let heap = heap();
    let item = number(&heap, 0);
    for length in (0..10).chain(120..135).chain([5_000]) {
        let items = || std::iter::repeat_n(Some(item.clone()), length);
        let plain = heap.alloc_refs(Row, items(), None).expect("there is room");
        let extended = heap.alloc_refs(Row, items(), Some(item.clone())).expect("there is room");
        let empty = heap.alloc_refs_capacity(Row, length, None).expect("there is room");
        assert_eq!(plain.tail().len(), length);
        assert_eq!(extended.tail().len(), length);
        assert!(empty.tail().iter().all(Slot::is_none));
        assert_eq!(item.count(), 2 * length as i64 + 2);
        assert_eq!(plain.text(), "");
        assert_clean(&heap, &[&plain, &extended, &empty, &item]);
    }
    assert_eq!(item.count(), 1);
}

#[test]
fn instances_of_derived_classes_own_class_and_dict() {
    let heap = heap();
    let (class, dict) = (number(&heap, 1), pair(&heap, None, None));
    let cell = heap.alloc_extended(Number(5), class.clone()).expect("there is room");
    assert_eq!(cell.get::<Number>().map(|number| number.0), Some(5));
    assert!(cell.has_flag(Flag::TRACKED));
    let extra = cell.extra().expect("it is extended");
    assert!(extra.class.same(&class));
    extra.dict.set(Some(dict.clone()));
    let mut edges = Vec::new();
    cell.trace(&mut |held| edges.push(held.address()));
    assert_eq!(edges, [dict.address(), class.address()]);
    assert_clean(&heap, &[&class, &dict, &cell]);
    drop(cell);
    assert_eq!((class.count(), dict.count()), (1, 1));
}

#[test]
fn immortal_cells_go_with_the_heap() {
    let heap = heap();
    let one = number(&heap, 1);
    one.make_immortal();
    one.make_immortal();
    assert!(one.is_immortal());
    let holder = pair(&heap, Some(&one), None);
    holder.make_immortal();
    let address = one.address();
    drop(one);
    drop(holder);
    assert_eq!(heap.stats().cells, 2);
    assert!(heap.read_count(address).is_some_and(|count| count >= IMMORTAL));
}

#[test]
fn a_reference_may_outlive_its_heap() {
    let heap = heap();
    let inner = number(&heap, 1);
    let outer = pair(&heap, Some(&inner), None);
    drop(heap);
    assert_eq!(inner.count(), 1, "the heap emptied what it held");
    assert_eq!(inner.as_ref::<Number>().0, 1);
    drop(outer);
    drop(inner.clone());
}

#[test]
fn figures_add_up() {
    let heap = heap();
    let cells: Vec<Ref> = (0..10).map(|value| number(&heap, value)).collect();
    let long = row(&heap, &vec![&cells[0]; 1_000]);
    let kinds = heap.stats_by_kind();
    assert_eq!(kinds.len(), 2);
    assert_eq!((kinds[0].name, kinds[0].cells, kinds[0].bytes), ("number", 10, 240));
    assert_eq!((kinds[1].name, kinds[1].cells), ("row", 1));
    assert!(kinds[1].bytes > 8_000);
    let before = heap.stats();
    drop(long);
    let after = heap.stats();
    assert_eq!(after.peak, before.bytes + before.external);
    assert_eq!((after.allocated, after.freed, after.external), (11, 1, 0));
    heap.reset_peak();
    assert_eq!(heap.stats().peak, after.bytes);
}

#[test]
fn tracked_allocations_are_counted() {
    let heap = heap();
    heap.set_gc_due(Some(2));
    let cells = [(); 3].map(|()| pair(&heap, None, None));
    let _plain = number(&heap, 0);
    assert_eq!(heap.tracked_allocations(), 3);
    assert!(heap.gc_due());
    drop(cells);
    assert_eq!(heap.tracked_allocations(), 0);
    assert!(!heap.gc_due());
}
