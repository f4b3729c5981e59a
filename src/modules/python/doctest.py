"""Examples in docstrings, run and compared with what they say they print."""

import builtins as _builtins
import io as _io
import linecache
import pdb
import re as _re
import sys as _sys
import traceback as _traceback
from collections import namedtuple as _namedtuple
from _doctest_examples import (BLANKLINE_MARKER, COMPARISON_FLAGS, DONT_ACCEPT_BLANKLINE,
    DONT_ACCEPT_TRUE_FOR_1, ELLIPSIS, ELLIPSIS_MARKER, FAIL_FAST, IGNORE_EXCEPTION_DETAIL,
    NORMALIZE_WHITESPACE, OPTIONFLAGS_BY_NAME, REPORTING_FLAGS, REPORT_CDIFF, REPORT_NDIFF,
    REPORT_ONLY_FIRST_FAILURE, REPORT_UDIFF, SKIP, DocTest, DocTestParser, Example, OutputChecker,
    _bare_name, _ellipsis_match, _indent, register_optionflag)
from _doctest_finder import DocTestFinder, _normalize_module

__all__ = ["register_optionflag", "testmod", "testfile", "run_docstring_examples", "DocTest",
           "Example", "DocTestParser", "DocTestFinder", "DocTestRunner", "DebugRunner",
           "OutputChecker", "TestResults", "DocTestFailure", "UnexpectedException"]


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


def _display(value):
    """The displayhook of examples: it writes to what stands for sys.stdout."""
    if value is not None:
        print(repr(value))
        _builtins._ = value


class _SpoofOut(_io.StringIO):
    """What examples print to: it all ends in a newline."""

    def getvalue(self):
        text = super().getvalue()
        return text + "\n" if text and not text.endswith("\n") else text

    def truncate(self, size=None):
        self.seek(size)
        super().truncate()


class _OutputRedirectingPdb(pdb.Pdb):
    """A stop in an example: it talks to where the report goes."""

    def __init__(self, out):
        super().__init__()
        self.__out = out

    def reset(self):
        """Nothing is left from an earlier stop."""

    def set_trace(self, frame=None, *, commands=None):
        before, _sys.stdout = _sys.stdout, self.__out
        try:
            super().set_trace(frame or _sys._getframe(1), commands=commands)
        finally:
            _sys.stdout = before


def _extract_future_flags(globs):
    """The flags of those features of __future__ that a namespace has."""
    import __future__
    flags = 0
    for name in __future__.all_feature_names:
        feature = globs.get(name)
        if feature is not None and feature is getattr(__future__, name):
            flags |= feature.compiler_flag
    return flags


_EXAMPLE_FILE = _re.compile(r"<doctest (?P<name>.+)\[(?P<examplenum>\d+)\]>$")


