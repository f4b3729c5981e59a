//! `print` and `input`: text out and in.

use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{Method, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::coding;

pub static FUNCTIONS: [Method; 2] = [
    function("input", "(prompt='', /)", input, "Read a string from standard input."),
    function(
        "print",
        "(*args, sep=' ', end='\\n', file=None, flush=False)",
        print,
        "Prints the values to a stream, or to sys.stdout by default.",
    ),
];

fn separator(vm: &Vm, given: Option<&Ref>, name: &str, default: &str) -> Result<String, Raised> {
    match given.filter(|given| !vm.is_none(given)) {
        None => Ok(default.to_owned()),
        Some(text) if text.is::<Str>() => Ok(text.text().to_owned()),
        Some(other) => {
            let class = vm.class_name(other);
            Err(vm.type_error(format!("{name} must be None or a string, not {class}")))
        }
    }
}

fn print(vm: &Vm, args: Args<'_>) -> Eval {
    let sep = separator(vm, args.get(0), "sep", " ")?;
    let end = separator(vm, args.get(1), "end", "\n")?;
    let given = args.get(2).filter(|file| !vm.is_none(file));
    let redirected = if given.is_none() { vm.redirected("stdout") } else { None };
    let Some(file) = given.or(redirected.as_ref()) else {
        vm.packed_all(args.rest(), || print_out(vm, args, &sep, &end))?;
        if let Some(flush) = args.get(3)
            && vm.truth_of(flush)?
        {
            vm.flush_out()?;
        }
        return Ok(Value::None);
    };
    if vm.is_none(file) {
        return Ok(Value::None);
    }
    vm.packed_all(args.rest(), || print_to(vm, args, file, &sep, &end))
}

/// Prints to the console. What stands before an object is written before its `__str__` runs.
fn print_out(vm: &Vm, args: Args<'_>, sep: &str, end: &str) -> Result<(), Raised> {
    let mut text = String::new();
    for (index, object) in args.rest().enumerate() {
        if index > 0 {
            text.push_str(sep);
        }
        if object.is_exact::<Str>() {
            push(vm, &mut text, object)?;
            continue;
        }
        if !text.is_empty() && int_view(object).is_none_or(|view| view.small().is_none()) {
            vm.write_out(&text)?;
            text.clear();
        }
        let shown = vm.str(object)?;
        push(vm, &mut text, &shown)?;
    }
    text.push_str(end);
    vm.write_out(&text)
}

/// Adds what an object shows; where that cannot be written, what stands before it is.
fn push(vm: &Vm, text: &mut String, shown: &Ref) -> Result<(), Raised> {
    if let Err(raised) = coding::check_writable(vm, shown.text()) {
        vm.with_pending_saved(|| vm.write_out(text)).ok();
        return Err(raised);
    }
    text.push_str(shown.text());
    Ok(())
}

/// Prints by calling the file's `write`.
fn print_to(vm: &Vm, args: Args<'_>, file: &Ref, sep: &str, end: &str) -> Eval {
    let write = vm.get_attr_text(file, "write")?;
    let write = vm.to_object(write)?;
    let sep = vm.new_str(sep)?;
    for (index, object) in args.rest().enumerate() {
        if index > 0 {
            vm.call(&write, &[&sep])?;
        }
        let text = vm.str(object)?;
        vm.call(&write, &[&text])?;
    }
    let end = vm.new_str(end)?;
    vm.call(&write, &[&end])?;
    if let Some(flush) = args.get(3)
        && vm.truth_of(flush)?
    {
        vm.call_method(file, "flush", &[])?;
    }
    Ok(Value::None)
}

fn input(vm: &Vm, args: Args<'_>) -> Eval {
    if let Some(lost) = ["stdin", "stdout", "stderr"].iter().find(|name| !vm.has_stream(name)) {
        let message = format!("input(): lost sys.{lost}");
        return Err(vm.raise(ErrorKind::RuntimeError, message));
    }
    let prompt = match args.get(0) {
        Some(prompt) => vm.str(prompt)?.text().to_owned(),
        None => String::new(),
    };
    let stdout = vm.redirected("stdout");
    let stdin = vm.redirected("stdin");
    if stdin.is_some() || stdout.is_some() {
        return input_from(vm, stdin, stdout, &prompt);
    }
    if !vm.ahead.is_empty() {
        return answer_ahead(vm, &prompt);
    }
    line_for(vm, &prompt)
}

/// `input()` where the program has read a part of the line already.
fn answer_ahead(vm: &Vm, prompt: &str) -> Eval {
    vm.write_out(prompt)?;
    vm.flush_out()?;
    let line = vm.input_line()?;
    let line = String::from_utf8_lossy(line.strip_suffix(b"\n").unwrap_or(&line));
    vm.str_value(&line)
}

/// The next line of the console, asked for with `prompt`.
fn line_for(vm: &Vm, prompt: &str) -> Eval {
    let line = vm.console.borrow_mut().read_line(prompt);
    match line {
        Ok(Some(line)) => vm.str_value(&line),
        Ok(None) => Err(end_of_input(vm)),
        Err(error) => Err(vm.input_failure(&error)),
    }
}

/// `input()` where the program has put streams of its own into `sys`.
fn input_from(vm: &Vm, stdin: Option<Ref>, stdout: Option<Ref>, prompt: &str) -> Eval {
    match &stdout {
        Some(stdout) => {
            let prompt = vm.new_str(prompt)?;
            vm.call_method(stdout, "write", &[&prompt])?;
            vm.call_method(stdout, "flush", &[])?;
        }
        None => {
            vm.write_out(prompt)?;
            vm.flush_out()?;
        }
    }
    let Some(stdin) = stdin else {
        return if vm.ahead.is_empty() { line_for(vm, "") } else { answer_ahead(vm, "") };
    };
    let line = vm.call_method(&stdin, "readline", &[])?;
    let line = vm.to_object(line)?;
    if !line.is::<Str>() {
        return Err(vm.type_error("object.readline() returned non-string"));
    }
    if line.text().is_empty() {
        return Err(end_of_input(vm));
    }
    vm.str_value(line.text().strip_suffix('\n').unwrap_or(line.text()))
}

fn end_of_input(vm: &Vm) -> Raised {
    vm.raise(ErrorKind::EOFError, "EOF when reading a line".into())
}
