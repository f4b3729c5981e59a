//! Functions, lambdas and classes: new units inside the current one.

use std::borrow::Cow;

use super::constants::ConstantKey;
use super::unit::{Lowered, Lowerer, Unit, UnitKind};
use super::unparse;
use crate::eval::class::{MakeClass, PassClassDict, ReturnCell, StoreClassDict};
use crate::eval::function::{Decorated, Defaults, MakeFunction, Only, WithDefaults};
use crate::eval::generic::WithTypeParams;
use crate::eval::node::{Node, Statement};
use crate::eval::statement::Block;
use crate::heap::Ref;
use crate::runtime::object::code::{Body, CodeFlags, Makes, Parameters};
use crate::scope::{ScopeId, ScopeKind};
use crate::source::Span;
use crate::syntax::ast::{
    self, ClassDef, Constant, Expr, ExprKind, FunctionDef, Lambda, Param, Params, Stmt, StmtKind,
};

impl Lowerer<'_> {
    /// The qualified name of something called `name` defined here.
    pub(super) fn inner_qualname(&self, name: &str) -> String {
        match self.unit.kind {
            _ if self.unit.qualname.is_empty() => name.to_owned(),
            UnitKind::Function if !self.unit.within_class => {
                format!("{}.<locals>.{name}", self.unit.qualname)
            }
            _ => format!("{}.{name}", self.unit.qualname),
        }
    }

    /// Gives the current scope's variables their slots: locals (parameters first), captured ones,
    /// then the cells taken from outside.
    pub(super) fn declare_locals(&mut self) -> Lowered<()> {
        let scope = self.scopes.scope(self.unit.scope);
        for &name in &scope.locals {
            self.declare(name)?;
        }
        for &name in &scope.cells {
            let inline_only = scope.inline_cells.contains(&name);
            let slot = match self.unit.slots.get(&name) {
                Some(&slot) => slot,
                None => self.declare(name)?,
            };
            if !inline_only {
                self.unit.captured.push(slot);
            }
        }
        self.declare_frees(&scope.frees)
    }

    /// Gives each variable of an enclosing function a slot for its cell.
    fn declare_frees(&mut self, frees: &[ast::Name]) -> Lowered<()> {
        for &name in frees {
            let slot = self.unit.temp();
            self.unit.free_slots.insert(name, slot);
            let text = self.vm.intern(self.scopes.text(self.names, name))?;
            self.unit.free.push(text);
        }
        Ok(())
    }

    fn declare(&mut self, name: ast::Name) -> Lowered<u32> {
        let slot = self.unit.temp();
        self.unit.slots.insert(name, slot);
        let text = self.vm.intern(self.scopes.text(self.names, name))?;
        self.unit.variables.push(text);
        Ok(slot)
    }

    pub(super) fn function(&mut self, def: &FunctionDef, span: Span) -> Lowered<Node> {
        let name = self.names.text(def.name.name);
        let generic = !def.type_params.is_empty();
        let scope = self.scopes.of(span, ScopeKind::Function);
        let mut decorators = Vec::new();
        for decorator in &def.decorators {
            decorators.push((self.expr(decorator)?, decorator.span));
        }
        // Defaults know nothing of the type parameters.
        let (defaults, kwdefaults) = self.defaults(&def.params)?;
        let definition: Node = if generic {
            let definition = self.in_type_params(span, name, &def.type_params, |lower| {
                let definition =
                    lower.plain_function(def, scope, span, Defaults::None, Vec::new())?;
                let params = lower.type_param_nodes(&def.type_params)?;
                Ok(Box::new(WithTypeParams { definition, params }))
            })?;
            Box::new(WithDefaults { defaults, kwdefaults, definition })
        } else {
            self.plain_function(def, scope, span, defaults, kwdefaults)?
        };
        Ok(match decorators.is_empty() {
            true => definition,
            false => Box::new(Decorated { decorators, definition }),
        })
    }

    fn plain_function(
        &mut self,
        def: &FunctionDef,
        scope: ScopeId,
        span: Span,
        defaults: Defaults,
        kwdefaults: Vec<(u32, Node)>,
    ) -> Lowered<Node> {
        let annotations = self.annotations(&def.params, def.returns.as_ref())?;
        let closure = self.closure_of(scope);
        let whole = with_decorators(&def.decorators, span);
        let (code, documented) = self.function_code(def, scope, span, whole)?;
        let code = self.add_constant(code);
        Ok(Box::new(MakeFunction { code, defaults, kwdefaults, annotations, closure, documented }))
    }

    /// The code of the function that stands at `span`, with its decorators at `whole`; whether its
    /// first constant is its docstring.
    pub(super) fn function_code(
        &mut self,
        def: &FunctionDef,
        scope: ScopeId,
        span: Span,
        whole: Span,
    ) -> Lowered<(Ref, bool)> {
        let name = self.names.text(def.name.name);
        let makes = match (def.is_async, self.scopes.scope(scope).is_generator) {
            (false, false) => Makes::Result,
            (false, true) => Makes::Generator,
            (true, false) => Makes::Coroutine,
            (true, true) => Makes::AsyncGenerator,
        };
        let doc = self.docstring(&def.body);
        let qualname = match self.declared_global(def.name.name) {
            true => name.to_owned(),
            false => self.inner_qualname(name),
        };
        let mut unit = Unit::new(UnitKind::Function, scope, qualname);
        unit.generator = makes.waits();
        let unread = self.unread_body(def, span);
        let flags = CodeFlags {
            makes,
            guarded: false,
            function: true,
            nested: self.unit.is_nesting(),
            unread: unread.is_some(),
            has_docstring: doc.is_some(),
        };
        let outer = std::mem::replace(&mut self.unit, unit);
        let body = self.documented_body(&def.body, doc.as_deref(), unread);
        let unit = std::mem::replace(&mut self.unit, outer);
        let code = self.finish_unit(unit, name, whole, parameters(&def.params), flags, body?)?;
        Ok((code, doc.is_some()))
    }

    /// The docstring is the first constant of its function's code.
    fn documented_body(
        &mut self,
        body: &[Stmt],
        doc: Option<&str>,
        unread: Option<Box<dyn Body>>,
    ) -> Lowered<Box<dyn Body>> {
        if let Some(doc) = doc {
            self.string(doc)?;
        }
        self.declare_locals()?;
        match unread {
            Some(unread) => Ok(unread),
            None => self.function_body(if doc.is_some() { &body[1..] } else { body }),
        }
    }

    fn function_body(&mut self, statements: &[Stmt]) -> Lowered<Box<dyn Body>> {
        if self.unit.generator {
            let pieces = self.pieces(statements)?;
            return Ok(Box::new(self.unit.steps(pieces)));
        }
        let mut lowered = self.statements(statements)?;
        if lowered.len() == 1
            && let Some(only) = lowered.pop()
        {
            return Ok(only);
        }
        Ok(Box::new(Block { statements: lowered }))
    }

    pub(super) fn lambda(&mut self, lambda: &Lambda, span: Span) -> Lowered<Node> {
        let (defaults, kwdefaults) = self.defaults(&lambda.params)?;
        let scope = self.scopes.of(span, ScopeKind::Lambda);
        let generator = self.scopes.scope(scope).is_generator;
        let mut unit = Unit::new(UnitKind::Function, scope, self.inner_qualname("<lambda>"));
        unit.generator = generator;
        let closure = self.closure_of(scope);
        let outer = std::mem::replace(&mut self.unit, unit);
        let body = self.lambda_body(lambda);
        let unit = std::mem::replace(&mut self.unit, outer);
        let makes = if generator { Makes::Generator } else { Makes::Result };
        let nested = self.unit.is_nesting();
        let flags = CodeFlags { makes, function: true, nested, ..CodeFlags::default() };
        let parameters = parameters(&lambda.params);
        let code = self.finish_unit(unit, "<lambda>", span, parameters, flags, body?)?;
        let code = self.add_constant(code);
        Ok(Box::new(MakeFunction {
            code,
            defaults,
            kwdefaults,
            annotations: Vec::new(),
            closure,
            documented: false,
        }))
    }

    fn lambda_body(&mut self, lambda: &Lambda) -> Lowered<Box<dyn Body>> {
        self.declare_locals()?;
        if self.unit.generator {
            let pieces = self.returned(&lambda.body)?;
            return Ok(Box::new(self.unit.steps(pieces)));
        }
        Ok(self.expr(&lambda.body)?.returned(lambda.body.span))
    }

    /// Default values: a tuple's items (a tuple made once where all are constants), and
    /// keyword-only ones by name.
    fn defaults(&mut self, params: &Params) -> Lowered<(Defaults, Vec<(u32, Node)>)> {
        let positional = params.positional_only.iter().chain(&params.regular);
        let given: Vec<&Expr> = positional.filter_map(|param| param.default.as_ref()).collect();
        let keys: Option<Vec<_>> = given.iter().map(|given| self.constant_key(given)).collect();
        let defaults = match keys {
            _ if given.is_empty() => Defaults::None,
            Some(keys) => Defaults::Constant(self.constant(ConstantKey::Tuple(keys))?),
            None => {
                let nodes = given.into_iter().map(|default| self.expr(default));
                Defaults::Evaluated(nodes.collect::<Lowered<_>>()?)
            }
        };
        let mut kwdefaults = Vec::new();
        for param in &params.keyword_only {
            if let Some(default) = &param.default {
                let name = self.text(param.name.name);
                let name = self.string(name)?;
                kwdefaults.push((name, self.expr(default)?));
            }
        }
        Ok((defaults, kwdefaults))
    }

    fn annotations(
        &mut self,
        params: &Params,
        returns: Option<&Expr>,
    ) -> Lowered<Vec<(u32, Node)>> {
        let mut annotations = Vec::new();
        let all = params
            .positional_only
            .iter()
            .chain(&params.regular)
            .chain(params.vararg.as_deref())
            .chain(&params.keyword_only)
            .chain(params.kwarg.as_deref());
        for Param { name, annotation, .. } in all {
            if let Some(annotation) = annotation {
                let name = self.text(name.name);
                annotations.push((self.string(name)?, self.annotation(annotation)?));
            }
        }
        if let Some(returns) = returns {
            annotations.push((self.string("return")?, self.annotation(returns)?));
        }
        Ok(annotations)
    }

    /// An annotation: its value, or its text where the module asks for that.
    pub(super) fn annotation(&mut self, annotation: &Expr) -> Lowered<Node> {
        if !self.scopes.postponed {
            if let ExprKind::Starred(value) = &annotation.kind {
                let value = self.expr(value)?;
                return Ok(Box::new(Only { value, span: annotation.span }));
            }
            return self.expr(annotation);
        }
        let text = unparse::annotation(self.names, self.source, annotation);
        self.constant_node(ConstantKey::Str(text.into()))
    }

    pub(super) fn class(&mut self, def: &ClassDef, span: Span) -> Lowered<Node> {
        let name = self.names.text(def.name.name);
        let mut decorators = Vec::new();
        for decorator in &def.decorators {
            decorators.push((self.expr(decorator)?, decorator.span));
        }
        let definition = if def.type_params.is_empty() {
            self.plain_class(def, span)?
        } else {
            self.in_type_params(span, name, &def.type_params, |lower| lower.plain_class(def, span))?
        };
        Ok(match decorators.is_empty() {
            true => definition,
            false => Box::new(Decorated { decorators, definition }),
        })
    }

    fn plain_class(&mut self, def: &ClassDef, span: Span) -> Lowered<Node> {
        let name = self.names.text(def.name.name);
        let args = self.arguments(&def.args)?;
        let scope = self.scopes.of(span, ScopeKind::Class);
        let qualname = match self.declared_global(def.name.name) {
            true => name.to_owned(),
            false => self.inner_qualname(name),
        };
        let unit = Unit::new(UnitKind::Class, scope, qualname);
        let closure = self.closure_of(scope);
        let outer = std::mem::replace(&mut self.unit, unit);
        let built = self.class_body(&def.body);
        let unit = std::mem::replace(&mut self.unit, outer);
        let body = built?;
        let flags = CodeFlags::default();
        let whole = with_decorators(&def.decorators, span);
        let code = self.finish_unit(unit, name, whole, Parameters::default(), flags, body)?;
        let code = self.add_constant(code);
        let type_params = self.type_param_nodes(&def.type_params)?;
        Ok(Box::new(MakeClass { code, args, closure, type_params, span }))
    }

    fn declared_global(&self, name: ast::Name) -> bool {
        self.scopes.binding(self.unit.scope, name) == crate::scope::Binding::GlobalExplicit
    }

    /// The docstring of a body, if docstrings are kept.
    pub fn docstring(&self, body: &[Stmt]) -> Option<String> {
        if self.optimize < 2 { docstring(body) } else { None }
    }

    fn class_body(&mut self, body: &[Stmt]) -> Lowered<Box<dyn Body>> {
        let scope = self.scopes.scope(self.unit.scope);
        // Only these two have slots; everything else of a class body is in its namespace.
        let (mut class_cell, mut class_dict) = (None, None);
        for &name in &scope.cells {
            let own = match name == self.scopes.class_dict {
                true if scope.has_class_dict => &mut class_dict,
                false if scope.has_class_cell => &mut class_cell,
                _ => continue,
            };
            let slot = self.declare(name)?;
            self.unit.captured.push(slot);
            *own = Some(slot);
        }
        self.declare_frees(&scope.frees)?;
        let doc = self.docstring(body);
        let mut statements: Vec<Statement> = Vec::new();
        if let Some(slot) = class_dict {
            statements.push(Box::new(StoreClassDict { slot }));
        }
        if has_annotations(body) {
            statements.push(self.ensure_annotations()?);
        }
        if let Some(doc) = &doc {
            statements.push(self.store_text("__doc__", doc)?);
        }
        self.self_attributes.push(Vec::new());
        let rest = self.statements(if doc.is_some() { &body[1..] } else { body });
        let attributes = self.self_attributes.pop().unwrap_or_default();
        statements.extend(rest?);
        statements.push(self.store_static_attributes(&attributes)?);
        if let Some(slot) = class_dict {
            statements.push(Box::new(PassClassDict { slot }));
        }
        if let Some(slot) = class_cell {
            statements.push(Box::new(ReturnCell { slot }));
        }
        Ok(Box::new(Block { statements }))
    }
}

