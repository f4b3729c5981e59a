"""Modules of CPython that Refscope leaves out: importing one says why."""

_WINDOWS = "Refscope opens no windows"
_WHY = {
    "curses": "Refscope does not paint terminals",
    "lzma": "Refscope compresses with zlib, gzip and bz2 only",
    "sqlite3": "Refscope has no database",
    "ssl": "Refscope opens no network connections",
    "tkinter": _WINDOWS,
    "turtle": _WINDOWS,
}

raise ModuleNotFoundError(f"{_WHY[__name__]}, and {__name__} is not there", name=__name__)
