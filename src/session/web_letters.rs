//! Letters that web pages put in place of Python's own: typographic quotes, dashes, odd spaces.

/// `text` with Python's letters in their place; `None` where there are none of the others. What stands in
/// straight quotes or in a comment stays as it is.
pub fn straighten(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let kept = untouched(rest);
        if kept > 0 {
            out.push_str(&rest[..kept]);
            rest = &rest[kept..];
            continue;
        }
        match letter {
            '“' | '”' | '„' | '‟' => out.push('"'),
            '‘' | '’' | '‚' | '‛' => out.push('\''),
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => out.push(' '),
            '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            '–' | '−' => out.push('-'),
            other => out.push(other),
        }
        rest = &rest[letter.len_utf8()..];
    }
    (out != text).then_some(out)
}

/// The length of the comment or string that `text` begins with; 0 where it begins with neither.
fn untouched(text: &str) -> usize {
    let line = text.find('\n').unwrap_or(text.len());
    if text.starts_with('#') {
        return line;
    }
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        if let Some(inner) = text.strip_prefix(quote) {
            let end = closing(inner, quote).map(|at| quote.len() + at + quote.len());
            // A string of one line ends there, closed or not.
            let end = end.filter(|&end| quote.len() == 3 || end <= line);
            return end.unwrap_or(if quote.len() == 3 { text.len() } else { line });
        }
    }
    0
}

/// Where an unescaped `quote` stands.
fn closing(text: &str, quote: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, letter)| {
        let found = !escaped && text[at..].starts_with(quote);
        escaped = !escaped && letter == '\\';
        found.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::straighten;

    #[test]
    fn only_what_is_no_text_is_changed() {
        assert_eq!(straighten("print(“hi”, ‘a’)").as_deref(), Some("print(\"hi\", 'a')"));
        assert_eq!(straighten("b =\u{a0}2 − 1").as_deref(), Some("b = 2 - 1"));
        assert_eq!(straighten("x = 'it’s' # “so”"), None);
        assert_eq!(straighten("'''“\n”''' + “a”").as_deref(), Some("'''“\n”''' + \"a\""));
        assert_eq!(straighten("'\\'“' + “a”").as_deref(), Some("'\\'“' + \"a\""));
        assert_eq!(straighten("plain"), None);
    }
}
