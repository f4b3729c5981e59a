//! Tracebacks as CPython 3.13 prints them: chains of causes, groups as trees, last lines.
//!
//! (CPython: `Lib/traceback.py`.)

use super::object::number::int_view;
use super::object::{Dict, Exception, List, Str, Tuple};
use super::raise::ErrorKind;
use super::traceback::{TracebackEntry, traceback_entries};
use super::vm::Vm;
use crate::diagnostic::ErrorPlace;
use crate::heap::{Ref, Slot};

/// Repetitions of an entry that are shown before they are counted.
const MOST_REPEATS: usize = 3;
/// Members of a group, and groups in groups, that are shown.
const MOST_MEMBERS: usize = 15;
const MOST_DEPTH: usize = 10;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

/// What is being written, and how deep in a tree of groups.
struct Page {
    text: String,
    depth: usize,
    need_close: bool,
    carets: bool,
}

/// One exception of a report: what it came from, and its members if it is a group, by their places
/// among all that are reported.
struct Report {
    exception: Ref,
    came: Option<(&'static str, usize)>,
    members: Vec<usize>,
}

impl Report {
    fn of(exception: Ref) -> Report {
        Report { exception, came: None, members: Vec::new() }
    }
}

impl Page {
    fn new(carets: bool) -> Self {
        Page { text: String::new(), depth: 0, need_close: false, carets }
    }

    fn indent(&self) -> String {
        "  ".repeat(self.depth)
    }

    /// Adds lines; inside a group's tree each gets the tree's margin.
    fn emit(&mut self, lines: &str, margin: char) {
        if self.depth == 0 {
            self.text.push_str(lines);
            return;
        }
        let indent = self.indent();
        for line in lines.split_inclusive('\n') {
            self.text.push_str(&indent);
            self.text.push(margin);
            self.text.push(' ');
            self.text.push_str(line);
        }
    }
}

impl Vm {
    /// The traceback as CPython prints it, causes and contexts first, ending in the last line.
    pub fn traceback_text(&self, exception: &Ref) -> String {
        let mut page = Page::new(true);
        self.write_chain(&self.reports(exception), 0, &mut page);
        page.text
    }

    /// What is said of an exception that is ignored: where it arose, its class and its text, and
    /// nothing of what it came from (CPython's `_PyErr_WriteUnraisableDefaultHook`).
    pub fn ignored_text(&self, exception: &Ref) -> String {
        let mut page = Page::new(false);
        self.write_entries(exception, "Traceback", &mut page, '|');
        let class = self.exception_class_name(exception);
        let told = self.str_text(exception).unwrap_or_else(|raised| {
            drop(self.take_raised(raised));
            "<exception str() failed>".to_owned()
        });
        page.text.push_str(&format!("{class}: {told}\n"));
        page.text
    }

    /// Everything that the report of `exception`, the first report, is made of. No exception is
    /// reached twice by what it came from; the last members of groups come first.
    fn reports(&self, exception: &Ref) -> Vec<Report> {
        let mut reports = vec![Report::of(exception.clone())];
        let mut seen = vec![exception.address()];
        let mut open = vec![0];
        while let Some(at) = open.pop() {
            let exception = reports[at].exception.clone();
            let Some(payload) = exception.get::<Exception>() else { continue };
            let new = |seen: &[u64], slot: &Slot| {
                slot.get().filter(|exception| !seen.contains(&exception.address()))
            };
            let came = match new(&seen, &payload.cause) {
                Some(cause) => Some((CAUSE, cause)),
                None if payload.suppress_context.get() => None,
                None => new(&seen, &payload.context).map(|context| (CONTEXT, context)),
            };
            let mut add = |exception: Ref| {
                seen.push(exception.address());
                reports.push(Report::of(exception));
                open.push(reports.len() - 1);
                reports.len() - 1
            };
            let came = came.map(|(message, exception)| (message, add(exception)));
            let members: Vec<usize> = self.members_of(&exception).into_iter().map(add).collect();
            reports[at].members = members;
            reports[at].came = came;
        }
        reports
    }

