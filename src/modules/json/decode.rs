//! JSON text to objects.

use std::collections::HashMap;

use crate::heap::Ref;
use crate::runtime::object::{Dict, List, Str};
use crate::runtime::stack::Role;
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::surrogate;
use crate::types::int::parse_text;
use crate::types::{expect, held};

struct Decoder<'a> {
    vm: &'a Vm,
    /// The text's own object, which errors name.
    document: &'a Ref,
    text: &'a str,
    /// In bytes.
    at: usize,
    strict: bool,
    object_hook: Option<&'a Ref>,
    pairs_hook: Option<&'a Ref>,
    parse_float: Option<&'a Ref>,
    parse_int: Option<&'a Ref>,
    parse_constant: Option<&'a Ref>,
    /// Keys seen before, so that equal ones are one object; only where no Python code runs.
    keys: HashMap<&'a str, Ref>,
}

pub(super) fn decode(vm: &Vm, args: Args<'_>) -> Eval {
    let document = args.req(0);
    let text = expect::text(vm, document, "scan_once", "argument 1")?;
    let given = |index| Some(args.req(index)).filter(|hook| !vm.is_none(hook));
    let start = usize::try_from(vm.size_of(args.req(1))?).unwrap_or(0);
    let mut decoder = Decoder {
        vm,
        document,
        text,
        at: crate::runtime::object::char_index::byte_offset(document, start),
        strict: vm.truth_of(args.req(2))?,
        object_hook: given(3),
        pairs_hook: given(4),
        parse_float: given(5),
        parse_int: given(6),
        parse_constant: given(7),
        keys: HashMap::new(),
    };
    let value = decoder.value()?;
    let end = decoder.chars_before(decoder.at);
    vm.new_tuple_of([value, vm.new_int(end as i64)?]).map(Value::Obj)
}

impl<'a> Decoder<'a> {
    fn chars_before(&self, at: usize) -> usize {
        crate::runtime::object::char_index::char_offset(self.document, at.min(self.text.len()))
    }

