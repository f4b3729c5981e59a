"""What may go wrong while XML is read."""


class SAXException(Exception):
    """An error, or another exception within."""

    def __init__(self, msg, exception=None):
        self._msg, self._exception = msg, exception
        Exception.__init__(self, msg)

    def getMessage(self):
        """Return a message for this exception."""
        return self._msg

    def getException(self):
        """Return the exception within, or None."""
        return self._exception

    def __str__(self):
        return self._msg


class SAXParseException(SAXException):
    """The text is wrong: where and why."""

    def __init__(self, msg, exception, locator):
        SAXException.__init__(self, msg, exception)
        self._locator = locator
        self._systemId = locator.getSystemId()
        self._colnum, self._linenum = locator.getColumnNumber(), locator.getLineNumber()

    def getColumnNumber(self):
        """The column where the exception occurred."""
        return self._colnum

    def getLineNumber(self):
        """The line where the exception occurred."""
        return self._linenum

    def getPublicId(self):
        """The public name of the text."""
        return self._locator.getPublicId()

    def getSystemId(self):
        """The name of the text."""
        return self._systemId

    def __str__(self):
        name = "<unknown>" if self._systemId is None else self._systemId
        line = "?" if self._linenum is None else self._linenum
        column = "?" if self._colnum is None else self._colnum
        return f"{name}:{line}:{column}: {self._msg}"


class SAXNotRecognizedException(SAXException):
    """An unknown feature or property."""


class SAXNotSupportedException(SAXException):
    """A feature or property that cannot be had."""


class SAXReaderNotAvailable(SAXNotSupportedException):
    """No reader is there."""


for _kind in (SAXException, SAXParseException, SAXNotRecognizedException, SAXNotSupportedException,
              SAXReaderNotAvailable):
    _kind.__module__ = "xml.sax._exceptions"
