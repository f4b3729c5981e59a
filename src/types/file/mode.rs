//! The mode of `open()`: what its letters ask for.

use crate::runtime::{Raised, Vm};

/// What a mode string says.
pub(super) struct Mode {
    /// One of `r`, `w`, `a` and `x`.
    pub(super) kind: char,
    pub(super) plus: bool,
    pub(super) binary: bool,
    /// What the file object says its mode is.
    pub(super) text: String,
}

impl Mode {
    /// The letters in the order in which `FileIO` takes them.
    pub(super) fn given(&self) -> String {
        format!("{}b{}", self.kind, if self.plus { "+" } else { "" })
    }

    /// What an opener is told: flags as `os.open` takes them.
    pub(super) fn flags(&self) -> i32 {
        let (write, both, create, exclusive, truncate, append, close) =
            (0o1, 0o2, 0o100, 0o200, 0o1000, 0o2000, 0o2_000_000);
        let way = match self.kind {
            _ if self.plus => both,
            'r' => 0,
            _ => write,
        };
        close
            | way
            | match self.kind {
                'r' => 0,
                'w' => create | truncate,
                'a' => create | append,
                _ => create | exclusive,
            }
    }

    pub(super) fn readable(&self) -> bool {
        self.kind == 'r' || self.plus
    }

    pub(super) fn writable(&self) -> bool {
        self.kind != 'r' || self.plus
    }
}

/// Reads a mode string.
///
/// # Errors
/// `ValueError` for what is none.
pub(super) fn parse_mode(vm: &Vm, mode: &str) -> Result<Mode, Raised> {
    let invalid = || vm.value_error(format!("invalid mode: '{mode}'"));
    let (mut kinds, mut plus, mut binary, mut text) = (Vec::new(), false, false, false);
    for (at, letter) in mode.char_indices() {
        if mode[..at].contains(letter) {
            return Err(invalid());
        }
        match letter {
            'r' | 'w' | 'a' | 'x' => kinds.push(letter),
            '+' => plus = true,
            'b' => binary = true,
            't' => text = true,
            _ => return Err(invalid()),
        }
    }
    if binary && text {
        return Err(vm.value_error("can't have text and binary mode at once"));
    }
    match kinds[..] {
        [kind] => {
            // As CPython names them: binary files drop what does not matter.
            let shown = match (binary, kind, plus) {
                (false, ..) => mode.to_owned(),
                (true, 'w', true) => "rb+".into(),
                (true, kind, true) => format!("{kind}b+"),
                (true, kind, false) => format!("{kind}b"),
            };
            Ok(Mode { kind, plus, binary, text: shown })
        }
        [] => Err(vm.value_error(
            "Must have exactly one of create/read/write/append mode and at most one plus",
        )),
        _ => Err(vm.value_error("must have exactly one of create/read/write/append mode")),
    }
}
