//! `'…%s…' % (a, b)`: what CPython's optimizer makes an f-string of (`optimize_format` in `Python/ast_opt.c`), so that
//! each value is shown before the next one is evaluated and no tuple is made.

use super::unit::{Lowered, Lowerer};
use crate::eval::display::{FString, Field, Part};
use crate::eval::node::Node;
use crate::syntax::ast::{Constant, Conversion, Expr, ExprKind};
use crate::text::percent::{self, Flags, Piece, Size, Template};

/// Wider fields are left to `%`.
const WIDEST: usize = 999;

impl Lowerer<'_> {
    /// The f-string that `left % right` is, if it is one.
    pub(super) fn percent(&mut self, left: &Expr, right: &Expr) -> Lowered<Option<Node>> {
        let (ExprKind::Constant(Constant::Str(template)), ExprKind::Tuple(items)) =
            (&left.kind, &right.kind)
        else {
            return Ok(None);
        };
        let plain = |item: &Expr| !matches!(item.kind, ExprKind::Starred(_));
        if !items.iter().all(plain) || self.yields(right) || self.constant_keys(items).is_some() {
            return Ok(None);
        }
        let pieces: Vec<Piece<'_>> = Template::new(template, false).collect();
        let Some(fields) = simple_fields(&pieces).filter(|fields| *fields == items.len()) else {
            return Ok(None);
        };
        let mut parts = Vec::with_capacity(pieces.len() + fields);
        let mut values = items.iter();
        for piece in &pieces {
            match piece {
                Piece::Text(text) => parts.push(Part::Text(self.string(text)?)),
                Piece::Field(field) => {
                    let Some(value) = values.next() else { break };
                    parts.push(Part::Field(self.shown(field, value)?));
                }
            }
        }
        Ok(Some(Box::new(FString { parts })))
    }

    fn shown(&mut self, field: &percent::Field<'_>, value: &Expr) -> Lowered<Field> {
        let spec = specification(field);
        let spec = match spec.is_empty() {
            true => None,
            false => Some(self.constant_node(super::constants::ConstantKey::Str(spec.into()))?),
        };
        let conversion = match field.kind {
            's' => Conversion::Str,
            'r' => Conversion::Repr,
            _ => Conversion::Ascii,
        };
        let node = self.expr(value)?;
        Ok(Field { value: node, conversion: Some(conversion), spec, span: value.span })
    }
}

/// How many fields there are, if each shows a value as text and at most lays it out.
fn simple_fields(pieces: &[Piece<'_>]) -> Option<usize> {
    let mut count = 0;
    for piece in pieces {
        if let Piece::Field(field) = piece {
            if !is_simple(field) {
                return None;
            }
            count += 1;
        }
    }
    Some(count)
}

fn is_simple(field: &percent::Field<'_>) -> bool {
    let fits = |size: Size| match size {
        Size::Default => true,
        Size::Given(size) => size <= WIDEST,
        Size::Star => false,
    };
    field.key.is_none()
        && field.problem.is_none()
        && matches!(field.kind, 's' | 'r' | 'a')
        && field.flags == (Flags { left: field.flags.left, ..Flags::default() })
        && fits(field.width)
        && fits(field.precision)
}

/// The same layout as an f-string's specification says it.
fn specification(field: &percent::Field<'_>) -> String {
    let mut spec = String::new();
    if let Size::Given(width) = field.width {
        if !field.flags.left && width > 0 {
            spec.push('>');
        }
        spec.push_str(&width.to_string());
    }
    if let Size::Given(precision) = field.precision {
        spec.push_str(&format!(".{precision}"));
    }
    spec
}
