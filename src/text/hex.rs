//! Bytes as hexadecimal text: `bytes.fromhex` and `bytes.hex`.

/// `bytes.fromhex(text)`. An error is the message of a `ValueError`.
pub fn bytes_from_hex(text: &str) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut chars = text.chars().enumerate();
    let bad = |at| format!("non-hexadecimal number found in fromhex() arg at position {at}");
    let length = text.chars().count();
    // CPython looks for characters it cannot store in a byte before anything else.
    if let Some(at) = text.chars().position(|c| !c.is_ascii()) {
        return Err(bad(at));
    }
    while let Some((at, c)) = chars.next() {
        if matches!(c, ' ' | '\t'..='\r') {
            continue;
        }
        let high = c.to_digit(16).ok_or_else(|| bad(at))?;
        let (at, low) = chars.next().unwrap_or((length, ' '));
        let low = low.to_digit(16).ok_or_else(|| bad(at))?;
        out.push((high * 16 + low) as u8);
    }
    Ok(out)
}

/// `bytes.hex(separator, group)`: a positive group counts from the right end, a negative one from the left.
#[must_use]
pub fn bytes_hex(bytes: &[u8], separator: Option<char>, group: i64) -> String {
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let mut out = String::with_capacity(bytes.len() * 3);
    for (at, byte) in bytes.iter().enumerate() {
        let from_end = if group > 0 { bytes.len() - at } else { at };
        if at > 0 && size > 0 && from_end.is_multiple_of(size) {
            out.extend(separator);
        }
        out.extend(
            [byte >> 4, byte & 15].map(|half| char::from(b"0123456789abcdef"[usize::from(half)])),
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex() {
        assert_eq!(bytes_from_hex("ab cD"), Ok(vec![0xab, 0xcd]));
        assert!(bytes_from_hex("a b").unwrap_err().ends_with("position 1"));
        assert_eq!(bytes_hex(&[0, 1, 2], Some(':'), 2), "00:0102");
    }
}
