"""A parser of HTML: what it meets is handed to methods that classes below it write.

Programs put patterns of their own in place of those here, and methods of their own in place of
those that parse: a method that parses is told where its piece begins, and returns where it ends, or
-1 if it does not.
"""

import re
from _markupbase import ParserBase
from html import unescape

__all__ = ["HTMLParser"]

_TAG = r"[a-zA-Z][^\t\n\r\f />\x00]*"
_KEY = r"""(?<=['"\s/])[^\s/>][^\s/=>]*"""
_VALUE = r"""'[^']*'|"[^"]*"|(?!['"])[^>\s]*"""
_GAP = r"(?:\s|/(?!>))*"

interesting_normal = re.compile("[&<]")
incomplete = re.compile("&[a-zA-Z#]")
entityref = re.compile("&([a-zA-Z][-.a-zA-Z0-9]*)[^a-zA-Z0-9]")
charref = re.compile("&#(?:[0-9]+|[xX][0-9a-fA-F]+)[^0-9a-fA-F]")
starttagopen = re.compile("<[a-zA-Z]")
piclose = re.compile(">")
commentclose = re.compile(r"--\s*>")
tagfind_tolerant = re.compile(f"({_TAG}){_GAP}")
attrfind_tolerant = re.compile(rf"({_KEY})(\s*=+\s*({_VALUE}))?{_GAP}")
locatestarttagend_tolerant = re.compile(
    rf"<{_TAG}(?:[\s/]*(?:{_KEY}(?:\s*=+\s*(?:{_VALUE})\s*)?{_GAP})*)?\s*")
endendtag = re.compile(">")
endtagfind = re.compile(r"</\s*([a-zA-Z][-.a-zA-Z0-9:_]*)\s*>")
_within_reference = re.compile(r"[\s;]")