    /// Writes an exception after those it came from.
    fn write_chain(&self, reports: &[Report], first: usize, page: &mut Page) {
        let mut chain = vec![first];
        while let Some((_, next)) = reports[chain[chain.len() - 1]].came {
            chain.push(next);
        }
        for &at in chain.iter().rev() {
            if let Some((message, _)) = reports[at].came {
                page.emit(message, '|');
            }
            self.write_one(reports, at, page);
        }
    }

    fn write_one(&self, reports: &[Report], at: usize, page: &mut Page) {
        let Report { exception, members, .. } = &reports[at];
        if members.is_empty() {
            self.write_entries(exception, "Traceback", page, '|');
            page.emit(&self.last_lines(exception, true), '|');
        } else if page.depth > MOST_DEPTH {
            page.emit(&format!("... (max_group_depth is {MOST_DEPTH})\n"), '|');
        } else {
            self.write_group(reports, at, page);
        }
    }

    fn write_entries(&self, exception: &Ref, title: &str, page: &mut Page, margin: char) {
        let traceback = exception.get::<Exception>().and_then(|payload| payload.traceback.get());
        let Some(traceback) = traceback else { return };
        page.emit(&format!("{title} (most recent call last):\n"), margin);
        let entries = traceback_entries(&traceback);
        let text = entries_text(&entries, page.carets);
        page.emit(&text, '|');
    }

    /// A group: its own traceback, then its members as a tree.
    fn write_group(&self, reports: &[Report], at: usize, page: &mut Page) {
        let Report { exception, members, .. } = &reports[at];
        let is_top = page.depth == 0;
        if is_top {
            page.depth = 1;
        }
        let margin = if is_top { '+' } else { '|' };
        self.write_entries(exception, "Exception Group Traceback", page, margin);
        page.emit(&self.last_lines(exception, true), '|');
        let shown = members.len().min(MOST_MEMBERS + 1);
        page.need_close = false;
        for (at, member) in members.iter().take(shown).enumerate() {
            let is_last = at + 1 == shown;
            if is_last {
                page.need_close = true;
            }
            let truncated = at >= MOST_MEMBERS;
            let title = if truncated { "...".to_owned() } else { (at + 1).to_string() };
            let branch = if at == 0 { "+-" } else { "  " };
            let indent = page.indent();
            page.text
                .push_str(&format!("{indent}{branch}+---------------- {title} ----------------\n"));
            page.depth += 1;
            if truncated {
                let more = members.len() - MOST_MEMBERS;
                let plural = if more > 1 { "s" } else { "" };
                page.emit(&format!("and {more} more exception{plural}\n"), '|');
            } else {
                self.write_chain(reports, *member, page);
            }
            if is_last && page.need_close {
                let indent = page.indent();
                page.text.push_str(&format!("{indent}+------------------------------------\n"));
                page.need_close = false;
            }
            page.depth -= 1;
        }
        if is_top {
            page.depth = 0;
        }
    }

    /// The members of an exception group; none for other exceptions.
    pub fn members_of(&self, exception: &Ref) -> Vec<Ref> {
        if !self.is_error(exception, ErrorKind::BaseExceptionGroup) {
            return Vec::new();
        }
        let members = self.field_of(exception, "exceptions");
        members.map_or_else(Vec::new, |members| super::object::tuple::tuple_refs(&members))
    }

    /// A field that the exception's class keeps outside `__dict__`.
    pub(super) fn field_of(&self, exception: &Ref, name: &str) -> Option<Ref> {
        let fields = exception.get::<Exception>()?.fields.get()?;
        let found = fields.get::<Dict>()?.get_str(&self.name(name))?;
        (!self.is_none(&found)).then_some(found)
    }

    /// What comes after the entries: a syntax error's place, the last line, the notes. What a name
    /// may have meant is only known with the `traceback`.
    pub fn last_lines(&self, exception: &Ref, traceback: bool) -> String {
        let mut text = String::new();
        if self.is_error(exception, ErrorKind::SyntaxError) {
            self.write_syntax_error(exception, &mut text);
        } else {
            text.push_str(&self.last_line(exception, traceback));
        }
        self.write_notes(exception, &mut text);
        text
    }

