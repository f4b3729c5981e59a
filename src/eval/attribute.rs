//! Attribute access: reading, assigning and deleting `value.name`.

use super::attribute_cache::{Reading, Writing, passed_on, value_of};
use super::native::ModuleMember;
use super::node::{Exp, Local, Node, Operand, Stm, Target, attempt, small_int};
use crate::heap::Ref;
use crate::runtime::kinds;
use crate::runtime::meaning::Meaning;
use crate::runtime::object::Instance;
use crate::runtime::object::number::unbox;
use crate::runtime::object::shape::IN_DICT;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Flow, Raised, Value};
use crate::source::Span;

/// `value.name`.
pub struct Attribute<V> {
    pub value: V,
    pub name: u32,
    pub span: Span,
    reading: Reading,
    member: ModuleMember,
}

impl<V: Operand> Exp for Attribute<V> {
    fn attribute_of_first(&self) -> Option<u32> {
        self.value.is_first().then_some(self.name)
    }

    #[inline(always)]
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        let quick = match self.value.at_hand(frame) {
            Some(object) => value_of(self.reading.remembered(frame, object), object),
            None => self
                .value
                .look(frame, |object| value_of(self.reading.remembered(frame, object), object)),
        };
        match quick {
            Some(value) => Ok(Value::Obj(value)),
            None => self.eval_slowly(frame),
        }
    }

    #[inline(always)]
    fn operand(&self, frame: &Frame<'_>) -> Eval {
        let quick = match self.value.at_hand(frame) {
            Some(object) => self.reading.quick_operand(frame, object),
            None => self.value.look(frame, |object| self.reading.quick_operand(frame, object)),
        };
        match quick {
            Some(value) => Ok(value),
            None => self.operand_slowly(frame),
        }
    }

    #[inline(always)]
    fn is_none(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let quick = self.value.look(frame, |object| {
            let Meaning::Slot(slot) = self.reading.remembered(frame, object) else { return None };
            object.inner_slot(slot)?.look(|value| Some(frame.vm.is_none(value?)))
        });
        match quick {
            Some(answer) => Ok(answer),
            None => self.is_none_slowly(frame),
        }
    }
}

impl Operand for Attribute<Local> {
    const MAY_CALL: bool = true;

    #[inline(always)]
    fn at_hand<'f>(&'f self, frame: &'f Frame<'_>) -> Option<&'f Ref> {
        let object = self.value.at_hand(frame)?;
        let Meaning::Slot(slot) = self.reading.remembered(frame, object) else { return None };
        object.inner_slot(slot)?.at_hand()
    }

    #[inline(always)]
    fn int(&self, frame: &Frame<'_>) -> Option<i64> {
        small_int(self.at_hand(frame)?)
    }
}

impl<V: Operand> Attribute<V> {
    pub fn new(value: V, name: u32, span: Span) -> Self {
        let (reading, member) = (Reading::default(), ModuleMember::default());
        Attribute { value, name, span, reading, member }
    }

    /// What else the name may mean without code to run: a member of a module, what an object has in
    /// its dict, the class of an instance, or another attribute that a property passes on.
    #[inline]
    fn otherwise(&self, frame: &Frame<'_>, object: &Ref) -> Option<Ref> {
        let name = &frame.code.names[self.name as usize];
        match object.kind() {
            kinds::OBJECT if object.aux() == IN_DICT => self
                .reading
                .of_instance_dict(frame, object, name)
                .or_else(|| self.in_dict(frame, object)),
            kinds::OBJECT => match self.reading.remembered(frame, object) {
                Meaning::Class => Some((*object.as_ref::<Instance>().class).clone()),
                Meaning::Descriptor(descriptor) => {
                    descriptor.look(|descriptor| passed_on(frame.vm, descriptor, object))?
                }
                _ => self.in_dict(frame, object),
            },
            kinds::MODULE => self.member.value(object, name),
            _ => self.in_dict(frame, object),
        }
    }

    fn in_dict(&self, frame: &Frame<'_>, object: &Ref) -> Option<Ref> {
        match self.reading.meaning_by_class(frame, object, self.name) {
            Meaning::InDict(position) => {
                let name = &frame.code.names[self.name as usize];
                frame.vm.attribute_in_dict(object, name, position)
            }
            _ => None,
        }
    }

