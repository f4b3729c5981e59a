//! The nodes of expressions, arguments and comprehensions.

use dashu_int::IBig;

use super::maker::{Context, Made, Maker};
use crate::runtime::Raised;
use crate::source::Span;
use crate::syntax::ast::{
    Arg, BinOp, BoolOp, CmpOp, CompClause, Comprehension, Constant, Expr, ExprKind, Param, Params,
    UnaryOp,
};
use crate::types::bytes::new_bytes;

impl Maker<'_> {
    pub fn expr(&self, expr: &Expr) -> Made {
        self.expr_in(expr, Context::Load)
    }

    pub fn exprs<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> Made {
        self.list(exprs, |expr| self.expr(expr))
    }

    pub fn maybe(&self, expr: Option<&Expr>) -> Made {
        self.optional(expr, |expr| self.expr(expr))
    }

    /// An expression that is read, assigned to or deleted.
    pub fn expr_in(&self, expr: &Expr, context: Context) -> Made {
        self.vm.recurse_freely(|| self.shallow(expr, context))
    }

    fn shallow(&self, expr: &Expr, context: Context) -> Made {
        let at = Some(expr.span);
        let inner = |items: &[Expr]| self.list(items, |item| self.expr_in(item, context));
        match &expr.kind {
            ExprKind::Constant(value) => self.constant(value, expr.span),
            ExprKind::Name(name) => {
                self.node("Name", at, vec![self.name(*name)?, self.context(context)?])
            }
            ExprKind::JoinedStr(parts) => self.joined(parts, expr.span),
            ExprKind::Attribute { value, attr } => {
                let fields = vec![self.expr(value)?, self.name(attr.name)?, self.context(context)?];
                self.node("Attribute", at, fields)
            }
            ExprKind::Subscript { value, index } => {
                let fields = vec![self.expr(value)?, self.expr(index)?, self.context(context)?];
                self.node("Subscript", at, fields)
            }
            ExprKind::Slice { lower, upper, step } => {
                let part = |part: &Option<Box<Expr>>| self.maybe(part.as_deref());
                self.node("Slice", at, vec![part(lower)?, part(upper)?, part(step)?])
            }
            ExprKind::Call(call) => {
                let mut fields = vec![self.expr(&call.func)?];
                fields.extend(self.arguments_of_call(&call.args)?);
                self.node("Call", at, fields)
            }
            ExprKind::Tuple(items) => {
                self.node("Tuple", at, vec![inner(items)?, self.context(context)?])
            }
            ExprKind::List(items) => {
                self.node("List", at, vec![inner(items)?, self.context(context)?])
            }
            ExprKind::Set(items) => self.node("Set", at, vec![inner(items)?]),
            ExprKind::Starred(value) => {
                let fields = vec![self.expr_in(value, context)?, self.context(context)?];
                self.node("Starred", at, fields)
            }
            _ => self.computed(expr),
        }
    }

    /// What can only be read.
    fn computed(&self, expr: &Expr) -> Made {
        let at = Some(expr.span);
        match &expr.kind {
            ExprKind::Unary { op, operand } => {
                let op = self.node(unary_name(*op), None, Vec::new())?;
                self.node("UnaryOp", at, vec![op, self.expr(operand)?])
            }
            ExprKind::Binary { op, left, right } => {
                let fields = vec![self.expr(left)?, self.operator(*op)?, self.expr(right)?];
                self.node("BinOp", at, fields)
            }
            ExprKind::Bool { op, values } => {
                let name = if *op == BoolOp::And { "And" } else { "Or" };
                let op = self.node(name, None, Vec::new())?;
                self.node("BoolOp", at, vec![op, self.exprs(values)?])
            }
            ExprKind::Compare { left, rest } => {
                let ops = self.list(rest, |(op, _)| self.node(cmp_name(*op), None, Vec::new()))?;
                let right = self.list(rest, |(_, right)| self.expr(right))?;
                self.node("Compare", at, vec![self.expr(left)?, ops, right])
            }
            ExprKind::Conditional { test, body, orelse } => {
                let fields = vec![self.expr(test)?, self.expr(body)?, self.expr(orelse)?];
                self.node("IfExp", at, fields)
            }
            ExprKind::Lambda(lambda) => {
                let params = self.parameters(&lambda.params)?;
                self.node("Lambda", at, vec![params, self.expr(&lambda.body)?])
            }
            ExprKind::Dict(items) => {
                let keys = self.list(items, |(key, _)| self.maybe(key.as_ref()))?;
                let values = self.list(items, |(_, value)| self.expr(value))?;
                self.node("Dict", at, vec![keys, values])
            }
            ExprKind::ListComp(comp) => self.comprehension("ListComp", comp, expr.span),
            ExprKind::SetComp(comp) => self.comprehension("SetComp", comp, expr.span),
            ExprKind::DictComp(comp) => self.comprehension("DictComp", comp, expr.span),
            ExprKind::Generator(comp) => self.comprehension("GeneratorExp", comp, expr.span),
            ExprKind::Walrus { target, value } => {
                let fields = vec![self.name(target.name)?, self.context(Context::Store)?];
                let target = self.node("Name", Some(target.span), fields)?;
                self.node("NamedExpr", at, vec![target, self.expr(value)?])
            }
            ExprKind::Yield(value) => self.node("Yield", at, vec![self.maybe(value.as_deref())?]),
            ExprKind::YieldFrom(value) => self.node("YieldFrom", at, vec![self.expr(value)?]),
            ExprKind::Await(value) => self.node("Await", at, vec![self.expr(value)?]),
            _ => Ok(self.vm.none()),
        }
    }

    pub fn operator(&self, op: BinOp) -> Made {
        self.node(operator_name(op), None, Vec::new())
    }

    fn constant(&self, constant: &Constant, span: Span) -> Made {
        let quoted = matches!(constant, Constant::Str(_))
            && matches!(self.text.as_bytes().get(span.start as usize), Some(b'u' | b'U'));
        let kind = if quoted { self.vm.new_str("u")? } else { self.vm.none() };
        self.node("Constant", Some(span), vec![self.value(constant)?, kind])
    }

    /// The value of a literal.
    pub fn value(&self, constant: &Constant) -> Made {
        let vm = self.vm;
        match constant {
            Constant::None => Ok(vm.none()),
            Constant::True => Ok(vm.new_bool(true)),
            Constant::False => Ok(vm.new_bool(false)),
            Constant::Ellipsis => Ok(vm.singletons.ellipsis.clone()),
            Constant::Int(int) => vm.new_int(*int),
            Constant::BigInt { digits, radix } => {
                let big = IBig::from_str_radix(digits, (*radix).into()).unwrap_or(IBig::ZERO);
                vm.new_big_int(big).and_then(|value| vm.to_object(value))
            }
            Constant::Float(float) => vm.new_float(*float),
            Constant::Imaginary(float) => {
                let complex = crate::types::complex::new_complex(vm, (0.0, *float));
                complex.and_then(|value| vm.to_object(value))
            }
            Constant::Str(text) => vm.new_str(text),
            Constant::Bytes(bytes) => new_bytes(vm, bytes.to_vec()),
        }
    }

    fn comprehension(&self, class: &str, comp: &Comprehension, span: Span) -> Made {
        let mut fields = vec![self.expr(&comp.element)?];
        if let Some(value) = &comp.value {
            fields.push(self.expr(value)?);
        }
        fields.push(self.list(&comp.clauses, |clause| self.clause(clause))?);
        self.node(class, Some(span), fields)
    }

    fn clause(&self, clause: &CompClause) -> Made {
        let fields = vec![
            self.expr_in(&clause.target, Context::Store)?,
            self.expr(&clause.iter)?,
            self.exprs(&clause.conditions)?,
            self.vm.new_int(clause.is_async.into())?,
        ];
        self.node("comprehension", None, fields)
    }

    /// The two lists of a call's, or a class statement's, arguments.
    pub fn arguments_of_call(&self, args: &[Arg]) -> Result<[crate::heap::Ref; 2], Raised> {
        let (mut plain, mut keywords) = (Vec::new(), Vec::new());
        for arg in args {
            match arg {
                Arg::Positional(value) => plain.push(self.expr(value)?),
                Arg::Star(value) => {
                    let start = self.stars_before(value.span.start, "*");
                    let end = self.end_with_parentheses(start, value);
                    let fields = vec![self.expr(value)?, self.context(Context::Load)?];
                    plain.push(self.node("Starred", Some(Span::new(start, end)), fields)?);
                }
                Arg::Keyword { name, value } => {
                    let end = self.end_with_parentheses(name.span.end, value);
                    let span = Span::new(name.span.start, end);
                    let fields = vec![self.name(name.name)?, self.expr(value)?];
                    keywords.push(self.node("keyword", Some(span), fields)?);
                }
                Arg::DoubleStar(value) => {
                    let start = self.stars_before(value.span.start, "**");
                    let end = self.end_with_parentheses(start, value);
                    let fields = vec![self.vm.none(), self.expr(value)?];
                    keywords.push(self.node("keyword", Some(Span::new(start, end)), fields)?);
                }
            }
        }
        Ok([self.vm.new_list(plain)?, self.vm.new_list(keywords)?])
    }

    pub fn parameters(&self, params: &Params) -> Made {
        let all = |params: &[Param]| self.list(params, |param| self.parameter(param));
        let one = |param: Option<&Param>| self.optional(param, |param| self.parameter(param));
        let positional = params.positional_only.iter().chain(&params.regular);
        let fields = vec![
            all(&params.positional_only)?,
            all(&params.regular)?,
            one(params.vararg.as_deref())?,
            all(&params.keyword_only)?,
            self.list(&params.keyword_only, |param| self.maybe(param.default.as_ref()))?,
            one(params.kwarg.as_deref())?,
            self.exprs(positional.filter_map(|param| param.default.as_ref()))?,
        ];
        self.node("arguments", None, fields)
    }

    fn parameter(&self, param: &Param) -> Made {
        let name = param.name.span;
        let end = param.annotation.as_ref();
        let end = end.map_or(name.end, |value| self.end_with_parentheses(name.end, value));
        let annotation = self.maybe(param.annotation.as_ref())?;
        let fields = vec![self.name(param.name.name)?, annotation, self.vm.none()];
        self.node("arg", Some(Span::new(name.start, end)), fields)
    }
}

fn unary_name(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Not => "Not",
        UnaryOp::Neg => "USub",
        UnaryOp::Pos => "UAdd",
        UnaryOp::Invert => "Invert",
    }
}

fn operator_name(op: BinOp) -> &'static str {
    match op {
        BinOp::Add => "Add",
        BinOp::Sub => "Sub",
        BinOp::Mul => "Mult",
        BinOp::MatMul => "MatMult",
        BinOp::Div => "Div",
        BinOp::FloorDiv => "FloorDiv",
        BinOp::Mod => "Mod",
        BinOp::Pow => "Pow",
        BinOp::LShift => "LShift",
        BinOp::RShift => "RShift",
        BinOp::And => "BitAnd",
        BinOp::Or => "BitOr",
        BinOp::Xor => "BitXor",
    }
}

fn cmp_name(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "Eq",
        CmpOp::Ne => "NotEq",
        CmpOp::Lt => "Lt",
        CmpOp::Le => "LtE",
        CmpOp::Gt => "Gt",
        CmpOp::Ge => "GtE",
        CmpOp::Is => "Is",
        CmpOp::IsNot => "IsNot",
        CmpOp::In => "In",
        CmpOp::NotIn => "NotIn",
    }
}
