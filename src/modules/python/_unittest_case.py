"""TestCase of unittest: one test with what is set up before and torn down after it."""

import functools as _functools
import sys as _sys
import types as _types
from _unittest_asserts import Assertions

__unittest = True


class SkipTest(Exception):
    """Raise this exception in a test to skip it."""

    __module__ = "unittest.case"


def skip(reason):
    """Unconditionally skip a test."""
    def decorate(item):
        if not isinstance(item, type):
            @_functools.wraps(item)
            def skipped(*args, **kwargs):
                raise SkipTest(reason)
            made = skipped
        else:
            made = item
        made.__unittest_skip__ = True
        made.__unittest_skip_why__ = reason
        return made

    if isinstance(reason, _types.FunctionType):
        item, reason = reason, ""
        return decorate(item)
    return decorate


def skipIf(condition, reason):
    """Skip a test if the condition is true."""
    return skip(reason) if condition else lambda item: item


def skipUnless(condition, reason):
    """Skip a test unless the condition is true."""
    return lambda item: item if condition else skip(reason)(item)


def expectedFailure(test_item):
    """Marks a test that must fail."""
    test_item.__unittest_expecting_failure__ = True
    return test_item


_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """Same as addCleanup, except the cleanup items are called even if setUpModule fails."""
    _module_cleanups.append((function, args, kwargs))


def enterModuleContext(cm):
    """Same as enterContext, but module-wide."""
    result = cm.__enter__()
    addModuleCleanup(cm.__exit__, None, None, None)
    return result


def _run_all(cleanups):
    errors = []
    while cleanups:
        function, args, kwargs = cleanups.pop()
        try:
            function(*args, **kwargs)
        except Exception as error:
            errors.append(error)
    return errors


def run_module_cleanups():
    errors = _run_all(_module_cleanups)
    if errors:
        raise errors[0]


class _Stop(Exception):
    """Ends a test one of whose parts failed, where the first failure is to be the last."""


class _Outcome:
    """How one test goes: what it raised, step by step."""

    def __init__(self, case, result):
        self.case, self.result = case, result
        self.success, self.skipped, self.expected = True, False, None
        self.expecting = False

    def attempt(self, function, subtest=None):
        """Runs one step; whether it raised nothing."""
        case, result = self.case, self.result
        before, self.success = self.success, True
        try:
            function()
        except KeyboardInterrupt:
            raise
        except _Stop:
            self.success = False
        except SkipTest as skipped:
            self.success = False
            self.skipped = True
            result.addSkip(subtest or case, str(skipped))
        except BaseException:
            self.success = False
            info = _sys.exc_info()
            if self.expecting:
                self.expected = info
            elif subtest is not None:
                result.addSubTest(case, subtest, info)
            elif issubclass(info[0], case.failureException):
                result.addFailure(case, info)
            else:
                result.addError(case, info)
        else:
            if subtest is not None and before:
                result.addSubTest(case, subtest, None)
        worked = self.success
        self.success = self.success and before
        return worked


class _SubTest:
    """A part of a test with parameters of its own."""

    def __init__(self, case, message, params):
        self.test_case, self._message, self.params = case, message, params
        self.failureException = case.failureException

    def _description(self):
        parts = []
        if self._message is not _subtest_msg_sentinel:
            parts.append(f"[{self._message}]")
        if self.params:
            text = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
            parts.append(f"({text})")
        return " ".join(parts) or "(<subtest>)"

    def id(self):
        return f"{self.test_case.id()} {self._description()}"

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f"{self.test_case} {self._description()}"


_subtest_msg_sentinel = object()


class _SubTestManager:
    """The block of a subTest: what it raises is noted, and the test goes on."""

    def __init__(self, case, message, params):
        self.case = case
        outer = case._subtest
        params = {**(outer.params if outer else {}), **params}
        self.subtest, self.outer = _SubTest(case, message, params), outer

    def __enter__(self):
        self.case._subtest = self.subtest

    def __exit__(self, kind, value, where):
        self.case._subtest = self.outer
        outcome = self.case._outcome
        if outcome is None:
            return False
        if kind is not None and not issubclass(kind, Exception):
            return False

        def again():
            if value is not None:
                raise value

        outcome.attempt(again, self.subtest)
        if outcome.result.failfast and not outcome.success:
            raise _Stop
        return True


