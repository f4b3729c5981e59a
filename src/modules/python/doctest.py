"""Examples in docstrings, run and compared with what they say they print."""

import builtins as _builtins
import io as _io
import sys as _sys
import traceback as _traceback
from collections import namedtuple as _namedtuple

__all__ = ["register_optionflag", "testmod", "testfile", "run_docstring_examples", "DocTest",
           "Example", "DocTestParser", "DocTestFinder", "DocTestRunner", "DebugRunner",
           "OutputChecker", "TestResults", "DocTestFailure", "UnexpectedException"]

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


class TestResults(_namedtuple("TestResults", "failed attempted")):
    """How many examples failed, and how many were tried."""

    def __new__(cls, failed, attempted, *, skipped=0):
        self = super().__new__(cls, failed, attempted)
        self.skipped = skipped
        return self

    def __repr__(self):
        skipped = f", skipped={self.skipped}" if self.skipped else ""
        return f"TestResults(failed={self.failed}, attempted={self.attempted}{skipped})"


class DocTestFailure(Exception):
    """An example printed something else than it should."""

    def __init__(self, test, example, got):
        self.test, self.example, self.got = test, example, got


class UnexpectedException(Exception):
    """An example raised what it should not."""

    def __init__(self, test, example, exc_info):
        self.test, self.example, self.exc_info = test, example, exc_info


class Example:
    """A single doctest example: its source and what it should print."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        self.source = source if source.endswith("\n") else source + "\n"
        self.want = want if not want or want.endswith("\n") else want + "\n"
        self.exc_msg, self.lineno, self.indent = exc_msg, lineno, indent
        self.options = options or {}


class DocTest:
    """A collection of examples that run in one namespace."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        self.examples, self.globs, self.name = examples, dict(globs), name
        self.filename, self.lineno, self.docstring = filename, lineno, docstring

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


class DocTestFinder:
    """Finds the docstrings of a module and of what it defines."""

    def __init__(self, verbose=False, parser=None, recurse=True, exclude_empty=True):
        self._parser, self._recurse = parser or DocTestParser(), recurse

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        """Return a list of the DocTests that are defined by the given object's docstring."""
        if name is None:
            name = getattr(obj, "__name__", None)
            if name is None:
                raise ValueError("DocTestFinder.find: name must be given when obj.__name__ doesn't "
                                 "exist: %r" % (type(obj),))
        if module is None:
            module = obj if isinstance(obj, type(_sys)) else _sys.modules.get(
                getattr(obj, "__module__", None))
        if globs is None:
            globs = dict(getattr(module, "__dict__", {}))
        globs = {**globs, **(extraglobs or {})}
        globs.setdefault("__name__", "__main__")
        tests = []
        self._find(tests, obj, name, module, globs, set())
        tests.sort(key=lambda test: (test.name, test.lineno or 0))
        return tests

    def _belongs(self, module, item):
        return module is None or getattr(item, "__module__", None) == module.__name__

    def _find(self, tests, obj, name, module, globs, seen):
        if id(obj) in seen:
            return
        seen.add(id(obj))
        doc = getattr(obj, "__doc__", None)
        if isinstance(doc, str) and ">>>" in doc:
            test = self._parser.get_doctest(doc, globs, name, self._file(module),
                                            self._line(obj, doc, module))
            if test.examples:
                tests.append(test)
        if not self._recurse:
            return
        for child, item in list(getattr(obj, "__dict__", {}).items()) if isinstance(
                obj, (type, type(_sys))) else ():
            if isinstance(item, (staticmethod, classmethod)):
                item = item.__func__
            if isinstance(item, property) or (
                    (isinstance(item, type) or callable(item)) and self._belongs(module, item)):
                self._find(tests, item, f"{name}.{child}", module, globs, seen)
        if isinstance(obj, type(_sys)):
            for child, text in getattr(obj, "__test__", {}).items():
                name_of = f"{name}.__test__.{child}"
                if isinstance(text, str):
                    test = self._parser.get_doctest(text, globs, name_of, self._file(module), None)
                    if test.examples:
                        tests.append(test)
                else:
                    self._find(tests, text, name_of, module, globs, seen)

    def _file(self, module):
        return getattr(module, "__file__", None) or getattr(module, "__name__", None)

    def _line(self, obj, doc, module):
        """The line of the docstring in its file, counted from 0; None where it is not found."""
        if isinstance(obj, property):
            obj = obj.fget
        if not isinstance(obj, (type, type(_sys))) and not hasattr(obj, "__code__"):
            return None
        try:
            with open(self._file(module)) as file:
                lines = file.read().split("\n")
        except (OSError, TypeError):
            return None
        if isinstance(obj, type(_sys)):
            start = 0
        elif isinstance(obj, type):
            heads = [at for at, line in enumerate(lines)
                     if line.lstrip().startswith(f"class {obj.__name__}")]
            start = heads[0] if heads else 0
        else:
            start = obj.__code__.co_firstlineno - 1
        first = doc.split("\n")[0]
        for at in range(start, len(lines)):
            if lines[at].lstrip(" rRuU")[:1] in "\"'" and lines[at].strip() and first in lines[at]:
                return at
        return None


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
        return bool(optionflags & ELLIPSIS) and _matches(want, got)

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
            return f"Differences ({kind}):\n" + _indented("".join(delta))
        if want and got:
            return f"Expected:\n{_indented(want)}Got:\n{_indented(got)}"
        if want:
            return f"Expected:\n{_indented(want)}Got nothing\n"
        return f"Expected nothing\nGot:\n{_indented(got)}" if got else \
            "Expected nothing\nGot nothing\n"


