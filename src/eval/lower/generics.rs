//! Type parameters (PEP 695): generic functions and classes, and `type` statements.

use super::constants::ConstantKey;
use super::unit::{Lowered, Lowerer, Unit, UnitKind};
use crate::eval::call::{Call, Callee};
use crate::eval::function::{Defaults, MakeFunction};
use crate::eval::generic::{AliasParts, MakeTypeAlias, TypeParameter};
use crate::eval::leaf::Computed;
use crate::eval::names::Assign;
use crate::eval::node::{Node, Statement};
use crate::eval::statement::Block;
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
        let code = self.add_constant(code);
        let func = Box::new(MakeFunction {
            code,
            defaults: Defaults::None,
            kwdefaults: Vec::new(),
            annotations: Vec::new(),
            closure,
            documented: false,
        });
        Ok(Box::new(Call {
            func: Callee::Node(func),
            args: Box::default(),
            computed: Computed::None,
            span,
        }))
    }

    /// Makes each type parameter and binds its name.
    fn bind_type_params(&mut self, params: &[TypeParam]) -> Lowered<Vec<Statement>> {
        let mut statements: Vec<Statement> = Vec::new();
        for param in params {
            let text = self.scopes.text(self.names, param.name.name);
            let name = self.constant_node(ConstantKey::Str(text.into()))?;
            let (mut bound, mut constraints) = (None, Vec::new());
            match param.bound.as_ref().map(|bound| (&bound.kind, bound)) {
                Some((ExprKind::Tuple(items), _)) => {
                    for item in items {
                        constraints.push(self.expr(item)?);
                    }
                }
                Some((_, one)) => bound = Some(self.expr(one)?),
                None => {}
            }
            let default = match &param.default {
                Some(default) => Some(self.expr(default)?),
                None => None,
            };
            let kind = param.kind;
            let value = Box::new(TypeParameter { name, kind, bound, constraints, default });
            let target = self.store(param.name.name, param.name.span)?;
            let span = param.name.span;
            statements.push(Box::new(Assign { target, value, span }));
        }
        Ok(statements)
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

    /// `type Name[T] = value`: a function that makes the parameters and the value when asked.
    pub(super) fn type_alias(
        &mut self,
        name: Ident,
        params: &[TypeParam],
        value: &Expr,
        span: Span,
    ) -> Lowered<Statement> {
        let text = self.names.text(name.name);
        let scope = self.scopes.of(span, ScopeKind::TypeAlias);
        let qualname = self.unit.qualname.clone();
        let unit = Unit::new(UnitKind::Function, scope, qualname);
        let closure = self.closure_of(scope);
        let outer = std::mem::replace(&mut self.unit, unit);
        let built = (|| {
            self.declare_locals()?;
            let statements = self.bind_type_params(params)?;
            let params = self.type_param_nodes(params)?;
            Ok((statements, AliasParts { params, value: self.expr(value)? }))
        })();
        let unit = std::mem::replace(&mut self.unit, outer);
        let (mut statements, parts) = built?;
        let parts: Node = Box::new(parts);
        statements.push(parts.returned(span));
        let flags = CodeFlags { function: true, ..CodeFlags::default() };
        let body = Box::new(Block { statements });
        let code = self.finish_unit(unit, text, span, Parameters::default(), flags, body)?;
        let value = Box::new(MakeFunction {
            code: self.add_constant(code),
            defaults: Defaults::None,
            kwdefaults: Vec::new(),
            annotations: Vec::new(),
            closure,
            documented: false,
        });
        let name_node = self.constant_node(ConstantKey::Str(text.into()))?;
        self.bind(name, Box::new(MakeTypeAlias { name: name_node, value }), span)
    }
}
