//! Where the letters of the text stand on the screen, and which rows of a text taller than it are drawn.
//!
//! The line editor draws every row of its text at each key and does not ask how high the screen is:
//! what does not fit scrolls away each time, and the cursor may stand above the top. Its moves from the
//! end of the text to the cursor are counted in rows, and the terminal stops them at its edges. So
//! the editor is handed no more rows than the screen has, chosen so that its move ends at the cursor.

use std::ops::Range;

use rustyline::GraphemeClusterMode;

/// What stands between two stops of the tabulator, as the line editor is told.
pub const TAB: u8 = 4;

const RESET: &str = "\x1b[0m";

/// A place, in rows and columns from where the prompt begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub row: usize,
    pub column: usize,
}

/// The size of a terminal and how wide letters are on it.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    pub rows: usize,
    pub columns: usize,
    pub letters: GraphemeClusterMode,
}

impl Screen {
    /// The terminal on standard output; 80 by 24 where it does not tell.
    pub fn of_terminal(letters: GraphemeClusterMode) -> Screen {
        let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok();
        let known = |cells: Option<u16>, usual: usize| {
            cells.filter(|&cells| cells > 0).map_or(usual, usize::from)
        };
        Screen {
            rows: known(size.map(|size| size.ws_row), 24),
            columns: known(size.map(|size| size.ws_col), 80),
            letters,
        }
    }

    /// Where `text` ends that begins at `start`, as the line editor counts: a full row is left at once.
    pub fn after(&self, text: &str, start: Position) -> Position {
        let mut at = start;
        for letter in text.chars() {
            self.pass(letter, &mut at);
        }
        if at.column == self.columns {
            at = Position { row: at.row + 1, column: 0 };
        }
        at
    }

    /// Moves `at` behind a letter that is drawn there; a letter that does not fit opens a new row.
    fn pass(&self, letter: char, at: &mut Position) {
        if letter == '\n' {
            *at = Position { row: at.row + 1, column: 0 };
            return;
        }
        let width = self.width(letter, at.column);
        at.column += width;
        if at.column > self.columns {
            *at = Position { row: at.row + 1, column: width };
        }
    }

    fn width(&self, letter: char, column: usize) -> usize {
        match letter {
            '\t' => usize::from(TAB) - column % usize::from(TAB),
            ' '..='~' => 1,
            other => usize::from(self.letters.width(other.encode_utf8(&mut [0; 4]))),
        }
    }

    /// The rows to draw of a text that ends at `end`, below which so many rows of other things will
    /// stand; `None` where all of it fits.
    pub fn window(&self, cursor: Position, end: Position, below: usize) -> Option<Range<usize>> {
        let last = end.row + below;
        if last < self.rows {
            return None;
        }
        if last - cursor.row < self.rows {
            return Some(last + 1 - self.rows..end.row + 1);
        }
        // The editor's move up ends at the top of the screen, so that is where the cursor's row is. Behind
        // a full last row the editor opens another one by itself.
        let opened = usize::from(below == 0 && end.column == 0);
        let drawn = self.rows.saturating_sub(below + opened).max(1);
        Some(cursor.row..cursor.row + drawn)
    }

    /// The part of a painted text that stands in `rows`, with tabs as spaces.
    pub fn cut(&self, painted: &str, start: Position, rows: &Range<usize>) -> String {
        let mut drawn = String::new();
        let mut colour = "";
        let mut at = start;
        let mut rest = painted;
        while let Some(letter) = rest.chars().next() {
            if let Some(length) = escape_length(rest) {
                let (escape, after) = rest.split_at(length);
                colour = if escape == RESET { "" } else { escape };
                if rows.contains(&at.row) {
                    drawn.push_str(escape);
                }
                rest = after;
                continue;
            }
            rest = &rest[letter.len_utf8()..];
            let before = at;
            self.pass(letter, &mut at);
            if at.row >= rows.end {
                break;
            }
            if at.row < rows.start || letter == '\n' && at.row == rows.start {
                continue;
            }
            if before.row < rows.start && drawn.is_empty() {
                drawn.push_str(colour);
            }
            match letter {
                '\t' => drawn.push_str(&" ".repeat(at.column.saturating_sub(before.column))),
                other => drawn.push(other),
            }
        }
        if !colour.is_empty() {
            drawn.push_str(RESET);
        }
        drawn
    }
}

/// The length of the colour that `text` begins with.
fn escape_length(text: &str) -> Option<usize> {
    text.strip_prefix("\x1b[")?.find('m').map(|at| at + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Screen = Screen { rows: 4, columns: 10, letters: GraphemeClusterMode::WcWidth };
    const PROMPT: Position = Position { row: 0, column: 4 };

    fn at(row: usize, column: usize) -> Position {
        Position { row, column }
    }

    #[test]
    fn letters_stand_where_the_editor_counts_them() {
        assert_eq!(SCREEN.after("abcde", PROMPT), at(0, 9));
        assert_eq!(SCREEN.after("abcdef", PROMPT), at(1, 0));
        assert_eq!(SCREEN.after("abcdefg\nx", PROMPT), at(2, 1));
        assert_eq!(SCREEN.after("abcde漢", PROMPT), at(1, 2));
        assert_eq!(SCREEN.after("a\tb", PROMPT), at(0, 9));
    }

    #[test]
    fn the_window_ends_with_the_text_or_begins_with_the_cursor() {
        assert_eq!(SCREEN.window(at(0, 4), at(3, 2), 0), None);
        assert_eq!(SCREEN.window(at(9, 1), at(9, 1), 0), Some(6..10));
        assert_eq!(SCREEN.window(at(7, 1), at(9, 1), 0), Some(6..10));
        assert_eq!(SCREEN.window(at(2, 1), at(9, 1), 0), Some(2..6));
        assert_eq!(SCREEN.window(at(2, 1), at(9, 0), 0), Some(2..5));
        assert_eq!(SCREEN.window(at(9, 1), at(9, 1), 2), Some(8..10));
        assert_eq!(SCREEN.window(at(2, 1), at(9, 1), 2), Some(2..4));
    }

    #[test]
    fn what_is_cut_keeps_its_colour() {
        let painted = "one\n\x1b[32mtwo wraps here\x1b[0m\nthree\nfour";
        assert_eq!(SCREEN.cut(painted, PROMPT, &(2..4)), "\x1b[32mhere\x1b[0m\nthree");
        assert_eq!(SCREEN.cut(painted, PROMPT, &(0..2)), "one\n\x1b[32mtwo wraps \x1b[0m");
        assert_eq!(SCREEN.cut("a\tb", PROMPT, &(0..4)), "a   b");
    }
}
