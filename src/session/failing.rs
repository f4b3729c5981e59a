//! Turns exceptions and diagnostics into failures: text and places, no objects.

use crate::diagnostic::{Diagnostic, ErrorClass, Extent, FailedFrame, Failure, Link};
use crate::heap::Ref;
use crate::runtime::Vm;
use crate::runtime::object::Exception;
use crate::runtime::traceback::traceback_entries;
use crate::runtime::traceback_text::quoted_code;
use crate::source::Source;
use crate::text::surrogate::escaped;

/// Exceptions beyond so many are not drawn one by one.
const MOST_TOLD: usize = 60;

/// What an uncaught exception looks like from outside.
pub fn of_exception(vm: &Vm, exception: &Ref) -> Failure {
    let mut failure = of_chain(vm, exception, &mut Vec::new());
    failure.plain = escaped(&vm.traceback_text(exception)).into_owned();
    failure
}

/// One exception with all that belongs to it; `told` are those that stand in the report already.
fn of_chain(vm: &Vm, exception: &Ref, told: &mut Vec<u64>) -> Failure {
    told.push(exception.address());
    let mut failure = Failure {
        class: vm.class_name(exception),
        message: vm.exception_message(exception),
        summary: vm.last_lines(exception, true).trim_end_matches('\n').to_owned(),
        ..Failure::default()
    };
    failure.plain = format!("{}\n", failure.summary);
    let Some(payload) = exception.get::<Exception>() else { return failure };
    if let Some(traceback) = payload.traceback.get() {
        let entries = traceback_entries(&traceback);
        failure.frames = entries
            .iter()
            .map(|entry| FailedFrame {
                source: entry.source(),
                span: entry.span,
                function: entry.function(),
            })
            .collect();
    }
    let context = payload.context.get().filter(|_| !payload.suppress_context.get());
    let before = payload.cause.get().map(|cause| (cause, Link::Cause));
    let before = before.or(context.map(|context| (context, Link::Context)));
    let mut tell = |exception: &Ref| {
        let new = told.len() < MOST_TOLD && !told.contains(&exception.address());
        new.then(|| of_chain(vm, exception, told))
    };
    let before = before.and_then(|(exception, link)| Some((Box::new(tell(&exception)?), link)));
    failure.before = before;
    failure.members = vm.members_of(exception).iter().filter_map(tell).collect();
    failure
}

/// An error found before anything ran.
pub fn of_diagnostic(source: &Source, diagnostic: &Diagnostic) -> Failure {
    let class = diagnostic.class.name();
    let words = match diagnostic.extent {
        // CPython has other words for files than for strings.
        Extent::Nowhere => "source code cannot contain null bytes",
        _ => &diagnostic.message,
    };
    let summary = format!("{class}: {words}");
    let quoted = match diagnostic.class {
        ErrorClass::Memory | ErrorClass::Recursion => String::new(),
        _ => quoted_line(source, diagnostic),
    };
    Failure {
        class: class.to_owned(),
        message: words.to_owned(),
        plain: format!("{quoted}{summary}\n"),
        summary,
        frames: vec![FailedFrame {
            source: source.clone(),
            span: diagnostic.span,
            function: "<module>".to_owned(),
        }],
        labels: diagnostic.labels.iter().map(|label| (source.clone(), label.clone())).collect(),
        help: diagnostic.help.clone(),
        members: Vec::new(),
        before: None,
    }
}

/// File, line, the code and carets below it, as CPython prints them for a syntax error.
fn quoted_line(source: &Source, diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place(source);
    let mut text = format!("  File \"{}\", line {}\n", source.name(), place.line);
    let Some(line) = source.line(place.line) else { return text };
    if diagnostic.extent == Extent::Nowhere {
        let before = line.split('\0').next().unwrap_or_default();
        text.push_str(&format!("    {}\n", before.trim_start_matches([' ', '\x0c'])));
    } else if !line.trim().is_empty() || matches!(diagnostic.extent, Extent::Block | Extent::Line) {
        text.push_str(&quoted_code(&format!("{line}\n"), &place));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn a_syntax_error_points_below_its_line() {
        let source = Source::new("<stdin>", "if x:\n    y = = 1\n");
        let failure =
            of_diagnostic(&source, &Diagnostic::syntax("invalid syntax", Span::new(14, 15)));
        assert_eq!(
            failure.plain,
            "  File \"<stdin>\", line 2\n    y = = 1\n        ^\nSyntaxError: invalid syntax\n"
        );
    }
}