class HTMLParser(ParserBase):
    """Find tags and other markup and call the handlers of them."""

    CDATA_CONTENT_ELEMENTS = ("script", "style")

    def __init__(self, *, convert_charrefs=True):
        super().__init__()
        self.convert_charrefs = convert_charrefs
        self.reset()

    def reset(self):
        """Reset this instance.  Loses all unprocessed data."""
        self.rawdata = ""
        self.lasttag = "???"
        self.interesting = interesting_normal
        self.cdata_elem = None
        super().reset()

    def feed(self, data):
        """Feed data to the parser."""
        self.rawdata += data
        self.goahead(0)

    def close(self):
        """Handle any buffered data."""
        self.goahead(1)

    __starttag_text = None

    def get_starttag_text(self):
        """Return full source of start tag: '<...>'."""
        return self.__starttag_text

    def set_cdata_mode(self, elem):
        self.cdata_elem = elem.lower()
        self.interesting = re.compile(rf"</\s*{self.cdata_elem}\s*>", re.I)

    def clear_cdata_mode(self):
        self.interesting = interesting_normal
        self.cdata_elem = None

    def _data(self, piece):
        known = self.convert_charrefs and not self.cdata_elem
        self.handle_data(unescape(piece) if known else piece)

    def goahead(self, end):
        """Handle what is there as far as it can be handled; at the end, all of it."""
        text, at = self.rawdata, 0
        size = len(text)
        while at < size:
            stop = self._text_end(at)
            if stop is None:
                break
            if stop > at:
                self._data(text[at:stop])
            at = self.updatepos(at, stop)
            if at == size:
                break
            if text[at] == "<":
                stop = self._markup(at)
                if stop is None or stop < 0 and not end:
                    break
                if stop < 0:
                    stop = self._unfinished(at)
            else:
                stop, goes_on = self._reference(at, end)
                if not goes_on:
                    at = self.updatepos(at, stop)
                    break
            at = self.updatepos(at, stop)
        if end and at < size and not self.cdata_elem:
            self._data(text[at:])
            at = self.updatepos(at, size)
        self.rawdata = text[at:]

    def _text_end(self, at):
        """Where text without markup ends; `None` if more has to be known first."""
        text = self.rawdata
        if not self.convert_charrefs or self.cdata_elem:
            found = self.interesting.search(text, at)
            if found:
                return found.start()
            return None if self.cdata_elem else len(text)
        stop = text.find("<", at)
        if stop >= 0:
            return stop
        # A reference may go on in what is fed next.
        near = text.rfind("&", max(at, len(text) - 34))
        return None if near >= 0 and not _within_reference.search(text, near) else len(text)

    def _reference(self, at, end):
        """Handle what begins with `&`; where it ends, and whether more can be handled."""
        text = self.rawdata
        numbered = text.startswith("&#", at)
        found = (charref if numbered else entityref).match(text, at)
        if found:
            if numbered:
                self.handle_charref(found.group()[2:-1])
            else:
                self.handle_entityref(found.group(1))
            return found.end() - (not text.startswith(";", found.end() - 1)), True
        if numbered:
            if ";" not in text[at:]:
                return at, False
            self.handle_data("&#")
            return at + 2, False
        begun = incomplete.match(text, at)
        if begun:
            return at + bool(end and begun.group() == text[at:]), False
        if at + 1 == len(text):
            return at, False
        self.handle_data("&")
        return at + 1, True

    def _markup(self, at):
        """Handle what begins with `<`; return where it ends, -1 if it does not end, and `None` for
        a last `<`."""
        text = self.rawdata
        if starttagopen.match(text, at):
            return self.parse_starttag(at)
        if text.startswith("</", at):
            return self.parse_endtag(at)
        if text.startswith("<!--", at):
            return self.parse_comment(at)
        if text.startswith("<?", at):
            return self.parse_pi(at)
        if text.startswith("<!", at):
            return self.parse_html_declaration(at)
        if at + 1 == len(text):
            return None
        self.handle_data("<")
        return at + 1

    def _unfinished(self, at):
        """What markup that never ends is taken for: text up to what may be other markup."""
        text = self.rawdata
        stop = text.find(">", at + 1) + 1
        if not stop:
            stop = text.find("<", at + 1)
            stop = at + 1 if stop < 0 else stop
        self._data(text[at:stop])
        return stop

    def parse_html_declaration(self, i):
        """Handle what begins with `<!`."""
        text = self.rawdata
        assert text.startswith("<!", i), "unexpected call to parse_html_declaration()"
        if text.startswith("<!--", i):
            return self.parse_comment(i)
        if text.startswith("<![", i):
            return self.parse_marked_section(i)
        if text[i:i + 9].lower() != "<!doctype":
            return self.parse_bogus_comment(i)
        stop = text.find(">", i + 9)
        if stop < 0:
            return -1
        self.handle_decl(text[i + 2:stop])
        return stop + 1

    def parse_bogus_comment(self, i, report=1):
        """Handle what is taken for a comment: other markup in `<!...>` or `</...>`."""
        text = self.rawdata
        assert text[i:i + 2] in ("<!", "</"), "unexpected call to parse_comment()"
        stop = text.find(">", i + 2)
        if stop < 0:
            return -1
        if report:
            self.handle_comment(text[i + 2:stop])
        return stop + 1

    def parse_pi(self, i):
        """Handle what begins with `<?`."""
        assert self.rawdata.startswith("<?", i), "unexpected call to parse_pi()"
        found = piclose.search(self.rawdata, i + 2)
        if not found:
            return -1
        self.handle_pi(self.rawdata[i + 2:found.start()])
        return found.end()

    def parse_starttag(self, i):
        """Handle a start tag."""
        self.__starttag_text = None
        stop = self.check_for_whole_start_tag(i)
        if stop < 0:
            return stop
        text = self.rawdata
        self.__starttag_text = text[i:stop]
        name = tagfind_tolerant.match(text, i + 1)
        assert name, "unexpected call to parse_starttag()"
        tag = self.lasttag = name.group(1).lower()
        attrs, place = [], name.end()
        while place < stop and (found := attrfind_tolerant.match(text, place)):
            key, rest, value = found.group(1, 2, 3)
            if not rest:
                value = None
            elif value[:1] == value[-1:] and value[:1] in ("'", '"'):
                value = value[1:-1]
            attrs.append((key.lower(), unescape(value) if value else value))
            place = found.end()
        closing = text[place:stop].strip()
        if closing not in (">", "/>"):
            self.handle_data(text[i:stop])
        elif closing == "/>":
            self.handle_startendtag(tag, attrs)
        else:
            self.handle_starttag(tag, attrs)
            if tag in self.CDATA_CONTENT_ELEMENTS:
                self.set_cdata_mode(tag)
        return stop

    def check_for_whole_start_tag(self, i):
        """Where a start tag ends."""
        text = self.rawdata
        found = locatestarttagend_tolerant.match(text, i)
        assert found, "we should not get here!"
        stop = found.end()
        following = text[stop:stop + 1]
        if following == ">":
            return stop + 1
        if text.startswith("/>", stop):
            return stop + 2
        if not following or following in "/=" or following.isascii() and following.isalpha():
            return -1
        return max(stop, i + 1)

    def parse_endtag(self, i):
        """Handle what begins with `</`."""
        text = self.rawdata
        assert text.startswith("</", i), "unexpected call to parse_endtag"
        closing = endendtag.search(text, i + 1)
        if not closing:
            return -1
        stop, found = closing.end(), endtagfind.match(text, i)
        tag = found and found.group(1).lower()
        if self.cdata_elem is not None and tag != self.cdata_elem:
            self.handle_data(text[i:stop])
        elif found:
            self.handle_endtag(tag)
            self.clear_cdata_mode()
        elif name := tagfind_tolerant.match(text, i + 2):
            stop = text.find(">", name.end()) + 1
            self.handle_endtag(name.group(1).lower())
        elif not text.startswith("</>", i):
            return self.parse_bogus_comment(i)
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
