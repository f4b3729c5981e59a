//! `hash()` of the built-in types, number for number as 64-bit CPython 3.13 under `PYTHONHASHSEED=0`.

use super::float_parse::integer_ratio;

/// The hash of `None`.
pub const HASH_NONE: i64 = 0xfca8_6420;

/// Numbers are hashed modulo this prime, so that equal numbers of different types hash alike.
const MODULUS: u64 = (1 << 61) - 1;

/// -1 means an error in CPython's C code, so no hash is -1.
#[inline(always)]
fn never_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// `hash(text)`.
#[must_use]
pub fn hash_str(text: &str) -> i64 {
    if text.is_ascii() {
        return hash_bytes(text.as_bytes());
    }
    // What is hashed is CPython's own storage: as wide as the widest character needs.
    let widest = text.chars().max().map_or(0, u32::from);
    let raw: Vec<u8> = match widest {
        0..=0xff => text.chars().map(|c| u32::from(c) as u8).collect(),
        0x100..=0xffff => text.chars().flat_map(|c| (u32::from(c) as u16).to_le_bytes()).collect(),
        _ => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
    };
    hash_bytes(&raw)
}

/// `hash(bytes)`.
#[must_use]
pub fn hash_bytes(bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    never_minus_one(siphash13(bytes, 0) as i64)
}

/// SipHash-1-3 with a key whose upper half is zeros; that of hash seed 0 is all zeros.
#[must_use]
pub fn siphash13(bytes: &[u8], key: u64) -> u64 {
    let mut state: [u64; 4] = [
        0x736f_6d65_7073_6575 ^ key,
        0x646f_7261_6e64_6f6d,
        0x6c79_6765_6e65_7261 ^ key,
        0x7465_6462_7974_6573,
    ];
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        absorb(&mut state, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..tail.len()].copy_from_slice(tail);
    last[7] = bytes.len() as u8;
    absorb(&mut state, u64::from_le_bytes(last));
    state[2] ^= 0xff;
    for _ in 0..3 {
        sip_round(&mut state);
    }
    state[0] ^ state[1] ^ state[2] ^ state[3]
}

fn absorb(state: &mut [u64; 4], word: u64) {
    state[3] ^= word;
    sip_round(state);
    state[0] ^= word;
}

fn sip_round(state: &mut [u64; 4]) {
    let [mut a, mut b, mut c, mut d] = *state;
    a = a.wrapping_add(b);
    b = b.rotate_left(13) ^ a;
    a = a.rotate_left(32);
    c = c.wrapping_add(d);
    d = d.rotate_left(16) ^ c;
    a = a.wrapping_add(d);
    d = d.rotate_left(21) ^ a;
    c = c.wrapping_add(b);
    b = b.rotate_left(17) ^ c;
    c = c.rotate_left(32);
    *state = [a, b, c, d];
}

/// `hash(n)` of an int that fits.
#[must_use]
#[inline]
pub fn hash_i64(n: i64) -> i64 {
    let magnitude = n.unsigned_abs();
    if magnitude < MODULUS {
        return never_minus_one(n);
    }
    signed(n < 0, magnitude % MODULUS)
}

/// `hash(n)` of an int of any size: its sign and the 64-bit words of its magnitude, lowest first.
#[must_use]
pub fn hash_big(negative: bool, words: &[u64]) -> i64 {
    // 2**64 is 8 modulo 2**61 - 1.
    let fold = |high: u64, &low: &u64| {
        ((u128::from(high) * 8 + u128::from(low)) % u128::from(MODULUS)) as u64
    };
    signed(negative, words.iter().rev().fold(0, fold))
}

fn signed(negative: bool, magnitude: u64) -> i64 {
    let hash = magnitude as i64;
    never_minus_one(if negative { -hash } else { hash })
}

/// `hash(x)`. `None` for NaN, which hashes by its address: [`hash_pointer`].
#[must_use]
pub fn hash_float(x: f64) -> Option<i64> {
    if x.is_nan() {
        return None;
    }
    let Some((mantissa, exponent)) = integer_ratio(x) else {
        return Some(if x > 0.0 { 314_159 } else { -314_159 });
    };
    // Multiplying by a power of two is a rotation of the 61 bits.
    let turn = exponent.rem_euclid(61) as u32;
    let turned = (mantissa << turn & MODULUS) | mantissa >> (61 - turn);
    Some(signed(x < 0.0, turned % MODULUS))
}

