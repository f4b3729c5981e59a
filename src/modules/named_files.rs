//! Arguments that say which file is meant, as CPython reads them for the functions of `posix`: names,
//! numbers of open files, and directories that names are looked up in.

use std::io;
use std::path::PathBuf;

use dashu_int::IBig;

use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::bytes::Bytes;
use crate::types::file::{os_failure, path_text};

/// What may stand for a file beside its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Also {
    Nothing,
    Number,
    NumberOrNone,
}

/// Where a file is, and what errors call it.
pub struct Place {
    pub path: PathBuf,
    pub name: Ref,
    is_number: bool,
}

/// The arguments of one function.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    pub vm: &'a Vm,
    pub args: Args<'a>,
    pub function: &'static str,
}

impl Given<'_> {
    /// The file that the argument at `index` means.
    pub fn path(self, index: usize, parameter: &str, also: Also) -> Result<Place, Raised> {
        let (vm, object) = (self.vm, self.args.req(index));
        let is_name = object.is::<Str>() || object.is::<Bytes>();
        if !is_name && also != Also::Nothing && vm.slot(object, |slots| slots.index).is_some() {
            let path = by_number(descriptor(vm, object)?);
            return Ok(Place { path, name: object.clone(), is_number: true });
        }
        if !is_name && vm.lookup_special(object, "__fspath__").is_none() {
            let kinds = match also {
                Also::Nothing => "string, bytes or os.PathLike",
                Also::Number => "string, bytes, os.PathLike or integer",
                Also::NumberOrNone => "string, bytes, os.PathLike, integer or None",
            };
            let (function, class) = (self.function, vm.class_name(object));
            let message = format!("{function}: {parameter} should be {kinds}, not {class}");
            return Err(vm.type_error(message));
        }
        let (text, name) = path_text(vm, object)?;
        if text.contains('\0') {
            let message = format!("{}: embedded null character in {parameter}", self.function);
            return Err(vm.value_error(message));
        }
        Ok(Place { path: text.into(), name, is_number: false })
    }

    /// The file `place`, if its name is looked up in the directory that the argument at `index` is.
    pub fn within(self, place: Place, index: usize) -> Result<Place, Raised> {
        let vm = self.vm;
        let Some(directory) = self.args.get(index).filter(|object| !vm.is_none(object)) else {
            return Ok(place);
        };
        if vm.slot(directory, |slots| slots.index).is_none() {
            let class = vm.class_name(directory);
            let message = format!("argument should be integer or None, not {class}");
            return Err(vm.type_error(message));
        }
        let directory = descriptor(vm, directory)?;
        if place.is_number {
            let message = format!("{}: can't specify dir_fd without matching path", self.function);
            return Err(vm.value_error(message));
        }
        Ok(Place { path: by_number(directory).join(place.path), ..place })
    }

    /// What the argument at `index` switches on or off.
    pub fn flag(self, index: usize, usual: bool) -> Result<bool, Raised> {
        self.args.get(index).map_or(Ok(usual), |flag| self.vm.truth_of(flag))
    }
}

impl Place {
    /// Whether it was given as the number of an open file.
    pub fn is_number(&self) -> bool {
        self.is_number
    }

    /// The exception of what failed with this file.
    #[cold]
    pub fn failure(&self, vm: &Vm, error: io::Error) -> Raised {
        os_failure(vm, &self.explained(error), Some(&self.name))
    }

    /// No file has that number where none is found.
    pub fn explained(&self, error: io::Error) -> io::Error {
        match error.kind() {
            io::ErrorKind::NotFound if self.is_number => io::Error::from_raw_os_error(9),
            _ => error,
        }
    }

    /// `None`, if that was done.
    pub fn done(&self, vm: &Vm, result: io::Result<()>) -> Eval {
        result.map(|()| Value::None).map_err(|error| self.failure(vm, error))
    }
}

fn by_number(descriptor: i32) -> PathBuf {
    format!("/proc/self/fd/{descriptor}").into()
}

/// The number of an open file.
fn descriptor(vm: &Vm, object: &Ref) -> Result<i32, Raised> {
    let index = vm.to_index(object)?;
    let view = int_view(&index);
    if let Some(Ok(number)) = view.and_then(IntView::small).map(i32::try_from) {
        return Ok(number);
    }
    let is_less = view.is_some_and(|view| view.to_big() < IBig::ZERO);
    let bound = if is_less { "less than minimum" } else { "greater than maximum" };
    Err(vm.raise(ErrorKind::OverflowError, format!("fd is {bound}")))
}
