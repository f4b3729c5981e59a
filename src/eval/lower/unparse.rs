//! Annotations as text, for modules that begin with `from __future__ import annotations` (PEP 563).
//!
//! (CPython: `Python/ast_unparse.c`.) Lambdas and numbers other than the plain ones are taken
//! from the source as they stand.

use crate::source::Source;
use crate::syntax::ast::{
    Arg, BinOp, BoolOp, Call, CmpOp, Comprehension, Constant, Conversion, Expr, ExprKind, FPart,
    Names, UnaryOp,
};
use crate::text;

/// How tightly an expression binds; what binds less than its place asks for stands in parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Level(u8);

const TUPLE: Level = Level(0);
const TEST: Level = Level(1);
const OR: Level = Level(2);
const AND: Level = Level(3);
const NOT: Level = Level(4);
const COMPARE: Level = Level(5);
const BIT_OR: Level = Level(6);
const BIT_XOR: Level = Level(7);
const BIT_AND: Level = Level(8);
const SHIFT: Level = Level(9);
const SUM: Level = Level(10);
const TERM: Level = Level(11);
const FACTOR: Level = Level(12);
const POWER: Level = Level(13);
const AWAIT: Level = Level(14);
const ATOM: Level = Level(15);

impl Level {
    fn above(self) -> Level {
        Level(self.0 + 1)
    }
}

/// The text of an annotation, as CPython writes it.
pub(super) fn annotation(names: &Names, source: &Source, expr: &Expr) -> String {
    Writer { names, source }.text(expr, TEST)
}

struct Writer<'a> {
    names: &'a Names,
    source: &'a Source,
}