def _escaped(text):
    """The text with an escape for each character that is not ASCII: written so, it is the same."""
    return text.encode("ascii", "backslashreplace").decode("ascii")


def _bare_name(message):
    """The name of the exception a message begins with, without its module."""
    return message.split("\n")[0].split(":")[0].split(".")[-1]


def _indented(text):
    return "".join("    " + line if line.strip() else line for line in text.splitlines(True))


def _matches(want, got):
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


def _display(value):
    """The displayhook of examples: it writes to what stands for sys.stdout."""
    if value is not None:
        print(repr(value))
        _builtins._ = value


class DocTestRunner:
    """Runs the examples of doctests, and reports."""

    DIVIDER = "*" * 70

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = "-v" in _sys.argv if verbose is None else verbose
        self.optionflags = optionflags
        self.tries = self.failures = self.skips = 0
        self._stats = {}

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        """Run the examples in `test`, and display the results."""
        write = out or _sys.stdout.write
        failures = tries = skips = 0
        for example in test.examples:
            flags = self.optionflags
            for flag, on in example.options.items():
                flags = flags | flag if on else flags & ~flag
            tries += 1
            if flags & SKIP:
                skips += 1
                continue
            quiet = flags & REPORT_ONLY_FIRST_FAILURE and failures > 0
            if not quiet:
                self.report_start(write, test, example)
            self._flags = flags
            passed, got, error = self._try(test, example, flags)
            if passed:
                if not quiet:
                    self.report_success(write, test, example, got)
                continue
            if error is not None:
                if not quiet:
                    self.report_unexpected_exception(
                        write, test, example, (type(error), error, error.__traceback__))
            elif not quiet:
                self.report_failure(write, test, example, got)
            failures += 1
            if flags & FAIL_FAST:
                break
        if clear_globs:
            test.globs.clear()
        before = self._stats.get(test.name, (0, 0))
        self._stats[test.name] = failures + before[0], tries + before[1]
        self.failures += failures
        self.tries += tries
        self.skips += skips
        return TestResults(failures, tries, skipped=skips)

    def report_start(self, out, test, example):
        """Report that the test runner is about to process the given example."""
        if self._verbose:
            expected = f"Expecting:\n{_indented(example.want)}" if example.want else \
                "Expecting nothing\n"
            out(f"Trying:\n{_indented(example.source)}{expected}")

    def report_success(self, out, test, example, got):
        """Report that the given example ran successfully."""
        if self._verbose:
            out("ok\n")

    def report_failure(self, out, test, example, got):
        """Report that the given example failed."""
        out(self._failure_header(test, example)
            + self._checker.output_difference(example, got, self._flags))

    def report_unexpected_exception(self, out, test, example, exc_info):
        """Report that the given example raised an unexpected exception."""
        kind, error, where = exc_info
        # The frame that runs examples is not the reader's.
        if where is not None and where.tb_frame.f_globals is globals():
            where = where.tb_next
        whole = "".join(_traceback.format_exception(kind, error, where))
        out(self._failure_header(test, example) + "Exception raised:\n" + _indented(whole))

    def _failure_header(self, test, example):
        lines = [self.DIVIDER]
        name = test.name
        if test.filename:
            line = "?" if test.lineno is None else test.lineno + example.lineno + 1
            lines.append(f'File "{test.filename}", line {line}, in {name}')
        else:
            lines.append(f"Line {example.lineno + 1}, in {name}")
        return "\n".join(lines) + f"\nFailed example:\n{_indented(example.source)}"

    def _try(self, test, example, flags):
        """Runs one example: whether it passed, what it printed, and what it raised unexpectedly."""
        before, _sys.stdout = _sys.stdout, _io.StringIO()
        shown, _sys.displayhook = _sys.displayhook, _display
        error = None
        name = f"<doctest {test.name}[{test.examples.index(example)}]>"
        try:
            exec(compile(example.source, name, "single"), test.globs)
        except KeyboardInterrupt:
            raise
        except BaseException as raised:
            error = raised
        finally:
            got = _sys.stdout.getvalue()
            _sys.stdout, _sys.displayhook = before, shown
        if got and not got.endswith("\n"):
            got += "\n"
        check = self._checker.check_output
        if error is None:
            return check(example.want, got, flags), got, None
        parts = _traceback.format_exception_only(type(error), error)
        if isinstance(error, SyntaxError):
            kind = type(error)
            starts = f"{kind.__qualname__}:", f"{kind.__module__}.{kind.__qualname__}:"
            while parts and not parts[0].startswith(starts):
                parts.pop(0)
        text = "".join(parts)
        if example.exc_msg is None:
            return False, got, error
        whole = got + "Traceback (most recent call last):\n    ...\n" + text
        passed = check(example.exc_msg, text, flags)
        if not passed and flags & IGNORE_EXCEPTION_DETAIL:
            passed = check(_bare_name(example.exc_msg), _bare_name(text), flags)
        return passed, whole, None

    def summarize(self, verbose=None):
        """Print a summary of all the test cases that have been run by this DocTestRunner."""
        verbose = self._verbose if verbose is None else verbose
        tests = sorted(self._stats.items())
        failed = [(name, counts) for name, counts in tests if counts[0]]
        passed = [(name, counts[1]) for name, counts in tests if not counts[0] and counts[1]]
        if verbose and passed:
            print(f"{_count(len(passed), 'item')} passed all tests:")
            for name, count in passed:
                print(f" {_count(count, 'test', 3)} in {name}")
        if failed:
            print(self.DIVIDER)
            print(f"{_count(len(failed), 'item')} had failures:")
            for name, (failures, tries) in failed:
                print(f" {failures:3d} of {tries:3d} in {name}")
        if verbose:
            print(f"{_count(self.tries, 'test')} in {_count(len(tests), 'item')}.")
            print(f"{self.tries - self.failures} passed" + (
                f" and {self.failures} failed." if self.failures else "."))
        if self.failures:
            print(f"***Test Failed*** {_count(self.failures, 'failure')}.")
        elif verbose:
            print("Test passed.")
        return TestResults(self.failures, self.tries, skipped=self.skips)


