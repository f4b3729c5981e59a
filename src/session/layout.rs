//! Lays out the text of a long value over lines, as `pprint` would, from its repr alone.
//!
//! Working on text means that showing a value can hold no reference to it.

/// Lines shown of a very large value.
const MOST_LINES: usize = 100;
/// Text longer than this is cut before it is laid out.
const MOST_TEXT: usize = 200_000;

/// The repr as it is shown on a terminal `width` columns wide.
pub fn lay_out(repr: &str, width: usize) -> String {
    if repr.chars().count() <= width || repr.contains('\n') {
        return cut(repr);
    }
    if repr.len() > MOST_TEXT {
        return cut_flat(repr, width);
    }
    let Some(piece) = read(repr) else { return cut_flat(repr, width) };
    let mut out = String::with_capacity(repr.len() * 2);
    write(&piece, 0, width, 0, &mut out);
    cut(&out)
}

/// The first lines, and how many were left out.
fn cut(text: &str) -> String {
    let lines = text.split('\n').count();
    if lines <= MOST_LINES {
        return text.to_owned();
    }
    let kept: Vec<&str> = text.split('\n').take(MOST_LINES).collect();
    format!("{}\n… {} more lines; print(_) shows all", kept.join("\n"), lines - MOST_LINES)
}

/// Text without structure, cut after as many characters as fill the lines shown.
fn cut_flat(text: &str, width: usize) -> String {
    let most = width.max(20) * MOST_LINES;
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((at, _)) => {
            let left = text[at..].chars().count();
            format!("{}\n… {left} more characters; print(_) shows all", &text[..at])
        }
    }
}

/// A piece of a repr.
enum Piece<'a> {
    Atom(&'a str),
    /// `open items close`, where `open` may begin with a name: `Counter({`.
    Group {
        open: &'a str,
        items: Vec<Item<'a>>,
        close: &'a str,
    },
}

/// One item: `key: ` or `name=`, and its value.
struct Item<'a> {
    label: &'a str,
    value: Piece<'a>,
}

impl Piece<'_> {
    fn width(&self) -> usize {
        match self {
            Piece::Atom(text) => text.chars().count(),
            Piece::Group { open, items, close } => {
                let inner: usize = items
                    .iter()
                    .map(|item| item.label.chars().count() + item.value.width() + 2)
                    .sum();
                open.chars().count() + close.len() + inner.saturating_sub(2)
            }
        }
    }
}

/// The tree of a repr; `None` where it is no bracketed group.
fn read(text: &str) -> Option<Piece<'_>> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let piece = reader.piece()?;
    (reader.at == text.len() && matches!(piece, Piece::Group { .. })).then_some(piece)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// An atom, or an atom that runs into a group.
    fn piece(&mut self) -> Option<Piece<'a>> {
        let start = self.at;
        self.atom()?;
        match self.peek() {
            Some(b'[' | b'(' | b'{') if self.depth < 100 => self.group(start),
            Some(b'[' | b'(' | b'{') => None,
            _ => Some(Piece::Atom(&self.text[start..self.at])),
        }
    }

    /// Moves past text up to a bracket or a separator of the group around it.
    fn atom(&mut self) -> Option<()> {
        let mut angle = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'\'' | b'"' => self.string(byte)?,
                b'<' => angle += 1,
                b'>' => angle = angle.saturating_sub(1),
                _ if angle > 0 => {}
                b'[' | b'(' | b'{' | b']' | b')' | b'}' | b',' => return Some(()),
                b':' | b'=' if self.depth > 0 => return Some(()),
                _ => {}
            }
            self.at += 1;
        }
        Some(())
    }

    /// Moves to the closing quote of a string.
    fn string(&mut self, quote: u8) -> Option<()> {
        loop {
            self.at += 1;
            match self.peek()? {
                b'\\' => self.at += 1,
                byte if byte == quote => return Some(()),
                _ => {}
            }
        }
    }

    fn group(&mut self, start: usize) -> Option<Piece<'a>> {
        self.at += 1;
        let open = &self.text[start..self.at];
        self.depth += 1;
        let mut items = Vec::new();
        loop {
            if let Some(b']' | b')' | b'}') = self.peek() {
                break;
            }
            items.push(self.item()?);
            match self.peek()? {
                b',' => {
                    self.at += 1;
                    if self.peek() == Some(b' ') {
                        self.at += 1;
                    }
                }
                b']' | b')' | b'}' => break,
                _ => return None,
            }
        }
        self.depth -= 1;
        let close = self.at;
        self.at += 1;
        Some(Piece::Group { open, items, close: &self.text[close..self.at] })
    }

    fn item(&mut self) -> Option<Item<'a>> {
        let start = self.at;
        let value = self.piece()?;
        match self.peek() {
            Some(b':' | b'=') => {
                while let Some(b':' | b'=' | b' ') = self.peek() {
                    self.at += 1;
                }
                let label = &self.text[start..self.at];
                Some(Item { label, value: self.piece()? })
            }
            _ => Some(Item { label: "", value }),
        }
    }
}

