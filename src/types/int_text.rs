//! Ints of any size as formatting wants to see them.

use crate::runtime::object::number::IntView;
use crate::text::format_number::IntText;
use crate::text::format_spec::FormatError;
use crate::text::int_parse::too_many_digits;

/// Decimal digits that text and ints are converted with unless the program asks for more.
const MOST_DIGITS: usize = 4300;

/// An int object's value.
pub struct AnyInt<'a>(pub IntView<'a>);

impl IntText for AnyInt<'_> {
    fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    fn digits(&self, radix: u32) -> Result<String, FormatError> {
        let big = match self.0 {
            IntView::Small(small) => return small.digits(radix),
            IntView::Big(big) => big,
        };
        let (_, magnitude) = big.clone().into_parts();
        let text = magnitude.in_radix(radix as u8).to_string();
        if radix == 10 && text.len() > MOST_DIGITS {
            return Err(FormatError::Value(too_many_digits(MOST_DIGITS, None)));
        }
        Ok(text)
    }

    fn to_f64(&self) -> Option<f64> {
        match self.0 {
            IntView::Small(small) => Some(small as f64),
            IntView::Big(big) => Some(big.to_f64().value()).filter(|float| float.is_finite()),
        }
    }

    fn to_i64(&self) -> Option<i64> {
        self.0.small()
    }
}