impl Writer<'_> {
    fn text(&self, expr: &Expr, place: Level) -> String {
        let (text, level) = self.unwrapped(expr);
        if place > level { format!("({text})") } else { text }
    }

    fn list(&self, exprs: &[Expr], place: Level) -> String {
        exprs.iter().map(|expr| self.text(expr, place)).collect::<Vec<_>>().join(", ")
    }

    fn as_it_stands(&self, expr: &Expr) -> String {
        let (start, end) = (expr.span.start as usize, expr.span.end as usize);
        self.source.text().get(start..end).unwrap_or_default().to_owned()
    }

    fn unwrapped(&self, expr: &Expr) -> (String, Level) {
        match &expr.kind {
            ExprKind::Constant(constant) => (self.constant(constant, expr), ATOM),
            ExprKind::Name(name) => (self.names.text(*name).to_owned(), ATOM),
            ExprKind::JoinedStr(parts) => {
                let body = self.parts(parts);
                (format!("f{}", text::str_repr::repr(&body)), ATOM)
            }
            ExprKind::Lambda(_) => (self.as_it_stands(expr), TEST),
            ExprKind::Attribute { value, attr } => {
                let number = matches!(value.kind, ExprKind::Constant(Constant::Int(_)));
                let dot = if number { " ." } else { "." };
                let owner = self.text(value, ATOM);
                (format!("{owner}{dot}{}", self.names.text(attr.name)), ATOM)
            }
            ExprKind::Subscript { value, index } => {
                (format!("{}[{}]", self.text(value, ATOM), self.text(index, TUPLE)), ATOM)
            }
            ExprKind::Slice { lower, upper, step } => {
                let part = |part: &Option<Box<Expr>>| {
                    part.as_ref().map_or_else(String::new, |part| self.text(part, TEST))
                };
                let step = step.as_ref().map(|step| format!(":{}", self.text(step, TEST)));
                let step = step.unwrap_or_default();
                (format!("{}:{}{step}", part(lower), part(upper)), ATOM)
            }
            ExprKind::Call(call) => (self.call(call), ATOM),
            ExprKind::Unary { op, operand } => {
                let (sign, level) = unary(*op);
                (format!("{sign}{}", self.text(operand, level)), level)
            }
            ExprKind::Binary { op, left, right } => {
                let (sign, level) = binary(*op);
                let power = *op == BinOp::Pow;
                let left = self.text(left, if power { level.above() } else { level });
                let right = self.text(right, if power { level } else { level.above() });
                (format!("{left} {sign} {right}"), level)
            }
            ExprKind::Bool { op, values } => {
                let (word, level) = match op {
                    BoolOp::And => (" and ", AND),
                    BoolOp::Or => (" or ", OR),
                };
                let values = values.iter().map(|value| self.text(value, level.above()));
                (values.collect::<Vec<_>>().join(word), level)
            }
            ExprKind::Compare { left, rest } => {
                let mut text = self.text(left, COMPARE.above());
                for (op, right) in rest {
                    text += &format!(" {} {}", compare(*op), self.text(right, COMPARE.above()));
                }
                (text, COMPARE)
            }
            ExprKind::Conditional { test, body, orelse } => {
                let (test, body) = (self.text(test, OR), self.text(body, OR));
                (format!("{body} if {test} else {}", self.text(orelse, TEST)), TEST)
            }
            _ => self.display(expr),
        }
    }

    /// Displays, comprehensions and what stands in parentheses of its own.
    fn display(&self, expr: &Expr) -> (String, Level) {
        let text = match &expr.kind {
            ExprKind::Tuple(items) => match items.as_slice() {
                [] => "()".to_owned(),
                [item] => return (format!("{},", self.text(item, TEST)), TUPLE),
                items => return (self.list(items, TEST), TUPLE),
            },
            ExprKind::List(items) => format!("[{}]", self.list(items, TEST)),
            ExprKind::Set(items) => format!("{{{}}}", self.list(items, TEST)),
            ExprKind::Dict(entries) => {
                let entry = |(key, value): &(Option<Expr>, Expr)| match key {
                    Some(key) => format!("{}: {}", self.text(key, TEST), self.text(value, TEST)),
                    None => format!("**{}", self.text(value, BIT_OR)),
                };
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            ExprKind::ListComp(comp) => format!("[{}]", self.comprehension(comp)),
            ExprKind::SetComp(comp) | ExprKind::DictComp(comp) => {
                format!("{{{}}}", self.comprehension(comp))
            }
            ExprKind::Generator(comp) => format!("({})", self.comprehension(comp)),
            ExprKind::Starred(value) => format!("*{}", self.text(value, BIT_OR)),
            ExprKind::Walrus { target, value } => {
                let target = self.names.text(target.name);
                return (format!("{target} := {}", self.text(value, ATOM)), TUPLE);
            }
            ExprKind::Await(value) => return (format!("await {}", self.text(value, ATOM)), AWAIT),
            _ => format!("({})", self.as_it_stands(expr)),
        };
        (text, ATOM)
    }

    fn constant(&self, constant: &Constant, expr: &Expr) -> String {
        match constant {
            Constant::None => "None".to_owned(),
            Constant::True => "True".to_owned(),
            Constant::False => "False".to_owned(),
            Constant::Ellipsis => "...".to_owned(),
            Constant::Int(value) => value.to_string(),
            Constant::Float(value) if value.is_infinite() => "1e309".to_owned(),
            Constant::Float(value) => text::float_repr::repr(*value),
            Constant::Str(value) => text::str_repr::repr(value),
            Constant::Imaginary(value) if value.is_infinite() => "1e309j".to_owned(),
            Constant::Bytes(value) => text::str_repr::bytes_repr(value),
            Constant::BigInt { .. } | Constant::Imaginary(_) => self.as_it_stands(expr),
        }
    }

    /// What stands between the quotes of an f-string.
    fn parts(&self, parts: &[FPart]) -> String {
        parts.iter().map(|part| self.part(part)).collect()
    }

    fn part(&self, part: &FPart) -> String {
        let field = match part {
            FPart::Literal(literal) => return literal.replace('{', "{{").replace('}', "}}"),
            FPart::Field(field) => field,
        };
        let value = self.text(&field.value, TEST.above());
        // Two braces in a row would be one that is meant.
        let gap = if value.starts_with('{') { " " } else { "" };
        let conversion = match field.conversion {
            Some(Conversion::Str) => "!s",
            Some(Conversion::Repr) => "!r",
            Some(Conversion::Ascii) => "!a",
            None => "",
        };
        let spec = field.spec.as_ref().map(|spec| format!(":{}", self.parts(spec)));
        format!("{{{gap}{value}{conversion}{}}}", spec.unwrap_or_default())
    }

    fn call(&self, call: &Call) -> String {
        let func = self.text(&call.func, ATOM);
        if let [Arg::Positional(Expr { kind: ExprKind::Generator(comp), .. })] = &call.args[..] {
            return format!("{func}({})", self.comprehension(comp));
        }
        let arg = |arg: &Arg| match arg {
            Arg::Positional(value) => self.text(value, TEST),
            Arg::Star(value) => format!("*{}", self.text(value, BIT_OR)),
            Arg::DoubleStar(value) => format!("**{}", self.text(value, TEST)),
            Arg::Keyword { name, value } => {
                format!("{}={}", self.names.text(name.name), self.text(value, TEST))
            }
        };
        format!("{func}({})", call.args.iter().map(arg).collect::<Vec<_>>().join(", "))
    }

    fn comprehension(&self, comp: &Comprehension) -> String {
        let mut text = self.text(&comp.element, TEST);
        if let Some(value) = &comp.value {
            text += &format!(": {}", self.text(value, TEST));
        }
        for clause in &comp.clauses {
            let word = if clause.is_async { "async for" } else { "for" };
            let target = self.text(&clause.target, TUPLE);
            text += &format!(" {word} {target} in {}", self.text(&clause.iter, OR));
            for condition in &clause.conditions {
                text += &format!(" if {}", self.text(condition, OR));
            }
        }
        text
    }
}

const fn unary(op: UnaryOp) -> (&'static str, Level) {
    match op {
        UnaryOp::Not => ("not ", NOT),
        UnaryOp::Neg => ("-", FACTOR),
        UnaryOp::Pos => ("+", FACTOR),
        UnaryOp::Invert => ("~", FACTOR),
    }
}

const fn binary(op: BinOp) -> (&'static str, Level) {
    match op {
        BinOp::Add => ("+", SUM),
        BinOp::Sub => ("-", SUM),
        BinOp::Mul => ("*", TERM),
        BinOp::MatMul => ("@", TERM),
        BinOp::Div => ("/", TERM),
        BinOp::FloorDiv => ("//", TERM),
        BinOp::Mod => ("%", TERM),
        BinOp::Pow => ("**", POWER),
        BinOp::LShift => ("<<", SHIFT),
        BinOp::RShift => (">>", SHIFT),
        BinOp::And => ("&", BIT_AND),
        BinOp::Or => ("|", BIT_OR),
        BinOp::Xor => ("^", BIT_XOR),
    }
}

const fn compare(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "==",
        CmpOp::Ne => "!=",
        CmpOp::Lt => "<",
        CmpOp::Le => "<=",
        CmpOp::Gt => ">",
        CmpOp::Ge => ">=",
        CmpOp::Is => "is",
        CmpOp::IsNot => "is not",
        CmpOp::In => "in",
        CmpOp::NotIn => "not in",
    }
}
