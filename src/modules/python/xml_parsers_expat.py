"""XML by events, told to functions that are attributes of the reader."""

from _xml_reader import (COMMENT, DATA, DOCTYPE, END, END_NS, Feed as _Feed, PI, START, START_NS)


class ExpatError(Exception):
    """The text is not XML: code, lineno and offset say where."""

    __module__ = "xml.parsers.expat"


error = ExpatError
EXPAT_VERSION, version_info, native_encoding = "expat_2.6.3", (2, 6, 3), "UTF-8"
_MESSAGES = {
    2: "syntax error", 3: "no element found", 4: "not well-formed (invalid token)",
    5: "unclosed token", 6: "partial character", 7: "mismatched tag", 8: "duplicate attribute",
    9: "junk after document element", 11: "undefined entity", 12: "recursive entity reference",
    14: "reference to invalid character number",
    17: "XML or text declaration not at start of entity", 18: "unknown encoding",
    20: "unclosed CDATA section", 27: "unbound prefix", 28: "must not undeclare prefix",
    30: "XML declaration not well-formed"}


class errors:
    """What may be wrong, by number and by text."""

    messages = _MESSAGES
    codes = {text: code for code, text in _MESSAGES.items()}


def ErrorString(code, /):
    """Returns string error for given number."""
    return _MESSAGES.get(code)


class XMLParserType:
    """Reads XML in pieces and calls what its attributes hold."""

    StartElementHandler = EndElementHandler = CharacterDataHandler = CommentHandler = None
    ProcessingInstructionHandler = StartNamespaceDeclHandler = EndNamespaceDeclHandler = None
    StartDoctypeDeclHandler = EndDoctypeDeclHandler = None
    buffer_text = ordered_attributes = namespace_prefixes = specified_attributes = False
    ErrorCode, ErrorLineNumber, ErrorColumnNumber = 0, 1, 0
    CurrentLineNumber, CurrentColumnNumber = 1, 0

    def __init__(self, separator):
        self._feed, self._separator, self._text = _Feed(), separator, []

    def _name(self, name):
        if name[:1] != "{":
            return name
        uri, _, local = name[1:].rpartition("}")
        return local if self._separator is None else f"{uri}{self._separator}{local}"

    def _flush(self):
        if self._text:
            text, self._text = "".join(self._text), []
            self.CharacterDataHandler(text)

    def Parse(self, data, isfinal=False, /):
        """Parse XML data; isfinal should be true at the end."""
        events, problem = self._feed.take(data, bool(isfinal))
        for kind, first, second in events:
            if kind == DATA:
                if self.CharacterDataHandler:
                    self._text.append(first)
                    if not self.buffer_text:
                        self._flush()
                continue
            self._flush()
            self._tell(kind, first, second)
        if isfinal or problem is not None:
            self._flush()
        if problem is not None:
            made = ExpatError(str(problem))
            made.code = self.ErrorCode = problem.code
            made.lineno, made.offset = problem.position
            self.ErrorLineNumber, self.ErrorColumnNumber = problem.position
            raise made
        return 1

    def _tell(self, kind, first, second):
        if kind == START and self.StartElementHandler:
            pairs = {self._name(key): value for key, value in second.items()}
            if self.ordered_attributes:
                pairs = [word for pair in pairs.items() for word in pair]
            self.StartElementHandler(self._name(first), pairs)
        elif kind == END and self.EndElementHandler:
            self.EndElementHandler(self._name(first))
        elif kind == COMMENT and self.CommentHandler:
            self.CommentHandler(first)
        elif kind == PI and self.ProcessingInstructionHandler:
            self.ProcessingInstructionHandler(first, second)
        elif kind == START_NS and self.StartNamespaceDeclHandler:
            self.StartNamespaceDeclHandler(first or None, second)
        elif kind == END_NS and self.EndNamespaceDeclHandler:
            self.EndNamespaceDeclHandler(first or None)
        elif kind == DOCTYPE:
            if self.StartDoctypeDeclHandler:
                self.StartDoctypeDeclHandler(first, second[1], second[0], 0)
            if self.EndDoctypeDeclHandler:
                self.EndDoctypeDeclHandler()

    def ParseFile(self, file, /):
        """Parse XML data from file-like object."""
        return self.Parse(file.read(), True)


def ParserCreate(encoding=None, namespace_separator=None, intern=None):
    """Return a new XML parser object."""
    return XMLParserType(namespace_separator)
