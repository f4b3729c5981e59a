//! `--check`: what the cells of a notebook show now beside what was recorded.

use super::document::{CodeCell, Shown};
use crate::session::Session;

/// Lines shown of each side of a difference.
const MOST_LINES: usize = 20;
/// Letters shown of a cell's first line.
const MOST_LETTERS: usize = 60;

/// What came of comparing each cell so far.
#[derive(Debug, Default)]
pub struct Comparison {
    same: usize,
    not_recorded: usize,
    not_reached: usize,
    differences: Vec<Difference>,
}

/// A cell that shows something else than was recorded.
#[derive(Debug)]
struct Difference {
    /// As in `In [3]` of a run from top to bottom.
    number: usize,
    first_line: String,
    recorded: Vec<String>,
    now: Vec<String>,
}

impl Comparison {
    /// Compares what cell `number` shows with what was recorded of it.
    pub fn add(&mut self, session: &Session, number: usize, cell: &CodeCell, now: &Shown) {
        let Some(recorded) = cell.recorded.as_ref().filter(|_| !cell.varies) else {
            self.not_recorded += 1;
            return;
        };
        let errors_agree = match (&recorded.error, &now.error) {
            (Some(recorded), Some(now)) => session.agrees(recorded, now),
            (None, None) => true,
            _ => false,
        };
        if errors_agree && session.agrees(recorded.text.trim_end(), now.text.trim_end()) {
            self.same += 1;
            return;
        }
        let (recorded, now) = apart(session, lines_of(recorded), lines_of(now));
        let first_line = cell.source.trim_start().lines().next().unwrap_or_default();
        self.differences.push(Difference {
            number,
            first_line: first_line.chars().take(MOST_LETTERS).collect(),
            recorded,
            now,
        });
    }

    /// `count` cells follow that do not run, since the program has ended.
    pub fn stop_before(&mut self, count: usize) {
        self.not_reached = count;
    }

    /// Whether all that was recorded is still so.
    pub fn holds(&self) -> bool {
        self.differences.is_empty() && self.not_reached == 0
    }

    /// The differences, then the sums in one line.
    pub fn report(&self) -> String {
        let differences = self.differences.iter().map(Difference::report);
        differences.collect::<String>() + &self.summary()
    }

    fn summary(&self) -> String {
        let differing = self.differences.len();
        let all = self.same + differing + self.not_recorded + self.not_reached;
        let cells = if all == 1 { "cell" } else { "cells" };
        let mut line = format!("{all} {cells}: {} as recorded", self.same);
        let others = [
            (differing, "otherwise"),
            (self.not_recorded, "with nothing to compare"),
            (self.not_reached, "not reached"),
        ];
        for (count, what) in others.into_iter().filter(|(count, _)| *count > 0) {
            line.push_str(&format!(", {count} {what}"));
        }
        line + "\n"
    }
}

impl Difference {
    fn report(&self) -> String {
        let mut text = format!("cell {}: {}\n", self.number, self.first_line);
        for (sign, lines) in [('-', &self.recorded), ('+', &self.now)] {
            for line in lines.iter().take(MOST_LINES) {
                text.push_str(format!("  {sign} {line}").trim_end());
                text.push('\n');
            }
            if lines.len() > MOST_LINES {
                text.push_str(&format!("  {sign} … {} more lines\n", lines.len() - MOST_LINES));
            }
        }
        text
    }
}

/// All lines that a cell shows, its exception last.
fn lines_of(shown: &Shown) -> Vec<String> {
    let text = shown.text.trim_end().lines();
    let error = shown.error.iter().flat_map(|error| error.lines());
    text.chain(error).map(str::to_owned).collect()
}

/// What is left of both without the lines that agree at the beginning and at the end.
fn apart(
    session: &Session,
    mut recorded: Vec<String>,
    mut now: Vec<String>,
) -> (Vec<String>, Vec<String>) {
    let agree = |(old, new): &(&String, &String)| session.agrees(old, new);
    let first = recorded.iter().zip(&now).take_while(agree).count();
    recorded.drain(..first);
    now.drain(..first);
    let last = recorded.iter().rev().zip(now.iter().rev()).take_while(agree).count();
    recorded.truncate(recorded.len() - last);
    now.truncate(now.len() - last);
    (recorded, now)
}
