//! The walk over `match` statements: captures bind, and some orders make no sense.

use super::walk::Walk;
use crate::source::Span;
use crate::syntax::ast::{
    Constant, Expr, ExprKind, Ident, MatchCase, Name, Pattern, PatternKind, UnaryOp,
};

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
        self.bind(name);
    }

    fn alternatives(&mut self, alternatives: &[Pattern], span: Span, bound: &mut Vec<Name>) {
        let start = bound.len();
        let mut first: Option<Vec<Name>> = None;
        for (at, alternative) in alternatives.iter().enumerate() {
            let mut inner = bound[..start].to_vec();
            self.pattern(alternative, &mut inner);
            let mut names = inner.split_off(start);
            names.sort_unstable();
            match &first {
                None => first = Some(names),
                Some(names_before) if *names_before != names => {
                    self.late("alternative patterns bind different names", span);
                }
                Some(_) => {}
            }
            if at + 1 < alternatives.len() {
                self.irrefutable(alternative);
            }
        }
        bound.extend(first.unwrap_or_default());
    }

    fn mapping_keys(&mut self, keys: &[Expr], span: Span) {
        let mut seen: Vec<&Constant> = Vec::new();
        for key in keys {
            if let ExprKind::Constant(value) = &key.kind {
                if seen.contains(&value) {
                    let text = self.source.slice(key.span);
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
            self.mangle(name.name);
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

/// Whether a pattern may compare with this.
fn is_value(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Constant(_) | ExprKind::Attribute { .. } | ExprKind::Binary { .. } => true,
        ExprKind::Unary { op, .. } => *op == UnaryOp::Neg,
        _ => false,
    }
}
