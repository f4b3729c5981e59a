//! `_hashes`: checksums of bytes, and their compression, for `zlib`; and the way to digests.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::checksums;
use super::digests::start;
use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::text::bzip2;
use crate::types::bytes::{new_bytes, view};

pub static HASHES: ModuleSpec = ModuleSpec {
    name: "_hashes",
    doc: "Digests, checksums and compression.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};

static FUNCTIONS: [Method; 7] = [
    function("adler32", "(data, value, /)", adler32, "Compute an Adler-32 checksum of data."),
    function("bunzip", "(data, /)", bunzip, "Bytes of a bzip2 stream, or None."),
    function("bzip", "(data, level, /)", bzip, "A bzip2 stream."),
    function("crc32", "(data, value, /)", crc32, "Compute a CRC-32 checksum of data."),
    function(
        "deflate",
        "(data, level, window_bits, ends=True, /)",
        deflate,
        "Compress bytes, without a header.",
    ),
    function("inflate", "(data, /)", inflate, "Bytes from compressed ones, or None."),
    function("start", "(name, data, /)", start, "A digest in the making, or None."),
];

fn bytes_of(vm: &Vm, object: &Ref) -> Result<Vec<u8>, Raised> {
    view::copied(object).ok_or_else(|| not_bytes(vm, object))
}

fn not_bytes(vm: &Vm, object: &Ref) -> Raised {
    let class = vm.class_name(object);
    vm.type_error(format!("a bytes-like object is required, not '{class}'"))
}

fn start_value(object: &Ref) -> u32 {
    int_view(object).and_then(|value| value.small()).map_or(0, |value| value as u32)
}

fn adler32(vm: &Vm, args: Args<'_>) -> Eval {
    let sum = view::look(args.req(0), |data| checksums::adler32(start_value(args.req(1)), data));
    sum.map(|sum| Value::Int(sum.into())).ok_or_else(|| not_bytes(vm, args.req(0)))
}

fn crc32(vm: &Vm, args: Args<'_>) -> Eval {
    let sum = view::look(args.req(0), |data| checksums::crc32(start_value(args.req(1)), data));
    sum.map(|sum| Value::Int(sum.into())).ok_or_else(|| not_bytes(vm, args.req(0)))
}

/// Compressed bytes: the last of a stream, or others that end with a whole byte.
fn deflate(vm: &Vm, args: Args<'_>) -> Eval {
    let data = bytes_of(vm, args.req(0))?;
    let level = vm.size_of(args.req(1))?;
    let level = u8::try_from(level).unwrap_or(6).min(9);
    let window_bits = u8::try_from(vm.size_of(args.req(2))?).unwrap_or(15).clamp(9, 15);
    let ends = args.get(3).map_or(Ok(true), |ends| vm.truth_of(ends))?;
    vm.charge(data.len())?;
    vm.heap.discharge(data.len());
    if level > 0 {
        let packed = crate::text::deflate::deflate(&data, level, ends, window_bits);
        return new_bytes(vm, packed).map(Value::Obj);
    }
    let flags = create_comp_flags_from_zip_params(level.into(), 0, 0);
    let flush = if ends { TDEFLFlush::Finish } else { TDEFLFlush::Sync };
    let mut packed = Vec::with_capacity(data.len() / 2 + 16);
    compress_to_output(&mut CompressorOxide::new(flags), &data, flush, |part| {
        packed.extend_from_slice(part);
        true
    });
    new_bytes(vm, packed).map(Value::Obj)
}

fn bzip(vm: &Vm, args: Args<'_>) -> Eval {
    let data = bytes_of(vm, args.req(0))?;
    let level = u8::try_from(vm.size_of(args.req(1))?).unwrap_or(9).clamp(1, 9);
    vm.charge(data.len())?;
    vm.heap.discharge(data.len());
    new_bytes(vm, bzip2::pack(&data, level)).map(Value::Obj)
}

/// `(unpacked, consumed)` at the end of a stream, `None` where more of it must come, and an error
/// where the bytes are no such stream.
fn bunzip(vm: &Vm, args: Args<'_>) -> Eval {
    let data = bytes_of(vm, args.req(0))?;
    match bzip2::unpack(&data) {
        Ok(found) => {
            let consumed = vm.new_int(found.taken as i64)?;
            vm.new_tuple(vec![new_bytes(vm, found.bytes)?, consumed]).map(Value::Obj)
        }
        Err(bzip2::Problem::Unfinished) => Ok(Value::None),
        Err(bzip2::Problem::Invalid) => {
            Err(vm.raise(ErrorKind::OSError, "Invalid data stream".into()))
        }
    }
}

/// What one call may unpack.
const MOST_UNPACKED: usize = 1 << 30;

/// `(unpacked, consumed, state)`: the state is 0 at the end of a stream, 1 where more of it must
/// come, and -1 where the bytes are no such stream.
fn inflate(vm: &Vm, args: Args<'_>) -> Eval {
    let data = bytes_of(vm, args.req(0))?;
    let mut reader = DecompressorOxide::new();
    let mut unpacked = vec![0; (data.len() * 2).clamp(64, MOST_UNPACKED)];
    let (mut consumed, mut written) = (0, 0);
    let state = loop {
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, read, more) =
            decompress(&mut reader, &data[consumed..], &mut unpacked, written, flags);
        consumed += read;
        written += more;
        match status {
            TINFLStatus::Done => break 0,
            TINFLStatus::HasMoreOutput if unpacked.len() < MOST_UNPACKED => {
                vm.poll()?;
                unpacked.resize((unpacked.len() * 2).min(MOST_UNPACKED), 0);
            }
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => break 1,
            _ => break -1,
        }
    };
    unpacked.truncate(written);
    let (consumed, state) = (vm.new_int(consumed as i64)?, vm.new_int(state)?);
    vm.new_tuple_of([new_bytes(vm, unpacked)?, consumed, state]).map(Value::Obj)
}
