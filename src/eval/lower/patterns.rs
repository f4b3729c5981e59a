//! `match` statements and their patterns.

use super::unit::{Lowered, Lowerer};
use crate::eval::matching::{Case, Match};
use crate::eval::node::{Singleton, Statement, Target};
use crate::eval::patterns::Pattern;
use crate::runtime::Value;
use crate::source::Span;
use crate::syntax::ast::{self, Constant, Expr, Ident, MatchCase, PatternKind};

/// The names a case binds, each with its target once.
struct Captures {
    names: Vec<ast::Name>,
    targets: Vec<Box<dyn Target>>,
}

impl Lowerer<'_> {
    pub(super) fn match_(
        &mut self,
        subject: &Expr,
        cases: &[MatchCase],
        span: Span,
    ) -> Lowered<Statement> {
        let state = self.unit.state();
        let slot = self.unit.temp();
        let subject = self.expr(subject)?;
        self.unit.substitutes.clear();
        let mut lowered = Vec::new();
        for case in cases {
            let mut captures = Captures { names: Vec::new(), targets: Vec::new() };
            let pattern = self.pattern(&case.pattern, &mut captures)?;
            let outer = std::mem::take(&mut self.unit.before);
            let guard = match &case.guard {
                Some(guard) => {
                    self.hoist(guard)?;
                    Some(self.expr(guard)?)
                }
                None => None,
            };
            let pieces = std::mem::replace(&mut self.unit.before, outer);
            let prepare: Option<Statement> =
                if pieces.is_empty() { None } else { Some(Box::new(self.unit.steps(pieces))) };
            let body = self.block(&case.body)?;
            let span = case.pattern.span;
            let targets = captures.targets;
            lowered.push(Case { pattern, targets, prepare, guard, body, span });
        }
        Ok(Box::new(Match { subject, cases: lowered, slot, span, state }))
    }

    fn capture(&mut self, name: Ident, captures: &mut Captures) -> Lowered<usize> {
        if let Some(known) = captures.names.iter().position(|&other| other == name.name) {
            return Ok(known);
        }
        captures.names.push(name.name);
        captures.targets.push(self.store(name.name, name.span)?);
        Ok(captures.names.len() - 1)
    }

    fn optional_capture(
        &mut self,
        name: Option<Ident>,
        captures: &mut Captures,
    ) -> Lowered<Option<usize>> {
        name.map(|name| self.capture(name, captures)).transpose()
    }

    fn patterns(
        &mut self,
        patterns: &[ast::Pattern],
        captures: &mut Captures,
    ) -> Lowered<Vec<Pattern>> {
        patterns.iter().map(|pattern| self.pattern(pattern, captures)).collect()
    }

    fn pattern(&mut self, pattern: &ast::Pattern, captures: &mut Captures) -> Lowered<Pattern> {
        let span = pattern.span;
        Ok(match &pattern.kind {
            PatternKind::Value(expr) => Pattern::Value(self.value(expr)?, span),
            PatternKind::Singleton(constant) => Pattern::Singleton(match constant {
                Constant::True => Value::True,
                Constant::False => Value::False,
                _ => Value::None,
            }),
            PatternKind::Sequence(items) => self.sequence(items, captures)?,
            PatternKind::Mapping { keys, patterns, rest } => Pattern::Mapping {
                keys: keys.iter().map(|key| self.key(key)).collect::<Lowered<_>>()?,
                patterns: self.patterns(patterns, captures)?,
                rest: self.optional_capture(*rest, captures)?,
                span,
            },
            PatternKind::Class { class, patterns, keywords } => {
                let class = self.expr(class)?;
                let patterns = self.patterns(patterns, captures)?;
                let mut lowered = Vec::new();
                for (name, pattern) in keywords {
                    // Never mangled.
                    let text = self.names.text(name.name);
                    let name = self.name_index(text)?;
                    lowered.push((name, self.pattern(pattern, captures)?));
                }
                Pattern::Class { class, patterns, keywords: lowered, span }
            }
            PatternKind::Star(name) => {
                Pattern::Capture { pattern: None, target: self.optional_capture(*name, captures)? }
            }
            PatternKind::As { pattern, name } => {
                let inner = match pattern {
                    Some(pattern) => Some(Box::new(self.pattern(pattern, captures)?)),
                    None => None,
                };
                let target = self.optional_capture(*name, captures)?;
                Pattern::Capture { pattern: inner, target }
            }
            PatternKind::Or(patterns) => Pattern::Or(self.patterns(patterns, captures)?),
        })
    }

    fn sequence(&mut self, items: &[ast::Pattern], captures: &mut Captures) -> Lowered<Pattern> {
        let star = items.iter().position(|item| matches!(item.kind, PatternKind::Star(_)));
        let (before, rest) = items.split_at(star.unwrap_or(items.len()));
        let before = self.patterns(before, captures)?;
        let Some((first, after)) = rest.split_first() else {
            return Ok(Pattern::Sequence { before, star: None, after: Vec::new() });
        };
        let target = match &first.kind {
            PatternKind::Star(name) => self.optional_capture(*name, captures)?,
            _ => None,
        };
        let after = self.patterns(after, captures)?;
        Ok(Pattern::Sequence { before, star: Some(target), after })
    }

    fn key(&mut self, key: &Expr) -> Lowered<crate::eval::node::Node> {
        match &key.kind {
            ast::ExprKind::Constant(Constant::None) => Ok(Box::new(Singleton(Value::None))),
            _ => self.expr(key),
        }
    }
}
