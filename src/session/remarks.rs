//! Remarks that help with an error: where a name was deleted, what made it local.
//!
//! Found by reading the sources again when an error is about to be shown, so that nothing is
//! remembered while programs run.

use crate::diagnostic::{Failure, Label};
use crate::source::{Source, Span};
use crate::syntax::ast::{Block, Expr, ExprKind, FunctionDef, Module, Stmt, StmtKind};
use crate::syntax::parse;

/// Adds what is known about a failure; `earlier` holds the sources that ran before, oldest first.
pub fn add(failure: &mut Failure, earlier: &[Source]) {
    let Some(frame) = failure.frames.last() else { return };
    let (source, span) = (frame.source.clone(), frame.span);
    match failure.class.as_str() {
        "NameError" => {
            let Some(name) = quoted(&failure.message) else { return };
            let in_itself = last_delete(&source, name, span.start).map(|at| (source, at));
            let found = in_itself.or_else(|| {
                let mut sources = earlier.iter().rev();
                sources.find_map(|source| {
                    let at = last_delete(source, name, u32::MAX)?;
                    Some((source.clone(), at))
                })
            });
            if let Some((source, span)) = found {
                let text = format!("{name} was deleted here");
                failure.labels.push((source, Label { span, text }));
            }
        }
        "UnboundLocalError" => {
            let Some(name) = quoted(&failure.message) else { return };
            if let Some(at) = first_binding(&source, name, span.start) {
                let text = format!("this makes {name} local to the whole function");
                failure.labels.push((source, Label { span: at, text }));
            }
        }
        _ => {}
    }
}

/// The first word in quotes: the name that a message is about.
fn quoted(message: &str) -> Option<&str> {
    message.split('\'').nth(1).filter(|name| !name.is_empty())
}

/// The last `del name` before an offset, wherever it stands.
fn last_delete(source: &Source, name: &str, before: u32) -> Option<Span> {
    let module = parse(source).ok()?;
    let mut found = None;
    each_statement(&module.body, &mut |statement| {
        if let StmtKind::Delete(targets) = &statement.kind {
            let names = targets.iter().filter(|target| is_name(target, name, &module));
            found = names.map(|target| target.span).rfind(|span| span.start < before).or(found);
        }
    });
    // A later binding means that the name came back, and this was not why it is missing.
    let bound = found.and_then(|at: Span| {
        let mut bound = false;
        each_statement(&module.body, &mut |statement| {
            let after = statement.span.start > at.start && statement.span.start < before;
            bound |= after && binding(statement, name, &module).is_some();
        });
        bound.then_some(at)
    });
    if bound.is_some() { None } else { found }
}

/// What binds `name` first in the innermost function around an offset.
fn first_binding(source: &Source, name: &str, at: u32) -> Option<Span> {
    let module = parse(source).ok()?;
    let mut inner: Option<&FunctionDef> = None;
    each_statement(&module.body, &mut |statement| {
        if let StmtKind::FunctionDef(function) = &statement.kind
            && (statement.span.start..statement.span.end).contains(&at)
        {
            inner = Some(function);
        }
    });
    let mut found = None;
    each_statement(&inner?.body, &mut |statement| {
        found = found.or_else(|| binding(statement, name, &module));
    });
    found
}

/// Where a statement binds `name`, if it does.
fn binding(statement: &Stmt, name: &str, module: &Module) -> Option<Span> {
    let in_target = |target: &Expr| find_target(target, name, module);
    match &statement.kind {
        StmtKind::Assign { targets, .. } => targets.iter().find_map(in_target),
        StmtKind::AugAssign { target, .. }
        | StmtKind::AnnAssign { target, .. }
        | StmtKind::For { target, .. } => in_target(target),
        StmtKind::With { items, .. } => {
            items.iter().filter_map(|item| item.target.as_ref()).find_map(in_target)
        }
        StmtKind::Delete(targets) => targets.iter().find_map(in_target),
        StmtKind::FunctionDef(function) => {
            (module.names.text(function.name.name) == name).then_some(function.name.span)
        }
        StmtKind::ClassDef(class) => {
            (module.names.text(class.name.name) == name).then_some(class.name.span)
        }
        StmtKind::Import(aliases) | StmtKind::ImportFrom { names: aliases, .. } => {
            let bound = aliases.iter().map(|alias| alias.asname.unwrap_or(alias.name));
            let mut bound = bound.filter(|ident| module.names.text(ident.name) == name);
            bound.next().map(|ident| ident.span)
        }
        _ => None,
    }
}

