//! The hint while a call is typed: which parameters are still to come.

use super::run::Session;
use super::wanted::{open_text, owner_before};
use crate::lexer::{TokenClass, tokens_for_highlight};

/// A call whose closing parenthesis is not typed yet.
#[derive(Debug, Default, PartialEq, Eq)]
struct OpenCall<'a> {
    callee: Vec<&'a str>,
    /// Arguments without a name, the one that is being typed included.
    positional: usize,
    named: Vec<&'a str>,
    /// Whether something of the current argument is typed.
    begun: bool,
    spread: bool,
}

impl Session {
    /// What is still to come of the call in which `text` ends, as it would be typed: `b=…, *args)`.
    pub fn signature_hint(&self, text: &str) -> Option<String> {
        if open_text(text.rsplit('\n').next().unwrap_or(text)).is_some() {
            return None;
        }
        let call = open_call(text)?;
        let signature = self.engine().signature(&call.callee)?;
        let rest = remaining(&signature, &call);
        let gap = match (call.begun, rest.is_empty()) {
            (_, true) => "",
            (true, false) => ", ",
            (false, false) if text.ends_with(',') => " ",
            (false, false) => "",
        };
        Some(format!("{gap}{rest})"))
    }

    /// `name=` for each parameter that the call in which `text` ends could still be given by name.
    pub(super) fn keywords_of_call(&self, text: &str) -> Vec<String> {
        let Some(call) = open_call(text) else { return Vec::new() };
        let Some(signature) = self.engine().signature(&call.callee) else { return Vec::new() };
        // The one that is being typed is not given yet.
        let given = call.positional.saturating_sub(usize::from(call.begun));
        let rest = remaining(&signature, &OpenCall { positional: given, ..call });
        let parameters = split(&rest);
        let first =
            parameters.iter().position(|&parameter| parameter == "/").map_or(0, |at| at + 1);
        let named = parameters[first..].iter().filter(|parameter| !parameter.starts_with('*'));
        named.map(|parameter| parameter.split('=').next().unwrap_or("").to_owned() + "=").collect()
    }
}

/// The call around the end of `text`.
fn open_call(text: &str) -> Option<OpenCall<'_>> {
    let mut open: Vec<OpenCall<'_>> = Vec::new();
    let mut last = "";
    for (span, class) in tokens_for_highlight(text) {
        let piece = &text[span.start as usize..span.end as usize];
        match piece {
            "(" | "[" | "{" if class == TokenClass::Operator => {
                begin_argument(&mut open);
                let callee = owner_before(&text[..span.end as usize], '(')
                    .filter(|callee| !follows_def(&text[..span.start as usize], callee));
                open.push(OpenCall { callee: callee.unwrap_or_default(), ..OpenCall::default() });
            }
            ")" | "]" | "}" if class == TokenClass::Operator => {
                open.pop();
            }
            "," => {
                if let Some(call) = open.last_mut() {
                    call.begun = false;
                }
            }
            "=" => {
                if let Some(call) = open.last_mut() {
                    call.positional = call.positional.saturating_sub(1);
                    call.named.push(last);
                }
            }
            "*" | "**" if open.last().is_some_and(|call| !call.begun) => {
                begin_argument(&mut open);
                if let Some(call) = open.last_mut() {
                    call.spread = true;
                }
            }
            _ if class == TokenClass::Comment => {}
            _ => begin_argument(&mut open),
        }
        last = piece;
    }
    open.pop().filter(|call| !call.callee.is_empty() && !call.spread)
}

fn begin_argument(open: &mut [OpenCall<'_>]) {
    if let Some(call) = open.last_mut().filter(|call| !call.begun) {
        call.begun = true;
        call.positional += 1;
    }
}

/// Whether a name is being defined, not called.
fn follows_def(before: &str, callee: &[&str]) -> bool {
    let Some(name) = callee.first() else { return false };
    let head = before.trim_end().strip_suffix(name).unwrap_or("").trim_end();
    callee.len() == 1 && (head.ends_with("def") || head.ends_with("class"))
}

/// The parameters of a signature that a call has not given yet.
fn remaining(signature: &str, call: &OpenCall<'_>) -> String {
    let inner = signature.trim_start_matches('(');
    let inner = inner.split(") ->").next().unwrap_or(inner);
    let mut given = call.positional;
    let mut rest = Vec::new();
    for parameter in split(inner.strip_suffix(')').unwrap_or(inner)) {
        let name = parameter.split(['=', ':']).next().unwrap_or("").trim();
        if parameter == "/" {
            // It says how those before it are given; once they are, it says nothing.
            if !rest.is_empty() {
                rest.push(parameter);
            }
        } else if parameter.starts_with('*') {
            given = 0;
            rest.push(parameter);
        } else if given > 0 {
            given -= 1;
        } else if !call.named.contains(&name) {
            rest.push(parameter);
        }
    }
    if rest.last() == Some(&"*") {
        rest.pop();
    }
    rest.join(", ")
}

/// The parameters between commas that are not inside brackets or quotes.
fn split(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0usize, None);
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                pieces.push(text[start..at].trim());
                start = at + 1;
            }
            (None, _) => {}
        }
    }
    pieces.push(text[start..].trim());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(signature: &str, text: &str) -> Option<String> {
        open_call(text).map(|call| remaining(signature, &call))
    }

    #[test]
    fn parameters_go_as_they_are_given() {
        let signature = "(a, b=1, *args, sep=', ', **rest)";
        assert_eq!(hint(signature, "f(").unwrap(), "a, b=1, *args, sep=', ', **rest");
        assert_eq!(hint(signature, "f(g(1, 2)").unwrap(), "b=1, *args, sep=', ', **rest");
        assert_eq!(hint(signature, "f(1, 2, 3, ").unwrap(), "*args, sep=', ', **rest");
        assert_eq!(hint(signature, "f(1, sep='', ").unwrap(), "b=1, *args, **rest");
        assert_eq!(hint("(object, /)", "x = a.append(").unwrap(), "object, /");
        assert_eq!(hint("(object, /)", "a.append(b").unwrap(), "");
    }

    #[test]
    fn no_call_no_hint() {
        for text in ["f(1)", "(1, ", "f([1, ", "def f(a, ", "x = [", "f(*a, ", ""] {
            assert_eq!(hint("(a, b)", text), None, "{text}");
        }
    }
}
