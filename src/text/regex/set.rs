//! Sets of characters, and which characters are the same but for case.

use super::tree::{Category, Item};
use crate::text::unicode::{is_alnum, is_decimal, is_space};

/// How a pattern looks at characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sight {
    pub(super) ignore_case: bool,
    /// Letters, digits and spaces are those of ASCII.
    pub(super) ascii: bool,
}

/// Characters that match each other without regard to case though neither is the other's
/// lower-case form; the first of each row stands for all.
const SAME: &[&[char]] = &[
    &['i', '\u{131}'],
    &['s', '\u{17f}'],
    &['\u{b5}', '\u{3bc}'],
    &['\u{345}', '\u{3b9}', '\u{1fbe}'],
    &['\u{390}', '\u{1fd3}'],
    &['\u{3b0}', '\u{1fe3}'],
    &['\u{3b2}', '\u{3d0}'],
    &['\u{3b5}', '\u{3f5}'],
    &['\u{3b8}', '\u{3d1}'],
    &['\u{3ba}', '\u{3f0}'],
    &['\u{3c0}', '\u{3d6}'],
    &['\u{3c1}', '\u{3f1}'],
    &['\u{3c2}', '\u{3c3}'],
    &['\u{3c6}', '\u{3d5}'],
    &['\u{432}', '\u{1c80}'],
    &['\u{434}', '\u{1c81}'],
    &['\u{43e}', '\u{1c82}'],
    &['\u{441}', '\u{1c83}'],
    &['\u{442}', '\u{1c84}', '\u{1c85}'],
    &['\u{44a}', '\u{1c86}'],
    &['\u{463}', '\u{1c87}'],
    &['\u{a64b}', '\u{1c88}'],
    &['\u{1e61}', '\u{1e9b}'],
    &['\u{fb05}', '\u{fb06}'],
];

/// Capitals that are not the ones their lower-case forms have, which come first.
const CAPITALS: &[&[char]] = &[
    &['i', '\u{130}'],
    &['k', '\u{212a}'],
    &['\u{df}', '\u{1e9e}'],
    &['\u{e5}', '\u{212b}'],
    &['\u{1c6}', '\u{1c5}'],
    &['\u{1c9}', '\u{1c8}'],
    &['\u{1cc}', '\u{1cb}'],
    &['\u{1f3}', '\u{1f2}'],
    &['\u{3b8}', '\u{3f4}'],
    &['\u{3c9}', '\u{2126}'],
];

/// A character that stands for all that differ from it only in case.
pub(super) fn fold(letter: char, ascii: bool) -> char {
    if letter.is_ascii() || ascii {
        return letter.to_ascii_lowercase();
    }
    let lower = lower(letter);
    let row = SAME.iter().find(|row| row.contains(&lower));
    row.map_or(lower, |row| row[0])
}

fn lower(letter: char) -> char {
    let mut lower = letter.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(only), None) => only,
        // The only letter with a longer lower-case form: I with a dot, which Python sees as i.
        _ => 'i',
    }
}

fn upper(letter: char) -> char {
    let mut upper = letter.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(only), None) => only,
        _ => letter,
    }
}

/// Whether `letter` belongs to a category.
pub(super) fn is_in(category: Category, letter: char, ascii: bool) -> bool {
    if letter.is_ascii() || ascii {
        return match category {
            Category::Digit => letter.is_ascii_digit(),
            Category::Space => {
                matches!(letter, ' ' | '\t'..='\r') || (!ascii && matches!(letter, '\x1c'..='\x1f'))
            }
            Category::Word => letter.is_ascii_alphanumeric() || letter == '_',
        };
    }
    match category {
        Category::Digit => is_decimal(letter),
        Category::Space => is_space(letter),
        Category::Word => is_alnum(letter),
    }
}

/// A set made ready to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set {
    /// The answers for ASCII.
    low: u128,
    items: Vec<Item>,
    negated: bool,
    sight: Sight,
}

impl Set {
    pub(super) fn new(items: &[Item], negated: bool, sight: Sight) -> Set {
        let mut set = Set { low: 0, items: items.to_vec(), negated, sight };
        for letter in '\0'..='\x7f' {
            if set.ask(letter) {
                set.low |= 1 << letter as u32;
            }
        }
        set
    }

    #[inline]
    pub(super) fn contains(&self, letter: char) -> bool {
        match letter as u32 {
            code @ 0..128 => self.low >> code & 1 == 1,
            _ => self.ask(letter),
        }
    }

    /// The answers for ASCII, as bits.
    pub(super) fn low(&self) -> u128 {
        self.low
    }

    fn ask(&self, letter: char) -> bool {
        self.items.iter().any(|item| self.matches(*item, letter)) != self.negated
    }

    fn matches(&self, item: Item, letter: char) -> bool {
        let Sight { ignore_case, ascii } = self.sight;
        match item {
            Item::Category { category, negated } => is_in(category, letter, ascii) != negated,
            Item::Char(wanted) => {
                letter == wanted || (ignore_case && fold(letter, ascii) == fold(wanted, ascii))
            }
            Item::Range(low, high) => {
                let within = |letter: char| low <= letter && letter <= high;
                if within(letter) || !ignore_case {
                    return within(letter);
                }
                if ascii {
                    return within(letter.to_ascii_lowercase())
                        || within(letter.to_ascii_uppercase());
                }
                let folded = fold(letter, ascii);
                let alike = |row: &&&[char]| row[0] == folded;
                let small = [folded, lower(letter)];
                let others = SAME.iter().chain(CAPITALS).filter(alike).copied().flatten();
                small.iter().chain(others).any(|other| within(*other) || within(upper(*other)))
            }
        }
    }
}
