//! Functions of embedded modules, whose bodies are read, analysed and lowered when they are first
//! needed: most functions of most imported modules never are.

use super::constants::ConstantKey;
use super::unit::{Lowerer, Unit, UnitKind};
use crate::eval::run::raise_diagnostic;
use crate::heap::Ref;
use crate::runtime::object::Code;
use crate::runtime::object::code::Body;
use crate::runtime::stack::Frame;
use crate::runtime::{ErrorKind, Flow, Raised, Vm};
use crate::scope::{self, ScopeKind};
use crate::source::Span;
use crate::syntax::ast::{ClassDef, FunctionDef, Ident, Module, Stmt, StmtKind};
use crate::syntax::parse_function;

const NOT_READ: &str = "the body of this function has not been read";

/// Stands for the body of a function at the top of its module or of a class there.
struct Unread {
    /// The whole definition, without decorators.
    span: Span,
    /// The class whose private names it may use.
    class: Option<Box<str>>,
    /// The qualified name of what it stands in.
    around: Box<str>,
    /// Annotations are kept as text.
    postponed: bool,
}

impl Lowerer<'_> {
    /// What stands for the body of `def` where that is not read yet.
    pub(super) fn unread_body(&mut self, def: &FunctionDef, span: Span) -> Option<Box<dyn Body>> {
        let Stmt { kind: StmtKind::Unread, span: body } = def.body.last()? else { return None };
        self.note_unread_attributes(self.source.slice(*body));
        let class = self.scopes.scope(self.unit.scope).class;
        Some(Box::new(Unread {
            span,
            class: class.map(|class| self.names.text(class).into()),
            around: self.unit.qualname.as_str().into(),
            postponed: self.scopes.postponed,
        }))
    }

    /// Notes the attributes of `self` that lines of `body` begin with assigning to.
    fn note_unread_attributes(&mut self, body: &str) {
        let Some(names) = self.self_attributes.last_mut() else { return };
        for line in body.lines().map(str::trim_start).filter(|line| line.starts_with("self.")) {
            let Some((targets, value)) = line.split_once('=') else { continue };
            if value.starts_with('=') || targets.contains(['(', '[', '!', '<', '>']) {
                continue;
            }
            for target in targets.split(',').filter_map(|part| part.trim().strip_prefix("self.")) {
                let end = target.find(|c: char| !c.is_alphanumeric() && c != '_');
                let (name, rest) = target.split_at(end.unwrap_or(target.len()));
                if !rest.starts_with('.') && !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
    }
}

impl Unread {
    /// Puts the parsed function into a class of the name it was in.
    fn with_class(&self, module: &mut Module) {
        let Some(class) = &self.class else { return };
        let name = Ident { name: module.names.intern(class), span: self.span };
        let body = std::mem::take(&mut module.body);
        let (type_params, args, decorators) = (Vec::new(), Vec::new(), Vec::new());
        let def = ClassDef { name, type_params, args, body, decorators };
        module.body = vec![Stmt { kind: StmtKind::ClassDef(Box::new(def)), span: self.span }];
    }
}

impl Body for Unread {
    fn run(&self, frame: &Frame<'_>) -> Flow {
        Flow::Raise(frame.vm.raise(ErrorKind::SystemError, NOT_READ.into()))
    }

    fn read(&self, vm: &Vm, code: &Ref) -> Result<Ref, Raised> {
        let known = code.as_ref::<Code>();
        let source = &known.source;
        let wrong = |diagnostic| raise_diagnostic(vm, &diagnostic, source);
        let mut module = parse_function(source, self.span).map_err(wrong)?;
        self.with_class(&mut module);
        let mut scopes = scope::analyze(&module, source).map_err(wrong)?;
        scopes.postponed = self.postponed;
        let mut lowerer = Lowerer::new(vm, source, &module.names, &scopes);
        let mut body = &module.body;
        if let Some(Stmt { kind: StmtKind::ClassDef(class), span }) = body.first() {
            let scope = scopes.of(*span, ScopeKind::Class);
            lowerer.unit = Unit::new(UnitKind::Class, scope, self.around.to_string());
            body = &class.body;
        }
        let Some(Stmt { kind: StmtKind::FunctionDef(def), span }) = body.first() else {
            return Err(vm.raise(ErrorKind::SystemError, NOT_READ.into()));
        };
        if let Some(doc) = known.constants.first() {
            lowerer.pool.insert(ConstantKey::Str(doc.text().into()), (**doc).clone());
        }
        let scope = scopes.of(*span, ScopeKind::Function);
        lowerer.function_code(def, scope, *span, known.span).map(|(code, _)| code)
    }
}
