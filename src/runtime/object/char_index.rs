//! Where the characters of a long non-ASCII text stand, so that indexing it in a loop is not quadratic.
//!
//! The offset of every 64th character is kept for the few texts indexed last. A text knows its
//! table by a number that is never used twice, so a table outlives its text harmlessly.

use std::cell::RefCell;

use super::string::{self, Str};
use crate::heap::Ref;

/// Characters between two kept offsets.
const STRIDE: usize = 64;

/// Up to how many bytes are counted rather than that a table is made.
const COUNTED: usize = 16 << 10;

/// Texts whose tables are kept.
const KEPT: usize = 8;

#[derive(Default)]
struct Tables {
    last_number: u64,
    kept: Vec<(u64, Box<[usize]>)>,
    /// The place that the next table takes.
    turn: usize,
}

thread_local! {
    static TABLES: RefCell<Tables> = RefCell::default();
}

/// The offset in bytes of character `at` of a `str` object; the end for the length or more.
pub fn byte_offset(object: &Ref, at: usize) -> usize {
    let text = object.text();
    let Some(payload) = object.get::<Str>() else { return 0 };
    let chars = payload.chars();
    if chars == text.len() {
        return at.min(chars);
    }
    if at >= chars {
        return text.len();
    }
    if chars < 2 * STRIDE {
        return walk(text, at);
    }
    let from = TABLES.with(|tables| tables.borrow_mut().sample(payload, text, at / STRIDE));
    from + walk(&text[from..], at % STRIDE)
}

/// How many characters stand before byte `offset`.
pub fn char_offset(object: &Ref, offset: usize) -> usize {
    let text = object.text();
    let Some(payload) = object.get::<Str>() else { return text[..offset].chars().count() };
    let chars = payload.chars();
    if chars == text.len() {
        return offset;
    }
    // Counting goes through many characters at once: a table pays further on only.
    if offset < if payload.index_table() == 0 { COUNTED } else { 2 * STRIDE } {
        return text[..offset].chars().count();
    }
    let (number, from) = TABLES.with(|tables| tables.borrow_mut().below(payload, text, offset));
    number * STRIDE + text[from..offset].chars().count()
}

fn walk(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(offset, _)| offset)
}

impl Tables {
    /// The offset of character `number * STRIDE`.
    fn sample(&mut self, payload: &Str, text: &str, number: usize) -> usize {
        self.offsets_of(payload, text, |offsets| offsets[number])
    }

    /// The last kept offset that is not above `offset`, and its number.
    fn below(&mut self, payload: &Str, text: &str, offset: usize) -> (usize, usize) {
        self.offsets_of(payload, text, |offsets| {
            let number = offsets.partition_point(|&kept| kept <= offset) - 1;
            (number, offsets[number])
        })
    }

    /// What `look` finds in the table of a text, which is made if it is not kept.
    fn offsets_of<T>(&mut self, payload: &Str, text: &str, look: impl Fn(&[usize]) -> T) -> T {
        let table = payload.index_table();
        if table != 0
            && let Some((_, offsets)) = self.kept.iter().find(|(kept, _)| *kept == table)
        {
            return look(offsets);
        }
        let offsets: Box<[usize]> =
            text.char_indices().step_by(STRIDE).map(|(offset, _)| offset).collect();
        let found = look(&offsets);
        let fresh = self.last_number + 1;
        if fresh == string::TABLES {
            // Numbers would repeat: from now on texts are walked.
            return found;
        }
        self.last_number = fresh;
        payload.set_index_table(fresh);
        if self.kept.len() < KEPT {
            self.kept.push((fresh, offsets));
        } else {
            self.kept[self.turn] = (fresh, offsets);
            self.turn = (self.turn + 1) % KEPT;
        }
        found
    }
}
