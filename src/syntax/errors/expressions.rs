//! Expressions down to the operators.

use super::node::{Kind, Node};
use super::probe::{Probe, Rule};
use crate::lexer::Tok;

const NOT_AFTER_OPERATOR: &str = "'not' after an operator must be parenthesized";

const SOFT: [&str; 4] = ["_", "case", "match", "type"];

type Found = Option<Node>;

impl Probe<'_> {
    pub(super) fn expressions(&mut self) -> Found {
        self.tuple_of(Self::expression)
    }

    pub(super) fn star_expressions(&mut self) -> Found {
        self.tuple_of(Self::star_expression)
    }

    /// One of `rule`, or several with commas: a tuple.
    fn tuple_of(&mut self, rule: fn(&mut Self) -> Found) -> Found {
        let start = self.here();
        let mut items = vec![self.alt(rule)?];
        if !self.see(Tok::Comma) {
            return if self.error.is_none() { items.pop() } else { None };
        }
        items.extend(self.many(|p| {
            p.eat(Tok::Comma)?;
            rule(p)
        })?);
        self.maybe(|p| p.eat(Tok::Comma))?;
        Some(Node::with(Kind::Tuple, self.since(start), items))
    }

    pub(super) fn star_expression(&mut self) -> Found {
        self.memo(Rule::StarExpression, |p| {
            let start = p.here();
            let starred = p.alt(|p| {
                p.eat(Tok::Star)?;
                let value = p.bit_or()?;
                Some(Node::with(Kind::Starred, p.since(start), vec![value]))
            });
            starred.or_else(|| p.expression())
        })
    }

    pub(super) fn star_named_expression(&mut self) -> Found {
        let start = self.here();
        let starred = self.alt(|p| {
            p.eat(Tok::Star)?;
            let value = p.bit_or()?;
            Some(Node::with(Kind::Starred, p.since(start), vec![value]))
        });
        starred.or_else(|| self.named_expression())
    }

    pub(super) fn star_named_expressions(&mut self) -> Option<Vec<Node>> {
        let items = self.list(Self::star_named_expression)?;
        self.maybe(|p| p.eat(Tok::Comma))?;
        Some(items)
    }

    /// `NAME := expression`; fails for good once `:=` is seen.
    pub(super) fn assignment_expression(&mut self) -> Found {
        self.alt(|p| {
            let start = p.eat(Tok::Name)?;
            p.eat(Tok::Walrus)?;
            p.expression()?;
            Some(p.node(Kind::Named, start))
        })
    }

    /// Whether an assignment expression starts here, so that nothing else may.
    fn commits_to_walrus(&mut self) -> bool {
        self.see(Tok::Name) && self.tok_at(1) == Tok::Walrus
    }

    pub(super) fn named_expression(&mut self) -> Found {
        if let Some(found) = self.assignment_expression() {
            return Some(found);
        }
        if self.commits_to_walrus() {
            return None;
        }
        self.wrong(Self::invalid_named_expression);
        self.expression_no_walrus()
    }

    /// `expression !':='`
    pub(super) fn expression_no_walrus(&mut self) -> Found {
        self.alt(|p| {
            let found = p.expression()?;
            (!p.see(Tok::Walrus)).then_some(found)
        })
    }

    fn invalid_named_expression(&mut self) -> Found {
        self.memo(Rule::InvalidNamed, |p| {
            let _: Found = p.alt(|p| {
                let target = p.expression()?;
                p.eat(Tok::Walrus)?;
                p.expression()?;
                p.raise(
                    format!("cannot use assignment expressions with {}", target.kind.name()),
                    target.span,
                )
            });
            let _: Found = p.alt(|p| {
                let name = p.eat(Tok::Name)?;
                p.eat(Tok::Assign)?;
                let value = p.bit_or()?;
                if p.see_any(&[Tok::Assign, Tok::Walrus]) {
                    return None;
                }
                p.raise(
                    "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                    name.to(value.span),
                )
            });
            p.alt(|p| {
                if p.see_any(&[Tok::True, Tok::None, Tok::False])
                    || p.ahead(Self::list_display)
                    || p.ahead(Self::tuple_display)
                    || p.ahead(Self::generator)
                {
                    return None;
                }
                let target = p.bit_or()?;
                p.eat(Tok::Assign)?;
                p.bit_or()?;
                if p.see_any(&[Tok::Assign, Tok::Walrus]) {
                    return None;
                }
                let what = target.kind.name();
                p.raise(
                    format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?"),
                    target.span,
                )
            })
        })
    }

    pub(super) fn expression(&mut self) -> Found {
        self.memo(Rule::Expression, |p| {
            p.wrong(Self::invalid_expression);
            p.wrong(Self::invalid_legacy_expression);
            p.plain_expression()
        })
    }

    fn plain_expression(&mut self) -> Found {
        let start = self.here();
        let conditional = self.alt(|p| {
            p.disjunction()?;
            p.eat(Tok::If)?;
            p.disjunction()?;
            p.eat(Tok::Else)?;
            p.expression()?;
            Some(p.node(Kind::Conditional, start))
        });
        conditional.or_else(|| self.disjunction()).or_else(|| self.lambda())
    }

    /// An expression in which the rules for wrong input take no part.
    fn expression_without_invalid(&mut self) -> Found {
        let invalid = std::mem::replace(&mut self.invalid, false);
        let found = self.alt(Self::plain_expression);
        self.invalid = invalid;
        found
    }

    fn invalid_expression(&mut self) -> Found {
        let _: Found = self.alt(|p| {
            // CPython compares as many letters as the name has, so `c` counts as `case`.
            let text = p.slice(p.here());
            let soft = p.see(Tok::Name) && SOFT.iter().any(|word| word.starts_with(text));
            if soft || p.see(Tok::Name) && matches!(p.tok_at(1), Tok::Str) {
                return None;
            }
            let first = p.disjunction()?;
            let second = p.expression_without_invalid()?;
            let legacy =
                first.kind == Kind::Name && matches!(p.slice(first.span), "print" | "exec");
            if legacy || p.level_before() == 0 {
                return None;
            }
            p.raise("invalid syntax. Perhaps you forgot a comma?", first.span.to(second.span))
        });
        let _: Found = self.alt(|p| {
            let body = p.disjunction()?;
            p.eat(Tok::If)?;
            let test = p.disjunction()?;
            if p.see_any(&[Tok::Else, Tok::Colon]) {
                return None;
            }
            p.raise("expected 'else' after 'if' expression", body.span.to(test.span))
        });
        self.alt(|p| {
            let start = p.eat(Tok::Lambda)?;
            p.maybe(|p| p.parameters(true))?;
            let colon = p.eat(Tok::Colon)?;
            if !p.see_any(&[Tok::FMiddle]) {
                return None;
            }
            let message = "f-string: lambda expressions are not allowed without parentheses";
            p.raise(message, start.to(colon))
        })
    }

    fn invalid_legacy_expression(&mut self) -> Found {
        let name = self.eat(Tok::Name)?;
        let text = self.slice(name);
        if self.see(Tok::LParen) {
            return None;
        }
        let rest = self.star_expressions()?;
        if !matches!(text, "print" | "exec") {
            return None;
        }
        let message = format!("Missing parentheses in call to '{text}'. Did you mean {text}(...)?");
        self.raise(message, name.to(rest.span))
    }

    pub(super) fn yield_expr(&mut self) -> Found {
        let start = self.here();
        let from = self.alt(|p| {
            p.eat(Tok::Yield)?;
            p.eat(Tok::From)?;
            p.expression()?;
            Some(p.node(Kind::Yield, start))
        });
        from.or_else(|| {
            self.alt(|p| {
                p.eat(Tok::Yield)?;
                p.maybe(Self::star_expressions)?;
                Some(p.node(Kind::Yield, start))
            })
        })
    }

    /// The right side of an assignment.
    pub(super) fn assigned(&mut self) -> Found {
        self.alt(Self::yield_expr).or_else(|| self.star_expressions())
    }

    fn chain(&mut self, rule: Rule, op: Tok, below: fn(&mut Self) -> Found) -> Found {
        self.memo(rule, |p| {
            let start = p.here();
            let first = below(p)?;
            let rest = p.many(|p| {
                p.eat(op)?;
                below(p)
            })?;
            if rest.is_empty() { Some(first) } else { Some(p.node(Kind::Operation, start)) }
        })
    }

    pub(super) fn disjunction(&mut self) -> Found {
        self.chain(Rule::Disjunction, Tok::Or, Self::conjunction)
    }

    fn conjunction(&mut self) -> Found {
        self.chain(Rule::Conjunction, Tok::And, Self::inversion)
    }

    fn inversion(&mut self) -> Found {
        self.memo(Rule::Inversion, |p| {
            let start = p.here();
            let not = p.alt(|p| {
                p.eat(Tok::Not)?;
                p.inversion()?;
                Some(p.node(Kind::Operation, start))
            });
            not.or_else(|| p.comparison())
        })
    }

    fn comparison(&mut self) -> Found {
        let start = self.here();
        let left = self.bit_or()?;
        let rest = self.many(|p| {
            let op = p.compare_op()?;
            p.bit_or()?;
            Some(op)
        })?;
        match rest.first() {
            None => Some(left),
            Some(Tok::In) => Some(Node::with(Kind::In, self.since(start), vec![left])),
            Some(_) => Some(self.node(Kind::Compare, start)),
        }
    }

    fn compare_op(&mut self) -> Option<Tok> {
        let op = self.tok();
        match op {
            Tok::EqEq
            | Tok::NotEq
            | Tok::LessEq
            | Tok::Less
            | Tok::GreaterEq
            | Tok::Greater
            | Tok::In => {
                self.eat(op)?;
            }
            Tok::Not => {
                self.eat(Tok::Not)?;
                self.eat(Tok::In)?;
            }
            Tok::Is => {
                self.eat(Tok::Is)?;
                self.maybe(|p| p.eat(Tok::Not))?;
            }
            _ => return None,
        }
        Some(op)
    }

    fn binary(&mut self, rule: Rule, ops: &'static [Tok], below: fn(&mut Self) -> Found) -> Found {
        self.memo(rule, |p| {
            let start = p.here();
            let first = below(p)?;
            let rest = p.many(|p| {
                p.eat_any(ops)?;
                below(p)
            })?;
            if rest.is_empty() { Some(first) } else { Some(p.node(Kind::Operation, start)) }
        })
    }

    pub(super) fn bit_or(&mut self) -> Found {
        self.binary(Rule::BitOr, &[Tok::Bar], Self::bit_xor)
    }

    fn bit_xor(&mut self) -> Found {
        self.binary(Rule::BitXor, &[Tok::Caret], Self::bit_and)
    }

    fn bit_and(&mut self) -> Found {
        self.binary(Rule::BitAnd, &[Tok::Amper], Self::shift)
    }

    fn shift(&mut self) -> Found {
        self.wrong(Self::invalid_arithmetic);
        self.binary(Rule::Shift, &[Tok::LShift, Tok::RShift], Self::sum)
    }

    fn sum(&mut self) -> Found {
        self.binary(Rule::Sum, &[Tok::Plus, Tok::Minus], Self::term)
    }

    fn term(&mut self) -> Found {
        self.wrong::<()>(|p| {
            p.eat_any(&[Tok::Plus, Tok::Minus, Tok::Tilde])?;
            let not = p.eat(Tok::Not)?;
            let operand = p.factor()?;
            p.raise(NOT_AFTER_OPERATOR, not.to(operand.span))
        });
        const OPS: [Tok; 5] = [Tok::Star, Tok::Slash, Tok::DoubleSlash, Tok::Percent, Tok::At];
        self.binary(Rule::Term, &OPS, Self::factor)
    }

    fn invalid_arithmetic(&mut self) -> Option<()> {
        const OPS: [Tok; 7] =
            [Tok::Plus, Tok::Minus, Tok::Star, Tok::Slash, Tok::Percent, Tok::DoubleSlash, Tok::At];
        self.sum()?;
        self.eat_any(&OPS)?;
        let not = self.eat(Tok::Not)?;
        let operand = self.inversion()?;
        self.raise(NOT_AFTER_OPERATOR, not.to(operand.span))
    }

    fn factor(&mut self) -> Found {
        self.memo(Rule::Factor, |p| {
            let start = p.here();
            let signed = p.alt(|p| {
                p.eat_any(&[Tok::Plus, Tok::Minus, Tok::Tilde])?;
                p.factor()?;
                Some(p.node(Kind::Operation, start))
            });
            signed.or_else(|| p.power())
        })
    }

    fn power(&mut self) -> Found {
        let start = self.here();
        let base = self.await_primary()?;
        let raised = self.alt(|p| {
            p.eat(Tok::DoubleStar)?;
            p.factor()
        });
        if raised.is_some() { Some(self.node(Kind::Operation, start)) } else { Some(base) }
    }

    fn await_primary(&mut self) -> Found {
        self.memo(Rule::AwaitPrimary, |p| {
            let start = p.here();
            let awaited = p.alt(|p| {
                p.eat(Tok::Await)?;
                p.primary()?;
                Some(p.node(Kind::Await, start))
            });
            awaited.or_else(|| p.primary())
        })
    }

    pub(super) fn lambda(&mut self) -> Found {
        self.alt(|p| {
            let start = p.eat(Tok::Lambda)?;
            p.maybe(|p| p.parameters(true))?;
            p.eat(Tok::Colon)?;
            p.expression()?;
            Some(p.node(Kind::Lambda, start))
        })
    }
}
