//! The recogniser itself: a cursor on the tokens, backtracking, memory, and the error it found.

use std::collections::HashMap;

use super::node::{Kind, Node};
use crate::diagnostic::{Diagnostic, ErrorClass, Extent};
use crate::lexer::{Lexed, Tok};
use crate::source::Span;

/// How deep rules may nest before the recogniser gives up.
const MAX_DEPTH: u32 = 9000;
/// How many results are kept beyond the statement they are from.
const MAX_MEMORY: usize = 1 << 16;

/// The rules whose results are remembered per position (those that CPython remembers).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Rule {
    SimpleStmt,
    Block,
    Expression,
    StarExpression,
    Disjunction,
    Conjunction,
    Inversion,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Term,
    Factor,
    AwaitPrimary,
    Primary,
    Strings,
    Arguments,
    StarTarget,
    TargetWithStarAtom,
    DelTarget,
    InvalidNamed,
    ClosedPattern,
}

/// A recogniser over the tokens of one source.
pub(super) struct Probe<'a> {
    pub text: &'a str,
    lexed: &'a Lexed,
    /// Bracket depth after each token.
    levels: &'a [u16],
    pub at: usize,
    /// The furthest token looked at.
    pub reached: usize,
    /// Whether the rules for wrong input take part.
    pub invalid: bool,
    pub error: Option<Diagnostic>,
    memory: HashMap<(Rule, usize), Option<(Node, usize)>>,
    depth: u32,
    /// The nesting is too deep to say more.
    pub gave_up: bool,
}

impl<'a> Probe<'a> {
    pub fn new(
        text: &'a str,
        lexed: &'a Lexed,
        levels: &'a [u16],
        at: usize,
        invalid: bool,
    ) -> Self {
        Probe {
            text,
            lexed,
            levels,
            at,
            reached: at,
            invalid,
            error: None,
            memory: HashMap::new(),
            depth: 0,
            gave_up: false,
        }
    }

    // The cursor.

    /// The token at the cursor, soft keywords as names.
    pub fn tok(&mut self) -> Tok {
        self.tok_at(0)
    }

    /// The token `ahead` of the cursor.
    pub fn tok_at(&mut self, ahead: usize) -> Tok {
        let index = self.at + ahead;
        if index >= self.lexed.tokens.len() {
            // The characters gave out here.
            if let (None, Some(problem)) = (&self.error, &self.lexed.problem) {
                self.error = Some(problem.diagnostic.clone());
            }
            return Tok::End;
        }
        self.reached = self.reached.max(index);
        match self.lexed.tokens[index].tok {
            Tok::End if self.error.is_none() && self.lexed.open.is_some() => {
                self.error = self.never_closed();
                Tok::End
            }
            Tok::Match | Tok::Case | Tok::Type => Tok::Name,
            Tok::WithParen => Tok::LParen,
            tok => tok,
        }
    }

    /// The complaint about a bracket that is still open at the end.
    pub fn never_closed(&self) -> Option<Diagnostic> {
        let (bracket, span) = self.lexed.open?;
        let message = format!("'{bracket}' was never closed");
        Some(Diagnostic::syntax(message, span).extent(Extent::Bracket))
    }

    /// Whether the tokens go to the end of the text, or to something CPython only notes.
    pub fn lexed_whole(&self) -> bool {
        self.lexed.problem.as_ref().is_none_or(|problem| problem.yields)
    }

    pub fn span_at(&self, index: usize) -> Span {
        self.lexed.tokens[index.min(self.lexed.tokens.len() - 1)].span
    }

    /// The span of the token at the cursor.
    pub fn here(&self) -> Span {
        self.span_at(self.at)
    }

    /// The span of the token before the cursor.
    pub fn before(&self) -> Span {
        self.span_at(self.at.saturating_sub(1))
    }

    /// The span from `start` to the token before the cursor.
    pub fn since(&self, start: Span) -> Span {
        Span::new(start.start, self.before().end.max(start.end))
    }

    /// How many brackets are open after the token before the cursor.
    pub fn level_before(&self) -> u16 {
        self.levels.get(self.at.saturating_sub(1)).copied().unwrap_or(0)
    }

    pub fn slice(&self, span: Span) -> &'a str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// Whether `tok` is at the cursor.
    pub fn see(&mut self, tok: Tok) -> bool {
        self.error.is_none() && self.tok() == tok
    }

    /// Whether one of `toks` is at the cursor.
    pub fn see_any(&mut self, toks: &[Tok]) -> bool {
        let tok = self.tok();
        self.error.is_none() && toks.contains(&tok)
    }

    /// Steps over `tok`.
    pub fn eat(&mut self, tok: Tok) -> Option<Span> {
        if !self.see(tok) || self.gave_up {
            return None;
        }
        self.at += 1;
        Some(self.before())
    }

    pub fn eat_any(&mut self, toks: &[Tok]) -> Option<Span> {
        if !self.see_any(toks) || self.gave_up {
            return None;
        }
        self.at += 1;
        Some(self.before())
    }

    /// Steps over the name `text`, a soft keyword.
    pub fn eat_soft(&mut self, text: &str) -> Option<Span> {
        if self.see(Tok::Name) && self.slice(self.here()) == text {
            self.eat(Tok::Name)
        } else {
            None
        }
    }