fn find_target(target: &Expr, name: &str, module: &Module) -> Option<Span> {
    match &target.kind {
        ExprKind::Name(_) => is_name(target, name, module).then_some(target.span),
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            items.iter().find_map(|item| find_target(item, name, module))
        }
        ExprKind::Starred(inner) => find_target(inner, name, module),
        _ => None,
    }
}

fn is_name(expression: &Expr, name: &str, module: &Module) -> bool {
    matches!(&expression.kind, ExprKind::Name(found) if module.names.text(*found) == name)
}

/// Visits every statement, outer ones first, in source order.
fn each_statement<'a>(block: &'a Block, visit: &mut dyn FnMut(&'a Stmt)) {
    for statement in block {
        visit(statement);
        for inner in blocks_of(statement) {
            each_statement(inner, visit);
        }
    }
}

fn blocks_of(statement: &Stmt) -> Vec<&Block> {
    match &statement.kind {
        StmtKind::If { body, orelse, .. }
        | StmtKind::While { body, orelse, .. }
        | StmtKind::For { body, orelse, .. } => vec![body, orelse],
        StmtKind::With { body, .. } => vec![body],
        StmtKind::Try { body, handlers, orelse, finalbody, .. } => {
            let mut blocks = vec![body];
            blocks.extend(handlers.iter().map(|handler| &handler.body));
            blocks.extend([orelse, finalbody]);
            blocks
        }
        StmtKind::FunctionDef(function) => vec![&function.body],
        StmtKind::ClassDef(class) => vec![&class.body],
        StmtKind::Match { cases, .. } => cases.iter().map(|case| &case.body).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FailedFrame;

    fn remarks(class: &str, text: &str, at: &str, earlier: &[&str]) -> Vec<String> {
        let source = Source::new("<cell 9>", text);
        let start = text.rfind(at).unwrap() as u32;
        let frame = FailedFrame {
            source: source.clone(),
            span: Span::new(start, start + at.len() as u32),
            function: String::new(),
        };
        let mut failure = Failure {
            class: class.to_owned(),
            message: format!("name '{at}' …"),
            frames: vec![frame],
            ..Failure::default()
        };
        let earlier: Vec<Source> =
            earlier.iter().map(|text| Source::new("<cell 1>", *text)).collect();
        add(&mut failure, &earlier);
        let shown = |(source, label): &(Source, Label)| {
            format!("{}:{} {}", source.name(), source.line_of(label.span.start), label.text)
        };
        failure.labels.iter().map(shown).collect()
    }

    #[test]
    fn a_deleted_name_points_to_its_del() {
        assert_eq!(
            remarks("NameError", "print(b)", "b", &["b = 1", "x = 1\ndel b"]),
            ["<cell 1>:2 b was deleted here"]
        );
        assert_eq!(remarks("NameError", "del b\nb", "b", &[]), ["<cell 9>:1 b was deleted here"]);
        assert!(remarks("NameError", "b", "b", &["c = 1"]).is_empty());
    }

    #[test]
    fn an_unbound_local_points_to_what_made_it_local() {
        let text = "x = 0\ndef f():\n    print(1)\n    x += 1\n";
        assert_eq!(
            remarks("UnboundLocalError", text, "x", &[]),
            ["<cell 9>:4 this makes x local to the whole function"]
        );
    }
}
