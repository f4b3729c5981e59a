//! `class`: runs the body in a namespace of its own and makes the class.

use super::generic::{generic_base, params_tuple};
use super::node::{Exp, Node};
use super::spread_call::Argument;
use crate::heap::{Fixed, Ref, Slot};
use crate::runtime::object::{CellObject, Class, Code, Dict, Function, Str};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{ErrorKind, Eval, Flow, Raised, Value, Vm};
use crate::source::Span;
use crate::syntax::ast::TypeParamKind;
use crate::types::type_;

/// A `class` statement up to the binding of its name: builds the class.
pub struct MakeClass {
    /// A constant: the body's code.
    pub code: u32,
    pub args: Vec<Argument>,
    /// Slots of this frame whose cells the body shares.
    pub closure: Vec<u32>,
    pub type_params: Vec<(Node, TypeParamKind)>,
    pub span: Span,
}

impl Exp for MakeClass {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let at = frame.vm.stack.top();
        let result = self.make(frame);
        frame.vm.stack.truncate(at);
        result.map(Value::Obj).map_err(|raised| frame.vm.locate(frame, raised, self.span))
    }
}

impl MakeClass {
    fn make(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        let vm = frame.vm;
        let builder =
            super::namespaces::builtin_for(frame, "__build_class__", ErrorKind::NameError)?;
        let (mut bases, keywords) = self.arguments(frame)?;
        let type_params = match self.type_params.is_empty() {
            true => None,
            false => {
                bases.push(generic_base(frame, &self.type_params)?);
                Some(params_tuple(frame, &self.type_params)?)
            }
        };
        let body = ClassBody {
            code: &(*frame.code.constants[self.code as usize]).clone(),
            globals: frame.globals_ref,
            closure: self.closure_cells(frame)?,
            statement: Some((super::namespaces::module_name(frame)?, type_params)),
        };
        match super::builtins::is_build_class(&builder) {
            true => body.class(vm, None, bases, keywords),
            false => body.handed_to(vm, &builder, bases, &keywords),
        }
    }

    fn closure_cells<'f>(&self, frame: &Frame<'f>) -> Result<Option<&'f Ref>, Raised> {
        if self.closure.is_empty() {
            return Ok(None);
        }
        let vm = frame.vm;
        let cells = self.closure.iter().filter_map(|&slot| frame.get(slot));
        Ok(Some(kept(vm, vm.new_tuple(cells.collect())?)))
    }

    fn arguments(&self, frame: &Frame<'_>) -> Result<(Vec<Ref>, Vec<(Ref, Ref)>), Raised> {
        let vm = frame.vm;
        let mut bases = Vec::new();
        let mut keywords = Vec::new();
        for arg in &self.args {
            match arg {
                Argument::Positional(node) => {
                    let base = node.object(frame)?;
                    vm.stack.push(base.clone(), Role::Element);
                    bases.push(base);
                }
                Argument::Star(node) => {
                    let iterable = node.object(frame)?;
                    bases.extend(vm.collect(&iterable)?);
                }
                Argument::Keyword(name, node) => {
                    let value = node.object(frame)?;
                    vm.stack.push(value.clone(), Role::Element);
                    keywords.push(((*frame.code.names[*name as usize]).clone(), value));
                }
                Argument::DoubleStar(node) => {
                    let mapping = node.object(frame)?;
                    let copy = vm.alloc(Dict::default())?;
                    crate::types::dict::fill::update(vm, &copy, &mapping)?;
                    let more = copy.as_ref::<Dict>().pairs();
                    refuse_twice(vm, &keywords, &more)?;
                    keywords.extend(more);
                }
            }
        }
        Ok((bases, keywords))
    }
}

/// What runs in the namespace of a class, to fill it.
pub struct ClassBody<'a> {
    pub code: &'a Ref,
    pub globals: &'a Ref,
    pub closure: Option<&'a Ref>,
    /// Of a `class` statement: its `__module__` and `__type_params__`.
    pub statement: Option<(Ref, Option<Ref>)>,
}

