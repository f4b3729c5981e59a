//! What the owners of references are called: whose namespace a dict is, whose defaults a tuple, and
//! else the shortest path that leads to it from a name.

use std::collections::{HashMap, HashSet, VecDeque};

use super::edges::{Edge, edges};
use super::holders::{OwnedEdge, What};
use super::names::{at_address, class_of, main_namespace, module_name, short_name};
use super::places;
use crate::heap::{Ref, Slot};
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{
    Class, Code, Dict, Exception, FrameObject, Function, Generator, Instance, List, Module,
    Traceback, Tuple,
};
use crate::runtime::{Vm, kinds};

/// What an owner is to something better known.
enum Special {
    /// The namespace of a module.
    Namespace(String),
    Builtins,
    Modules,
    ClassBody(String),
    /// `__dict__` of an object.
    InstanceDict(String),
    KeywordDefaults(String),
    /// The defaults of a function, with the parameters they belong to.
    Defaults(String, Vec<String>),
    /// The closure of a function, with the names of its variables.
    Closure(String, Vec<String>),
    /// Another part of something: "bases of class C".
    Part(String),
    /// A cell: the variable's name, and whose it is.
    Variable(String, String),
    /// The constants of a source that is running.
    Source,
}

/// Names of the owners asked about.
pub struct Owners {
    special: HashMap<u64, Special>,
    paths: HashMap<u64, String>,
}

/// Containers whose paths are followed no further than this many objects.
const MOST_FOLLOWED: usize = 100_000;

impl Owners {
    /// Finds names for `wanted` cells, by address.
    pub fn look_up(vm: &Vm, wanted: &HashMap<u64, Ref>) -> Owners {
        let mut owners = Owners { special: HashMap::new(), paths: HashMap::new() };
        if wanted.is_empty() {
            return owners;
        }
        let mut cells = Vec::new();
        vm.heap.for_each_live(&mut |cell| {
            if may_explain(cell) {
                cells.push(cell.clone());
            }
        });
        for cell in &cells {
            owners.learn(cell, wanted);
        }
        for (address, (name, title)) in places::variables(vm) {
            if wanted.get(&address).is_some_and(|cell| cell.kind() == kinds::CELL) {
                owners.special.insert(address, Special::Variable(name, title));
            }
        }
        for list in places::sources(vm) {
            if wanted.get(&list.address()).is_some_and(Ref::is::<List>) {
                owners.special.insert(list.address(), Special::Source);
            }
        }
        for (dict, special) in [(&vm.modules, Special::Modules), (&vm.builtins, Special::Builtins)]
        {
            owners.special.insert(dict.address(), special);
        }
        let nameless: HashSet<u64> = wanted
            .keys()
            .filter(|address| !owners.special.contains_key(address))
            .copied()
            .collect();
        owners.follow(vm, &nameless);
        owners
    }

    /// Whether `owner` is a namespace of a module.
    pub fn is_namespace(&self, owner: &Ref) -> bool {
        matches!(
            self.special.get(&owner.address()),
            Some(Special::Namespace(_) | Special::Builtins | Special::Modules)
        )
    }

    /// Learns what `cell` says about the cells wanted.
    fn learn(&mut self, cell: &Ref, wanted: &HashMap<u64, Ref>) {
        let is_wanted = |slot: &Slot| slot.address().filter(|address| wanted.contains_key(address));
        if let Some(module) = cell.get::<Module>() {
            if wanted.contains_key(&module.dict.address()) {
                let name = module_name(&module.dict);
                self.special.insert(module.dict.address(), Special::Namespace(name));
            }
        } else if let Some(class) = cell.get::<Class>() {
            let parts = [(&class.mro, "method resolution order"), (&class.bases, "bases")];
            for (slot, what) in parts {
                if let Some(address) = is_wanted(slot) {
                    let text = format!("{what} of class {}", class.name_text());
                    self.special.insert(address, Special::Part(text));
                }
            }
            if wanted.contains_key(&class.dict.address()) {
                let special = Special::ClassBody(class.name_text());
                self.special.insert(class.dict.address(), special);
            }
        } else if let Some(function) = cell.get::<Function>() {
            self.learn_function(cell, function, wanted);
        } else if let Some(exception) = cell.get::<Exception>() {
            if let Some(address) = is_wanted(&exception.args) {
                let text = format!("args of {}", at_address(cell));
                self.special.insert(address, Special::Part(text));
            }
            if let Some(address) = is_wanted(&exception.fields) {
                let special = Special::InstanceDict(at_address(cell));
                self.special.insert(address, special);
            }
            self.learn_dict(cell, &exception.dict, wanted);
        } else if let Some(instance) = cell.get::<Instance>() {
            self.learn_dict(cell, &instance.dict, wanted);
        }
        if let Some(extra) = cell.extra() {
            self.learn_dict(cell, &extra.dict, wanted);
        }
    }

    fn learn_dict(&mut self, object: &Ref, dict: &Slot, wanted: &HashMap<u64, Ref>) {
        if let Some(address) = dict.address().filter(|address| wanted.contains_key(address)) {
            self.special.insert(address, Special::InstanceDict(at_address(object)));
        }
    }

