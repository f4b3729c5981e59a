//! Generic functions, classes and aliases (PEP 695): their type parameters are objects of `typing`.

use super::node::{Exp, Node};
use crate::heap::Ref;
use crate::runtime::object::Function;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::syntax::ast::TypeParamKind;

/// Something of the module `typing`, which is imported when first needed.
fn of_typing(vm: &Vm, name: &str) -> Result<Ref, Raised> {
    let typing = vm.import("typing")?;
    vm.to_object(vm.get_attr_text(&typing, name)?)
}

/// Makes one type parameter.
pub struct TypeParameter {
    pub name: Node,
    pub kind: TypeParamKind,
    pub bound: Option<Node>,
    pub constraints: Vec<Node>,
    pub default: Option<Node>,
}

impl Exp for TypeParameter {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let class = match self.kind {
            TypeParamKind::TypeVar => "TypeVar",
            TypeParamKind::TypeVarTuple => "TypeVarTuple",
            TypeParamKind::ParamSpec => "ParamSpec",
        };
        let class = of_typing(vm, class)?;
        let mut given = vec![self.name.object(frame)?];
        for constraint in &self.constraints {
            given.push(constraint.object(frame)?);
        }
        let mut keywords = Vec::new();
        if self.kind != TypeParamKind::TypeVarTuple {
            keywords.push((vm.name("infer_variance"), vm.singletons.true_.clone()));
        }
        for (name, node) in [("bound", &self.bound), ("default", &self.default)] {
            if let Some(node) = node {
                keywords.push((vm.name(name), node.object(frame)?));
            }
        }
        vm.call_with(&class, &given, &keywords)
    }
}

/// The parameters as a tuple.
pub fn params_tuple(frame: &Frame<'_>, params: &[(Node, TypeParamKind)]) -> Result<Ref, Raised> {
    let mut values = Vec::with_capacity(params.len());
    for (param, _) in params {
        values.push(param.object(frame)?);
    }
    frame.vm.new_tuple(values)
}

/// `typing.Generic[…]`: the last base of a generic class.
pub fn generic_base(frame: &Frame<'_>, params: &[(Node, TypeParamKind)]) -> Result<Ref, Raised> {
    let vm = frame.vm;
    let mut values = Vec::new();
    for (param, kind) in params {
        let param = param.object(frame)?;
        match kind {
            TypeParamKind::TypeVarTuple => values.extend(vm.collect(&param)?),
            _ => values.push(param),
        }
    }
    let generic = of_typing(vm, "Generic")?;
    let values = vm.new_tuple(values)?;
    vm.to_object(vm.get_item(&generic, &values)?)
}

/// A generic function: made, then told its type parameters.
pub struct WithTypeParams {
    pub definition: Node,
    pub params: Vec<(Node, TypeParamKind)>,
}

impl Exp for WithTypeParams {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let function = self.definition.object(frame)?;
        let at = frame.vm.stack.push(function.clone(), Role::Builtin);
        let params = params_tuple(frame, &self.params);
        frame.vm.stack.truncate(at);
        if let Some(function) = function.get::<Function>() {
            function.type_params.set(Some(params?));
        }
        Ok(Value::Obj(function))
    }
}

/// What the function of a type alias gives: its parameters and its value.
pub struct AliasParts {
    pub params: Vec<(Node, TypeParamKind)>,
    pub value: Node,
}

impl Exp for AliasParts {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let params = params_tuple(frame, &self.params)?;
        let value = self.value.object(frame)?;
        frame.vm.new_tuple_of([params, value]).map(Value::Obj)
    }
}

/// `type Name = value`: the alias calls `value`, a function, when it is first asked.
pub struct MakeTypeAlias {
    pub name: Node,
    pub value: Node,
}

impl Exp for MakeTypeAlias {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let name = self.name.object(frame)?;
        let value = self.value.object(frame)?;
        let make = of_typing(vm, "_lazy_alias")?;
        vm.call(&make, &[&name, &value])
    }
}
