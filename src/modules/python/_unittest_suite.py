"""Suites of tests, and how they are found, for unittest."""

import functools as _functools
import sys as _sys
from _unittest_case import TestCase, run_module_cleanups, SkipTest

__unittest = True


class TestSuite:
    """A test suite is a composite test consisting of a number of TestCases."""

    __module__ = "unittest.suite"

    def __init__(self, tests=()):
        self._tests = []
        self.addTests(tests)

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__qualname__} tests={list(self)}>"

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, TestSuite) else NotImplemented

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return sum(test.countTestCases() for test in self if test)

    def addTest(self, test):
        if not callable(test):
            raise TypeError(f"{test!r} is not callable")
        if isinstance(test, type) and issubclass(test, (TestCase, TestSuite)):
            raise TypeError("TestCases and TestSuites must be instantiated before passing them to "
                            "addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def run(self, result, debug=False):
        """Runs the tests; those of one class stand between its setUpClass and tearDownClass."""
        outermost = getattr(result, "_suite_class", None) is None
        if outermost:
            result._suite_class = [None, None, False]
        state = result._suite_class
        for test in self:
            if result.shouldStop:
                break
            if isinstance(test, TestSuite):
                test.run(result, debug)
                continue
            self._enter(test, result, state)
            if state[2]:
                continue
            test.debug() if debug else test(result)
        if outermost:
            self._leave_class(state, result)
            self._leave_module(state, result)
            result._suite_class = None
        return result

    def debug(self):
        from _unittest_result import TestResult
        self.run(TestResult(), True)

    def _enter(self, test, result, state):
        kind = type(test)
        if kind is state[0]:
            return
        self._leave_class(state, result)
        module = _sys.modules.get(kind.__module__)
        if module is not state[1]:
            self._leave_module(state, result)
            state[1] = module
            state[2] = not self._fixture(result, getattr(module, "setUpModule", None),
                                         f"setUpModule ({kind.__module__})")
            if state[2]:
                return
        state[0] = kind
        if getattr(kind, "__unittest_skip__", False):
            state[2] = False
            return
        name = f"setUpClass ({kind.__module__}.{kind.__qualname__})"
        state[2] = not self._fixture(result, getattr(kind, "setUpClass", None), name)
        if state[2]:
            kind.doClassCleanups()

    def _leave_class(self, state, result):
        kind, failed = state[0], state[2]
        state[0] = None
        if kind is None or failed or getattr(kind, "__unittest_skip__", False):
            return
        name = f"tearDownClass ({kind.__module__}.{kind.__qualname__})"
        self._fixture(result, getattr(kind, "tearDownClass", None), name)
        self._fixture(result, kind.doClassCleanups, name)

    def _leave_module(self, state, result):
        module = state[1]
        state[1] = None
        if module is not None:
            name = f"tearDownModule ({module.__name__})"
            self._fixture(result, getattr(module, "tearDownModule", None), name)
            self._fixture(result, run_module_cleanups, name)

    def _fixture(self, result, function, name):
        """Runs a fixture; whether it went well."""
        if function is None:
            return True
        try:
            function()
        except SkipTest as skipped:
            result.addSkip(_Holder(name), str(skipped))
            return False
        except Exception:
            result.addError(_Holder(name), _sys.exc_info())
            return False
        return True


class _Holder:
    """Stands for a fixture that failed, in the place of a test."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __str__(self):
        return self.description

    def countTestCases(self):
        return 0


class TestLoader:
    """This class is responsible for loading tests according to various criteria."""

    __module__ = "unittest.loader"
    testMethodPrefix = "test"
    testNamePatterns = None
    suiteClass = TestSuite

    @staticmethod
    def sortTestMethodsUsing(a, b):
        return (a > b) - (a < b)

    def __init__(self):
        self.errors = []

    def getTestCaseNames(self, testCaseClass):
        """Return a sorted sequence of method names found within testCaseClass."""
        names = [name for name in dir(testCaseClass)
                 if name.startswith(self.testMethodPrefix)
                 and callable(getattr(testCaseClass, name))
                 and self._is_wanted(testCaseClass, name)]
        if self.sortTestMethodsUsing:
            names.sort(key=_functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    def _is_wanted(self, kind, name):
        if self.testNamePatterns is None:
            return True
        from fnmatch import fnmatchcase
        full = f"{kind.__module__}.{kind.__qualname__}.{name}"
        return any(fnmatchcase(full, pattern) for pattern in self.testNamePatterns)

    def loadTestsFromTestCase(self, testCaseClass):
        if issubclass(testCaseClass, TestSuite):
            raise TypeError("Test cases should not be derived from TestSuite. Maybe you meant to "
                            "derive from TestCase?")
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, "runTest"):
            names = ["runTest"]
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        suites = []
        for name in dir(module):
            found = getattr(module, name)
            if isinstance(found, type) and issubclass(found, TestCase) and found.__module__ not in (
                    "unittest.case", "unittest.async_case"):
                suites.append(self.loadTestsFromTestCase(found))
        suite = self.suiteClass(suites)
        hook = getattr(module, "load_tests", None)
        return hook(self, suite, pattern) if hook is not None else suite

    def loadTestsFromName(self, name, module=None):
        parts = name.split(".")
        found, failed = module, None
        if module is None:
            for end in range(len(parts), 0, -1):
                try:
                    found = __import__(".".join(parts[:end]))
                    break
                except ImportError as error:
                    failed = failed or _Failed(parts[end - 1], error)
            else:
                return self.suiteClass([failed])
            parts = parts[1:]
        parent = None
        for part in parts:
            try:
                parent, found = found, getattr(found, part)
            except AttributeError:
                if failed is None:
                    raise
                return self.suiteClass([failed])
        if isinstance(found, type) and issubclass(found, TestCase):
            return self.loadTestsFromTestCase(found)
        if isinstance(parent, type) and issubclass(parent, TestCase):
            return self.suiteClass([parent(parts[-1])])
        if isinstance(found, TestSuite):
            return found
        if isinstance(found, TestCase):
            return self.suiteClass([found])
        if callable(found):
            made = found()
            return made if isinstance(made, TestSuite) else self.suiteClass([made])
        return self.loadTestsFromModule(found)

    def loadTestsFromNames(self, names, module=None):
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])


    def discover(self, start_dir, pattern="test*.py", top_level_dir=None):
        """Find and return all test modules from the specified start directory, recursing into
        packages."""
        import os
        import sys
        start = os.path.abspath(start_dir)
        top = os.path.abspath(top_level_dir) if top_level_dir is not None else start
        if not os.path.isdir(start):
            raise ImportError(f"Start directory is not importable: {start_dir!r}")
        if top not in sys.path:
            sys.path.insert(0, top)
        return self.suiteClass(list(self._in_folder(start, top, pattern)))

    def _in_folder(self, folder, top, pattern):
        import os
        from fnmatch import fnmatch
        for entry in sorted(os.listdir(folder)):
            path = os.path.join(folder, entry)
            name = os.path.relpath(path.removesuffix(".py"), top).replace(os.sep, ".")
            if os.path.isfile(path):
                stem = entry.removesuffix(".py")
                if entry != stem and stem.isidentifier() and fnmatch(entry, pattern):
                    yield self._module_or_failure(name, pattern)
            elif os.path.isfile(os.path.join(path, "__init__.py")):
                suite = self._module_or_failure(name, pattern)
                if suite.countTestCases():
                    yield suite
                yield from self._in_folder(path, top, pattern)

    def _module_or_failure(self, name, pattern):
        import sys
        try:
            __import__(name)
        except Exception as error:
            return self.suiteClass([_Failed(name.rpartition(".")[2] if "." not in name else name,
                                            error)])
        return self.loadTestsFromModule(sys.modules[name], pattern=pattern)


class _Failed(TestCase):
    """Stands for tests that could not be imported."""

    def __init__(self, name, error):
        import traceback
        text = "".join(traceback.format_exception(error))
        message = ImportError(f"Failed to import test module: {name}\n{text}")

        def fail():
            raise message
        setattr(self, name, fail)
        super().__init__(name)


_Failed.__name__ = _Failed.__qualname__ = "_FailedTest"
_Failed.__module__ = "unittest.loader"
defaultTestLoader = TestLoader()
