//! Displays (`[…]`, `(…)`, `{…}`) and f-strings: their parts stand in the slot stack meanwhile.

use std::ops::Range;

use super::call::Arg;
use super::node::{Exp, Node};
use crate::heap::Ref;
use crate::runtime::object::{Dict, List, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{ErrorKind, Eval, Raised, Value};
use crate::source::Span;
use crate::syntax::ast::Conversion;
use crate::text::getsizeof::dict_display_room;

/// An element of a display.
pub enum Element {
    One(Arg),
    Star(Node),
}

/// What a display makes, and how CPython would.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum DisplayKind {
    List,
    /// Three constants or more.
    FoldedList,
    /// A list that becomes a tuple when it is complete.
    TupleToBe,
    Set,
}

/// `[a, b]`, `{a, b}`.
pub struct Display {
    pub kind: DisplayKind,
    pub elements: Vec<Arg>,
    pub span: Span,
}

impl Exp for Display {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let at = vm.stack.top();
        let result = self.push(frame).and_then(|()| self.build(frame, at));
        vm.stack.truncate(at);
        result.map(Value::Obj)
    }
}

/// `(a, b)`.
pub struct TupleDisplay {
    pub elements: Box<[Arg]>,
}

impl Exp for TupleDisplay {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        if self.elements.is_empty() {
            return Ok(Value::Obj(vm.singletons.empty_tuple.clone()));
        }
        let at = vm.stack.top();
        if vm.stack.is_short_of(self.elements.len()) {
            return Err(vm.too_many_arguments());
        }
        for element in &self.elements {
            match element.object(frame) {
                Ok(value) => vm.stack.push(value, Role::Element),
                Err(raised) => {
                    vm.stack.truncate(at);
                    return Err(raised);
                }
            };
        }
        // The commonest sizes are known when this is compiled, so that no loops are needed.
        let made = match self.elements.len() {
            2 => vm.stack.alloc_last::<_, 2>(&vm.heap, Tuple::new(), at),
            3 => vm.stack.alloc_last::<_, 3>(&vm.heap, Tuple::new(), at),
            _ => vm.stack.alloc_tail(&vm.heap, Tuple::new(), at),
        };
        match made {
            Ok(tuple) => Ok(Value::Obj(tuple)),
            Err(full) => {
                vm.stack.truncate(at);
                Err(vm.heap_full(full))
            }
        }
    }
}

impl Display {
    #[inline]
    fn push(&self, frame: &Frame<'_>) -> Result<(), Raised> {
        let vm = frame.vm;
        if vm.stack.is_short_of(self.elements.len()) {
            return Err(vm.too_many_arguments());
        }
        for element in &self.elements {
            let value = element.object(frame)?;
            vm.stack.push(value, Role::Element);
        }
        Ok(())
    }

    fn build(&self, frame: &Frame<'_>, at: usize) -> Result<Ref, Raised> {
        let vm = frame.vm;
        let count = vm.stack.top() - at;
        match self.kind {
            DisplayKind::Set => {
                let set = crate::types::set::new_set(vm)?;
                vm.lend(&set, Role::Element, || self.add_all(frame, &set, at..at + count))?;
                Ok(set)
            }
            DisplayKind::TupleToBe => {
                let items = (at..at + count).filter_map(|place| vm.stack.take(place)).collect();
                vm.new_list(items)
            }
            DisplayKind::List | DisplayKind::FoldedList => {
                // What sys.getsizeof sees: constants are copied from a tuple, with room for an
                // even number of items.
                let room = count + (self.kind == DisplayKind::FoldedList) as usize * (count & 1);
                vm.new_list(vm.stack.take_vec(at, room))
            }
        }
    }
}

impl Display {
    fn add_all(&self, frame: &Frame<'_>, set: &Ref, places: Range<usize>) -> Result<(), Raised> {
        for place in places {
            if let Some(item) = frame.vm.stack.take(place) {
                crate::types::set::add(frame.vm, set, item)
                    .map_err(|raised| frame.vm.locate(frame, raised, self.span))?;
            }
        }
        Ok(())
    }
}

/// A set display of three constants or more: they are copied from a frozenset, whose order shows.
pub struct CopiedSet {
    /// The frozenset's index among the constants.
    pub constant: u32,
}

impl Exp for CopiedSet {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let set = crate::types::set::new_set(frame.vm)?;
        let constant = &frame.code.constants[self.constant as usize];
        crate::types::set::update(frame.vm, &set, constant)?;
        Ok(Value::Obj(set))
    }
}

/// `[a, *b]`, `(a, *b)`, `{a, *b}`: as in CPython, the list or set is made from what stands before
/// the first star, and grows from there.
pub struct StarDisplay {
    pub head: Display,
    pub rest: Vec<Element>,
}

impl Exp for StarDisplay {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let growing = self.head.eval(frame)?;
        let growing = vm.to_object(growing)?;
        vm.keep(growing, Role::Element, |growing| {
            self.rest.iter().try_for_each(|element| self.grow(frame, growing, element))?;
            match self.head.kind {
                DisplayKind::TupleToBe => vm.new_tuple(growing.as_ref::<List>().items.take()),
                _ => Ok(growing.clone()),
            }
        })
        .map(Value::Obj)
    }
}

