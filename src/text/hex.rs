//! Bytes as hexadecimal text: `bytes.fromhex` and `bytes.hex`.

/// `bytes.fromhex(text)`. An error is the message of a `ValueError`.
pub fn bytes_from_hex(text: &str) -> Result<Vec<u8>, String> {
    let bad = |at| format!("non-hexadecimal number found in fromhex() arg at position {at}");
    // CPython looks for characters it cannot store in a byte before anything else.
    if let Some(at) = text.chars().position(|c| !c.is_ascii()) {
        return Err(bad(at));
    }
    let text = text.as_bytes();
    let digit = |at: usize| match text.get(at).map_or(NO_DIGIT, |byte| VALUES[*byte as usize]) {
        NO_DIGIT => Err(bad(at)),
        value => Ok(value),
    };
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut at = 0;
    while at < text.len() {
        if matches!(text[at], b' ' | b'\t'..=b'\r') {
            at += 1;
            continue;
        }
        out.push(digit(at)? << 4 | digit(at + 1)?);
        at += 2;
    }
    Ok(out)
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";
const NO_DIGIT: u8 = 16;

/// What each byte counts for as a hexadecimal digit.
const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        values[DIGITS[value] as usize] = value as u8;
        values[DIGITS[value].to_ascii_uppercase() as usize] = value as u8;
        value += 1;
    }
    values
};

/// `bytes.hex(separator, group)`: a positive group counts from the right end, a negative one from the left.
#[must_use]
pub fn bytes_hex(bytes: &[u8], separator: Option<char>, group: i64) -> String {
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let Some(separator) = separator.filter(|_| (1..bytes.len()).contains(&size)) else {
        let mut out = String::with_capacity(bytes.len() * 2);
        push_digits(bytes, &mut out);
        return out;
    };
    let mut out = String::with_capacity(bytes.len() * 3);
    let first = if group > 0 { bytes.len() % size } else { 0 };
    let (first, rest) = bytes.split_at(first);
    push_digits(first, &mut out);
    for group in rest.chunks(size) {
        if !out.is_empty() {
            out.push(separator);
        }
        push_digits(group, &mut out);
    }
    out
}

fn push_digits(bytes: &[u8], out: &mut String) {
    let digit = |half: u8| char::from(DIGITS[half as usize]);
    out.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex() {
        assert_eq!(bytes_from_hex("ab cD"), Ok(vec![0xab, 0xcd]));
        assert!(bytes_from_hex("a b").unwrap_err().ends_with("position 1"));
        assert_eq!(bytes_hex(&[0, 1, 2], Some(':'), 2), "00:0102");
        assert_eq!(bytes_hex(&[0, 1, 0xfe], Some(':'), -2), "0001:fe");
        assert_eq!(bytes_hex(&[0, 1, 2], Some(':'), 3), "000102");
        assert_eq!(bytes_hex(&[0, 1, 2], Some(':'), 0), "000102");
    }
}
