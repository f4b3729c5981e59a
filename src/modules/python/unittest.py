"""Tests as methods of classes, their running and their report."""

import sys as _sys
from _unittest_case import (
    FunctionTestCase, SkipTest, TestCase, addModuleCleanup, enterModuleContext, expectedFailure,
    skip, skipIf, skipUnless)
from _unittest_result import TestResult, TextTestResult, TextTestRunner
from _unittest_suite import (
    TestLoader, TestSuite, defaultTestLoader)

__all__ = [
    "TestResult", "TestCase", "TestSuite", "TextTestRunner", "TestLoader", "FunctionTestCase",
    "main", "defaultTestLoader", "SkipTest", "skip", "skipIf", "skipUnless", "expectedFailure",
    "TextTestResult", "addModuleCleanup", "enterModuleContext", "IsolatedAsyncioTestCase", "TestProgram",
]

__unittest = True
__path__ = []


def __getattr__(name):
    if name == "IsolatedAsyncioTestCase":
        from _unittest_async import IsolatedAsyncioTestCase
        globals()[name] = IsolatedAsyncioTestCase
        return IsolatedAsyncioTestCase
    if name in ("case", "loader", "result", "runner", "suite"):
        import importlib
        return importlib.import_module("unittest." + name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class TestProgram:
    """A command-line program that runs a set of tests; this is primarily for making test modules
conveniently executable."""

    def __init__(self, module="__main__", defaultTest=None, argv=None, testRunner=None,
                 testLoader=defaultTestLoader, exit=True, verbosity=1, failfast=None,
                 catchbreak=None, buffer=None, warnings=None, *, tb_locals=False,
                 durations=None):
        self.module = module
        if isinstance(module, str):
            __import__(module)
            self.module = _sys.modules[module]
        self.exit, self.verbosity, self.failfast = exit, verbosity, bool(failfast)
        self.testRunner, self.testLoader = testRunner, testLoader
        # Tests show the warnings that programs keep to themselves.
        self.warnings = "default" if warnings is None and not _sys.warnoptions else warnings
        names = self._read(list(_sys.argv if argv is None else argv))
        if not names and defaultTest is not None:
            names = [defaultTest] if isinstance(defaultTest, str) else list(defaultTest)
        if self.module is None and (not names or names[0] == "discover"):
            self.test = self._discovered(names[1:])
        elif names:
            self.test = testLoader.loadTestsFromNames(names, self.module)
        else:
            self.test = testLoader.loadTestsFromModule(self.module)
        self.runTests()

    def _discovered(self, words):
        start, pattern, top = [*words, *(".", "test*.py", None)[len(words):]][:3]
        wanted = self.wanted
        return self.testLoader.discover(wanted.get("-s", start), wanted.get("-p", pattern),
                                        wanted.get("-t", top))

    def _read(self, argv):
        names = []
        self.wanted = {}
        words = iter(argv[1:])
        for word in words:
            if word in ("-v", "--verbose"):
                self.verbosity = 2
            elif word in ("-q", "--quiet"):
                self.verbosity = 0
            elif word in ("-f", "--failfast"):
                self.failfast = True
            elif word in ("-s", "-p", "-t"):
                self.wanted[word] = next(words, None)
            elif word == "-k":
                pattern = next(words, "")
                self.testLoader.testNamePatterns = [
                    pattern if "*" in pattern else f"*{pattern}*"]
            elif not word.startswith("-"):
                names.append(word)
        return names

    def runTests(self):
        runner = self.testRunner or TextTestRunner
        if isinstance(runner, type):
            runner = runner(verbosity=self.verbosity, failfast=self.failfast,
                            warnings=self.warnings)
        self.result = runner.run(self.test)
        if self.exit:
            if self.result.testsRun == 0 and not self.result.skipped:
                _sys.exit(5)
            _sys.exit(0 if self.result.wasSuccessful() else 1)


main = TestProgram
