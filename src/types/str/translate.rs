//! `str.translate` and the tables `str.maketrans` makes.

use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::object::{Dict, Str};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::expect;

/// What a table says about a character.
enum Answer {
    Keep,
    Remove,
    Letter(char),
    Text(Ref),
}

pub(super) fn translate(vm: &Vm, args: Args<'_>) -> Eval {
    let (object, table) = (args.req(0), args.req(1));
    // ASCII answers are remembered, so that a table is asked once for each letter.
    let mut known: [Option<Answer>; 128] = [const { None }; 128];
    let mut text = String::with_capacity(object.text().len());
    for letter in object.text().chars() {
        let place = known.get_mut(letter as usize);
        let answer = match place {
            Some(place) => {
                if place.is_none() {
                    *place = Some(ask(vm, table, letter)?);
                }
                place.as_ref()
            }
            None => {
                apply(&ask(vm, table, letter)?, letter, &mut text);
                continue;
            }
        };
        if let Some(answer) = answer {
            apply(answer, letter, &mut text);
        }
    }
    vm.str_value(&text)
}

fn apply(answer: &Answer, letter: char, text: &mut String) {
    match answer {
        Answer::Keep => text.push(letter),
        Answer::Remove => {}
        Answer::Letter(other) => text.push(*other),
        Answer::Text(other) => text.push_str(other.text()),
    }
}

fn ask(vm: &Vm, table: &Ref, letter: char) -> Result<Answer, Raised> {
    let key = vm.new_int(letter as i64)?;
    let found = match vm.get_item(table, &key) {
        Ok(found) => vm.to_object(found)?,
        Err(raised) if vm.pending_is(&raised, ErrorKind::LookupError) => {
            drop(vm.take_raised(raised));
            return Ok(Answer::Keep);
        }
        Err(raised) => return Err(raised),
    };
    if vm.is_none(&found) {
        return Ok(Answer::Remove);
    }
    if found.is::<Str>() {
        return Ok(Answer::Text(found));
    }
    let Some(code) = int_view(&found) else {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    };
    let code = code.small().and_then(|code| u32::try_from(code).ok());
    match code {
        Some(code) if code <= 0x10_FFFF => {
            Ok(Answer::Letter(crate::text::surrogate::character(code).unwrap_or_default()))
        }
        _ => Err(vm.value_error("character mapping must be in range(0x110000)")),
    }
}

pub(super) fn maketrans(vm: &Vm, args: Args<'_>) -> Eval {
    let first = args.req(0);
    let table = vm.alloc(Dict::default())?;
    let dict = table.as_ref::<Dict>();
    if let Some(second) = args.get(1) {
        let second = expect::text(vm, second, "maketrans", "argument 2")?;
        let third = expect::optional_text(vm, args, 2, "maketrans", "argument 3")?;
        if !first.is::<Str>() {
            let message = "first maketrans argument must be a string if there is a second argument";
            return Err(vm.type_error(message));
        }
        if first.text().chars().count() != second.chars().count() {
            let message = "the first two maketrans arguments must have equal length";
            return Err(vm.value_error(message));
        }
        for (from, to) in first.text().chars().zip(second.chars()) {
            dict.set(vm, vm.new_int(from as i64)?, vm.new_int(to as i64)?)?;
        }
        for letter in third.unwrap_or("").chars() {
            dict.set(vm, vm.new_int(letter as i64)?, vm.none())?;
        }
        return Ok(Value::Obj(table));
    }
    if !first.is_exact::<Dict>() {
        let message = "if you give only one argument to maketrans it must be a dict";
        return Err(vm.type_error(message));
    }
    let pairs: Vec<(Ref, Ref)> = first
        .as_ref::<Dict>()
        .table
        .borrow()
        .iter()
        .map(|entry| (entry.key.clone(), entry.value.clone()))
        .collect();
    for (key, value) in pairs {
        dict.set(vm, ordinal_key(vm, key)?, value)?;
    }
    Ok(Value::Obj(table))
}

/// A key of a table: numbers stay, single characters become their numbers.
fn ordinal_key(vm: &Vm, key: Ref) -> Result<Ref, Raised> {
    if int_view(&key).is_some() {
        return Ok(key);
    }
    if !key.is::<Str>() {
        return Err(vm.type_error("keys in translate table must be strings or integers"));
    }
    let mut letters = key.text().chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => vm.new_int(letter as i64),
        _ => Err(vm.value_error("string keys in translate table must be of length 1")),
    }
}
