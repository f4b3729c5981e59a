//! The numbers by which deflate writes lengths and distances, and its fixed codes.

use super::trees::{Tree, codes_of};

pub(super) const END: usize = 256;
pub(super) const LITERALS: usize = 286;
pub(super) const DISTANCES: usize = 30;

/// How many bits follow each number of a length and of a distance.
pub(super) const LENGTH_BITS: [u8; 29] =
    [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
pub(super) const DISTANCE_BITS: [u8; 30] = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
    13,
];

/// The number of a length, and what its bits say.
pub(super) fn length_number(length: usize) -> (usize, usize) {
    match length - 3 {
        255 => (28, 0),
        short @ 0..8 => (short, 0),
        more => {
            let bits = more.ilog2() as usize - 2;
            (bits * 4 + (more >> bits), more & ((1 << bits) - 1))
        }
    }
}

/// The number of a distance, and what its bits say.
pub(super) fn distance_number(distance: usize) -> (usize, usize) {
    match distance - 1 {
        near @ 0..4 => (near, 0),
        far => {
            let bits = far.ilog2() as usize - 1;
            (bits * 2 + (far >> bits), far & ((1 << bits) - 1))
        }
    }
}

/// The lengths of the fixed codes.
pub(super) fn fixed_length(symbol: usize) -> u8 {
    match symbol {
        0..144 => 8,
        144..256 => 9,
        256..280 => 7,
        _ => 8,
    }
}

/// The fixed codes of literals and of distances.
pub(super) fn fixed() -> (Tree, Tree) {
    let lengths: Vec<u8> = (0..288).map(fixed_length).collect();
    let literals = Tree { codes: codes_of(&lengths), lengths, most: 287, cost: 0 };
    let lengths = vec![5; DISTANCES];
    (literals, Tree { codes: codes_of(&lengths), lengths, most: DISTANCES - 1, cost: 0 })
}
