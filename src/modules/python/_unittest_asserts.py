"""The assert methods of unittest's TestCase."""

import builtins

__unittest = True

# How long a shown value may be, what is left of its ends, and the length of the mark between them.
_LONGEST = 80
_END = 5
_MARK = 12


def safe_repr(object, short=False):
    try:
        text = repr(object)
    except Exception:
        text = builtins.object.__repr__(object)
    if not short or len(text) < _LONGEST:
        return text
    return text[:_LONGEST] + " [truncated]..."


def _shortened(text, before, after):
    """A text with its middle cut out where that makes it shorter."""
    cut = len(text) - before - after
    if cut <= _MARK:
        return text
    return f"{text[:before]}[{cut} chars]{text[len(text) - after:]}"


def _common_prefix(texts):
    low, high = min(texts), max(texts)
    for at, letter in enumerate(low):
        if letter != high[at]:
            return low[:at]
    return low


def common_shortened_repr(*objects):
    """The reprs of objects, the long ones cut so that where they differ is seen."""
    texts = list(map(safe_repr, objects))
    longest = max(map(len, texts))
    if longest <= _LONGEST:
        return tuple(texts)
    prefix = _common_prefix(texts)
    length = len(prefix)
    room = _LONGEST - (longest - length + _END + _MARK)
    if room > _END:
        start = _shortened(prefix, _END, room)
        return tuple(start + text[length:] for text in texts)
    start = _shortened(prefix, _END, _END)
    least = _LONGEST - 3 * _END - 2 * _MARK
    return tuple(start + _shortened(text[length:], least, _END) for text in texts)


class _RaisesContext:
    """The block of assertRaises."""

    def __init__(self, expected, case, pattern=None):
        self.expected, self.case, self.pattern, self.msg = expected, case, pattern, None
        self.called = None
        if pattern is not None:
            import re
            self.pattern = re.compile(pattern)

    base = BaseException
    kinds = "an exception type or tuple of exception types"

    def handle(self, name, args, kwargs):
        expected = self.expected
        for one in expected if isinstance(expected, tuple) else (expected,):
            if not (isinstance(one, type) and issubclass(one, self.base)):
                raise TypeError(f"{name}() arg 1 must be {self.kinds}")
        if not args:
            self.msg = kwargs.pop("msg", None)
            if kwargs:
                raise TypeError(f"{next(iter(kwargs))!r} is an invalid keyword argument for this "
                                "function")
            return self
        function, *args = args
        self.called = getattr(function, "__name__", str(function))
        with self:
            function(*args, **kwargs)

    def __enter__(self):
        return self

    def _fail(self, text):
        raise self.case.failureException(self.case._formatMessage(self.msg, text))

    def __exit__(self, kind, value, where):
        if kind is None:
            by = f" by {self.called}" if self.called else ""
            names = getattr(self.expected, "__name__", None) or str(self.expected)
            self._fail(f"{names} not raised{by}")
        if not issubclass(kind, self.expected):
            return False
        self.exception = value.with_traceback(None)
        if self.pattern is not None:
            if not self.pattern.search(str(value)):
                self._fail(f'"{self.pattern.pattern}" does not match "{value}"')
        return True


class _WarnsContext(_RaisesContext):
    """The block of assertWarns."""

    base = Warning
    kinds = "a warning type or tuple of warning types"

    def __enter__(self):
        import warnings
        self._caught = warnings.catch_warnings(record=True)
        self.warnings = self._caught.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, kind, value, where):
        self._caught.__exit__(kind, value, where)
        if kind is not None:
            return False
        first = None
        for warning in self.warnings:
            if not isinstance(warning.message, self.expected):
                continue
            first = first or warning.message
            if self.pattern is not None and not self.pattern.search(str(warning.message)):
                continue
            self.warning, self.filename, self.lineno = (
                warning.message, warning.filename, warning.lineno)
            return None
        if first is not None:
            self._fail(f'"{self.pattern.pattern}" does not match "{first}"')
        by = f" by {self.called}" if self.called else ""
        self._fail(f"{getattr(self.expected, '__name__', self.expected)} not triggered{by}")


