//! The tables of files and of the classes they are derived from.

use super::cell::File;
use super::{binary, cell, text};
use crate::heap::Kind;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getter, method};
use crate::runtime::{Slots, Value};
use crate::types::object::{OBJECT, OWN_DICT};

/// A class that only others are derived from.
const fn base(name: &'static str, base: &'static TypeSpec, kind: Kind) -> TypeSpec {
    TypeSpec {
        name,
        module: "_io",
        base: Some(base),
        kind,
        subclassable: true,
        has_dict: true,
        weakrefable: true,
        ..TypeSpec::of::<File>()
    }
}

pub static IO_BASE: TypeSpec = base("_IOBase", &OBJECT, crate::runtime::kinds::FILE);
pub static TEXT_IO_BASE: TypeSpec = base("_TextIOBase", &IO_BASE, Kind::FREE);
pub static BUFFERED_IO_BASE: TypeSpec = base("_BufferedIOBase", &IO_BASE, Kind::FREE);
pub static RAW_IO_BASE: TypeSpec = base("_RawIOBase", &IO_BASE, Kind::FREE);

macro_rules! rows {
    ($name:ident, $kind:ident, $count:expr, [$($own:expr),* $(,)?]) => {
        #[rustfmt::skip]
        static $name: [Method; $count] = [
            method("__enter__", "()", cell::enter, "Return the file, for a with statement."),
            method("__exit__", "(*exc_info)", cell::exit, "Close the file at the end of a with statement."),
            method("close", "()", cell::close, "Flush and close the IO object."),
            method("fileno", "()", cell::fileno, "Return underlying file descriptor if one exists."),
            method("flush", "()", cell::flush, "Flush write buffers, if applicable."),
            method("isatty", "()", cell::isatty, "Return whether this is an 'interactive' stream."),
            method("read", "(size=-1, /)", $kind::read, "Read and return up to size characters or bytes."),
            $($own,)*
            method("readable", "()", cell::readable, "Return whether object was opened for reading."),
            method("readline", "(size=-1, /)", $kind::readline, "Read and return a line from the stream."),
            method("readlines", "(hint=-1, /)", $kind::readlines, "Return a list of lines from the stream."),
            method("seek", "(offset, whence=0, /)", $kind::seek, "Set the stream position, and return the new stream position."),
            method("seekable", "()", cell::seekable, "Return whether object supports random access."),
            method("tell", "()", cell::tell, "Return the stream position as an opaque number."),
            method("truncate", "(pos=None, /)", cell::truncate, "Truncate file to size bytes."),
            method("writable", "()", cell::writable, "Return whether object was opened for writing."),
            method("write", "(text, /)", $kind::write, "Write to the stream and return the number of characters or bytes written."),
            method("writelines", "(lines, /)", $kind::writelines, "Write a list of lines to stream."),
        ];
    };
}

rows!(TEXT_METHODS, text, 17, []);
#[rustfmt::skip]
rows!(BINARY_METHODS, binary, 19, [
    method("read1", "(size=-1, /)", binary::read1, "Read and return up to size bytes, with at most one read."),
    method("readinto", "(buffer, /)", binary::readinto, "Read bytes into a buffer and return how many."),
]);

static TEXT_GETSET: [GetSetRow; 9] = [
    OWN_DICT,
    getter("buffer", text::below, "The binary file below."),
    getter("closed", cell::closed, "Whether the file is closed."),
    getter("encoding", text::encoding, "The name of the encoding."),
    getter("errors", text::errors, "The error setting of the encoding."),
    getter("line_buffering", |_, _| Ok(Value::False), "Whether each line is flushed."),
    getter("mode", cell::mode, "The mode the file was opened with."),
    getter("name", cell::name, "The name the file was opened by."),
    getter("newlines", text::newlines, "The line endings translated so far."),
];

static BINARY_GETSET: [GetSetRow; 4] = [
    OWN_DICT,
    getter("closed", cell::closed, "Whether the file is closed."),
    getter("mode", cell::mode, "The mode the file was opened with."),
    getter("name", cell::name, "The name the file was opened by."),
];

pub static TEXT_IO_WRAPPER: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(text::repr),
        iter: Some(cell::iterate),
        next: Some(text::next),
        ..Slots::EMPTY
    },
    methods: &TEXT_METHODS,
    getset: &TEXT_GETSET,
    doc: "Character and line based layer over a file.",
    ..base("TextIOWrapper", &TEXT_IO_BASE, Kind::FREE)
};

const fn binary_file(name: &'static str, doc: &'static str) -> TypeSpec {
    TypeSpec {
        slots: Slots {
            repr: Some(binary::repr),
            iter: Some(cell::iterate),
            next: Some(binary::next),
            ..Slots::EMPTY
        },
        methods: &BINARY_METHODS,
        getset: &BINARY_GETSET,
        doc,
        ..base(name, &BUFFERED_IO_BASE, Kind::FREE)
    }
}

pub static BUFFERED_READER: TypeSpec = binary_file("BufferedReader", "A file of bytes to read.");
pub static BUFFERED_WRITER: TypeSpec = binary_file("BufferedWriter", "A file of bytes to write.");
pub static BUFFERED_RANDOM: TypeSpec =
    binary_file("BufferedRandom", "A file of bytes to read and to write.");
