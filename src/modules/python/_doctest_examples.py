"""The examples of docstrings: how they are read, and how what they print is compared, for doctest."""

import re as _re

# What is defined here belongs to doctest.
__name__ = "doctest"

OPTIONFLAGS_BY_NAME = {}


def register_optionflag(name):
    return OPTIONFLAGS_BY_NAME.setdefault(name, 1 << len(OPTIONFLAGS_BY_NAME))


(DONT_ACCEPT_TRUE_FOR_1, DONT_ACCEPT_BLANKLINE, NORMALIZE_WHITESPACE, ELLIPSIS, SKIP,
 IGNORE_EXCEPTION_DETAIL, REPORT_UDIFF, REPORT_CDIFF, REPORT_NDIFF, REPORT_ONLY_FIRST_FAILURE,
 FAIL_FAST) = map(register_optionflag, (
     "DONT_ACCEPT_TRUE_FOR_1", "DONT_ACCEPT_BLANKLINE", "NORMALIZE_WHITESPACE", "ELLIPSIS",
     "SKIP", "IGNORE_EXCEPTION_DETAIL", "REPORT_UDIFF", "REPORT_CDIFF", "REPORT_NDIFF",
     "REPORT_ONLY_FIRST_FAILURE", "FAIL_FAST"))
COMPARISON_FLAGS = (DONT_ACCEPT_TRUE_FOR_1 | DONT_ACCEPT_BLANKLINE | NORMALIZE_WHITESPACE | ELLIPSIS
                    | SKIP | IGNORE_EXCEPTION_DETAIL)
REPORTING_FLAGS = (REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF | REPORT_ONLY_FIRST_FAILURE
                   | FAIL_FAST)
BLANKLINE_MARKER = "<BLANKLINE>"
ELLIPSIS_MARKER = "..."


class Example:
    """A single doctest example: its source and what it should print."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        self.source = source if source.endswith("\n") else source + "\n"
        self.want = want if not want or want.endswith("\n") else want + "\n"
        self.exc_msg, self.lineno, self.indent = exc_msg, lineno, indent
        if exc_msg is not None and not exc_msg.endswith("\n"):
            self.exc_msg += "\n"
        self.options = options or {}

    def _key(self):
        return (self.source, self.want, self.lineno, self.indent, self.exc_msg)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._key() == other._key() and self.options == other.options

    def __hash__(self):
        return hash(self._key())


class DocTest:
    """A collection of examples that run in one namespace."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        self.examples, self.globs, self.name = examples, dict(globs), name
        self.filename, self.lineno, self.docstring = filename, lineno, docstring

    def _key(self):
        return (self.docstring, self.name, self.filename, self.lineno)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return (self.examples, self.globs, *self._key()) == (other.examples, other.globs, *other._key())

    def __hash__(self):
        return hash(self._key())

    def __lt__(self, other):
        if not isinstance(other, DocTest):
            return NotImplemented
        return self._place() < other._place()

    def _place(self):
        return (self.name, self.filename or "", -1 if self.lineno is None else self.lineno, id(self))

    def __repr__(self):
        count = len(self.examples)
        what = "no examples" if not count else "1 example" if count == 1 else f"{count} examples"
        return f"<{type(self).__name__} {self.name} from {self.filename}:{self.lineno} ({what})>"


