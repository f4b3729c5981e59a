//! What CPython's compiler takes with a `SyntaxWarning`: tests that cannot fail, literals that are
//! called, compared by identity or given an index they cannot have (`compile.c`, `check_*`).

use super::walk::Walk;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{BinOp, CmpOp, Constant, Expr, ExprKind, UnaryOp};

impl Walk<'_> {
    fn warn(&mut self, message: String, span: Span) {
        self.warnings.push(Diagnostic::syntax(message, span));
    }

    /// `assert (test, message)` always holds.
    pub(super) fn assertion(&mut self, test: &Expr, msg: Option<&Expr>, span: Span) {
        if matches!(&test.kind, ExprKind::Tuple(items) if !items.is_empty()) {
            self.warn("assertion is always true, perhaps remove parentheses?".to_owned(), span);
        }
        self.exprs([test].into_iter().chain(msg));
    }

    /// `x is 1`: equal numbers need not be one object.
    pub(super) fn warn_of_identity(&mut self, left: &Expr, rest: &[(CmpOp, Expr)], span: Span) {
        let mut before = left;
        for (op, right) in rest {
            let words = match op {
                CmpOp::Is => Some(("is", "==")),
                CmpOp::IsNot => Some(("is not", "!=")),
                _ => None,
            };
            let kind = || identity_of_literal(before).or_else(|| identity_of_literal(right));
            if let Some((is, equals)) = words
                && let Some(kind) = kind()
            {
                let message = format!("\"{is}\" with '{kind}' literal. Did you mean \"{equals}\"?");
                return self.warn(message, span);
            }
            before = right;
        }
    }

    /// `(1, 2)(3)`: a comma is missing.
    pub(super) fn warn_of_call(&mut self, func: &Expr) {
        let kind = match &func.kind {
            ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Lambda(_) => return,
            _ => result_type(func),
        };
        if let Some(kind) = kind {
            let message = format!("'{kind}' object is not callable; perhaps you missed a comma?");
            self.warn(message, func.span);
        }
    }

    /// `{1}[0]` and `[1]["a"]`.
    pub(super) fn warn_of_subscript(&mut self, value: &Expr, index: &Expr) {
        if matches!(value.kind, ExprKind::Name(_) | ExprKind::Attribute { .. }) {
            return;
        }
        let Some(kind) = result_type(value) else { return };
        if matches!(kind, "set" | "generator" | "function" | "NoneType" | "ellipsis" | "int")
            || matches!(kind, "bool" | "float" | "complex")
        {
            let message =
                format!("'{kind}' object is not subscriptable; perhaps you missed a comma?");
            return self.warn(message, value.span);
        }
        let is_sequence = matches!(kind, "str" | "bytes" | "tuple" | "list");
        let wrong = result_type(index).filter(|kind| !matches!(*kind, "int" | "bool"));
        if is_sequence && let Some(wrong) = wrong {
            let message = format!(
                "{kind} indices must be integers or slices, not {wrong}; \
                 perhaps you missed a comma?"
            );
            self.warn(message, value.span);
        }
    }
}

/// The type of a sum of two literal sequences, or of one that is repeated as often as CPython does
/// beforehand. Operands that are operations themselves are left alone.
fn sequence_type(op: BinOp, left: &Expr, right: &Expr) -> Option<&'static str> {
    match (op, literal_sequence(left), literal_sequence(right)) {
        (BinOp::Add, Some((left, _)), Some((right, _))) => (left == right).then_some(left),
        (BinOp::Mul, Some(sequence), None) => repeated_type(sequence, right),
        (BinOp::Mul, None, Some(sequence)) => repeated_type(sequence, left),
        _ => None,
    }
}

/// The type and length of a text or a tuple of literals.
fn literal_sequence(expr: &Expr) -> Option<(&'static str, usize)> {
    match &expr.kind {
        ExprKind::Constant(Constant::Str(text)) => Some(("str", text.chars().count())),
        ExprKind::Constant(Constant::Bytes(bytes)) => Some(("bytes", bytes.len())),
        ExprKind::Tuple(items) => {
            let literal = |item: &Expr| matches!(item.kind, ExprKind::Constant(_));
            items.iter().all(literal).then_some(("tuple", items.len()))
        }
        _ => None,
    }
}

