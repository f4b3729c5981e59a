//! The walk over statements.

use super::control::Around;
use super::future::is_future;
use super::symbols::flag;
use super::tables::ScopeKind;
use super::walk::Walk;
use crate::source::Span;
use crate::syntax::ast::{
    Alias, ClassDef, Expr, ExprKind, FunctionDef, Handler, Ident, Name, Stmt, StmtKind, TypeParam,
    TypeParamKind, WithItem,
};

impl Walk<'_> {
    pub(super) fn module(&mut self, body: &[Stmt]) {
        let head = self.head;
        for (at, stmt) in body.iter().enumerate() {
            if at >= head {
                self.head = 0;
            }
            self.stmt(stmt);
        }
    }

    pub(super) fn block(&mut self, body: &[Stmt]) {
        for stmt in body {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::Expr(value) => self.expr(value),
            StmtKind::Assign { targets, value } => {
                self.expr(value);
                targets.iter().for_each(|target| self.target(target));
            }
            StmtKind::AugAssign { target, value, .. } => self.aug_assign(target, value),
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.ann_assign(target, annotation, value.as_ref(), *simple, span);
            }
            StmtKind::Delete(targets) => targets.iter().for_each(|target| self.delete(target)),
            StmtKind::Pass => {}
            StmtKind::Unread => self.unread(span),
            StmtKind::Break => self.jump("'break' outside loop", span),
            StmtKind::Continue => self.jump("'continue' not properly in loop", span),
            StmtKind::Return(value) => self.return_value(value.as_ref(), span),
            StmtKind::Raise { exc, cause } => self.exprs(exc.iter().chain(cause)),
            StmtKind::Assert { test, msg } => self.assertion(test, msg.as_ref(), span),
            StmtKind::Global(names) => self.declare(names, flag::GLOBAL, span),
            StmtKind::Nonlocal(names) => self.declare(names, flag::NONLOCAL, span),
            StmtKind::Import(aliases) => {
                aliases.iter().for_each(|alias| self.import(alias, stmt.span));
            }
            StmtKind::ImportFrom { module, level, names } => {
                self.imports_from(*module, *level, names, span);
            }
            StmtKind::If { .. } => self.if_chain(stmt),
            StmtKind::While { test, body, orelse } => {
                self.expr(test);
                self.within(Around::Loop, span, |walk| walk.block(body));
                self.block(orelse);
            }
            StmtKind::For { target, iter, body, orelse, is_async } => {
                self.async_statement(*is_async, "async for", span);
                self.expr(iter);
                self.within(Around::Loop, span, |walk| {
                    walk.target(target);
                    walk.block(body);
                });
                self.block(orelse);
            }
            StmtKind::With { items, body, is_async } => {
                self.async_statement(*is_async, "async with", span);
                self.with(items, body, span);
            }
            StmtKind::Try { body, handlers, orelse, finalbody, star } => {
                self.finally(finalbody, span, |walk| {
                    walk.guarded(body, handlers, orelse, *star, span);
                });
            }
            StmtKind::FunctionDef(def) => self.function(def, span),
            StmtKind::ClassDef(def) => self.class(def, span),
            StmtKind::Match { subject, cases } => self.match_cases(subject, cases),
            StmtKind::TypeAlias { name, type_params, value } => {
                self.type_alias(type_params, value, span);
                self.bind(*name);
            }
        }
    }

    fn return_value(&mut self, value: Option<&Expr>, span: Span) {
        self.return_here(value.is_some(), span);
        self.exprs(value);
        self.asynchronous_return();
    }

    fn imports_from(&mut self, module: Option<Ident>, level: u32, aliases: &[Alias], span: Span) {
        if is_future(self.names, module, level) && self.head == 0 {
            self.late("from __future__ imports must occur at the beginning of the file", span);
        }
        aliases.iter().for_each(|alias| self.import_from(alias, span));
    }

    /// What a `try` guards, and then its `finally`, which may be empty.
    fn finally(&mut self, finalbody: &[Stmt], span: Span, guarded: impl FnOnce(&mut Self)) {
        if finalbody.is_empty() {
            guarded(self);
        } else {
            self.within(Around::Other, span, guarded);
        }
        self.within(Around::Other, span, |walk| walk.block(finalbody));
    }

    /// An `if` with its `elif`s, which nest in the tree: a loop, as there may be thousands.
    fn if_chain(&mut self, first: &Stmt) {
        let mut stmt = first;
        while let StmtKind::If { test, body, orelse } = &stmt.kind {
            self.expr(test);
            self.block(body);
            match orelse.as_slice() {
                [next] if matches!(next.kind, StmtKind::If { .. }) => stmt = next,
                _ => return self.block(orelse),
            }
        }
    }

    fn aug_assign(&mut self, target: &Expr, value: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => {
                // Read first, but for a later `global` it counts as assigned only.
                let mangled = self.mangle(*name);
                self.draft().entry(mangled);
                self.expr(value);
                self.bind(Ident { name: *name, span: target.span });
            }
            ExprKind::Attribute { value: object, attr } => {
                self.expr(object);
                self.expr(value);
                self.attribute_target(*attr, target.span);
            }
            _ => {
                self.other_target(target);
                self.expr(value);
            }
        }
    }

    fn ann_assign(
        &mut self,
        target: &Expr,
        annotation: &Expr,
        value: Option<&Expr>,
        simple: bool,
        span: Span,
    ) {
        self.exprs(value);
        if let ExprKind::Name(name) = target.kind {
            self.annotated_name(name, target.span, simple, value.is_some(), span);
        } else if value.is_some() {
            self.target(target);
        } else {
            self.other_target(target);
        }
        self.annotation(annotation);
    }

    fn annotated_name(&mut self, name: Name, at: Span, simple: bool, has_value: bool, span: Span) {
        let mangled = self.mangle(name);
        let known = self.here().flags(mangled);
        let declared = known & (flag::GLOBAL | flag::NONLOCAL);
        if declared != 0 && simple && self.here().kind != ScopeKind::Module {
            let word = if declared & flag::GLOBAL != 0 { "global" } else { "nonlocal" };
            let message = format!("annotated name '{}' can't be {word}", self.names.text(name));
            self.early(message, span);
        }
        let ident = Ident { name, span: at };
        if simple {
            self.bind_as(ident, flag::ANNOTATED | flag::ASSIGNED);
        } else if has_value {
            self.bind(ident);
        } else {
            self.use_name(name);
        }
    }

    /// `global` or `nonlocal`: the names must not have been seen in this scope.
    fn declare(&mut self, names: &[Ident], declaration: u16, span: Span) {
        let word = if declaration == flag::GLOBAL { "global" } else { "nonlocal" };
        for ident in names {
            let name = self.mangle(ident.name);
            let known = self.here().flags(name);
            let text = self.names.text(ident.name);
            if known & flag::PARAM != 0 {
                self.early(format!("name '{text}' is parameter and {word}"), span);
            } else if known & flag::USED != 0 {
                self.early(format!("name '{text}' is used prior to {word} declaration"), span);
            } else if known & flag::ANNOTATED != 0 {
                self.early(format!("annotated name '{text}' can't be {word}"), span);
            } else if known & flag::ASSIGNED != 0 {
                self.early(format!("name '{text}' is assigned to before {word} declaration"), span);
            }
            let symbol = self.draft().entry(name);
            symbol.flags |= declaration;
            symbol.declared_at.get_or_insert(span);
            // As in CPython's symbol table: the name is global at the top too, where `exec` may
            // have given other locals.
            if declaration == flag::GLOBAL && self.drafts[0].kind == ScopeKind::Module {
                self.drafts[0].entry(name).flags |= flag::GLOBAL;
            }
        }
    }

    fn import(&mut self, alias: &Alias, span: Span) {
        if let Some(name) = alias.asname {
            return self.import_as(name, span);
        }
        // `import a.b` binds `a`, which need not be a name of the tree.
        let text = self.names.text(alias.name.name);
        match text.split_once('.') {
            None => self.import_as(alias.name, span),
            Some((first, _)) => {
                let name = self.intern(first);
                self.import_as(Ident { name, span: alias.name.span }, span);
            }
        }
    }

    fn import_as(&mut self, name: Ident, span: Span) {
        self.not_debug(name.name, span, "assign to");
        self.bind_as(name, flag::IMPORTED);
    }

    fn import_from(&mut self, alias: &Alias, span: Span) {
        if self.names.text(alias.name.name) == "*" {
            if self.here().kind != ScopeKind::Module {
                self.early("import * only allowed at module level", alias.span);
            }
            return;
        }
        self.import_as(alias.asname.unwrap_or(alias.name), span);
    }

    fn with(&mut self, items: &[WithItem], body: &[Stmt], span: Span) {
        let Some((item, rest)) = items.split_first() else { return self.block(body) };
        self.expr(&item.context);
        self.within(Around::Other, span, |walk| {
            item.target.iter().for_each(|target| walk.target(target));
            walk.with(rest, body, span);
        });
    }

    /// A `try` without its `finally`.
    fn guarded(
        &mut self,
        body: &[Stmt],
        handlers: &[Handler],
        orelse: &[Stmt],
        star: bool,
        span: Span,
    ) {
        if handlers.is_empty() {
            return self.block(body);
        }
        self.within(Around::Other, span, |walk| walk.block(body));
        self.block(orelse);
        let around = if star { Around::ExceptStar } else { Around::Other };
        for (at, handler) in handlers.iter().enumerate() {
            if handler.class.is_none() && at + 1 < handlers.len() {
                self.late("default 'except:' must be last", handler.span);
            }
            self.within(around, span, |walk| {
                walk.exprs(&handler.class);
                if let Some(name) = handler.name {
                    walk.not_debug(name.name, handler.span, "assign to");
                    walk.bind(name);
                }
                walk.block(&handler.body);
            });
        }
    }

    /// Statements to be read later: all that the class around must know is whether they, or
    /// functions inside, use `super` or `__class__`.
    fn unread(&mut self, span: Span) {
        let text = self.source.slice(span);
        // Short needles are looked for many bytes at a time.
        if self.here().class.is_some() && (text.contains("super") || text.contains("class__")) {
            self.use_name(self.known.class);
        }
    }

    fn function(&mut self, def: &FunctionDef, span: Span) {
        self.not_debug(def.name.name, span, "assign to");
        self.exprs(&def.decorators);
        self.defaults(&def.params);
        let class = self.here().class;
        let generic = !def.type_params.is_empty();
        let inside = |walk: &mut Self| {
            walk.annotations(&def.params);
            def.returns.iter().for_each(|returns| walk.annotation(returns));
            walk.enter(ScopeKind::Function, span, class, |walk| {
                walk.draft().is_async = def.is_async;
                walk.draft().is_coroutine = def.is_async;
                walk.parameters(&def.params);
                walk.block(&def.body);
            });
        };
        if generic {
            self.enter(ScopeKind::TypeParams, span, class, |walk| {
                walk.type_params(&def.type_params);
                inside(walk);
            });
        } else {
            inside(self);
        }
        self.bind(def.name);
    }

    fn class(&mut self, def: &ClassDef, span: Span) {
        self.not_debug(def.name.name, span, "assign to");
        self.exprs(&def.decorators);
        // CPython compiles the body before it evaluates the bases.
        let inside = |walk: &mut Self| {
            walk.enter(ScopeKind::Class, span, Some(def.name.name), |walk| walk.block(&def.body));
            walk.arguments(&def.args);
        };
        if def.type_params.is_empty() {
            inside(self);
        } else {
            self.enter(ScopeKind::TypeParams, span, Some(def.name.name), |walk| {
                walk.type_params(&def.type_params);
                inside(walk);
            });
        }
        self.bind(def.name);
    }

    fn type_alias(&mut self, params: &[TypeParam], value: &Expr, span: Span) {
        let class = self.here().class;
        let inside = |walk: &mut Self| {
            walk.enter(ScopeKind::TypeAlias, span, class, |walk| walk.expr(value));
        };
        if params.is_empty() {
            inside(self);
        } else {
            self.enter(ScopeKind::TypeParams, span, class, |walk| {
                walk.type_params(params);
                inside(walk);
            });
        }
    }

    /// The bound, constraints or default of a type parameter.
    fn type_variable(&mut self, value: &Expr, place: &'static str) {
        let class = self.here().class;
        self.enter(ScopeKind::TypeVariable, value.span, class, |walk| {
            walk.draft().place = place;
            walk.element(value);
        });
    }

    pub(super) fn type_params(&mut self, params: &[TypeParam]) {
        for param in params {
            let name = self.mangle(param.name.name);
            if self.here().flags(name) & flag::TYPE_PARAM != 0 {
                let message =
                    format!("duplicate type parameter '{}'", self.names.text(param.name.name));
                self.early(message, param.name.span);
            }
            self.bind_as(param.name, flag::TYPE_PARAM);
        }
        let mut defaulted = false;
        for param in params {
            if defaulted && param.default.is_none() {
                let name = self.names.text(param.name.name);
                let message =
                    format!("non-default type parameter '{name}' follows default type parameter");
                self.late(message, param.name.span);
            }
            defaulted |= param.default.is_some();
            if let Some(bound) = &param.bound {
                let constraints = matches!(bound.kind, ExprKind::Tuple(_));
                let place = if constraints { "a TypeVar constraint" } else { "a TypeVar bound" };
                self.type_variable(bound, place);
            }
            if let Some(default) = &param.default {
                let place = match param.kind {
                    TypeParamKind::TypeVar => "a TypeVar default",
                    TypeParamKind::TypeVarTuple => "a TypeVarTuple default",
                    TypeParamKind::ParamSpec => "a ParamSpec default",
                };
                self.type_variable(default, place);
            }
        }
    }
}
