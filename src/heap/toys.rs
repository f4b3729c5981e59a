//! Toy kinds for the tests of the heap and the collector.

use std::cell::RefCell;

use super::{Dying, Heap, Kind, KindInfo, Payload, Ref, Slot, Tail, Untrack};

/// A number: owns nothing, never tracked.
pub(crate) struct Number(pub(crate) i64);

impl Payload for Number {
    const KIND: Kind = Kind(1);
    const NAME: &'static str = "number";
    const TRACKED: bool = false;
}

/// Two references that can change.
#[derive(Default)]
pub(crate) struct Pair {
    pub(crate) first: Slot,
    pub(crate) second: Slot,
}

impl Payload for Pair {
    const KIND: Kind = Kind(2);
    const NAME: &'static str = "pair";
    const EMPTY_AFTER_RELEASE: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.first.visit(visit);
        self.second.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.first);
        dying.give_up_slot(&self.second);
    }
}

/// A tail of references, given up last to first.
pub(crate) struct Row;

impl Payload for Row {
    const KIND: Kind = Kind(3);
    const NAME: &'static str = "row";
    const TAIL: Tail = Tail::Refs;
    const UNTRACKS: bool = true;

    fn untrack(cell: &Ref, _full: bool) -> Untrack {
        let numbers = cell.tail().iter().all(|slot| slot.peek_kind() == Some(Number::KIND));
        if numbers { Untrack::Now } else { Untrack::Never }
    }
}

/// A text.
pub(crate) struct Word;

impl Payload for Word {
    const KIND: Kind = Kind(4);
    const NAME: &'static str = "word";
    const TAIL: Tail = Tail::Text;
    const TRACKED: bool = false;
}

/// A list in a buffer of its own.
pub(crate) struct List(pub(crate) RefCell<Vec<Ref>>);

impl Payload for List {
    const KIND: Kind = Kind(5);
    const NAME: &'static str = "list";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.0.borrow().iter().for_each(visit);
    }

    fn release(&self, _dying: &Dying) {
        loop {
            let last = self.0.borrow_mut().pop();
            if last.is_none() {
                return;
            }
        }
    }

    fn external_bytes(&self) -> usize {
        self.0.borrow().capacity() * size_of::<Ref>()
    }
}

/// A tail of references, given up first to last and before the payload's own.
pub(crate) struct Thing {
    pub(crate) class: Slot,
}

impl Payload for Thing {
    const KIND: Kind = Kind(6);
    const NAME: &'static str = "thing";
    const EMPTY_AFTER_RELEASE: bool = true;
    const TAIL: Tail = Tail::Refs;
    const TAIL_FORWARD: bool = true;
    const TAIL_FIRST: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.class.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.class);
    }
}

static KINDS: [KindInfo; 7] = [
    KindInfo::FREE,
    KindInfo::of::<Number>(),
    KindInfo::of::<Pair>(),
    KindInfo::of::<Row>(),
    KindInfo::of::<Word>(),
    KindInfo::of::<List>(),
    KindInfo::of::<Thing>(),
];

/// A heap for toys.
pub(crate) fn heap() -> Box<Heap> {
    Heap::new(&KINDS, None).expect("the table is in order")
}

/// A number in a cell.
pub(crate) fn number(heap: &Heap, value: i64) -> Ref {
    heap.alloc(Number(value)).expect("there is no limit")
}

/// A pair in a cell.
pub(crate) fn pair(heap: &Heap, first: Option<&Ref>, second: Option<&Ref>) -> Ref {
    let pair = Pair { first: first.cloned().into(), second: second.cloned().into() };
    heap.alloc(pair).expect("there is no limit")
}

/// A list in a cell.
pub(crate) fn list(heap: &Heap, items: &[&Ref]) -> Ref {
    let items = items.iter().map(|&item| item.clone()).collect();
    heap.alloc(List(RefCell::new(items))).expect("there is no limit")
}

/// A row in a cell.
pub(crate) fn row(heap: &Heap, items: &[&Ref]) -> Ref {
    let items = items.iter().map(|&item| Some(item.clone()));
    heap.alloc_refs(Row, items, None).expect("there is no limit")
}

/// Asserts that the counts are right if `roots` are all references held outside.
pub(crate) fn assert_clean(heap: &Heap, roots: &[&Ref]) {
    let found = heap.audit(&mut |visit| roots.iter().for_each(|&root| visit(root)));
    assert!(found.is_empty(), "{found:?}");
}