    #[inline(never)]
    fn eval_slowly(&self, frame: &Frame<'_>) -> Eval {
        if let Some(value) = self.value.look(frame, |object| self.otherwise(frame, object)) {
            return Ok(Value::Obj(value));
        }
        let object = self.value.object(frame)?;
        if self.reading.is_asked(frame, &object) {
            return self.slowly(frame, object);
        }
        match self.reading.value(frame, &object, self.name) {
            Some(value) => Ok(Value::Obj(value)),
            None => self.slowly(frame, object),
        }
    }

    #[inline(never)]
    fn is_none_slowly(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let value = self.eval_slowly(frame)?;
        Ok(matches!(&value, Value::None)
            || matches!(&value, Value::Obj(object) if frame.vm.is_none(object)))
    }

    #[inline(never)]
    fn operand_slowly(&self, frame: &Frame<'_>) -> Eval {
        if let Some(value) = self.value.look(frame, |object| self.otherwise(frame, object)) {
            return Ok(unbox(value));
        }
        let object = self.value.object(frame)?;
        if let Some(value) = self.reading.operand(frame, &object, self.name) {
            return Ok(value);
        }
        match self.slowly(frame, object)? {
            Value::Obj(object) => Ok(unbox(object)),
            value => Ok(value),
        }
    }

    #[inline(never)]
    fn slowly(&self, frame: &Frame<'_>, object: Ref) -> Eval {
        if V::MAY_CALL
            && let Some(value) = self.otherwise(frame, &object)
        {
            return Ok(Value::Obj(value));
        }
        frame.vm.keep(object, Role::Receiver, |object| {
            self.reading.slowly(frame, object, self.name, self.span)
        })
    }
}
/// `object.name = …`; the object is evaluated when the assignment happens.
pub struct AttributeTarget<V> {
    pub object: V,
    pub name: u32,
    pub span: Span,
    pub writing: Writing,
}

impl<V: Operand> Target for AttributeTarget<V> {
    #[inline(always)]
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        if let Value::Obj(value) = value {
            let mut value = Some(value);
            let exchanged =
                self.object.look(frame, |object| self.writing.exchange(frame, object, &mut value));
            return match (exchanged, value) {
                (None, Some(value)) => self.assign_any(frame, Value::Obj(value)),
                _ => Ok(()),
            };
        }
        if matches!(value, Value::Float(_) | Value::Int(_))
            && self.object.look(frame, |object| self.writing.overwrite(frame, object, &value))
                == Some(())
        {
            return Ok(());
        }
        self.assign_any(frame, value)
    }
}

impl<V: Operand> AttributeTarget<V> {
    #[inline(never)]
    fn assign_any(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let mut value = Some(value);
        let stored = self.object.look(frame, |object| {
            let stored = self.writing.quickly(frame, object, self.name, value.take()?);
            match stored.or_else(|value| self.writing.in_dict(frame, object, self.name, value)) {
                Ok(stored) => Some(stored),
                Err(unstored) => {
                    value = Some(unstored);
                    None
                }
            }
        });
        match (stored, value) {
            (Some(stored), _) => stored.map(drop),
            (None, Some(value)) => self.assign_held(frame, value),
            (None, None) => Ok(()),
        }
    }

    /// The value, then the object, stand in the slot stack meanwhile.
    fn assign_held(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let vm = frame.vm;
        let (value, object) = match value {
            Value::Obj(value) => {
                let at = vm.stack.push(value, Role::Result);
                let object = self.object.object(frame);
                let value = vm.stack.take(at);
                vm.stack.truncate(at);
                (value.map_or(Value::None, Value::Obj), object?)
            }
            number => (number, self.object.object(frame)?),
        };
        vm.keep(object, Role::Receiver, |object| {
            self.writing.store(frame, object, self.name, value, self.span)
        })
    }
}

/// `del object.name`.
pub struct DeleteAttribute {
    pub object: Node,
    pub name: u32,
    pub span: Span,
}

impl Stm for DeleteAttribute {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let object = attempt!(self.object.object(frame));
        let name = &*frame.code.names[self.name as usize];
        let vm = frame.vm;
        let result = vm.keep(object, Role::Receiver, |object| vm.set_attr(object, name, None));
        attempt!(result.map_err(|raised| vm.locate(frame, raised, self.span)));
        Flow::Next
    }
}