class TestCase(Assertions):
    """A class whose instances are single test cases."""

    __module__ = "unittest.case"
    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8
    _diffThreshold = 2**16

    def __init_subclass__(cls, *args, **kwargs):
        cls._class_cleanups = []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._outcome = self._subtest = None
        self._cleanups = []
        try:
            method = getattr(self, methodName)
        except AttributeError:
            if methodName != "runTest":
                raise ValueError(f"no such test method in {type(self)}: {methodName}") from None
            self._testMethodDoc = "No test"
        else:
            self._testMethodDoc = method.__doc__
        self._type_equality_funcs = {
            dict: "assertDictEqual", list: "assertListEqual", tuple: "assertTupleEqual",
            set: "assertSetEqual", frozenset: "assertSetEqual", str: "assertMultiLineEqual"}

    def addTypeEqualityFunc(self, typeobj, function):
        self._type_equality_funcs[typeobj] = function

    def addCleanup(self, function, /, *args, **kwargs):
        """Add a function to be called when the test is completed, last in first out."""
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        """Enters the supplied context manager; leaves it when the test is completed."""
        result = cm.__enter__()
        self.addCleanup(cm.__exit__, None, None, None)
        return result

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def enterClassContext(cls, cm):
        result = cm.__enter__()
        cls.addClassCleanup(cm.__exit__, None, None, None)
        return result

    @classmethod
    def doClassCleanups(cls):
        errors = _run_all(cls._class_cleanups)
        if errors:
            raise errors[0]

    def setUp(self):
        """Hook method for setting up the test fixture before exercising it."""

    def tearDown(self):
        """Hook method for deconstructing the test fixture after testing it."""

    @classmethod
    def setUpClass(cls):
        """Hook method for setting up class fixture before running tests in the class."""

    @classmethod
    def tearDownClass(cls):
        """Hook method for deconstructing the class fixture after running all tests in the class."""

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        from _unittest_result import TestResult
        return TestResult()

    def shortDescription(self):
        """Returns the first line of the test's docstring, or None."""
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def id(self):
        return f"{type(self).__module__}.{type(self).__qualname__}.{self._testMethodName}"

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        return f"{self._testMethodName} ({self.id()})"

    def __repr__(self):
        return (f"<{type(self).__module__}.{type(self).__qualname__} "
                f"testMethod={self._testMethodName}>")

    def subTest(self, msg=_subtest_msg_sentinel, **params):
        """Return a context manager that will return the enclosed block of code in a subtest."""
        return _SubTestManager(self, msg, params)

    def skipTest(self, reason):
        """Skip this test."""
        raise SkipTest(reason)

    def _skip_reason(self, method):
        for place in (type(self), method):
            if getattr(place, "__unittest_skip__", False):
                return getattr(place, "__unittest_skip_why__", "")
        return None

    def run(self, result=None):
        given = result
        if result is None:
            result = self.defaultTestResult()
            result.startTestRun()
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            reason = self._skip_reason(method)
            if reason is not None:
                result.addSkip(self, reason)
                return result
            self._run_steps(method, result)
            return result
        finally:
            result.stopTest(self)
            if given is None:
                result.stopTestRun()

    def _run_steps(self, method, result):
        expecting = (getattr(type(self), "__unittest_expecting_failure__", False)
                     or getattr(method, "__unittest_expecting_failure__", False))
        outcome = self._outcome = _Outcome(self, result)
        try:
            if outcome.attempt(self._set_up):
                outcome.expecting = expecting
                outcome.attempt(lambda: self._call_method(method))
                outcome.expecting = False
                outcome.attempt(self._tear_down)
            self.doCleanups()
            if outcome.skipped:
                return
            if expecting and outcome.expected is not None:
                result.addExpectedFailure(self, outcome.expected)
            elif expecting and outcome.success:
                result.addUnexpectedSuccess(self)
            elif outcome.success:
                result.addSuccess(self)
        finally:
            self._outcome = None

    def doCleanups(self):
        """Execute all cleanup functions. Normally called for you after tearDown."""
        outcome = self._outcome or _Outcome(self, self.defaultTestResult())
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            outcome.attempt(lambda: self._call_cleanup(function, *args, **kwargs))
        return outcome.success

    # The steps of a test, which asynchronous tests take in their event loop.

    def _set_up(self):
        self.setUp()

    def _call_method(self, method):
        if method() is not None:
            import warnings
            warnings.warn("It is deprecated to return a value that is not None from a test case "
                          f"({method})",
                          DeprecationWarning, stacklevel=3)

    def _tear_down(self):
        self.tearDown()

    def _call_cleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the test without collecting errors in a TestResult"""
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            function(*args, **kwargs)


class FunctionTestCase(TestCase):
    """A test case that wraps a test function."""

    __module__ = "unittest.case"

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._setUp, self._tearDown = setUp, tearDown
        self._function, self._text = testFunc, description

    def setUp(self):
        if self._setUp is not None:
            self._setUp()

    def tearDown(self):
        if self._tearDown is not None:
            self._tearDown()

    def runTest(self):
        self._function()

    def id(self):
        return self._function.__name__

    def __str__(self):
        return f"{type(self).__module__}.{type(self).__qualname__} ({self._function.__name__})"

    def shortDescription(self):
        doc = self._text or self._function.__doc__
        return doc.split("\n")[0].strip() if doc else None
