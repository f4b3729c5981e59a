//! The matcher: walks a program over a subject, backtracking on its own stack.

use super::input::{Input, Narrow, Subject, Wide};
use super::program::{First, One, Program, Step};
use super::set::{Sight, fold, is_in};
use super::tree::{At, Category, Greed};

/// Where a match may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Anywhere from the start on.
    Search,
    /// Beginning at the start.
    Match,
    /// Beginning at the start and ending at the end.
    Full,
}

/// A match was given up.
#[derive(Debug)]
pub enum Stopped {
    /// Whoever was asked said so.
    Asked,
    /// The way back became too long to remember.
    Memory,
}

/// A match: begin and end of each group in bytes, and the group that ended last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub spans: Vec<Option<(usize, usize)>>,
    pub last: Option<usize>,
}

/// A slot without a place.
const NOWHERE: usize = usize::MAX;

/// Steps between two questions whether to go on.
const PATIENCE: u32 = 1 << 14;

/// Longest way back.
const MOST_ENTRIES: usize = 1 << 27;

/// How to go on where the present way fails.
#[derive(Clone, Copy)]
enum Entry {
    Branch {
        step: usize,
        at: usize,
    },
    /// One more round of a lazy loop, whose head is `step`.
    Round {
        step: usize,
        at: usize,
    },
    /// Undoes a save.
    Save {
        slot: usize,
        old: usize,
    },
    /// Undoes a loop's count.
    Count {
        number: usize,
        old: Counter,
    },
    /// A greedy run may give back characters down to `least`.
    Shorter {
        step: usize,
        least: usize,
        at: usize,
    },
    /// A lazy run may take up to `left` more characters.
    Longer {
        step: usize,
        at: usize,
        left: u32,
    },
}

#[derive(Clone, Copy)]
struct Counter {
    count: u32,
    /// Where the last round began.
    last: usize,
}

struct Matcher<'a, I> {
    program: &'a Program,
    input: I,
    mode: Mode,
    /// Where no empty match may lie.
    not_empty_at: Option<usize>,
    slots: Vec<usize>,
    counters: Vec<Counter>,
    stack: Vec<Entry>,
    patience: u32,
    go_on: &'a mut dyn FnMut() -> bool,
}

