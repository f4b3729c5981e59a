//! Gathers a bracketed paste key by key, so that it enters the text in one piece and with its marks.

use rustyline::{KeyCode, KeyEvent, Modifiers};

/// A paste that is arriving.
#[derive(Debug, Default)]
pub struct Pasting {
    text: Option<String>,
    after_return: bool,
}

/// What a key means to a paste.
#[derive(Debug, PartialEq, Eq)]
pub enum Pasted {
    /// There is none.
    No,
    /// The key belongs to it.
    More,
    /// It ended, and this is its text.
    Whole(String),
}

impl Pasting {
    /// Takes note of a key.
    pub fn key(&mut self, key: KeyEvent) -> Pasted {
        match (key, &mut self.text) {
            (KeyEvent(KeyCode::BracketedPasteStart, _), _) => {
                *self = Pasting { text: Some(String::new()), after_return: false };
                Pasted::More
            }
            (KeyEvent(KeyCode::BracketedPasteEnd, _), text) => {
                text.take().map_or(Pasted::More, Pasted::Whole)
            }
            (_, None) => Pasted::No,
            (key, Some(text)) => {
                let second = std::mem::replace(&mut self.after_return, key.0 == KeyCode::Enter)
                    && is_line_feed(key);
                if let Some(letter) = letter_of(key).filter(|_| !second) {
                    text.push(letter);
                }
                Pasted::More
            }
        }
    }
}

fn is_line_feed(key: KeyEvent) -> bool {
    key == KeyEvent(KeyCode::Char('J'), Modifiers::CTRL)
}

/// The letter a key stands for in a text.
fn letter_of(key: KeyEvent) -> Option<char> {
    match key {
        KeyEvent(KeyCode::Char(letter), Modifiers::NONE | Modifiers::SHIFT) => Some(letter),
        KeyEvent(KeyCode::Enter, _) | KeyEvent(KeyCode::Char('J' | 'M'), Modifiers::CTRL) => {
            Some('\n')
        }
        KeyEvent(KeyCode::Tab, _) | KeyEvent(KeyCode::Char('I'), Modifiers::CTRL) => Some('\t'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_is_gathered_with_one_break_for_each_line() {
        let mut pasting = Pasting::default();
        let plain = |code| KeyEvent(code, Modifiers::NONE);
        assert_eq!(pasting.key(plain(KeyCode::Char('x'))), Pasted::No);
        let feed = KeyEvent(KeyCode::Char('J'), Modifiers::CTRL);
        for key in [
            plain(KeyCode::BracketedPasteStart),
            plain(KeyCode::Char('a')),
            plain(KeyCode::Enter),
            feed,
            feed,
            plain(KeyCode::Tab),
            plain(KeyCode::Left),
        ] {
            assert_eq!(pasting.key(key), Pasted::More);
        }
        assert_eq!(
            pasting.key(plain(KeyCode::BracketedPasteEnd)),
            Pasted::Whole("a\n\n\t".to_owned())
        );
        assert_eq!(pasting.key(plain(KeyCode::Char('x'))), Pasted::No);
    }
}