class DocTestParser:
    """Finds the examples of a text."""

    def parse(self, string, name="<string>"):
        """The examples of a text with what stands before, between and after them."""
        lines, _ = self._lines(string)
        output, at = [], 0
        for example in self.get_examples(string, name):
            output += ["".join(text + "\n" for text in lines[at:example.lineno]), example]
            at = example.lineno + example.source.count("\n") + example.want.count("\n")
        return [*output, "\n".join(lines[at:])]

    def get_doctest(self, string, globs, name, filename, lineno):
        return DocTest(self.get_examples(string, name), globs, name, filename, lineno, string)

    def get_examples(self, string, name="<string>"):
        """The examples of a text, each with its line, counted from 0."""
        lines, shift = self._lines(string)
        found, at = [], 0
        while at < len(lines):
            text = lines[at].lstrip(" ")
            indent = len(lines[at]) - len(text)
            if not text.startswith(">>>"):
                at += 1
                continue
            start, at = at, at + 1
            while at < len(lines) and lines[at].lstrip(" ").startswith("..."):
                at += 1
            source = [self._cut(lines[i], indent, i, name) for i in range(start, at)]
            for i in range(start + 1, at):
                self._check(lines[i], " " * indent + ".", i, name)
            want = []
            while at < len(lines) and lines[at].strip() and not lines[at].lstrip().startswith(
                    ">>>"):
                self._check(lines[at], " " * indent, at, name)
                want.append(lines[at][indent:])
                at += 1
            found.append(self._example(source, want, start, indent + shift))
        return [example for example in found if example.source.strip() and not
                all(line.lstrip().startswith("#") for line in example.source.strip().split("\n"))]

    def _lines(self, string):
        """The lines of a text without the blanks that all begin with, and how many these are."""
        lines = string.expandtabs().split("\n")
        shift = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
        return [line[shift:] for line in lines], shift

    def _check(self, line, prefix, at, name):
        if line and not line.startswith(prefix):
            raise ValueError(f"line {at + 1} of the docstring for {name} has inconsistent "
                             f"leading whitespace: {line!r}")

    def _cut(self, line, indent, at, name):
        if len(line) > indent + 3 and line[indent + 3] != " ":
            raise ValueError(f"line {at + 1} of the docstring for {name} lacks blank after "
                             f"{line[indent:indent + 3]}: {line!r}")
        return line[indent + 4:]

    def _example(self, source, want, line, indent):
        options = {}
        for text in source:
            _, mark, names = text.replace("#doctest:", "# doctest:").partition("# doctest:")
            for word in names.replace(",", " ").split() if mark else ():
                if word[1:] not in OPTIONFLAGS_BY_NAME:
                    raise ValueError(f"line {line + 1} of the doctest has an invalid option: "
                                     f"{word!r}")
                options[OPTIONFLAGS_BY_NAME[word[1:]]] = word[0] == "+"
        message = None
        if want and want[0].rstrip() in ("Traceback (most recent call last):",
                                         "Traceback (innermost last):"):
            rest = [text for text in want[1:] if text[:1] == "_" or text[:1].isalnum()]
            if rest:
                message = "\n".join(want[want.index(rest[0]):]) + "\n"
        text = "\n".join(want)
        return Example("\n".join(source), text + "\n" if want else "", message, line, indent,
                       options)


class OutputChecker:
    """Compares what an example printed with what it should have."""

    def check_output(self, want, got, optionflags):
        """Return True iff the actual output matches the expected output."""
        want, got = _escaped(want), _escaped(got)
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1:
            if (got, want) in (("True\n", "1\n"), ("False\n", "0\n")):
                return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            want = "\n".join("" if line.strip() == BLANKLINE_MARKER else line
                             for line in want.split("\n"))
            got = "\n".join(line if line.strip() else "" for line in got.split("\n"))
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:
            got, want = " ".join(got.split()), " ".join(want.split())
            if got == want:
                return True
        return bool(optionflags & ELLIPSIS) and _ellipsis_match(want, got)

    def output_difference(self, example, got, optionflags):
        """Return a string describing the differences."""
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            got = "\n".join(line if line.strip() else BLANKLINE_MARKER
                            for line in got.split("\n")[:-1]) + "\n" if got else got
        flags = REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF
        if optionflags & flags and want.count("\n") > 2 and got.count("\n") > 2:
            import difflib
            lines = want.splitlines(True), got.splitlines(True)
            if optionflags & REPORT_NDIFF:
                kind, delta = "ndiff with -expected +actual", difflib.ndiff(*lines)
            elif optionflags & REPORT_UDIFF:
                kind, delta = "unified diff with -expected +actual", list(
                    difflib.unified_diff(*lines, n=2))[2:]
            else:
                kind, delta = "context diff with expected followed by actual", list(
                    difflib.context_diff(*lines, n=2))[2:]
            return f"Differences ({kind}):\n" + _indent("".join(delta))
        if want and got:
            return f"Expected:\n{_indent(want)}Got:\n{_indent(got)}"
        if want:
            return f"Expected:\n{_indent(want)}Got nothing\n"
        return f"Expected nothing\nGot:\n{_indent(got)}" if got else \
            "Expected nothing\nGot nothing\n"


def _escaped(text):
    """The text with an escape for each character that is not ASCII: written so, it is the same."""
    return text.encode("ascii", "backslashreplace").decode("ascii")


def _bare_name(message):
    """The name of the exception a message begins with, without its module."""
    return message.split("\n")[0].split(":")[0].split(".")[-1]


def _indent(s, indent=4):
    """The text with blanks before each line that is not empty."""
    return _re.sub("(?m)^(?!$)", indent * " ", s)


def _ellipsis_match(want, got):
    """Whether a text with ... for anything describes another."""
    first, *rest = want.split(ELLIPSIS_MARKER)
    if not rest:
        return want == got
    last = rest.pop()
    if not got.startswith(first) or len(got) < len(first) + len(last) or not got.endswith(last):
        return False
    at, end = len(first), len(got) - len(last)
    for piece in rest:
        at = got.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True
