//! Objects to JSON text.

use std::fmt::Write;

use crate::heap::Ref;
use crate::runtime::object::number::{float_of, int_view};
use crate::runtime::object::{Bool, Dict, List, Str, Tuple};
use crate::runtime::stack::Role;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Vm};
use crate::text::float_repr;
use crate::text::surrogate;
use crate::types::held;
use crate::types::int::int_text;

/// What the options say, and the text so far.
struct Encoder<'a> {
    vm: &'a Vm,
    out: String,
    /// Called for what has no JSON form.
    default: &'a Ref,
    skip_keys: bool,
    ascii: bool,
    allow_nan: bool,
    check_circular: bool,
    sort_keys: bool,
    indent: Option<String>,
    item_separator: String,
    key_separator: String,
    /// The containers around the present place.
    open: Vec<u64>,
    /// How many arrays and objects those are.
    depth: usize,
}

pub(super) fn encode(vm: &Vm, args: Args<'_>) -> Eval {
    let flag = |index| vm.truth_of(args.req(index));
    let indent = args.req(6);
    let indent = if vm.is_none(indent) {
        None
    } else if indent.is::<Str>() {
        Some(indent.text().to_owned())
    } else {
        Some(" ".repeat(usize::try_from(vm.size_of(indent)?).unwrap_or(0).min(1 << 16)))
    };
    let separator = |index: usize| {
        let separator = args.req(index);
        crate::types::expect::text(vm, separator, "make_encoder", "separator").map(str::to_owned)
    };
    let mut encoder = Encoder {
        vm,
        out: String::new(),
        default: args.req(1),
        skip_keys: flag(2)?,
        ascii: flag(3)?,
        check_circular: flag(4)?,
        allow_nan: flag(5)?,
        indent,
        item_separator: separator(7)?,
        key_separator: separator(8)?,
        sort_keys: flag(9)?,
        open: Vec::new(),
        depth: 0,
    };
    encoder.value(args.req(0))?;
    vm.str_value(&encoder.out)
}

