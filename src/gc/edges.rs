//! Questions about tracked cells: which there are, and which refer to given ones.

use super::generations;
use crate::heap::{Flag, Heap, Ref, Unowned};

/// Whether the collector considers a cell.
pub fn is_tracked(cell: &Ref) -> bool {
    cell.has_flag(Flag::TRACKED) && !cell.idles()
}

/// The tracked cells of one generation, or of all three, in CPython's order.
pub fn objects(heap: &Heap, generation: Option<u8>) -> Vec<Ref> {
    let mut found = Vec::new();
    for_each_member(heap, generation, &mut |cell| {
        if !cell.idles() {
            found.push(cell.clone());
        }
    });
    found
}

/// Visits all tracked cells in CPython's order.
pub fn for_each(heap: &Heap, visit: &mut dyn FnMut(&Ref)) {
    for_each_member(heap, None, visit);
}

fn for_each_member(heap: &Heap, generation: Option<u8>, visit: &mut dyn FnMut(&Ref)) {
    let members = generations::members(heap);
    let [young, middle, old, _frozen] = &members;
    let wanted: Vec<&Unowned> = match generation {
        None => young.iter().chain(middle).chain(old).collect(),
        Some(number) => members.get(usize::from(number)).into_iter().flatten().collect(),
    };
    for cell in wanted {
        cell.look(&mut *visit);
    }
}