    /// `ValueError: message`, with what the name may have meant.
    fn last_line(&self, exception: &Ref, traceback: bool) -> String {
        let class = self.exception_class_name(exception);
        let mut message = self.exception_message(exception);
        if let Some(hint) = self.suggestion(exception, traceback) {
            message.push_str(&hint);
        }
        if message.is_empty() { format!("{class}\n") } else { format!("{class}: {message}\n") }
    }

    /// The class's name with its module, unless that is `builtins` or `__main__`.
    pub fn exception_class_name(&self, exception: &Ref) -> String {
        let class = self.class_full_name(self.class_of(exception));
        class.strip_prefix("__main__.").map_or(class.clone(), str::to_owned)
    }

    fn write_notes(&self, exception: &Ref, text: &mut String) {
        let notes = match self.find_attr(exception, &self.name("__notes__")) {
            Ok(Some(notes)) if !self.is_none(&notes) => notes,
            Ok(_) => return,
            Err(raised) => {
                let error = self.take_raised(raised);
                let shown = self.repr_text(&error).unwrap_or_else(|raised| {
                    drop(self.take_raised(raised));
                    "<exception repr() failed>".to_owned()
                });
                text.push_str(&format!("Ignored error getting __notes__: {shown}\n"));
                return;
            }
        };
        if !notes.is::<List>() && !notes.is::<Tuple>() {
            let shown = self.repr_text(&notes);
            let shown = shown.unwrap_or_else(|raised| {
                drop(self.take_raised(raised));
                "<__notes__ repr() failed>".to_owned()
            });
            text.push_str(&format!("{shown}\n"));
            return;
        }
        let notes = match self.collect(&notes) {
            Ok(notes) => notes,
            Err(raised) => return drop(self.take_raised(raised)),
        };
        for note in notes {
            let shown = self.str_text(&note).unwrap_or_else(|raised| {
                drop(self.take_raised(raised));
                "<note str() failed>".to_owned()
            });
            text.push_str(&format!("{shown}\n"));
        }
    }

    /// A syntax error: file, line and the text with carets, then the message.
    fn write_syntax_error(&self, exception: &Ref, text: &mut String) {
        let place = SyntaxPlace::of(self, exception);
        let mut suffix = String::new();
        if let Some(line) = place.line {
            let file = place.file.as_deref().unwrap_or("<string>");
            text.push_str(&format!("  File \"{file}\", line {line}\n"));
        } else if let Some(file) = &place.file {
            suffix = format!(" ({file})");
        }
        if let Some(code) = &place.text {
            place.write_code(code, text);
        }
        let message = place.message.as_deref().unwrap_or("<no detail available>");
        let class = self.exception_class_name(exception);
        text.push_str(&format!("{class}: {message}{suffix}\n"));
    }
}

/// What a `SyntaxError` knows of its place, from its fields or its arguments.
struct SyntaxPlace {
    message: Option<String>,
    file: Option<String>,
    line: Option<i64>,
    column: Option<i64>,
    text: Option<String>,
    end_line: Option<i64>,
    end_column: Option<i64>,
}

impl SyntaxPlace {
    fn of(vm: &Vm, exception: &Ref) -> Self {
        let args = exception.get::<Exception>().and_then(|payload| payload.args.get());
        let args = args.map_or_else(Vec::new, |args| super::object::tuple::tuple_refs(&args));
        let details = args.get(1).map_or_else(Vec::new, super::object::tuple::tuple_refs);
        let read = |name: &str, index: usize| {
            vm.field_of(exception, name).or_else(|| details.get(index).cloned())
        };
        let text = |found: Option<Ref>| {
            found.filter(|found| found.is::<Str>()).map(|found| found.text().to_owned())
        };
        let number = |found: Option<Ref>| found.and_then(|found| int_view(&found)?.small());
        let shown = |found: Ref| {
            if vm.is_none(&found) {
                return None;
            }
            vm.str_text(&found).map_err(|raised| drop(vm.take_raised(raised))).ok()
        };
        let message = vm.field_of(exception, "msg").or_else(|| args.first().cloned());
        SyntaxPlace {
            message: text(message),
            file: read("filename", 0).and_then(shown),
            line: number(read("lineno", 1)),
            column: number(read("offset", 2)),
            text: text(read("text", 3)),
            end_line: number(read("end_lineno", 4)),
            end_column: number(read("end_offset", 5)),
        }
    }

