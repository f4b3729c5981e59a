"""Summaries of exceptions: groups to any width and depth, what they came from, fields."""

import traceback
from traceback import FrameSummary, StackSummary, TracebackException


def nested(depth):
    error = ValueError("leaf")
    for level in range(depth):
        error = ExceptionGroup(f"level {level}", [error, KeyError(level)])
    return error


for width, depth in (15, 10), (1, 2), (2, 1), (1, 10):
    summary = TracebackException.from_exception(
        nested(3), max_group_width=width, max_group_depth=depth)
    print("".join(summary.format()))


def fails():
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise ExceptionGroup("all", [ValueError("one"), nested(1)]) from error


try:
    fails()
except ExceptionGroup as error:
    error.add_note("a note\nof two lines")
    error.exceptions[0].__context__ = KeyError("context")
    summary = TracebackException.from_exception(error, limit=0)
    print("".join(summary.format()))
    print("".join(summary.format(chain=False)))
    print(traceback.format_exception_only(error, show_group=True))
    print(summary.exc_type_str, len(summary.exceptions), summary.__notes__)

try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("new") from None
except ValueError as error:
    print(TracebackException.from_exception(error).__context__)
    print(TracebackException.from_exception(error, compact=True).__context__)


def here(x):
    return StackSummary.extract(traceback.walk_stack(None), limit=1, capture_locals=True)


found = here(5)[0]
print(found.name, found.locals, found.line)
frame = FrameSummary("a.py", 1, "f", line="x = 1\ny = 2", locals={"x": "1"})
print(list(frame), frame.locals, FrameSummary("nowhere", None, "f").line)
for arguments in (ValueError, None), (5,):
    try:
        traceback.format_exception(*arguments)
    except (TypeError, ValueError) as error:
        print(error)
