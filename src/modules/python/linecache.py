"""Cache lines from Python source files.

This is intended to read lines from modules imported -- hence if a filename
is not found, it will look down the module search path for a file by
that name.
"""

__all__ = ['getline', 'clearcache', 'checkcache', 'lazycache']

cache = {}


def clearcache():
    """Clear the cache entirely."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """Get a line for a Python source file from the cache, or ''."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ''


def getlines(filename, module_globals=None):
    """Get the lines for a Python source file from the cache."""
    if filename not in cache:
        return updatecache(filename, module_globals)
    return cache[filename][2]


def checkcache(filename=None):
    """Discard cache entries that are out of date: none are."""


def updatecache(filename, module_globals=None):
    """Read a file into the cache; its lines, or nothing where it cannot be read."""
    try:
        with open(filename) as file:
            lines = file.read().splitlines(keepends=True)
    except (OSError, ValueError, SyntaxError, NameError):
        return []
    if lines and not lines[-1].endswith('\n'):
        lines[-1] += '\n'
    cache[filename] = sum(map(len, lines)), None, lines, filename
    return lines


def lazycache(filename, module_globals):
    """Seed the cache: never needed here."""
    return False