impl Encoder<'_> {
    fn value(&mut self, object: &Ref) -> Result<(), Raised> {
        if object.is::<Str>() {
            write_text(&mut self.out, object.text(), self.ascii);
            return Ok(());
        }
        if self.vm.is_none(object) {
            self.out.push_str("null");
            return Ok(());
        }
        if let Some(Bool(truth)) = object.get::<Bool>() {
            self.out.push_str(if *truth { "true" } else { "false" });
            return Ok(());
        }
        if let Some(view) = int_view(object) {
            let text = int_text(self.vm, view)?;
            self.out.push_str(&text);
            return Ok(());
        }
        if let Some(float) = float_of(object) {
            let text = self.float_text(float, object)?;
            self.out.push_str(&text);
            return Ok(());
        }
        if object.is::<List>() || object.is::<Tuple>() {
            return self.nested(object, Self::array);
        }
        if object.is::<Dict>() {
            return self.nested(object, Self::object);
        }
        self.nested(object, |encoder, object| {
            let vm = encoder.vm;
            let other = vm.call_object(encoder.default, &[object])?;
            held::with(vm, [other], |[other]| encoder.value(other))
        })
    }

    fn float_text(&self, float: f64, object: &Ref) -> Result<String, Raised> {
        if float.is_finite() {
            return Ok(float_repr::repr(float));
        }
        if !self.allow_nan {
            let shown = self.vm.repr_text(object)?;
            let message = format!("Out of range float values are not JSON compliant: {shown}");
            return Err(self.vm.value_error(message));
        }
        let text = if float.is_nan() {
            "NaN"
        } else if float > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        };
        Ok(text.into())
    }

    /// Writes something with a content, unless it contains itself.
    fn nested(
        &mut self,
        object: &Ref,
        write: fn(&mut Self, &Ref) -> Result<(), Raised>,
    ) -> Result<(), Raised> {
        let address = object.address();
        if self.check_circular {
            if self.open.contains(&address) {
                return Err(self.vm.value_error("Circular reference detected"));
            }
            self.open.push(address);
        }
        let vm = self.vm;
        vm.poll()?;
        vm.recurse(" while encoding a JSON object", || write(self, object))?;
        if self.check_circular {
            self.open.pop();
        }
        Ok(())
    }

    fn new_line(&mut self) {
        if let Some(indent) = &self.indent {
            self.out.push('\n');
            for _ in 0..self.depth {
                self.out.push_str(indent);
            }
        }
    }

    fn array(&mut self, object: &Ref) -> Result<(), Raised> {
        let vm = self.vm;
        // A subclass may give other items than those it holds.
        let list = if object.is_exact::<List>() || object.is_exact::<Tuple>() {
            object.clone()
        } else {
            vm.new_list(vm.collect(object)?)?
        };
        held::with(vm, [list], |[list]| self.items(list))
    }

    fn items(&mut self, list: &Ref) -> Result<(), Raised> {
        let item_at = |at: usize| match list.get::<List>() {
            Some(list) => list.get(at),
            None => list.tail().get(at).and_then(crate::heap::Slot::get),
        };
        self.depth += 1;
        let mut at = 0;
        while let Some(item) = item_at(at) {
            self.begin_item(at == 0, '[');
            held::with(self.vm, [item], |[item]| self.value(item))?;
            at += 1;
        }
        self.end(at == 0, ('[', ']'));
        Ok(())
    }

    fn begin_item(&mut self, first: bool, bracket: char) {
        if first {
            self.out.push(bracket);
        } else {
            self.out.push_str(&self.item_separator);
        }
        self.new_line();
    }

    fn end(&mut self, empty: bool, brackets: (char, char)) {
        self.depth -= 1;
        if empty {
            self.out.push(brackets.0);
        } else {
            self.new_line();
        }
        self.out.push(brackets.1);
    }

    fn object(&mut self, object: &Ref) -> Result<(), Raised> {
        let vm = self.vm;
        let pairs = self.pairs(object)?;
        let at = vm.stack.push(pairs.clone(), Role::Builtin);
        let result = self.members(pairs.as_ref::<List>());
        drop(pairs);
        vm.stack.truncate(at);
        result
    }

    /// Keys and values of a dict in turn, in a list of their own.
    fn pairs(&self, object: &Ref) -> Result<Ref, Raised> {
        let vm = self.vm;
        if object.is_exact::<Dict>() && !self.sort_keys {
            let table = object.as_ref::<Dict>().table.borrow();
            let flat: Vec<Ref> =
                table.iter().flat_map(|entry| [entry.key.clone(), entry.value.clone()]).collect();
            drop(table);
            return vm.new_list(flat);
        }
        let items = vm.to_object(vm.call_method(object, "items", &[])?)?;
        let items = vm.new_list(vm.collect(&items)?)?;
        if self.sort_keys {
            held::with(vm, [items.clone()], |[items]| vm.call_method(items, "sort", &[]))?;
        }
        let mut flat = Vec::new();
        for item in vm.collect(&items)? {
            let pair = vm.collect(&item)?;
            if pair.len() != 2 {
                return Err(vm.value_error("items must return 2-tuples"));
            }
            flat.extend(pair);
        }
        vm.new_list(flat)
    }

    fn members(&mut self, pairs: &List) -> Result<(), Raised> {
        self.depth += 1;
        let (mut at, mut written) = (0, 0);
        while let (Some(key), Some(value)) = (pairs.get(at), pairs.get(at + 1)) {
            at += 2;
            let Some(key) = self.key_text(&key)? else { continue };
            self.begin_item(written == 0, '{');
            write_text(&mut self.out, &key, self.ascii);
            self.out.push_str(&self.key_separator);
            held::with(self.vm, [value], |[value]| self.value(value))?;
            written += 1;
        }
        self.end(written == 0, ('{', '}'));
        Ok(())
    }

    /// A key as text; `None` where it is to be left out.
    fn key_text(&self, key: &Ref) -> Result<Option<String>, Raised> {
        if key.is::<Str>() {
            return Ok(Some(key.text().to_owned()));
        }
        if let Some(float) = float_of(key) {
            return self.float_text(float, key).map(Some);
        }
        if let Some(Bool(truth)) = key.get::<Bool>() {
            return Ok(Some(if *truth { "true" } else { "false" }.into()));
        }
        if self.vm.is_none(key) {
            return Ok(Some("null".into()));
        }
        if let Some(view) = int_view(key) {
            return int_text(self.vm, view).map(Some);
        }
        if self.skip_keys {
            return Ok(None);
        }
        let class = self.vm.class_name(key);
        let message = format!("keys must be str, int, float, bool or None, not {class}");
        Err(self.vm.raise(ErrorKind::TypeError, message))
    }
}

/// Appends `text` as a JSON string.
fn write_text(out: &mut String, text: &str, ascii: bool) {
    out.push('"');
    let mut plain = 0;
    for (at, letter) in text.char_indices() {
        let short = match letter {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\x08' => "\\b",
            '\x0c' => "\\f",
            '\0'..='\x1f' => "",
            '\x7f'.. if ascii => "",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        plain = at + letter.len_utf8();
        out.push_str(short);
        if short.is_empty() {
            let lone = surrogate::code_of(letter) as u16;
            let units = &mut [lone, 0];
            let units =
                if surrogate::is_lone(letter) { &units[..1] } else { letter.encode_utf16(units) };
            for unit in units {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out.push_str(&text[plain..]);
    out.push('"');
}
