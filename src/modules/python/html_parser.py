"""A parser of HTML: what it meets is handed to methods that classes below it write."""

import re
from html import unescape

__all__ = ["HTMLParser"]

_TAG = r"[a-zA-Z][^\t\n\r\f />\x00]*"
_KEY = r"""(?<=['"\s/])[^\s/>][^\s/=>]*"""
_VALUE = r"""'[^']*'|"[^"]*"|(?!['"])[^>\s]*"""
_GAP = r"(?:\s|/(?!>))*"

_NAME = re.compile(_TAG)
_NAME_AND_GAP = re.compile(_TAG + _GAP)
_ATTRIBUTE = re.compile(rf"({_KEY})(\s*=+\s*({_VALUE}))?{_GAP}")
_INSIDE = re.compile(rf"(?:[\s/]*(?:{_KEY}(?:\s*=+\s*(?:{_VALUE})\s*)?{_GAP})*)?\s*")
_END_TAG = re.compile(r"</\s*([a-zA-Z][-.a-zA-Z0-9:_]*)\s*>")
_COMMENT_END = re.compile(r"--\s*>")
_SECTION = re.compile(r"[a-zA-Z][-_.a-zA-Z0-9]*\s*")
_NUMBER = re.compile(r"&#([0-9]+|[xX][0-9a-fA-F]+)(?=[^0-9a-fA-F])")
_ENTITY = re.compile(r"&([a-zA-Z][-.a-zA-Z0-9]*)(?=[^a-zA-Z0-9])")
_WITHIN_REFERENCE = re.compile(r"[\s;]")