/// A definition's span from its first decorator on: code starts there, as in CPython.
fn with_decorators(decorators: &[Expr], span: Span) -> Span {
    decorators.first().map_or(span, |first| first.span.to(span))
}

/// The docstring of a body: its first statement, if that is a plain string.
fn docstring(body: &[Stmt]) -> Option<String> {
    match &body.first()?.kind {
        StmtKind::Expr(Expr { kind: ExprKind::Constant(Constant::Str(text)), .. }) => {
            Some(clean(text))
        }
        _ => None,
    }
}

/// The docstring without the indentation of its lines, as CPython 3.13's compiler leaves it.
fn clean(text: &str) -> String {
    let expanded = match text.contains('\t') {
        true => Cow::Owned(crate::text::strings::expandtabs(text, 8)),
        false => Cow::Borrowed(text),
    };
    let Some((first, rest)) = expanded.split_once('\n') else {
        return expanded.trim_start_matches(' ').to_owned();
    };
    let is_blank = |line: &str, indent: usize| line[indent..].trim_start().is_empty();
    let indents = rest.split('\n').map(|line| (line, indent(line)));
    let written = indents.clone().filter(|&(line, indent)| !is_blank(line, indent));
    let margin = written.map(|(_, indent)| indent).min().unwrap_or(0);
    let mut cleaned = String::with_capacity(expanded.len());
    cleaned.push_str(first.trim_start_matches(' '));
    for (line, indent) in indents {
        cleaned.push('\n');
        cleaned.push_str(&line[margin.min(indent)..]);
    }
    cleaned
}

