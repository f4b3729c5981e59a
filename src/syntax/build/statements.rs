//! Actions for statements.

use super::builder::{Builder, Fault, MAX_ELIFS, Refused};
use super::expressions::check_order;
use super::params::ParamItem;
use crate::source::Span;
use crate::syntax::ast::{
    Alias, Arg, BinOp, Block, ClassDef, Expr, ExprKind, FunctionDef, Handler, Ident, MatchCase,
    Stmt, StmtKind, TypeParam, WithItem,
};

type Boxed = Box<Expr>;
type Made = Result<Box<Stmt>, Refused>;

impl Builder<'_> {
    pub fn expr_stmt(&mut self, l: u32, value: Boxed, r: u32) -> Box<Stmt> {
        self.stmt(l, StmtKind::Expr(*value), r)
    }

    pub fn aug_assign(&mut self, l: u32, target: Boxed, op: BinOp, value: Boxed, r: u32) -> Made {
        if !single_target(&target) {
            let what = super::targets::describe(&target);
            let message = format!("'{what}' is an illegal expression for augmented assignment");
            return Err(Fault::shape(message, target.span));
        }
        Ok(self.stmt(l, StmtKind::AugAssign { target: *target, op, value: *value }, r))
    }

    pub fn ann_assign(
        &mut self,
        l: u32,
        target: Boxed,
        annotation: Boxed,
        value: Option<Boxed>,
        r: u32,
    ) -> Made {
        let message = match target.kind {
            ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => None,
            ExprKind::List(_) => Some("only single target (not list) can be annotated"),
            ExprKind::Tuple(_) => Some("only single target (not tuple) can be annotated"),
            _ => Some("illegal target for annotation"),
        };
        if let Some(message) = message {
            return Err(Fault::shape(message, target.span));
        }
        let simple = matches!(target.kind, ExprKind::Name(_)) && Self::bare(l, &target);
        let (target, annotation, value) = (*target, *annotation, value.map(|value| *value));
        Ok(self.stmt(l, StmtKind::AnnAssign { target, annotation, value, simple }, r))
    }

    pub fn delete(&mut self, l: u32, targets: Vec<Expr>, r: u32) -> Made {
        targets.iter().try_for_each(Self::deletable)?;
        Ok(self.stmt(l, StmtKind::Delete(targets), r))
    }

    pub fn raise(&mut self, l: u32, exc: Option<Boxed>, cause: Option<Boxed>, r: u32) -> Box<Stmt> {
        let (exc, cause) = (exc.map(|exc| *exc), cause.map(|cause| *cause));
        self.stmt(l, StmtKind::Raise { exc, cause }, r)
    }

    pub fn assert(&mut self, l: u32, test: Boxed, msg: Option<Boxed>, r: u32) -> Box<Stmt> {
        self.stmt(l, StmtKind::Assert { test: *test, msg: msg.map(|msg| *msg) }, r)
    }

    pub fn alias(&mut self, l: u32, name: Ident, asname: Option<Ident>, r: u32) -> Alias {
        Alias { name, asname, span: Span::new(l, r) }
    }

    pub fn import_star(&mut self, l: u32, r: u32) -> Vec<Alias> {
        let name = self.ident(l, r);
        vec![Alias { name, asname: None, span: name.span }]
    }

    pub fn import_from(
        &mut self,
        l: u32,
        level: u32,
        module: Option<Ident>,
        names: Vec<Alias>,
        r: u32,
    ) -> Box<Stmt> {
        self.stmt(l, StmtKind::ImportFrom { module, level, names }, r)
    }

    pub fn type_alias(
        &mut self,
        l: u32,
        name: Ident,
        type_params: Vec<TypeParam>,
        value: Boxed,
        r: u32,
    ) -> Box<Stmt> {
        self.stmt(l, StmtKind::TypeAlias { name, type_params, value: *value }, r)
    }

    pub fn if_stmt(&mut self, l: u32, test: Boxed, body: Block, tail: (Block, u16)) -> Made {
        let end = end_of(&[&body, &tail.0]);
        Ok(self.stmt(l, StmtKind::If { test: *test, body, orelse: tail.0 }, end))
    }

    /// An `elif` with what follows it, as the `else` of the `if` before.
    pub fn elif(
        &mut self,
        l: u32,
        test: Boxed,
        body: Block,
        tail: (Block, u16),
    ) -> Result<(Block, u16), Refused> {
        if tail.1 >= MAX_ELIFS {
            let error = Fault::Final(Box::new(Self::depth_error(test.span)));
            return Err(Refused::User { error });
        }
        let count = tail.1 + 1;
        Ok((vec![*self.if_stmt(l, test, body, tail)?], count))
    }

    pub fn while_stmt(
        &mut self,
        l: u32,
        test: Boxed,
        body: Block,
        orelse: Option<Block>,
    ) -> Box<Stmt> {
        let orelse = orelse.unwrap_or_default();
        let end = end_of(&[&body, &orelse]);
        self.stmt(l, StmtKind::While { test: *test, body, orelse }, end)
    }

    pub fn for_stmt(
        &mut self,
        l: u32,
        target: Boxed,
        iter: Boxed,
        body: Block,
        orelse: Option<Block>,
    ) -> Box<Stmt> {
        let orelse = orelse.unwrap_or_default();
        let end = end_of(&[&body, &orelse]);
        self.stmt(
            l,
            StmtKind::For { target: *target, iter: *iter, body, orelse, is_async: false },
            end,
        )
    }

    pub fn with_item(&mut self, context: Boxed, target: Boxed) -> Result<Box<WithItem>, Refused> {
        let target = self.store(target)?;
        Ok(Box::new(WithItem { context: *context, target: Some(*target) }))
    }

    pub fn with_stmt(&mut self, l: u32, items: Vec<WithItem>, body: Block) -> Box<Stmt> {
        let end = end_of(&[&body]);
        self.stmt(l, StmtKind::With { items, body, is_async: false }, end)
    }

    /// The `for`, `with` or `def` statement with `async` before it, which starts at `l`.
    pub fn make_async(&mut self, l: u32, mut stmt: Box<Stmt>) -> Box<Stmt> {
        stmt.span.start = l;
        match &mut stmt.kind {
            StmtKind::For { is_async, .. } | StmtKind::With { is_async, .. } => *is_async = true,
            StmtKind::FunctionDef(def) => def.is_async = true,
            _ => {}
        }
        stmt
    }

    pub fn decorate(&mut self, decorators: Vec<Expr>, mut stmt: Box<Stmt>) -> Box<Stmt> {
        match &mut stmt.kind {
            StmtKind::FunctionDef(def) => def.decorators = decorators,
            StmtKind::ClassDef(def) => def.decorators = decorators,
            _ => {}
        }
        stmt
    }

    pub fn def(
        &mut self,
        l: u32,
        name: Ident,
        type_params: Vec<TypeParam>,
        params: Vec<ParamItem>,
        returns: Option<Boxed>,
        body: Block,
    ) -> Made {
        let params = self.params(params)?;
        let end = end_of(&[&body]);
        let returns = returns.map(|returns| *returns);
        let decorators = Vec::new();
        let def =
            FunctionDef { name, type_params, params, body, decorators, returns, is_async: false };
        Ok(self.stmt(l, StmtKind::FunctionDef(Box::new(def)), end))
    }

    pub fn class(
        &mut self,
        l: u32,
        name: Ident,
        type_params: Vec<TypeParam>,
        args: Option<Vec<Arg>>,
        body: Block,
    ) -> Made {
        let args = args.unwrap_or_default();
        check_order(&args)?;
        let end = end_of(&[&body]);
        let def = ClassDef { name, type_params, args, body, decorators: Vec::new() };
        Ok(self.stmt(l, StmtKind::ClassDef(Box::new(def)), end))
    }

    pub fn handler(
        &mut self,
        l: u32,
        class: Option<Boxed>,
        name: Option<Ident>,
        body: Block,
    ) -> Box<Handler> {
        let span = Span::new(l, end_of(&[&body]));
        Box::new(Handler { class: class.map(|class| *class), name, body, span })
    }

    /// Refuses `except` and `except*` in one `try`.
    pub fn same_handlers(
        &self,
        before: &(Vec<Handler>, bool),
        star: bool,
        handler: &Handler,
    ) -> Result<(), Refused> {
        if before.1 == star {
            return Ok(());
        }
        Err(Fault::shape("cannot have both 'except' and 'except*' on the same 'try'", handler.span))
    }

    pub fn try_stmt(
        &mut self,
        l: u32,
        body: Block,
        (handlers, star): (Vec<Handler>, bool),
        orelse: Option<Block>,
        finalbody: Option<Block>,
    ) -> Box<Stmt> {
        let (orelse, finalbody) = (orelse.unwrap_or_default(), finalbody.unwrap_or_default());
        let last = handlers.last().map_or(0, |handler| handler.span.end);
        let end = end_of(&[&body, &orelse, &finalbody]).max(last);
        self.stmt(l, StmtKind::Try { body, handlers, orelse, finalbody, star }, end)
    }

    pub fn match_stmt(&mut self, l: u32, subject: Boxed, cases: Vec<MatchCase>) -> Made {
        if let ExprKind::Starred(_) = subject.kind {
            return Err(Fault::shape("invalid syntax", subject.span));
        }
        let end = cases.last().map_or(subject.span.end, |case| end_of(&[&case.body]));
        Ok(self.stmt(l, StmtKind::Match { subject: *subject, cases }, end))
    }
}

fn single_target(target: &Expr) -> bool {
    matches!(
        target.kind,
        ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. }
    )
}

/// Where the last statement of the last non-empty block ends.
fn end_of(blocks: &[&Block]) -> u32 {
    blocks.iter().rev().find_map(|block| block.last()).map_or(0, |stmt| stmt.span.end)
}
