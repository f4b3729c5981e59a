"""What parsers of markup have in common: places in the text, and what begins with `<!`."""

import re as _re

_name = _re.compile(r"[a-zA-Z][-_.a-zA-Z0-9]*\s*")
_quoted = _re.compile(r"""('[^']*'|"[^"]*")\s*""")
_commentclose = _re.compile(r"--\s*>")
_section_ends = {**dict.fromkeys(("temp", "cdata", "ignore", "include", "rcdata"),
                                 _re.compile(r"]\s*]\s*>")),
                 **dict.fromkeys(("if", "else", "endif"), _re.compile(r"]\s*>"))}


class ParserBase:
    """Knows the place in the text, and reads comments, declarations and marked sections."""

    def __init__(self):
        if type(self) is ParserBase:
            raise RuntimeError("_markupbase.ParserBase must be subclassed")

    def reset(self):
        """Begin anew."""
        self.lineno, self.offset = 1, 0

    def getpos(self):
        """Return current line number and offset."""
        return self.lineno, self.offset

    def updatepos(self, i, j):
        """Count the lines of a piece of the text."""
        if i < j:
            lines = self.rawdata.count("\n", i, j)
            if lines:
                self.lineno += lines
                self.offset = j - self.rawdata.rindex("\n", i, j) - 1
            else:
                self.offset += j - i
        return j

    def parse_comment(self, i, report=1):
        """Handle a comment."""
        text = self.rawdata
        if not text.startswith("<!--", i):
            raise AssertionError("unexpected call to parse_comment()")
        found = _commentclose.search(text, i + 4)
        if not found:
            return -1
        if report:
            self.handle_comment(text[i + 4:found.start()])
        return found.end()

    def parse_marked_section(self, i, report=1):
        """Handle what begins with `<![`."""
        text = self.rawdata
        assert text.startswith("<![", i), "unexpected call to parse_marked_section()"
        kind, after = self._scan_name(i + 3, i)
        if after < 0:
            return after
        if kind not in _section_ends:
            raise AssertionError(f"unknown status keyword {text[i + 3:after]!r} in marked section")
        found = _section_ends[kind].search(text, i + 3)
        if not found:
            return -1
        if report:
            self.unknown_decl(text[i + 3:found.start()])
        return found.end()

    def parse_declaration(self, i):
        """Handle what begins with `<!`: names and quoted texts up to a `>`."""
        text, at = self.rawdata, i + 2
        assert text.startswith("<!", i), "unexpected call to parse_declaration"
        following = text[at:at + 1]
        if following == ">":
            return at + 1
        # Comments are for parse_comment.
        if following in ("-", ""):
            return -1
        if following == "[":
            return self.parse_marked_section(i)
        kind, at = self._scan_name(at, i)
        while 0 <= at < len(text):
            letter = text[at]
            if letter == ">":
                handle = self.handle_decl if kind == "doctype" else self.unknown_decl
                handle(text[i + 2:at])
                return at + 1
            if letter in "\"'":
                found = _quoted.match(text, at)
                if not found:
                    return -1
                at = found.end()
            elif letter.isascii() and letter.isalpha():
                at = self._scan_name(at, i)[1]
            elif letter == "[" and kind == "doctype":
                at = self._subset_end(at)
            elif letter == "[" and kind in ("attlist", "linktype", "link", "element"):
                raise AssertionError(f"unsupported '[' char in {kind} declaration")
            elif letter == "[":
                raise AssertionError("unexpected '[' char in declaration")
            else:
                raise AssertionError(f"unexpected {letter!r} char in declaration")
        return -1

    def _subset_end(self, at):
        """Where the declarations within a document type, and the blanks after them, end."""
        found = _re.compile(r"""(?:[^]'"]|'[^']*'|"[^"]*")*]\s*""").match(self.rawdata, at)
        return found.end() if found else -1

    def _scan_name(self, i, declstartpos):
        """A name in lower case, and where it ends; `None` and -1 at the end of the text."""
        text = self.rawdata
        if i == len(text):
            return None, -1
        found = _name.match(text, i)
        if not found:
            self.updatepos(declstartpos, i)
            raise AssertionError("expected name token at " + repr(text[declstartpos:declstartpos + 20]))
        if found.end() == len(text):
            return None, -1
        return found.group().strip().lower(), found.end()

    def unknown_decl(self, data):
        """What is done with declarations of no known kind: nothing."""
