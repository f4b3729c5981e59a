//! Running a Python function: binding its arguments in place, its frame, and its end.

use crate::heap::{Ref, Slot};
use crate::runtime::object::tuple::{tuple_items, tuple_refs};
use crate::runtime::object::{CellObject, Code, Dict, Function};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{ErrorKind, Eval, Flow, Raised, Value, Vm};
use crate::text::suggest::suggest;

/// Calls the Python function in the window at `at`; see [`crate::runtime::call`].
pub fn call_python(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    call_function(vm, at, vm.first_argument(at), names)
}

/// As [`call_python`], where the place of the first argument is known.
#[inline]
pub fn call_function(vm: &Vm, at: usize, first: usize, names: Option<&Ref>) -> Eval {
    // The function stays in its slot while it runs.
    let Some(func) = vm.stack.standing(at) else {
        vm.stack.truncate(at);
        return Err(vm.type_error("the function is gone"));
    };
    let function = func.as_ref::<Function>();
    let Some(code_ref) = function.code.get() else {
        vm.stack.truncate(at);
        return Err(vm.type_error("the function has no code"));
    };
    let code = code_ref.as_ref::<Code>();
    let bound = if names.is_none() && vm.stack.top() - first == code.parameters.exactly {
        Ok(())
    } else {
        arrange(vm, function, code, first, names)
    };
    let result = match bound.and_then(|()| vm.enter_frame(first, code.slot_count)) {
        Ok(()) => {
            let result = run(vm, func, function, &code_ref, code, first);
            vm.leave();
            result
        }
        Err(raised) => Err(raised),
    };
    vm.stack.end_call(at);
    result
}

#[inline(always)]
fn run(
    vm: &Vm,
    func: &Ref,
    function: &Function,
    code_ref: &Ref,
    code: &Code,
    first: usize,
) -> Eval {
    if !code.is_plain {
        make_cells(vm, function, code, first)?;
        if code.flags.generator {
            return super::generator::new_generator(vm, func, function, code_ref, code, first);
        }
    }
    let frame = Frame::new(vm, code, code_ref, Some(func), &function.globals, first);
    let guard = vm.stack.enter(&frame);
    let flow = match vm.poll() {
        Ok(()) => code.body.run(&frame),
        Err(raised) => Flow::Raise(raised),
    };
    let result = match flow {
        Flow::Return(value) => Ok(value),
        Flow::Raise(raised) => Err(leave_raising(vm, &frame, raised)),
        _ => Ok(Value::None),
    };
    if !frame.object.is_none() {
        vm.detach_frame(&frame, code.variables.len() + code.free.len());
    }
    drop(guard);
    result
}

/// Adds the frame to the traceback; the caller's place in it is yet to be known.
#[cold]
#[inline(never)]
pub fn leave_raising(vm: &Vm, frame: &Frame<'_>, raised: Raised) -> Raised {
    let raised = vm.add_traceback(frame, raised);
    vm.leave_frame_traceback();
    raised
}

/// Gives captured locals their cells and puts the closure's cells into their slots.
fn make_cells(vm: &Vm, function: &Function, code: &Code, first: usize) -> Result<(), Raised> {
    for &slot in &code.captured {
        let place = first + slot as usize;
        let content = vm.stack.take(place);
        let cell = vm.alloc(CellObject { content: Slot::from(content) })?;
        vm.stack.set(place, Some(cell));
    }
    if !code.free.is_empty() {
        let closure = function.closure.get();
        let cells = closure.as_ref().and_then(tuple_items).unwrap_or(&[]);
        for (index, cell) in cells.iter().enumerate() {
            vm.stack.set(first + code.variables.len() + index, cell.get());
        }
    }
    Ok(())
}

/// Puts the arguments from `first` to the top where the parameters want them.
#[inline(never)]
fn arrange(
    vm: &Vm,
    function: &Function,
    code: &Code,
    first: usize,
    names: Option<&Ref>,
) -> Result<(), Raised> {
    let given = vm.stack.top() - first;
    if names.is_none() && code.parameters.is_simple() && given < code.parameters.positional {
        fill_defaults(vm, function, code, first, given)
    } else {
        bind(vm, function, code, first, names)
    }
}

/// Adds the defaults of the last positional parameters, where they suffice.
fn fill_defaults(
    vm: &Vm,
    function: &Function,
    code: &Code,
    first: usize,
    given: usize,
) -> Result<(), Raised> {
    let positional = code.parameters.positional;
    let defaults = function.defaults.get();
    let values = defaults.as_ref().and_then(tuple_items).unwrap_or(&[]);
    let missing = positional - given;
    if missing > values.len() {
        return bind(vm, function, code, first, None);
    }
    for value in &values[values.len() - missing..] {
        if let Some(value) = value.get() {
            vm.stack.push(value, Role::Argument);
        }
    }
    Ok(())
}

