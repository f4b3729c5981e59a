//! The order of a block's rotations (Burrows and Wheeler's transform).

/// Where the rotations of `block` begin, in their order. Of equal ones the last comes first.
pub fn sorted(block: &[u8]) -> Vec<u32> {
    let size = block.len();
    let mut order: Vec<u32> = (0..size as u32).rev().collect();
    order.sort_by_key(|&start| block[start as usize]);
    let mut class = vec![0; size];
    number(&order, &mut class, |a, b| block[a] == block[b]);
    let mut next = vec![0; size];
    let mut known = 1;
    // The order by so many characters gives that by twice as many.
    while known < size && sort_classes(&mut order, &class, known) {
        let key = |start: usize| (class[start], class[(start + known) % size]);
        number(&order, &mut next, |a, b| key(a) == key(b));
        std::mem::swap(&mut class, &mut next);
        known *= 2;
    }
    order
}

/// Gives each rotation the place of the first that is equal to it.
fn number(order: &[u32], class: &mut [u32], equal: impl Fn(usize, usize) -> bool) {
    let mut first = 0;
    for (place, &start) in order.iter().enumerate() {
        if place > 0 && !equal(order[place - 1] as usize, start as usize) {
            first = place as u32;
        }
        class[start as usize] = first;
    }
}

/// Sorts each class by what follows the `known` characters; whether there was any of several.
fn sort_classes(order: &mut [u32], class: &[u32], known: usize) -> bool {
    let size = order.len();
    let (mut from, mut several) = (0, false);
    while from < size {
        let here = class[order[from] as usize];
        let length = order[from..].iter().take_while(|&&s| class[s as usize] == here).count();
        if length > 1 {
            several = true;
            order[from..from + length].sort_by_key(|&start| class[(start as usize + known) % size]);
        }
        from += length;
    }
    several
}
