//! Characters by their Unicode names, and their names.

use super::unicode::category_name;

/// The name of a character, if it has one in the Unicode of the other tables.
#[must_use]
pub fn name(letter: char) -> Option<String> {
    let known = unicode_names2::name(letter).filter(|_| category_name(letter) != "Cn")?;
    Some(known.to_string())
}

/// The character called `name`, or that has it as an alias. Case does not count; spaces and hyphens do,
/// though the table's own search passes over them.
#[must_use]
pub fn character(name: &str) -> Option<char> {
    if !is_like_a_name(name) {
        return None;
    }
    let found = unicode_names2::character(name).filter(|found| category_name(*found) != "Cn")?;
    let known = self::name(found);
    let is_other = |known: &str| {
        // The same letters but other spaces: not an alias then.
        !known.eq_ignore_ascii_case(name) && letters(known).eq(letters(name))
    };
    (!known.is_some_and(|known| is_other(&known))).then_some(found)
}

/// Whether `name` is of capital or small letters, digits, and single spaces or hyphens between them.
fn is_like_a_name(name: &str) -> bool {
    let mark = |byte: u8| matches!(byte, b' ' | b'-');
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || mark(byte))
        && !name.starts_with([' ', '-'])
        && !name.ends_with(' ')
        && !name.contains("  ")
}

fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::character;

    #[test]
    fn names_are_taken_exactly() {
        assert_eq!(character("low line"), Some('_'));
        assert_eq!(character("LF"), Some('\n'));
        assert_eq!(character("HANGUL SYLLABLE GA"), Some('가'));
        assert_eq!(character("CJK UNIFIED IDEOGRAPH-4E00"), Some('一'));
        assert_eq!(character("TIBETAN LETTER -A"), Some('འ'));
        for wrong in ["LOWLINE", "LOW_LINE", " LOW LINE", "FULL S-T-O-P", "-", "", "é", "TROMBONE"]
        {
            assert_eq!(character(wrong), None, "{wrong}");
        }
    }
}
