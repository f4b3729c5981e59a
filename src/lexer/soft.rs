//! Soft keywords: finds where `match`, `case`, `type` and the parenthesis after `with` act as
//! such, so that the grammar needs one token of lookahead only.

use super::token::{Tok, Token};

/// Rewrites the tokens of `text` that act as soft keywords.
pub(super) fn mark(tokens: &mut [Token], text: &str) {
    // For each open indent: whether a `match` line opened it.
    let mut in_match = vec![false];
    let mut match_line = false;
    let mut starts = true;
    for at in 0..tokens.len() {
        match tokens[at].tok {
            Tok::Indent => in_match.push(std::mem::take(&mut match_line)),
            Tok::Dedent => {
                in_match.pop();
            }
            Tok::Name if starts => {
                let span = tokens[at].span;
                match &text[span.start as usize..span.end as usize] {
                    "match" if is_match(&tokens[at + 1..]) => {
                        tokens[at].tok = Tok::Match;
                        match_line = true;
                    }
                    "case" if in_match.last() == Some(&true) => tokens[at].tok = Tok::Case,
                    "type" if is_name(tokens.get(at + 1)) => tokens[at].tok = Tok::Type,
                    _ => {}
                }
            }
            Tok::With => {
                let open = tokens.get(at + 1).map(|next| next.tok);
                if open == Some(Tok::LParen) && encloses_items(&tokens[at + 1..]) {
                    tokens[at + 1].tok = Tok::WithParen;
                }
            }
            _ => {}
        }
        starts = matches!(
            tokens[at].tok,
            Tok::Newline | Tok::Indent | Tok::Dedent | Tok::StartFile | Tok::Semi | Tok::Colon
        );
        if matches!(tokens[at].tok, Tok::Semi | Tok::Colon) {
            // `match` opens no statement after these; `type` may.
            starts = tokens.get(at + 1).is_some_and(|next| {
                next.tok == Tok::Name
                    && &text[next.span.start as usize..next.span.end as usize] == "type"
            });
        }
    }
}

fn is_name(token: Option<&Token>) -> bool {
    token.is_some_and(|token| token.tok == Tok::Name)
}

/// Whether what follows the name `match` makes it the keyword.
fn is_match(rest: &[Token]) -> bool {
    let Some(next) = rest.first() else { return false };
    match next.tok {
        Tok::Name
        | Tok::Number
        | Tok::Str
        | Tok::FStart
        | Tok::False
        | Tok::None
        | Tok::True
        | Tok::Lambda
        | Tok::Await
        | Tok::Yield
        | Tok::Tilde
        | Tok::Ellipsis
        | Tok::LBrace => true,
        Tok::Not => rest.get(1).is_none_or(|token| token.tok != Tok::In),
        Tok::LParen | Tok::LBracket | Tok::Minus | Tok::Plus | Tok::Star => ends_in_colon(rest),
        _ => false,
    }
}

/// Whether the logical line ends in `:` (brackets cannot hold a NEWLINE, so no depth is needed).
fn ends_in_colon(rest: &[Token]) -> bool {
    let end = rest.iter().position(|token| matches!(token.tok, Tok::Newline | Tok::End));
    end.is_some_and(|end| end > 0 && rest[end - 1].tok == Tok::Colon)
}

/// Whether the parenthesis at the head of `rest` encloses with-items rather than an expression.
fn encloses_items(rest: &[Token]) -> bool {
    let mut depth = 0;
    let mut only_items =
        rest.get(1).is_some_and(|first| !matches!(first.tok, Tok::RParen | Tok::Yield));
    let mut item_start = false;
    for (at, token) in rest.iter().enumerate() {
        match token.tok {
            Tok::LParen | Tok::LBracket | Tok::LBrace | Tok::WithParen => depth += 1,
            Tok::RParen | Tok::RBracket | Tok::RBrace => {
                depth -= 1;
                if depth == 0 {
                    return only_items
                        && rest.get(at + 1).is_some_and(|next| next.tok == Tok::Colon);
                }
            }
            Tok::As if depth == 1 => return true,
            Tok::For | Tok::Walrus if depth == 1 => only_items = false,
            Tok::Star if depth == 1 && item_start => only_items = false,
            Tok::Newline | Tok::End => return false,
            _ => {}
        }
        item_start = depth == 1 && matches!(token.tok, Tok::LParen | Tok::Comma);
    }
    false
}
