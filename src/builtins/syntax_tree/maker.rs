//! What all nodes are made with: places, lists, names, and the parentheses around a value.

use crate::heap::Ref;
use crate::runtime::{Raised, Vm};
use crate::source::{Source, Span};
use crate::syntax::ast::{Expr, Ident, Module, Name, Names, StmtKind};

pub(super) type Made = Result<Ref, Raised>;

/// What the tree is to be a tree of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Root {
    Module,
    Expression,
    Interactive,
}

/// How an expression is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Context {
    Load,
    Store,
    Del,
}

pub(super) struct Maker<'a> {
    pub vm: &'a Vm,
    pub source: &'a Source,
    pub text: &'a str,
    pub names: &'a Names,
}

/// The tree of `module` as nested tuples.
///
/// # Errors
/// Where memory runs out, or the tree is too deep.
pub fn syntax_tree(vm: &Vm, module: &Module, source: &Source, root: Root) -> Made {
    let maker = Maker { vm, source, text: source.text(), names: &module.names };
    match root {
        Root::Module => {
            let body = maker.block(&module.body)?;
            maker.node("Module", None, vec![body, vm.new_list(Vec::new())?])
        }
        Root::Interactive => {
            let body = maker.block(&module.body)?;
            maker.node("Interactive", None, vec![body])
        }
        Root::Expression => {
            let body = match module.body.first().map(|stmt| &stmt.kind) {
                Some(StmtKind::Expr(value)) => maker.expr(value)?,
                _ => vm.none(),
            };
            maker.node("Expression", None, vec![body])
        }
    }
}

impl Maker<'_> {
    /// A node of `class`; its fields in their order.
    pub fn node(&self, class: &str, span: Option<Span>, fields: Vec<Ref>) -> Made {
        let mut parts = Vec::with_capacity(fields.len() + 2);
        parts.push(self.vm.new_str(class)?);
        parts.push(match span {
            Some(span) => self.place(span)?,
            None => self.vm.none(),
        });
        parts.extend(fields);
        self.vm.new_tuple(parts)
    }

    fn place(&self, span: Span) -> Made {
        let (line, column) = self.line_and_column(span.start);
        let (end_line, end_column) = self.line_and_column(span.end);
        let numbers = [line, column, end_line, end_column];
        let numbers: Result<_, _> = numbers.into_iter().map(|at| self.vm.new_int(at)).collect();
        self.vm.new_tuple(numbers?)
    }

    /// Line from 1, column in bytes from 0.
    fn line_and_column(&self, offset: u32) -> (i64, i64) {
        let before = self.text.get(..offset as usize).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (self.source.line_of(offset).into(), (offset as usize - start) as i64)
    }

    /// A list with what `make` makes of each item.
    pub fn list<'i, T: 'i>(
        &self,
        items: impl IntoIterator<Item = &'i T>,
        make: impl Fn(&T) -> Made,
    ) -> Made {
        let made: Result<Vec<Ref>, Raised> = items.into_iter().map(make).collect();
        self.vm.new_list(made?)
    }

    /// What `make` makes of the item, or `None`.
    pub fn optional<T>(&self, item: Option<&T>, make: impl FnOnce(&T) -> Made) -> Made {
        item.map_or_else(|| Ok(self.vm.none()), make)
    }

    pub fn name(&self, name: Name) -> Made {
        self.vm.new_str(self.names.text(name))
    }

    pub fn maybe_name(&self, ident: Option<&Ident>) -> Made {
        self.optional(ident, |ident| self.name(ident.name))
    }

    /// `Load`, `Store` or `Del`.
    pub fn context(&self, context: Context) -> Made {
        self.node(
            match context {
                Context::Load => "Load",
                Context::Store => "Store",
                Context::Del => "Del",
            },
            None,
            Vec::new(),
        )
    }

    /// Where `value` ends with the parentheses opened between `from` and it.
    pub fn end_with_parentheses(&self, from: u32, value: &Expr) -> u32 {
        let head = self.text.get(from as usize..value.span.start as usize).unwrap_or("");
        let opened = head.lines().map(|line| {
            let code = line.split('#').next().unwrap_or("");
            code.bytes().filter(|&byte| byte == b'(').count()
        });
        let mut at = value.span.end as usize;
        for _ in 0..opened.sum::<usize>() {
            match self.next_code(at) {
                Some(next) if self.text.as_bytes().get(next) == Some(&b')') => at = next + 1,
                _ => break,
            }
        }
        at as u32
    }

    /// The next byte at or after `at` that is neither space nor comment.
    fn next_code(&self, mut at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(at)? {
                b'#' => at += bytes[at..].iter().position(|&byte| byte == b'\n')?,
                byte if byte.is_ascii_whitespace() || *byte == b'\\' => at += 1,
                _ => return Some(at),
            }
        }
    }

    /// Where the stars before `at` begin, over spaces and opening parentheses.
    pub fn stars_before(&self, at: u32, stars: &str) -> u32 {
        let head = self.text.get(..at as usize).unwrap_or("");
        let head =
            head.trim_end_matches(|c: char| c.is_ascii_whitespace() || c == '(' || c == '\\');
        if head.ends_with(stars) { (head.len() - stars.len()) as u32 } else { at }
    }
}
