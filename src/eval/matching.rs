//! `match`: patterns bind only when the whole pattern has matched (PEP 634).

use super::node::{Exp, Node, Statement, Stm, Target, attempt};
use super::patterns::{Matcher, Pattern, equals_at_sight};
use super::steps::{resumed_at, stop_at};
use crate::heap::Ref;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Flow, Raised, Value};
use crate::source::Span;

/// `case pattern if guard: body`
pub struct Case {
    pub pattern: Pattern,
    /// Where captures go, by the numbers that patterns use.
    pub targets: Vec<Box<dyn Target>>,
    /// What the guard yields, computed before it.
    pub prepare: Option<Statement>,
    pub guard: Option<Node>,
    pub body: Statement,
    pub span: Span,
}

/// `match subject:` with its cases, which are tried in turn.
pub struct Match {
    pub subject: Node,
    pub cases: Vec<Case>,
    /// The slot of the subject.
    pub slot: u32,
    pub span: Span,
    pub state: u32,
}

impl Stm for Match {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let vm = frame.vm;
        let (first, mut in_guard) = match resumed_at(frame, self.state) {
            Some(resumed) if resumed % 2 == 0 => return self.run_body(frame, resumed / 2),
            Some(resumed) => (resumed / 2, true),
            None => {
                frame.position.set(self.span);
                let subject = attempt!(self.subject.object(frame));
                frame.set_as(self.slot, Role::Subject, subject);
                (0, false)
            }
        };
        for (index, case) in (0..).zip(&self.cases).skip(first as usize) {
            frame.position.set(case.span);
            let matched =
                if std::mem::take(&mut in_guard) { Ok(true) } else { self.try_case(frame, case) };
            let flow = match matched {
                Ok(true) => {
                    if index == self.last_to_look() {
                        frame.set(self.slot, None);
                    }
                    self.check_guard(frame, case)
                }
                Ok(false) => Flow::Continue,
                Err(raised) => Flow::Raise(raised),
            };
            match flow {
                Flow::Next => {
                    frame.set(self.slot, None);
                    return self.run_body(frame, index);
                }
                Flow::Continue => {}
                Flow::Yield => {
                    stop_at(frame, self.state, index * 2 + 1);
                    return Flow::Yield;
                }
                other => {
                    vm.with_pending_saved(|| frame.set(self.slot, None));
                    return other;
                }
            }
        }
        frame.set(self.slot, None);
        Flow::Next
    }
}

impl Match {
    /// The last case that looks at the subject, which goes before its guard; a `case _` after it needs none.
    fn last_to_look(&self) -> u32 {
        let last = self.cases.len() - 1;
        match &self.cases[last].pattern {
            pattern if last > 0 && pattern.is_wildcard() => last as u32 - 1,
            _ => last as u32,
        }
    }

    fn run_body(&self, frame: &Frame<'_>, index: u32) -> Flow {
        let flow = self.cases[index as usize].body.exec(frame);
        if matches!(flow, Flow::Yield) {
            stop_at(frame, self.state, index * 2);
        }
        flow
    }

    /// `Next` where the case is to run, `Continue` where its guard says no.
    fn check_guard(&self, frame: &Frame<'_>, case: &Case) -> Flow {
        if let Some(prepare) = &case.prepare {
            match prepare.exec(frame) {
                Flow::Next => {}
                other => return other,
            }
        }
        match &case.guard {
            Some(guard) if !attempt!(guard.truth(frame)) => Flow::Continue,
            _ => Flow::Next,
        }
    }

    fn try_case(&self, frame: &Frame<'_>, case: &Case) -> Result<bool, Raised> {
        let vm = frame.vm;
        if case.pattern.is_wildcard() {
            return Ok(true);
        }
        if let Pattern::Value(value, _) = &case.pattern
            && let Some(subject) = frame.at_hand(self.slot)
            && let Some(equal) = equals_at_sight(frame, subject, value)
        {
            return Ok(equal);
        }
        let Some(subject) = frame.get(self.slot) else { return Ok(false) };
        // Captures wait on the slot stack until the whole pattern has matched.
        let first = vm.stack.top();
        for _ in &case.targets {
            vm.stack.push_empty(Role::Subject);
        }
        let result = self.match_and_bind(frame, case, subject, first);
        vm.stack.truncate(first);
        result
    }

    fn match_and_bind(
        &self,
        frame: &Frame<'_>,
        case: &Case,
        subject: Ref,
        first: usize,
    ) -> Result<bool, Raised> {
        let vm = frame.vm;
        let matcher = Matcher { frame, captures: first };
        if !matcher.matches(&case.pattern, &subject)? {
            return Ok(false);
        }
        drop(subject);
        for (index, target) in case.targets.iter().enumerate() {
            if let Some(value) = vm.stack.take(first + index) {
                target.assign(frame, Value::Obj(value))?;
            }
        }
        Ok(true)
    }
}
