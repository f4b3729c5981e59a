//! The cell of `module`: a namespace with a name.

use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::kinds;

pub struct Module {
    /// The namespace, a `dict`.
    pub dict: Fixed,
}

impl Payload for Module {
    const KIND: Kind = kinds::MODULE;
    const NAME: &'static str = "module";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.dict.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.dict);
    }
}
