//! Everything that begins with a parenthesis.

use super::flag;
use super::parse::{Parse, Parser};
use super::tree::Node;
use crate::text::chars::str_isidentifier;
use crate::text::str_repr::repr;

/// More capturing groups than this are refused.
const MOST_GROUPS: usize = 0x3FFF_FFFF;

/// The flag a letter stands for.
fn flag_of(letter: char) -> Option<u32> {
    Some(match letter {
        'i' => flag::IGNORECASE,
        'L' => flag::LOCALE,
        'm' => flag::MULTILINE,
        's' => flag::DOTALL,
        'x' => flag::VERBOSE,
        'a' => flag::ASCII,
        'u' => flag::UNICODE,
        _ => return None,
    })
}

impl Parser<'_> {
    /// A group, whose parenthesis stood at `start` and has been read. `None` for a comment or
    /// flags for all.
    pub(super) fn group(
        &mut self,
        start: usize,
        verbose: bool,
        first: bool,
    ) -> Parse<Option<Node>> {
        if !self.take_if('?') {
            return self.capture(start, None, verbose).map(Some);
        }
        let Some(kind) = self.take() else {
            return Err(self.error("unexpected end of pattern", 0));
        };
        match kind {
            'P' => self.python_group(start, verbose).map(Some),
            ':' => self.plain(start, 0, 0, verbose).map(Some),
            '>' => {
                let node = self.body(start, verbose)?;
                Ok(Some(Node::Atomic(Box::new(node))))
            }
            '#' => {
                while self.peek().is_some() {
                    if self.take() == Some(')') {
                        return Ok(None);
                    }
                }
                Err(self.error_at("missing ), unterminated comment", start))
            }
            '=' | '!' => self.look(start, false, kind == '!', verbose).map(Some),
            '<' => match self.take() {
                None => Err(self.error("unexpected end of pattern", 0)),
                Some(kind @ ('=' | '!')) => self.look(start, true, kind == '!', verbose).map(Some),
                Some(other) => Err(self.error(format!("unknown extension ?<{other}"), 3)),
            },
            '(' => self.condition(start, verbose).map(Some),
            _ if kind == '-' || flag_of(kind).is_some() => {
                self.flagged(start, kind, verbose, first)
            }
            '\\' => {
                let letter = self.take().map_or(String::new(), String::from);
                let shown = format!("\\{letter}");
                Err(self.error(format!("unknown extension ?{shown}"), shown.len() + 1))
            }
            other => Err(self.error(format!("unknown extension ?{other}"), 2)),
        }
    }

    /// What stands before the closing parenthesis.
    fn body(&mut self, start: usize, verbose: bool) -> Parse<Node> {
        let node = self.alternatives(verbose, false)?;
        if self.take_if(')') {
            return Ok(node);
        }
        Err(self.error_at("missing ), unterminated subpattern", start))
    }

    fn capture(&mut self, start: usize, name: Option<String>, verbose: bool) -> Parse<Node> {
        let number = self.widths.len();
        self.widths.push(None);
        if number >= MOST_GROUPS {
            return Err(self.error("too many groups", 0));
        }
        if let Some(name) = name {
            if let Some((_, other)) = self.names.iter().find(|(known, _)| *known == name) {
                let shown = repr(&name);
                let message = format!(
                    "redefinition of group name {shown} as group {number}; was group {other}"
                );
                return Err(self.error(message, name.chars().count() + 1));
            }
            self.names.push((name, number));
        }
        let node = self.body(start, verbose)?;
        self.widths[number] = Some(node.width(&self.known_widths()));
        Ok(Node::Group { number: Some(number), add: 0, remove: 0, node: Box::new(node) })
    }

    fn known_widths(&self) -> Vec<(u32, u32)> {
        self.widths.iter().map(|width| width.unwrap_or((0, u32::MAX))).collect()
    }

    fn plain(&mut self, start: usize, add: u32, remove: u32, verbose: bool) -> Parse<Node> {
        let verbose = (verbose || add & flag::VERBOSE != 0) && remove & flag::VERBOSE == 0;
        let node = self.body(start, verbose)?;
        Ok(Node::Group { number: None, add, remove, node: Box::new(node) })
    }

    /// `(?P<name>…)` and `(?P=name)`.
    fn python_group(&mut self, start: usize, verbose: bool) -> Parse<Node> {
        if self.take_if('<') {
            let name = self.until('>', "group name")?;
            self.check_name(&name)?;
            return self.capture(start, Some(name), verbose);
        }
        if self.take_if('=') {
            let name = self.until(')', "group name")?;
            self.check_name(&name)?;
            let group = self.named(&name)?;
            if self.widths[group].is_none() {
                let back = name.chars().count() + 1;
                return Err(self.error("cannot refer to an open group", back));
            }
            self.check_behind(group)?;
            return Ok(Node::BackReference(group));
        }
        match self.take() {
            None => Err(self.error("unexpected end of pattern", 0)),
            Some(other) => Err(self.error(format!("unknown extension ?P{other}"), 3)),
        }
    }

    fn named(&self, name: &str) -> Parse<usize> {
        match self.names.iter().find(|(known, _)| known == name) {
            Some((_, group)) => Ok(*group),
            None => {
                let message = format!("unknown group name {}", repr(name));
                Err(self.error(message, name.chars().count() + 1))
            }
        }
    }

    fn check_name(&self, name: &str) -> Parse<()> {
        let is_name = str_isidentifier(name) && (!self.is_bytes || name.is_ascii());
        if is_name {
            return Ok(());
        }
        let message = format!("bad character in group name {}", repr(name));
        Err(self.error(message, name.chars().count() + 1))
    }

    /// Refuses a reference inside a lookbehind to a group that it defines.
    pub(super) fn check_behind(&self, group: usize) -> Parse<()> {
        let Some(before) = self.behind_groups else { return Ok(()) };
        if self.widths.get(group).is_some_and(Option::is_none) {
            return Err(self.error("cannot refer to an open group", 0));
        }
        if group >= before {
            let message = "cannot refer to group defined in the same lookbehind subpattern";
            return Err(self.error(message, 0));
        }
        Ok(())
    }

    fn look(&mut self, start: usize, behind: bool, negated: bool, verbose: bool) -> Parse<Node> {
        let outer = self.behind_groups;
        if behind && outer.is_none() {
            self.behind_groups = Some(self.widths.len());
        }
        let node = self.alternatives(verbose, false)?;
        self.behind_groups = outer;
        if !self.take_if(')') {
            return Err(self.error_at("missing ), unterminated subpattern", start));
        }
        if behind {
            let (least, most) = node.width(&self.known_widths());
            if least == u32::MAX {
                let message = "looks too much behind";
                return Err(super::RegexError::Pattern(message.into(), None));
            }
            if least != most {
                let message = "look-behind requires fixed-width pattern";
                return Err(super::RegexError::Pattern(message.into(), None));
            }
        }
        if negated && matches!(&node, Node::Sequence(nodes) if nodes.is_empty()) {
            return Ok(Node::Fail);
        }
        Ok(Node::Look { behind, negated, node: Box::new(node) })
    }

    fn condition(&mut self, start: usize, verbose: bool) -> Parse<Node> {
        let name = self.until(')', "group name")?;
        let back = name.chars().count() + 1;
        let group = if name.bytes().all(|digit| digit.is_ascii_digit()) {
            let group: usize = name.parse().unwrap_or(usize::MAX);
            if group == 0 {
                return Err(self.error("bad group number", back));
            }
            if group >= MOST_GROUPS {
                return Err(self.error(format!("invalid group reference {name}"), back));
            }
            self.conditions.push((group, self.at - back));
            group
        } else {
            self.check_name(&name)?;
            self.named(&name)?
        };
        self.check_behind(group)?;
        let yes = Box::new(self.sequence(verbose, false)?);
        let mut no = None;
        if self.take_if('|') {
            no = Some(Box::new(self.sequence(verbose, false)?));
            if self.peek() == Some('|') {
                let message = "conditional backref with more than two branches";
                return Err(self.error(message, 0));
            }
        }
        if !self.take_if(')') {
            return Err(self.error_at("missing ), unterminated subpattern", start));
        }
        Ok(Node::Condition { group, yes, no })
    }

    /// `(?i)` for all, or `(?i-s:…)` for a group; the first letter has been read.
    fn flagged(
        &mut self,
        start: usize,
        letter: char,
        verbose: bool,
        first: bool,
    ) -> Parse<Option<Node>> {
        let (mut add, mut remove) = (0, 0);
        let mut letter = letter;
        if letter != '-' {
            letter = self.added_flags(letter, &mut add)?;
        }
        if letter == ')' {
            self.flags |= add;
            if !first {
                let message = "global flags not at the start of the expression";
                return Err(self.error_at(message, start));
            }
            return Ok(None);
        }
        if letter == '-' {
            self.removed_flags(&mut remove)?;
        }
        if add & remove != 0 {
            return Err(self.error("bad inline flags: flag turned on and off", 1));
        }
        self.plain(start, add, remove, verbose).map(Some)
    }

    fn added_flags(&mut self, letter: char, add: &mut u32) -> Parse<char> {
        let mut letter = letter;
        loop {
            let flag = flag_of(letter).unwrap_or(0);
            let refused = match (letter, self.is_bytes) {
                ('L', false) => Some("cannot use 'L' flag with a str pattern"),
                ('u', true) => Some("cannot use 'u' flag with a bytes pattern"),
                _ => None,
            };
            if let Some(refused) = refused {
                return Err(self.error(format!("bad inline flags: {refused}"), 0));
            }
            *add |= flag;
            if flag & flag::TYPES != 0 && *add & flag::TYPES != flag {
                let message = "bad inline flags: flags 'a', 'u' and 'L' are incompatible";
                return Err(self.error(message, 0));
            }
            letter = self.flag_letter("missing -, : or )")?;
            if matches!(letter, ')' | '-' | ':') {
                return Ok(letter);
            }
            self.check_flag(letter, "missing -, : or )")?;
        }
    }

    fn removed_flags(&mut self, remove: &mut u32) -> Parse<()> {
        let mut letter = self.flag_letter("missing flag")?;
        self.check_flag(letter, "missing flag")?;
        loop {
            let flag = flag_of(letter).unwrap_or(0);
            if flag & flag::TYPES != 0 {
                let message = "bad inline flags: cannot turn off flags 'a', 'u' and 'L'";
                return Err(self.error(message, 0));
            }
            *remove |= flag;
            letter = self.flag_letter("missing :")?;
            if letter == ':' {
                return Ok(());
            }
            self.check_flag(letter, "missing :")?;
        }
    }

    fn flag_letter(&mut self, missing: &str) -> Parse<char> {
        self.take().ok_or_else(|| self.error(missing, 0))
    }

    fn check_flag(&self, letter: char, missing: &str) -> Parse<()> {
        if flag_of(letter).is_some() {
            return Ok(());
        }
        let message = if letter.is_alphabetic() { "unknown flag" } else { missing };
        Err(self.error(message, 1))
    }
}
