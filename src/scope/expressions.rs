//! The walk over expressions, in the order of their evaluation.

use super::symbols::flag;
use super::tables::{ScopeId, ScopeKind};
use super::walk::Walk;
use crate::source::Span;
use crate::syntax::ast::{Comprehension, Expr, ExprKind, FPart, Ident, Lambda, Name};

impl Walk<'_> {
    pub(super) fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    /// An element of a display, where `*value` may stand.
    pub(super) fn element(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Starred(value) => self.expr(value),
            _ => self.expr(expr),
        }
    }

    fn elements(&mut self, items: &[Expr]) {
        items.iter().for_each(|item| self.element(item));
    }

    pub(super) fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Constant(_) => {}
            ExprKind::Name(name) => self.use_name(*name),
            ExprKind::JoinedStr(parts) => self.parts(parts),
            ExprKind::Attribute { .. } | ExprKind::Subscript { .. } | ExprKind::Binary { .. } => {
                self.spine(expr);
            }
            ExprKind::Slice { lower, upper, step } => {
                [lower, upper, step].into_iter().for_each(|part| self.exprs(part.as_deref()));
            }
            ExprKind::Call(call) => {
                self.warn_of_call(&call.func);
                self.expr(&call.func);
                self.arguments(&call.args);
            }
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Bool { values, .. } => self.exprs(values),
            ExprKind::Compare { left, rest } => {
                self.warn_of_identity(left, rest, expr.span);
                self.expr(left);
                rest.iter().for_each(|(_, right)| self.expr(right));
            }
            ExprKind::Conditional { test, body, orelse } => {
                self.expr(test);
                self.expr(body);
                self.expr(orelse);
            }
            ExprKind::Lambda(lambda) => self.lambda(lambda, expr.span),
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => {
                self.elements(items);
            }
            ExprKind::Dict(items) => {
                for (key, value) in items {
                    self.exprs(key);
                    self.expr(value);
                }
            }
            ExprKind::ListComp(comp) | ExprKind::SetComp(comp) | ExprKind::DictComp(comp) => {
                self.comprehension(comp, expr.span, ScopeKind::Comprehension);
            }
            ExprKind::Generator(comp) => self.comprehension(comp, expr.span, ScopeKind::Generator),
            ExprKind::Starred(value) => {
                self.late("can't use starred expression here", expr.span);
                self.expr(value);
            }
            ExprKind::Walrus { target, value } => self.walrus(*target, value, expr.span),
            ExprKind::Yield(value) => {
                self.exprs(value.as_deref());
                self.yield_here(false, expr.span);
            }
            ExprKind::YieldFrom(value) => {
                self.expr(value);
                self.yield_here(true, expr.span);
            }
            ExprKind::Await(value) => {
                self.expr(value);
                self.await_here(expr.span);
            }
        }
    }

    /// An expression whose leftmost child may be thousands deep: goes down it in a loop.
    fn spine(&mut self, expr: &Expr) {
        let mut below = Vec::new();
        let mut leftmost = expr;
        loop {
            let next = match &leftmost.kind {
                ExprKind::Attribute { value, .. } | ExprKind::Subscript { value, .. } => value,
                ExprKind::Binary { left, .. } => left,
                _ => break,
            };
            below.push(leftmost);
            leftmost = next;
        }
        self.expr(leftmost);
        for node in below.into_iter().rev() {
            match &node.kind {
                ExprKind::Attribute { attr, .. } => {
                    self.mangle(attr.name);
                }
                ExprKind::Subscript { value, index } => {
                    self.warn_of_subscript(value, index);
                    self.expr(index);
                }
                ExprKind::Binary { right, .. } => self.expr(right),
                _ => {}
            }
        }
    }

    fn parts(&mut self, parts: &[FPart]) {
        for part in parts {
            if let FPart::Field(field) = part {
                self.expr(&field.value);
                self.parts(field.spec.as_deref().unwrap_or_default());
            }
        }
    }

    fn lambda(&mut self, lambda: &Lambda, span: Span) {
        self.defaults(&lambda.params);
        let class = self.here().class;
        self.enter(ScopeKind::Lambda, span, class, |walk| {
            walk.parameters(&lambda.params);
            walk.expr(&lambda.body);
        });
    }

    fn comprehension(&mut self, comp: &Comprehension, span: Span, kind: ScopeKind) {
        let Some((first, rest)) = comp.clauses.split_first() else { return };
        self.in_iterable += 1;
        self.expr(&first.iter);
        self.in_iterable -= 1;
        let class = self.here().class;
        let outer_dict = std::mem::replace(&mut self.in_dict_comp, comp.value.is_some());
        let id = self.enter(kind, span, class, |walk| {
            walk.draft().is_generator = kind == ScopeKind::Generator;
            walk.draft().is_coroutine = comp.clauses.iter().any(|clause| clause.is_async);
            walk.iteration_target(&first.target);
            walk.exprs(&first.conditions);
            for clause in rest {
                walk.in_iterable += 1;
                walk.expr(&clause.iter);
                walk.in_iterable -= 1;
                walk.iteration_target(&clause.target);
                walk.exprs(&clause.conditions);
            }
            walk.expr(&comp.element);
            walk.exprs(&comp.value);
        });
        self.in_dict_comp = outer_dict;
        self.asynchronous_comprehension(id, kind, span);
    }

    /// A comprehension that awaits needs an asynchronous function around; a generator does not.
    fn asynchronous_comprehension(&mut self, id: ScopeId, kind: ScopeKind, span: Span) {
        if kind == ScopeKind::Generator || !self.drafts[id.0 as usize].is_coroutine {
            return;
        }
        let here = self.here();
        if !here.is_async && !here.is_comprehension() {
            let message = "asynchronous comprehension outside of an asynchronous function";
            self.late_await(message, span);
        }
        self.draft().is_coroutine = true;
    }

    /// The target of a comprehension's `for`.
    fn iteration_target(&mut self, target: &Expr) {
        self.target(target);
        self.mark_iteration(target);
    }

    fn mark_iteration(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => {
                let name = self.mangle(*name);
                let symbol = self.draft().entry(name);
                symbol.flags |= flag::ITERATION;
                if symbol.flags & (flag::GLOBAL | flag::NONLOCAL) != 0 {
                    let text = self.text(name);
                    let message = format!(
                        "comprehension inner loop cannot rebind assignment expression target '{text}'"
                    );
                    self.early(message, target.span);
                }
                self.mark_place_around(name);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().for_each(|item| self.mark_iteration(item));
            }
            ExprKind::Starred(value) => self.mark_iteration(value),
            _ => {}
        }
    }

    /// A comprehension runs inline, so that a local of the same name gets its place here if it has none yet.
    fn mark_place_around(&mut self, name: Name) {
        let mut scope = Some(self.current);
        while let Some(id) = scope {
            let draft = &mut self.drafts[id.0 as usize];
            if draft.kind != ScopeKind::Comprehension {
                draft.entry(name);
                return;
            }
            scope = draft.parent;
        }
    }

    fn walrus(&mut self, target: Ident, value: &Expr, span: Span) {
        if self.in_iterable > 0 {
            self.early(
                "assignment expression cannot be used in a comprehension iterable expression",
                span,
            );
        }
        if self.here().is_annotation() {
            let place = self.here().place;
            self.early(format!("named expression cannot be used within {place}"), span);
        }
        self.expr(value);
        if self.here().is_comprehension() {
            self.bind_around(target);
        } else {
            self.bind(target);
        }
    }

    /// `:=` in a comprehension binds in the function, or module, around.
    fn bind_around(&mut self, target: Ident) {
        let name = self.mangle(target.name);
        let text = self.names.text(target.name);
        let mut scope = Some(self.current);
        let mut inner = Vec::new();
        while let Some(id) = scope {
            let draft = &self.drafts[id.0 as usize];
            if draft.is_comprehension() {
                if draft.flags(name) & flag::ITERATION != 0 {
                    let message = format!(
                        "assignment expression cannot rebind comprehension iteration variable '{text}'"
                    );
                    return self.early(message, target.span);
                }
                inner.push(id);
                scope = draft.parent;
                continue;
            }
            match draft.kind {
                ScopeKind::Class => {
                    let message = "assignment expression within a comprehension cannot be used in a class body";
                    return self.early(message, target.span);
                }
                ScopeKind::TypeParams | ScopeKind::TypeVariable | ScopeKind::TypeAlias => {
                    let generic = draft.kind == ScopeKind::TypeParams;
                    let (within, place) = (if generic { "within" } else { "in" }, draft.place);
                    let message = format!(
                        "assignment expression within a comprehension cannot be used {within} {place}"
                    );
                    return self.early(message, target.span);
                }
                _ => {}
            }
            let is_global =
                draft.kind == ScopeKind::Module || draft.flags(name) & flag::GLOBAL != 0;
            let declaration = if is_global { flag::GLOBAL } else { flag::NONLOCAL };
            // Only the innermost scope declares it: a scope between has no use for the name.
            if let Some(&first) = inner.first() {
                self.drafts[first.0 as usize].entry(name).flags |= declaration;
            }
            let symbol = self.drafts[id.0 as usize].entry(name);
            symbol.flags |= flag::BOUND | flag::ASSIGNED;
            symbol.bound_at.get_or_insert(target.span);
            return;
        }
    }
}