    /// The line of code, with carets where the columns are known.
    fn write_code(&self, code: &str, text: &mut String) {
        let line = |line: i64| u32::try_from(line).unwrap_or(0);
        let place = ErrorPlace {
            line: self.line.map_or(0, line),
            offset: self.column.unwrap_or(0),
            end_line: self.end_line.map_or(0, line),
            end_offset: self.end_column.unwrap_or(0),
        };
        text.push_str(&quoted_code(code, &place));
    }
}

/// The line of a syntax error, and carets below it where its offset is known.
pub fn quoted_code(code: &str, place: &ErrorPlace) -> String {
    let right = code.trim_end_matches('\n');
    let left = right.trim_start_matches([' ', '\n', '\x0c']);
    let spaces = (right.chars().count() - left.chars().count()) as i64;
    let mut text = format!("    {left}\n");
    let length = right.chars().count() as i64;
    let whole = code.chars().count() as i64;
    let (mut start, mut end) = (place.offset, place.end_offset);
    if place.line != place.end_line {
        end = length + 1;
    } else if end == 0 {
        end = start;
    }
    if start > whole {
        start = length + 1;
    }
    if end > whole {
        end = length + 1;
    }
    if start >= end || end < 0 {
        end = start + 1;
    }
    let (start, end) = (start - 1 - spaces, end - 1 - spaces);
    if start < 0 {
        return text;
    }
    let before = left.chars().chain(std::iter::repeat(' ')).take(start as usize);
    let before: String = before.map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
    text.push_str(&format!("    {before}{}\n", "^".repeat((end - start) as usize)));
    text
}

/// The entries, outermost first; one that repeats itself more than three times is counted.
pub fn entries_text(entries: &[TracebackEntry], carets: bool) -> String {
    // How `-m` starts a module is shown from its first step on that CPython has too.
    let ours = |entry: &&TracebackEntry| {
        entry.source().name() == "<frozen runpy>" && !entry.function().starts_with("_run")
    };
    let entries = &entries[entries.iter().take_while(ours).count()..];
    let mut text = String::new();
    let mut previous: Option<(String, u32, String)> = None;
    let mut count = 0usize;
    let outermost = entries.first().map(TracebackEntry::source);
    for entry in entries {
        let source = entry.source();
        let own = outermost.as_ref().is_some_and(|outermost| outermost.same(&source));
        let known = !is_anonymous(source.name()) || own && source.name() == "<string>";
        let key = (entry.source().name().to_owned(), entry.line(), entry.function());
        if previous.as_ref() != Some(&key) {
            write_repeats(&mut text, count);
            previous = Some(key);
            count = 0;
        }
        count += 1;
        if count <= MOST_REPEATS {
            text.push_str(&entry.text_with(known, carets));
        }
    }
    write_repeats(&mut text, count);
    text
}

/// Code given to `exec`, embedded modules: sources that CPython cannot show.
fn is_anonymous(name: &str) -> bool {
    name == "<string>" || name.starts_with("<frozen ")
}

fn write_repeats(text: &mut String, count: usize) {
    if count > MOST_REPEATS {
        let more = count - MOST_REPEATS;
        let plural = if more > 1 { "s" } else { "" };
        text.push_str(&format!("  [Previous line repeated {more} more time{plural}]\n"));
    }
}

impl TracebackEntry {
    /// As CPython prints it, with the code where CPython could show it.
    pub fn text(&self, carets: bool) -> String {
        self.text_with(!is_anonymous(self.source().name()), carets)
    }

    /// As CPython prints it: file, line, function, and the code with carets under the expression
    /// that failed (or without). `known`: the code can be shown.
    fn text_with(&self, known: bool, carets: bool) -> String {
        let source = self.source();
        let line = self.line();
        let mut text =
            format!("  File \"{}\", line {line}, in {}\n", source.name(), self.function());
        if !known {
            return text;
        }
        for code in super::carets::code_lines(&source, self.span, carets) {
            text.push_str(&format!("    {code}\n"));
        }
        text
    }
}
