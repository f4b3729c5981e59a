"""Doctests as cases of unittest."""

import io
import unittest

import doctest


class DocTestCase(unittest.TestCase):
    """The examples of one docstring."""

    def __init__(self, test, optionflags=0, setUp=None, tearDown=None, checker=None):
        super().__init__()
        self._dt_test, self._dt_optionflags, self._dt_checker = test, optionflags, checker
        self._dt_setUp, self._dt_tearDown = setUp, tearDown
        self._dt_globs = dict(test.globs)

    def setUp(self):
        if self._dt_setUp is not None:
            self._dt_setUp(self._dt_test)

    def tearDown(self):
        if self._dt_tearDown is not None:
            self._dt_tearDown(self._dt_test)
        self._dt_test.globs.clear()
        self._dt_test.globs.update(self._dt_globs)

    def runTest(self):
        out = io.StringIO()
        runner = doctest.DocTestRunner(checker=self._dt_checker, verbose=False,
                                       optionflags=self._dt_optionflags)
        runner.DIVIDER = "-" * 70
        results = runner.run(self._dt_test, out=out.write, clear_globs=False)
        if results.failed:
            raise self.failureException(self.format_failure(out.getvalue()))

    def format_failure(self, text):
        test = self._dt_test
        line = "unknown line number" if test.lineno is None else str(test.lineno)
        name = test.name.split(".")[-1]
        return (f"Failed doctest test for {test.name}\n  File \"{test.filename}\", line {line}, "
                f"in {name}\n\n{text}")

    def id(self):
        return self._dt_test.name

    def __repr__(self):
        *modules, name = self._dt_test.name.split(".")
        return f"{name} ({'.'.join(modules)})"

    __str__ = object.__str__

    def shortDescription(self):
        return "Doctest: " + self._dt_test.name


def DocTestSuite(module=None, globs=None, extraglobs=None, test_finder=None, **options):
    """The doctests of a module as a suite of cases."""
    import sys
    if module is None:
        module = sys.modules[sys._getframe(1).f_globals["__name__"]]
    elif isinstance(module, str):
        __import__(module)
        module = sys.modules[module]
    finder = test_finder or doctest.DocTestFinder()
    tests = sorted(finder.find(module, globs=globs, extraglobs=extraglobs), key=lambda test: test.name)
    return unittest.TestSuite(DocTestCase(test, **options) for test in tests if test.examples)


def DocFileTest(path, module_relative=True, package=None, globs=None, parser=None, encoding=None,
                **options):
    """The examples of a text file as a case."""
    with open(path, encoding=encoding or "utf-8") as file:
        text = file.read()
    globs = {"__file__": path, **(globs or {})}
    name = path.rpartition("/")[2]
    test = (parser or doctest.DocTestParser()).get_doctest(text, globs, name, path, 0)
    return DocTestCase(test, **options)


def DocFileSuite(*paths, **options):
    """The examples of text files as a suite."""
    return unittest.TestSuite(DocFileTest(path, **options) for path in paths)