/// How many blanks `line` begins with.
fn indent(line: &str) -> usize {
    line.bytes().take_while(|&byte| byte == b' ').count()
}

/// Whether a body annotates a variable anywhere outside inner functions and classes.
pub fn has_annotations(body: &[Stmt]) -> bool {
    body.iter().any(|statement| match &statement.kind {
        StmtKind::AnnAssign { .. } => true,
        StmtKind::If { body, orelse, .. }
        | StmtKind::While { body, orelse, .. }
        | StmtKind::For { body, orelse, .. } => has_annotations(body) || has_annotations(orelse),
        StmtKind::With { body, .. } => has_annotations(body),
        StmtKind::Try { body, handlers, orelse, finalbody, .. } => {
            has_annotations(body)
                || has_annotations(orelse)
                || has_annotations(finalbody)
                || handlers.iter().any(|handler| has_annotations(&handler.body))
        }
        StmtKind::Match { cases, .. } => cases.iter().any(|case| has_annotations(&case.body)),
        _ => false,
    })
}

fn parameters(params: &Params) -> Parameters {
    Parameters {
        positional_only: params.positional_only.len(),
        positional: params.positional_only.len() + params.regular.len(),
        keyword_only: params.keyword_only.len(),
        vararg: params.vararg.is_some(),
        kwarg: params.kwarg.is_some(),
        ..Parameters::default()
    }
    .settled()
}