class Assertions:
    """All assert methods; a TestCase adds the rest."""

    def fail(self, msg=None):
        """Fail immediately, with the given message."""
        raise self.failureException(msg)

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            return msg or standardMsg
        return standardMsg if msg is None else f"{standardMsg} : {msg}"

    def _refuse(self, msg, text):
        raise self.failureException(self._formatMessage(msg, text))

    def assertFalse(self, expr, msg=None):
        """Check that the expression is false."""
        if expr:
            self._refuse(msg, f"{safe_repr(expr)} is not false")

    def assertTrue(self, expr, msg=None):
        """Check that the expression is true."""
        if not expr:
            self._refuse(msg, f"{safe_repr(expr)} is not true")

    def assertRaises(self, expected_exception, *args, **kwargs):
        """Fail unless an exception of class expected_exception is raised."""
        context = _RaisesContext(expected_exception, self)
        return context.handle("assertRaises", args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        """Asserts that the message in a raised exception matches a regex."""
        context = _RaisesContext(expected_exception, self, expected_regex)
        return context.handle("assertRaisesRegex", args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        """Fail unless a warning of class warnClass is triggered."""
        return _WarnsContext(expected_warning, self).handle("assertWarns", args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        """Asserts that the message in a triggered warning matches a regexp."""
        context = _WarnsContext(expected_warning, self, expected_regex)
        return context.handle("assertWarnsRegex", args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """Fail unless a log message of level *level* or higher is emitted."""
        from _unittest_logs import LogsContext
        return LogsContext(self, logger, level, False)

    def assertNoLogs(self, logger=None, level=None):
        """Fail unless no log messages of level *level* or higher are emitted."""
        from _unittest_logs import LogsContext
        return LogsContext(self, logger, level, True)

    def _getAssertEqualityFunc(self, first, second):
        if type(first) is type(second):
            function = self._type_equality_funcs.get(type(first))
            if function is not None:
                return getattr(self, function) if isinstance(function, str) else function
        return self._baseAssertEqual

    def _baseAssertEqual(self, first, second, msg=None):
        if not first == second:
            self._refuse(msg, "%s != %s" % common_shortened_repr(first, second))

    def assertEqual(self, first, second, msg=None):
        """Fail if the two objects are unequal as determined by the '==' operator."""
        self._getAssertEqualityFunc(first, second)(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        """Fail if the two objects are equal as determined by the '!=' operator."""
        if not first != second:
            self._refuse(msg, f"{safe_repr(first)} == {safe_repr(second)}")

    def _near(self, first, second, places, delta):
        """Whether two numbers are near each other, and how a message says what near is."""
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        difference = abs(first - second)
        if delta is not None:
            return difference <= delta, f"{safe_repr(delta)} delta", difference
        places = 7 if places is None else places
        return round(difference, places) == 0, f"{places!r} places", difference

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Fail if the two objects are unequal as determined by their difference rounded to places."""
        if first == second:
            return
        near, limit, difference = self._near(first, second, places, delta)
        if not near:
            self._refuse(msg, f"{safe_repr(first)} != {safe_repr(second)} within {limit} "
                              f"({safe_repr(difference)} difference)")

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Fail if the two objects are equal as determined by their difference rounded to places."""
        near, limit, difference = self._near(first, second, places, delta)
        if delta is not None:
            if not (first == second) and not near:
                return
            self._refuse(msg, f"{safe_repr(first)} == {safe_repr(second)} within {limit} "
                              f"({safe_repr(difference)} difference)")
        if first == second or near:
            self._refuse(msg, f"{safe_repr(first)} == {safe_repr(second)} within {limit}")

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """An equality assertion for ordered sequences (like lists and tuples)."""
        name = "sequence"
        if seq_type is not None:
            name = seq_type.__name__
            for which, sequence in (("First", seq1), ("Second", seq2)):
                if not isinstance(sequence, seq_type):
                    raise self.failureException(
                        f"{which} sequence is not a {name}: {safe_repr(sequence)}")
        from _unittest_texts import sequence_difference
        difference = sequence_difference(self, name, seq1, seq2, seq_type)
        if difference is not None:
            self._refuse(msg, difference)

    def _truncateMessage(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + (f"\nDiff is {len(diff)} characters long. "
                          "Set self.maxDiff to None to see it.")

    def assertListEqual(self, list1, list2, msg=None):
        """A list-specific equality assertion."""
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        """A tuple-specific equality assertion."""
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        """A set-specific equality assertion."""
        differences = []
        for which, one, other in (("first", set1, set2), ("second", set2, set1)):
            try:
                differences.append((which, one.difference(other)))
            except TypeError as error:
                self.fail(f"invalid type when attempting set difference: {error}")
            except AttributeError as error:
                self.fail(f"{which} argument does not support set difference: {error}")
        if any(items for _, items in differences):
            lines = []
            for which, items in differences:
                if items:
                    lines.append(f"Items in the {which} set but not the "
                                 f"{'second' if which == 'first' else 'first'}:")
                    lines += map(repr, items)
            self._refuse(msg, "\n".join(lines))

    def assertIn(self, member, container, msg=None):
        """Just like self.assertTrue(a in b), but with a nicer default message."""
        if member not in container:
            self._refuse(msg, f"{safe_repr(member)} not found in {safe_repr(container)}")

    def assertNotIn(self, member, container, msg=None):
        """Just like self.assertTrue(a not in b), but with a nicer default message."""
        if member in container:
            self._refuse(msg, f"{safe_repr(member)} unexpectedly found in {safe_repr(container)}")

    def assertIs(self, expr1, expr2, msg=None):
        """Just like self.assertTrue(a is b), but with a nicer default message."""
        if expr1 is not expr2:
            self._refuse(msg, f"{safe_repr(expr1)} is not {safe_repr(expr2)}")

    def assertIsNot(self, expr1, expr2, msg=None):
        """Just like self.assertTrue(a is not b), but with a nicer default message."""
        if expr1 is expr2:
            self._refuse(msg, f"unexpectedly identical: {safe_repr(expr1)}")

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, "First argument is not a dictionary")
        self.assertIsInstance(d2, dict, "Second argument is not a dictionary")
        if d1 != d2:
            from _unittest_texts import pretty_difference
            self._refuse(msg, pretty_difference(self, d1, d2))

    def assertCountEqual(self, first, second, msg=None):
        """Asserts that two iterables have the same elements, the same number of times, without
regard to order."""
        from _unittest_texts import count_differences
        differences = count_differences(list(first), list(second))
        if differences:
            lines = [f"First has {a}, Second has {b}:  {item!r}" for a, b, item in differences]
            self._refuse(msg, self._truncateMessage("Element counts were not equal:\n",
                                                    "\n".join(lines)))

    def assertMultiLineEqual(self, first, second, msg=None):
        """Assert that two multi-line strings are equal."""
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first != second:
            if len(first) > self._diffThreshold or len(second) > self._diffThreshold:
                self._baseAssertEqual(first, second, msg)
            from _unittest_texts import text_difference
            self._refuse(msg, text_difference(self, first, second))

    def _ordered(self, first, second, holds, sign, msg):
        if not holds:
            self._refuse(msg, f"{safe_repr(first)} not {sign} {safe_repr(second)}")

    def assertLess(self, a, b, msg=None):
        """Just like self.assertTrue(a < b), but with a nicer default message."""
        self._ordered(a, b, a < b, "less than", msg)

    def assertLessEqual(self, a, b, msg=None):
        """Just like self.assertTrue(a <= b), but with a nicer default message."""
        self._ordered(a, b, a <= b, "less than or equal to", msg)

    def assertGreater(self, a, b, msg=None):
        """Just like self.assertTrue(a > b), but with a nicer default message."""
        self._ordered(a, b, a > b, "greater than", msg)

    def assertGreaterEqual(self, a, b, msg=None):
        """Just like self.assertTrue(a >= b), but with a nicer default message."""
        self._ordered(a, b, a >= b, "greater than or equal to", msg)

    def assertIsNone(self, obj, msg=None):
        """Same as self.assertTrue(obj is None), with a nicer default message."""
        if obj is not None:
            self._refuse(msg, f"{safe_repr(obj)} is not None")

    def assertIsNotNone(self, obj, msg=None):
        """Included for symmetry with assertIsNone."""
        if obj is None:
            self._refuse(msg, "unexpectedly None")

    def assertIsInstance(self, obj, cls, msg=None):
        """Same as self.assertTrue(isinstance(obj, cls)), with a nicer default message."""
        if not isinstance(obj, cls):
            self._refuse(msg, f"{safe_repr(obj)} is not an instance of {cls!r}")

    def assertNotIsInstance(self, obj, cls, msg=None):
        """Included for symmetry with assertIsInstance."""
        if isinstance(obj, cls):
            self._refuse(msg, f"{safe_repr(obj)} is an instance of {cls!r}")

    def assertRegex(self, text, expected_regex, msg=None):
        """Fail the test unless the text matches the regular expression."""
        import re
        pattern = re.compile(expected_regex)
        if not pattern.search(text):
            self._refuse(msg, f"Regex didn't match: {pattern.pattern!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        """Fail the test if the text matches the regular expression."""
        import re
        pattern = re.compile(unexpected_regex)
        found = pattern.search(text)
        if found:
            self._refuse(msg, f"Regex matched: {text[found.start():found.end()]!r} matches "
                              f"{pattern.pattern!r} in {text!r}")
