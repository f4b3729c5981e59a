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

/// Makes one type parameter. What it is bounded by and its default are functions, called when
/// they are first asked for.
pub struct TypeParameter {
    pub name: Node,
    pub kind: TypeParamKind,
    pub bound: Option<Node>,
    /// The bound is a tuple of constraints.
    pub constrained: bool,
    pub default: Option<Node>,
}

impl Exp for TypeParameter {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let class = of_typing(
            vm,
            match self.kind {
                TypeParamKind::TypeVar => "TypeVar",
                TypeParamKind::TypeVarTuple => "TypeVarTuple",
                TypeParamKind::ParamSpec => "ParamSpec",
            },
        )?;
        let name = self.name.object(frame)?;
        let bound = match self.constrained {
            true => "constraints",
            false => "bound",
        };
        let mut later = Vec::new();
        for (name, node) in [(bound, &self.bound), ("default", &self.default)] {
            if let Some(node) = node {
                later.push((vm.name(name), node.object(frame)?));
            }
        }
        vm.call_with(&of_typing(vm, "_lazy_parameter")?, &[class, name], &later)
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

/// `type Name = value`: the alias calls `value`, a function, when it is first asked.
pub struct MakeTypeAlias {
    pub name: Node,
    pub params: Vec<(Node, TypeParamKind)>,
    pub value: Node,
}

impl Exp for MakeTypeAlias {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let name = self.name.object(frame)?;
        let params = params_tuple(frame, &self.params)?;
        let value = self.value.object(frame)?;
        let make = of_typing(vm, "_lazy_alias")?;
        vm.call(&make, &[&name, &params, &value])
    }
}

/// The one item of an iterable: `*value` as a default.
pub struct OnlyItem(pub Node);

impl Exp for OnlyItem {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let mut items = vm.collect(&self.0.object(frame)?)?;
        match (items.pop(), items.len()) {
            (Some(item), 0) => Ok(Value::Obj(item)),
            (None, _) => Err(vm.value_error("not enough values to unpack (expected 1, got 0)")),
            _ => Err(vm.value_error("too many values to unpack (expected 1)")),
        }
    }
}
