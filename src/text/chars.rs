//! The `is…` questions and the case changes of str (`upper`, `title`, `casefold`, …) and of bytes.

use super::unicode::{
    is_alnum, is_alpha, is_cased, is_decimal, is_digit, is_identifier_continue,
    is_identifier_start, is_lower, is_numeric, is_printable, is_space, is_title, is_upper,
    push_casefold, push_lower, push_title, push_upper,
};

fn all(text: &str, property: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(property)
}

/// `text.isalpha()`
#[must_use]
pub fn str_isalpha(text: &str) -> bool {
    all(text, is_alpha)
}

/// `text.isdecimal()`
#[must_use]
pub fn str_isdecimal(text: &str) -> bool {
    all(text, is_decimal)
}

/// `text.isdigit()`
#[must_use]
pub fn str_isdigit(text: &str) -> bool {
    all(text, is_digit)
}

/// `text.isnumeric()`
#[must_use]
pub fn str_isnumeric(text: &str) -> bool {
    all(text, is_numeric)
}

/// `text.isalnum()`
#[must_use]
pub fn str_isalnum(text: &str) -> bool {
    all(text, is_alnum)
}

/// `text.isspace()`
#[must_use]
pub fn str_isspace(text: &str) -> bool {
    all(text, is_space)
}

/// `text.isprintable()`: true of the empty string.
#[must_use]
pub fn str_isprintable(text: &str) -> bool {
    text.chars().all(is_printable)
}

/// `text.isidentifier()`
#[must_use]
pub fn str_isidentifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_identifier_start) && chars.all(is_identifier_continue)
}

/// `text.islower()`: something is lower case, and nothing is upper or title case.
#[must_use]
pub fn str_islower(text: &str) -> bool {
    text.chars().any(is_lower) && !text.chars().any(|c| is_upper(c) || is_title(c))
}

/// `text.isupper()`: something is upper case, and nothing is lower or title case.
#[must_use]
pub fn str_isupper(text: &str) -> bool {
    text.chars().any(is_upper) && !text.chars().any(|c| is_lower(c) || is_title(c))
}

/// `text.istitle()`: capitals begin words, and only capitals do.
#[must_use]
pub fn str_istitle(text: &str) -> bool {
    let mut in_word = false;
    let mut seen = false;
    for c in text.chars() {
        let capital = is_upper(c) || is_title(c);
        let small = is_lower(c);
        if capital && in_word || small && !in_word {
            return false;
        }
        in_word = capital || small;
        seen |= in_word;
    }
    seen
}

/// Appends `text.upper()`.
pub fn upper(text: &str, out: &mut String) {
    if text.is_ascii() {
        return push_ascii(text, out, str::make_ascii_uppercase);
    }
    mapped(text, out, |out, c| match c {
        '\0'..='\x7f' => out.push(c.to_ascii_uppercase()),
        _ => push_upper(out, c),
    });
}

/// Appends `text.lower()`.
pub fn lower(text: &str, out: &mut String) {
    if text.is_ascii() {
        return push_ascii(text, out, str::make_ascii_lowercase);
    }
    recase(text, out, |_, _| Change::Lower);
}

/// Appends `text.casefold()`.
pub fn casefold(text: &str, out: &mut String) {
    if text.is_ascii() {
        return push_ascii(text, out, str::make_ascii_lowercase);
    }
    mapped(text, out, |out, c| match c {
        '\0'..='\x7f' => out.push(c.to_ascii_lowercase()),
        _ => push_casefold(out, c),
    });
}

/// Appends `text.capitalize()`: the first character in title case, the rest in lower case.
pub fn capitalize(text: &str, out: &mut String) {
    recase(text, out, |at, _| if at == 0 { Change::Title } else { Change::Lower });
}

/// Appends `text.title()`: every run of cased characters gets a capital.
pub fn title(text: &str, out: &mut String) {
    let mut in_word = false;
    recase(text, out, |_, c| {
        let change = if in_word { Change::Lower } else { Change::Title };
        in_word = is_cased(c);
        change
    });
}

/// Appends `text.swapcase()`.
pub fn swapcase(text: &str, out: &mut String) {
    recase(text, out, |_, c| match (is_upper(c), is_lower(c)) {
        (true, _) => Change::Lower,
        (_, true) => Change::Upper,
        _ => Change::Keep,
    });
}