/// Writes a piece that begins at `column`; `after` columns follow on its last line.
fn write(piece: &Piece<'_>, column: usize, width: usize, after: usize, out: &mut String) {
    match piece {
        Piece::Atom(text) => out.push_str(text),
        Piece::Group { .. } if column + piece.width() + after <= width => flat(piece, out),
        Piece::Group { open, items, close } => {
            out.push_str(open);
            let inner = column + open.chars().count();
            let fill = items
                .iter()
                .all(|item| item.label.is_empty() && matches!(item.value, Piece::Atom(_)));
            let mut at = inner;
            for (index, item) in items.iter().enumerate() {
                let last = index + 1 == items.len();
                let single_tuple = last && index == 0 && *close == ")" && *open == "(";
                let size = item.label.chars().count() + item.value.width() + 1;
                if index > 0 {
                    if fill && at + 1 + size <= width {
                        out.push(' ');
                        at += 1;
                    } else {
                        out.push('\n');
                        out.extend(std::iter::repeat_n(' ', inner));
                        at = inner;
                    }
                }
                out.push_str(item.label);
                let value_column = at + item.label.chars().count();
                write(&item.value, value_column, width, if last { after + 1 } else { 1 }, out);
                at += size;
                if !last || single_tuple {
                    out.push(',');
                }
            }
            out.push_str(close);
        }
    }
}

fn flat(piece: &Piece<'_>, out: &mut String) {
    match piece {
        Piece::Atom(text) => out.push_str(text),
        Piece::Group { open, items, close } => {
            out.push_str(open);
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                out.push_str(item.label);
                flat(&item.value, out);
            }
            if items.len() == 1 && *open == "(" {
                out.push(',');
            }
            out.push_str(close);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::lay_out;

    #[test]
    fn short_values_stay_on_their_line() {
        assert_eq!(lay_out("[1, 2]", 80), "[1, 2]");
        assert_eq!(lay_out("'a'", 2), "'a'");
    }

    #[test]
    fn dicts_go_over_lines_and_numbers_fill_them() {
        let repr =
            "[{'collections': 233, 'collected': 1661}, {'collections': 21, 'collected': 600}]";
        assert_eq!(
            lay_out(repr, 60),
            "[{'collections': 233, 'collected': 1661},\n {'collections': 21, 'collected': 600}]"
        );
        assert_eq!(lay_out("[10, 20, 30, 40]", 10), "[10, 20,\n 30, 40]");
    }

    #[test]
    fn quotes_and_angles_hide_commas() {
        assert_eq!(lay_out("['a, b', <x, y>, 3]", 10), "['a, b',\n <x, y>,\n 3]");
    }

    #[test]
    fn what_is_no_group_is_left_alone() {
        for odd in ["<object at 0x7f, and more text>", "a(b", "'unfinished, [", "Foo(1) bar"] {
            assert_eq!(lay_out(odd, 3), odd);
        }
    }
}