    fn learn_function(&mut self, cell: &Ref, function: &Function, wanted: &HashMap<u64, Ref>) {
        let is_wanted = |slot: &Slot| slot.address().filter(|address| wanted.contains_key(address));
        let title = short_name(cell);
        let Some(code_ref) = function.code.get() else { return };
        let Some(code) = code_ref.get::<Code>() else { return };
        let names = |range: &[crate::heap::Fixed]| -> Vec<String> {
            range.iter().map(|name| name.text().to_owned()).collect()
        };
        if let Some(address) = is_wanted(&function.dict) {
            self.special.insert(address, Special::InstanceDict(title.clone()));
        }
        if let Some(address) = is_wanted(&function.kwdefaults) {
            self.special.insert(address, Special::KeywordDefaults(title.clone()));
        }
        if let Some(address) = is_wanted(&function.defaults) {
            let positional = names(&code.variables[..code.parameters.positional]);
            let count = function.defaults.get().map_or(0, |defaults| tuple_refs(&defaults).len());
            let with = positional[positional.len().saturating_sub(count)..].to_vec();
            self.special.insert(address, Special::Defaults(title.clone(), with));
        }
        let Some(closure) = function.closure.get() else { return };
        if wanted.contains_key(&closure.address()) {
            let special = Special::Closure(title.clone(), names(&code.free));
            self.special.insert(closure.address(), special);
        }
        let outer = code.qualname.text().rsplit_once(".<locals>.").map(|(outer, _)| outer);
        for (cell, name) in tuple_refs(&closure).iter().zip(&code.free) {
            if wanted.contains_key(&cell.address()) {
                let outer = outer.map_or_else(|| title.clone(), |outer| format!("{outer}()"));
                let special = Special::Variable(name.text().to_owned(), outer);
                self.special.entry(cell.address()).or_insert(special);
            }
        }
    }

    /// Finds the shortest paths from names of `__main__` and of running functions.
    fn follow(&mut self, vm: &Vm, wanted: &HashSet<u64>) {
        let mut queue: VecDeque<(Ref, String)> = VecDeque::new();
        let mut seen: HashSet<u64> = HashSet::new();
        if let Some(main) = main_namespace(vm) {
            for entry in main.as_ref::<Dict>().table.borrow().iter() {
                if !entry.key.text().starts_with("__") {
                    queue.push_back((entry.value.clone(), entry.key.text().to_owned()));
                }
            }
        }
        let variables = places::variables(vm);
        let mut left = wanted.len();
        vm.stack.visit(&mut |_, _, object| {
            if let Some((name, title)) = variables.get(&object.address()) {
                queue.push_back((object.clone(), format!("{name} of {title}")));
            }
        });
        while let Some((object, path)) = queue.pop_front() {
            if left == 0 || seen.len() > MOST_FOLLOWED || !seen.insert(object.address()) {
                continue;
            }
            if wanted.contains(&object.address()) {
                self.paths.insert(object.address(), path.clone());
                left -= 1;
            }
            let inside = || format!("in {} {path}", class_of(&object));
            for (inner, step) in steps(&object) {
                // No expression goes on behind "in enumerate e".
                let path = if path.starts_with("in ") { inside() } else { format!("{path}{step}") };
                queue.push_back((inner, path));
            }
            for inner in insides(&object) {
                queue.push_back((inner, inside()));
            }
        }
    }
}

/// Whether a cell can say what another one is.
fn may_explain(cell: &Ref) -> bool {
    matches!(
        cell.kind(),
        kinds::MODULE | kinds::TYPE | kinds::FUNCTION | kinds::EXCEPTION | kinds::OBJECT
    ) || cell.extra().is_some()
}

/// Where a path leads from an object: what is written behind its name, and to what.
fn steps(object: &Ref) -> Vec<(Ref, String)> {
    let mut found = Vec::new();
    let mut dict = None;
    if matches!(
        object.kind(),
        kinds::LIST | kinds::TUPLE | kinds::DICT | kinds::DEQUE | kinds::OBJECT
    ) {
        edges(object, &mut |inner, edge| match edge {
            Edge::Item(index) => found.push((inner.clone(), format!("[{index}]"))),
            Edge::Value(key) => found.push((inner.clone(), format!("[{}]", short_name(key)))),
            Edge::Attribute(name) => found.push((inner.clone(), format!(".{name}"))),
            Edge::Part("__dict__") => dict = Some(inner.clone()),
            _ => {}
        });
    } else if let Some(exception) = object.get::<Exception>() {
        dict = exception.dict.get();
        found.extend(exception.args.get().map(|args| (args, ".args".to_owned())));
    } else if let Some(class) = object.get::<Class>().filter(|class| class.spec.is_none()) {
        dict = Some((*class.dict).clone());
    } else if let Some(function) = object.get::<Function>() {
        dict = function.dict.get();
    } else if let Some(extra) = object.extra() {
        dict = extra.dict.get();
    }
    let Some(dict) = dict else { return found };
    let Some(dict) = dict.get::<Dict>() else { return found };
    for entry in dict.table.borrow().iter() {
        found
            .push((entry.value.clone(), format!(".{}", short_name(&entry.key).trim_matches('\''))));
    }
    found
}

