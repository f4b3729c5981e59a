//! Imports by finders that the program has put into `sys.meta_path`.

use super::object::{Class, Dict, List, Module};
use super::value::Raised;
use super::vm::Vm;
use crate::heap::Ref;

/// The finders that `sys.meta_path` begins with. What they would find is looked for here.
const OWN: [&str; 3] = [
    "_frozen_importlib.BuiltinImporter",
    "_frozen_importlib.FrozenImporter",
    "_frozen_importlib_external.PathFinder",
];

/// Modules without which no finder's specification is understood.
const NEVER_ASKED: [&str; 2] = ["_frozen_importlib", "builtins"];

impl Vm {
    /// What is in `sys.meta_path`, if it is not what the list began with.
    pub(super) fn own_finders(&self, full: &str) -> Result<Option<Vec<Ref>>, Raised> {
        let Some(sys) = self.modules.as_ref::<Dict>().get_str(&self.name("sys")) else {
            return Ok(None);
        };
        let Some(sys) = sys.get::<Module>() else { return Ok(None) };
        let Some(finders) = sys.dict.as_ref::<Dict>().get_str(&self.name("meta_path")) else {
            return Ok(None);
        };
        if NEVER_ASKED.contains(&full) {
            return Ok(None);
        }
        let finders = match finders.get::<List>() {
            Some(list) => list.items.borrow().iter().cloned().collect(),
            None => self.collect(&finders)?,
        };
        let same = finders.len() == OWN.len()
            && finders.iter().enumerate().all(|(at, finder)| self.place_in_own(finder) == Some(at));
        Ok(Some(finders).filter(|_| !same))
    }

    /// Which of the first finders an object is.
    fn place_in_own(&self, finder: &Ref) -> Option<usize> {
        finder.get::<Class>().filter(|class| class.flags.get().builtin)?;
        let name = self.class_full_name(finder);
        OWN.iter().position(|own| *own == name)
    }

    /// The module as the first finder gives it that knows it.
    pub(super) fn ask_finders(
        &self,
        finders: &[Ref],
        full: &str,
        parent: Option<&Ref>,
    ) -> Result<Option<Ref>, Raised> {
        let name = self.intern(full)?;
        let path = match parent {
            Some(parent) => self.find_attr(parent, &self.name("__path__"))?,
            None => None,
        };
        let path = path.unwrap_or_else(|| self.none());
        for finder in finders {
            let module = match self.place_in_own(finder) {
                Some(0) if Vm::is_first_module(full) => self.load_own(full, parent)?,
                Some(2) => self.load_own(full, parent)?,
                Some(_) => None,
                None => self.ask_finder(finder, &name, &path)?,
            };
            if module.is_some() {
                return Ok(module);
            }
        }
        Ok(None)
    }

    fn ask_finder(&self, finder: &Ref, name: &Ref, path: &Ref) -> Result<Option<Ref>, Raised> {
        let Some(find) = self.find_attr(finder, &self.name("find_spec"))? else {
            return Ok(None);
        };
        let spec = self.call(&find, &[name, path, &self.none()])?;
        let spec = self.to_object(spec)?;
        if self.is_none(&spec) {
            return Ok(None);
        }
        let maker = self.import("_frozen_importlib")?;
        let made = self.call_method(&maker, "_load", &[&spec])?;
        self.to_object(made).map(Some)
    }
}
