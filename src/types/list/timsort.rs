//! Timsort, comparison for comparison as CPython 3.13 does it, so that a `__lt__` written in Python is called for the
//! same pairs in the same order.
//!
//! What is sorted are the numbers of the items; the items stay where they are, so that a failing comparison cannot
//! lose any. (CPython: `Objects/listsort.txt`, `Objects/listobject.c`; runs are merged by "powersort".)

use crate::runtime::Raised;

/// `less(a, b)`: whether item number `a` is less than item number `b`.
pub type Less<'a> = &'a mut dyn FnMut(u32, u32) -> Result<bool, Raised>;

/// Galloping begins when one run wins this often in a row.
const MIN_GALLOP: usize = 7;

/// Runs shorter than what this leads to are made longer by insertion.
const MOST_MIN_RUN: usize = 64;

#[derive(Clone, Copy)]
struct Run {
    base: usize,
    len: usize,
    power: u32,
}

struct Sorter<'a> {
    order: Vec<u32>,
    less: Less<'a>,
    min_gallop: usize,
    pending: Vec<Run>,
}

/// How a merge ends.
enum End {
    /// One side is used up; what is left of the copied side goes where the gap is.
    Filled,
    /// One item of the copied side is left, and it belongs at the far end.
    OneLeft,
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

    fn merge_low(&mut self, a: usize, na: usize, b: usize, nb: usize) -> Result<(), Raised> {
        let mut side = Low { dest: a, temp: self.order[a..a + na].to_vec(), a: 0, na, b, nb };
        let end = side.merge(self);
        match end {
            Ok(End::OneLeft) => {
                self.order.copy_within(side.b..side.b + side.nb, side.dest);
                self.order[side.dest + side.nb] = side.temp[side.a];
                Ok(())
            }
            Ok(End::Filled) | Err(_) => {
                let rest = &side.temp[side.a..side.a + side.na];
                self.order[side.dest..side.dest + side.na].copy_from_slice(rest);
                end.map(drop)
            }
        }
    }

