"""What readers of XML have in common."""


class Locator:
    """Knows the place in a text."""

    def getColumnNumber(self):
        return -1

    def getLineNumber(self):
        return -1

    def getPublicId(self):
        return None

    def getSystemId(self):
        return None


class InputSource:
    """Where a text comes from."""

    def __init__(self, system_id=None):
        self._system, self._public, self._encoding = system_id, None, None
        self._bytes = self._chars = None

    def setPublicId(self, public_id):
        self._public = public_id

    def getPublicId(self):
        return self._public

    def setSystemId(self, system_id):
        self._system = system_id

    def getSystemId(self):
        return self._system

    def setEncoding(self, encoding):
        self._encoding = encoding

    def getEncoding(self):
        return self._encoding

    def setByteStream(self, bytefile):
        self._bytes = bytefile

    def getByteStream(self):
        return self._bytes

    def setCharacterStream(self, charfile):
        self._chars = charfile

    def getCharacterStream(self):
        return self._chars


class AttributesImpl:
    """The attributes of an element."""

    def __init__(self, attrs):
        self._attrs = attrs

    def getLength(self):
        return len(self._attrs)

    def getType(self, name):
        return "CDATA"

    def getValue(self, name):
        return self._attrs[name]

    getValueByQName = getValue

    def getNameByQName(self, name):
        if name not in self._attrs:
            raise KeyError(name)
        return name

    getQNameByName = getNameByQName

    def getNames(self):
        return list(self._attrs.keys())

    getQNames = getNames

    def __len__(self):
        return len(self._attrs)

    def __getitem__(self, name):
        return self._attrs[name]

    def keys(self):
        return list(self._attrs.keys())

    def __contains__(self, name):
        return name in self._attrs

    def get(self, name, alternative=None):
        return self._attrs.get(name, alternative)

    def copy(self):
        return self.__class__(self._attrs)

    def items(self):
        return list(self._attrs.items())

    def values(self):
        return list(self._attrs.values())


class AttributesNSImpl(AttributesImpl):
    """The attributes of an element, by their namespaces and names."""

    def __init__(self, attrs, qnames):
        self._attrs, self._qnames = attrs, qnames

    def getNameByQName(self, name):
        for full, qname in self._qnames.items():
            if qname == name:
                return full
        raise KeyError(name)

    def getValueByQName(self, name):
        return self._attrs[self.getNameByQName(name)]

    def getQNameByName(self, name):
        return self._qnames[name]

    def getQNames(self):
        return list(self._qnames.values())

    def copy(self):
        return self.__class__(self._attrs, self._qnames)


class XMLReader:
    """Reads a text and tells handlers what it holds."""

    def __init__(self):
        from xml.sax import handler
        self._content, self._errors = handler.ContentHandler(), handler.ErrorHandler()
        self._features = {}

    def setContentHandler(self, handler):
        """Set who is told of the content."""
        self._content = handler

    def getContentHandler(self):
        """Who is told of the content."""
        return self._content

    def setErrorHandler(self, handler):
        """Set who is told of errors."""
        self._errors = handler

    def getErrorHandler(self):
        """Who is told of errors."""
        return self._errors

    def setDTDHandler(self, handler):
        """Declarations are not told."""

    def setEntityResolver(self, resolver):
        """External entities are not read."""

    def getFeature(self, name):
        """Whether a feature is on."""
        from xml.sax import handler
        from xml.sax._exceptions import SAXNotRecognizedException
        if name not in handler.all_features:
            raise SAXNotRecognizedException(f"Feature '{name}' not recognized")
        return self._features.get(name, 0)

    def setFeature(self, name, state):
        """Switch a feature on or off."""
        self.getFeature(name)
        self._features[name] = state
