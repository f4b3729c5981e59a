//! Which matches are taken: the first that comes, or a better one that begins a byte later.

use super::blocks::Blocks;
use super::matches::Matches;

/// How hard each level from 1 to 9 looks for matches.
pub(super) struct Effort {
    /// A match of this length halves the search for a better one twice.
    pub good: usize,
    /// A match of this length is not put off for one that begins a byte later.
    pub lazy: usize,
    /// A match of this length ends the search.
    pub nice: usize,
    /// How many earlier places are tried.
    pub chain: usize,
}

const fn effort(good: usize, lazy: usize, nice: usize, chain: usize) -> Effort {
    Effort { good, lazy, nice, chain }
}

const EFFORTS: [Effort; 9] = [
    effort(4, 4, 8, 4),
    effort(4, 5, 16, 8),
    effort(4, 6, 32, 32),
    effort(4, 4, 16, 16),
    effort(8, 16, 32, 32),
    effort(8, 16, 128, 128),
    effort(8, 32, 128, 256),
    effort(32, 128, 258, 1024),
    effort(32, 258, 258, 4096),
];

/// The shortest match, and one less: no match.
pub(super) const SHORTEST: usize = 3;
pub(super) const NONE: usize = SHORTEST - 1;
/// A match of the shortest length is not worth it from farther away.
const TOO_FAR: usize = 4096;

/// `data` compressed; `last` ends the stream, otherwise it ends with a whole byte. Matches reach
/// back as far as a window of `1 << window_bits` bytes allows. The level is 1 to 9.
#[must_use]
pub fn deflate(data: &[u8], level: u8, last: bool, window_bits: u8) -> Vec<u8> {
    let effort = &EFFORTS[usize::from(level.clamp(1, 9)) - 1];
    let mut matches = Matches::new(data, window_bits, effort);
    let mut blocks = Blocks::new(data);
    if level <= 3 {
        greedy(&mut matches, &mut blocks, effort);
    } else {
        lazy(&mut matches, &mut blocks, effort);
    }
    blocks.finish(last, matches.kept())
}

/// Takes each match as it comes.
fn greedy(matches: &mut Matches<'_>, blocks: &mut Blocks<'_>, effort: &Effort) {
    let mut at = 0;
    while let Some(head) = matches.enter(at) {
        let (length, from) = matches.longest(at, head, NONE);
        if length < SHORTEST {
            blocks.literal(at);
            at += 1;
        } else {
            blocks.copy(length, at - from);
            let end = at + length;
            if length <= effort.lazy && matches.left(end) >= SHORTEST {
                (at + 1..end).for_each(|place| matches.insert(place));
            }
            at = end;
        }
        blocks.flush_full(at, matches.kept());
    }
}

/// Puts a match off by a byte, for the case that a longer one begins there.
fn lazy(matches: &mut Matches<'_>, blocks: &mut Blocks<'_>, effort: &Effort) {
    let (mut at, mut length, mut from) = (0, NONE, 0);
    // Whether the byte before is still to be written.
    let mut waits = false;
    while let Some(head) = matches.enter(at) {
        let (before, before_from) = (length, from);
        length = NONE;
        if before < effort.lazy {
            (length, from) = matches.longest(at, head, before);
            if length == SHORTEST && at - from > TOO_FAR {
                length = NONE;
            }
        }
        if before >= SHORTEST && length <= before {
            blocks.copy(before, at - 1 - before_from);
            let end = at - 1 + before;
            (at + 1..end).for_each(|place| matches.insert(place));
            (at, length, waits) = (end, NONE, false);
            blocks.flush_full(at, matches.kept());
        } else {
            if waits {
                blocks.literal(at - 1);
                // What waits belongs to the next block.
                blocks.flush_full(at, matches.kept());
            }
            waits = true;
            at += 1;
        }
    }
    if waits {
        blocks.literal(at - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_zlib() {
        assert_eq!(deflate(b"", 6, true, 15), [3, 0]);
        assert_eq!(deflate(b"abc", 6, true, 15), [0x4b, 0x4c, 0x4a, 6, 0]);
        let packed = deflate(&[b'a'; 50], 6, true, 15);
        assert_eq!(packed, [0x4b, 0x4c, 0x24, 0x15, 0, 0]);
    }
}
