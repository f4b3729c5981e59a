//! Text files.

use std::io::SeekFrom;

use super::buffer::{Buffer, Ends};
use super::cell::{CLOSED, File, TextMode, file_of, unsupported};
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::surrogate::any_lone;
use crate::types::bytes::new_bytes;
use crate::types::coding;
use crate::types::expect::size;
use crate::types::line_ends;

/// The text side of a file that may be read.
fn for_reading<'a>(vm: &Vm, object: &'a Ref) -> Result<(&'a File, &'a TextMode), Raised> {
    let file = file_of(object);
    file.check_open(vm)?;
    match &file.text {
        Some(text) if file.readable => Ok((file, text)),
        _ => Err(unsupported(vm, "not readable")),
    }
}

/// Brings what is left of a file in a wide encoding into UTF-8; then that is read.
fn narrowed<'a>(vm: &Vm, file: &File, text: &'a TextMode) -> Result<&'a str, Raised> {
    if !text.wide {
        return Ok(&text.encoding);
    }
    let at_start = file.with(vm, CLOSED, Buffer::tell)? == 0;
    if at_start {
        let all = file.with(vm, CLOSED, |buffer| buffer.read(None))?;
        let bytes = new_bytes(vm, all.clone())?;
        let decoded = coding::decode(vm, &all, &bytes, &text.encoding, &text.errors)?;
        file.with(vm, CLOSED, |buffer| buffer.replace_rest(|_| decoded.into_bytes()))?;
    }
    Ok("utf-8")
}

/// Notes which ends of lines a text that was read has, where that can be news.
fn note_ends(text: &TextMode, read: &str) {
    let seen = text.seen.get();
    let news = (!seen[1] && read.contains('\n')) || read.contains('\r');
    if text.ends == Ends::Any && news {
        text.seen.set(line_ends::noted(seen, read.as_bytes()));
    }
}

fn decoded(vm: &Vm, bytes: Vec<u8>, text: &TextMode, encoding: &str) -> Result<String, Raised> {
    let decoded = match String::from_utf8(bytes) {
        Ok(plain) if encoding.eq_ignore_ascii_case("utf-8") || plain.is_ascii() => plain,
        other => {
            let bytes = other.map_or_else(|error| error.into_bytes(), String::into_bytes);
            let object = new_bytes(vm, bytes.clone())?;
            coding::decode(vm, &bytes, &object, encoding, &text.errors)?
        }
    };
    note_ends(text, &decoded);
    if text.translate && decoded.contains('\r') {
        return Ok(decoded.replace("\r\n", "\n").replace('\r', "\n"));
    }
    Ok(decoded)
}

pub(super) fn read(vm: &Vm, args: Args<'_>) -> Eval {
    let (file, text) = for_reading(vm, args.req(0))?;
    let size = size(vm, args.get(1))?;
    let encoding = narrowed(vm, file, text)?;
    let bytes = match size {
        None => file.with(vm, CLOSED, |buffer| buffer.read(None))?,
        Some(count) => file.with(vm, CLOSED, |buffer| characters(buffer, text, encoding, count))?,
    };
    vm.str_value(&decoded(vm, bytes, text, encoding)?)
}

/// The bytes of `count` characters.
fn characters(
    buffer: &mut Buffer,
    text: &TextMode,
    encoding: &str,
    count: usize,
) -> std::io::Result<Vec<u8>> {
    let utf8 = encoding.eq_ignore_ascii_case("utf-8") || encoding.eq_ignore_ascii_case("utf8");
    let (mut bytes, mut taken) = (0, 0);
    while taken < count {
        let Some(first) = buffer.peek(bytes)? else { break };
        bytes += 1;
        if first == b'\r' && text.translate && buffer.peek(bytes)? == Some(b'\n') {
            bytes += 1;
        }
        while utf8 && first >= 0xC0 && matches!(buffer.peek(bytes)?, Some(0x80..0xC0)) {
            bytes += 1;
        }
        taken += 1;
    }
    buffer.read(Some(bytes))
}

/// The next line; empty at the end.
fn line(vm: &Vm, object: &Ref, most: Option<usize>) -> Result<String, Raised> {
    let (file, text) = for_reading(vm, object)?;
    let encoding = narrowed(vm, file, text)?;
    let Some(most) = most else {
        let bytes = file.with(vm, CLOSED, |buffer| buffer.line(text.ends, None))?;
        return decoded(vm, bytes, text, encoding);
    };
    let mut out = String::new();
    while out.chars().count() < most {
        let one = file.with(vm, CLOSED, |buffer| characters(buffer, text, encoding, 1))?;
        if one.is_empty() {
            break;
        }
        out.push_str(&decoded(vm, one, text, encoding)?);
        if out.ends_with('\n') && text.ends != Ends::One("\r") {
            break;
        }
    }
    Ok(out)
}

pub(super) fn readline(vm: &Vm, args: Args<'_>) -> Eval {
    let most = size(vm, args.get(1))?;
    vm.str_value(&line(vm, args.req(0), most)?)
}

pub(super) fn next(vm: &Vm, object: &Ref) -> Eval {
    let line = line(vm, object, None)?;
    file_of(object).iterating.set(!line.is_empty());
    if line.is_empty() { Ok(Value::Undef) } else { vm.str_value(&line) }
}