class HTMLParser:
    """Find tags and other markup and call the handlers of them."""

    CDATA_CONTENT_ELEMENTS = ("script", "style")

    def __init__(self, *, convert_charrefs=True):
        self.convert_charrefs = convert_charrefs
        self.reset()

    def reset(self):
        """Reset this instance.  Loses all unprocessed data."""
        self.rawdata = ""
        self.lasttag = "???"
        self.lineno, self.offset = 1, 0
        self.cdata_elem = None
        self.__starttag_text = None

    def feed(self, data):
        """Feed data to the parser."""
        self.rawdata += data
        self._go(False)

    def close(self):
        """Handle any buffered data."""
        self._go(True)

    def getpos(self):
        """Return current line number and offset."""
        return self.lineno, self.offset

    def get_starttag_text(self):
        """Return full source of start tag: '<...>'."""
        return self.__starttag_text

    def set_cdata_mode(self, elem):
        self.cdata_elem = elem.lower()

    def clear_cdata_mode(self):
        self.cdata_elem = None

    def updatepos(self, i, j):
        if i < j:
            piece = self.rawdata[i:j]
            lines = piece.count("\n")
            if lines:
                self.lineno += lines
                self.offset = len(piece) - piece.rindex("\n") - 1
            else:
                self.offset += len(piece)
        return j

    def _data(self, piece):
        known = self.convert_charrefs and not self.cdata_elem
        self.handle_data(unescape(piece) if known else piece)

    def _go(self, end):
        text, at = self.rawdata, 0
        while at < len(text):
            stop = self._text_end(at)
            if stop is None:
                break
            if stop > at:
                self._data(text[at:stop])
                at = self.updatepos(at, stop)
                if at == len(text):
                    break
            if text[at] == "&":
                stop = self._reference(at)
            else:
                stop = self._markup(at)
                if stop is None and end and at + 1 < len(text):
                    stop = self._unfinished(at)
            if stop is None:
                break
            at = self.updatepos(at, stop)
        if end and at < len(text) and not self.cdata_elem:
            self._data(text[at:])
            at = self.updatepos(at, len(text))
        self.rawdata = text[at:]

    def _text_end(self, at):
        """Where text without markup ends; `None` if more has to be known first."""
        text = self.rawdata
        if self.cdata_elem:
            found = re.compile(rf"</\s*{self.cdata_elem}\s*>", re.I).search(text, at)
            return found.start() if found else None
        stop = text.find("<", at)
        if not self.convert_charrefs:
            found = [place for place in (stop, text.find("&", at)) if place >= 0]
            return min(found) if found else len(text)
        if stop >= 0:
            return stop
        # A reference may go on in what is fed next.
        near = text.rfind("&", max(at, len(text) - 34))
        return None if near >= 0 and not _WITHIN_REFERENCE.search(text, near) else len(text)

    def _reference(self, at):
        text = self.rawdata
        for pattern, handler in ((_NUMBER, self.handle_charref), (_ENTITY, self.handle_entityref)):
            found = pattern.match(text, at)
            if found:
                handler(found.group(1))
                return found.end() + text.startswith(";", found.end())
        following = text[at + 1:at + 2]
        if following == "#" and ";" in text[at:]:
            self.handle_data("&#")
            return at + 2
        if not following or following == "#" or following.isascii() and following.isalpha():
            return None
        self.handle_data("&")
        return at + 1

    def _markup(self, at):
        """Handle what begins with `<`; return where it ends, `None` if it does not end."""
        text = self.rawdata
        if _NAME.match(text, at + 1):
            return self._start_tag(at)
        if text.startswith("</", at):
            return self._end_tag(at)
        if text.startswith("<!--", at):
            found = _COMMENT_END.search(text, at + 4)
            if found:
                self.handle_comment(text[at + 4:found.start()])
            return found and found.end()
        if text.startswith("<?", at):
            return self._up_to(at + 2, at + 2, self.handle_pi)
        if text.startswith("<![", at):
            return self._section(at)
        if text[at:at + 9].lower() == "<!doctype":
            return self._up_to(at + 2, at + 9, self.handle_decl)
        if text.startswith("<!", at):
            return self._up_to(at + 2, at + 2, self.handle_comment)
        if at + 1 == len(text):
            return None
        self.handle_data("<")
        return at + 1

    def _up_to(self, at, after, handler):
        stop = self.rawdata.find(">", after)
        if stop < 0:
            return None
        handler(self.rawdata[at:stop])
        return stop + 1

    def _section(self, at):
        """Handle what begins with `<![`."""
        text = self.rawdata
        name = _SECTION.match(text, at + 3)
        if name is None and at + 3 < len(text):
            raise AssertionError("expected name token at " + repr(text[at:at + 20]))
        if name is None or name.end() == len(text):
            return None
        kind = name.group().strip().lower()
        if kind in {"temp", "cdata", "ignore", "include", "rcdata"}:
            found = re.compile(r"]\s*]\s*>").search(text, at + 3)
        elif kind in {"if", "else", "endif"}:
            found = re.compile(r"]\s*>").search(text, at + 3)
        else:
            raise AssertionError(f"unknown status keyword {text[at + 3:name.end()]!r} "
                                 "in marked section")
        if found:
            self.unknown_decl(text[at + 3:found.start()])
        return found and found.end()

    def _unfinished(self, at):
        """What markup that never ends is taken for: text up to what may be other markup."""
        text = self.rawdata
        stop = text.find(">", at + 1) + 1
        if not stop:
            stop = text.find("<", at + 1)
            stop = at + 1 if stop < 0 else stop
        self._data(text[at:stop])
        return stop

    def _tag_end(self, at, inside):
        """Where a start tag ends, and `None` if it does not."""
        text = self.rawdata
        stop = _INSIDE.match(text, inside).end()
        following = text[stop:stop + 1]
        if following == ">":
            return stop + 1
        if text.startswith("/>", stop):
            return stop + 2
        if not following or following in "/=" or following.isascii() and following.isalpha():
            return None
        return stop

    def _start_tag(self, at):
        text = self.rawdata
        self.__starttag_text = None
        name = _NAME.match(text, at + 1)
        stop = self._tag_end(at, name.end())
        if stop is None:
            return None
        self.__starttag_text = text[at:stop]
        tag = self.lasttag = name.group().lower()
        attrs, place = [], _NAME_AND_GAP.match(text, at + 1).end()
        while place < stop and (found := _ATTRIBUTE.match(text, place)):
            key, rest, value = found.groups()
            if not rest:
                value = None
            elif value[:1] == value[-1:] and value[:1] in ("'", '"'):
                value = value[1:-1]
            attrs.append((key.lower(), unescape(value) if value else value))
            place = found.end()
        match text[place:stop].strip():
            case "/>":
                self.handle_startendtag(tag, attrs)
            case ">":
                self.handle_starttag(tag, attrs)
                if tag in self.CDATA_CONTENT_ELEMENTS:
                    self.set_cdata_mode(tag)
            case _:
                self.handle_data(text[at:stop])
        return stop

    def _end_tag(self, at):
        text = self.rawdata
        stop = text.find(">", at + 1) + 1
        if not stop:
            return None
        found = _END_TAG.match(text, at)
        tag = found and found.group(1).lower()
        if self.cdata_elem and tag != self.cdata_elem:
            self.handle_data(text[at:stop])
        elif found:
            self.handle_endtag(tag)
            self.clear_cdata_mode()
        elif name := _NAME_AND_GAP.match(text, at + 2):
            self.handle_endtag(_NAME.match(text, at + 2).group().lower())
            return text.find(">", name.end()) + 1
        elif stop > at + 3:
            return self._up_to(at + 2, at + 2, self.handle_comment)
        return stop

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_starttag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        pass

    def handle_charref(self, name):
        pass

    def handle_entityref(self, name):
        pass

    def handle_data(self, data):
        pass

    def handle_comment(self, data):
        pass

    def handle_decl(self, decl):
        pass

    def handle_pi(self, data):
        pass

    def unknown_decl(self, data):
        pass
