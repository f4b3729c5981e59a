//! The nodes of `match` statements.

use super::maker::{Made, Maker};
use crate::syntax::ast::{MatchCase, Pattern, PatternKind};

impl Maker<'_> {
    pub fn case(&self, case: &MatchCase) -> Made {
        let guard = self.maybe(case.guard.as_ref())?;
        let fields = vec![self.pattern(&case.pattern)?, guard, self.block(&case.body)?];
        self.node("match_case", None, fields)
    }

    fn pattern(&self, pattern: &Pattern) -> Made {
        self.vm.recurse_freely(|| self.shallow_pattern(pattern))
    }

    fn patterns(&self, patterns: &[Pattern]) -> Made {
        self.list(patterns, |pattern| self.pattern(pattern))
    }

    fn shallow_pattern(&self, pattern: &Pattern) -> Made {
        let at = Some(pattern.span);
        match &pattern.kind {
            PatternKind::Value(value) => self.node("MatchValue", at, vec![self.expr(value)?]),
            PatternKind::Singleton(value) => {
                self.node("MatchSingleton", at, vec![self.value(value)?])
            }
            PatternKind::Sequence(items) => {
                self.node("MatchSequence", at, vec![self.patterns(items)?])
            }
            PatternKind::Mapping { keys, patterns, rest } => {
                let rest = self.maybe_name(rest.as_ref())?;
                let fields = vec![self.exprs(keys)?, self.patterns(patterns)?, rest];
                self.node("MatchMapping", at, fields)
            }
            PatternKind::Class { class, patterns, keywords } => {
                let fields = vec![
                    self.expr(class)?,
                    self.patterns(patterns)?,
                    self.list(keywords, |(name, _)| self.name(name.name))?,
                    self.list(keywords, |(_, pattern)| self.pattern(pattern))?,
                ];
                self.node("MatchClass", at, fields)
            }
            PatternKind::Star(name) => {
                self.node("MatchStar", at, vec![self.maybe_name(name.as_ref())?])
            }
            PatternKind::As { pattern, name } => {
                let inner = self.optional(pattern.as_ref(), |pattern| self.pattern(pattern))?;
                self.node("MatchAs", at, vec![inner, self.maybe_name(name.as_ref())?])
            }
            PatternKind::Or(patterns) => self.node("MatchOr", at, vec![self.patterns(patterns)?]),
        }
    }
}
