//! Draws a graph of objects as an SVG picture: a box for each object, an arrow for each reference.
//!
//! Names stand at the left; an object stands one column further right than the nearest thing that
//! holds it. Lengths are in pixels.

use std::cmp::Ordering;
use std::fmt::Write;

use super::graph::{Arrow, End, Graph, Reached, graph};
use super::roots::Root;
use crate::runtime::Vm;

const ROW: f64 = 20.0;
/// The width of a character: the font is monospaced.
const CHARACTER: f64 = 7.25;
const PADDING: f64 = 8.0;
/// Between columns, where arrows run, and between boxes.
const ALLEY: f64 = 70.0;
const GAP: f64 = 18.0;
const MARGIN: f64 = 20.0;

const STYLE: &str = "\
text { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #1f2937 }
.box { fill: #ffffff; stroke: #6b7280 }
.head { fill: #e0e7ff; stroke: #6b7280 }
.name { fill: #f3f4f6; stroke: #9ca3af }
.quiet { fill: #6b7280 }
.weak { stroke-dasharray: 4 3 }
.arrow { fill: none; stroke: #4338ca; stroke-width: 1.4; marker-end: url(#tip) }";

/// The picture of what `roots` lead to, as the text of a file.
pub fn svg(vm: &Vm, roots: &[Root]) -> String {
    let graph = graph(vm, roots);
    Layout::of(&graph).draw()
}

/// A line in a box.
#[derive(Default)]
struct Row {
    text: String,
    is_quiet: bool,
    /// The object of the graph where its arrow ends.
    leads_to: Option<usize>,
    is_weak: bool,
}

/// A name, or an object with what it holds.
struct Block {
    rows: Vec<Row>,
    is_name: bool,
    left: f64,
    top: f64,
    width: f64,
}

impl Block {
    fn height(&self) -> f64 {
        self.rows.len() as f64 * ROW
    }

    fn middle_of(&self, row: usize) -> f64 {
        self.top + (row as f64 + 0.5) * ROW
    }

    fn right(&self) -> f64 {
        self.left + self.width
    }
}

/// Where everything stands.
struct Layout {
    /// The names first, then the objects in the order of the graph.
    blocks: Vec<Block>,
    columns: Vec<usize>,
    names: usize,
}

impl Layout {
    fn of(graph: &Graph) -> Layout {
        let names = graph.roots.iter().map(block_of_name);
        let objects = graph.objects.iter().map(block_of_object);
        let blocks = names.chain(objects).collect();
        let mut layout = Layout { blocks, columns: columns(graph), names: graph.roots.len() };
        layout.place();
        layout
    }

    /// Stacks the blocks of each column, and puts the columns side by side.
    fn place(&mut self) {
        let mut left = MARGIN;
        let last = self.columns.iter().copied().max().unwrap_or(0);
        for column in 0..=last {
            let mut top = MARGIN;
            let mut widest: f64 = 0.0;
            for (block, own) in self.blocks.iter_mut().zip(&self.columns) {
                if *own == column {
                    (block.left, block.top) = (left, top);
                    top += block.height() + GAP;
                    widest = widest.max(block.width);
                }
            }
            left += widest + ALLEY;
        }
    }

    fn draw(&self) -> String {
        let width = self.blocks.iter().map(Block::right).fold(0.0, f64::max) + ALLEY / 2.0 + MARGIN;
        let bottoms = self.blocks.iter().map(|block| block.top + block.height());
        let height = bottoms.fold(0.0, f64::max) + MARGIN;
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\">\n<style>\n{STYLE}\n</style>\n\
             <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" \
             markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"#4338ca\"/>\
             </marker></defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"
        );
        for block in &self.blocks {
            draw_block(&mut out, block);
        }
        // Arrows come last: one that goes back passes over what is in its way.
        for (index, block) in self.blocks.iter().enumerate() {
            for (row, line) in block.rows.iter().enumerate() {
                if let Some(end) = line.leads_to {
                    self.draw_arrow(&mut out, (index, row), self.names + end, line.is_weak);
                }
            }
        }
        out.push_str("</svg>\n");
        out
    }

    /// From the side of a row where its target is to the nearer side of the target's first row; in
    /// one column around their right sides.
    fn draw_arrow(&self, out: &mut String, (from, row): (usize, usize), to: usize, weak: bool) {
        let (source, target) = (&self.blocks[from], &self.blocks[to]);
        let (y, end) = (source.middle_of(row), target.middle_of(0));
        let bend = ALLEY / 2.0;
        let (x, out_of, tip, into) = match self.columns[from].cmp(&self.columns[to]) {
            Ordering::Less => (source.right(), bend, target.left, -bend),
            Ordering::Equal => (source.right(), bend, target.right(), bend),
            Ordering::Greater => (source.left, -bend, target.right(), bend),
        };
        let class = if weak { "arrow weak" } else { "arrow" };
        let (near, far) = (x + out_of, tip + into);
        let _ = writeln!(
            out,
            "<path class=\"{class}\" d=\"M{x:.1} {y:.1} \
             C{near:.1} {y:.1} {far:.1} {end:.1} {tip:.1} {end:.1}\"/>"
        );
    }
}

/// The column of each name and object: one more than that of the nearest holder.
fn columns(graph: &Graph) -> Vec<usize> {
    let names = graph.roots.len();
    let mut columns = vec![0; names + graph.objects.len()];
    let settle = |columns: &mut Vec<usize>, arrows: &[Arrow], from: usize| {
        for arrow in arrows {
            if let End::Object(end) = arrow.end
                && columns[names + end] == 0
            {
                columns[names + end] = from + 1;
            }
        }
    };
    settle(&mut columns, &graph.roots, 0);
    // Objects are in the order of their distance, so each has its column when its turn comes.
    for (index, object) in graph.objects.iter().enumerate() {
        let own = columns[names + index];
        settle(&mut columns, &object.arrows, own);
    }
    columns
}

fn block_of_name(root: &Arrow) -> Block {
    block(vec![row_of(root, " =")], true)
}

/// A reference: with what it leads to if that has no box, else with an arrow.
fn row_of(arrow: &Arrow, sign: &str) -> Row {
    let label = &arrow.label;
    match &arrow.end {
        End::Leaf(text) => Row { text: format!("{label}{sign} {text}"), ..Row::default() },
        End::Object(end) => Row { text: label.clone(), leads_to: Some(*end), ..Row::default() },
    }
}

fn block_of_object(object: &Reached) -> Block {
    let quiet = |text: String| Row { text, is_quiet: true, ..Row::default() };
    let head = format!("{}, count {}", object.title, object.count);
    let mut rows = vec![Row { text: head, ..Row::default() }];
    rows.extend(object.others.iter().map(|other| quiet(format!("← {other}"))));
    rows.extend(object.finds.iter().map(|found| Row {
        leads_to: found.object,
        is_weak: true,
        ..quiet(format!("⇢ {}", found.text))
    }));
    rows.extend(object.arrows.iter().map(|arrow| row_of(arrow, " →")));
    if object.left_out > 0 {
        rows.push(quiet(format!("… {} more", object.left_out)));
    }
    block(rows, false)
}

fn block(rows: Vec<Row>, is_name: bool) -> Block {
    let longest = rows.iter().map(|row| row.text.chars().count()).max().unwrap_or(0);
    let width = longest as f64 * CHARACTER + 2.0 * PADDING;
    Block { rows, is_name, left: 0.0, top: 0.0, width }
}

fn draw_block(out: &mut String, block: &Block) {
    let Block { left, top, width, .. } = block;
    let height = block.height();
    let class = if block.is_name { "name" } else { "box" };
    let mut rectangle = |class: &str, height: f64| {
        let _ = writeln!(
            out,
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" \
             height=\"{height:.1}\" rx=\"3\"/>"
        );
    };
    rectangle(class, height);
    if !block.is_name {
        rectangle("head", ROW);
    }
    for (index, row) in block.rows.iter().enumerate() {
        let class = if row.is_quiet { " class=\"quiet\"" } else { "" };
        let (x, y) = (left + PADDING, block.middle_of(index) + 4.0);
        let _ =
            writeln!(out, "<text{class} x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escaped(&row.text));
    }
}

/// The text as XML has it; control characters, which XML cannot have, become spaces.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_is_escaped_for_xml() {
        assert_eq!(escaped("<a & b>\u{1b}"), "&lt;a &amp; b&gt; ");
    }
}