class DocTestRunner:
    """Runs the examples of doctests, and reports."""

    DIVIDER = "*" * 70

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = "-v" in _sys.argv if verbose is None else verbose
        self.optionflags = self.original_optionflags = optionflags
        self.tries = self.failures = self.skips = 0
        self._stats = {}
        self._fakeout = _SpoofOut()

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        """Run the examples in `test`, and display the results."""
        self.test = test
        if compileflags is None:
            compileflags = _extract_future_flags(test.globs)
        stdout, shown, getlines = _sys.stdout, _sys.displayhook, linecache.getlines
        stop = pdb.set_trace
        _sys.stdout, _sys.displayhook = self._fakeout, _display
        self.save_linecache_getlines = getlines
        linecache.getlines = self.__patched_linecache_getlines
        self.debugger = _OutputRedirectingPdb(stdout)
        pdb.set_trace = self.debugger.set_trace
        try:
            return self.__run(test, compileflags, out or stdout.write)
        finally:
            _sys.stdout, _sys.displayhook, linecache.getlines = stdout, shown, getlines
            pdb.set_trace = stop
            if clear_globs:
                test.globs.clear()
                _builtins._ = None

    def __run(self, test, compileflags, out):
        """Runs the examples; sys.stdout is where they print to."""
        failures = tries = skips = 0
        for number, example in enumerate(test.examples):
            flags = self.original_optionflags
            for flag, on in example.options.items():
                flags = flags | flag if on else flags & ~flag
            tries += 1
            if flags & SKIP:
                skips += 1
                continue
            quiet = flags & REPORT_ONLY_FIRST_FAILURE and failures > 0
            if not quiet:
                self.report_start(out, test, example)
            self.optionflags = flags
            passed, got, error = self._try(test, number, compileflags)
            if passed:
                if not quiet:
                    self.report_success(out, test, example, got)
                continue
            if error is not None:
                if not quiet:
                    self.report_unexpected_exception(
                        out, test, example, (type(error), error, error.__traceback__))
            elif not quiet:
                self.report_failure(out, test, example, got)
            failures += 1
            if flags & FAIL_FAST:
                break
        self.optionflags = self.original_optionflags
        self.__record_outcome(test, failures, tries, skips)
        return TestResults(failures, tries, skipped=skips)

    def __record_outcome(self, test, failures, tries, skips):
        """Adds to what is known of a test."""
        self._stats[test.name] = _added(self._stats.get(test.name), (failures, tries, skips))
        self.failures += failures
        self.tries += tries
        self.skips += skips

    def __patched_linecache_getlines(self, filename, module_globals=None):
        """The lines of a file, or of an example that stands in for one."""
        found = _EXAMPLE_FILE.match(filename)
        if found and found["name"] == self.test.name:
            return self.test.examples[int(found["examplenum"])].source.splitlines(keepends=True)
        return self.save_linecache_getlines(filename, module_globals)

    def report_start(self, out, test, example):
        """Report that the test runner is about to process the given example."""
        if self._verbose:
            expected = f"Expecting:\n{_indent(example.want)}" if example.want else \
                "Expecting nothing\n"
            out(f"Trying:\n{_indent(example.source)}{expected}")

    def report_success(self, out, test, example, got):
        """Report that the given example ran successfully."""
        if self._verbose:
            out("ok\n")

    def report_failure(self, out, test, example, got):
        """Report that the given example failed."""
        out(self._failure_header(test, example)
            + self._checker.output_difference(example, got, self.optionflags))

    def report_unexpected_exception(self, out, test, example, exc_info):
        """Report that the given example raised an unexpected exception."""
        kind, error, where = exc_info
        # The frame that runs examples is not the reader's.
        if where is not None and where.tb_frame.f_globals is globals():
            where = where.tb_next
        whole = "".join(_traceback.format_exception(kind, error, where))
        out(self._failure_header(test, example) + "Exception raised:\n" + _indent(whole))

    def _failure_header(self, test, example):
        lines = [self.DIVIDER]
        name = test.name
        if test.filename:
            line = "?" if test.lineno is None else test.lineno + example.lineno + 1
            lines.append(f'File "{test.filename}", line {line}, in {name}')
        else:
            lines.append(f"Line {example.lineno + 1}, in {name}")
        return "\n".join(lines) + f"\nFailed example:\n{_indent(example.source)}"

    def _try(self, test, number, compileflags):
        """Runs one example: whether it passed, what it printed, and what it raised unexpectedly."""
        example, flags, error = test.examples[number], self.optionflags, None
        name = f"<doctest {test.name}[{number}]>"
        try:
            exec(compile(example.source, name, "single", compileflags, True), test.globs)
        except KeyboardInterrupt:
            raise
        except BaseException as raised:
            error = raised
        got = self._fakeout.getvalue()
        self._fakeout.truncate(0)
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
        empty = [name for name, counts in tests if not counts[1]]
        failed = [(name, counts) for name, counts in tests if counts[0]]
        passed = [(name, counts[1]) for name, counts in tests if not counts[0] and counts[1]]
        failures, tries, skips = _added(*self._stats.values(), (0, 0, 0))
        if verbose and empty:
            print(f"{_count(len(empty), 'item')} had no tests:", *empty, sep="\n    ")
        if verbose and passed:
            print(f"{_count(len(passed), 'item')} passed all tests:")
            for name, count in passed:
                print(f" {_count(count, 'test', 3)} in {name}")
        if failed:
            print(self.DIVIDER)
            print(f"{_count(len(failed), 'item')} had failures:")
            for name, (bad, count, _) in failed:
                print(f" {bad:3d} of {count:3d} in {name}")
        if verbose:
            print(f"{_count(tries, 'test')} in {_count(len(tests), 'item')}.")
            print(f"{tries - failures} passed{f' and {failures} failed' if failures else ''}.")
        if failures:
            left = f" and {_count(skips, 'skipped test')}" if skips else ""
            print(f"***Test Failed*** {_count(failures, 'failure')}{left}.")
        elif verbose:
            print("Test passed.")
        return TestResults(failures, tries, skipped=skips)

    def merge(self, other):
        """Add what another runner knows."""
        for name, counts in other._stats.items():
            self._stats[name] = _added(self._stats.get(name), counts)


