//! The nodes of f-strings. Their literal parts have no spans of their own: each reaches from one
//! field to the next.

use super::maker::{Made, Maker};
use crate::heap::Ref;
use crate::runtime::Raised;
use crate::source::Span;
use crate::syntax::ast::{Conversion, FField, FPart};

impl Maker<'_> {
    pub fn joined(&self, parts: &[FPart], span: Span) -> Made {
        let whole = self.text.get(span.start as usize..span.end as usize).unwrap_or("");
        let prefix = whole.find(['"', '\'']).unwrap_or(0);
        let triple = whole[prefix..].starts_with("\"\"\"") || whole[prefix..].starts_with("'''");
        let quotes = if triple { 3 } else { 1 };
        let inner = Span::new(
            (span.start + (prefix + quotes) as u32).min(span.end),
            span.end.saturating_sub(quotes as u32).max(span.start),
        );
        let values = self.parts(parts, inner)?;
        self.node("JoinedStr", Some(span), vec![values])
    }

    fn parts(&self, parts: &[FPart], span: Span) -> Made {
        let mut made: Vec<Ref> = Vec::with_capacity(parts.len());
        let mut at = span.start;
        for (index, part) in parts.iter().enumerate() {
            match part {
                FPart::Literal(text) => {
                    let end = match parts.get(index + 1) {
                        Some(FPart::Field(field)) => field.span.start,
                        _ => span.end,
                    };
                    let fields = vec![self.vm.new_str(text)?, self.vm.none()];
                    made.push(self.node("Constant", Some(Span::new(at, end.max(at))), fields)?);
                }
                FPart::Field(field) => {
                    made.push(self.field(field)?);
                    at = field.span.end;
                }
            }
        }
        self.vm.new_list(made)
    }

    fn field(&self, field: &FField) -> Result<Ref, Raised> {
        let conversion = match field.conversion {
            None => -1,
            Some(Conversion::Str) => i64::from(b's'),
            Some(Conversion::Repr) => i64::from(b'r'),
            Some(Conversion::Ascii) => i64::from(b'a'),
        };
        let spec = match &field.spec {
            None => self.vm.none(),
            Some(parts) => {
                let value_end = self.end_with_parentheses(field.span.start, &field.value);
                let rest = self.text.get(value_end as usize..field.span.end as usize).unwrap_or("");
                let start = value_end + rest.find(':').unwrap_or(0) as u32;
                let end = field.span.end.saturating_sub(1).max(start);
                let values = self.parts(parts, Span::new((start + 1).min(end), end))?;
                self.node("JoinedStr", Some(Span::new(start, end)), vec![values])?
            }
        };
        let fields = vec![self.expr(&field.value)?, self.vm.new_int(conversion)?, spec];
        self.node("FormattedValue", Some(field.span), fields)
    }
}
