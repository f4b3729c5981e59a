"""The reader of XML that tells SAX handlers."""

from xml.sax import handler as _handler, xmlreader as _xmlreader
from xml.sax._exceptions import SAXParseException as _ParseException

version = "2.0beta"


class ExpatParser(_xmlreader.XMLReader, _xmlreader.Locator):
    """Reads XML in pieces."""

    def __init__(self, namespaceHandling=0, bufsize=2**16 - 20):
        super().__init__()
        self._features[_handler.feature_namespaces] = namespaceHandling
        self._parser, self._system, self._public = None, None, None
        self._line, self._column = 1, 0

    def getLineNumber(self):
        return self._line

    def getColumnNumber(self):
        return self._column

    def getSystemId(self):
        return self._system

    def getPublicId(self):
        return self._public

    def parse(self, source):
        """Read a whole text: a name, a file or an InputSource."""
        opened = None
        if isinstance(source, _xmlreader.InputSource):
            self._system = source.getSystemId()
            file = source.getCharacterStream() or source.getByteStream()
            if file is None:
                file = opened = open(self._system, "rb")
        elif hasattr(source, "read"):
            file, self._system = source, getattr(source, "name", None)
        else:
            file = opened = open(source, "rb")
            self._system = str(source)
        try:
            self.feed(file.read())
            self.close()
        finally:
            self._parser = None
            if opened is not None:
                opened.close()

    def _begin(self):
        from xml.parsers import expat
        from xml.sax.xmlreader import AttributesImpl
        content, spaces = self._content, self._features.get(_handler.feature_namespaces)
        parser = self._parser = expat.ParserCreate(None, " " if spaces else None)

        def pair(name):
            uri, _, local = name.rpartition(" ")
            return uri or None, local
        if spaces:
            parser.StartElementHandler = lambda name, attrs: content.startElementNS(
                pair(name), None, AttributesImpl({pair(key): value for key, value in attrs.items()}))
            parser.EndElementHandler = lambda name: content.endElementNS(pair(name), None)
            parser.StartNamespaceDeclHandler = content.startPrefixMapping
            parser.EndNamespaceDeclHandler = content.endPrefixMapping
        else:
            parser.StartElementHandler = lambda name, attrs: content.startElement(
                name, AttributesImpl(attrs))
            parser.EndElementHandler = content.endElement
        parser.CharacterDataHandler = content.characters
        parser.ProcessingInstructionHandler = content.processingInstruction
        content.setDocumentLocator(self)
        content.startDocument()

    def feed(self, data, isFinal=False):
        """Take a piece."""
        from xml.parsers.expat import ExpatError
        if self._parser is None:
            self._begin()
        try:
            self._parser.Parse(data, isFinal)
        except ExpatError as error:
            self._line, self._column = error.lineno, error.offset
            text = str(error).rpartition(": line")[0]
            self._errors.fatalError(_ParseException(text, error, self))

    def close(self):
        """Nothing more will come."""
        if self._parser is not None:
            self.feed("", True)
            self._content.endDocument()
            self._parser = None
