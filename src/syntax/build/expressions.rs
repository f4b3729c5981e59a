//! Actions for expressions.

use super::builder::{Builder, Fault, Refused, deepest};
use super::params::ParamItem;
use crate::diagnostic::Extent;
use crate::source::Span;
use crate::syntax::ast::{
    Arg, BinOp, BoolOp, Call, CmpOp, CompClause, Comprehension, Constant, Expr, ExprKind, Ident,
    Lambda, Params, UnaryOp,
};

type Boxed = Box<Expr>;

impl Builder<'_> {
    pub fn name(&mut self, ident: Ident) -> Boxed {
        self.node(ident.span.start, ident.span.end, 0, ExprKind::Name(ident.name))
    }

    pub fn constant(&mut self, l: u32, value: Constant, r: u32) -> Boxed {
        self.node(l, r, 0, ExprKind::Constant(value))
    }

    pub fn tuple(&mut self, l: u32, items: Vec<Expr>, r: u32) -> Boxed {
        let below = deepest(&items);
        self.node(l, r, below, ExprKind::Tuple(items))
    }

    pub fn list(&mut self, l: u32, items: Vec<Expr>, r: u32) -> Boxed {
        let below = deepest(&items);
        self.node(l, r, below, ExprKind::List(items))
    }

    pub fn set(&mut self, l: u32, items: Vec<Expr>, r: u32) -> Boxed {
        let below = deepest(&items);
        self.node(l, r, below, ExprKind::Set(items))
    }

    pub fn dict(&mut self, l: u32, items: Vec<(Option<Expr>, Expr)>, r: u32) -> Boxed {
        let below = deepest(items.iter().flat_map(|(key, value)| key.iter().chain([value])));
        self.node(l, r, below, ExprKind::Dict(items))
    }

    pub fn starred(&mut self, l: u32, value: Boxed, r: u32) -> Boxed {
        self.node(l, r, value.depth, ExprKind::Starred(value))
    }

    pub fn walrus(&mut self, l: u32, target: Ident, value: Boxed, r: u32) -> Boxed {
        self.node(l, r, value.depth, ExprKind::Walrus { target, value })
    }

    pub fn yield_expr(&mut self, l: u32, value: Option<Boxed>, r: u32) -> Boxed {
        self.node(l, r, deepest(value.as_deref()), ExprKind::Yield(value))
    }

    pub fn yield_from(&mut self, l: u32, value: Boxed, r: u32) -> Boxed {
        self.node(l, r, value.depth, ExprKind::YieldFrom(value))
    }

    pub fn await_expr(&mut self, l: u32, value: Boxed, r: u32) -> Boxed {
        self.node(l, r, value.depth, ExprKind::Await(value))
    }

    pub fn unary(&mut self, l: u32, op: UnaryOp, operand: Boxed, r: u32) -> Boxed {
        self.node(l, r, operand.depth, ExprKind::Unary { op, operand })
    }

    pub fn binary(&mut self, l: u32, left: Boxed, op: BinOp, right: Boxed, r: u32) -> Boxed {
        let below = left.depth.max(right.depth);
        self.node(l, r, below, ExprKind::Binary { op, left, right })
    }

    pub fn bool_op(&mut self, l: u32, op: BoolOp, values: Vec<Expr>, r: u32) -> Boxed {
        let below = deepest(&values);
        self.node(l, r, below, ExprKind::Bool { op, values })
    }

    pub fn compare(&mut self, l: u32, left: Boxed, rest: Vec<(CmpOp, Expr)>, r: u32) -> Boxed {
        let below = left.depth.max(deepest(rest.iter().map(|(_, right)| right)));
        self.node(l, r, below, ExprKind::Compare { left, rest })
    }

    pub fn conditional(
        &mut self,
        l: u32,
        test: Boxed,
        body: Boxed,
        orelse: Boxed,
        r: u32,
    ) -> Boxed {
        let below = deepest([&*test, &*body, &*orelse]);
        self.node(l, r, below, ExprKind::Conditional { test, body, orelse })
    }

    pub fn lambda(
        &mut self,
        l: u32,
        items: Vec<ParamItem>,
        body: Boxed,
        r: u32,
    ) -> Result<Boxed, Refused> {
        let params = self.params(items)?;
        let below = body.depth.max(deepest(defaults(&params)));
        Ok(self.node(l, r, below, ExprKind::Lambda(Box::new(Lambda { params, body: *body }))))
    }

    pub fn attribute(&mut self, l: u32, value: Boxed, attr: Ident, r: u32) -> Boxed {
        self.node(l, r, value.depth, ExprKind::Attribute { value, attr })
    }

    pub fn subscript(&mut self, l: u32, value: Boxed, index: Boxed, r: u32) -> Boxed {
        let below = value.depth.max(index.depth);
        self.node(l, r, below, ExprKind::Subscript { value, index })
    }

    pub fn slice(
        &mut self,
        l: u32,
        lower: Option<Boxed>,
        upper: Option<Boxed>,
        step: Option<Boxed>,
        r: u32,
    ) -> Boxed {
        let below = deepest([&lower, &upper, &step].into_iter().filter_map(|part| part.as_deref()));
        self.node(l, r, below, ExprKind::Slice { lower, upper, step })
    }

    /// A call; refuses a positional argument after a keyword.
    pub fn call(&mut self, l: u32, func: Boxed, args: Vec<Arg>, r: u32) -> Result<Boxed, Refused> {
        check_order(&args)?;
        let below = func.depth.max(deepest(args.iter().map(arg_value)));
        Ok(self.node(l, r, below, ExprKind::Call(Box::new(Call { func: *func, args }))))
    }

    /// `f(x for x in y)`: the generator owns the parentheses that start at `open`.
    pub fn call_generator(
        &mut self,
        l: u32,
        func: Boxed,
        open: u32,
        element: Boxed,
        clauses: Vec<CompClause>,
        r: u32,
    ) -> Boxed {
        let generator = self.generator(open, element, clauses, r);
        let below = func.depth.max(generator.depth);
        let call = Call { func: *func, args: vec![Arg::Positional(*generator)] };
        self.node(l, r, below, ExprKind::Call(Box::new(call)))
    }

    pub fn comp_clause(
        &mut self,
        is_async: bool,
        target: Boxed,
        iter: Boxed,
        conditions: Vec<Expr>,
    ) -> Box<CompClause> {
        Box::new(CompClause { target: *target, iter: *iter, conditions, is_async })
    }

    pub fn generator(&mut self, l: u32, element: Boxed, clauses: Vec<CompClause>, r: u32) -> Boxed {
        self.comprehension(l, r, element, None, clauses, ExprKind::Generator)
    }

    pub fn list_comp(&mut self, l: u32, element: Boxed, clauses: Vec<CompClause>, r: u32) -> Boxed {
        self.comprehension(l, r, element, None, clauses, ExprKind::ListComp)
    }

    pub fn set_comp(&mut self, l: u32, element: Boxed, clauses: Vec<CompClause>, r: u32) -> Boxed {
        self.comprehension(l, r, element, None, clauses, ExprKind::SetComp)
    }

    pub fn dict_comp(
        &mut self,
        l: u32,
        key: Boxed,
        value: Boxed,
        clauses: Vec<CompClause>,
        r: u32,
    ) -> Boxed {
        self.comprehension(l, r, key, Some(value), clauses, ExprKind::DictComp)
    }

    fn comprehension(
        &mut self,
        l: u32,
        r: u32,
        element: Boxed,
        value: Option<Boxed>,
        clauses: Vec<CompClause>,
        kind: fn(Box<Comprehension>) -> ExprKind,
    ) -> Boxed {
        let in_clauses = clauses.iter().map(|clause| {
            deepest([&clause.target, &clause.iter].into_iter().chain(&clause.conditions))
        });
        let below = in_clauses.max().unwrap_or(0).max(element.depth).max(deepest(value.as_deref()));
        let comprehension =
            Comprehension { element: *element, value: value.map(|value| *value), clauses };
        self.node(l, r, below, kind(Box::new(comprehension)))
    }

    /// The number literal at `l..r`.
    pub fn number(&mut self, l: u32, r: u32) -> Result<Boxed, Refused> {
        let span = Span::new(l, r);
        let text = self.text_of(span);
        let Some(value) = number_value(text) else {
            return Err(Fault::definite("invalid decimal literal", span));
        };
        if let Constant::BigInt { digits, radix: 10 } = &value {
            // CPython's default limit of `sys.set_int_max_str_digits`.
            if digits.len() > 4300 {
                let message = format!(
                    "Exceeds the limit (4300 digits) for integer string conversion: value has {} digits; \
                     use sys.set_int_max_str_digits() to increase the limit - \
                     Consider hexadecimal for huge integer literals to avoid decimal conversion limits.",
                    digits.len()
                );
                return Err(Fault::definite(message, span));
            }
        }
        if self.text.as_bytes().get(r as usize).is_some_and(u8::is_ascii_alphabetic) {
            let message = format!("invalid {} literal", sort_of_number(text));
            self.warn(message, Span::new(r - 1, r), Extent::Character);
        }
        Ok(self.constant(l, value, r))
    }
}