/// `hash(complex)` from the hashes of its parts.
#[must_use]
pub fn hash_complex(re: i64, im: i64) -> i64 {
    never_minus_one(re.wrapping_add(im.wrapping_mul(1_000_003)))
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

fn mix(hashes: impl IntoIterator<Item = i64>) -> u64 {
    hashes.into_iter().fold(PRIME_5, stir)
}

#[inline]
fn stir(acc: u64, hash: i64) -> u64 {
    let acc = acc.wrapping_add((hash as u64).wrapping_mul(PRIME_2));
    acc.rotate_left(31).wrapping_mul(PRIME_1)
}

fn finish(acc: u64) -> i64 {
    if acc == u64::MAX { 1_546_275_796 } else { acc as i64 }
}

/// `hash(tuple)` from the hashes of its items.
#[must_use]
pub fn hash_tuple(items: &[i64]) -> i64 {
    let length = items.len() as u64 ^ (PRIME_5 ^ 0x35_d373);
    finish(mix(items.iter().copied()).wrapping_add(length))
}

/// `hash(tuple)` of `length` items; `None` if the hash of one is not known.
#[inline]
pub fn hash_known_items(length: usize, hashes: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    let mut acc = PRIME_5;
    for hash in hashes {
        acc = stir(acc, hash?);
    }
    Some(finish(acc.wrapping_add(length as u64 ^ (PRIME_5 ^ 0x35_d373))))
}

/// `hash(slice)` from the hashes of start, stop and step.
#[must_use]
pub fn hash_slice(start: i64, stop: i64, step: i64) -> i64 {
    finish(mix([start, stop, step]))
}

/// `hash(range)` from its length and the hashes of length, start and step.
#[must_use]
pub fn hash_range(is_empty: bool, is_single: bool, length: i64, start: i64, step: i64) -> i64 {
    match (is_empty, is_single) {
        (true, _) => hash_tuple(&[length, HASH_NONE, HASH_NONE]),
        (_, true) => hash_tuple(&[length, start, HASH_NONE]),
        _ => hash_tuple(&[length, start, step]),
    }
}

/// `hash(frozenset)` from the hashes of its elements, in any order.
#[must_use]
pub fn hash_frozenset(elements: impl IntoIterator<Item = i64>) -> i64 {
    let mut hash = 0_u64;
    let mut count = 0_u64;
    for element in elements {
        let element = element as u64;
        hash ^= (element ^ 0x055b_4db3 ^ element << 16).wrapping_mul(3_644_798_167);
        count += 1;
    }
    hash ^= (count + 1).wrapping_mul(1_927_868_237);
    hash ^= hash >> 11 ^ hash >> 25;
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash as i64 }
}

/// The hash of an object that hashes by its address (`object.__hash__`).
#[must_use]
pub fn hash_pointer(address: usize) -> i64 {
    never_minus_one((address as u64).rotate_right(4) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_every_width() {
        assert_eq!(hash_str(""), 0);
        assert_eq!(hash_str("a"), 4_644_417_185_603_328_019);
        assert_eq!(hash_str("spam and eggs"), -1_835_052_400_639_646_948);
        assert_eq!(hash_str("é"), 6_047_309_291_227_476_195);
        assert_eq!(hash_str("€"), -5_529_981_157_763_016_009);
        assert_eq!(hash_str("😀é"), -8_156_959_572_090_869_618);
    }

    #[test]
    fn equal_numbers_hash_alike() {
        assert_eq!(hash_i64(-1), -2);
        assert_eq!(hash_i64(i64::MIN), -4);
        assert_eq!(hash_float(2.5), Some(1_152_921_504_606_846_978));
        assert_eq!(hash_float(1e300), Some(1_224_995_262_755_759_164));
        assert_eq!(hash_big(false, &[0, 1]), 8);
        assert_eq!(hash_float(f64::NEG_INFINITY), Some(-314_159));
    }

    #[test]
    fn containers() {
        assert_eq!(hash_tuple(&[]), 5_740_354_900_026_072_187);
        assert_eq!(hash_frozenset([]), 133_146_708_735_736);
    }
}
