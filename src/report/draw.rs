//! Draws one failure with ariadne: every running call is a label, the innermost one says what broke.

use std::fmt;
use std::ops::Range;

use ariadne::{Cache, Color, Config, IndexType, Label, Report, ReportKind};

use super::Style;
use super::fit::{Fitted, on_first_line, shortened};
use crate::diagnostic::{self, FailedFrame, Failure};
use crate::source::{Source, Span};

/// Of a deep traceback, so many outer and inner calls are drawn.
const OUTER: usize = 2;
const INNER: usize = 6;
/// A narrower terminal gets text that can break anywhere.
const NARROWEST: usize = 40;
/// Of a group, so many exceptions.
const MOST_MEMBERS: usize = 15;
/// What stands before each line of a member.
const MARGIN: &str = "  | ";

/// The failure as text, ending in CPython's last line and a line break.
pub fn draw(failure: &Failure, style: Style) -> String {
    // An exception that a hook of the program's own has told about.
    if !style.pretty || failure.class.is_empty() || style.columns < NARROWEST {
        return failure.plain.clone();
    }
    let mut text = String::new();
    if let Some((before, link)) = &failure.before {
        text.push_str(&draw(before, style));
        text.push_str(&format!("\n{}\n\n", link.sentence()));
    }
    let whole = failure.before.is_none() && failure.members.is_empty();
    match picture(failure, style) {
        Some(picture) => {
            text.push_str(&picture);
            text.push_str(&summary(failure, style));
        }
        None if whole => text.push_str(&failure.plain),
        None => text.push_str(&summary(failure, style)),
    }
    members(failure, style, &mut text);
    text
}

/// The exceptions of a group, each under its number and beside a line that holds them together.
fn members(failure: &Failure, style: Style, text: &mut String) {
    let style = Style { columns: style.columns.saturating_sub(MARGIN.len()).max(1), ..style };
    let all = failure.members.len();
    for (number, member) in failure.members.iter().enumerate().take(MOST_MEMBERS) {
        text.push_str(&format!("  ├─ {} of {all}\n", number + 1));
        for line in draw(member, style).lines() {
            text.push_str(format!("  │ {line}").trim_end());
            text.push('\n');
        }
    }
    if all > MOST_MEMBERS {
        text.push_str(&format!("  ├─ and {} more\n", all - MOST_MEMBERS));
    }
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
    let mut files = Files { columns: style.columns, drawn: Vec::new() };
    let innermost = failure.frames.iter().rposition(|frame| drawable(&frame.source, frame.span))?;
    let words = first_line(&failure.message, &failure.class);
    let main = files.add(&failure.frames[innermost], words);
    // Not in bytes: of a label in another source, ariadne takes the number of its character for that of its
    // byte, and may cut a letter in two.
    let config = Config::default()
        .with_color(style.colour)
        .with_index_type(IndexType::Char)
        .with_tab_width(4);
    let mut report = Report::build(ReportKind::Error, main.place.clone()).with_config(config);
    report.add_label(main.label(Color::Red).with_order(i32::MAX).with_priority(1));
    let callers = &failure.frames[..innermost];
    let shown: Vec<(usize, &FailedFrame)> = shown(callers).collect();
    for &(number, frame) in &shown {
        let words = caller_words(number, callers.len(), failure);
        report.add_label(files.add(frame, &words).label(Color::Blue).with_order(number as i32));
    }
    for (source, remark) in &failure.labels {
        if drawable(source, remark.span) {
            let label = files.remark(source, remark).label(Color::Yellow);
            report.add_label(label.with_order(i32::MAX - 1));
        }
    }
    let left_out = callers.len() - shown.len();
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
    let (_, body) = drawn.split_once('\n')?;
    Some(body.lines().flat_map(|line| [line.trim_end(), "\n"]).collect())
}

/// Callers with their numbers; of equal ones after each other, and of a deep traceback, the middle is left
/// out.
fn shown(callers: &[FailedFrame]) -> impl Iterator<Item = (usize, &FailedFrame)> {
    let same = |a: &FailedFrame, b: &FailedFrame| a.source.same(&b.source) && a.span == b.span;
    let drawn = callers.iter().enumerate().filter(move |&(number, frame)| {
        let above = number.checked_sub(1).map(|above| &callers[above]);
        let repeats = above.is_some_and(|above| same(above, frame));
        let again = callers.get(number + 1).is_some_and(|below| same(below, frame));
        drawable(&frame.source, frame.span) && !(repeats && again)
    });
    let all = drawn.clone().count();
    let near = move |&(place, _): &(usize, _)| {
        all <= OUTER + INNER || place < OUTER || place >= all - INNER
    };
    drawn.enumerate().filter(near).map(|(_, frame)| frame)
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
    !source.text().is_empty() && span.end as usize <= source.text().len()
}

