//! Tree to program.

use super::parse::{Parsed, parse};
use super::program::{First, One, Program, Step};
use super::set::{Set, Sight, fold};
use super::tree::{At, Greed, Node};
use super::{RegexError, flag};

/// Compiles a pattern; a bytes pattern is given as Latin-1 characters.
///
/// # Errors
/// Where the pattern is none.
pub fn compile(pattern: &str, is_bytes: bool, flags: u32) -> Result<Program, RegexError> {
    let text: Vec<char> = pattern.chars().collect();
    let Parsed { node, flags, groups, names, doubts } = parse(&text, is_bytes, flags)?;
    let mut compiler = Compiler { steps: Vec::new(), loops: 0, is_bytes, tree: &node };
    compiler.steps.push(Step::Save(0));
    compiler.node(&node, flags)?;
    compiler.steps.push(Step::Save(1));
    compiler.steps.push(Step::Match);
    let Compiler { steps, loops, .. } = compiler;
    let mut program = Program { steps, loops, first: First::Unknown, groups, names, flags, doubts };
    program.first = super::first::first(&program.steps);
    Ok(program)
}

/// Least and most characters that a pattern can match; the most is none where there is no end.
///
/// # Errors
/// Where the pattern is none.
pub fn width(pattern: &str, is_bytes: bool, flags: u32) -> Result<(u32, Option<u32>), RegexError> {
    let text: Vec<char> = pattern.chars().collect();
    let node = parse(&text, is_bytes, flags)?.node;
    let (least, most) = node.width(&group_widths(&node));
    Ok((least, Some(most).filter(|most| *most < super::tree::NO_LIMIT)))
}

struct Compiler<'a> {
    steps: Vec<Step>,
    loops: usize,
    is_bytes: bool,
    /// The whole tree, in which the widths of groups can be found.
    tree: &'a Node,
}

fn has(flags: u32, wanted: u32) -> bool {
    flags & wanted != 0
}

/// The flags inside a group that changes some; of those for the kind of letters one holds.
fn inside(flags: u32, add: u32, remove: u32) -> u32 {
    let kept = if has(add, flag::TYPES) { flags & !flag::TYPES } else { flags };
    (kept | add) & !remove
}

