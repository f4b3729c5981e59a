//! Windows code page 1252, the encoding of many a text file from Windows.

/// What the bytes 0x80 to 0x9F mean; the others mean what they mean in Latin-1.
const UPPER: [Option<char>; 32] = [
    Some('€'),
    None,
    Some('‚'),
    Some('ƒ'),
    Some('„'),
    Some('…'),
    Some('†'),
    Some('‡'),
    Some('ˆ'),
    Some('‰'),
    Some('Š'),
    Some('‹'),
    Some('Œ'),
    None,
    Some('Ž'),
    None,
    None,
    Some('‘'),
    Some('’'),
    Some('“'),
    Some('”'),
    Some('•'),
    Some('–'),
    Some('—'),
    Some('˜'),
    Some('™'),
    Some('š'),
    Some('›'),
    Some('œ'),
    None,
    Some('ž'),
    Some('Ÿ'),
];

/// The character of a byte, if it has one.
#[must_use]
pub fn character(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9F => UPPER[usize::from(byte - 0x80)],
        _ => Some(char::from(byte)),
    }
}

/// The byte of a character, if it has one.
#[must_use]
pub fn byte(letter: char) -> Option<u8> {
    if let Some(at) = UPPER.iter().position(|known| *known == Some(letter)) {
        return Some(0x80 + at as u8);
    }
    u8::try_from(u32::from(letter)).ok().filter(|byte| !(0x80..=0x9F).contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_with_a_character_comes_back() {
        for at in 0..=255 {
            if let Some(letter) = character(at) {
                assert_eq!(byte(letter), Some(at));
            }
        }
        assert_eq!((character(0x80), byte('\u{81}')), (Some('€'), None));
    }
}