impl StarDisplay {
    fn grow(&self, frame: &Frame<'_>, growing: &Ref, element: &Element) -> Result<(), Raised> {
        let vm = frame.vm;
        let is_set = self.head.kind == DisplayKind::Set;
        match element {
            Element::One(arg) => {
                let value = arg.object(frame)?;
                if is_set {
                    return crate::types::set::add(vm, growing, value)
                        .map(drop)
                        .map_err(|raised| vm.locate(frame, raised, self.head.span));
                }
                growing.as_ref::<List>().push(&vm.heap, value).map_err(|full| vm.heap_full(full))
            }
            Element::Star(node) => {
                let iterable = node.object(frame)?;
                let is_iterable =
                    vm.slot(&iterable, |slots| slots.iter.is_some() || slots.getitem.is_some());
                let result = match is_iterable {
                    true => vm.keep(iterable, Role::Unpacked, |iterable| match is_set {
                        true => crate::types::set::update(vm, growing, iterable),
                        false => crate::types::list::items::extend(vm, growing, iterable),
                    }),
                    false => {
                        let class = vm.class_name(&iterable);
                        let what = match is_set {
                            true => format!("'{class}' object is not iterable"),
                            false => format!("Value after * must be an iterable, not {class}"),
                        };
                        Err(vm.type_error(what))
                    }
                };
                result.map_err(|raised| vm.locate(frame, raised, self.head.span))
            }
        }
    }
}

/// Up to this many items of a dict display fit the smallest table.
const FEW: usize = 5;

/// `{key: value, **mapping}`.
pub struct DictDisplay {
    /// A missing key stands for `**value`.
    pub items: Vec<(Option<Node>, Node)>,
    pub span: Span,
}

impl Exp for DictDisplay {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let vm = frame.vm;
        let payload = Dict::default();
        if self.items.len() > FEW && self.items.iter().all(|(key, _)| key.is_some()) {
            payload.table.borrow_mut().reserve(dict_display_room(self.items.len()));
        }
        let dict = vm.alloc(payload)?;
        let at = vm.stack.push(dict, Role::Element);
        let result = self.fill(frame, at);
        let dict = vm.stack.take(at);
        vm.stack.truncate(at);
        result.map(|()| dict.map_or(Value::None, Value::Obj))
    }
}

impl DictDisplay {
    fn fill(&self, frame: &Frame<'_>, at: usize) -> Result<(), Raised> {
        let vm = frame.vm;
        for (key, value) in &self.items {
            let Some(dict) = vm.stack.standing(at) else { break };
            match key {
                Some(key) => {
                    let key = key.object(frame)?;
                    let place = vm.stack.push(key, Role::Element);
                    let value = value.object(frame)?;
                    let key = vm.stack.take(place);
                    vm.stack.truncate(place);
                    if let Some(key) = key {
                        dict.as_ref::<Dict>()
                            .set_item(vm, key, value)
                            .map_err(|raised| vm.locate(frame, raised, self.span))?;
                    }
                }
                None => {
                    let mapping = value.object(frame)?;
                    let place = vm.stack.push(mapping, Role::Unpacked);
                    let Some(mapping) = vm.stack.standing(place) else { break };
                    if let Err(raised) = crate::types::dict::fill::merge(vm, dict, mapping) {
                        // As in CPython, whatever attribute was missed.
                        if !vm.pending_is(&raised, ErrorKind::AttributeError) {
                            return Err(raised);
                        }
                        drop(vm.take_raised(raised));
                        let class = vm.class_name(mapping);
                        let raised = vm.type_error(format!("'{class}' object is not a mapping"));
                        return Err(vm.locate(frame, raised, self.span));
                    }
                    vm.stack.truncate(place);
                }
            }
        }
        Ok(())
    }
}

/// A part of an f-string.
pub enum Part {
    /// A constant.
    Text(u32),
    Field(Field),
}

/// A replacement field: `{value!conversion:spec}`.
pub struct Field {
    pub value: Node,
    pub conversion: Option<Conversion>,
    pub spec: Option<Node>,
    pub span: Span,
}

/// `f"…"`.
pub struct FString {
    pub parts: Vec<Part>,
}

impl Exp for FString {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        if let [Part::Field(field)] = &*self.parts {
            return field.format(frame, None);
        }
        let made = frame.vm.put_together(|text| {
            for part in &self.parts {
                match part {
                    Part::Text(index) => {
                        text.push_str(frame.code.constants[*index as usize].text());
                    }
                    Part::Field(field) => {
                        field.format(frame, Some(text))?;
                    }
                }
            }
            Ok(())
        });
        made.map(Value::Obj)
    }
}

impl Field {
    /// Formats the value: at the end of `out`, or as a string of its own.
    #[inline]
    fn format(&self, frame: &Frame<'_>, out: Option<&mut String>) -> Eval {
        let Field { value, conversion, spec, span } = self;
        format_field(frame, value, *conversion, spec.as_ref(), out)
            .map_err(|raised| frame.vm.locate(frame, raised, *span))
    }
}

/// Formats one value: at the end of `out`, or as a string of its own.
fn format_field(
    frame: &Frame<'_>,
    value: &Node,
    conversion: Option<Conversion>,
    spec: Option<&Node>,
    out: Option<&mut String>,
) -> Eval {
    let vm = frame.vm;
    let mut object = value.object(frame)?;
    if let Some(conversion) = conversion {
        object = vm.keep(object, Role::Formatted, |object| match conversion {
            Conversion::Str => vm.str(object),
            Conversion::Repr => vm.repr(object),
            Conversion::Ascii => {
                let repr = vm.repr(object)?;
                vm.new_str(&crate::text::str_repr::escape_non_ascii(repr.text()))
            }
        })?;
    }
    let format = |object: &Ref, spec: &str| match out {
        Some(out) => vm.format_into(object, spec, out).map(|()| Value::None),
        None => vm.format(object, spec).map(Value::Obj),
    };
    vm.keep(object, Role::Formatted, |object| match spec {
        Some(spec) => {
            let spec = spec.object(frame)?;
            vm.keep(spec, Role::Formatted, |spec| format(object, spec.text()))
        }
        None => format(object, ""),
    })
}