fn repeated_type((kind, length): (&'static str, usize), times: &Expr) -> Option<&'static str> {
    let times = match &times.kind {
        ExprKind::Constant(Constant::Int(times)) => usize::try_from(*times).ok()?,
        ExprKind::Constant(Constant::True | Constant::False) => 1,
        _ => return None,
    };
    let most = if kind == "tuple" { MOST_ITEMS } else { MOST_TEXT };
    length.checked_mul(times).is_some_and(|length| length <= most).then_some(kind)
}

/// Longer texts and tuples are not made beforehand.
const MOST_TEXT: usize = 4096;
const MOST_ITEMS: usize = 256;

/// The type of a literal that is not one object by the language's rules.
fn identity_of_literal(expr: &Expr) -> Option<&'static str> {
    constant_type(expr).filter(|kind| !matches!(*kind, "NoneType" | "bool" | "ellipsis"))
}

/// The type of what `expr` evaluates to, where its form tells.
fn result_type(expr: &Expr) -> Option<&'static str> {
    Some(match &expr.kind {
        ExprKind::Tuple(_) => "tuple",
        ExprKind::List(_) | ExprKind::ListComp(_) => "list",
        ExprKind::Dict(_) | ExprKind::DictComp(_) => "dict",
        ExprKind::Set(_) | ExprKind::SetComp(_) => "set",
        ExprKind::Generator(_) => "generator",
        ExprKind::Lambda(_) => "function",
        ExprKind::JoinedStr(_) => "str",
        _ => return constant_type(expr),
    })
}

/// The type of an expression that is a constant, or is folded into one.
fn constant_type(expr: &Expr) -> Option<&'static str> {
    match &expr.kind {
        ExprKind::Constant(constant) => Some(match constant {
            Constant::None => "NoneType",
            Constant::True | Constant::False => "bool",
            Constant::Ellipsis => "ellipsis",
            Constant::Int(_) | Constant::BigInt { .. } => "int",
            Constant::Float(_) => "float",
            Constant::Imaginary(_) => "complex",
            Constant::Str(_) => "str",
            Constant::Bytes(_) => "bytes",
        }),
        ExprKind::Tuple(items) => {
            items.iter().all(|item| constant_type(item).is_some()).then_some("tuple")
        }
        ExprKind::Binary { op, left, right } if sequence_type(*op, left, right).is_some() => {
            sequence_type(*op, left, right)
        }
        ExprKind::Unary { op, operand } => {
            let kind = constant_type(operand)?;
            match op {
                UnaryOp::Not => Some("bool"),
                UnaryOp::Invert => matches!(kind, "int" | "bool").then_some("int"),
                UnaryOp::Neg | UnaryOp::Pos => number(kind),
            }
        }
        ExprKind::Binary { op, left, right } => {
            let kinds = (number(constant_type(left)?)?, number(constant_type(right)?)?);
            let whole = kinds == ("int", "int");
            // What cannot be calculated is not folded.
            let divides = matches!(op, BinOp::Div | BinOp::FloorDiv | BinOp::Mod);
            if divides && is_zero(right) {
                return None;
            }
            Some(match op {
                BinOp::Div if whole => "float",
                _ if kinds.0 == "complex" || kinds.1 == "complex" => "complex",
                _ if whole => "int",
                _ => "float",
            })
        }
        _ => None,
    }
}

fn is_zero(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant(Constant::Int(value)) => *value == 0,
        ExprKind::Constant(Constant::Float(value) | Constant::Imaginary(value)) => *value == 0.0,
        ExprKind::Constant(Constant::False) => true,
        _ => false,
    }
}

/// The sort of number that arithmetic makes of one of type `kind`.
fn number(kind: &'static str) -> Option<&'static str> {
    match kind {
        "bool" => Some("int"),
        "int" | "float" | "complex" => Some(kind),
        _ => None,
    }
}