    pub fn see_soft(&mut self, text: &str) -> bool {
        self.see(Tok::Name) && self.slice(self.here()) == text
    }

    /// Steps over `tok`, or raises "expected '…'".
    pub fn force(&mut self, tok: Tok, text: &str) -> Option<Span> {
        if let Some(span) = self.eat(tok) {
            return Some(span);
        }
        let span = self.here();
        self.raise(format!("expected '{text}'"), span)
    }

    // Backtracking and memory.

    /// Tries `rule`; where it fails the cursor is back.
    pub fn alt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.error.is_some() || self.gave_up {
            return None;
        }
        if self.depth >= MAX_DEPTH {
            self.gave_up = true;
            return None;
        }
        let start = self.at;
        self.depth += 1;
        let found = rule(self);
        self.depth -= 1;
        if found.is_none() {
            self.at = start;
        }
        found.filter(|_| self.error.is_none())
    }

    /// Tries a rule for wrong input, where these take part. Most raise and then fail.
    pub fn wrong<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) {
        if self.invalid {
            let start = self.at;
            let _ = self.alt(rule);
            self.at = start;
        }
    }

    /// Whether `rule` matches here; the cursor stays.
    pub fn ahead<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> bool {
        let start = self.at;
        let found = self.alt(rule).is_some();
        self.at = start;
        found
    }

    /// An optional part: succeeds either way, unless something was raised.
    pub fn maybe<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        let found = self.alt(rule);
        if self.error.is_some() { None } else { Some(found) }
    }

    /// Zero or more.
    pub fn many<T>(&mut self, mut rule: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut all = Vec::new();
        loop {
            let start = self.at;
            match self.alt(&mut rule) {
                Some(one) if self.at > start => all.push(one),
                _ => break,
            }
        }
        if self.error.is_some() { None } else { Some(all) }
    }

    /// One or more.
    pub fn some<T>(&mut self, rule: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.many(rule).filter(|all| !all.is_empty())
    }

    /// One or more with commas between.
    pub fn list<T>(&mut self, mut rule: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut all = vec![self.alt(&mut rule)?];
        let rest = self.many(|probe| {
            probe.eat(Tok::Comma)?;
            rule(probe)
        })?;
        all.extend(rest);
        Some(all)
    }

    /// The remembered result of `rule` here, or that of `body`.
    pub fn memo(
        &mut self,
        rule: Rule,
        body: impl FnOnce(&mut Self) -> Option<Node>,
    ) -> Option<Node> {
        if self.error.is_some() || self.gave_up {
            return None;
        }
        let key = (rule, self.at);
        if let Some(known) = self.memory.get(&key) {
            let (node, end) = known.clone()?;
            self.at = end;
            return Some(node);
        }
        let found = self.alt(body);
        if self.error.is_none() && !self.gave_up {
            let entry = found.clone().map(|node| (node, self.at));
            self.memory.insert(key, entry);
        }
        found
    }

    /// Gives up what is remembered, after a statement, where it has become much.
    pub fn forget(&mut self) {
        if self.memory.len() > MAX_MEMORY {
            self.memory.retain(|&(rule, _), _| rule == Rule::Block);
        }
    }

    // Raising.

    /// Keeps the first error; always fails.
    pub fn raise<T>(&mut self, message: impl Into<String>, span: Span) -> Option<T> {
        self.raise_diagnostic(Diagnostic::syntax(message, span))
    }

    /// As [`raise`](Self::raise), at the furthest token looked at.
    pub fn raise_last<T>(&mut self, message: impl Into<String>) -> Option<T> {
        let span = self.span_at(self.reached);
        let extent = self.extent_of_last(Extent::Whole);
        self.raise_diagnostic(Diagnostic::syntax(message, span).extent(extent))
    }

    /// Indents and dedents have no place of their own in CPython.
    fn extent_of_last(&self, usual: Extent) -> Extent {
        match self.lexed.tokens[self.reached.min(self.lexed.tokens.len() - 1)].tok {
            Tok::Indent => Extent::Indentation,
            Tok::Dedent if (self.span_at(self.reached).end as usize) < self.text.len() => {
                Extent::Dedent
            }
            _ => usual,
        }
    }

    /// As [`raise_last`](Self::raise_last), for a block that is missed there.
    pub fn raise_block<T>(&mut self, class: ErrorClass, message: impl Into<String>) -> Option<T> {
        let span = self.span_at(self.reached);
        let extent = self.extent_of_last(Extent::Block);
        self.raise_diagnostic(Diagnostic::new(class, message, span).extent(extent))
    }

    fn raise_diagnostic<T>(&mut self, error: Diagnostic) -> Option<T> {
        if self.error.is_none() && !self.gave_up {
            self.error = Some(error);
        }
        None
    }

    /// A node of `kind` from `start` to the cursor.
    pub fn node(&self, kind: Kind, start: Span) -> Node {
        Node::new(kind, self.since(start))
    }

    /// The 1-based line of a span's start.
    pub fn line(&self, span: Span) -> usize {
        self.text.as_bytes()[..span.start as usize].iter().filter(|&&byte| byte == b'\n').count()
            + 1
    }
}
