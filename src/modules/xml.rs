//! `_xml`: what XML text holds, for `xml.etree` and its relatives, which are in Python.

use std::collections::HashMap;

use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::xml::{Event, Pieces, Stop, place, read};

/// Makes tuples of events: `(kind, first, second)`.
struct Teller<'a> {
    vm: &'a Vm,
    kinds: [Ref; 8],
    /// Names that have been made before.
    names: HashMap<String, Ref>,
    found: Vec<Ref>,
}

impl Teller<'_> {
    fn name(&mut self, name: &str) -> Result<Ref, Raised> {
        if let Some(known) = self.names.get(name) {
            return Ok(known.clone());
        }
        let made = self.vm.new_str(name)?;
        self.names.insert(name.to_owned(), made.clone());
        Ok(made)
    }

    fn optional(&self, text: Option<&str>) -> Result<Ref, Raised> {
        text.map_or_else(|| Ok(self.vm.none()), |text| self.vm.new_str(text))
    }

    fn add(&mut self, kind: usize, first: Ref, second: Ref) -> Result<(), Raised> {
        let event = self.vm.new_tuple_of([self.kinds[kind].clone(), first, second])?;
        self.found.push(event);
        if self.found.len().is_multiple_of(1024) { self.vm.poll() } else { Ok(()) }
    }

    fn tell(&mut self, event: &Event<'_>) -> Result<(), Raised> {
        let vm = self.vm;
        match event {
            Event::Start(name, attributes) => {
                let mut pairs = Vec::with_capacity(attributes.len());
                for (key, value) in *attributes {
                    pairs.push((self.name(key)?, vm.new_str(value)?));
                }
                let name = self.name(name)?;
                self.add(0, name, vm.new_dict(pairs)?)
            }
            Event::End(name) => {
                let name = self.name(name)?;
                self.add(1, name, vm.none())
            }
            Event::Data(text) => self.add(2, vm.new_str(text)?, vm.none()),
            Event::Comment(text) => self.add(3, vm.new_str(text)?, vm.none()),
            Event::Instruction(target, text) => self.add(4, vm.new_str(target)?, vm.new_str(text)?),
            Event::StartNamespace(prefix, name) => {
                self.add(5, vm.new_str(prefix)?, vm.new_str(name)?)
            }
            Event::EndNamespace(prefix) => self.add(6, vm.new_str(prefix)?, vm.none()),
            Event::Doctype(name, public, system) => {
                let identifiers = [self.optional(*public)?, self.optional(*system)?];
                self.add(7, vm.new_str(name)?, vm.new_tuple_of(identifiers)?)
            }
        }
    }
}

/// `read(text, everything)`: the events, and what is wrong behind them: None, or message, number,
/// line and column.
fn read_text(vm: &Vm, args: Args<'_>) -> Eval {
    if !args.req(0).is::<Str>() {
        return Err(vm.type_error("XML is read from text"));
    }
    let text = args.req(0).text();
    let pieces = if vm.truth_of(args.req(1))? { Pieces::All } else { Pieces::Tree };
    let mut kinds = Vec::with_capacity(8);
    for kind in 0..8 {
        kinds.push(vm.new_int(kind)?);
    }
    let Ok(kinds) = <[Ref; 8]>::try_from(kinds) else { return Ok(Value::None) };
    let mut teller = Teller { vm, kinds, names: HashMap::new(), found: Vec::new() };
    let mut raised = None;
    let ended = read(text, pieces, &mut |event| match teller.tell(&event) {
        Ok(()) => true,
        Err(error) => {
            raised = Some(error);
            false
        }
    });
    if let Some(raised) = raised {
        return Err(raised);
    }
    let problem = match ended {
        Err(Stop::Wrong(problem)) => {
            let (line, column) = place(text, problem.at);
            let parts = [
                vm.new_str(problem.wrong.message())?,
                vm.new_int(problem.wrong as i64)?,
                vm.new_int(line as i64)?,
                vm.new_int(column as i64)?,
            ];
            vm.new_tuple_of(parts)?
        }
        _ => vm.none(),
    };
    vm.new_tuple_of([vm.new_list(teller.found)?, problem]).map(Value::Obj)
}

static FUNCTIONS: [Method; 1] = [function(
    "read",
    "(text, everything, /)",
    read_text,
    "The events of a document, and what is wrong behind them.",
)];

pub static XML: ModuleSpec = ModuleSpec {
    name: "_xml",
    doc: "What XML text holds.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};