/// The general case: arguments from `first` to the top (keyword values last) are rearranged into
/// the places of the parameters.
#[inline(never)]
fn bind(
    vm: &Vm,
    function: &Function,
    code: &Code,
    first: usize,
    names: Option<&Ref>,
) -> Result<(), Raised> {
    let names = names.map_or_else(Vec::new, tuple_refs);
    let count = vm.stack.top() - first;
    let mut given: Vec<Option<Ref>> = vm.stack.take_range(first, count);
    vm.stack.truncate(first);
    let keywords = given.split_off(count - names.len());
    let mut binding = Binding { vm, function, code, places: Vec::new() };
    binding.bind(given, &names, keywords)?;
    if vm.stack.is_short_of(binding.places.len()) {
        return Err(vm.too_many_arguments());
    }
    for place in binding.places {
        match place {
            Some(object) => vm.stack.push(object, Role::Argument),
            None => vm.stack.push_empty(Role::Argument),
        };
    }
    Ok(())
}

struct Binding<'a> {
    vm: &'a Vm,
    function: &'a Function,
    code: &'a Code,
    places: Vec<Option<Ref>>,
}

impl Binding<'_> {
    fn bind(
        &mut self,
        mut given: Vec<Option<Ref>>,
        names: &[Ref],
        values: Vec<Option<Ref>>,
    ) -> Result<(), Raised> {
        let parameters = self.code.parameters;
        let count = given.len();
        let rest = given.split_off(count.min(parameters.positional));
        self.places = given;
        self.places.resize_with(parameters.positional + parameters.keyword_only, || None);
        let vararg = if parameters.vararg {
            Some(self.vm.new_tuple(rest.into_iter().flatten().collect())?)
        } else {
            None
        };
        let kwarg = if parameters.kwarg { Some(self.vm.alloc(Dict::default())?) } else { None };
        self.place_keywords(names, values, kwarg.as_ref())?;
        if count > parameters.positional && !parameters.vararg {
            return Err(self.too_many(count));
        }
        self.add_defaults(count)?;
        self.add_keyword_defaults()?;
        self.places.extend(vararg.map(Some));
        self.places.extend(kwarg.map(Some));
        Ok(())
    }

    fn name_of(&self, index: usize) -> &str {
        self.code.variables.get(index).map_or("", |name| name.text())
    }

    fn qualname(&self) -> String {
        self.function.qualname.get().map_or_else(String::new, |name| name.text().to_owned())
    }

    fn place_keywords(
        &mut self,
        names: &[Ref],
        values: Vec<Option<Ref>>,
        kwarg: Option<&Ref>,
    ) -> Result<(), Raised> {
        let parameters = self.code.parameters;
        for (name, value) in names.iter().zip(values) {
            let known = (parameters.positional_only..self.places.len()).find(|&index| {
                self.code.variables[index].same(name) || self.name_of(index) == name.text()
            });
            match (known, kwarg) {
                (Some(index), _) => {
                    if self.places[index].is_some() {
                        let message = format!(
                            "{}() got multiple values for argument '{}'",
                            self.qualname(),
                            name.text()
                        );
                        return Err(self.vm.type_error(message));
                    }
                    self.places[index] = value;
                }
                (None, Some(dict)) => {
                    if let Some(value) = value {
                        dict.as_ref::<Dict>().set(self.vm, name.clone(), value)?;
                    }
                }
                (None, None) => return Err(self.unexpected(name, names)),
            }
        }
        Ok(())
    }

    #[cold]
    fn unexpected(&self, name: &Ref, names: &[Ref]) -> Raised {
        let parameters = self.code.parameters;
        let positional_only: Vec<String> = (0..parameters.positional_only)
            .map(|index| self.name_of(index).to_owned())
            .filter(|known| names.iter().any(|name| name.text() == known))
            .collect();
        if !positional_only.is_empty() {
            return self.vm.type_error(format!(
                "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                self.qualname(),
                positional_only.join(", ")
            ));
        }
        let candidates: Vec<&str> = (parameters.positional_only..self.places.len())
            .map(|index| self.name_of(index))
            .collect();
        let hint = match suggest(name.text(), &candidates) {
            Some(near) => format!(". Did you mean '{near}'?"),
            None => String::new(),
        };
        self.vm.type_error(format!(
            "{}() got an unexpected keyword argument '{}'{hint}",
            self.qualname(),
            name.text()
        ))
    }

    fn add_defaults(&mut self, given: usize) -> Result<(), Raised> {
        let positional = self.code.parameters.positional;
        if given >= positional {
            return Ok(());
        }
        let defaults = self.function.defaults.get();
        let values = defaults.as_ref().and_then(tuple_items).unwrap_or(&[]);
        let required = positional - values.len().min(positional);
        let missing: Vec<&str> = (0..required)
            .filter(|&index| self.places[index].is_none())
            .map(|index| self.name_of(index))
            .collect();
        if !missing.is_empty() {
            return Err(self.missing("positional", &missing));
        }
        for index in required..positional {
            if self.places[index].is_none() {
                self.places[index] = values[index - required].get();
            }
        }
        Ok(())
    }

    fn add_keyword_defaults(&mut self) -> Result<(), Raised> {
        let parameters = self.code.parameters;
        let all = parameters.positional..parameters.positional + parameters.keyword_only;
        let defaults = self.function.kwdefaults.get();
        let mut missing: Vec<usize> = Vec::new();
        for index in all {
            if self.places[index].is_some() {
                continue;
            }
            let name = &self.code.variables[index];
            let value = defaults.as_ref().and_then(|dict| dict.get::<Dict>()?.get_str(name));
            match value {
                Some(value) => self.places[index] = Some(value),
                None => missing.push(index),
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = missing.into_iter().map(|index| self.name_of(index)).collect();
        Err(self.missing("keyword-only", &names))
    }

    #[cold]
    fn missing(&self, kind: &str, names: &[&str]) -> Raised {
        let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        let list = match quoted.as_slice() {
            [one] => one.clone(),
            [first, second] => format!("{first} and {second}"),
            [head @ .., last] => format!("{}, and {last}", head.join(", ")),
            [] => String::new(),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        self.vm.type_error(format!(
            "{}() missing {} required {kind} argument{plural}: {list}",
            self.qualname(),
            names.len()
        ))
    }

    #[cold]
    fn too_many(&self, given: usize) -> Raised {
        let parameters = self.code.parameters;
        let positional = parameters.positional;
        let defaults = self.function.defaults.get();
        let optional = defaults.as_ref().and_then(tuple_items).map_or(0, <[_]>::len);
        let keyword_given =
            self.places[positional..].iter().filter(|place| place.is_some()).count();
        let takes = if optional > 0 {
            format!("from {} to {positional}", positional - optional)
        } else {
            positional.to_string()
        };
        let plural = if positional == 1 && optional == 0 { "" } else { "s" };
        let given = if keyword_given > 0 {
            format!(
                "{given} positional argument{} (and {keyword_given} keyword-only argument{}) were",
                if given == 1 { "" } else { "s" },
                if keyword_given == 1 { "" } else { "s" }
            )
        } else {
            format!("{given} {}", if given == 1 { "was" } else { "were" })
        };
        self.vm.type_error(format!(
            "{}() takes {takes} positional argument{plural} but {given} given",
            self.qualname()
        ))
    }
}

/// Runs the code of a module, a class body or `exec` in a frame of its own.
pub fn run_code_in(
    vm: &Vm,
    code_ref: &Ref,
    globals: &Ref,
    namespace: Option<&Ref>,
    closure: Option<&Ref>,
) -> Eval {
    let code = code_ref.as_ref::<Code>();
    vm.enter(code.slot_count + 3)?;
    let at = vm.stack.push(globals.clone(), Role::Namespace);
    if let Some(namespace) = namespace {
        vm.stack.push(namespace.clone(), Role::Namespace);
    }
    let first = vm.stack.top();
    vm.stack.grow_to(first + code.slot_count);
    let result = run_code_at(vm, code_ref, globals, namespace, closure, first);
    vm.stack.truncate(at);
    vm.leave();
    result
}

fn run_code_at(
    vm: &Vm,
    code_ref: &Ref,
    globals: &Ref,
    namespace: Option<&Ref>,
    closure: Option<&Ref>,
    first: usize,
) -> Eval {
    let code = code_ref.as_ref::<Code>();
    for &slot in &code.captured {
        let cell = vm.alloc(CellObject { content: Slot::empty() })?;
        vm.stack.set(first + slot as usize, Some(cell));
    }
    let cells = closure.and_then(tuple_items).unwrap_or(&[]);
    for (index, cell) in cells.iter().enumerate() {
        vm.stack.set(first + code.variables.len() + index, cell.get());
    }
    let mut frame = Frame::new(vm, code, code_ref, None, globals, first);
    frame.namespace = namespace;
    let guard = vm.stack.enter(&frame);
    let flow = code.body.run(&frame);
    let result = match flow {
        Flow::Return(value) => Ok(value),
        Flow::Raise(raised) => Err(leave_raising(vm, &frame, raised)),
        Flow::Next | Flow::Break | Flow::Continue => Ok(Value::None),
        Flow::Yield => Err(vm.raise(ErrorKind::SystemError, "yield outside a generator".into())),
    };
    if !frame.object.is_none() {
        vm.detach_frame(&frame, code.variables.len() + code.free.len());
    }
    drop(guard);
    result
}
