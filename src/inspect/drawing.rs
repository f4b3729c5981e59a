//! Draws a graph of objects as lines of text: one line for each reference.
//!
//! `→` is a reference that leads to what follows it, `←` one that leads to the object above from
//! elsewhere, `⇢` a weak one, which is not counted.

use std::collections::VecDeque;

use super::graph::{Arrow, End, Graph, Reached, graph};
use super::roots::Root;
use crate::runtime::Vm;

/// Objects deeper than this are drawn in a paragraph of their own, so that lines stay short.
const DEEPEST: usize = 8;

/// The lines of the picture of what `roots` lead to.
pub fn drawing(vm: &Vm, roots: &[Root]) -> Vec<String> {
    let graph = graph(vm, roots);
    let drawn = vec![Drawn::Not; graph.objects.len()];
    let mut pen = Pen { graph: &graph, drawn, below: VecDeque::new(), lines: Vec::new() };
    for (arrow, root) in graph.roots.iter().zip(roots) {
        let sign = if root.is_name { "→" } else { "is" };
        pen.arrow(arrow, sign, &Margin::default());
    }
    while let Some(index) = pen.below.pop_front() {
        pen.paragraph(index);
    }
    pen.lines
}

/// Whether an object has been drawn with all it holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Not,
    Above,
    /// It waits for a paragraph of its own.
    Below,
}

struct Pen<'a> {
    graph: &'a Graph,
    drawn: Vec<Drawn>,
    below: VecDeque<usize>,
    lines: Vec<String>,
}

/// What stands at the left of a line.
#[derive(Default)]
struct Margin {
    /// Before the line itself.
    first: String,
    /// Before the lines of what the object in it holds.
    rest: String,
    depth: usize,
}

impl Margin {
    /// The margin of a line below this one.
    fn under(&self, last: bool) -> Margin {
        let (fork, bar) = if last { ("└── ", "    ") } else { ("├── ", "│   ") };
        Margin {
            first: format!("{}{fork}", self.rest),
            rest: format!("{}{bar}", self.rest),
            depth: self.depth + 1,
        }
    }
}

/// A line below an object.
enum Branch<'a> {
    Holds(&'a Arrow),
    Says(String),
}

impl Pen<'_> {
    /// One reference, and the object it leads to if that is its first.
    fn arrow(&mut self, arrow: &Arrow, sign: &str, margin: &Margin) {
        let line = format!("{}{} {sign}", margin.first, arrow.label);
        let index = match &arrow.end {
            End::Leaf(text) => return self.lines.push(format!("{line} {text}")),
            End::Object(index) => *index,
        };
        let object = &self.graph.objects[index];
        let title = &object.title;
        if self.drawn[index] == Drawn::Not && margin.depth > DEEPEST {
            self.drawn[index] = Drawn::Below;
            self.below.push_back(index);
        }
        match self.drawn[index] {
            Drawn::Above => self.lines.push(format!("{line} {title}, see above")),
            Drawn::Below => self.lines.push(format!("{line} {title}, see below")),
            Drawn::Not => {
                self.drawn[index] = Drawn::Above;
                self.lines.push(format!("{line} {title}, count {}", object.count));
                self.branches(index, margin);
            }
        }
    }

    /// An object at the left edge.
    fn paragraph(&mut self, index: usize) {
        let object = &self.graph.objects[index];
        self.drawn[index] = Drawn::Above;
        self.lines.push(format!("{}, count {}", object.title, object.count));
        self.branches(index, &Margin::default());
    }

    fn branches(&mut self, index: usize, margin: &Margin) {
        let branches = branches(&self.graph.objects[index]);
        let count = branches.len();
        for (index, branch) in branches.into_iter().enumerate() {
            let margin = margin.under(index + 1 == count);
            match branch {
                Branch::Holds(arrow) => self.arrow(arrow, "→", &margin),
                Branch::Says(text) => self.lines.push(format!("{}{text}", margin.first)),
            }
        }
    }
}

/// What stands below an object: who else holds it, then what it holds.
fn branches(object: &Reached) -> Vec<Branch<'_>> {
    let others = object.others.iter().map(|other| Branch::Says(format!("← {other}")));
    let finds = object.finds.iter().map(|found| Branch::Says(format!("⇢ {}", found.text)));
    let arrows = object.arrows.iter().map(Branch::Holds);
    let rest = (object.left_out > 0).then(|| Branch::Says(format!("… {} more", object.left_out)));
    others.chain(finds).chain(arrows).chain(rest).collect()
}