impl ClassBody<'_> {
    /// The class that the body makes; `None` for the name that the code has. Leaves what it needs
    /// on the slot stack.
    ///
    /// # Errors
    /// What the bases, the metaclass and the body raise.
    pub fn class(
        mut self,
        vm: &Vm,
        name: Option<Ref>,
        bases: Vec<Ref>,
        keywords: Vec<(Ref, Ref)>,
    ) -> Result<Ref, Raised> {
        let code = self.code.as_ref::<Code>();
        let name = name.unwrap_or_else(|| (*code.name).clone());
        let heading = Heading::new(vm, name, bases, keywords)?;
        let namespace = heading.prepare(vm)?;
        // Let go of before the body runs, which may count who holds it.
        if let Some((module, type_params)) = self.statement.take() {
            self.enter_statement(vm, namespace, &module, type_params.as_ref())?;
        }
        let value =
            super::invoke::run_code_in(vm, self.code, self.globals, Some(namespace), self.closure)?;
        let cell = match value {
            Value::Obj(cell) if cell.is::<CellObject>() => Some(kept(vm, cell)),
            _ => None,
        };
        if let Some(cell) = cell {
            vm.set_item(namespace, &vm.name("__classcell__"), Some(cell))?;
        }
        let class = heading.create(vm, namespace)?;
        if let Some(cell) = cell.filter(|_| class.is::<Class>()) {
            check_cell(
                vm,
                cell.as_ref::<CellObject>().content.get().as_ref(),
                &class,
                heading.name,
            )?;
        }
        Ok(class)
    }

    /// What a `class` statement says of the class before its body runs.
    fn enter_statement(
        &self,
        vm: &Vm,
        namespace: &Ref,
        module: &Ref,
        type_params: Option<&Ref>,
    ) -> Result<(), Raised> {
        let code = self.code.as_ref::<Code>();
        let set = |name: &str, value: &Ref| vm.set_item(namespace, &vm.name(name), Some(value));
        set("__module__", module)?;
        set("__qualname__", &code.qualname)?;
        if let Some(type_params) = type_params {
            set("__type_params__", type_params)?;
        }
        set("__firstlineno__", &vm.new_int(code.first_line().into())?)
    }

    /// What `builder`, a `__build_class__` of one's own, makes of the body.
    fn handed_to(
        self,
        vm: &Vm,
        builder: &Ref,
        bases: Vec<Ref>,
        keywords: &[(Ref, Ref)],
    ) -> Result<Ref, Raised> {
        let code = self.code.as_ref::<Code>();
        let (module, type_params) = self.statement.unzip();
        let function = Function {
            name: Slot::new((*code.name).clone()),
            qualname: Slot::new((*code.qualname).clone()),
            globals: Fixed::new(self.globals.clone()),
            defaults: Slot::empty(),
            kwdefaults: Slot::empty(),
            closure: Slot::from(self.closure.cloned()),
            doc: Slot::empty(),
            module: Slot::from(module),
            annotations: Slot::empty(),
            type_params: Slot::from(type_params.flatten()),
            dict: Slot::empty(),
            code: Slot::new(self.code.clone()),
        };
        let mut args = vec![vm.alloc(function)?, (*code.name).clone()];
        args.extend(bases);
        let class = vm.call_with(builder, &args, keywords)?;
        vm.to_object(class)
    }
}

fn refuse_twice(vm: &Vm, before: &[(Ref, Ref)], more: &[(Ref, Ref)]) -> Result<(), Raised> {
    let given = |name: &Ref| before.iter().any(|(other, _)| other.text() == name.text());
    match more.iter().find(|(name, _)| name.is::<Str>() && given(name)) {
        Some((name, _)) => Err(vm.type_error(format!(
            "__build_class__() got multiple values for keyword argument '{}'",
            name.text()
        ))),
        None => Ok(()),
    }
}

/// What the metaclass put into the class cell must be the class.
fn check_cell(vm: &Vm, content: Option<&Ref>, class: &Ref, name: &Ref) -> Result<(), Raised> {
    let Some(content) = content else {
        let message = format!(
            "__class__ not set defining {} as {}. Was __classcell__ propagated to type.__new__?",
            vm.repr_text(name)?,
            vm.repr_text(class)?
        );
        return Err(vm.raise(ErrorKind::RuntimeError, message));
    };
    if content.same(class) {
        return Ok(());
    }
    Err(vm.type_error(format!(
        "__class__ set to {} defining {} as {}",
        vm.repr_text(content)?,
        vm.repr_text(name)?,
        vm.repr_text(class)?
    )))
}