def _added(*counts):
    """Counts of failures, tries and skips, added up."""
    return tuple(map(sum, zip(*filter(None, counts))))


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


# The runner that knows of all tests of testmod and testfile.
master = None


def _run_all(tests, verbose, optionflags, raise_on_error, report):
    """Runs tests, and remembers what came of them."""
    global master
    kind = DebugRunner if raise_on_error else DocTestRunner
    runner = kind(verbose=verbose, optionflags=optionflags)
    for test in tests:
        runner.run(test)
    if report:
        runner.summarize()
    if master is None:
        master = runner
    else:
        master.merge(runner)
    return TestResults(runner.failures, runner.tries, skipped=runner.skips)


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0,
            extraglobs=None, raise_on_error=False, exclude_empty=False):
    """Test examples in docstrings in functions and classes reachable from module m."""
    if m is None:
        m = _sys.modules.get("__main__")
    if not isinstance(m, type(_sys)):
        raise TypeError("testmod: module required; %r" % (m,))
    finder = DocTestFinder(exclude_empty=exclude_empty)
    tests = finder.find(m, name or m.__name__, globs=globs, extraglobs=extraglobs)
    return _run_all(tests, verbose, optionflags, raise_on_error, report)


def _load_testfile(filename, package, module_relative, encoding):
    """The text of a file, and its whole name."""
    if module_relative:
        filename = _module_relative_path(_normalize_module(package, 3), filename)
    with open(filename, encoding=encoding) as file:
        return file.read(), filename


def _module_relative_path(module, path):
    """The name of a file beside a module."""
    import os
    if not isinstance(module, type(_sys)):
        raise TypeError("Expected a module: %r" % module)
    if path.startswith("/"):
        raise ValueError("Module-relative files may not have absolute paths")
    if getattr(module, "__file__", None):
        base = os.path.split(module.__file__)[0]
    elif module.__name__ == "__main__":
        base = os.path.split(_sys.argv[0])[0] if _sys.argv and _sys.argv[0] != "" else os.curdir
    else:
        raise ValueError(f"Can't resolve paths relative to the module {module!r} (it has no __file__)")
    return os.path.join(base, *path.split("/"))


def testfile(filename, module_relative=True, name=None, package=None, globs=None, verbose=None,
             report=True, optionflags=0, extraglobs=None, raise_on_error=False,
             parser=None, encoding=None):
    """Test examples in the given file."""
    if package and not module_relative:
        raise ValueError("Package may only be specified for module-relative paths.")
    text, filename = _load_testfile(filename, package, module_relative, encoding or "utf-8")
    globs = {"__name__": "__main__", **(globs or {}), **(extraglobs or {})}
    name = name or filename.rpartition("/")[2]
    test = (parser or DocTestParser()).get_doctest(text, globs, name, filename, 0)
    return _run_all([test], verbose, optionflags, raise_on_error, report)


def run_docstring_examples(f, globs, verbose=False, name="NoName", compileflags=None,
                           optionflags=0):
    """Test examples in the given object's docstring, using `globs` as globals."""
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in DocTestFinder(verbose=verbose, recurse=False).find(f, name, globs=globs):
        runner.run(test, compileflags=compileflags)


# Rarely wanted: unittest is read when one of them first is.
_CASES = ("DocTestCase", "DocTestSuite", "DocFileTest", "DocFileSuite")


def __getattr__(name):
    if name not in _CASES:
        raise AttributeError(f"module 'doctest' has no attribute {name!r}")
    import _doctest_cases
    return getattr(_doctest_cases, name)