fn push_ascii(text: &str, out: &mut String, change: fn(&mut str)) {
    let start = out.len();
    out.push_str(text);
    change(&mut out[start..]);
}

fn mapped(text: &str, out: &mut String, push: impl Fn(&mut String, char)) {
    out.reserve(text.len());
    for c in text.chars() {
        push(out, c);
    }
}

/// What happens to one character.
enum Change {
    Keep,
    Upper,
    Lower,
    Title,
}

/// Rewrites each character as `change` says, given its byte offset. A capital sigma that becomes small looks at its
/// whole surroundings, as CPython's does.
fn recase(text: &str, out: &mut String, mut change: impl FnMut(usize, char) -> Change) {
    out.reserve(text.len());
    for (at, c) in text.char_indices() {
        match (change(at, c), u8::try_from(c)) {
            (Change::Upper | Change::Title, Ok(byte)) if c.is_ascii() => {
                out.push(byte.to_ascii_uppercase().into());
            }
            (Change::Lower, Ok(byte)) if c.is_ascii() => out.push(byte.to_ascii_lowercase().into()),
            (Change::Keep, _) => out.push(c),
            (Change::Upper, _) => push_upper(out, c),
            (Change::Title, _) => push_title(out, c),
            (Change::Lower, _) if c == 'Σ' => out.push(small_sigma(text, at)),
            (Change::Lower, _) => push_lower(out, c),
        }
    }
}

/// Small sigma for the capital at `at`: the final form behind a letter and not before one.
fn small_sigma(text: &str, at: usize) -> char {
    let (before, behind) = (&text[..at], &text[at + 'Σ'.len_utf8()..]);
    let before = before.chars().rev().find(|&c| !is_case_ignorable(c));
    let behind = behind.chars().find(|&c| !is_case_ignorable(c));
    if before.is_some_and(is_cased) && !behind.is_some_and(is_cased) { 'ς' } else { 'σ' }
}

/// Whether a character is skipped when one looks for the letters beside a sigma (Unicode's `Case_Ignorable`).
fn is_case_ignorable(c: char) -> bool {
    // The standard library knows the property, but only shows it by what it does to a sigma between the two.
    let is_final = |text: &str| text.to_lowercase().ends_with('ς');
    is_final(&format!("A{c}Σ")) && !is_final(&format!(" {c}Σ"))
}

/// `bytes.istitle()`
#[must_use]
pub fn bytes_istitle(bytes: &[u8]) -> bool {
    let mut in_word = false;
    let mut seen = false;
    for byte in bytes {
        if byte.is_ascii_uppercase() && in_word || byte.is_ascii_lowercase() && !in_word {
            return false;
        }
        in_word = byte.is_ascii_alphabetic();
        seen |= in_word;
    }
    seen
}

/// `bytes.title()`
#[must_use]
pub fn bytes_title(bytes: &[u8]) -> Vec<u8> {
    let mut in_word = false;
    let retitle = |byte: &u8| {
        let new = if in_word { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
        in_word = byte.is_ascii_alphabetic();
        new
    };
    bytes.iter().map(retitle).collect()
}

/// `bytes.capitalize()`
#[must_use]
pub fn bytes_capitalize(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    out
}

/// `bytes.swapcase()`
#[must_use]
pub fn bytes_swapcase(bytes: &[u8]) -> Vec<u8> {
    let swap = |byte: &u8| if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { *byte };
    bytes.iter().map(swap).collect()
}

/// What bytes take as whitespace: space, tab, newline, return, vertical tab, form feed.
#[must_use]
pub fn is_bytes_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(change: fn(&str, &mut String), text: &str) -> String {
        let mut out = String::new();
        change(text, &mut out);
        out
    }

    #[test]
    fn sigma_at_the_end_of_a_word() {
        assert_eq!(written(lower, "ΟΔΟΣ ΣΑΣ."), "οδος σας.");
        assert_eq!(written(capitalize, "ΣΑΣ"), "Σας");
        assert_eq!(written(swapcase, "ßΣ"), "SSς");
    }

    #[test]
    fn titles() {
        assert_eq!(written(title, "they're bill's ǆ"), "They'Re Bill'S ǅ");
        assert!(!str_istitle("Hello World 3x"));
        assert!(str_istitle("Hello World"));
    }

    #[test]
    fn folding() {
        assert_eq!(written(casefold, "Straße ﬁ"), "strasse fi");
        assert_eq!(written(upper, "ŉß"), "ʼNSS");
    }
}
