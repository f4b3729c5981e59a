//! Colours for code: what is typed, and values that are shown.

use crate::lexer::{TokenClass, tokens_for_highlight};

const RESET: &str = "\x1b[0m";
const BRACKET: &str = "\x1b[1;36m";

fn colour_of(class: TokenClass) -> Option<&'static str> {
    match class {
        TokenClass::Keyword => Some("\x1b[1;34m"),
        TokenClass::Builtin => Some("\x1b[36m"),
        TokenClass::String => Some("\x1b[32m"),
        TokenClass::Number => Some("\x1b[33m"),
        TokenClass::Comment => Some("\x1b[2m"),
        TokenClass::Error => Some("\x1b[31m"),
        TokenClass::Name | TokenClass::Operator => None,
    }
}

/// `text` with colours; with a cursor, the bracket beside it and its partner stand out.
pub fn code(text: &str, cursor: Option<usize>) -> String {
    let tokens = tokens_for_highlight(text);
    let brackets: Vec<usize> = tokens
        .iter()
        .filter(|(span, class)| *class == TokenClass::Operator && span.end - span.start == 1)
        .map(|(span, _)| span.start as usize)
        .filter(|&at| matches!(text.as_bytes()[at], b'(' | b'[' | b'{' | b')' | b']' | b'}'))
        .collect();
    let pair = cursor.and_then(|cursor| pair_at(text, &brackets, cursor));
    let mut painted = String::with_capacity(text.len() * 2);
    let mut at = 0;
    for (span, class) in tokens {
        let (start, end) = (span.start as usize, span.end as usize);
        let in_pair = pair.is_some_and(|(a, b)| start == a || start == b);
        let colour = if in_pair { Some(BRACKET) } else { colour_of(class) };
        painted.push_str(&text[at..start]);
        push(&mut painted, &text[start..end], colour);
        at = end;
    }
    painted.push_str(&text[at..]);
    painted
}

/// Longer values are shown without colours.
const PAINTED: usize = 50_000;

/// The text of a value with colours: strings, numbers, and the words that are values. What stands
/// in `<…>` describes an object and stays plain.
pub fn value(text: &str) -> String {
    if text.len() > PAINTED {
        return text.to_owned();
    }
    let mut painted = String::with_capacity(text.len() * 2);
    let (mut at, mut angles) = (0, 0usize);
    for (span, class) in tokens_for_highlight(text) {
        let (start, end) = (span.start as usize, span.end as usize);
        let token = &text[start..end];
        let colour = match (class, token) {
            (TokenClass::Operator, "<") => {
                angles += 1;
                None
            }
            (TokenClass::Operator, ">") => {
                angles = angles.saturating_sub(1);
                None
            }
            _ if angles > 0 => None,
            (TokenClass::Keyword, "None" | "True" | "False")
            | (TokenClass::String | TokenClass::Number, _) => colour_of(class),
            _ => None,
        };
        painted.push_str(&text[at..start]);
        push(&mut painted, token, colour);
        at = end;
    }
    painted.push_str(&text[at..]);
    painted
}

/// Adds a piece in its colour. A line break stands outside of colours, so that a mark can follow it.
fn push(painted: &mut String, piece: &str, colour: Option<&str>) {
    let Some(colour) = colour else { return painted.push_str(piece) };
    for (line, part) in piece.split('\n').enumerate() {
        painted.push_str(if line > 0 { "\n" } else { "" });
        painted.push_str(colour);
        painted.push_str(part);
        painted.push_str(RESET);
    }
}

/// The bracket at the cursor, or just before it, and its partner.
fn pair_at(text: &str, brackets: &[usize], cursor: usize) -> Option<(usize, usize)> {
    let near = |at: usize| brackets.iter().position(|&bracket| bracket == at);
    let index = near(cursor).or_else(|| near(cursor.checked_sub(1)?))?;
    let opens = |at: usize| matches!(text.as_bytes()[at], b'(' | b'[' | b'{');
    let mut depth = 0i32;
    let mut step = |at: usize, forward: bool| {
        depth += if opens(at) == forward { 1 } else { -1 };
        depth == 0
    };
    let partner = if opens(brackets[index]) {
        brackets[index..].iter().copied().find(|&at| step(at, true))
    } else {
        brackets[..=index].iter().rev().copied().find(|&at| step(at, false))
    };
    partner.map(|partner| (brackets[index], partner))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(painted: &str) -> String {
        let mut text = String::new();
        let mut rest = painted;
        while let Some((before, after)) = rest.split_once("\x1b[") {
            text.push_str(before);
            rest = after.split_once('m').map_or("", |(_, after)| after);
        }
        text + rest
    }

    #[test]
    fn paint_changes_no_character() {
        for text in
            ["def f(a, b=[1]):\n    return 'x' # é", "'unfinished", "(", "", "x = \"\"\"a\nb"]
        {
            assert_eq!(plain(&code(text, Some(text.len()))), text);
        }
    }

    #[test]
    fn values_keep_their_letters_and_objects_stay_plain() {
        for text in ["{'a': [1, None]}", "<A at 0x10>", "it's", "'", "[<x 1>, 2.5]", "…"] {
            assert_eq!(plain(&value(text)), text);
        }
        assert_eq!(value("<A at 0x10>"), "<A at 0x10>");
        assert!(value("[<x 1>, 2.5]").contains("\x1b[33m2.5"));
    }

    #[test]
    fn brackets_find_their_partner() {
        assert_eq!(pair_at("f(a[1])", &[1, 3, 5, 6], 7), Some((6, 1)));
        assert_eq!(pair_at("f(a[1])", &[1, 3, 5, 6], 3), Some((3, 5)));
        assert_eq!(pair_at("f(", &[1], 2), None);
    }
}
