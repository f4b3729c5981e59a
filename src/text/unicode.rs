//! What CPython 3.13 (Unicode 15.1) says about one character: its category, digit value and case mappings.

use super::unicode_data::{ASSIGNED_LATER, NUMERIC_LETTERS, OTHER_DIGITS};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Whether Unicode 15.1 already has this character (also true for unassigned ones no later version filled).
fn is_known(c: char) -> bool {
    let code = u32::from(c);
    if code < 0x558 {
        return true;
    }
    let at = ASSIGNED_LATER.partition_point(|&(_, last)| last < code);
    ASSIGNED_LATER.get(at).is_none_or(|&(first, _)| code < first)
}

/// The general category in Unicode 15.1.
#[must_use]
pub fn category(c: char) -> GeneralCategory {
    match c {
        '\u{295}' => GeneralCategory::LowercaseLetter,
        '\u{1171e}' => GeneralCategory::NonspacingMark,
        _ if is_known(c) => c.general_category(),
        _ => GeneralCategory::Unassigned,
    }
}

/// The two-letter name of the category (`unicodedata.category`): `Lu` for an upper-case letter.
#[must_use]
pub fn category_name(c: char) -> &'static str {
    use GeneralCategory as Category;
    match category(c) {
        Category::UppercaseLetter => "Lu",
        Category::LowercaseLetter => "Ll",
        Category::TitlecaseLetter => "Lt",
        Category::ModifierLetter => "Lm",
        Category::OtherLetter => "Lo",
        Category::NonspacingMark => "Mn",
        Category::SpacingMark => "Mc",
        Category::EnclosingMark => "Me",
        Category::DecimalNumber => "Nd",
        Category::LetterNumber => "Nl",
        Category::OtherNumber => "No",
        Category::ConnectorPunctuation => "Pc",
        Category::DashPunctuation => "Pd",
        Category::OpenPunctuation => "Ps",
        Category::ClosePunctuation => "Pe",
        Category::InitialPunctuation => "Pi",
        Category::FinalPunctuation => "Pf",
        Category::OtherPunctuation => "Po",
        Category::MathSymbol => "Sm",
        Category::CurrencySymbol => "Sc",
        Category::ModifierSymbol => "Sk",
        Category::OtherSymbol => "So",
        Category::SpaceSeparator => "Zs",
        Category::LineSeparator => "Zl",
        Category::ParagraphSeparator => "Zp",
        Category::Control => "Cc",
        Category::Format => "Cf",
        Category::Surrogate => "Cs",
        Category::PrivateUse => "Co",
        Category::Unassigned => "Cn",
    }
}

fn group(c: char) -> GeneralCategoryGroup {
    if is_known(c) { c.general_category_group() } else { GeneralCategoryGroup::Other }
}

/// `str.isalpha` of one character: categories `L*`.
#[must_use]
pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    group(c) == GeneralCategoryGroup::Letter
}

/// The value of a decimal digit of any script (`unicodedata.decimal`), 0 to 9.
#[must_use]
pub fn decimal_value(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    if category(c) != GeneralCategory::DecimalNumber {
        return None;
    }
    // Decimal digits stand in runs of tens that begin with a zero.
    let code = u32::from(c);
    let before = (0..code)
        .rev()
        .take_while(|&p| {
            char::from_u32(p).is_some_and(|p| category(p) == GeneralCategory::DecimalNumber)
        })
        .count();
    u32::try_from(before % 10).ok()
}

/// `str.isdecimal` of one character.
#[must_use]
pub fn is_decimal(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    category(c) == GeneralCategory::DecimalNumber
}

/// The value of a digit, superscripts and circled digits included (`unicodedata.digit`).
#[must_use]
pub fn digit_value(c: char) -> Option<u32> {
    let code = u32::from(c);
    let at = OTHER_DIGITS.partition_point(|&(_, last, _)| last < code);
    match OTHER_DIGITS.get(at) {
        Some(&(first, _, value)) if first <= code => Some(value + code - first),
        _ => decimal_value(c),
    }
}

/// `str.isdigit` of one character.
#[must_use]
pub fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    is_decimal(c) || digit_value(c).is_some()
}

/// `str.isnumeric` of one character.
#[must_use]
pub fn is_numeric(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    group(c) == GeneralCategoryGroup::Number || NUMERIC_LETTERS.binary_search(&u32::from(c)).is_ok()
}

/// `str.isalnum` of one character.
#[must_use]
pub fn is_alnum(c: char) -> bool {
    is_alpha(c) || is_numeric(c)
}

/// `str.isspace` of one character: what `strip()` and `split()` take as whitespace.
#[must_use]
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

/// `str.islower` of one character.
#[must_use]
pub fn is_lower(c: char) -> bool {
    c.is_lowercase() && is_known(c) || c == '\u{295}'
}

