//! Numbers of half precision (IEEE 754 binary16), for `struct` and `memoryview`.

/// The bits of the nearest half-precision number; `None` where it is too large.
#[must_use]
pub fn bits(float: f64) -> Option<u16> {
    let sign = u16::from(float.is_sign_negative()) << 15;
    let size = float.abs();
    if float.is_nan() {
        return Some(sign | 0x7e00);
    }
    if float.is_infinite() {
        return Some(sign | 0x7c00);
    }
    // Half-precision numbers below 2**-14 are multiples of 2**-24.
    let exponent = if size < 2f64.powi(-14) { -14 } else { (size.to_bits() >> 52) as i32 - 1023 };
    let scaled = size * 2f64.powi(10 - exponent);
    let digits = round_half_even(scaled);
    let bits =
        if size < 2f64.powi(-14) { digits } else { ((exponent + 14) as u32) * 1024 + digits };
    (bits < 0x7c00).then_some(sign | bits as u16)
}

fn round_half_even(number: f64) -> u32 {
    let floor = number.floor();
    let up = number - floor > 0.5 || (number - floor == 0.5 && floor % 2.0 == 1.0);
    floor as u32 + u32::from(up)
}

/// The number that these bits of half precision are.
#[must_use]
pub fn value(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let digits = f64::from(bits & 0x3ff);
    match (bits >> 10) & 0x1f {
        0 => sign * digits * 2f64.powi(-24),
        31 if digits == 0.0 => sign * f64::INFINITY,
        31 => f64::NAN,
        exponent => sign * (1.0 + digits / 1024.0) * 2f64.powi(i32::from(exponent) - 15),
    }
}
