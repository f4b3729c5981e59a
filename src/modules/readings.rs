//! Which functions of the library that are in Python here, and in C in CPython, read their arguments
//! in another way than most.

use crate::runtime::spec::Reading::{ByFormat, Unpacked};
use crate::runtime::spec::{ReadInC, Reading};

const fn row(module: &'static str, qualname: &'static str, reading: Reading) -> ReadInC {
    ReadInC { module, qualname, reading, required: None }
}

/// The row of a function that needs so many arguments. Here all but the first have defaults, since a
/// pickled state may stand in its place, alone.
const fn needing(required: usize, row: ReadInC) -> ReadInC {
    ReadInC { required: Some(required), ..row }
}

pub static READ_IN_C: &[ReadInC] = &[
    row("_csv", "reader", Unpacked(Some(""))),
    row("_csv", "register_dialect", Unpacked(Some(""))),
    row("_csv", "writer", Unpacked(Some(""))),
    needing(4, row("_datetime_date", "date.__new__", ByFormat(Some("function")))),
    row("_datetime_date", "date.fromordinal", ByFormat(None)),
    row("_datetime_delta", "timedelta.__new__", ByFormat(None)),
    row("_datetime_delta", "timezone.__new__", ByFormat(Some("timezone()"))),
    needing(4, row("_datetime_moment", "datetime.__new__", ByFormat(Some("function")))),
    row("_datetime_moment", "datetime.fromordinal", ByFormat(None)),
    row("_datetime_moment", "datetime.strptime", ByFormat(None)),
    row("_datetime_moment", "datetime.utcfromtimestamp", ByFormat(None)),
    row("_datetime_time", "time.__new__", ByFormat(Some("function"))),
    row("_decimal_context", "", ByFormat(Some("function"))),
    row("_decimal_functions", "", ByFormat(Some("function"))),
    row("decimal", "", ByFormat(Some("function"))),
    row("time", "asctime", Unpacked(None)),
    row("time", "ctime", ByFormat(None)),
    row("time", "get_clock_info", ByFormat(None)),
    row("time", "gmtime", ByFormat(None)),
    row("time", "localtime", ByFormat(None)),
    row("time", "strftime", ByFormat(None)),
    row("time", "strptime", Unpacked(None)),
    row("time", "struct_time.__new__", ByFormat(Some("structseq()"))),
];
