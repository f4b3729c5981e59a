//! Which ends of lines a text has shown so far, as its `newlines`.

use crate::runtime::{Eval, Value, Vm};

/// Whether `\r`, `\n` and `\r\n` were seen.
pub type Seen = [bool; 3];

/// What `text` shows beside what was seen before.
pub fn noted([single, line, pair]: Seen, text: &[u8]) -> Seen {
    let count = |end: u8| text.iter().filter(|&&byte| byte == end).count();
    let both = text.windows(2).filter(|two| two == b"\r\n").count();
    [single || count(b'\r') > both, line || count(b'\n') > both, pair || both > 0]
}

/// `None`, one end, or a tuple of several.
pub fn value(vm: &Vm, seen: Seen) -> Eval {
    let mut found = Vec::new();
    for (end, seen) in ["\r", "\n", "\r\n"].into_iter().zip(seen) {
        if seen {
            found.push(vm.new_str(end)?);
        }
    }
    match found.len() {
        0 => Ok(Value::None),
        1 => Ok(found.pop().map_or(Value::None, Value::Obj)),
        _ => vm.new_tuple(found).map(Value::Obj),
    }
}
