//! Actions for the patterns of `match`.

use super::builder::{Builder, Fault, Refused};
use crate::source::Span;
use crate::syntax::ast::{
    BinOp, Block, Constant, Expr, ExprKind, Ident, MatchCase, Pattern, PatternKind,
};

type Boxed = Box<Expr>;

impl Builder<'_> {
    pub fn pattern(&mut self, l: u32, kind: PatternKind, r: u32) -> Box<Pattern> {
        Box::new(Pattern { kind, span: Span::new(l, r) })
    }

    pub fn case(
        &mut self,
        pattern: Box<Pattern>,
        guard: Option<Boxed>,
        body: Block,
    ) -> Box<MatchCase> {
        Box::new(MatchCase { pattern: *pattern, guard: guard.map(|guard| *guard), body })
    }

    pub fn sequence(&mut self, l: u32, items: Vec<Pattern>, r: u32) -> Box<Pattern> {
        self.pattern(l, PatternKind::Sequence(items), r)
    }

    fn binding(&self, name: Ident) -> Option<Ident> {
        (self.names.text(name.name) != "_").then_some(name)
    }

    /// A bare name: binds, unless it is `_`.
    pub fn capture(&mut self, name: Ident) -> Box<Pattern> {
        let kind = PatternKind::As { pattern: None, name: self.binding(name) };
        self.pattern(name.span.start, kind, name.span.end)
    }

    pub fn star_pattern(&mut self, l: u32, name: Ident, r: u32) -> Box<Pattern> {
        let kind = PatternKind::Star(self.binding(name));
        self.pattern(l, kind, r)
    }

    pub fn as_pattern(
        &mut self,
        l: u32,
        pattern: Box<Pattern>,
        name: Ident,
        r: u32,
    ) -> Result<Box<Pattern>, Refused> {
        if self.binding(name).is_none() {
            return Err(Fault::shape("cannot use '_' as a target", name.span));
        }
        Ok(self.pattern(l, PatternKind::As { pattern: Some(pattern), name: Some(name) }, r))
    }

    pub fn mapping(
        &mut self,
        l: u32,
        items: Vec<(Expr, Pattern)>,
        rest: Option<Ident>,
        r: u32,
    ) -> Result<Box<Pattern>, Refused> {
        if let Some(wildcard) = rest.filter(|&name| self.binding(name).is_none()) {
            return Err(Fault::shape("invalid syntax", wildcard.span));
        }
        let (keys, patterns) = items.into_iter().unzip();
        Ok(self.pattern(l, PatternKind::Mapping { keys, patterns, rest }, r))
    }

    pub fn class_pattern(
        &mut self,
        l: u32,
        class: Boxed,
        patterns: Vec<Pattern>,
        keywords: Vec<(Ident, Box<Pattern>)>,
        r: u32,
    ) -> Box<Pattern> {
        let keywords = keywords.into_iter().map(|(name, pattern)| (name, *pattern)).collect();
        self.pattern(l, PatternKind::Class { class: *class, patterns, keywords }, r)
    }

    /// `1 + 2j` in a pattern: a real number, then an imaginary one.
    pub fn complex(
        &mut self,
        l: u32,
        real: Boxed,
        op: BinOp,
        imaginary: Boxed,
        r: u32,
    ) -> Result<Boxed, Refused> {
        if let ExprKind::Constant(Constant::Imaginary(_)) = number_under_sign(&real).kind {
            return Err(Fault::definite("real number required in complex literal", real.span));
        }
        if !matches!(imaginary.kind, ExprKind::Constant(Constant::Imaginary(_))) {
            return Err(Fault::definite(
                "imaginary number required in complex literal",
                imaginary.span,
            ));
        }
        Ok(self.binary(l, real, op, imaginary, r))
    }
}

fn number_under_sign(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Unary { operand, .. } => operand,
        _ => expr,
    }
}
