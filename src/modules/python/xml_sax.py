"""XML by events, told to a handler."""

__path__ = []

from xml.sax._exceptions import (SAXException, SAXNotRecognizedException,
                                 SAXNotSupportedException, SAXParseException, SAXReaderNotAvailable)
from xml.sax.handler import ContentHandler, ErrorHandler
from xml.sax.xmlreader import InputSource


def make_parser(parser_list=()):
    """Create and return a reader."""
    from xml.sax.expatreader import ExpatParser
    return ExpatParser()


def parse(source, handler, errorHandler=None):
    """Read a file and tell a handler what it holds."""
    parser = make_parser()
    parser.setContentHandler(handler)
    parser.setErrorHandler(ErrorHandler() if errorHandler is None else errorHandler)
    parser.parse(source)


def parseString(string, handler, errorHandler=None):
    """Read text or bytes and tell a handler what they hold."""
    import io
    parser = make_parser()
    parser.setContentHandler(handler)
    parser.setErrorHandler(ErrorHandler() if errorHandler is None else errorHandler)
    source = InputSource()
    if isinstance(string, str):
        source.setCharacterStream(io.StringIO(string))
    else:
        source.setByteStream(io.BytesIO(string))
    parser.parse(source)
