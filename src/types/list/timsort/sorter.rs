//! Finds the runs in what is to be sorted, makes short ones longer, and says which are merged when.

use super::search::{gallop_left, gallop_right};
use crate::runtime::Raised;

/// `less(a, b)`: whether item number `a` is less than item number `b`.
pub type Less<'a> = &'a mut dyn FnMut(u32, u32) -> Result<bool, Raised>;

/// Galloping begins when one run wins this often in a row.
pub(super) const MIN_GALLOP: usize = 7;

/// Runs shorter than what this leads to are made longer by insertion.
const MOST_MIN_RUN: usize = 64;

#[derive(Clone, Copy)]
struct Run {
    base: usize,
    len: usize,
    power: u32,
}

pub(super) struct Sorter<'a> {
    pub(super) order: Vec<u32>,
    pub(super) less: Less<'a>,
    pub(super) min_gallop: usize,
    pending: Vec<Run>,
}

/// The order of `count` items. With an error, it is as far as it came, still each number once.
pub fn order(count: u32, less: Less<'_>) -> (Vec<u32>, Result<(), Raised>) {
    let mut sorter =
        Sorter { order: (0..count).collect(), less, min_gallop: MIN_GALLOP, pending: Vec::new() };
    let result = sorter.sort();
    (sorter.order, result)
}

fn min_run(mut count: usize) -> usize {
    let mut odd = 0;
    while count >= MOST_MIN_RUN {
        odd |= count & 1;
        count >>= 1;
    }
    count + odd
}

impl Sorter<'_> {
    fn sort(&mut self) -> Result<(), Raised> {
        let count = self.order.len();
        if count < 2 {
            return Ok(());
        }
        let min_run = min_run(count);
        let mut base = 0;
        while base < count {
            let left = count - base;
            let mut len = self.count_run(base, left)?;
            if len < min_run {
                let force = left.min(min_run);
                self.insert_into(base, force, len)?;
                len = force;
            }
            self.found_run(base, len)?;
            base += len;
        }
        while self.pending.len() > 1 {
            let mut at = self.pending.len() - 2;
            if at > 0 && self.pending[at - 1].len < self.pending[at + 1].len {
                at -= 1;
            }
            self.merge_at(at)?;
        }
        Ok(())
    }

    fn less_at(&mut self, left: usize, right: usize) -> Result<bool, Raised> {
        (self.less)(self.order[left], self.order[right])
    }

    /// The length of the run at `base`, after turning it round if it falls.
    fn count_run(&mut self, base: usize, left: usize) -> Result<usize, Raised> {
        let mut len = 1;
        while len < left && !self.less_at(base + len, base + len - 1)? {
            len += 1;
        }
        if len == left {
            return Ok(len);
        }
        if len > 1 {
            if self.less_at(base, base + len - 1)? {
                return Ok(len);
            }
            // All equal so far: turned round now, they come out right when the whole run is.
            self.order[base..base + len].reverse();
        }
        len += 1;
        let mut equal = 0;
        while len < left {
            if self.less_at(base + len, base + len - 1)? {
                self.turn_equals(base + len, &mut equal);
            } else if self.less_at(base + len - 1, base + len)? {
                break;
            } else {
                equal += 1;
            }
            len += 1;
        }
        self.turn_equals(base + len, &mut equal);
        self.order[base..base + len].reverse();
        while len < left && !self.less_at(base + len, base + len - 1)? {
            len += 1;
        }
        Ok(len)
    }

    /// Turns round the last `equal + 1` items before `end`, which equal each other.
    fn turn_equals(&mut self, end: usize, equal: &mut usize) {
        if *equal > 0 {
            self.order[end - *equal - 1..end].reverse();
            *equal = 0;
        }
    }

    /// Binary insertion of the items from `sorted` to `len` into those before.
    fn insert_into(&mut self, base: usize, len: usize, sorted: usize) -> Result<(), Raised> {
        for at in sorted.max(1)..len {
            let pivot = self.order[base + at];
            let (mut low, mut high) = (0, at);
            while low < high {
                let middle = (low + high) >> 1;
                if (self.less)(pivot, self.order[base + middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.order[base + low..=base + at].rotate_right(1);
        }
        Ok(())
    }

    fn found_run(&mut self, base: usize, len: usize) -> Result<(), Raised> {
        if let Some(last) = self.pending.last() {
            let power = power(last.base, last.len, len, self.order.len());
            while self.pending.len() > 1 && self.pending[self.pending.len() - 2].power > power {
                self.merge_at(self.pending.len() - 2)?;
            }
            if let Some(last) = self.pending.last_mut() {
                last.power = power;
            }
        }
        self.pending.push(Run { base, len, power: 0 });
        Ok(())
    }

    /// Merges the pending runs `at` and `at + 1`.
    fn merge_at(&mut self, at: usize) -> Result<(), Raised> {
        let (Run { base: mut a, len: mut na, .. }, Run { base: b, len: mut nb, .. }) =
            (self.pending[at], self.pending[at + 1]);
        self.pending[at].len = na + nb;
        self.pending.remove(at + 1);
        let first = self.order[b];
        let skipped = gallop_right(self.less, first, &self.order[a..a + na], 0)?;
        a += skipped;
        na -= skipped;
        if na == 0 {
            return Ok(());
        }
        let last = self.order[a + na - 1];
        nb = gallop_left(self.less, last, &self.order[b..b + nb], nb - 1)?;
        if nb == 0 {
            return Ok(());
        }
        if na <= nb { self.merge_low(a, na, b, nb) } else { self.merge_high(a, na, b, nb) }
    }
}

/// The power of the boundary between a run of `n1` at `s1` and the next of `n2`.
fn power(s1: usize, n1: usize, n2: usize, total: usize) -> u32 {
    let mut a = 2 * s1 + n1;
    let mut b = a + n1 + n2;
    let mut power = 0;
    loop {
        power += 1;
        if a >= total {
            a -= total;
            b -= total;
        } else if b >= total {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(keys: &[u32]) -> (Vec<u32>, usize) {
        let mut compared = 0;
        let mut less = |a: u32, b: u32| {
            compared += 1;
            Ok(keys[a as usize] < keys[b as usize])
        };
        let (order, result) = order(keys.len() as u32, &mut less);
        assert!(result.is_ok());
        (order, compared)
    }

    #[test]
    fn sorts_stably_whatever_the_pattern() {
        let mut seed = 1u32;
        for count in [0, 1, 2, 5, 63, 64, 65, 200, 1000, 5000] {
            for span in [1, 2, 7, 100, u32::MAX] {
                let mut keys: Vec<u32> = (0..count)
                    .map(|at| {
                        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        if at % 50 < 20 { at % span } else { (seed >> 8) % span }
                    })
                    .collect();
                let expect = |keys: &[u32]| {
                    let mut expected: Vec<u32> = (0..count).collect();
                    expected.sort_by_key(|&at| keys[at as usize]);
                    expected
                };
                assert_eq!(sorted(&keys).0, expect(&keys));
                keys.sort_unstable();
                assert_eq!(sorted(&keys).0, expect(&keys));
                keys.reverse();
                assert_eq!(sorted(&keys).0, expect(&keys));
            }
        }
    }

    #[test]
    fn ordered_input_takes_one_comparison_less_than_items() {
        let keys: Vec<u32> = (0..500).collect();
        assert_eq!(sorted(&keys).1, 499);
    }
}
