"""Simple shell-like splitting and quoting."""

import re

__all__ = ["shlex", "split", "quote", "join"]

_unsafe = re.compile(r"[^\w@%+=:,./-]", re.ASCII).search


def split(s, comments=False, posix=True):
    """Return the words of a command line, with quotes and backslashes understood."""
    if s is None:
        raise ValueError("s argument must not be None")
    words, word, quote = [], None, ""
    letters = iter(s)
    for c in letters:
        if quote:
            if c == quote:
                quote = ""
                if not posix:
                    word += c
            elif c == "\\" and quote == '"' and posix:
                following = next(letters, None)
                if following is None:
                    raise ValueError("No escaped character")
                word += following if following in '"\\' else "\\" + following
            else:
                word += c
        elif c in " \t\r\n":
            if word is not None:
                words.append(word)
                word = None
        elif comments and c == "#":
            if word is not None:
                words.append(word)
                word = None
            for c in letters:
                if c == "\n":
                    break
        elif c in "'\"":
            quote = c
            word = (word or "") + ("" if posix else c)
        elif c == "\\" and posix:
            following = next(letters, None)
            if following is None:
                raise ValueError("No escaped character")
            word = (word or "") + following
        else:
            word = (word or "") + c
    if quote:
        raise ValueError("No closing quotation")
    if word is not None:
        words.append(word)
    return words


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
        if isinstance(instream, str):
            from io import StringIO
            instream = StringIO(instream)
        elif instream is None:
            import sys
            instream = sys.stdin
        self.instream, self.infile, self.posix = instream, infile, posix
        self.eof = None if posix else ""
        self.commenters, self.quotes, self.escape, self.escapedquotes = "#", "'\"", "\\", '"'
        self.wordchars = "abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        if posix:
            self.wordchars += "".join(map(chr, [*range(0xDF, 0xF7), *range(0xF8, 0x100),
                                                *range(0xC0, 0xD7), *range(0xD8, 0xDF)]))
        self.whitespace, self.whitespace_split, self.lineno = " \t\r\n", False, 1
        self.punctuation_chars = "();<>|&" if punctuation_chars is True else punctuation_chars or ""
        if self.punctuation_chars:
            self.wordchars += "~-./*?="
        self._pushed, self._letters = [], None

    def push_token(self, tok):
        """Put a word back."""
        self._pushed.insert(0, tok)

    def get_token(self):
        """Return the next word; at the end, eof."""
        return self._pushed.pop(0) if self._pushed else self.read_token()

    def _peek(self):
        if self._letters is None:
            self._letters = list(reversed(self.instream.read()))
        return self._letters[-1] if self._letters else ""

    def _take(self):
        letter = self._peek()
        if letter:
            self._letters.pop()
            self.lineno += letter == "\n"
        return letter

    def read_token(self):
        """Return the next word of the text itself."""
        word, quoted = "", False
        while True:
            c = self._peek()
            if not c:
                return word if word or quoted else self.eof
            if c in self.whitespace:
                self._take()
                if word or quoted:
                    return word
            elif c in self.commenters:
                while self._take() not in ("\n", ""):
                    pass
                if word or quoted:
                    return word
            elif c in self.quotes:
                if word and not self.posix and not self.whitespace_split:
                    return word
                word, quoted = word + self._quotation(), True
                if not self.posix and not self.whitespace_split:
                    return word
            elif self.posix and c in self.escape:
                self._take()
                if not self._peek():
                    raise ValueError("No escaped character")
                word += self._take()
            elif c in self.punctuation_chars:
                if word:
                    return word
                while self._peek() and self._peek() in self.punctuation_chars:
                    word += self._take()
                return word
            elif c in self.wordchars or self.whitespace_split:
                word += self._take()
            else:
                return word or self._take()

    def _quotation(self):
        """A text in quotes; without them where POSIX is followed."""
        mark = self._take()
        text = "" if self.posix else mark
        while True:
            c = self._take()
            if not c:
                raise ValueError("No closing quotation")
            if c == mark:
                return text if self.posix else text + c
            if self.posix and c in self.escape and mark in self.escapedquotes:
                following = self._take()
                if not following:
                    raise ValueError("No escaped character")
                text += following if following in (mark, c) else c + following
            else:
                text += c

    def __iter__(self):
        return self

    def __next__(self):
        token = self.get_token()
        if token == self.eof:
            raise StopIteration
        return token
