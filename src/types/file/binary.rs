//! Binary files.

use std::io::SeekFrom;

use super::buffer::{Buffer, Ends};
use super::cell::{File, file_of, unsupported};
use crate::heap::Ref;
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::types::bytes::{new_bytes, view};

const READ_OF_CLOSED: &str = "read of closed file";

fn for_reading<'a>(vm: &Vm, object: &'a Ref) -> Result<&'a File, Raised> {
    let file = file_of(object);
    if file.readable {
        return Ok(file);
    }
    Err(unsupported(vm, "read"))
}

fn size(vm: &Vm, args: Args<'_>) -> Result<Option<usize>, Raised> {
    match args.get(1).filter(|size| !vm.is_none(size)) {
        Some(size) => Ok(usize::try_from(vm.size_of(size)?).ok()),
        None => Ok(None),
    }
}

pub(super) fn read(vm: &Vm, args: Args<'_>) -> Eval {
    let file = for_reading(vm, args.req(0))?;
    let size = size(vm, args)?;
    let bytes = file.with(vm, READ_OF_CLOSED, |buffer| buffer.read(size))?;
    new_bytes(vm, bytes).map(Value::Obj)
}

pub(super) fn read1(vm: &Vm, args: Args<'_>) -> Eval {
    let file = for_reading(vm, args.req(0))?;
    let size = size(vm, args)?.unwrap_or(8192);
    let bytes = file.with(vm, READ_OF_CLOSED, |buffer| buffer.read_some(size))?;
    new_bytes(vm, bytes).map(Value::Obj)
}

pub(super) fn readinto(vm: &Vm, args: Args<'_>) -> Eval {
    let file = for_reading(vm, args.req(0))?;
    let Some(room) = view::change(args.req(1), |bytes| bytes.len()) else {
        let class = vm.class_name(args.req(1));
        let message =
            format!("readinto() argument must be read-write bytes-like object, not {class}");
        return Err(vm.type_error(message));
    };
    let bytes = file.with(vm, READ_OF_CLOSED, |buffer| buffer.read(Some(room)))?;
    view::change(args.req(1), |room| room[..bytes.len()].copy_from_slice(&bytes));
    Ok(Value::Int(bytes.len() as i64))
}

fn line(vm: &Vm, object: &Ref, most: Option<usize>) -> Result<Vec<u8>, Raised> {
    let file = for_reading(vm, object)?;
    file.with(vm, READ_OF_CLOSED, |buffer| buffer.line(Ends::One("\n"), most))
}

pub(super) fn readline(vm: &Vm, args: Args<'_>) -> Eval {
    let most = size(vm, args)?;
    new_bytes(vm, line(vm, args.req(0), most)?).map(Value::Obj)
}

pub(super) fn next(vm: &Vm, object: &Ref) -> Eval {
    let line = line(vm, object, None)?;
    if line.is_empty() { Ok(Value::Undef) } else { new_bytes(vm, line).map(Value::Obj) }
}

pub(super) fn readlines(vm: &Vm, args: Args<'_>) -> Eval {
    let hint = size(vm, args)?.filter(|hint| *hint > 0);
    let (mut items, mut total) = (Vec::new(), 0);
    loop {
        let line = line(vm, args.req(0), None)?;
        if line.is_empty() {
            break;
        }
        total += line.len();
        items.push(new_bytes(vm, line)?);
        vm.poll()?;
        if hint.is_some_and(|hint| total > hint) {
            break;
        }
    }
    vm.new_list(items).map(Value::Obj)
}

fn write_object(vm: &Vm, object: &Ref, given: &Ref) -> Result<usize, Raised> {
    let file = file_of(object);
    if !file.writable {
        return Err(unsupported(vm, "write"));
    }
    let bytes = view::required(vm, given)?.to_vec();
    file.with(vm, "write to closed file", |buffer| buffer.write(&bytes))?;
    Ok(bytes.len())
}

pub(super) fn write(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(write_object(vm, args.req(0), args.req(1))? as i64))
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
    let offset = vm.size_of(args.req(1))?;
    let whence = args.get(2).map_or(Ok(0), |whence| vm.size_of(whence))?;
    let to = match (whence, u64::try_from(offset)) {
        (0, Ok(offset)) => SeekFrom::Start(offset),
        (0, Err(_)) => {
            return Err(crate::types::exception::os_error(vm, 22, "Invalid argument", None));
        }
        (1, _) => {
            let here = file.with(vm, "seek of closed file", Buffer::tell)? as i64;
            SeekFrom::Start(u64::try_from(here.saturating_add(offset)).unwrap_or(0))
        }
        (2, _) => SeekFrom::End(offset),
        _ => return Err(vm.value_error(format!("whence value {whence} unsupported"))),
    };
    let place = file.with(vm, "seek of closed file", |buffer| buffer.seek(to))?;
    file.iterating.set(false);
    Ok(Value::Int(place as i64))
}

pub(super) fn repr(vm: &Vm, object: &Ref) -> Eval {
    let class = vm.class_name(object);
    let name = vm.repr_text(&file_of(object).name)?;
    vm.str_value(&format!("<{class} name={name}>"))
}
