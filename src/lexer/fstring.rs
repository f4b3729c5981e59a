//! The literal text of f-strings and of format specifications: where it stops.

/// An f-string being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct FString {
    pub quote: u8,
    pub triple: bool,
    pub raw: bool,
    /// Offset of its prefix.
    pub start: u32,
    /// How many replacement fields are open in it.
    pub fields: u8,
}

impl FString {
    /// The f-string that `opener` (prefix and quotes) begins at `start`.
    pub fn new(opener: &str, start: u32) -> Self {
        let quote = opener.as_bytes()[opener.len() - 1];
        let triple = opener.ends_with("\"\"\"") || opener.ends_with("'''");
        let raw = opener.bytes().any(|byte| matches!(byte, b'r' | b'R'));
        FString { quote, triple, raw, start, fields: 0 }
    }

    /// How many bytes its closing quotes take.
    pub fn quote_len(self) -> usize {
        if self.triple { 3 } else { 1 }
    }
}

/// What ends a stretch of literal text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// `{` opens a field.
    Open,
    /// `}`: closes the field in a specification, is out of place in plain text.
    Close,
    Quote,
    /// A line break where the quotes are single.
    Break,
    /// The end of the source.
    End,
}

/// How far the literal text at the head of `rest` goes, and why it stops there. `fresh`: it is a
/// specification in which no field has ended yet.
pub(super) fn literal_text(
    rest: &[u8],
    string: FString,
    in_spec: bool,
    fresh: bool,
) -> (usize, Stop) {
    let mut at = 0;
    while let Some(&byte) = rest.get(at) {
        let next = rest.get(at + 1).copied();
        match byte {
            b'{' if next == Some(b'{') && !fresh => at += 2,
            b'{' => return (at, Stop::Open),
            b'}' if next == Some(b'}') && !in_spec => at += 2,
            b'}' => return (at, Stop::Close),
            b'\n' | b'\r' if !string.triple => return (at, Stop::Break),
            b'\\' => at += escape_len(&rest[at..], string.raw),
            _ if byte == string.quote && (!string.triple || rest[at..].starts_with(&[byte; 3])) => {
                return (at, Stop::Quote);
            }
            _ => at += 1,
        }
    }
    (rest.len(), Stop::End)
}

/// The length of the escape at the head of `rest`, as far as finding the end goes.
fn escape_len(rest: &[u8], raw: bool) -> usize {
    match rest.get(1) {
        // A brace keeps its meaning after a backslash.
        None | Some(b'{' | b'}') => 1,
        Some(b'\r') if rest.get(2) == Some(&b'\n') => 3,
        Some(b'N') if !raw && rest.get(2) == Some(&b'{') => {
            let close = rest.iter().position(|byte| matches!(byte, b'}' | b'\n' | b'"' | b'\''));
            close.map_or(3, |at| if rest[at] == b'}' { at + 1 } else { 3 })
        }
        Some(_) => 2,
    }
}