/// What CPython's lexer calls a number so written.
fn sort_of_number(text: &str) -> &'static str {
    match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => "hexadecimal",
        [b'0', b'o' | b'O', ..] => "octal",
        [b'0', b'b' | b'B', ..] => "binary",
        [.., b'j' | b'J'] => "imaginary",
        _ => "decimal",
    }
}

fn defaults(params: &Params) -> impl Iterator<Item = &Expr> {
    let named = params.positional_only.iter().chain(&params.regular).chain(&params.keyword_only);
    named.filter_map(|param| param.default.as_ref())
}

pub(super) fn arg_value(arg: &Arg) -> &Expr {
    match arg {
        Arg::Positional(value) | Arg::Star(value) | Arg::DoubleStar(value) => value,
        Arg::Keyword { value, .. } => value,
    }
}

/// Refuses what may not follow a keyword argument.
pub(super) fn check_order(args: &[Arg]) -> Result<(), Refused> {
    let (mut keyword, mut unpacked) = (false, false);
    for arg in args {
        match arg {
            Arg::Keyword { .. } => keyword = true,
            Arg::DoubleStar(_) => (keyword, unpacked) = (true, true),
            Arg::Positional(value) if unpacked => {
                let message = "positional argument follows keyword argument unpacking";
                return Err(Fault::shape(message, value.span));
            }
            Arg::Positional(value) if keyword => {
                return Err(Fault::shape(
                    "positional argument follows keyword argument",
                    value.span,
                ));
            }
            Arg::Star(value) if unpacked => {
                let message = "iterable argument unpacking follows keyword argument unpacking";
                return Err(Fault::shape(message, value.span));
            }
            Arg::Positional(_) | Arg::Star(_) => {}
        }
    }
    Ok(())
}

/// The value of a well-formed number literal.
fn number_value(text: &str) -> Option<Constant> {
    let lower;
    let plain = if text.bytes().any(|byte| byte == b'_' || byte.is_ascii_uppercase()) {
        lower = text.replace('_', "").to_ascii_lowercase();
        lower.as_str()
    } else {
        text
    };
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = plain.strip_prefix(prefix) {
            return Some(int_value(digits, radix));
        }
    }
    if let Some(imaginary) = plain.strip_suffix('j') {
        return imaginary.parse().ok().map(Constant::Imaginary);
    }
    if plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(int_value(plain, 10));
    }
    plain.parse().ok().map(Constant::Float)
}

fn int_value(digits: &str, radix: u8) -> Constant {
    match i64::from_str_radix(digits, radix.into()) {
        Ok(value) => Constant::Int(value),
        Err(_) => Constant::BigInt { digits: digits.into(), radix },
    }
}