pub(super) fn readlines(vm: &Vm, args: Args<'_>) -> Eval {
    let hint = size(vm, args.get(1))?.filter(|hint| *hint > 0);
    let (mut items, mut total) = (Vec::new(), 0);
    loop {
        let line = line(vm, args.req(0), None)?;
        if line.is_empty() {
            break;
        }
        if hint.is_some() {
            total += line.chars().count();
        }
        items.push(vm.new_str(&line)?);
        vm.poll()?;
        if hint.is_some_and(|hint| total > hint) {
            break;
        }
    }
    vm.new_list(items).map(Value::Obj)
}

pub(super) fn write(vm: &Vm, args: Args<'_>) -> Eval {
    let written = write_object(vm, args.req(0), args.req(1))?;
    Ok(Value::Int(written as i64))
}

fn write_object(vm: &Vm, object: &Ref, given: &Ref) -> Result<usize, Raised> {
    let file = file_of(object);
    if !given.is::<Str>() {
        let class = vm.class_name(given);
        return Err(vm.type_error(format!("write() argument must be str, not {class}")));
    }
    file.check_open(vm)?;
    let Some(text) = file.text.as_ref().filter(|_| file.writable) else {
        return Err(unsupported(vm, "not writable"));
    };
    let count = given.get::<Str>().map_or(0, Str::chars);
    if text.utf8 && text.line_end == "\n" && !any_lone(given.text()) {
        put(vm, file, given.text().as_bytes())?;
        return Ok(count);
    }
    let encoding = if text.wide && file.with(vm, CLOSED, Buffer::tell)? > 0 {
        // The byte order mark stands only at the start.
        without_mark(&text.encoding)
    } else {
        &text.encoding
    };
    let bytes = if text.line_end == "\n" {
        coding::encode(vm, given, encoding, &text.errors)?
    } else {
        let translated = vm.new_str(&given.text().replace('\n', text.line_end))?;
        coding::encode(vm, &translated, encoding, &text.errors)?
    };
    put(vm, file, &bytes)?;
    Ok(count)
}

fn put(vm: &Vm, file: &File, bytes: &[u8]) -> Result<(), Raised> {
    file.with(vm, CLOSED, |buffer| {
        buffer.drop_ahead();
        buffer.write(bytes)
    })
}

/// The encoding that writes the same without a mark.
fn without_mark(encoding: &str) -> &str {
    match encoding.to_ascii_lowercase().replace(['-', '_'], "").as_str() {
        "utf16" => "utf-16-le",
        "utf32" => "utf-32-le",
        "utf8sig" => "utf-8",
        _ => encoding,
    }
}

pub(super) fn writelines(vm: &Vm, args: Args<'_>) -> Eval {
    file_of(args.req(0)).check_open(vm)?;
    vm.each(args.req(1), &mut |line| {
        write_object(vm, args.req(0), &line)?;
        Ok(true)
    })?;
    Ok(Value::None)
}

pub(super) fn seek(vm: &Vm, args: Args<'_>) -> Eval {
    let file = file_of(args.req(0));
    file.check_open(vm)?;
    let offset = vm.size_of(args.req(1))?;
    let whence = args.get(2).map_or(Ok(0), |whence| vm.size_of(whence))?;
    let to = match (whence, offset) {
        (0, 0..) => SeekFrom::Start(offset as u64),
        (0, _) => return Err(vm.value_error(format!("negative seek position {offset}"))),
        (1, 0) => SeekFrom::Current(0),
        (1, _) => return Err(unsupported(vm, "can't do nonzero cur-relative seeks")),
        (2, 0) => SeekFrom::End(0),
        (2, _) => return Err(unsupported(vm, "can't do nonzero end-relative seeks")),
        _ => {
            let message = format!("invalid whence ({whence}, should be 0, 1 or 2)");
            return Err(vm.value_error(message));
        }
    };
    let place = file.with(vm, CLOSED, |buffer| buffer.seek(to))?;
    file.iterating.set(false);
    Ok(Value::Int(place as i64))
}

pub(super) fn repr(vm: &Vm, object: &Ref) -> Eval {
    let file = file_of(object);
    let class = vm.class_name(object);
    let name = vm.repr_text(&file.name)?;
    let encoding = file.text.as_ref().map_or("", |text| text.encoding.as_str());
    vm.str_value(&format!("<{class} name={name} mode='{}' encoding='{encoding}'>", file.mode))
}

pub(super) fn encoding(vm: &Vm, object: &Ref) -> Eval {
    vm.str_value(file_of(object).text.as_ref().map_or("", |text| text.encoding.as_str()))
}

pub(super) fn errors(vm: &Vm, object: &Ref) -> Eval {
    vm.str_value(file_of(object).text.as_ref().map_or("", |text| text.errors.as_str()))
}

pub(super) fn below(vm: &Vm, object: &Ref) -> Eval {
    super::open::below(vm, file_of(object))
}

/// The ends of lines seen so far: also those in what was read ahead, as long as the file is open.
pub(super) fn newlines(vm: &Vm, object: &Ref) -> Eval {
    let file = file_of(object);
    let Some(text) = file.text.as_ref().filter(|text| text.ends == Ends::Any) else {
        return Ok(Value::None);
    };
    let mut seen = text.seen.get();
    if file.readable && !text.wide && file.buffer.borrow().is_some() {
        let read = file.with(vm, CLOSED, |buffer| Ok(buffer.behind().unwrap_or_default()))?;
        seen = line_ends::noted(seen, &read);
    }
    line_ends::value(vm, seen)
}
