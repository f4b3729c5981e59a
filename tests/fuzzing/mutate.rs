//! New texts from known ones: lines and tokens exchanged, doubled, dropped and mixed.

use refscope::lexer::tokens_for_highlight;

/// What code is made of that is easily got wrong.
const INTERESTING: &[&str] = &[
    "0",
    "-1",
    "10**20",
    "1.5",
    "float('nan')",
    "None",
    "True",
    "''",
    "'é'",
    "b'a'",
    "[]",
    "()",
    "{}",
    "set()",
    "range(3)",
    "object()",
    "lambda: 0",
    "...",
    "self",
    "type",
    "super()",
    "*",
    "**",
    ":=",
    "yield",
    "await",
    "return",
    "del x",
    "raise",
    "try:",
    "finally:",
    "else:",
    "\n",
    "\n    ",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"\"\"",
    "f'{",
    "\\",
    "#",
    ";",
    "\t",
    "@",
    "%",
    "In [1]:",
    ">>> ",
    "... ",
    "Out[1]: ",
    "x",
    "y",
    "x.__dict__",
    "x.__class__",
    "__del__",
    "__eq__",
    "__hash__",
    "gc.collect()",
    "import gc",
    "import weakref",
    "weakref.ref(x)",
    "sys.getrefcount(x)",
];

/// A small generator of numbers that needs no crate and can be repeated.
pub struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> Option<&'a T> {
        if from.is_empty() { None } else { Some(from[self.below(from.len())]) }
    }
}

/// A text made of two others.
pub fn mutate(dice: &mut Dice, one: &str, other: &str) -> String {
    let mut text = piece_of(dice, one);
    for _ in 0..=dice.below(4) {
        text = match dice.below(6) {
            0 => exchange_lines(dice, &text, other),
            1 => drop_line(dice, &text),
            2 => format!("{text}\n{}", piece_of(dice, other)),
            3 => insert(dice, &text),
            _ => exchange_token(dice, &text, other),
        };
    }
    text
}

/// Some lines in a row, more often than not all of a short text.
fn piece_of(dice: &mut Dice, text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() < 2 {
        return text.to_owned();
    }
    let most = 40.min(lines.len());
    let length = 1 + dice.below(most);
    let start = if dice.below(3) == 0 { dice.below(lines.len()) } else { 0 };
    lines[start..(start + length).min(lines.len())].join("\n")
}

fn exchange_lines(dice: &mut Dice, text: &str, other: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let others: Vec<&str> = other.lines().collect();
    if let Some(line) = dice.pick(&others)
        && !lines.is_empty()
    {
        let at = dice.below(lines.len());
        lines[at] = line;
    }
    lines.join("\n")
}

fn drop_line(dice: &mut Dice, text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if !lines.is_empty() {
        lines.remove(dice.below(lines.len()));
    }
    lines.join("\n")
}

fn insert(dice: &mut Dice, text: &str) -> String {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let at = places[dice.below(places.len())];
    let word = dice.pick(INTERESTING).unwrap_or("x");
    format!("{}{word}{}", &text[..at], &text[at..])
}

fn exchange_token(dice: &mut Dice, text: &str, other: &str) -> String {
    let tokens = tokens_for_highlight(text);
    if tokens.is_empty() {
        return insert(dice, text);
    }
    let (span, class) = tokens[dice.below(tokens.len())];
    let others = tokens_for_highlight(other);
    let alike: Vec<&str> = others
        .iter()
        .filter(|(_, found)| *found == class)
        .map(|(span, _)| &other[span.start as usize..span.end as usize])
        .collect();
    let word = match dice.below(4) {
        0 => dice.pick(INTERESTING).unwrap_or("x"),
        1 => "",
        _ => dice.pick(&alike).unwrap_or("x"),
    };
    format!("{}{word}{}", &text[..span.start as usize], &text[span.end as usize..])
}
