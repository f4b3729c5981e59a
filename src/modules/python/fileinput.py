"""The lines of several files, or of standard input, one after the other."""

import io
import os
import sys

__all__ = ["input", "close", "nextfile", "filename", "lineno", "filelineno", "fileno", "isfirstline",
           "isstdin", "FileInput", "hook_compressed", "hook_encoded"]

_state = None


def input(files=None, inplace=False, backup="", *, mode="r", openhook=None, encoding=None,
          errors=None):
    """Return an instance of the FileInput class, which can be iterated."""
    global _state
    if _state and _state._file:
        raise RuntimeError("input() already active")
    _state = FileInput(files, inplace, backup, mode=mode, openhook=openhook, encoding=encoding,
                       errors=errors)
    return _state


def _active():
    if not _state:
        raise RuntimeError("no active input()")
    return _state


def close():
    """Close the sequence."""
    global _state
    state, _state = _state, None
    if state:
        state.close()


def nextfile():
    """Close the current file; the next line is the first of the next file."""
    return _active().nextfile()


def filename():
    """Return the name of the file currently being read."""
    return _active().filename()


def lineno():
    """Return the number of the line just read, over all files."""
    return _active().lineno()


def filelineno():
    """Return the number of the line just read, in its file."""
    return _active().filelineno()


def fileno():
    """Return the file number of the current file, or -1."""
    return _active().fileno()


def isfirstline():
    """Return whether the line just read is the first of its file."""
    return _active().isfirstline()


def isstdin():
    """Return whether the line just read came from standard input."""
    return _active().isstdin()


class FileInput:
    """The lines of several files, one after the other."""

    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, files=None, inplace=False, backup="", *, mode="r", openhook=None,
                 encoding=None, errors=None):
        if isinstance(files, (str, os.PathLike)):
            files = (os.fspath(files),)
        elif files is None:
            files = tuple(sys.argv[1:]) or ("-",)
        if mode not in ("r", "rb"):
            raise ValueError("FileInput opening mode must be 'r' or 'rb'")
        if inplace and openhook:
            raise ValueError("FileInput cannot use an opening hook in inplace mode")
        self._files, self._inplace, self._backup = list(files), inplace, backup
        self._mode, self._openhook, self._encoding, self._errors = mode, openhook, encoding, errors
        self._file = self._name = self._output = self._savestdout = None
        self._lineno = self._filelineno = 0
        self._isstdin = False

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def close(self):
        """Close the sequence."""
        self.nextfile()
        self._files = []

    def nextfile(self):
        """Close the current file; the next line is the first of the next file."""
        if self._output:
            sys.stdout = self._savestdout
            self._output.close()
            self._output = None
            if not self._backup:
                os.unlink(self._name + ".bak")
        file, self._file = self._file, None
        if file and not self._isstdin:
            file.close()

    def _open(self):
        self._name = self._files.pop(0)
        self._filelineno = 0
        self._isstdin = self._name == "-"
        encoding = self._encoding if "b" in self._mode else self._encoding or "utf-8"
        if self._isstdin:
            self._name = "<stdin>"
            self._file = sys.stdin.buffer if "b" in self._mode else sys.stdin
        elif self._inplace:
            kept = self._name + (self._backup or ".bak")
            os.replace(self._name, kept)
            self._file = open(kept, self._mode, encoding=encoding, errors=self._errors)
            self._output = open(self._name, self._mode.replace("r", "w"), encoding=encoding)
            self._savestdout, sys.stdout = sys.stdout, self._output
        elif self._openhook:
            self._file = self._openhook(self._name, self._mode)
        else:
            self._file = open(self._name, self._mode, encoding=encoding, errors=self._errors)

    def readline(self):
        """Return the next line; empty at the end of the last file."""
        while True:
            if self._file:
                line = self._file.readline()
                if line:
                    self._lineno += 1
                    self._filelineno += 1
                    return line
                self.nextfile()
            if not self._files:
                return b"" if "b" in self._mode else ""
            self._open()

    def filename(self):
        """Return the name of the file currently being read."""
        return self._name

    def lineno(self):
        """Return the number of the line just read, over all files."""
        return self._lineno

    def filelineno(self):
        """Return the number of the line just read, in its file."""
        return self._filelineno

    def fileno(self):
        """Return the file number of the current file, or -1."""
        try:
            return self._file.fileno() if self._file else -1
        except (ValueError, io.UnsupportedOperation):
            return -1

    def isfirstline(self):
        """Return whether the line just read is the first of its file."""
        return self._filelineno == 1

    def isstdin(self):
        """Return whether the line just read came from standard input."""
        return self._isstdin


def hook_compressed(filename, mode, *, encoding=None, errors=None):
    """Open a file that may be compressed with gzip."""
    if not filename.endswith(".gz"):
        return open(filename, mode, encoding=encoding, errors=errors)
    import gzip
    return gzip.open(filename, mode if "b" in mode else mode + "t", encoding=encoding, errors=errors)


def hook_encoded(encoding, errors=None):
    """Return a function that opens files with an encoding."""
    return lambda filename, mode: open(filename, mode, encoding=encoding, errors=errors)
