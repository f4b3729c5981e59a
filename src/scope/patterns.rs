//! The walk over `match` statements: captures bind, and some orders make no sense.

use super::walk::Walk;
use crate::source::Span;
use crate::syntax::ast::{
    BinOp, Constant, Expr, ExprKind, Ident, MatchCase, Name, Pattern, PatternKind, UnaryOp,
};
use crate::text::{complex, float_repr, str_repr};

impl Walk<'_> {
    pub(super) fn match_cases(&mut self, subject: &Expr, cases: &[MatchCase]) {
        self.expr(subject);
        for (at, case) in cases.iter().enumerate() {
            let mut bound = Vec::new();
            self.pattern(&case.pattern, &mut bound);
            if case.guard.is_none() && at + 1 < cases.len() {
                self.irrefutable(&case.pattern);
            }
            self.exprs(&case.guard);
            self.block(&case.body);
        }
    }

    /// Refuses a pattern that always matches where another follows.
    fn irrefutable(&mut self, pattern: &Pattern) {
        match &pattern.kind {
            PatternKind::As { pattern: None, name: None } => {
                self.late("wildcard makes remaining patterns unreachable", pattern.span);
            }
            PatternKind::As { pattern: None, name: Some(name) } => {
                let text = self.names.text(name.name);
                self.late(
                    format!("name capture '{text}' makes remaining patterns unreachable"),
                    pattern.span,
                );
            }
            PatternKind::As { pattern: Some(inner), .. } => self.irrefutable(inner),
            PatternKind::Or(alternatives) => {
                alternatives.last().into_iter().for_each(|last| self.irrefutable(last));
            }
            _ => {}
        }
    }

    /// Walks a pattern; `bound` are the names its match binds so far.
    fn pattern(&mut self, pattern: &Pattern, bound: &mut Vec<Name>) {
        match &pattern.kind {
            PatternKind::Value(value) => {
                if !is_value(value) {
                    self.late(
                        "patterns may only match literals and attribute lookups",
                        pattern.span,
                    );
                }
                self.expr(value);
            }
            PatternKind::Singleton(_) => {}
            PatternKind::Sequence(items) => {
                if items.iter().filter(|item| matches!(item.kind, PatternKind::Star(_))).count() > 1
                {
                    self.late("multiple starred names in sequence pattern", pattern.span);
                }
                items.iter().for_each(|item| self.pattern(item, bound));
            }
            PatternKind::Mapping { keys, patterns, rest } => {
                self.mapping_keys(keys, pattern.span);
                patterns.iter().for_each(|value| self.pattern(value, bound));
                rest.iter().for_each(|name| self.capture(*name, pattern.span, bound));
            }
            PatternKind::Class { class, patterns, keywords } => {
                self.expr(class);
                self.class_keywords(keywords);
                patterns.iter().for_each(|item| self.pattern(item, bound));
                keywords.iter().for_each(|(_, item)| self.pattern(item, bound));
            }
            PatternKind::Star(name) => {
                name.iter().for_each(|name| self.capture(*name, pattern.span, bound));
            }
            PatternKind::As { pattern: inner, name } => {
                inner.iter().for_each(|inner| self.pattern(inner, bound));
                name.iter().for_each(|name| self.capture(*name, pattern.span, bound));
            }
            PatternKind::Or(alternatives) => self.alternatives(alternatives, pattern.span, bound),
        }
    }

    fn capture(&mut self, name: Ident, span: Span, bound: &mut Vec<Name>) {
        if bound.contains(&name.name) {
            let text = self.names.text(name.name);
            self.late(format!("multiple assignments to name '{text}' in pattern"), span);
        }
        bound.push(name.name);
        self.not_debug(name.name, span, "assign to");
        self.bind(name);
    }

    fn alternatives(&mut self, alternatives: &[Pattern], span: Span, bound: &mut Vec<Name>) {
        let start = bound.len();
        let mut first: Option<Vec<Name>> = None;
        for (at, alternative) in alternatives.iter().enumerate() {
            let mut inner = bound[..start].to_vec();
            self.pattern(alternative, &mut inner);
            if at + 1 < alternatives.len() {
                self.irrefutable(alternative);
            }
            let mut names = inner.split_off(start);
            names.sort_unstable();
            match &first {
                None => first = Some(names),
                Some(names_before) if *names_before != names => {
                    self.late("alternative patterns bind different names", span);
                }
                Some(_) => {}
            }
        }
        bound.extend(first.unwrap_or_default());
    }

    fn mapping_keys(&mut self, keys: &[Expr], span: Span) {
        let mut seen: Vec<Key<'_>> = Vec::new();
        for key in keys {
            if let Some(value) = Key::of(key) {
                if seen.contains(&value) {
                    let text = value.repr(self.source.slice(key.span));
                    self.late(format!("mapping pattern checks duplicate key ({text})"), span);
                }
                seen.push(value);
            } else if !is_value(key) {
                let message = "mapping pattern keys may only match literals and attribute lookups";
                self.late(message, span);
            }
            self.expr(key);
        }
    }

    fn class_keywords(&mut self, keywords: &[(Ident, Pattern)]) {
        for (at, (name, pattern)) in keywords.iter().enumerate() {
            if keywords[..at].iter().any(|(before, _)| before.name == name.name) {
                let text = self.names.text(name.name);
                self.late(
                    format!("attribute name repeated in class pattern: {text}"),
                    pattern.span,
                );
            }
        }
    }
}

