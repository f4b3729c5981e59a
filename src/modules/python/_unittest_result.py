"""What tests came to, and its report, for unittest."""

import sys as _sys
import time as _time
import traceback as _traceback

__unittest = True


def _is_ours(frame):
    return "__unittest" in frame.f_globals


def format_failure(error, is_failure):
    """The traceback of a test, without the frames that only ran it."""
    kind, value, where = error
    while where is not None and _is_ours(where.tb_frame):
        where = where.tb_next
    limit, length, at = None, 0, where
    if is_failure:
        while at is not None and not _is_ours(at.tb_frame):
            length += 1
            at = at.tb_next
        limit = length if at is not None else None
    return "".join(_traceback.format_exception(kind, value, where, limit=limit))


class TestResult:
    """Holder for test result information."""

    __module__ = "unittest.result"

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = self.shouldStop = self.buffer = self.tb_locals = False
        self.testsRun = 0
        self.failures, self.errors, self.skipped = [], [], []
        self.expectedFailures, self.unexpectedSuccesses = [], []
        self.collectedDurations = []
        self._suite_class = None

    def startTest(self, test):
        """Called when the given test is about to be run"""
        self.testsRun += 1

    def stopTest(self, test):
        """Called when the given test has been run"""

    def startTestRun(self):
        """Called once before any tests are executed."""

    def stopTestRun(self):
        """Called once after all tests are executed."""

    def addError(self, test, err):
        self.errors.append((test, format_failure(err, False)))
        self.shouldStop |= self.failfast

    def addFailure(self, test, err):
        self.failures.append((test, format_failure(err, True)))
        self.shouldStop |= self.failfast

    def addSubTest(self, test, subtest, err):
        if err is not None:
            is_failure = issubclass(err[0], test.failureException)
            found = self.failures if is_failure else self.errors
            found.append((subtest, format_failure(err, is_failure)))
            self.shouldStop |= self.failfast

    def addSuccess(self, test):
        """Called when a test has completed successfully"""

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, format_failure(err, True)))

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)
        self.shouldStop |= self.failfast

    def addDuration(self, test, elapsed):
        self.collectedDurations.append((str(test), elapsed))

    def wasSuccessful(self):
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def stop(self):
        self.shouldStop = True

    def __repr__(self):
        return (f"<{type(self).__module__}.{type(self).__qualname__} run={self.testsRun} "
                f"errors={len(self.errors)} failures={len(self.failures)}>")


class TextTestResult(TestResult):
    """A test result class that can print formatted text results to a stream."""

    __module__ = "unittest.runner"
    separator1 = "=" * 70
    separator2 = "-" * 70

    def __init__(self, stream, descriptions, verbosity, *, durations=None):
        super().__init__(stream, descriptions, verbosity)
        self.stream, self.descriptions = stream, descriptions
        self.showAll, self.dots = verbosity > 1, verbosity == 1
        self._newline = True

    def getDescription(self, test):
        first = test.shortDescription()
        return f"{test}\n{first}" if self.descriptions and first else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self.stream.write(self.getDescription(test) + " ... ")
            self.stream.flush()
            self._newline = False

    def _note(self, test, long, short):
        if self.showAll:
            if self._newline:
                self.stream.write(self.getDescription(test) + " ... ")
            self.stream.write(long + "\n")
            self._newline = True
        elif self.dots:
            self.stream.write(short)
        self.stream.flush()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            is_failure = issubclass(err[0], subtest.failureException)
            if self.showAll:
                if not self._newline:
                    self.stream.write("\n")
                self.stream.write("  " + self.getDescription(subtest) + " ... ")
                self.stream.write("FAIL\n" if is_failure else "ERROR\n")
                self._newline = True
            elif self.dots:
                self.stream.write("F" if is_failure else "E")
            self.stream.flush()
        super().addSubTest(test, subtest, err)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._note(test, "ok", ".")

    def addError(self, test, err):
        super().addError(test, err)
        self._note(test, "ERROR", "E")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._note(test, "FAIL", "F")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._note(test, f"skipped {reason!r}", "s")

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._note(test, "expected failure", "x")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._note(test, "unexpected success", "u")

    def printErrors(self):
        if self.dots or self.showAll:
            self.stream.write("\n")
        self.printErrorList("ERROR", self.errors)
        self.printErrorList("FAIL", self.failures)
        if self.unexpectedSuccesses:
            self.stream.write(self.separator1 + "\n")
            for test in self.unexpectedSuccesses:
                self.stream.write(f"UNEXPECTED SUCCESS: {self.getDescription(test)}\n")
        self.stream.flush()

    def printErrorList(self, flavour, errors):
        for test, text in errors:
            self.stream.write(f"{self.separator1}\n{flavour}: {self.getDescription(test)}\n"
                              f"{self.separator2}\n{text}\n")


class _Stream:
    """A file with writeln."""

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def writeln(self, text=None):
        self.stream.write((text or "") + "\n")


class TextTestRunner:
    """A test runner class that displays results in textual form."""

    __module__ = "unittest.runner"
    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False,
                 resultclass=None, warnings=None, *, tb_locals=False, durations=None):
        self.stream = _Stream(_sys.stderr if stream is None else stream)
        self.descriptions, self.verbosity, self.failfast = descriptions, verbosity, failfast
        self.resultclass = resultclass or self.resultclass
        self.warnings = warnings

    def _makeResult(self):
        return self.resultclass(self.stream, self.descriptions, self.verbosity)

    def run(self, test):
        """Run the given test case or test suite."""
        result = self._makeResult()
        result.failfast = self.failfast
        start = _time.perf_counter()
        import warnings
        with warnings.catch_warnings():
            if self.warnings:
                warnings.simplefilter(self.warnings)
            result.startTestRun()
            try:
                test(result)
            finally:
                result.stopTestRun()
        taken = _time.perf_counter() - start
        write = self.stream.write
        if hasattr(result, "printErrors"):
            result.printErrors()
        if hasattr(result, "separator2"):
            write(result.separator2 + "\n")
        count = result.testsRun
        write(f"Ran {count} test{'' if count == 1 else 's'} in {taken:.3f}s\n\n")
        notes = []
        if not result.wasSuccessful():
            write("FAILED")
            notes = [f"{name}={len(found)}" for name, found in
                     (("failures", result.failures), ("errors", result.errors)) if found]
        elif count == 0 and not result.skipped:
            write("NO TESTS RAN")
        else:
            write("OK")
        notes += [f"{name}={len(found)}" for name, found in (
            ("skipped", result.skipped), ("expected failures", result.expectedFailures),
            ("unexpected successes", result.unexpectedSuccesses)) if found]
        write(f" ({', '.join(notes)})\n" if notes else "\n")
        self.stream.flush()
        return result
