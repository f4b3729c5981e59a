//! Cells of notebooks that await at their top level: each is the body of a coroutine whose names
//! are the module's.

use super::functions::has_annotations;
use super::pieces::Piece;
use super::unit::{Lowered, Lowerer, Mode, Unit, UnitKind};
use crate::eval::statement::DisplayStm;
use crate::heap::Ref;
use crate::runtime::object::code::{CodeFlags, Makes};
use crate::scope::ScopeId;
use crate::source::Span;
use crate::syntax::ast::{Module, Stmt, StmtKind};

impl Lowerer<'_> {
    /// The code of a cell that awaits, and its constants.
    pub(super) fn awaiting_cell(mut self, module: &Module, mode: Mode) -> Lowered<(Ref, Vec<Ref>)> {
        let mut pieces = Vec::new();
        if has_annotations(&module.body) {
            pieces.push(Piece::Whole(self.ensure_annotations()?));
        }
        if let Some((last, before)) = module.body.split_last() {
            pieces.append(&mut self.pieces(before)?);
            pieces.append(&mut self.last_pieces(last, mode)?);
        }
        let body = Box::new(self.unit.steps(pieces));
        let fresh = Unit::new(UnitKind::Module, ScopeId::MODULE, String::new());
        let mut unit = std::mem::replace(&mut self.unit, fresh);
        unit.qualname = "<module>".into();
        let span = module.body.first().map_or(Span::default(), |first| first.span.start_point());
        let flags = CodeFlags { makes: Makes::Coroutine, ..CodeFlags::default() };
        let code = self.finish_unit(unit, "<module>", span, Default::default(), flags, body)?;
        Ok((code, self.pool.into_values().collect()))
    }

    /// The last statement: if it is an expression, its value is the cell's result.
    fn last_pieces(&mut self, last: &Stmt, mode: Mode) -> Lowered<Vec<Piece>> {
        let StmtKind::Expr(expr) = &last.kind else {
            return self.pieces(std::slice::from_ref(last));
        };
        if mode != Mode::ShowLast {
            return self.pieces(std::slice::from_ref(last));
        }
        self.hoist(expr)?;
        let value = self.expr(expr)?;
        let mut pieces = std::mem::take(&mut self.unit.before);
        self.unit.substitutes.clear();
        pieces.push(Piece::Whole(Box::new(DisplayStm { value, span: last.span })));
        Ok(pieces)
    }
}
