//! Where bytes have stood before: chains of places whose next three bytes have the same hash.

use super::search::{Effort, NONE, SHORTEST};

/// The longest match.
const LONGEST: usize = 258;
/// So many bytes are looked ahead.
const AHEAD: usize = LONGEST + SHORTEST + 1;
const HASH_BITS: usize = 15;

pub(super) struct Matches<'a> {
    data: &'a [u8],
    effort: &'a Effort,
    window: usize,
    /// How far back a match may begin.
    reach: usize,
    /// Where the window begins that slides over the data; nothing matches at or before it.
    base: usize,
    /// How much of the data the window has taken in.
    filled: usize,
    /// For each hash the last place, and for each place the one before; counted from 1.
    heads: Vec<u32>,
    previous: Vec<u32>,
}

impl<'a> Matches<'a> {
    pub fn new(data: &'a [u8], window_bits: u8, effort: &'a Effort) -> Self {
        let window = 1 << window_bits;
        Matches {
            data,
            effort,
            window,
            reach: window - AHEAD,
            base: 0,
            filled: 0,
            heads: vec![0; 1 << HASH_BITS],
            previous: vec![0; window],
        }
    }

    /// From where on the window has the data still.
    pub fn kept(&self) -> usize {
        self.base
    }

    /// How many bytes are left at a place.
    pub fn left(&self, at: usize) -> usize {
        self.data.len() - at
    }

    /// Enters a place into its chain and gives the last place of the chain before it, counted from
    /// 1; nothing at the end of the data.
    pub fn enter(&mut self, at: usize) -> Option<u32> {
        self.slide(at);
        match self.left(at) {
            0 => None,
            1..SHORTEST => Some(0),
            _ => {
                let head = self.heads[self.hash(at)];
                self.insert(at);
                Some(head)
            }
        }
    }

    pub fn insert(&mut self, at: usize) {
        if self.left(at) >= SHORTEST {
            let hash = self.hash(at);
            self.previous[at & (self.window - 1)] = self.heads[hash];
            self.heads[hash] = at as u32 + 1;
        }
    }

    fn hash(&self, at: usize) -> usize {
        let byte = |index: usize| usize::from(self.data[at + index]);
        (byte(0) << 10 ^ byte(1) << 5 ^ byte(2)) & ((1 << HASH_BITS) - 1)
    }

    /// The window has twice its size as room, and moves on by its size when that is used up.
    fn slide(&mut self, at: usize) {
        while self.filled - at < AHEAD {
            if at - self.base >= self.window + self.reach {
                self.base += self.window;
            }
            if self.filled == self.data.len() {
                break;
            }
            self.filled = (self.base + 2 * self.window).min(self.data.len());
        }
    }

    /// The longest match for `at` that is longer than `best`, and where it begins. `head` is where
    /// the chain ends, counted from 1.
    pub fn longest(&self, at: usize, head: u32, best: usize) -> (usize, usize) {
        let mut from = match (head as usize).checked_sub(1) {
            Some(from) if from > self.base && at - from <= self.reach => from,
            // At the very beginning nothing matches.
            _ => return (NONE, 0),
        };
        let left = self.left(at);
        let limit = at.saturating_sub(self.reach).max(self.base);
        let nice = self.effort.nice.min(left);
        let mut tries = self.effort.chain >> if best >= self.effort.good { 2 } else { 0 };
        let (mut best, mut found) = (best, 0);
        let longest = left.min(LONGEST);
        let scan = &self.data[at..at + longest];
        loop {
            let there = &self.data[from..from + longest];
            if best < longest && there[best] == scan[best] && there[best - 1] == scan[best - 1] {
                let length = scan.iter().zip(there).take_while(|(a, b)| a == b).count();
                if length > best {
                    (best, found) = (length, from);
                    if length >= nice {
                        break;
                    }
                }
            }
            tries -= 1;
            match (self.previous[from & (self.window - 1)] as usize).checked_sub(1) {
                Some(next) if next > limit && tries > 0 => from = next,
                _ => break,
            }
        }
        (best.min(left), found)
    }
}