impl Compiler<'_> {
    fn sight(&self, flags: u32) -> Sight {
        Sight {
            ignore_case: has(flags, flag::IGNORECASE),
            ascii: self.is_bytes || has(flags, flag::ASCII),
        }
    }

    /// A node that is always one character wide.
    fn one(&self, node: &Node, flags: u32) -> Option<One> {
        let sight = self.sight(flags);
        Some(match node {
            Node::Char(letter) if sight.ignore_case => {
                let folded = fold(*letter, sight.ascii);
                One::Folded { letter: folded, ascii: sight.ascii }
            }
            Node::Char(letter) => One::Char(*letter),
            Node::Any if has(flags, flag::DOTALL) => One::Any,
            Node::Any => One::Line,
            Node::Set { items, negated } => One::Set(Box::new(Set::new(items, *negated, sight))),
            Node::Group { number: None, add, remove, node } => {
                return self.one(node, inside(flags, *add, *remove));
            }
            Node::Branch(nodes) => return self.branch_as_set(nodes, flags),
            _ => return None,
        })
    }

    /// `a|b|[cd]` as one set.
    fn branch_as_set(&self, nodes: &[Node], flags: u32) -> Option<One> {
        let mut items = Vec::new();
        for node in nodes {
            match node {
                Node::Char(letter) => items.push(super::tree::Item::Char(*letter)),
                Node::Set { items: more, negated: false } => items.extend_from_slice(more),
                _ => return None,
            }
        }
        Some(One::Set(Box::new(Set::new(&items, false, self.sight(flags)))))
    }

    fn node(&mut self, node: &Node, flags: u32) -> Result<(), RegexError> {
        if let Some(one) = self.one(node, flags) {
            self.steps.push(Step::One(one));
            return Ok(());
        }
        match node {
            Node::Char(_) | Node::Any | Node::Set { .. } => {}
            Node::At(at) => self.at(*at, flags),
            Node::Sequence(nodes) => {
                for node in nodes {
                    self.node(node, flags)?;
                }
            }
            Node::Branch(nodes) => self.branch(nodes, flags)?,
            Node::Group { number, add, remove, node } => {
                let flags = inside(flags, *add, *remove);
                if let Some(number) = number {
                    self.steps.push(Step::Save(2 * number));
                    self.node(node, flags)?;
                    self.steps.push(Step::Save(2 * number + 1));
                } else {
                    self.node(node, flags)?;
                }
            }
            Node::Atomic(node) => {
                self.enclosed(node, flags, |exit| Step::Atomic { exit })?;
            }
            Node::Repeat { least, most, greed, node } => {
                self.repeat(node, *least, *most, *greed, flags)?;
            }
            Node::BackReference(group) => {
                let sight = self.sight(flags);
                self.steps.push(Step::BackReference { group: *group, sight });
            }
            Node::Look { behind, negated, node } => {
                let back = behind.then(|| node.width(&group_widths(self.tree)).0);
                let negated = *negated;
                self.enclosed(node, flags, |exit| Step::Look { negated, back, exit })?;
            }
            Node::Condition { group, yes, no } => {
                self.condition(*group, yes, no.as_deref(), flags)?
            }
            Node::Fail => self.steps.push(Step::Fail),
        }
        Ok(())
    }

    fn at(&mut self, at: At, flags: u32) {
        let marked = match at {
            At::Boundary | At::NoBoundary => self.sight(flags).ascii,
            _ => has(flags, flag::MULTILINE),
        };
        self.steps.push(Step::At(at, marked));
    }

    /// A step whose content follows it, up to an [`Step::Inner`].
    fn enclosed(
        &mut self,
        node: &Node,
        flags: u32,
        step: impl FnOnce(usize) -> Step,
    ) -> Result<(), RegexError> {
        let place = self.steps.len();
        self.steps.push(Step::Fail);
        self.node(node, flags)?;
        self.steps.push(Step::Inner);
        self.steps[place] = step(self.steps.len());
        Ok(())
    }

    fn branch(&mut self, nodes: &[Node], flags: u32) -> Result<(), RegexError> {
        let mut ends = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            if at + 1 == nodes.len() {
                self.node(node, flags)?;
                break;
            }
            let split = self.steps.len();
            self.steps.push(Step::Fail);
            self.node(node, flags)?;
            ends.push(self.steps.len());
            self.steps.push(Step::Fail);
            self.steps[split] = Step::Split(split + 1, self.steps.len());
        }
        for end in ends {
            self.steps[end] = Step::Jump(self.steps.len());
        }
        Ok(())
    }

    fn repeat(
        &mut self,
        node: &Node,
        least: u32,
        most: u32,
        greed: Greed,
        flags: u32,
    ) -> Result<(), RegexError> {
        if let Some(one) = self.one(node, flags) {
            self.steps.push(Step::Run { one, least, most, greed });
            return Ok(());
        }
        if greed == Greed::Possessive {
            let place = self.steps.len();
            self.steps.push(Step::Fail);
            self.repeat(node, least, most, Greed::Greedy, flags)?;
            self.steps.push(Step::Inner);
            self.steps[place] = Step::Atomic { exit: self.steps.len() };
            return Ok(());
        }
        let lazy = greed == Greed::Lazy;
        if (least, most) == (0, 1) {
            let split = self.steps.len();
            self.steps.push(Step::Fail);
            self.node(node, flags)?;
            let exit = self.steps.len();
            let (first, second) = if lazy { (exit, split + 1) } else { (split + 1, exit) };
            self.steps[split] = Step::Split(first, second);
            return Ok(());
        }
        let number = self.loops;
        self.loops += 1;
        self.steps.push(Step::Begin(number));
        let head = self.steps.len();
        self.steps.push(Step::Fail);
        self.node(node, flags)?;
        self.steps.push(Step::Jump(head));
        let exit = self.steps.len();
        self.steps[head] = Step::Loop { number, least, most, lazy, body: head + 1, exit };
        Ok(())
    }

    fn condition(
        &mut self,
        group: usize,
        yes: &Node,
        no: Option<&Node>,
        flags: u32,
    ) -> Result<(), RegexError> {
        let place = self.steps.len();
        self.steps.push(Step::Fail);
        self.node(yes, flags)?;
        let mut target = self.steps.len();
        if let Some(no) = no {
            let jump = self.steps.len();
            self.steps.push(Step::Fail);
            target = self.steps.len();
            self.node(no, flags)?;
            self.steps[jump] = Step::Jump(self.steps.len());
        }
        self.steps[place] = Step::Condition { group, no: target };
        Ok(())
    }
}

/// The widths of all capturing groups of a tree, by number.
fn group_widths(tree: &Node) -> Vec<(u32, u32)> {
    fn visit(node: &Node, widths: &mut Vec<(u32, u32)>) {
        match node {
            Node::Sequence(nodes) | Node::Branch(nodes) => {
                nodes.iter().for_each(|node| visit(node, widths));
            }
            Node::Group { number, node, .. } => {
                visit(node, widths);
                if let Some(number) = number {
                    if widths.len() <= *number {
                        widths.resize(*number + 1, (0, u32::MAX));
                    }
                    widths[*number] = node.width(widths);
                }
            }
            Node::Atomic(node) | Node::Repeat { node, .. } | Node::Look { node, .. } => {
                visit(node, widths);
            }
            Node::Condition { yes, no, .. } => {
                visit(yes, widths);
                if let Some(no) = no {
                    visit(no, widths);
                }
            }
            _ => {}
        }
    }
    let mut widths = Vec::new();
    visit(tree, &mut widths);
    widths
}
