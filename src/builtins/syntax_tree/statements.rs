//! The nodes of statements.

use super::maker::{Context, Made, Maker};
use crate::runtime::Raised;
use crate::source::Span;
use crate::syntax::ast::{
    Alias, ClassDef, Expr, FunctionDef, Handler, Stmt, StmtKind, TypeParam, TypeParamKind, WithItem,
};

impl Maker<'_> {
    pub fn block(&self, body: &[Stmt]) -> Made {
        self.list(body, |stmt| self.stmt(stmt))
    }

    fn stmt(&self, stmt: &Stmt) -> Made {
        self.vm.recurse_freely(|| self.shallow_stmt(stmt))
    }

    fn targets(&self, targets: &[Expr], context: Context) -> Made {
        self.list(targets, |target| self.expr_in(target, context))
    }

    fn shallow_stmt(&self, stmt: &Stmt) -> Made {
        let at = Some(stmt.span);
        match &stmt.kind {
            StmtKind::Expr(value) => self.node("Expr", at, vec![self.expr(value)?]),
            StmtKind::Assign { targets, value } => {
                let targets = self.targets(targets, Context::Store)?;
                self.node("Assign", at, vec![targets, self.expr(value)?, self.vm.none()])
            }
            StmtKind::AugAssign { target, op, value } => {
                let target = self.expr_in(target, Context::Store)?;
                self.node("AugAssign", at, vec![target, self.operator(*op)?, self.expr(value)?])
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                let fields = vec![
                    self.expr_in(target, Context::Store)?,
                    self.expr(annotation)?,
                    self.maybe(value.as_ref())?,
                    self.vm.new_int((*simple).into())?,
                ];
                self.node("AnnAssign", at, fields)
            }
            StmtKind::Delete(targets) => {
                self.node("Delete", at, vec![self.targets(targets, Context::Del)?])
            }
            StmtKind::Pass | StmtKind::Unread => self.node("Pass", at, Vec::new()),
            StmtKind::Break => self.node("Break", at, Vec::new()),
            StmtKind::Continue => self.node("Continue", at, Vec::new()),
            StmtKind::Return(value) => self.node("Return", at, vec![self.maybe(value.as_ref())?]),
            StmtKind::Raise { exc, cause } => {
                let fields = vec![self.maybe(exc.as_ref())?, self.maybe(cause.as_ref())?];
                self.node("Raise", at, fields)
            }
            StmtKind::Assert { test, msg } => {
                self.node("Assert", at, vec![self.expr(test)?, self.maybe(msg.as_ref())?])
            }
            StmtKind::Global(names) | StmtKind::Nonlocal(names) => {
                let global = matches!(stmt.kind, StmtKind::Global(_));
                let class = if global { "Global" } else { "Nonlocal" };
                self.node(class, at, vec![self.list(names, |ident| self.name(ident.name))?])
            }
            StmtKind::Import(aliases) => {
                self.node("Import", at, vec![self.list(aliases, |alias| self.alias(alias))?])
            }
            StmtKind::ImportFrom { module, level, names } => {
                let fields = vec![
                    self.maybe_name(module.as_ref())?,
                    self.list(names, |alias| self.alias(alias))?,
                    self.vm.new_int((*level).into())?,
                ];
                self.node("ImportFrom", at, fields)
            }
            _ => self.compound(stmt),
        }
    }

    /// What has blocks, or scopes, of its own.
    fn compound(&self, stmt: &Stmt) -> Made {
        let at = Some(stmt.span);
        match &stmt.kind {
            StmtKind::If { test, body, orelse } => {
                let fields = vec![self.expr(test)?, self.block(body)?, self.block(orelse)?];
                self.node("If", at, fields)
            }
            StmtKind::While { test, body, orelse } => {
                let fields = vec![self.expr(test)?, self.block(body)?, self.block(orelse)?];
                self.node("While", at, fields)
            }
            StmtKind::For { target, iter, body, orelse, is_async } => {
                let fields = vec![
                    self.expr_in(target, Context::Store)?,
                    self.expr(iter)?,
                    self.block(body)?,
                    self.block(orelse)?,
                    self.vm.none(),
                ];
                self.node(if *is_async { "AsyncFor" } else { "For" }, at, fields)
            }
            StmtKind::With { items, body, is_async } => {
                let items = self.list(items, |item| self.with_item(item))?;
                let class = if *is_async { "AsyncWith" } else { "With" };
                self.node(class, at, vec![items, self.block(body)?, self.vm.none()])
            }
            StmtKind::Try { body, handlers, orelse, finalbody, star } => {
                let fields = vec![
                    self.block(body)?,
                    self.list(handlers, |handler| self.handler(handler))?,
                    self.block(orelse)?,
                    self.block(finalbody)?,
                ];
                self.node(if *star { "TryStar" } else { "Try" }, at, fields)
            }
            StmtKind::FunctionDef(def) => self.function(def, stmt.span),
            StmtKind::ClassDef(def) => self.class(def, stmt.span),
            StmtKind::Match { subject, cases } => {
                let cases = self.list(cases, |case| self.case(case))?;
                self.node("Match", at, vec![self.expr(subject)?, cases])
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                let fields = vec![self.name(name.name)?, self.context(Context::Store)?];
                let name = self.node("Name", Some(name.span), fields)?;
                let fields = vec![name, self.type_params(type_params)?, self.expr(value)?];
                self.node("TypeAlias", at, fields)
            }
            _ => Ok(self.vm.none()),
        }
    }

    fn alias(&self, alias: &Alias) -> Made {
        let fields = vec![self.name(alias.name.name)?, self.maybe_name(alias.asname.as_ref())?];
        self.node("alias", Some(alias.span), fields)
    }

    fn with_item(&self, item: &WithItem) -> Made {
        let target =
            self.optional(item.target.as_ref(), |target| self.expr_in(target, Context::Store))?;
        self.node("withitem", None, vec![self.expr(&item.context)?, target])
    }

    fn handler(&self, handler: &Handler) -> Made {
        let fields = vec![
            self.maybe(handler.class.as_ref())?,
            self.maybe_name(handler.name.as_ref())?,
            self.block(&handler.body)?,
        ];
        self.node("ExceptHandler", Some(handler.span), fields)
    }

    fn function(&self, def: &FunctionDef, span: Span) -> Made {
        let fields = vec![
            self.name(def.name.name)?,
            self.parameters(&def.params)?,
            self.block(&def.body)?,
            self.exprs(&def.decorators)?,
            self.maybe(def.returns.as_ref())?,
            self.vm.none(),
            self.type_params(&def.type_params)?,
        ];
        self.node(if def.is_async { "AsyncFunctionDef" } else { "FunctionDef" }, Some(span), fields)
    }

    fn class(&self, def: &ClassDef, span: Span) -> Made {
        let [bases, keywords] = self.arguments_of_call(&def.args)?;
        let fields = vec![
            self.name(def.name.name)?,
            bases,
            keywords,
            self.block(&def.body)?,
            self.exprs(&def.decorators)?,
            self.type_params(&def.type_params)?,
        ];
        self.node("ClassDef", Some(span), fields)
    }

    fn type_params(&self, params: &[TypeParam]) -> Made {
        self.list(params, |param| self.type_param(param))
    }

    fn type_param(&self, param: &TypeParam) -> Result<crate::heap::Ref, Raised> {
        let name = param.name.span;
        let last = param.default.as_ref().or(param.bound.as_ref());
        let end = last.map_or(name.end, |value| self.end_with_parentheses(name.end, value));
        let (class, stars) = match param.kind {
            TypeParamKind::TypeVar => ("TypeVar", ""),
            TypeParamKind::TypeVarTuple => ("TypeVarTuple", "*"),
            TypeParamKind::ParamSpec => ("ParamSpec", "**"),
        };
        let start =
            if stars.is_empty() { name.start } else { self.stars_before(name.start, stars) };
        let mut fields = vec![self.name(param.name.name)?];
        if param.kind == TypeParamKind::TypeVar {
            fields.push(self.maybe(param.bound.as_ref())?);
        }
        fields.push(self.maybe(param.default.as_ref())?);
        self.node(class, Some(Span::new(start, end)), fields)
    }
}