/// `str.isupper` of one character.
#[must_use]
pub fn is_upper(c: char) -> bool {
    c.is_uppercase() && is_known(c)
}

/// Whether a character is in title case proper (category `Lt`, such as `ǅ`).
#[must_use]
pub fn is_title(c: char) -> bool {
    !c.is_ascii() && category(c) == GeneralCategory::TitlecaseLetter
}

/// Whether case matters for the character: it is lower, upper or title case.
#[must_use]
pub fn is_cased(c: char) -> bool {
    is_lower(c) || is_upper(c) || is_title(c)
}

/// `str.isprintable` of one character: what `repr` shows as itself.
#[must_use]
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' '..='~');
    }
    !matches!(group(c), GeneralCategoryGroup::Other | GeneralCategoryGroup::Separator)
}

/// Whether an identifier may begin with the character.
#[must_use]
pub fn is_identifier_start(c: char) -> bool {
    c == '_' || unicode_ident::is_xid_start(c) && is_known(c)
}

/// Whether an identifier may go on with the character.
#[must_use]
pub fn is_identifier_continue(c: char) -> bool {
    unicode_ident::is_xid_continue(c) && is_known(c)
}

/// Whether the character ends a line for `str.splitlines`.
#[must_use]
pub fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\x0b' | '\x0c' | '\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether Unicode 15.1 gives the character an upper case of its own (some got theirs later).
fn has_known_upper(c: char) -> bool {
    is_known(c) && !matches!(c, '\u{19b}' | '\u{264}' | '\u{a7d3}' | '\u{a7d5}')
}

/// Appends the full upper case of one character.
pub fn push_upper(out: &mut String, c: char) {
    if has_known_upper(c) {
        out.extend(c.to_uppercase());
    } else {
        out.push(c);
    }
}

/// Appends the full lower case of one character, taken alone (a final sigma needs its word: see `chars::lower`).
pub fn push_lower(out: &mut String, c: char) {
    if is_known(c) {
        out.extend(c.to_lowercase());
    } else {
        out.push(c);
    }
}

/// Appends the full title case of one character.
pub fn push_title(out: &mut String, c: char) {
    let one = match c {
        'Ǆ'..='ǆ' => 'ǅ',
        'Ǉ'..='ǉ' => 'ǈ',
        'Ǌ'..='ǌ' => 'ǋ',
        'Ǳ'..='ǳ' => 'ǲ',
        'ა'..='ჺ' | 'ჽ'..='ჿ' => c,
        'ŉ' => return push_upper(out, c),
        '\u{1f80}'..='\u{1faf}' => char::from_u32(u32::from(c) | 8).unwrap_or(c),
        'ᾳ' | 'ᾼ' => 'ᾼ',
        'ῃ' | 'ῌ' => 'ῌ',
        'ῳ' | 'ῼ' => 'ῼ',
        // Ligatures: the first letter in upper case, the rest as a Greek iota below or in lower case.
        _ if has_known_upper(c) && c.to_uppercase().len() > 1 => {
            for (n, part) in c.to_uppercase().enumerate() {
                match part {
                    'Ι' if n > 0 && c > '\u{1f00}' => out.push('\u{345}'),
                    _ if n > 0 => push_lower(out, part),
                    _ => out.push(part),
                }
            }
            return;
        }
        _ => return push_upper(out, c),
    };
    out.push(one);
}

/// Appends the full case folding of one character.
pub fn push_casefold(out: &mut String, c: char) {
    match c {
        'ı' => out.push(c),
        'ẞ' => out.push_str("ss"),
        'Ꭰ'..='Ᏽ' => out.push(c),
        'ᏸ'..='ᏽ' | 'ꭰ'..='ꮿ' => push_upper(out, c),
        _ if has_known_upper(c) => {
            for upper in c.to_uppercase() {
                push_lower(out, upper);
            }
        }
        _ => push_lower(out, c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(c: char) -> String {
        let mut out = String::new();
        push_title(&mut out, c);
        out
    }

    #[test]
    fn digits_of_other_scripts() {
        assert_eq!(decimal_value('٣'), Some(3));
        assert_eq!(decimal_value('\u{1d7d9}'), Some(1));
        assert_eq!(decimal_value('²'), None);
        assert_eq!(digit_value('²'), Some(2));
        assert!(is_numeric('万') && !is_digit('万'));
    }

    #[test]
    fn later_versions_of_unicode_do_not_count() {
        assert!(!is_alpha('\u{10d50}') && !is_printable('\u{10d50}'));
        assert!(!is_upper('\u{10d50}'));
    }

    #[test]
    fn title_case_of_digraphs_and_ligatures() {
        assert_eq!(title('ǆ'), "ǅ");
        assert_eq!(title('ﬁ'), "Fi");
        assert_eq!(title('ᾷ'), "Α\u{342}\u{345}");
        assert_eq!(title('ß'), "Ss");
    }
}