class DebugRunner(DocTestRunner):
    """Runs the examples of doctests, and raises an exception at the first failure."""

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        result = super().run(test, compileflags, out, False)
        if clear_globs:
            test.globs.clear()
        return result

    def report_unexpected_exception(self, out, test, example, exc_info):
        raise UnexpectedException(test, example, exc_info)

    def report_failure(self, out, test, example, got):
        raise DocTestFailure(test, example, got)


def _count(number, word, width=0):
    return f"{number:{width}d} {word}{'' if number == 1 else 's'}"


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0,
            extraglobs=None, raise_on_error=False, exclude_empty=False):
    """Test examples in docstrings in functions and classes reachable from module m."""
    if m is None:
        m = _sys.modules["__main__"]
    if not isinstance(m, type(_sys)):
        raise TypeError("testmod: module required; %r" % (m,))
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in DocTestFinder().find(m, name or m.__name__, globs=globs, extraglobs=extraglobs):
        runner.run(test)
    if report:
        runner.summarize()
    return TestResults(runner.failures, runner.tries, skipped=runner.skips)


def testfile(filename, module_relative=True, name=None, package=None, globs=None, verbose=None,
             report=True, optionflags=0, extraglobs=None, raise_on_error=False,
             parser=None, encoding=None):
    """Test examples in the given file."""
    with open(filename, encoding=encoding or "utf-8") as file:
        text = file.read()
    globs = {"__name__": "__main__", **(globs or {}), **(extraglobs or {})}
    name = name or filename.rpartition("/")[2]
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    runner.run((parser or DocTestParser()).get_doctest(text, globs, name, filename, 0))
    if report:
        runner.summarize()
    return TestResults(runner.failures, runner.tries, skipped=runner.skips)


def run_docstring_examples(f, globs, verbose=False, name="NoName", compileflags=None,
                           optionflags=0):
    """Test examples in the given object's docstring, using `globs` as globals."""
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in DocTestFinder(recurse=False).find(f, name, globs=globs):
        runner.run(test)


# Rarely wanted: unittest is read when one of them first is.
_CASES = ("DocTestCase", "DocTestSuite", "DocFileTest", "DocFileSuite")


def __getattr__(name):
    if name not in _CASES:
        raise AttributeError(f"module 'doctest' has no attribute {name!r}")
    import _doctest_cases
    return getattr(_doctest_cases, name)