    fn merge_high(&mut self, a: usize, na: usize, b: usize, nb: usize) -> Result<(), Raised> {
        let temp = self.order[b..b + nb].to_vec();
        let mut side = High { end: b + nb, temp, a, na, nb };
        let end = side.merge(self);
        match end {
            Ok(End::OneLeft) => {
                let (from, to) = (side.a + side.na, side.end);
                self.order.copy_within(side.a..from, to - side.na);
                self.order[to - side.na - 1] = side.temp[0];
                Ok(())
            }
            Ok(End::Filled) | Err(_) => {
                let rest = &side.temp[..side.nb];
                self.order[side.end - side.nb..side.end].copy_from_slice(rest);
                end.map(drop)
            }
        }
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

/// Where `key` belongs in sorted `run`, before equal items; the search starts at `hint`.
fn gallop_left(less: Less<'_>, key: u32, run: &[u32], hint: usize) -> Result<usize, Raised> {
    let (mut last, mut at) = (0, 1);
    let (mut low, mut high);
    if less(run[hint], key)? {
        let most = run.len() - hint;
        while at < most && less(run[hint + at], key)? {
            last = at;
            at = (at << 1) + 1;
        }
        (low, high) = (hint + last + 1, hint + at.min(most));
    } else {
        let most = hint + 1;
        while at < most && !less(run[hint - at], key)? {
            last = at;
            at = (at << 1) + 1;
        }
        (low, high) = (hint + 1 - at.min(most), hint - last);
    }
    while low < high {
        let middle = low + ((high - low) >> 1);
        if less(run[middle], key)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(high)
}

/// Where `key` belongs in sorted `run`, after equal items; the search starts at `hint`.
fn gallop_right(less: Less<'_>, key: u32, run: &[u32], hint: usize) -> Result<usize, Raised> {
    let (mut last, mut at) = (0, 1);
    let (mut low, mut high);
    if less(key, run[hint])? {
        let most = hint + 1;
        while at < most && less(key, run[hint - at])? {
            last = at;
            at = (at << 1) + 1;
        }
        (low, high) = (hint + 1 - at.min(most), hint - last);
    } else {
        let most = run.len() - hint;
        while at < most && !less(key, run[hint + at])? {
            last = at;
            at = (at << 1) + 1;
        }
        (low, high) = (hint + last + 1, hint + at.min(most));
    }
    while low < high {
        let middle = low + ((high - low) >> 1);
        if less(key, run[middle])? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(high)
}

/// A merge from the left: the left run is copied out, the result grows from `dest` upwards.
struct Low {
    dest: usize,
    temp: Vec<u32>,
    a: usize,
    na: usize,
    b: usize,
    nb: usize,
}

impl Low {
    fn take_a(&mut self, order: &mut [u32], count: usize) {
        order[self.dest..self.dest + count].copy_from_slice(&self.temp[self.a..self.a + count]);
        self.dest += count;
        self.a += count;
        self.na -= count;
    }

    fn take_b(&mut self, order: &mut [u32], count: usize) {
        order.copy_within(self.b..self.b + count, self.dest);
        self.dest += count;
        self.b += count;
        self.nb -= count;
    }

    fn merge(&mut self, sorter: &mut Sorter<'_>) -> Result<End, Raised> {
        self.take_b(&mut sorter.order, 1);
        if self.nb == 0 {
            return Ok(End::Filled);
        }
        if self.na == 1 {
            return Ok(End::OneLeft);
        }
        let mut min_gallop = sorter.min_gallop;
        loop {
            if let Some(end) = self.one_by_one(sorter, min_gallop)? {
                return Ok(end);
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                sorter.min_gallop = min_gallop;
                let (won, end) = self.gallop(sorter)?;
                if let Some(end) = end {
                    return Ok(end);
                }
                if !won {
                    break;
                }
            }
            min_gallop += 1;
            sorter.min_gallop = min_gallop;
        }
    }

    /// Takes the smaller item each time, until one run has won often enough to gallop.
    fn one_by_one(
        &mut self,
        sorter: &mut Sorter<'_>,
        min_gallop: usize,
    ) -> Result<Option<End>, Raised> {
        let (mut a_count, mut b_count) = (0, 0);
        loop {
            if (sorter.less)(sorter.order[self.b], self.temp[self.a])? {
                self.take_b(&mut sorter.order, 1);
                b_count += 1;
                a_count = 0;
                if self.nb == 0 {
                    return Ok(Some(End::Filled));
                }
                if b_count >= min_gallop {
                    return Ok(None);
                }
            } else {
                self.take_a(&mut sorter.order, 1);
                a_count += 1;
                b_count = 0;
                if self.na == 1 {
                    return Ok(Some(End::OneLeft));
                }
                if a_count >= min_gallop {
                    return Ok(None);
                }
            }
        }
    }

    /// Takes a whole stretch of each run; whether that was worth it.
    fn gallop(&mut self, sorter: &mut Sorter<'_>) -> Result<(bool, Option<End>), Raised> {
        let key = sorter.order[self.b];
        let run = &self.temp[self.a..self.a + self.na];
        let a_count = gallop_right(sorter.less, key, run, 0)?;
        if a_count > 0 {
            self.take_a(&mut sorter.order, a_count);
            match self.na {
                1 => return Ok((false, Some(End::OneLeft))),
                0 => return Ok((false, Some(End::Filled))),
                _ => {}
            }
        }
        self.take_b(&mut sorter.order, 1);
        if self.nb == 0 {
            return Ok((false, Some(End::Filled)));
        }
        let run = &sorter.order[self.b..self.b + self.nb];
        let b_count = gallop_left(sorter.less, self.temp[self.a], run, 0)?;
        if b_count > 0 {
            self.take_b(&mut sorter.order, b_count);
            if self.nb == 0 {
                return Ok((false, Some(End::Filled)));
            }
        }
        self.take_a(&mut sorter.order, 1);
        if self.na == 1 {
            return Ok((false, Some(End::OneLeft)));
        }
        Ok((a_count >= MIN_GALLOP || b_count >= MIN_GALLOP, None))
    }
}

/// A merge from the right: the right run is copied out, the result grows from `end` downwards.
struct High {
    end: usize,
    temp: Vec<u32>,
    a: usize,
    na: usize,
    nb: usize,
}

impl High {
    fn take_a(&mut self, order: &mut [u32], count: usize) {
        let top = self.a + self.na;
        order.copy_within(top - count..top, self.end - count);
        self.end -= count;
        self.na -= count;
    }

    fn take_b(&mut self, order: &mut [u32], count: usize) {
        let taken = &self.temp[self.nb - count..self.nb];
        order[self.end - count..self.end].copy_from_slice(taken);
        self.end -= count;
        self.nb -= count;
    }

    fn merge(&mut self, sorter: &mut Sorter<'_>) -> Result<End, Raised> {
        self.take_a(&mut sorter.order, 1);
        if self.na == 0 {
            return Ok(End::Filled);
        }
        if self.nb == 1 {
            return Ok(End::OneLeft);
        }
        let mut min_gallop = sorter.min_gallop;
        loop {
            if let Some(end) = self.one_by_one(sorter, min_gallop)? {
                return Ok(end);
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                sorter.min_gallop = min_gallop;
                let (won, end) = self.gallop(sorter)?;
                if let Some(end) = end {
                    return Ok(end);
                }
                if !won {
                    break;
                }
            }
            min_gallop += 1;
            sorter.min_gallop = min_gallop;
        }
    }

    /// As [`Low::one_by_one`], the larger item each time.
    fn one_by_one(
        &mut self,
        sorter: &mut Sorter<'_>,
        min_gallop: usize,
    ) -> Result<Option<End>, Raised> {
        let (mut a_count, mut b_count) = (0, 0);
        loop {
            if (sorter.less)(self.temp[self.nb - 1], sorter.order[self.a + self.na - 1])? {
                self.take_a(&mut sorter.order, 1);
                a_count += 1;
                b_count = 0;
                if self.na == 0 {
                    return Ok(Some(End::Filled));
                }
                if a_count >= min_gallop {
                    return Ok(None);
                }
            } else {
                self.take_b(&mut sorter.order, 1);
                b_count += 1;
                a_count = 0;
                if self.nb == 1 {
                    return Ok(Some(End::OneLeft));
                }
                if b_count >= min_gallop {
                    return Ok(None);
                }
            }
        }
    }

    /// As [`Low::gallop`].
    fn gallop(&mut self, sorter: &mut Sorter<'_>) -> Result<(bool, Option<End>), Raised> {
        let run = &sorter.order[self.a..self.a + self.na];
        let found = gallop_right(sorter.less, self.temp[self.nb - 1], run, self.na - 1)?;
        let a_count = self.na - found;
        if a_count > 0 {
            self.take_a(&mut sorter.order, a_count);
            if self.na == 0 {
                return Ok((false, Some(End::Filled)));
            }
        }
        self.take_b(&mut sorter.order, 1);
        if self.nb == 1 {
            return Ok((false, Some(End::OneLeft)));
        }
        let key = sorter.order[self.a + self.na - 1];
        let found = gallop_left(sorter.less, key, &self.temp[..self.nb], self.nb - 1)?;
        let b_count = self.nb - found;
        if b_count > 0 {
            self.take_b(&mut sorter.order, b_count);
            match self.nb {
                1 => return Ok((false, Some(End::OneLeft))),
                0 => return Ok((false, Some(End::Filled))),
                _ => {}
            }
        }
        self.take_a(&mut sorter.order, 1);
        if self.na == 0 {
            return Ok((false, Some(End::Filled)));
        }
        Ok((a_count >= MIN_GALLOP || b_count >= MIN_GALLOP, None))
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