/// What is inside an object and has no name in Python: the arguments of a `partial`, the iterator
/// of an `enumerate`, the elements of a set.
fn insides(object: &Ref) -> Vec<Ref> {
    let mut found = Vec::new();
    let is_open = |kind| {
        matches!(
            kind,
            kinds::MODULE | kinds::TYPE | kinds::FUNCTION | kinds::CODE | kinds::EXCEPTION
        )
    };
    let is_followed = matches!(
        object.kind(),
        kinds::LIST | kinds::TUPLE | kinds::DICT | kinds::DEQUE | kinds::OBJECT
    );
    let is_trace = object.is::<FrameObject>() || object.is::<Traceback>();
    if is_open(object.kind()) || is_followed || is_trace {
        return found;
    }
    edges(object, &mut |inner, edge| {
        let has_name = matches!(edge, Edge::Attribute(_) | Edge::Key(_));
        if !has_name && !is_open(inner.kind()) {
            found.push(inner.clone());
        }
    });
    found
}

/// The whole line about one edge.
pub fn words(owners: &Owners, owner: &Ref, edge: &OwnedEdge) -> String {
    if let Some(special) = owners.special.get(&owner.address())
        && let Some(text) = special_words(special, edge)
    {
        return text;
    }
    let text = &edge.text;
    let name = owner_name(owners, owner);
    match edge.what {
        What::Item(index) => format!("item [{index}] of {name}"),
        What::Element => format!("element of {name}"),
        What::Key => format!("key of {name}"),
        What::Value => format!("value of key {text} in {name}"),
        What::Attribute => match owners.paths.get(&owner.address()) {
            Some(path) => format!("attribute .{text} of {} ({path})", at_address(owner)),
            None => format!("attribute .{text} of {}", at_address(owner)),
        },
        What::Constant(index) => format!("constant {index} of {name}"),
        What::Local if Generator::of(owner).is_some() => {
            format!("local {text} of {name}")
        }
        What::Local => format!("local {text} of the ended {name}"),
        What::Temporary => format!("temporary of {name}"),
        What::Content => format!("content of {name}"),
        What::Part if text.starts_with('a') && text.ends_with(" in") => format!("{text} {name}"),
        What::Part => format!("{text} of {name}"),
        What::Held => format!("held by {name}"),
    }
}

fn special_words(special: &Special, edge: &OwnedEdge) -> Option<String> {
    let text = &edge.text;
    let bare = text.trim_matches('\'');
    Some(match (special, edge.what) {
        (Special::Namespace(module), What::Value) => format!("name {bare} in {module}"),
        (Special::Namespace(module), What::Key) => format!("the name itself in {module}"),
        (Special::Builtins, What::Value) if bare == "_" => "_ at the prompt".to_owned(),
        (Special::Builtins, What::Value) => format!("name {bare} in builtins"),
        (Special::Builtins, What::Key) => "the name itself in builtins".to_owned(),
        (Special::Modules, What::Value) => format!("sys.modules[{text}]"),
        (Special::Modules, What::Key) => "key of sys.modules".to_owned(),
        (Special::ClassBody(class), What::Value) => format!("attribute {bare} of class {class}"),
        (Special::ClassBody(class), What::Key) => format!("an attribute's name in class {class}"),
        (Special::InstanceDict(name), What::Value) => format!("attribute .{bare} of {name}"),
        (Special::InstanceDict(name), What::Key) => format!("an attribute's name in {name}"),
        (Special::KeywordDefaults(function), What::Value) => {
            format!("default of parameter {bare} of {function}")
        }
        (Special::Defaults(function, names), What::Item(index)) => {
            let name = names.get(index).map_or("?", String::as_str);
            format!("default of parameter {name} of {function}")
        }
        (Special::Closure(function, names), What::Item(index)) => {
            let name = names.get(index).map_or("?", String::as_str);
            format!("closure of {function}, variable {name}")
        }
        (Special::Part(part), What::Item(index)) => format!("item [{index}] of the {part}"),
        (Special::Variable(name, title), What::Content) => {
            format!("cell variable {name} of {title}")
        }
        (Special::Source, What::Item(_)) => "constant of the source being run".to_owned(),
        _ => return None,
    })
}

/// `list b`, `<list at 0x…>`, `class C`, `f()`.
fn owner_name(owners: &Owners, owner: &Ref) -> String {
    match owner.kind() {
        kinds::TYPE | kinds::FUNCTION | kinds::MODULE => short_name(owner),
        kinds::CODE => owner.get::<Code>().map_or_else(String::new, places::code_title),
        _ => match owners.paths.get(&owner.address()) {
            Some(path) if owner.is::<Tuple>() || owner.kind() != kinds::OBJECT => {
                format!("{} {path}", class_of(owner))
            }
            Some(path) => format!("{} ({path})", at_address(owner)),
            None => at_address(owner),
        },
    }
}
