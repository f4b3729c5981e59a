//! Random programs over toy kinds: counts stay right, and collections take garbage and nothing else.

use proptest::prelude::*;

use super::{CollectorHooks, Garbage, NoHooks, collect, collect_due};
use crate::heap::toys::*;
use crate::heap::{Flag, Heap, Ref};

/// What the random test does next.
#[derive(Clone, Debug)]
enum Act {
    Number,
    Pair(usize, usize),
    Row(Vec<usize>),
    List(usize),
    Push(usize, usize),
    Link(usize, usize),
    Forget(usize),
    Finalize(usize),
    Collect(u8),
    CollectDue(u8),
}

fn act() -> impl Strategy<Value = Act> {
    let at = 0..64usize;
    prop_oneof![
        Just(Act::Number),
        (at.clone(), at.clone()).prop_map(|(a, b)| Act::Pair(a, b)),
        prop::collection::vec(at.clone(), 0..6).prop_map(Act::Row),
        at.clone().prop_map(Act::List),
        (at.clone(), at.clone()).prop_map(|(a, b)| Act::Push(a, b)),
        (at.clone(), at.clone()).prop_map(|(a, b)| Act::Link(a, b)),
        at.clone().prop_map(Act::Forget),
        at.clone().prop_map(Act::Forget),
        at.prop_map(Act::Finalize),
        (0..3u8).prop_map(Act::Collect),
        (0..3u8).prop_map(Act::CollectDue),
        (0..3u8).prop_map(Act::CollectDue),
    ]
}

/// Hooks that know the roots.
struct Roots<'r>(&'r [Ref]);

impl CollectorHooks for Roots<'_> {
    fn visit_roots(&self, visit: &mut dyn FnMut(&Ref)) {
        self.0.iter().for_each(visit);
    }

    fn clear_weakrefs(&self, _garbage: &Garbage<'_>) {}
    fn finalize(&self, _cell: &Ref) {}
}

fn perform(heap: &Heap, roots: &mut Vec<Ref>, act: Act) {
    let pick = |roots: &[Ref], at: usize| roots[at % roots.len()].clone();
    match act {
        Act::Number => roots.push(number(heap, 0)),
        Act::Pair(a, b) => {
            let (a, b) = (pick(roots, a), pick(roots, b));
            roots.push(pair(heap, Some(&a), Some(&b)));
        }
        Act::Row(items) => {
            let items: Vec<Ref> = items.iter().map(|&at| pick(roots, at)).collect();
            roots.push(row(heap, &items.iter().collect::<Vec<_>>()));
        }
        Act::List(a) => {
            let a = pick(roots, a);
            roots.push(list(heap, &[&a]));
        }
        Act::Push(a, b) => {
            if let (Some(List(items)), b) = (pick(roots, a).get(), pick(roots, b)) {
                items.borrow_mut().push(b);
            }
        }
        Act::Link(a, b) => {
            if let (Some(pair), b) = (pick(roots, a).get::<Pair>(), pick(roots, b)) {
                pair.second.set(Some(b));
            }
        }
        Act::Forget(at) if roots.len() > 1 => drop(roots.swap_remove(at % roots.len())),
        Act::Forget(_) => {}
        Act::Finalize(at) => pick(roots, at).set_flag(Flag::NEEDS_HOOK),
        Act::Collect(generation) => {
            collect(heap, generation, &NoHooks);
        }
        Act::CollectDue(generation) => {
            collect_due(heap, generation, &Roots(roots));
        }
    }
}

/// How many cells can be reached from the roots.
fn reachable(roots: &[Ref]) -> usize {
    let mut met = std::collections::BTreeSet::new();
    let mut queue = roots.to_vec();
    while let Some(cell) = queue.pop() {
        if met.insert(cell.address()) {
            cell.trace(&mut |held| queue.push(held.clone()));
        }
    }
    met.len()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(miri) { 4 } else { 200 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_acts_keep_the_audit_clean(acts in prop::collection::vec(act(), 1..200)) {
        let heap = heap();
        let mut roots = vec![number(&heap, 0)];
        for act in acts {
            perform(&heap, &mut roots, act);
            assert_clean(&heap, &roots.iter().collect::<Vec<_>>());
        }
        collect(&heap, 2, &NoHooks);
        prop_assert_eq!(heap.stats().cells, reachable(&roots) as u64);
        drop(roots);
        collect(&heap, 2, &NoHooks);
        prop_assert_eq!(heap.stats().cells, 0);
    }

    #[test]
    fn what_is_due_finds_all_that_is_found_by_looking_at_all(
        acts in prop::collection::vec(act(), 1..300),
    ) {
        let heaps = [heap(), heap()];
        let [mut first, mut second] = [(); 2].map(|()| Vec::new());
        first.push(number(&heaps[0], 0));
        second.push(number(&heaps[1], 0));
        for act in acts {
            let plain = match act.clone() {
                Act::CollectDue(generation) => Act::Collect(generation),
                act => act,
            };
            perform(&heaps[0], &mut first, act);
            perform(&heaps[1], &mut second, plain);
            prop_assert_eq!(heaps[0].stats().cells, heaps[1].stats().cells);
        }
    }
}