    #[cold]
    fn error(&self, message: &str, at: usize) -> Raised {
        let vm = self.vm;
        let made = (|| {
            let module = vm.import("json")?;
            let class = vm.to_object(vm.get_attr_text(&module, "JSONDecodeError")?)?;
            let message = vm.new_str(message)?;
            let place = vm.new_int(self.chars_before(at) as i64)?;
            vm.call_object(&class, &[&message, self.document, &place])
        })();
        match made {
            Ok(exception) => vm.raise_object(exception),
            Err(raised) => raised,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take_if(&mut self, word: &str) -> bool {
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn value(&mut self) -> Result<Ref, Raised> {
        let vm = self.vm;
        match self.peek() {
            Some(b'"') => {
                let text = self.string()?;
                vm.new_str(&text)
            }
            Some(b'{') => {
                vm.recurse(" while decoding a JSON object from a unicode string", || self.object())
            }
            Some(b'[') => {
                vm.recurse(" while decoding a JSON array from a unicode string", || self.array())
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'n') if self.take_if("null") => Ok(vm.none()),
            Some(b't') if self.take_if("true") => Ok(vm.new_bool(true)),
            Some(b'f') if self.take_if("false") => Ok(vm.new_bool(false)),
            Some(b'N') if self.take_if("NaN") => self.constant("NaN", f64::NAN),
            Some(b'I') if self.take_if("Infinity") => self.constant("Infinity", f64::INFINITY),
            _ => Err(self.error("Expecting value", self.at)),
        }
    }

    fn constant(&self, name: &str, value: f64) -> Result<Ref, Raised> {
        match self.parse_constant {
            Some(parse) => self.vm.call_object(parse, &[&self.vm.new_str(name)?]),
            None => self.vm.new_float(value),
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Result<Ref, Raised> {
        let start = self.at;
        if self.take_if("-") && self.take_if("Infinity") {
            return self.constant("-Infinity", f64::NEG_INFINITY);
        }
        if !self.take_if("0") && self.digits() == 0 {
            return Err(self.error("Expecting value", start));
        }
        let mut is_float = false;
        let whole = self.at;
        if self.take_if(".") {
            is_float = self.digits() > 0;
            if !is_float {
                self.at = whole;
            }
        }
        let before = self.at;
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.digits() > 0 {
                is_float = true;
            } else {
                self.at = before;
            }
        }
        self.number_of(&self.text[start..self.at], is_float)
    }

    fn number_of(&self, text: &str, is_float: bool) -> Result<Ref, Raised> {
        let vm = self.vm;
        let parse = if is_float { self.parse_float } else { self.parse_int };
        if let Some(parse) = parse {
            let text = vm.new_str(text)?;
            return held::with(vm, [text], |[text]| vm.call_object(parse, &[text]));
        }
        if is_float {
            return vm.new_float(text.parse().unwrap_or(f64::NAN));
        }
        if let Ok(small) = text.parse::<i64>() {
            return vm.new_int(small);
        }
        let source = vm.new_str(text)?;
        vm.to_object(parse_text(vm, text, 10, &source)?)
    }

    /// The string that starts here with its quote.
    fn string(&mut self) -> Result<std::borrow::Cow<'a, str>, Raised> {
        let text = self.text;
        let begin = self.at;
        self.at += 1;
        let mut plain = self.at;
        let mut made = String::new();
        loop {
            match self.peek() {
                None => return Err(self.error("Unterminated string starting at", begin)),
                Some(b'"') => {
                    let rest = &text[plain..self.at];
                    self.at += 1;
                    if made.is_empty() {
                        return Ok(rest.into());
                    }
                    made.push_str(rest);
                    return Ok(made.into());
                }
                Some(b'\\') => {
                    made.push_str(&text[plain..self.at]);
                    let letter = self.escape(begin)?;
                    made.push(letter);
                    plain = self.at;
                }
                Some(0..0x20) if self.strict => {
                    return Err(self.error("Invalid control character at", self.at));
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self, begin: usize) -> Result<char, Raised> {
        let start = self.at;
        self.at += 1;
        let Some(letter) = self.peek() else {
            return Err(self.error("Unterminated string starting at", begin));
        };
        self.at += 1;
        Ok(match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                if (0xD800..0xDC00).contains(&unit) {
                    return self.low_surrogate(unit);
                }
                surrogate::character(unit).unwrap_or_default()
            }
            _ => return Err(self.error("Invalid \\escape", start)),
        })
    }

    /// The four digits of `\uXXXX`.
    fn unit(&mut self) -> Result<u32, Raised> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let unit = digits
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match unit {
            Some(unit) => {
                self.at += 4;
                Ok(unit)
            }
            None => Err(self.error("Invalid \\uXXXX escape", self.at - 1)),
        }
    }

    /// The second half of a surrogate pair; the first alone where there is none.
    fn low_surrogate(&mut self, high: u32) -> Result<char, Raised> {
        let behind = self.at;
        if self.take_if("\\u") {
            let low = self.unit()?;
            if (0xDC00..0xE000).contains(&low) {
                let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = behind;
        }
        Ok(surrogate::character(high).unwrap_or_default())
    }

    fn array(&mut self) -> Result<Ref, Raised> {
        let vm = self.vm;
        let list = vm.new_list(Vec::new())?;
        let at = vm.stack.push(list.clone(), Role::Builtin);
        let result = self.items(list.as_ref::<List>());
        vm.stack.truncate(at);
        result.map(|()| list)
    }

    fn items(&mut self, list: &List) -> Result<(), Raised> {
        self.at += 1;
        self.skip_space();
        if self.take_if("]") {
            return Ok(());
        }
        loop {
            let item = self.value()?;
            list.push(&self.vm.heap, item).map_err(|full| self.vm.heap_full(full))?;
            if !self.comma(b']', "Illegal trailing comma before end of array")? {
                return Ok(());
            }
            self.vm.poll()?;
        }
    }

    /// Whether another item follows; else the closing bracket has been read.
    fn comma(&mut self, close: u8, trailing: &str) -> Result<bool, Raised> {
        self.skip_space();
        let place = self.at;
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') => {
                self.at += 1;
                self.skip_space();
                if self.peek() == Some(close) {
                    return Err(self.error(trailing, place));
                }
                Ok(true)
            }
            _ => Err(self.error("Expecting ',' delimiter", place)),
        }
    }

    fn object(&mut self) -> Result<Ref, Raised> {
        let vm = self.vm;
        let pairs = self.pairs_hook.is_some();
        let made = if pairs { vm.new_list(Vec::new())? } else { vm.alloc(Dict::default())? };
        let at = vm.stack.push(made.clone(), Role::Builtin);
        let result = self.members(&made);
        vm.stack.truncate(at);
        result?;
        match self.pairs_hook.or(self.object_hook) {
            Some(hook) => held::with(vm, [made], |[made]| vm.call_object(hook, &[made])),
            None => Ok(made),
        }
    }

    fn members(&mut self, made: &Ref) -> Result<(), Raised> {
        let vm = self.vm;
        self.at += 1;
        self.skip_space();
        if self.take_if("}") {
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                let message = "Expecting property name enclosed in double quotes";
                return Err(self.error(message, self.at));
            }
            let key = self.key()?;
            self.skip_space();
            if !self.take_if(":") {
                return Err(self.error("Expecting ':' delimiter", self.at));
            }
            self.skip_space();
            let value = self.value()?;
            match made.get::<List>() {
                Some(list) => {
                    let pair = vm.new_tuple_of([key, value])?;
                    list.push(&vm.heap, pair).map_err(|full| vm.heap_full(full))?;
                }
                None => made.as_ref::<Dict>().set(vm, key, value)?,
            }
            if !self.comma(b'}', "Illegal trailing comma before end of object")? {
                return Ok(());
            }
            vm.poll()?;
        }
    }

    fn key(&mut self) -> Result<Ref, Raised> {
        let vm = self.vm;
        let hooks = [self.object_hook, self.pairs_hook, self.parse_float, self.parse_int];
        let key = self.string()?;
        if hooks.iter().any(Option::is_some) {
            return vm.new_str(&key);
        }
        let std::borrow::Cow::Borrowed(key) = key else { return vm.new_str(&key) };
        if let Some(known) = self.keys.get(key) {
            return Ok(known.clone());
        }
        let made = vm.new_str(key)?;
        debug_assert!(made.is::<Str>());
        self.keys.insert(key, made.clone());
        Ok(made)
    }
}