/// Looks for a match from byte `start` on. With `not_empty`, an empty match at `start` is none.
/// `go_on` is asked now and then.
///
/// # Errors
/// Where the matching was stopped.
pub fn search(
    program: &Program,
    subject: Subject<'_>,
    start: usize,
    mode: Mode,
    not_empty: bool,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Option<Found>, Stopped> {
    match subject {
        Subject::Narrow(bytes) => over(program, Narrow(bytes), start, mode, not_empty, go_on),
        Subject::Wide(text) => over(program, Wide(text), start, mode, not_empty, go_on),
    }
}

fn over<I: Input>(
    program: &Program,
    input: I,
    start: usize,
    mode: Mode,
    not_empty: bool,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Option<Found>, Stopped> {
    let mut matcher = Matcher {
        program,
        input,
        mode,
        not_empty_at: not_empty.then_some(start),
        slots: vec![NOWHERE; 2 * program.groups + 1],
        counters: vec![Counter { count: 0, last: NOWHERE }; program.loops],
        stack: Vec::new(),
        patience: PATIENCE,
        go_on,
    };
    matcher.find(start)
}

impl<I: Input> Matcher<'_, I> {
    fn find(&mut self, start: usize) -> Result<Option<Found>, Stopped> {
        let mut at = start;
        loop {
            if self.mode == Mode::Search {
                match self.candidate(at) {
                    Some(next) => at = next,
                    None => return Ok(None),
                }
            }
            if self.run(0, at)?.is_some() {
                return Ok(Some(self.found()));
            }
            if self.mode != Mode::Search {
                return Ok(None);
            }
            match self.input.next(at) {
                Some((_, next)) => at = next,
                None => return Ok(None),
            }
        }
    }

    /// The next place at or behind `at` where a match can begin.
    fn candidate(&self, at: usize) -> Option<usize> {
        let rest = self.input.bytes().get(at..)?;
        let skipped = match self.program.first {
            First::Unknown => 0,
            First::Start => return (at == 0).then_some(0),
            First::Byte(byte) => rest.iter().position(|other| *other == byte)?,
            First::Among(among) => rest.iter().position(|byte| {
                // A byte inside a longer character begins no match.
                *byte >= 128 && (I::NARROW || *byte >= 0xC0)
                    || *byte < 128 && among >> byte & 1 == 1
            })?,
        };
        Some(at + skipped)
    }

    fn found(&self) -> Found {
        let spans = self.slots[..2 * self.program.groups]
            .chunks_exact(2)
            .map(|pair| (pair[0] != NOWHERE && pair[1] != NOWHERE).then(|| (pair[0], pair[1])))
            .collect();
        let last = self.slots[2 * self.program.groups];
        Found { spans, last: (last != NOWHERE).then_some(last) }
    }

    fn push(&mut self, entry: Entry) -> Result<(), Stopped> {
        if self.stack.len() >= MOST_ENTRIES {
            return Err(Stopped::Memory);
        }
        self.stack.push(entry);
        Ok(())
    }

    fn save(&mut self, slot: usize, at: usize) -> Result<(), Stopped> {
        let old = std::mem::replace(&mut self.slots[slot], at);
        self.push(Entry::Save { slot, old })
    }

    fn count(&mut self, number: usize, new: Counter) -> Result<(), Stopped> {
        let old = std::mem::replace(&mut self.counters[number], new);
        self.push(Entry::Count { number, old })
    }

    /// Runs from `step` at `at` to the end of the program or of what is enclosed. The answer is
    /// where that is; entries of this run stay on the stack then.
    fn run(&mut self, step: usize, at: usize) -> Result<Option<usize>, Stopped> {
        let base = self.stack.len();
        let (mut step, mut at) = (step, at);
        loop {
            self.patience -= 1;
            if self.patience == 0 {
                self.patience = PATIENCE;
                if !(self.go_on)() {
                    return Err(Stopped::Asked);
                }
            }
            let next = match &self.program.steps[step] {
                Step::Match => {
                    let ends = self.mode != Mode::Full || at == self.input.len();
                    if ends
                        && self.not_empty_at.is_none_or(|place| at != place || self.slots[0] != at)
                    {
                        return Ok(Some(at));
                    }
                    None
                }
                Step::Inner => return Ok(Some(at)),
                _ => self.step(step, at)?,
            };
            match next.or_else(|| self.retry(base)) {
                Some(next) => (step, at) = next,
                None => return Ok(None),
            }
        }
    }

    /// Takes one step; the answer is the next one, or none where it fails.
    #[inline(always)]
    fn step(&mut self, step: usize, at: usize) -> Result<Option<(usize, usize)>, Stopped> {
        let program = self.program;
        Ok(match &program.steps[step] {
            Step::One(one) => match self.input.next(at) {
                Some((letter, next)) if one.matches(letter) => Some((step + 1, next)),
                _ => None,
            },
            Step::Run { one, least, most, greed } => {
                self.run_of(step, at, one, *least, *most, *greed)?
            }
            Step::At(place, marked) => self.is_at(*place, *marked, at).then_some((step + 1, at)),
            Step::Save(slot) => {
                self.save(*slot, at)?;
                if slot % 2 == 1 && *slot > 1 {
                    self.save(2 * program.groups, slot / 2)?;
                }
                Some((step + 1, at))
            }
            Step::Split(first, second) => {
                self.push(Entry::Branch { step: *second, at })?;
                Some((*first, at))
            }
            Step::Jump(to) => Some((*to, at)),
            Step::Begin(number) => {
                self.count(*number, Counter { count: 0, last: NOWHERE })?;
                Some((step + 1, at))
            }
            Step::Loop { number, least, most, lazy, body, exit } => {
                let Counter { count, last } = self.counters[*number];
                let next = Counter { count: count.saturating_add(1), last: at };
                if count < *least {
                    self.count(*number, next)?;
                    Some((*body, at))
                } else if count >= *most || last == at {
                    Some((*exit, at))
                } else if *lazy {
                    self.push(Entry::Round { step, at })?;
                    Some((*exit, at))
                } else {
                    self.push(Entry::Branch { step: *exit, at })?;
                    self.count(*number, next)?;
                    Some((*body, at))
                }
            }
            Step::BackReference { group, sight } => {
                self.repeated(*group, *sight, at).map(|next| (step + 1, next))
            }
            Step::Look { negated, back, exit } => self.look(step, at, *negated, *back, *exit)?,
            Step::Atomic { exit } => {
                let base = self.stack.len();
                let end = self.run(step + 1, at)?;
                self.forget_branches(base);
                end.map(|end| (*exit, end))
            }
            Step::Condition { group, no } => {
                let matched = self.slots.get(2 * group + 1).is_some_and(|end| *end != NOWHERE);
                Some((if matched { step + 1 } else { *no }, at))
            }
            Step::Fail | Step::Inner | Step::Match => None,
        })
    }

    /// Goes back to the last entry of this run that leads on.
    fn retry(&mut self, base: usize) -> Option<(usize, usize)> {
        while self.stack.len() > base {
            match self.stack.pop()? {
                Entry::Branch { step, at } => return Some((step, at)),
                Entry::Round { step, at } => {
                    if let Some(next) = self.lazy_round(step, at) {
                        return Some(next);
                    }
                }
                Entry::Save { slot, old } => self.slots[slot] = old,
                Entry::Count { number, old } => self.counters[number] = old,
                Entry::Shorter { step, least, at } => {
                    if let Some(next) = self.shorter(step, least, at) {
                        return Some(next);
                    }
                }
                Entry::Longer { step, at, left } => {
                    if let Some(next) = self.longer(step, at, left) {
                        return Some(next);
                    }
                }
            }
        }
        None
    }

    /// One more round of a lazy loop.
    fn lazy_round(&mut self, step: usize, at: usize) -> Option<(usize, usize)> {
        let Step::Loop { number, body, .. } = self.program.steps[step] else { return None };
        let old = self.counters[number];
        self.counters[number] = Counter { count: old.count.saturating_add(1), last: at };
        self.stack.push(Entry::Count { number, old });
        Some((body, at))
    }

    fn run_of(
        &mut self,
        step: usize,
        at: usize,
        one: &One,
        least: u32,
        most: u32,
        greed: Greed,
    ) -> Result<Option<(usize, usize)>, Stopped> {
        let Some(shortest) = self.take_run(one, at, least) else { return Ok(None) };
        if greed == Greed::Lazy {
            if most > least {
                self.push(Entry::Longer { step, at: shortest, left: most - least })?;
            }
            return Ok(Some((step + 1, shortest)));
        }
        let mut longest = shortest;
        let mut left = most - least;
        while left > 0 {
            match self.input.next(longest) {
                Some((letter, next)) if one.matches(letter) => longest = next,
                _ => break,
            }
            left -= 1;
        }
        self.patience = self.patience.saturating_sub(((longest - shortest) >> 6) as u32).max(1);
        if greed == Greed::Greedy && longest > shortest {
            self.push(Entry::Shorter { step, least: shortest, at: longest })?;
        }
        Ok(Some((step + 1, longest)))
    }

    fn take_run(&self, one: &One, at: usize, count: u32) -> Option<usize> {
        let mut at = at;
        for _ in 0..count {
            match self.input.next(at) {
                Some((letter, next)) if one.matches(letter) => at = next,
                _ => return None,
            }
        }
        Some(at)
    }

    /// A greedy run with at least one character less, ending where the next step can succeed.
    fn shorter(&mut self, step: usize, least: usize, at: usize) -> Option<(usize, usize)> {
        let mut at = at;
        let wanted = match &self.program.steps[step + 1] {
            Step::One(one) => Some(one),
            _ => None,
        };
        while at > least {
            at = self.input.back(at)?.1;
            let fits = wanted.is_none_or(|one| {
                self.input.next(at).is_some_and(|(letter, _)| one.matches(letter))
            });
            if fits {
                if at > least {
                    self.stack.push(Entry::Shorter { step, least, at });
                }
                return Some((step + 1, at));
            }
        }
        None
    }

    /// A lazy run with one character more.
    fn longer(&mut self, step: usize, at: usize, left: u32) -> Option<(usize, usize)> {
        let Step::Run { one, .. } = &self.program.steps[step] else { return None };
        let (letter, next) = self.input.next(at)?;
        if !one.matches(letter) {
            return None;
        }
        if left > 1 {
            self.stack.push(Entry::Longer { step, at: next, left: left - 1 });
        }
        Some((step + 1, next))
    }

    fn is_at(&self, place: At, marked: bool, at: usize) -> bool {
        let before = || self.input.back(at).map(|(letter, _)| letter);
        let behind = || self.input.next(at).map(|(letter, _)| letter);
        let is_word = |letter: Option<char>| {
            letter.is_some_and(|letter| is_in(Category::Word, letter, marked))
        };
        match place {
            At::Start => at == 0,
            At::End => at == self.input.len(),
            At::LineStart => at == 0 || (marked && before() == Some('\n')),
            At::LineEnd => {
                let len = self.input.len();
                at == len || (behind() == Some('\n') && (marked || at + 1 == len))
            }
            At::Boundary => is_word(before()) != is_word(behind()),
            At::NoBoundary => self.input.len() > 0 && is_word(before()) == is_word(behind()),
        }
    }

    /// Where what a group matched, matched again at `at`, ends.
    fn repeated(&self, group: usize, sight: Sight, at: usize) -> Option<usize> {
        let (start, end) = (self.slots[2 * group], self.slots[2 * group + 1]);
        if start == NOWHERE || end == NOWHERE {
            return None;
        }
        if !sight.ignore_case {
            let again = self.input.bytes().get(at..at.checked_add(end.checked_sub(start)?)?)?;
            return (again == &self.input.bytes()[start..end]).then_some(at + (end - start));
        }
        let (mut from, mut at) = (start, at);
        while from < end {
            let (wanted, next) = self.input.next(from)?;
            let (letter, then) = self.input.next(at)?;
            if fold(wanted, sight.ascii) != fold(letter, sight.ascii) {
                return None;
            }
            (from, at) = (next, then);
        }
        Some(at)
    }

    fn look(
        &mut self,
        step: usize,
        at: usize,
        negated: bool,
        back: Option<u32>,
        exit: usize,
    ) -> Result<Option<(usize, usize)>, Stopped> {
        let from = self.input.back_by(at, back.unwrap_or(0));
        let base = self.stack.len();
        let matched = match from {
            Some(from) => self.run(step + 1, from)?.is_some(),
            None => false,
        };
        if !negated {
            self.forget_branches(base);
            return Ok(matched.then_some((exit, at)));
        }
        // What a refused look matched is undone.
        while self.stack.len() > base {
            match self.stack.pop() {
                Some(Entry::Save { slot, old }) => self.slots[slot] = old,
                Some(Entry::Count { number, old }) => self.counters[number] = old,
                _ => {}
            }
        }
        Ok((!matched).then_some((exit, at)))
    }

    /// Takes the ways back above `base` away, but not what undoes saves and counts.
    fn forget_branches(&mut self, base: usize) {
        let mut kept = base;
        for at in base..self.stack.len() {
            if matches!(self.stack[at], Entry::Save { .. } | Entry::Count { .. }) {
                self.stack[kept] = self.stack[at];
                kept += 1;
            }
        }
        self.stack.truncate(kept);
    }
}
