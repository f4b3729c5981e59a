"""Reads messages."""

from email.message import Message as _Message
from email.policy import EmailPolicy as _EmailPolicy, compat32 as _compat32

__all__ = ["Parser", "HeaderParser", "BytesParser", "BytesHeaderParser"]


class Parser:
    """Reads a message from text."""

    def __init__(self, _class=None, *, policy=_compat32):
        self._class, self._policy = _class, policy

    def _new(self):
        if self._class is not None:
            return self._class()
        if isinstance(self._policy, _EmailPolicy):
            from email.message import EmailMessage
            return EmailMessage(self._policy)
        return _Message(self._policy)

    def parse(self, fp, headersonly=False):
        """Read a message from a file."""
        return self.parsestr(fp.read(), headersonly)

    def parsestr(self, text, headersonly=False):
        """Read a message from text."""
        message, lines = self._new(), text.splitlines(True)
        at, name, value = 0, None, []

        def finish():
            if name is not None:
                message._headers.append((name, "".join(value).rstrip("\r\n")))
        while at < len(lines):
            line = lines[at]
            if line[:1] in " \t" and name is not None and line.strip():
                value.append(line)
            elif ":" in line and line[:1] not in ": \t\r\n" and " " not in line.split(":")[0]:
                finish()
                name, _, rest = line.partition(":")
                value = [rest.lstrip(" \t")]
            elif line.startswith("From ") and at == 0:
                pass
            else:
                break
            at += 1
        finish()
        if at < len(lines) and not lines[at].strip("\r\n"):
            at += 1
        self._read_body(message, "".join(lines[at:]), headersonly)
        return message

    def _read_body(self, message, body, headersonly):
        boundary = message.get_boundary()
        if headersonly or message.get_content_maintype() != "multipart" or boundary is None:
            if message.get_content_type() == "message/rfc822" and not headersonly:
                message._payload = [self.parsestr(body)]
            else:
                message._payload = body
            return
        pieces, piece, ended = [], [], False
        for line in body.splitlines(True):
            mark = line.rstrip()
            if not ended and mark in (f"--{boundary}", f"--{boundary}--"):
                pieces.append("".join(piece))
                piece, ended = [], mark.endswith(f"{boundary}--")
            else:
                piece.append(line)
        if not pieces:
            message._payload = body
            return
        if ended:
            message.epilogue = "".join(piece) or None
        else:
            pieces.append("".join(piece))
        message.preamble = pieces[0].removesuffix("\n") or None
        message._payload = [self.parsestr(_without_end(text)) for text in pieces[1:]]


def _without_end(text):
    return text.removesuffix("\r\n") if text.endswith("\r\n") else text.removesuffix("\n")


class HeaderParser(Parser):
    """Reads the headers of a message; what follows stays text."""

    def parse(self, fp, headersonly=True):
        return Parser.parse(self, fp, True)

    def parsestr(self, text, headersonly=True):
        return Parser.parsestr(self, text, True)


class BytesParser:
    """Reads a message from bytes."""

    _parser = Parser

    def __init__(self, *args, **kw):
        self.parser = self._parser(*args, **kw)

    def parse(self, fp, headersonly=False):
        """Read a message from a binary file."""
        return self.parsebytes(fp.read(), headersonly)

    def parsebytes(self, text, headersonly=False):
        """Read a message from bytes."""
        return self.parser.parsestr(bytes(text).decode("utf-8", "surrogateescape"), headersonly)


class BytesHeaderParser(BytesParser):
    """Reads the headers of a message from bytes."""

    _parser = HeaderParser
