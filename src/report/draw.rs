//! Draws one failure with ariadne: every running call is a label, the innermost one says what broke.

use std::fmt;
use std::ops::Range;

use ariadne::{Cache, Color, Config, IndexType, Label, Report, ReportKind};

use super::Style;
use crate::diagnostic::{FailedFrame, Failure};
use crate::source::{Source, Span};

/// Of a deep traceback, so many outer and inner calls are drawn.
const OUTER: usize = 2;
const INNER: usize = 6;
/// A line longer than this is not drawn.
const WIDEST_LINE: usize = 400;

/// The failure as text, ending in CPython's last line and a line break.
pub fn draw(failure: &Failure, style: Style) -> String {
    // An exception that a hook of the program's own has told about.
    if !style.pretty || failure.class.is_empty() {
        return failure.plain.clone();
    }
    let mut text = String::new();
    if let Some((before, link)) = &failure.before {
        text.push_str(&draw(before, style));
        text.push_str(&format!("\n{}\n\n", link.sentence()));
    }
    match picture(failure, style) {
        Some(picture) => {
            text.push_str(&picture);
            text.push_str(&summary(failure, style));
        }
        None if failure.before.is_some() => text.push_str(&summary(failure, style)),
        None => text.push_str(&failure.plain),
    }
    text
}

fn summary(failure: &Failure, style: Style) -> String {
    let rest = failure.summary.strip_prefix(&failure.class);
    match rest {
        Some(rest) if style.colour => format!("\x1b[1;31m{}\x1b[0m{rest}\n", failure.class),
        _ => format!("{}\n", failure.summary),
    }
}

/// The drawn source; `None` where there is nothing that can be drawn.
fn picture(failure: &Failure, style: Style) -> Option<String> {
    let mut files = Files::default();
    let innermost = failure.frames.iter().rposition(|frame| drawable(&frame.source, frame.span))?;
    let main = &failure.frames[innermost];
    let main_id = files.add(&main.source);
    let main_span = (main_id, shown_span(&main.source, main.span));
    let config = Config::default()
        .with_color(style.colour)
        .with_index_type(IndexType::Byte)
        .with_tab_width(4);
    let mut report = Report::build(ReportKind::Error, main_span.clone()).with_config(config);
    report.add_label(
        Label::new(main_span)
            .with_message(first_line(&failure.message, &failure.class))
            .with_color(Color::Red)
            .with_order(i32::MAX)
            .with_priority(1),
    );
    let callers = &failure.frames[..innermost];
    for (number, frame) in shown(callers) {
        let id = files.add(&frame.source);
        let label = Label::new((id, shown_span(&frame.source, frame.span)))
            .with_message(caller_words(number, callers.len(), failure))
            .with_color(Color::Blue)
            .with_order(number as i32);
        report.add_label(label);
    }
    for (source, remark) in &failure.labels {
        if drawable(source, remark.span) {
            let id = files.id_of(source);
            let label = Label::new((id, shown_span(source, remark.span)));
            let label = label.with_message(&remark.text).with_color(Color::Yellow);
            report.add_label(label.with_order(i32::MAX - 1));
        }
    }
    let left_out = callers.len() - shown(callers).count();
    if left_out > 0 {
        report.add_note(format!("{left_out} more calls between are not drawn"));
    }
    if let Some(help) = &failure.help {
        report.add_help(help);
    }
    let mut drawn = Vec::new();
    report.finish().write(&mut files, &mut drawn).ok()?;
    let drawn = String::from_utf8(drawn).ok()?;
    // The heading would say what the last line says; the last line is CPython's.
    drawn.split_once('\n').map(|(_, body)| body.to_owned())
}

/// Callers with their numbers; the middle of a deep traceback is left out.
fn shown(callers: &[FailedFrame]) -> impl Iterator<Item = (usize, &FailedFrame)> {
    let all = callers.len();
    callers.iter().enumerate().filter(move |(number, frame)| {
        drawable(&frame.source, frame.span)
            && (all <= OUTER + INNER || *number < OUTER || *number >= all - INNER)
    })
}

