//! Merges two neighbouring runs in place, with room for the shorter of them.

use super::search::{gallop_left, gallop_right};
use super::sorter::{MIN_GALLOP, Sorter};
use crate::runtime::Raised;

/// How a merge ends.
enum End {
    /// One side is used up; what is left of the copied side goes where the gap is.
    Filled,
    /// One item of the copied side is left, and it belongs at the far end.
    OneLeft,
}

impl Sorter<'_> {
    pub(super) fn merge_low(
        &mut self,
        a: usize,
        na: usize,
        b: usize,
        nb: usize,
    ) -> Result<(), Raised> {
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

    pub(super) fn merge_high(
        &mut self,
        a: usize,
        na: usize,
        b: usize,
        nb: usize,
    ) -> Result<(), Raised> {
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

/// Merges item by item until one run wins often, then by stretches as long as that is worth it, and
/// so on to the end. How often is often is learned on the way.
#[inline(always)]
fn by_turns<'s, M>(
    merge: &mut M,
    sorter: &mut Sorter<'s>,
    one_by_one: impl Fn(&mut M, &mut Sorter<'s>, usize) -> Result<Option<End>, Raised>,
    gallop: impl Fn(&mut M, &mut Sorter<'s>) -> Result<(bool, Option<End>), Raised>,
) -> Result<End, Raised> {
    let mut min_gallop = sorter.min_gallop;
    loop {
        if let Some(end) = one_by_one(merge, sorter, min_gallop)? {
            return Ok(end);
        }
        min_gallop += 1;
        loop {
            min_gallop -= usize::from(min_gallop > 1);
            sorter.min_gallop = min_gallop;
            let (won, end) = gallop(merge, sorter)?;
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
        by_turns(self, sorter, Self::one_by_one, Self::gallop)
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
        by_turns(self, sorter, Self::one_by_one, Self::gallop)
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
