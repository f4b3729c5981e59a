"""Tests that are coroutine functions."""

import contextvars
import inspect

from _contextlib_async import _methods_of
from unittest import TestCase

__unittest = True


class IsolatedAsyncioTestCase(TestCase):
    """A test case whose methods may be coroutine functions; each test has an event loop."""

    __module__ = "unittest.async_case"

    loop_factory = None

    def __init__(self, methodName="runTest"):
        super().__init__(methodName)
        self._asyncioRunner = None
        self._asyncioTestContext = contextvars.copy_context()

    async def asyncSetUp(self):
        pass

    async def asyncTearDown(self):
        pass

    def addAsyncCleanup(self, func, /, *args, **kwargs):
        """Add a coroutine function that is called after the test, in reverse order."""
        self.addCleanup(func, *args, **kwargs)

    async def enterAsyncContext(self, cm):
        """Enters the supplied asynchronous context manager, and leaves it after the test."""
        enter, exit = _methods_of(cm)
        result = await enter(cm)
        self.addAsyncCleanup(exit, cm, None, None, None)
        return result

    def _set_up(self):
        self._asyncioRunner.get_loop()
        self._asyncioTestContext.run(self.setUp)
        self._run_in_loop(self.asyncSetUp)

    def _call_method(self, method):
        if self._run_in_loop(method) is not None:
            import warnings
            warnings.warn(f"It is deprecated to return a value that is not None from a test case "
                          f"({method})", DeprecationWarning, stacklevel=4)

    def _tear_down(self):
        self._run_in_loop(self.asyncTearDown)
        self._asyncioTestContext.run(self.tearDown)

    def _call_cleanup(self, function, /, *args, **kwargs):
        self._run_in_loop(function, *args, **kwargs)

    def _run_in_loop(self, function, /, *args, **kwargs):
        if inspect.iscoroutinefunction(function):
            return self._asyncioRunner.run(function(*args, **kwargs),
                                           context=self._asyncioTestContext)
        return self._asyncioTestContext.run(function, *args, **kwargs)

    def _with_runner(self, run, *args):
        import asyncio
        self._asyncioRunner = asyncio.Runner(debug=True, loop_factory=self.loop_factory)
        try:
            return run(*args)
        finally:
            self._asyncioRunner.close()
            self._asyncioRunner = None

    def run(self, result=None):
        return self._with_runner(super().run, result)

    def debug(self):
        """Run the test without collecting errors in a TestResult"""
        self._with_runner(self._debug)

    def _debug(self):
        self._set_up()
        self._call_method(getattr(self, self._testMethodName))
        self._tear_down()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._call_cleanup(function, *args, **kwargs)