/// The end of a class body whose methods use `__class__`: hands its cell out.
pub struct ReturnCell {
    pub slot: u32,
}

impl super::node::Stm for ReturnCell {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let cell = frame.get(self.slot);
        Flow::Return(cell.map_or(Value::None, Value::Obj))
    }
}

/// The start of a class body in which type parameters look names up: hands its namespace to them.
pub struct StoreClassDict {
    pub slot: u32,
}

impl super::node::Stm for StoreClassDict {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.peek(self.slot, |cell| {
            if let Some(cell) = cell.and_then(|cell| cell.get::<CellObject>()) {
                cell.content.set(frame.namespace.cloned());
            }
        });
        Flow::Next
    }
}

/// The end of such a body: `type` will put the class's own namespace into the cell.
pub struct PassClassDict {
    pub slot: u32,
}

impl super::node::Stm for PassClassDict {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let vm = frame.vm;
        if let (Some(cell), Some(namespace)) = (frame.get(self.slot), frame.namespace) {
            super::node::attempt!(vm.set_item(
                namespace,
                &vm.name("__classdictcell__"),
                Some(&cell)
            ));
        }
        Flow::Next
    }
}

/// Moves an object to the slot stack, where the caller's `truncate` lets it go.
fn kept(vm: &Vm, object: Ref) -> &Ref {
    let at = vm.stack.push(object, Role::Namespace);
    vm.stack.window(at, 1).req(0)
}

/// What a class statement says before its body: name, bases, keywords; and the metaclass that
/// follows from them. All of it stands on the slot stack, where the body's code can be asked who
/// holds what.
pub struct Heading<'v> {
    name: &'v Ref,
    bases: &'v Ref,
    keywords: Vec<(&'v Ref, &'v Ref)>,
    metaclass: &'v Ref,
    /// The bases as written, where `__mro_entries__` changed them.
    original: Option<&'v Ref>,
}

impl<'v> Heading<'v> {
    /// The caller truncates the slot stack when the class is there.
    pub fn new(
        vm: &'v Vm,
        name: Ref,
        bases: Vec<Ref>,
        mut keywords: Vec<(Ref, Ref)>,
    ) -> Result<Self, Raised> {
        let written = bases.clone();
        let (bases, changed) = type_::resolve_bases(vm, bases)?;
        let original = if changed { Some(vm.new_tuple(written)?) } else { None };
        let explicit = keywords.iter().position(|(name, _)| name.text() == "metaclass");
        let explicit = explicit.map(|at| keywords.remove(at).1);
        let metaclass = type_::choose_metaclass(vm, explicit.as_ref(), &bases)?;
        let bases = kept(vm, vm.new_tuple(bases)?);
        let keywords = keywords.into_iter();
        Ok(Heading {
            name: kept(vm, name),
            bases,
            keywords: keywords.map(|(name, value)| (kept(vm, name), kept(vm, value))).collect(),
            metaclass: kept(vm, metaclass),
            original: original.map(|original| kept(vm, original)),
        })
    }

    fn keywords(&self) -> Vec<(Ref, Ref)> {
        self.keywords.iter().map(|&(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The namespace the body runs in.
    pub fn prepare(&self, vm: &'v Vm) -> Result<&'v Ref, Raised> {
        let keywords = self.keywords();
        let namespace = type_::prepare(vm, self.metaclass, self.name, self.bases, &keywords)?;
        Ok(kept(vm, namespace))
    }

    /// The class, from the namespace that the body filled.
    pub fn create(&self, vm: &Vm, namespace: &Ref) -> Result<Ref, Raised> {
        if let Some(original) = self.original {
            vm.set_item(namespace, &vm.name("__orig_bases__"), Some(original))?;
        }
        let class =
            type_::create(vm, self.metaclass, self.name, self.bases, namespace, &self.keywords())?;
        vm.to_object(class)
    }
}
