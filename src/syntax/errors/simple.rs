//! Simple statements.

use super::node::{Kind, Node, Purpose};
use super::probe::{Probe, Rule};
use crate::lexer::Tok;

type Done = Option<()>;

impl Probe<'_> {
    /// The simple statements of one line.
    pub(super) fn simple_stmts(&mut self) -> Done {
        self.simple_stmt()?;
        self.many(|p| {
            p.eat(Tok::Semi)?;
            p.simple_stmt()
        })?;
        self.maybe(|p| p.eat(Tok::Semi))?;
        self.eat(Tok::Newline).map(drop)
    }

    fn simple_stmt(&mut self) -> Done {
        let found = self.memo(Rule::SimpleStmt, |p| {
            let start = p.here();
            let found = p.alt(Self::assignment).or_else(|| p.alt(Self::type_alias));
            let found = found.or_else(|| p.alt(|p| p.star_expressions().map(drop)));
            found.or_else(|| p.keyword_stmt())?;
            Some(p.node(Kind::Other, start))
        });
        found.map(drop)
    }

    fn keyword_stmt(&mut self) -> Done {
        match self.tok() {
            Tok::Return => {
                self.eat(Tok::Return)?;
                self.maybe(Self::star_expressions)?;
                Some(())
            }
            Tok::Import | Tok::From => self.import(),
            Tok::Raise => self.raise_stmt(),
            Tok::Pass => self.eat(Tok::Pass).map(drop),
            Tok::Del => self.del(),
            Tok::Yield => self.yield_expr().map(drop),
            Tok::Assert => self.assert(),
            Tok::Break => self.eat(Tok::Break).map(drop),
            Tok::Continue => self.eat(Tok::Continue).map(drop),
            Tok::Global | Tok::Nonlocal => {
                self.eat_any(&[Tok::Global, Tok::Nonlocal])?;
                self.list(|p| p.eat(Tok::Name)).map(drop)
            }
            _ => None,
        }
    }

    fn type_alias(&mut self) -> Done {
        self.eat_soft("type")?;
        self.eat(Tok::Name)?;
        self.maybe(Self::type_params)?;
        self.eat(Tok::Assign)?;
        self.expression().map(drop)
    }

    fn raise_stmt(&mut self) -> Done {
        self.eat(Tok::Raise)?;
        self.maybe(|p| {
            p.expression()?;
            p.maybe(|p| {
                p.eat(Tok::From)?;
                p.expression()
            })
        })?;
        Some(())
    }

    fn assert(&mut self) -> Done {
        self.eat(Tok::Assert)?;
        self.expression()?;
        self.maybe(|p| {
            p.eat(Tok::Comma)?;
            p.expression()
        })?;
        Some(())
    }

    fn del(&mut self) -> Done {
        let found = self.alt(|p| {
            p.eat(Tok::Del)?;
            p.del_targets()?;
            p.see_any(&[Tok::Semi, Tok::Newline]).then_some(())
        });
        if found.is_none() {
            self.wrong::<()>(|p| {
                p.eat(Tok::Del)?;
                let targets = p.star_expressions()?;
                p.raise_target(&targets, Purpose::Delete)
            });
        }
        found
    }

    // Imports.

    fn import(&mut self) -> Done {
        self.wrong(Self::invalid_import);
        let plain = self.alt(|p| {
            p.eat(Tok::Import)?;
            p.list(|p| {
                p.dotted_name()?;
                p.maybe(Self::as_name)
            })
            .map(drop)
        });
        plain.or_else(|| self.alt(Self::import_from))
    }

    fn as_name(&mut self) -> Done {
        self.eat(Tok::As)?;
        self.eat(Tok::Name).map(drop)
    }

    fn dotted_name(&mut self) -> Done {
        self.eat(Tok::Name)?;
        self.many(|p| {
            p.eat(Tok::Dot)?;
            p.eat(Tok::Name)
        })?;
        Some(())
    }

    fn invalid_import(&mut self) -> Done {
        let import = self.eat(Tok::Import)?;
        let _: Done = self.alt(|p| {
            p.list(Self::dotted_name)?;
            p.eat(Tok::From)?;
            p.dotted_name()?;
            let import = p.since(import);
            p.raise("Did you mean to use 'from ... import ...' instead?", import)
        });
        self.nothing_imported()
    }

    fn nothing_imported(&mut self) -> Done {
        let end = self.eat(Tok::Newline)?;
        self.raise("Expected one or more names after 'import'", end)
    }

    fn import_from(&mut self) -> Done {
        self.eat(Tok::From)?;
        let dots = self.many(|p| p.eat_any(&[Tok::Dot, Tok::Ellipsis]))?;
        let named = self.maybe(Self::dotted_name)?.is_some();
        if dots.is_empty() && !named {
            return None;
        }
        self.eat(Tok::Import)?;
        self.import_from_targets()
    }

    fn import_from_targets(&mut self) -> Done {
        let bracketed = self.alt(|p| {
            p.eat(Tok::LParen)?;
            p.imported_names()?;
            p.maybe(|p| p.eat(Tok::Comma))?;
            p.eat(Tok::RParen).map(drop)
        });
        let found = bracketed.or_else(|| {
            self.alt(|p| {
                p.imported_names()?;
                (!p.see(Tok::Comma)).then_some(())
            })
        });
        let found = found.or_else(|| self.eat(Tok::Star).map(drop));
        if found.is_none() {
            self.wrong(|p| {
                let _: Done = p.alt(|p| {
                    p.imported_names()?;
                    p.eat(Tok::Comma)?;
                    p.eat(Tok::Newline)?;
                    p.raise_last("trailing comma not allowed without surrounding parentheses")
                });
                p.nothing_imported()
            });
        }
        found
    }

    fn imported_names(&mut self) -> Done {
        self.list(|p| {
            p.eat(Tok::Name)?;
            p.maybe(Self::as_name)
        })
        .map(drop)
    }

    // Assignments.

    fn assignment(&mut self) -> Done {
        let annotated = self.alt(|p| {
            let name = p.alt(|p| {
                p.eat(Tok::Name)?;
                p.eat(Tok::Colon)
            });
            if name.is_none() {
                let bracketed = p.alt(|p| {
                    p.eat(Tok::LParen)?;
                    p.single_target()?;
                    p.eat(Tok::RParen).map(drop)
                });
                bracketed.or_else(|| p.alt(Self::place).map(drop))?;
                p.eat(Tok::Colon)?;
            }
            p.expression()?;
            p.maybe(|p| {
                p.eat(Tok::Assign)?;
                p.assigned()
            })?;
            Some(())
        });
        let plain = annotated.or_else(|| {
            self.alt(|p| {
                p.some(Self::target_and_equals)?;
                p.assigned()?;
                (!p.see(Tok::Assign)).then_some(())
            })
        });
        if plain.is_some() {
            return plain;
        }
        let mut committed = false;
        let augmented = self.alt(|p| {
            p.single_target()?;
            p.aug_op()?;
            committed = true;
            p.assigned().map(drop)
        });
        if augmented.is_none() && !committed {
            self.wrong(Self::invalid_assignment);
        }
        augmented
    }

    fn target_and_equals(&mut self) -> Done {
        self.star_targets()?;
        self.eat(Tok::Assign).map(drop)
    }

    fn aug_op(&mut self) -> Done {
        let tok = self.tok();
        if (Tok::PlusAssign..=Tok::RShiftAssign).contains(&tok) {
            self.eat(tok).map(drop)
        } else {
            None
        }
    }

    fn invalid_assignment(&mut self) -> Done {
        let _: Done = self.alt(|p| {
            let target = p.invalid_annotated()?;
            p.eat(Tok::Colon)?;
            p.expression()?;
            p.raise(
                format!("only single target (not {}) can be annotated", target.kind.name()),
                target.span,
            )
        });
        let _: Done = self.alt(|p| {
            let first = p.star_named_expression()?;
            p.eat(Tok::Comma)?;
            p.many(Self::star_named_expressions)?;
            p.eat(Tok::Colon)?;
            p.expression()?;
            p.raise("only single target (not tuple) can be annotated", first.span)
        });
        let _: Done = self.alt(|p| {
            let target = p.expression()?;
            p.eat(Tok::Colon)?;
            p.expression()?;
            p.raise("illegal target for annotation", target.span)
        });
        let _: Done = self.alt(|p| {
            p.many(Self::target_and_equals)?;
            let target = p.star_expressions()?;
            p.eat(Tok::Assign)?;
            p.raise_target(&target, Purpose::Assign)
        });
        let _: Done = self.alt(|p| {
            p.many(Self::target_and_equals)?;
            let target = p.yield_expr()?;
            p.eat(Tok::Assign)?;
            p.raise("assignment to yield expression not possible", target.span)
        });
        self.alt(|p| {
            let target = p.star_expressions()?;
            p.aug_op()?;
            p.assigned()?;
            let what = target.kind.name();
            p.raise(
                format!("'{what}' is an illegal expression for augmented assignment"),
                target.span,
            )
        })
    }

    fn invalid_annotated(&mut self) -> Option<Node> {
        let display = self.alt(Self::list_display).or_else(|| self.alt(Self::tuple_display));
        display.or_else(|| {
            self.alt(|p| {
                p.eat(Tok::LParen)?;
                let inner = p.invalid_annotated()?;
                p.eat(Tok::RParen)?;
                Some(inner)
            })
        })
    }
}
