//! Modules, blocks and simple statements.

use super::resolve::Access;
use super::unit::{Lowered, Lowerer, Mode, UnitKind};
use crate::eval::assign::ParallelAssign;
use crate::eval::import::{Import, ImportFrom};
use crate::eval::names::Assign;
use crate::eval::node::{Node, Singleton, Statement, Target};
use crate::eval::probe::Stop;
use crate::eval::statement::{Assert, AssignMany, Block, Break, Continue, DisplayStm, Pass, Raise};
use crate::runtime::Value;
use crate::scope::ScopeId;
use crate::source::Span;
use crate::syntax::ast::{
    self, Alias, Block as Body, Expr, ExprKind, Ident, Module, Stmt, StmtKind,
};

impl Lowerer<'_> {
    /// Lowers a whole module into its code object.
    pub fn module(
        mut self,
        module: &Module,
        mode: Mode,
    ) -> Lowered<(crate::heap::Ref, Vec<crate::heap::Ref>)> {
        if self.unit.generator {
            return self.awaiting_cell(module, mode);
        }
        self.shows_all = mode == Mode::ShowAll;
        let mut statements = Vec::new();
        let mut body = &module.body[..];
        if mode == Mode::Exec
            && let Some(doc) = self.docstring(body)
        {
            statements.push(self.store_text("__doc__", &doc)?);
            body = &body[1..];
        }
        if super::functions::has_annotations(body) {
            statements.push(self.ensure_annotations()?);
        }
        let last = body.len().saturating_sub(1);
        for (index, statement) in body.iter().enumerate() {
            if self.probed && mode != Mode::Eval {
                statements.push(Box::new(Stop { next: statement.span }));
            }
            let shown = mode == Mode::ShowLast && index == last;
            if index > 0 && self.stands_alone(mode, &body[index - 1], statement) {
                self.forget_constants();
            }
            match &statement.kind {
                StmtKind::Expr(expr) if mode == Mode::Eval => {
                    let value = self.expr(expr)?;
                    statements.push(value.returned(statement.span));
                }
                StmtKind::Expr(expr) if shown => {
                    let value = self.expr(expr)?;
                    statements.push(Box::new(DisplayStm { value, span: statement.span }));
                }
                _ => statements.push(self.statement(statement)?),
            }
        }
        let unit = std::mem::replace(
            &mut self.unit,
            super::unit::Unit::new(UnitKind::Module, ScopeId::MODULE, String::new()),
        );
        let span = module.body.first().map_or(Span::default(), |first| first.span.start_point());
        let body = Box::new(Block { statements });
        let mut unit = unit;
        unit.qualname = "<module>".into();
        let code =
            self.finish_unit(unit, "<module>", span, Default::default(), Default::default(), body)?;
        Ok((code, self.pool.into_values().collect()))
    }

    /// Whether a statement at top level shares no constants with the one before: notebooks compile
    /// each by itself, and so does the prompt for those on lines of their own.
    fn stands_alone(&self, mode: Mode, before: &Stmt, statement: &Stmt) -> bool {
        match mode {
            Mode::ShowLast => true,
            Mode::ShowAll => {
                let from = before.span.start as usize..statement.span.start as usize;
                self.source.text().get(from).is_some_and(|text| !text.trim_end().ends_with(';'))
            }
            Mode::Exec | Mode::Eval => false,
        }
    }

    /// Statements without a `yield` inside.
    pub(super) fn statements(&mut self, body: &[Stmt]) -> Lowered<Vec<Statement>> {
        let mut lowered: Vec<Statement> = Vec::with_capacity(body.len());
        for statement in body {
            if self.probed {
                lowered.push(Box::new(Stop { next: statement.span }));
            }
            lowered.push(self.statement(statement)?);
        }
        Ok(lowered)
    }

    /// A block as one statement.
    pub(super) fn block(&mut self, body: &Body) -> Lowered<Statement> {
        if self.yields_in(body) {
            let pieces = self.pieces(body)?;
            return Ok(Box::new(self.unit.steps(pieces)));
        }
        let mut statements = self.statements(body)?;
        if statements.len() == 1
            && let Some(only) = statements.pop()
        {
            return Ok(only);
        }
        Ok(Box::new(Block { statements }))
    }

    pub(super) fn optional_block(&mut self, body: &Body) -> Lowered<Option<Statement>> {
        if body.is_empty() { Ok(None) } else { self.block(body).map(Some) }
    }

    /// Lowers one statement without a `yield` inside.
    pub(super) fn statement(&mut self, statement: &Stmt) -> Lowered<Statement> {
        let mark = self.unit.mark();
        let lowered = self.plain_statement(statement)?;
        self.unit.release_to(mark);
        Ok(lowered)
    }

    /// As [`Lowerer::statement`], keeping its temporaries: blocks and what is computed before.
    pub(super) fn plain_statement(&mut self, statement: &Stmt) -> Lowered<Statement> {
        let span = statement.span;
        Ok(match &statement.kind {
            StmtKind::Expr(expr) if self.shows_all && self.unit.kind == UnitKind::Module => {
                Box::new(DisplayStm { value: self.expr(expr)?, span })
            }
            StmtKind::Expr(expr) => return Ok(self.unused(expr)?.performed(span)),
            StmtKind::Assign { targets, value } => return self.assignment(targets, value, span),
            StmtKind::AugAssign { target, op, value } => {
                return self.aug_assign(target, *op, value, span);
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                return self.ann_assign(target, annotation, value.as_ref(), *simple, span);
            }
            StmtKind::Delete(targets) => {
                let deletions = targets.iter().map(|target| self.deletion(target));
                Box::new(Block { statements: deletions.collect::<Lowered<_>>()? })
            }
            StmtKind::Pass | StmtKind::Unread | StmtKind::Global(_) | StmtKind::Nonlocal(_) => {
                Box::new(Pass)
            }
            StmtKind::Break => Box::new(Break),
            StmtKind::Continue => Box::new(Continue),
            StmtKind::Return(Some(value)) => return Ok(self.expr(value)?.returned(span)),
            StmtKind::Return(None) => {
                let none: Node = Box::new(Singleton(Value::None));
                return Ok(none.returned(span));
            }
            StmtKind::Raise { exc, cause } => Box::new(Raise {
                exc: self.optional(exc.as_ref())?,
                cause: self.optional(cause.as_ref())?,
                span,
            }),
            StmtKind::Assert { .. } if self.optimize > 0 => Box::new(Pass),
            StmtKind::Assert { test, msg } => Box::new(Assert {
                test: self.expr(test)?,
                message: self.optional(msg.as_ref())?,
                span: test.span,
            }),
            StmtKind::Import(aliases) => return self.import(aliases, span),
            StmtKind::ImportFrom { module, level, names } => {
                return self.import_from(module.as_ref(), *level, names, span);
            }
            StmtKind::If { test, body, orelse } => return self.if_(test, body, orelse),
            StmtKind::While { test, body, orelse } => return self.while_(test, body, orelse),
            StmtKind::For { target, iter, body, orelse, .. } => {
                return self.for_(target, iter, body, orelse);
            }
            StmtKind::With { items, body, is_async } => return self.with(items, body, *is_async),
            StmtKind::Try { body, handlers, orelse, finalbody, star } => {
                return self.try_(body, handlers, orelse, finalbody, *star);
            }
            StmtKind::FunctionDef(def) => {
                let value = self.function(def, span)?;
                self.bind(def.name, value, span)?
            }
            StmtKind::ClassDef(def) => {
                let value = self.class(def, span)?;
                self.bind(def.name, value, span)?
            }
            StmtKind::Match { subject, cases } => return self.match_(subject, cases, span),
            StmtKind::TypeAlias { name, type_params, value } => {
                return self.type_alias(*name, type_params, value, span);
            }
        })
    }

    fn optional(&mut self, expr: Option<&Expr>) -> Lowered<Option<Node>> {
        expr.map(|expr| self.expr(expr)).transpose()
    }

    pub(super) fn bind(&mut self, name: Ident, value: Node, span: Span) -> Lowered<Statement> {
        let target = self.store(name.name, name.span)?;
        Ok(Box::new(Assign { target, value, span }))
    }

    /// `name = "text"` in the current namespace.
    pub(super) fn store_text(&mut self, name: &str, text: &str) -> Lowered<Statement> {
        let value = self.constant_node(super::constants::ConstantKey::Str(text.into()))?;
        let name = self.name_index(name)?;
        let span = Span::default();
        let outer = Box::new(crate::eval::names::Global::new(name, span));
        let target = crate::eval::namespaces::NamespaceName { name, span, outer };
        Ok(Box::new(Assign { target, value, span }))
    }

    /// Makes `__annotations__` where a body annotates variables.
    pub(super) fn ensure_annotations(&mut self) -> Lowered<Statement> {
        let name = self.name_index("__annotations__")?;
        Ok(Box::new(crate::eval::builtins::EnsureAnnotations { name }))
    }

    fn assignment(&mut self, targets: &[Expr], value: &Expr, span: Span) -> Lowered<Statement> {
        if let [target] = targets
            && let Some(statement) = self.parallel(target, value, span)?
        {
            return Ok(statement);
        }
        let value_node = self.expr(value)?;
        if let [target] = targets {
            if let ExprKind::Name(name) = &target.kind
                && let Access::Local(slot) = self.access(*name)
            {
                return Ok(value_node.assigned(slot, span));
            }
            if let ExprKind::Subscript { value, index } = &target.kind {
                return self.item_assignment((value, index), value_node, target.span, span);
            }
            let target = self.target(target)?;
            return Ok(Box::new(Assign { target, value: value_node, span }));
        }
        let targets =
            targets.iter().map(|target| self.target(target)).collect::<Lowered<Vec<_>>>()?;
        Ok(Box::new(AssignMany { targets, value: value_node, span }))
    }

    /// `a, b = x, y` with as many values as targets, none of them starred.
    fn parallel(&mut self, target: &Expr, value: &Expr, span: Span) -> Lowered<Option<Statement>> {
        let (ExprKind::Tuple(targets), ExprKind::Tuple(values)) = (&target.kind, &value.kind)
        else {
            return Ok(None);
        };
        let starred = |expr: &Expr| matches!(expr.kind, ExprKind::Starred(_));
        if targets.len() != values.len()
            || values.is_empty()
            || targets.iter().chain(values).any(starred)
            || self.unit.substitutes.contains_key(&std::ptr::from_ref(value))
            || self.constant_key(value).is_some()
        {
            return Ok(None);
        }
        let values = values.iter().map(|value| self.value(value)).collect::<Lowered<_>>()?;
        let targets = targets.iter().map(|target| self.place(target)).collect::<Lowered<_>>()?;
        Ok(Some(Box::new(ParallelAssign { values, targets, span })))
    }

    fn ann_assign(
        &mut self,
        target: &Expr,
        annotation: &Expr,
        value: Option<&Expr>,
        simple: bool,
        span: Span,
    ) -> Lowered<Statement> {
        let mut statements: Vec<Statement> = Vec::new();
        match (value, &target.kind) {
            (Some(value), _) => {
                statements.push(self.assignment(std::slice::from_ref(target), value, span)?);
            }
            // What a declared attribute or item belongs to is evaluated.
            (None, ExprKind::Attribute { value, .. }) => {
                statements.push(self.expr(value)?.performed(span));
            }
            (None, ExprKind::Subscript { value, index }) => {
                statements.push(self.expr(value)?.performed(span));
                statements.push(self.expr(index)?.performed(span));
            }
            (None, _) => {}
        }
        if self.unit.kind != UnitKind::Function {
            let annotation = self.annotation(annotation)?;
            if let (ExprKind::Name(name), true) = (&target.kind, simple) {
                let text = self.text(*name);
                let key = self.string(text)?;
                let name = self.name_index("__annotations__")?;
                statements.push(Box::new(crate::eval::builtins::SetAnnotation {
                    name,
                    key,
                    annotation,
                }));
            } else {
                statements.push(annotation.performed(span));
            }
        }
        Ok(Box::new(Block { statements }))
    }

    fn import(&mut self, aliases: &[Alias], span: Span) -> Lowered<Statement> {
        let mut statements: Vec<Statement> = Vec::new();
        for alias in aliases {
            let module = self.text(alias.name.name).to_owned();
            self.name_index(&module)?;
            let target = match alias.asname {
                Some(asname) => self.store(asname.name, asname.span)?,
                None => {
                    let first = module.split('.').next().unwrap_or(&module).to_owned();
                    self.store_named(&first, alias.name)?
                }
            };
            let innermost = alias.asname.is_some();
            statements.push(Box::new(Import { module, innermost, target, span }));
        }
        Ok(Box::new(Block { statements }))
    }

    /// The target for the first part of a dotted name, which is a name of its own.
    fn store_named(&mut self, first: &str, whole: Ident) -> Lowered<Box<dyn Target>> {
        let found = (0..self.names.len() as u32)
            .map(ast::Name)
            .find(|&name| self.names.text(name) == first);
        self.store(found.unwrap_or(whole.name), whole.span)
    }

    fn import_from(
        &mut self,
        module: Option<&Ident>,
        level: u32,
        names: &[Alias],
        span: Span,
    ) -> Lowered<Statement> {
        let module = module.map_or("", |module| self.text(module.name)).to_owned();
        self.name_index(&module)?;
        let mut lowered = Vec::new();
        let mut star = false;
        for alias in names {
            let text = self.text(alias.name.name);
            if text != "*" {
                self.name_index(text)?;
            }
            if text == "*" {
                star = true;
                continue;
            }
            let bound = alias.asname.unwrap_or(alias.name);
            lowered.push((text.to_owned(), self.store(bound.name, bound.span)?));
        }
        Ok(Box::new(ImportFrom { module, level, names: lowered, star, span }))
    }
}
