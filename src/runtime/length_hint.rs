//! `operator.length_hint`: how many items an iterable is expected to give (PEP 424).

use super::ErrorKind;
use super::object::number::int_view;
use super::stack::Role;
use super::value::{Raised, Value};
use super::vm::Vm;
use crate::heap::Ref;

impl Vm {
    /// `len(object)`, else what `__length_hint__` says, else `default`.
    ///
    /// # Errors
    /// `TypeError` or `ValueError` where the hint is no length; what `__len__` raises, unless that is
    /// a `TypeError`.
    pub fn length_hint(&self, object: &Ref, default: usize) -> Result<usize, Raised> {
        if let Some(len) = self.slot(object, |slots| slots.len) {
            match len(self, object) {
                Ok(len) => return Ok(len),
                Err(raised) if self.pending_is(&raised, ErrorKind::TypeError) => {
                    drop(self.take_raised(raised));
                }
                Err(raised) => return Err(raised),
            }
        }
        let Some(method) = self.lookup_special(object, "__length_hint__") else {
            return Ok(default);
        };
        let hint = match self.call_special(method, object, &[]) {
            Ok(hint) => self.to_object(hint)?,
            Err(raised) if self.pending_is(&raised, ErrorKind::TypeError) => {
                drop(self.take_raised(raised));
                return Ok(default);
            }
            Err(raised) => return Err(raised),
        };
        if self.is_not_implemented(&Value::Obj(hint.clone())) {
            return Ok(default);
        }
        let Some(view) = int_view(&hint) else {
            let class = self.class_name(&hint);
            return Err(self.type_error(format!("__length_hint__ must be an integer, not {class}")));
        };
        match view.small() {
            Some(small) => usize::try_from(small)
                .map_err(|_| self.value_error("__length_hint__() should return >= 0")),
            None => Err(self.raise(
                ErrorKind::OverflowError,
                "Python int too large to convert to C ssize_t".into(),
            )),
        }
    }

    /// As [`Vm::collect`] for a pattern with a star: not the object but its iterator is asked for its
    /// length.
    pub fn collect_iterated(&self, iterable: &Ref) -> Result<Vec<Ref>, Raised> {
        if self.class_data(iterable).flags.get().builtin {
            return self.collect(iterable);
        }
        let iterator = self.iter(iterable)?;
        self.keep(iterator, Role::Iterator, |iterator| self.collect(iterator))
    }

    /// As [`Vm::each`], and asks an iterable of a class in Python for its length first, as CPython does
    /// where it makes room.
    pub fn each_hinted(
        &self,
        iterable: &Ref,
        take: &mut dyn FnMut(Ref) -> Result<bool, Raised>,
    ) -> Result<(), Raised> {
        if self.class_data(iterable).flags.get().builtin {
            return self.each(iterable, take);
        }
        let iterator = self.iter(iterable)?;
        self.keep(iterator, Role::Iterator, |iterator| {
            self.length_hint(iterable, 0)?;
            self.drain(iterator, take)
        })
    }
}
