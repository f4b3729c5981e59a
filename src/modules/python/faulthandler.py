"""What to do when the interpreter itself fails; nothing here makes it fail."""

_enabled = False


def enable(file=None, all_threads=True, c_stack=True):
    """Be ready to show the traceback."""
    global _enabled
    _enabled = True


def disable():
    """Be ready no more."""
    global _enabled
    _enabled = False


def is_enabled():
    """Whether enable() was called last."""
    return _enabled


def dump_traceback(file=None, all_threads=True):
    """Write the traceback of the caller, the innermost call first."""
    import sys
    file = sys.stderr if file is None else file
    frame, lines = sys._getframe(1), ["Stack (most recent call first):"]
    while frame is not None:
        code = frame.f_code
        lines.append(f'  File "{code.co_filename}", line {frame.f_lineno} in {code.co_name}')
        frame = frame.f_back
    file.write("\n".join(lines) + "\n")


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """There is nothing that could wait meanwhile."""


def cancel_dump_traceback_later():
    """There is nothing to cancel."""