/// A key of a mapping pattern, as far as it is a constant: equal numbers are equal keys.
#[derive(PartialEq)]
enum Key<'t> {
    Number(f64, f64),
    Other(&'t Constant),
}

impl<'t> Key<'t> {
    fn of(key: &'t Expr) -> Option<Key<'t>> {
        match &key.kind {
            ExprKind::Constant(constant) => Some(match constant {
                Constant::False => Key::Number(0.0, 0.0),
                Constant::True => Key::Number(1.0, 0.0),
                Constant::Int(int) if is_exact(*int as f64, &int.to_string()) => {
                    Key::Number(*int as f64, 0.0)
                }
                Constant::BigInt { digits, radix: 10 } => match digits.parse() {
                    Ok(float) if is_exact(float, digits) => Key::Number(float, 0.0),
                    _ => Key::Other(constant),
                },
                Constant::Float(float) => Key::Number(*float, 0.0),
                Constant::Imaginary(float) => Key::Number(0.0, *float),
                other => Key::Other(other),
            }),
            ExprKind::Unary { op: UnaryOp::Neg, operand } => match Key::of(operand)? {
                Key::Number(re, im) => Some(Key::Number(-re, -im)),
                Key::Other(_) => None,
            },
            ExprKind::Binary { op, left, right } => {
                let sign = match op {
                    BinOp::Add => 1.0,
                    BinOp::Sub => -1.0,
                    _ => return None,
                };
                match (Key::of(left)?, Key::of(right)?) {
                    (Key::Number(a, b), Key::Number(c, d)) => {
                        Some(Key::Number(a + sign * c, b + sign * d))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// As Python shows the value; numbers mostly stand in the source so.
    fn repr(&self, source: &str) -> String {
        match self {
            Key::Other(Constant::Str(text)) => str_repr::repr(text),
            Key::Other(Constant::Bytes(bytes)) => str_repr::bytes_repr(bytes),
            Key::Number(re, im) if *im != 0.0 || source.ends_with(['j', 'J']) => {
                complex::repr(*re, *im)
            }
            _ if source.starts_with(char::is_alphabetic) => source.to_owned(),
            Key::Number(re, _) if source.starts_with("0x") || source.starts_with("0X") => {
                format!("{re:.0}")
            }
            Key::Number(re, _) if source.contains(['.', 'e', 'E']) => float_repr::repr(*re),
            // There is no negative zero among the ints.
            Key::Number(re, _) if *re == 0.0 => "0".to_owned(),
            Key::Number(re, _) => format!("{re:.0}"),
            Key::Other(_) => source.to_owned(),
        }
    }
}

/// Whether a float is the int with these digits.
fn is_exact(float: f64, digits: &str) -> bool {
    format!("{float:.0}") == digits
}

/// Whether a pattern may compare with this.
fn is_value(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Constant(_) | ExprKind::Attribute { .. } | ExprKind::Binary { .. } => true,
        ExprKind::Unary { op, .. } => *op == UnaryOp::Neg,
        _ => false,
    }
}
