//! `from __future__ import …`: which features there are, and where the statement may stand.

use super::walk::Walk;
use crate::diagnostic::{Diagnostic, Extent};
use crate::source::Span;
use crate::syntax::ast::{Alias, Constant, ExprKind, Ident, Names, Stmt, StmtKind};

const FEATURES: [&str; 10] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

/// Whether this is an import from `__future__`.
pub(super) fn is_future(names: &Names, module: Option<Ident>, level: u32) -> bool {
    level == 0 && module.is_some_and(|module| names.text(module.name) == "__future__")
}

impl Walk<'_> {
    /// Checks the imports at the head of the module; returns how many statements the head has.
    pub(super) fn future_head(&mut self, body: &[Stmt]) -> Result<usize, Diagnostic> {
        for (at, stmt) in body.iter().enumerate() {
            match &stmt.kind {
                StmtKind::ImportFrom { module, level, names }
                    if is_future(self.names, *module, *level) =>
                {
                    self.features(names, stmt.span)?;
                }
                StmtKind::Expr(value)
                    if at == 0 && matches!(value.kind, ExprKind::Constant(Constant::Str(_))) => {}
                _ => return Ok(at),
            }
        }
        Ok(body.len())
    }

    fn features(&mut self, aliases: &[Alias], span: Span) -> Result<(), Diagnostic> {
        for alias in aliases {
            let feature = self.names.text(alias.name.name);
            self.postponed |= feature == "annotations";
            if feature == "braces" {
                return Err(Diagnostic::syntax("not a chance", span).extent(Extent::Start));
            }
            if !FEATURES.contains(&feature) {
                let message = format!("future feature {feature} is not defined");
                return Err(Diagnostic::syntax(message, span).extent(Extent::Start));
            }
        }
        Ok(())
    }
}
