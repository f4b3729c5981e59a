//! Checksums of bytes, for `zlib` and `binascii`.

/// The remainders of all bytes by the polynomial of IEEE 802.3, with none to seven zero bytes behind
/// them.
static CRC_TABLES: [[u32; 256]; 8] = {
    let mut tables = [[0; 256]; 8];
    let mut at = 0;
    while at < 256 {
        let mut rest = at as u32;
        let mut bit = 0;
        while bit < 8 {
            rest = if rest & 1 == 1 { rest >> 1 ^ 0xedb8_8320 } else { rest >> 1 };
            bit += 1;
        }
        tables[0][at] = rest;
        at += 1;
    }
    let mut zeros = 1;
    while zeros < 8 {
        let mut at = 0;
        while at < 256 {
            let rest = tables[zeros - 1][at];
            tables[zeros][at] = tables[0][rest as usize & 0xff] ^ rest >> 8;
            at += 1;
        }
        zeros += 1;
    }
    tables
};

/// The CRC-32 of what had the checksum `start` and of `data` behind it. Eight bytes are taken at a
/// time, each from the table that knows how many follow.
pub(super) fn crc32(start: u32, data: &[u8]) -> u32 {
    let (words, rest) = data.as_chunks::<8>();
    let crc = words.iter().fold(!start, |crc, word| {
        let word = u64::from_le_bytes(*word) ^ u64::from(crc);
        let bytes = word.to_le_bytes();
        let parts = bytes.iter().zip(CRC_TABLES.iter().rev());
        parts.fold(0, |sum, (byte, table)| sum ^ table[usize::from(*byte)])
    });
    !rest.iter().fold(crc, |crc, byte| CRC_TABLES[0][usize::from(crc as u8 ^ byte)] ^ crc >> 8)
}

/// As many bytes can be added up before the sums of Adler-32 must be cut.
const ADLER_RUN: usize = 5552;
const ADLER_BASE: u32 = 65_521;

/// The Adler-32 of what had the checksum `start` and of `data` behind it.
pub(super) fn adler32(start: u32, data: &[u8]) -> u32 {
    let (mut low, mut high) = (start & 0xffff, start >> 16);
    for run in data.chunks(ADLER_RUN) {
        for byte in run {
            low += u32::from(*byte);
            high += low;
        }
        low %= ADLER_BASE;
        high %= ADLER_BASE;
    }
    high << 16 | low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_known_from_elsewhere() {
        assert_eq!(crc32(0, b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(crc32(0, b"1234"), b"56789"), 0xcbf4_3926);
        assert_eq!(crc32(0, b""), 0);
        assert_eq!(adler32(1, b"Wikipedia"), 0x11e6_0398);
        assert_eq!(adler32(1, &[0xff; 20_000]), 0x9f51_d664);
    }
}
