"""Takes XML text apart, for xml.etree.ElementTree."""

import re as _re

_NAME = r"(?![\d.-])[^\s<>&/=\"'?!\[\](){}#%;,*+$@^`~|\\]+"
_TAG = _re.compile(rf"<(?P<close>/)?(?P<name>{_NAME})(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
_ATTRIBUTE = _re.compile(rf"\s+({_NAME})\s*=\s*(\"[^\"<]*\"|'[^'<]*')")
_PLAIN = _re.compile(r"([\w.-]+)=\"([^\"<&\n\t\r]*)\"(?:\s+|$)")
_REFERENCE = _re.compile(r"&(#x[0-9A-Fa-f]+|#\d+|[\w.:-]+);|&")
_KNOWN = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_XML = "http://www.w3.org/XML/1998/namespace"


class ParseError(SyntaxError):
    """The text is not XML: where and why."""

    __module__ = "xml.etree.ElementTree"


_CODES = {"syntax error": 2, "no element found": 3, "not well-formed (invalid token)": 4,
          "unclosed token": 5, "mismatched tag": 7, "duplicate attribute": 8,
          "junk after document element": 9, "undefined entity": 11, "unbound prefix": 27}


class _Reader:
    def __init__(self, text):
        self.text, self.at, self.entities = text, 0, {}
        # Each open element: its name as written, its tag, the prefixes it binds.
        self.open, self.scopes = [], [{"xml": _XML}]
        # Names without a prefix that have been found in a tag.
        self.names = set()

    def fail(self, why, at):
        """Raise for a place in the text."""
        before = self.text[:at]
        line, column = before.count("\n") + 1, at - (before.rfind("\n") + 1)
        error = ParseError(f"{why}: line {line}, column {column}")
        error.code, error.position = _CODES[why], (line, column)
        raise error

    def events(self):
        text, seen = self.text, False
        if not text.strip():
            self.fail("no element found", len(text))
        while self.at < len(text):
            at = self.at
            if text[at] != "<":
                end = text.find("<", at)
                end = len(text) if end < 0 else end
                if self.open:
                    yield "data", self.unescaped(text[at:end], at)
                elif text[at:end].strip():
                    where = at + len(text[at:end]) - len(text[at:end].lstrip())
                    self.fail("junk after document element" if seen else "syntax error", where)
                self.at = end
            elif (event := self.plain_tag()) is not None:
                yield event
                if event[0] == "start" and text[self.at - 2] == "/":
                    yield from self.closed()
            elif text.startswith("<!--", at):
                yield "comment", self.until("-->", 4)
            elif text.startswith("<![CDATA[", at) and self.open:
                yield "data", self.until("]]>", 9)
            elif text.startswith("<?", at):
                target, _, rest = self.until("?>", 2).partition(" ")
                if target != "xml":
                    yield "pi", target, rest.strip() or None
            elif text.startswith("<!DOCTYPE", at):
                self.doctype()
            else:
                if seen and not self.open:
                    self.fail("junk after document element", at)
                seen = True
                yield from self.tag()
        if self.open or not seen:
            self.fail("no element found", len(text))

    def until(self, end, skipped):
        """What stands up to an end."""
        stop = self.text.find(end, self.at + skipped)
        if stop < 0:
            self.fail("unclosed token", self.at)
        inside, self.at = self.text[self.at + skipped:stop], stop + len(end)
        return inside

    def doctype(self):
        """Past the declaration of the document; entities in it are kept."""
        depth, at = 0, self.at
        while at < len(self.text):
            c = self.text[at]
            if c in "\"'":
                at = self.text.find(c, at + 1)
                if at < 0:
                    break
            depth += (c in "[<") - (c in "]>")
            at += 1
            if depth == 0:
                inside, self.at = self.text[self.at:at], at
                for name, value in _re.findall(r"<!ENTITY\s+([\w.:-]+)\s+[\"']([^\"']*)[\"']\s*>", inside):
                    self.entities[name] = value
                return
        self.fail("unclosed token", self.at)

    def unescaped(self, text, at):
        """Text with its references replaced."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if "&" not in text:
            return text

        def value(found):
            name = found.group(1)
            if name is None:
                self.fail("not well-formed (invalid token)", at + found.end())
            if name[0] == "#":
                return chr(int(name[2:], 16) if name[1] == "x" else int(name[1:]))
            if name in _KNOWN:
                return _KNOWN[name]
            if name in self.entities:
                return self.unescaped(self.entities[name], at)
            self.fail("undefined entity", at + found.start())
        return _REFERENCE.sub(value, text)

    def tag(self):
        """The event, or events, of one tag."""
        found = _TAG.match(self.text, self.at)
        if not found:
            self.broken_tag()
        at, self.at = self.at, found.end()
        name, rest = found["name"], found["rest"]
        if found["close"]:
            if not self.open or self.open[-1][0] != name:
                self.fail("mismatched tag", at + 2)
            yield from self.closed()
            return
        empty = rest.endswith("/")
        attributes, bound = self.attributes(rest[:-1] if empty else rest, found.start("rest"))
        self.scopes.append({**self.scopes[-1], **bound} if bound else self.scopes[-1])
        for prefix, uri in bound.items():
            yield "start_ns", prefix, uri
        tag = self.full(name, at, True)
        made = {self.full(key, at, False): value for key, value in attributes.items()}
        self.open.append((name, tag, list(bound)))
        if ":" not in name:
            self.names.add(name)
        yield "start", tag, made
        if empty:
            yield from self.closed()

    def plain_tag(self):
        """The event of a tag such as there was one before, with plain attributes; None of another."""
        text, at = self.text, self.at
        end = text.find(">", at)
        name, _, rest = text[at + 1:end].partition(" ")
        if name[:1] == "/":
            if not self.open or self.open[-1][0] != name[1:] or rest or self.open[-1][2]:
                return None
            self.at = end + 1
            self.scopes.pop()
            return "end", self.open.pop()[1]
        if rest:
            rest = rest.removesuffix("/")
        else:
            name = name.removesuffix("/")
        if name not in self.names or not self.open or end < 0:
            return None
        made, place = {}, 0
        while place < len(rest):
            found = _PLAIN.match(rest, place)
            if found is None or found[1] in made or found[1] == "xmlns" or found[1][0] in "-.0123456789":
                return None
            made[found[1]] = found[2]
            place = found.end()
        self.at = end + 1
        scope = self.scopes[-1]
        tag = f"{{{scope['']}}}{name}" if scope.get("") else name
        self.scopes.append(scope)
        self.open.append((name, tag, ()))
        return "start", tag, made

    def closed(self):
        _, tag, bound = self.open.pop()
        self.scopes.pop()
        yield "end", tag
        for prefix in reversed(bound):
            yield "end_ns", None

    def attributes(self, text, at):
        """Attributes, and the prefixes that are bound among them."""
        given, bound, place = {}, {}, 0
        while text[place:].strip():
            found = _ATTRIBUTE.match(text, place)
            if not found:
                name = _re.compile(rf"\s*{_NAME}(\s*=\s*)?").match(text, place)
                spaces = len(text[place:]) - len(text[place:].lstrip())
                self.fail("not well-formed (invalid token)", at + (name.end() if name else place + spaces))
            name, value = found.group(1), self.unescaped(found.group(2)[1:-1], at + found.start(2) + 1)
            value = value.replace("\n", " ").replace("\t", " ")
            if name == "xmlns" or name.startswith("xmlns:"):
                bound[name[6:]] = value
            elif name in given:
                self.fail("duplicate attribute", at + found.start(1))
            else:
                given[name] = value
            place = found.end()
        return given, bound

    def full(self, name, at, is_tag):
        """A name with its namespace instead of its prefix."""
        prefix, colon, rest = name.partition(":")
        if not colon:
            uri = self.scopes[-1].get("") if is_tag else None
            return f"{{{uri}}}{name}" if uri else name
        if prefix not in self.scopes[-1]:
            self.fail("unbound prefix", at)
        return f"{{{self.scopes[-1][prefix]}}}{rest}"

    def broken_tag(self):
        """Say what is wrong with a tag that is none."""
        started = _re.compile(rf"</?{_NAME}").match(self.text, self.at)
        if not started:
            self.fail("not well-formed (invalid token)", self.at + 1)
        at = started.end()
        while at < len(self.text):
            found = _ATTRIBUTE.match(self.text, at)
            if not found:
                break
            at = found.end()
        rest = self.text[at:]
        at += len(rest) - len(rest.lstrip())
        if at >= len(self.text):
            self.fail("unclosed token", self.at)
        name = _re.compile(rf"{_NAME}(\s*=\s*)?").match(self.text, at)
        self.fail("not well-formed (invalid token)", name.end() if name else at)


def read_events(text):
    """What a text holds, in order: starts, ends, data, comments, instructions, namespaces."""
    if isinstance(text, (bytes, bytearray)):
        declared = _re.match(rb"<\?xml[^>]*encoding=[\"']([\w.-]+)", text)
        text = bytes(text).decode(declared.group(1).decode() if declared else "utf-8-sig")
    elif not isinstance(text, str):
        raise TypeError(f"a bytes-like object is required, not '{type(text).__name__}'")
    return _Reader(text.removeprefix("\ufeff")).events()