fn caller_words(number: usize, callers: usize, failure: &Failure) -> String {
    let called = &failure.frames[number + 1].function;
    if callers == 1 {
        format!("called {called}")
    } else {
        format!("{}: called {called}", number + 1)
    }
}

fn first_line<'a>(message: &'a str, class: &'a str) -> &'a str {
    message.lines().next().filter(|line| !line.is_empty()).unwrap_or(class)
}

fn drawable(source: &Source, span: Span) -> bool {
    let line = source.line(source.line_of(span.start));
    !source.text().is_empty()
        && line.is_some_and(|line| line.len() <= WIDEST_LINE)
        && span.end as usize <= source.text().len()
}

/// The span on its first line, at least one character wide where there is one.
fn shown_span(source: &Source, span: Span) -> Range<usize> {
    let text = source.text();
    let start = span.start as usize;
    let rest = text.get(start..span.end as usize).unwrap_or("");
    let mut end = start + rest.find('\n').unwrap_or(rest.len());
    if end == start {
        let next = text.get(start..).and_then(|rest| rest.chars().next());
        end += next.filter(|&c| c != '\n').map_or(0, char::len_utf8);
    }
    start..end
}

/// The sources of one report, numbered as ariadne asks for them. A call has a number of its own even
/// where it shares its source with others, so that each is headed by its own place.
#[derive(Default)]
struct Files {
    sources: Vec<(Source, ariadne::Source<String>)>,
}

impl Files {
    fn add(&mut self, source: &Source) -> usize {
        let drawn = ariadne::Source::from(source.text().to_owned());
        self.sources.push((source.clone(), drawn));
        self.sources.len() - 1
    }

    /// The first number of a source.
    fn id_of(&mut self, source: &Source) -> usize {
        let known = self.sources.iter().position(|(known, _)| known.same(source));
        known.unwrap_or_else(|| self.add(source))
    }
}

impl Cache<usize> for &mut Files {
    type Storage = String;

    fn fetch(&mut self, id: &usize) -> Result<&ariadne::Source<String>, impl fmt::Debug> {
        self.sources.get(*id).map(|(_, drawn)| drawn).ok_or("a source that is not in the report")
    }

    fn display<'a>(&self, id: &'a usize) -> Option<impl fmt::Display + 'a> {
        self.sources.get(*id).map(|(source, _)| source.name().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FailedFrame;

    const PRETTY: Style = Style { colour: false, pretty: true };

    fn failure(text: &str, spans: &[(u32, u32, &str)]) -> Failure {
        let source = Source::new("<cell 1>", text);
        let frames = spans.iter().map(|&(start, end, function)| FailedFrame {
            source: source.clone(),
            span: Span::new(start, end),
            function: function.to_owned(),
        });
        Failure {
            class: "NameError".into(),
            message: "name 'b' is not defined".into(),
            summary: "NameError: name 'b' is not defined".into(),
            plain: "plain\n".into(),
            frames: frames.collect(),
            ..Failure::default()
        }
    }

    #[test]
    fn a_report_ends_in_the_last_line_of_cpython() {
        let drawn = draw(&failure("a = 1\nprint(b)\n", &[(12, 13, "<module>")]), PRETTY);
        assert!(drawn.contains("<cell 1>:2:7"), "{drawn}");
        assert!(drawn.ends_with("\nNameError: name 'b' is not defined\n"), "{drawn}");
    }

    #[test]
    fn callers_are_labelled() {
        let text = "def f():\n    return b\nf()\n";
        let drawn = draw(&failure(text, &[(22, 25, "<module>"), (20, 21, "f")]), PRETTY);
        assert!(drawn.contains("called f"), "{drawn}");
    }

    #[test]
    fn what_cannot_be_drawn_is_plain() {
        assert_eq!(draw(&failure("", &[(0, 0, "<module>")]), PRETTY), "plain\n");
        assert_eq!(draw(&failure("a\n", &[(0, 1, "<module>")]), Style::default()), "plain\n");
    }

    #[test]
    fn an_empty_span_at_the_end_is_no_trouble() {
        let drawn = draw(&failure("(a", &[(2, 2, "<module>")]), PRETTY);
        assert!(drawn.contains("(a"), "{drawn}");
    }
}
