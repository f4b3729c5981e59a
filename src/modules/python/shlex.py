"""Simple shell-like splitting and quoting."""

import re
from collections import deque
from io import StringIO

__all__ = ["shlex", "split", "quote", "join"]

_unsafe = re.compile(r"[^\w@%+=:,./-]", re.ASCII).search


def split(s, comments=False, posix=True):
    """Return the words of a command line, with quotes and backslashes understood."""
    if s is None:
        raise ValueError("s argument must not be None")
    words = shlex(s, posix=posix)
    words.whitespace_split = True
    if not comments:
        words.commenters = ""
    return list(words)


def join(split_command):
    """Return words as a command line that split() takes apart again."""
    return " ".join(quote(word) for word in split_command)


def quote(s):
    """Return a text as one word of a command line."""
    if not s:
        return "''"
    if _unsafe(s) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


class shlex:
    """Takes the words of a text one by one."""

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        if instream is None:
            import sys
            instream, infile = sys.stdin, None
        elif isinstance(instream, str):
            instream = StringIO(instream)
        self.instream, self.infile, self.posix = instream, infile, posix
        self.eof = None if posix else ""
        self.commenters, self.quotes, self.escape, self.escapedquotes = "#", "'\"", "\\", '"'
        self.wordchars = "abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        if posix:
            self.wordchars += "".join(map(chr, [*range(0xDF, 0xF7), *range(0xF8, 0x100),
                                                *range(0xC0, 0xD7), *range(0xD8, 0xDF)]))
        self.whitespace, self.whitespace_split, self.lineno = " \t\r\n", False, 1
        self._punctuation = "();<>|&" if punctuation_chars is True else punctuation_chars or ""
        if self._punctuation:
            self.wordchars = "".join(c for c in self.wordchars + "~-./*?="
                                     if c not in self._punctuation)
        self.debug, self.token, self.source = 0, "", None
        self.pushback, self.filestack = deque(), deque()
        self._ended, self._back = False, ""

    @property
    def punctuation_chars(self):
        return self._punctuation

    def push_token(self, tok):
        """Put a word back."""
        self.pushback.appendleft(tok)

    def push_source(self, newstream, newfile=None):
        """Go on with another text, and come back at its end."""
        if isinstance(newstream, str):
            newstream = StringIO(newstream)
        self.filestack.appendleft((self.infile, self.instream, self.lineno))
        self.infile, self.instream, self.lineno = newfile, newstream, 1

    def pop_source(self):
        """Come back to the text before."""
        self.instream.close()
        self.infile, self.instream, self.lineno = self.filestack.popleft()
        self._ended = False

    def get_token(self):
        """Return the next word; at the end, eof."""
        if self.pushback:
            return self.pushback.popleft()
        word = self.read_token()
        while self.source is not None and word == self.source:
            found = self.sourcehook(self.read_token())
            if found:
                file, stream = found
                self.push_source(stream, file)
            word = self.get_token()
        while word == self.eof and self.filestack:
            self.pop_source()
            word = self.get_token()
        return word

    def _next(self):
        c, self._back = self._back or self.instream.read(1), ""
        self.lineno += c == "\n"
        return c

    def read_token(self):
        """Return the next word of the text itself."""
        word, quoted, inside = "", False, False
        while not self._ended:
            c = self._next()
            if not c:
                self._ended = True
            elif c in self.whitespace:
                if word or quoted:
                    break
                inside = False
            elif c in self.commenters:
                self._skip_comment()
                if self.posix and (word or quoted):
                    break
                inside = inside and not self.posix
            elif self.posix and c in self.escape:
                self.token = word
                word += self._escaped()
                inside = True
            elif self.posix and c in self.quotes and (inside or c not in self.wordchars):
                self.token = word
                word += self._quotation(c)
                quoted = inside = True
            elif c in self.wordchars or inside and c in self.quotes:
                word += c
                inside = True
            elif not inside and c in self._punctuation:
                word = self._run(c)
                break
            elif not inside and c in self.quotes:
                self.token = c
                word = c + self._quotation(c) + c
                break
            elif self.whitespace_split and c not in self._punctuation:
                word += c
                inside = True
            elif not inside:
                word = c
                break
            else:
                if self._punctuation:
                    self._back = c
                else:
                    self.pushback.appendleft(c)
                if word or quoted:
                    break
                inside = False
        return None if self.posix and not word and not quoted else word

    def _skip_comment(self):
        self.instream.readline()
        self.lineno += 1

    def _run(self, word):
        """A word of punctuation only."""
        while c := self._next():
            if c in self.whitespace:
                return word
            if c in self.commenters:
                self._skip_comment()
                if self.posix:
                    return word
            elif c in self._punctuation:
                word += c
            else:
                self._back = c
                return word
        self._ended = True
        return word

    def _escaped(self):
        c = self._next()
        if not c:
            raise ValueError("No escaped character")
        return c

    def _quotation(self, mark):
        """What stands before the next quotation mark."""
        text = ""
        while c := self._next():
            if c == mark:
                return text
            if self.posix and c in self.escape and mark in self.escapedquotes:
                self.token += text
                following = self._escaped()
                self.token = self.token.removesuffix(text)
                text += following if following in (c, mark) else c + following
            else:
                text += c
        # What there is of the word can still be asked for.
        self.token += text
        raise ValueError("No closing quotation")

    def sourcehook(self, newfile):
        """Return the name of a file to go on with, and the file, opened."""
        import os
        newfile = newfile[1:-1] if newfile[0] == '"' else newfile
        if isinstance(self.infile, str) and not os.path.isabs(newfile):
            newfile = os.path.join(os.path.dirname(self.infile), newfile)
        return newfile, open(newfile)

    def error_leader(self, infile=None, lineno=None):
        """Return the beginning of a message about a place in the text."""
        infile = self.infile if infile is None else infile
        lineno = self.lineno if lineno is None else lineno
        return f'"{infile}", line {lineno}: '

    def __iter__(self):
        return self

    def __next__(self):
        token = self.get_token()
        if token == self.eof:
            raise StopIteration
        return token
