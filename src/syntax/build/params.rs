//! Actions for parameters: one loose list in the grammar, put in order here.

use super::builder::{Builder, Fault, Refused};
use crate::source::Span;
use crate::syntax::ast::{Expr, Ident, Param, Params, TypeParam, TypeParamKind};

type Boxed = Box<Expr>;

/// One entry of a parameter list as it stands in the source; offsets are those of the mark.
#[derive(Debug)]
pub enum ParamItem {
    Plain(Box<Param>),
    Star(u32),
    VarArg(u32, Box<Param>),
    KwArg(u32, Box<Param>),
    Slash(u32),
}

impl Builder<'_> {
    pub fn param(
        &mut self,
        name: Ident,
        annotation: Option<Boxed>,
        default: Option<Boxed>,
    ) -> ParamItem {
        let (annotation, default) = (annotation.map(|a| *a), default.map(|d| *d));
        ParamItem::Plain(Box::new(Param { name, annotation, default }))
    }

    pub fn vararg(&mut self, l: u32, name: Ident, annotation: Option<Boxed>) -> ParamItem {
        let annotation = annotation.map(|a| *a);
        ParamItem::VarArg(l, Box::new(Param { name, annotation, default: None }))
    }

    pub fn kwarg(&mut self, l: u32, name: Ident, annotation: Option<Boxed>) -> ParamItem {
        let annotation = annotation.map(|a| *a);
        ParamItem::KwArg(l, Box::new(Param { name, annotation, default: None }))
    }

    pub fn type_param(
        &mut self,
        name: Ident,
        kind: TypeParamKind,
        bound: Option<Boxed>,
        default: Option<Boxed>,
    ) -> Box<TypeParam> {
        let (bound, default) = (bound.map(|b| *b), default.map(|d| *d));
        Box::new(TypeParam { name, kind, bound, default })
    }

    /// The list as parameters by kind; refuses marks and defaults that are out of order.
    pub fn params(&mut self, items: Vec<ParamItem>) -> Result<Params, Refused> {
        let mut params = Params::default();
        let (mut star, mut slash, mut defaulted) = (None, false, false);
        for item in items {
            let at = item.at();
            if params.kwarg.is_some() {
                return Err(fault("arguments cannot follow var-keyword argument", at));
            }
            match item {
                ParamItem::Plain(param) if star.is_some() => params.keyword_only.push(*param),
                ParamItem::Plain(param) => {
                    if defaulted && param.default.is_none() {
                        let message =
                            "parameter without a default follows parameter with a default";
                        return Err(fault(message, at));
                    }
                    defaulted |= param.default.is_some();
                    params.regular.push(*param);
                }
                ParamItem::Slash(_) if slash => return Err(fault("/ may appear only once", at)),
                ParamItem::Slash(_) if star.is_some() => {
                    return Err(fault("/ must be ahead of *", at));
                }
                ParamItem::Slash(_) if params.regular.is_empty() => {
                    return Err(fault("at least one argument must precede /", at));
                }
                ParamItem::Slash(_) => {
                    slash = true;
                    params.positional_only = std::mem::take(&mut params.regular);
                }
                ParamItem::Star(_) | ParamItem::VarArg(..) if star.is_some() => {
                    return Err(fault("* argument may appear only once", at));
                }
                ParamItem::Star(_) => star = Some(at),
                ParamItem::VarArg(_, param) => {
                    star = Some(at);
                    params.vararg = Some(param);
                }
                ParamItem::KwArg(_, param) => params.kwarg = Some(param),
            }
        }
        match star {
            Some(at) if params.vararg.is_none() && params.keyword_only.is_empty() => {
                Err(fault("named arguments must follow bare *", at))
            }
            _ => Ok(params),
        }
    }
}

impl ParamItem {
    fn at(&self) -> u32 {
        match self {
            ParamItem::Plain(param) => param.name.span.start,
            ParamItem::Star(at)
            | ParamItem::VarArg(at, _)
            | ParamItem::KwArg(at, _)
            | ParamItem::Slash(at) => *at,
        }
    }
}

fn fault(message: &str, at: u32) -> Refused {
    Fault::shape(message, Span::new(at, at + 1))
}
