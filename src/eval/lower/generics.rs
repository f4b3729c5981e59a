//! Type parameters (PEP 695): generic functions and classes, and `type` statements.

use std::cell::Cell;

use super::constants::ConstantKey;
use super::unit::{Lowered, Lowerer, Unit, UnitKind};
use crate::eval::call::{Call, Callee};
use crate::eval::function::{Defaults, MakeFunction};
use crate::eval::generic::{MakeTypeAlias, OnlyItem, TypeParameter};
use crate::eval::leaf::Computed;
use crate::eval::names::Assign;
use crate::eval::node::{Node, Statement};
use crate::eval::statement::Block;
use crate::heap::Ref;
use crate::runtime::object::code::{CodeFlags, Parameters};
use crate::scope::ScopeKind;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Ident, TypeParam, TypeParamKind};

impl Lowerer<'_> {
    /// Runs `build` inside the scope of a generic definition's type parameters, which are made
    /// first (PEP 695).
    pub(super) fn in_type_params(
        &mut self,
        span: Span,
        name: &str,
        params: &[TypeParam],
        build: impl FnOnce(&mut Self) -> Lowered<Node>,
    ) -> Lowered<Node> {
        let scope = self.scopes.of(span, ScopeKind::TypeParams);
        let qualname = self.unit.qualname.clone();
        let kind = self.unit.kind;
        let mut unit = Unit::new(UnitKind::Function, scope, qualname);
        unit.generator = false;
        unit.within_class = kind == UnitKind::Class;
        let closure = self.closure_of(scope);
        let outer = std::mem::replace(&mut self.unit, unit);
        let built = (|| {
            self.declare_locals()?;
            let statements = self.bind_type_params(params)?;
            Ok((statements, build(self)?))
        })();
        let unit = std::mem::replace(&mut self.unit, outer);
        self.unit.kind = kind;
        let (mut statements, definition) = built?;
        statements.push(definition.returned(span));
        let flags = CodeFlags { function: true, ..CodeFlags::default() };
        let name = format!("<generic parameters of {name}>");
        let body = Box::new(Block { statements });
        let code = self.finish_unit(unit, &name, span, Parameters::default(), flags, body)?;
        let func = self.plain_closure(code, closure);
        Ok(Box::new(Call {
            func: Callee::Node(func),
            args: Box::default(),
            computed: Computed::None,
            span,
            has_made: Cell::default(),
        }))
    }

    /// Makes each type parameter and binds its name.
    fn bind_type_params(&mut self, params: &[TypeParam]) -> Lowered<Vec<Statement>> {
        let mut statements: Vec<Statement> = Vec::new();
        for param in params {
            let text = self.scopes.text(self.names, param.name.name);
            let name = self.constant_node(ConstantKey::Str(text.into()))?;
            let constrained = param.bound.as_ref().is_some_and(is_tuple);
            let bound = self.later_of(param.bound.as_ref(), text)?;
            let default = self.later_of(param.default.as_ref(), text)?;
            let value =
                Box::new(TypeParameter { name, kind: param.kind, bound, constrained, default });
            let target = self.store(param.name.name, param.name.span)?;
            let span = param.name.span;
            statements.push(Box::new(Assign { target, value, span }));
        }
        Ok(statements)
    }

    /// A function that computes the bound, the constraints or the default of a type parameter.
    fn later_of(&mut self, value: Option<&Expr>, name: &str) -> Lowered<Option<Node>> {
        value.map(|value| self.later(ScopeKind::TypeVariable, value.span, name, value)).transpose()
    }

    /// A function called `name` that computes `value`, in the scope that the node at `span` makes.
    fn later(&mut self, kind: ScopeKind, span: Span, name: &str, value: &Expr) -> Lowered<Node> {
        let scope = self.scopes.of(span, kind);
        let unit = Unit::new(UnitKind::Function, scope, self.unit.qualname.clone());
        let closure = self.closure_of(scope);
        let outer = std::mem::replace(&mut self.unit, unit);
        let built = (|| {
            self.declare_locals()?;
            match &value.kind {
                ExprKind::Starred(inner) => Ok(Box::new(OnlyItem(self.expr(inner)?)) as Node),
                _ => self.expr(value),
            }
        })();
        let unit = std::mem::replace(&mut self.unit, outer);
        let body = Box::new(Block { statements: vec![built?.returned(span)] });
        let flags = CodeFlags { function: true, ..CodeFlags::default() };
        let code = self.finish_unit(unit, name, span, Parameters::default(), flags, body)?;
        Ok(self.plain_closure(code, closure))
    }

    /// A function without parameters.
    fn plain_closure(&mut self, code: Ref, closure: Vec<u32>) -> Node {
        Box::new(MakeFunction {
            code: self.add_constant(code),
            defaults: Defaults::None,
            kwdefaults: Vec::new(),
            annotations: Vec::new(),
            closure,
            documented: false,
        })
    }

    /// Reads the type parameters, which are bound in the current unit.
    pub(super) fn type_param_nodes(
        &mut self,
        params: &[TypeParam],
    ) -> Lowered<Vec<(Node, TypeParamKind)>> {
        let load =
            |param: &TypeParam| Ok((self.load(param.name.name, param.name.span)?, param.kind));
        params.iter().map(load).collect()
    }

    /// `type Name[T] = value`.
    pub(super) fn type_alias(
        &mut self,
        name: Ident,
        params: &[TypeParam],
        value: &Expr,
        span: Span,
    ) -> Lowered<Statement> {
        let text = self.names.text(name.name);
        let plain = |lower: &mut Self| -> Lowered<Node> {
            let name = lower.constant_node(ConstantKey::Str(text.into()))?;
            let params = lower.type_param_nodes(params)?;
            let value = lower.later(ScopeKind::TypeAlias, span, text, value)?;
            Ok(Box::new(MakeTypeAlias { name, params, value }))
        };
        let alias = match params.is_empty() {
            true => plain(self)?,
            false => self.in_type_params(span, text, params, plain)?,
        };
        self.bind(name, alias, span)
    }
}

fn is_tuple(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Tuple(_))
}