/// A place in one of the files, and what is said about it.
struct Mark {
    place: (usize, Range<usize>),
    words: String,
}

impl Mark {
    fn label(self, colour: Color) -> Label<(usize, Range<usize>)> {
        Label::new(self.place).with_message(self.words).with_color(colour)
    }
}

/// The sources of one report, numbered as ariadne asks for them. A call has a number of its own even
/// where it shares its source with others, so that each is headed by its own place.
struct Files {
    columns: usize,
    drawn: Vec<(Fitted, ariadne::Source<String>)>,
}

impl Files {
    fn add(&mut self, frame: &FailedFrame, words: &str) -> Mark {
        self.fit(&frame.source, frame.span, words)
    }

    fn fit(&mut self, source: &Source, span: Span, words: &str) -> Mark {
        let span = on_first_line(source, span);
        let fitted = Fitted::new(source, span, words.chars().count(), self.columns);
        let place = (self.drawn.len(), in_characters(&fitted.text, fitted.span.clone()));
        let words = shortened(words, fitted.room);
        let text = ariadne::Source::from(fitted.text.clone());
        self.drawn.push((fitted, text));
        Mark { place, words }
    }

    /// A remark stands beside a call of the same source where there is one.
    fn remark(&mut self, source: &Source, remark: &diagnostic::Label) -> Mark {
        let span = on_first_line(source, remark.span);
        let known = self.drawn.iter().enumerate().find_map(|(id, (fitted, _))| {
            let place = fitted.source.same(source).then(|| fitted.place(span.clone()))??;
            Some((id, in_characters(&fitted.text, place)))
        });
        match known {
            Some(place) => Mark { place, words: remark.text.clone() },
            None => self.fit(source, remark.span, &remark.text),
        }
    }
}

/// A range of bytes as a range of characters.
fn in_characters(text: &str, bytes: Range<usize>) -> Range<usize> {
    let count = |bytes: Range<usize>| text.get(bytes).unwrap_or_default().chars().count();
    let start = count(0..bytes.start);
    start..start + count(bytes)
}

impl Cache<usize> for &mut Files {
    type Storage = String;

    fn fetch(&mut self, id: &usize) -> Result<&ariadne::Source<String>, impl fmt::Debug> {
        self.drawn.get(*id).map(|(_, drawn)| drawn).ok_or("a source that is not in the report")
    }

    fn display<'a>(&self, id: &'a usize) -> Option<impl fmt::Display + 'a> {
        self.drawn.get(*id).map(|(fitted, _)| fitted.source.name().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FailedFrame;

    const PRETTY: Style = Style { colour: false, pretty: true, columns: 80 };

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
    fn the_exceptions_of_a_group_hang_below_it() {
        let group = Failure {
            members: vec![failure("b", &[(0, 1, "<module>")]), Failure::default()],
            ..failure("a = 1\nprint(b)\n", &[(12, 13, "<module>")])
        };
        let drawn = draw(&group, PRETTY);
        assert!(drawn.contains("  ├─ 1 of 2\n  │    ╭─[ <cell 1>:1:1 ]\n"), "{drawn}");
        assert!(drawn.contains("  │ NameError: name 'b' is not defined\n  ├─ 2 of 2\n"), "{drawn}");
    }

    #[test]
    fn equal_calls_are_drawn_twice_at_most() {
        let text = "def f():\n    f()\nf()\n";
        let mut spans = vec![(13, 16, "f"); 900];
        spans[0] = (17, 20, "<module>");
        let drawn = draw(&failure(text, &spans), PRETTY);
        assert_eq!(drawn.matches("called f").count(), 3, "{drawn}");
        assert!(drawn.contains("896 more calls between are not drawn"), "{drawn}");
    }

    #[test]
    fn letters_of_several_bytes_stand_before_places() {
        let text = "\"あｱ±\"; bb()\n";
        let at = text.find("bb").unwrap() as u32;
        let drawn = draw(&failure(text, &[(at, at + 4, "<module>"), (at, at + 2, "f")]), PRETTY);
        assert_eq!(drawn.matches("<cell 1>:1:8").count(), 2, "{drawn}");
        assert_eq!(drawn.matches("\"あｱ±\"; bb()").count(), 2, "{drawn}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let text = format!("f({}, nope, {})", "a".repeat(90), "b".repeat(500));
        let at = text.find("nope").unwrap() as u32;
        let narrow = Style { columns: 50, ..PRETTY };
        let drawn = draw(&failure(&text, &[(at, at + 4, "<module>")]), narrow);
        assert!(drawn.lines().all(|line| line.chars().count() <= 50), "{drawn}");
        assert!(drawn.contains(", nope, b"), "{drawn}");
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
