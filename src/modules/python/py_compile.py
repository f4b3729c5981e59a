"""Compiles a source file: it is checked, and nothing is kept, for programs run as trees."""

import enum
import os
import sys
import traceback

__all__ = ["compile", "main", "PyCompileError", "PycInvalidationMode"]


class PyCompileError(Exception):
    """A file could not be compiled."""

    def __init__(self, exc_type, exc_value, file, msg=""):
        lines = "".join(traceback.format_exception_only(exc_type, exc_value))
        if exc_type is SyntaxError:
            text = lines.replace('File "<string>"', f'File "{file}"')
        else:
            text = f"Sorry: {exc_type.__name__}: {exc_value}"
        Exception.__init__(self, msg or text, exc_type.__name__, exc_value, file)
        self.exc_type_name, self.exc_value = exc_type.__name__, exc_value
        self.file, self.msg = file, msg or text

    def __str__(self):
        return self.msg


class PycInvalidationMode(enum.Enum):
    """How it would be known that a compiled file is out of date."""

    TIMESTAMP = 1
    CHECKED_HASH = 2
    UNCHECKED_HASH = 3


def compile(file, cfile=None, dfile=None, doraise=False, optimize=-1, invalidation_mode=None, quiet=0):
    """Check a file; where the compiled file would be, or None after an error."""
    import builtins
    from importlib.util import cache_from_source, decode_source
    with open(file, "rb") as source:
        text = decode_source(source.read())
    try:
        builtins.compile(text, dfile or file, "exec", dont_inherit=True)
    except Exception as error:
        failed = PyCompileError(type(error), error, dfile or file)
        if quiet < 2:
            if doraise:
                raise failed
            sys.stderr.write(failed.msg + "\n")
        return None
    return os.fspath(cfile) if cfile is not None else cache_from_source(os.fspath(file))


def main():
    """Check the files that are named on the command line."""
    failed = False
    for file in sys.argv[1:]:
        try:
            compile(file, doraise=True)
        except PyCompileError as error:
            failed = True
            print(error.msg, file=sys.stderr)
        except OSError as error:
            failed = True
            print(error, file=sys.stderr)
    if failed:
        sys.exit(1)
