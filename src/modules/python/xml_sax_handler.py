"""Handlers of what XML holds, to derive from."""

version = "2.0beta"


class ErrorHandler:
    """What to do with errors: raise them, and print warnings."""

    def error(self, exception):
        """Handle a recoverable error."""
        raise exception

    def fatalError(self, exception):
        """Handle a non-recoverable error."""
        raise exception

    def warning(self, exception):
        """Handle a warning."""
        print(exception)


class ContentHandler:
    """Told of all that a document holds."""

    def __init__(self):
        self._locator = None

    def setDocumentLocator(self, locator):
        """Told first: who knows the place."""
        self._locator = locator

    def startDocument(self):
        """The document begins."""

    def endDocument(self):
        """The document ends."""

    def startPrefixMapping(self, prefix, uri):
        """A prefix stands for a namespace."""

    def endPrefixMapping(self, prefix):
        """The prefix stands for it no more."""

    def startElement(self, name, attrs):
        """An element begins."""

    def endElement(self, name):
        """An element ends."""

    def startElementNS(self, name, qname, attrs):
        """An element begins, with its namespace."""

    def endElementNS(self, name, qname):
        """An element ends, with its namespace."""

    def characters(self, content):
        """Text."""

    def ignorableWhitespace(self, whitespace):
        """Space that means nothing."""

    def processingInstruction(self, target, data):
        """A processing instruction."""

    def skippedEntity(self, name):
        """An entity that was not read."""


class DTDHandler:
    """Told of notations and entities."""

    def notationDecl(self, name, publicId, systemId):
        """A notation."""

    def unparsedEntityDecl(self, name, publicId, systemId, ndata):
        """An entity that is not text."""


class EntityResolver:
    """Says where entities are."""

    def resolveEntity(self, publicId, systemId):
        """The place of an entity."""
        return systemId


_FEATURES = "http://xml.org/sax/features/"
feature_namespaces = _FEATURES + "namespaces"
feature_namespace_prefixes = _FEATURES + "namespace-prefixes"
feature_string_interning = _FEATURES + "string-interning"
feature_validation = _FEATURES + "validation"
feature_external_ges = _FEATURES + "external-general-entities"
feature_external_pes = _FEATURES + "external-parameter-entities"
all_features = [feature_namespaces, feature_namespace_prefixes, feature_string_interning,
                feature_validation, feature_external_ges, feature_external_pes]
