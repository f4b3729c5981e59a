"""Trees of elements: read from XML, searched, changed and written."""

from _xml_path import find as _find, iterfind as _iterfind
from _xml_reader import ParseError, read_events as _read_events
from _xml_writer import canonical as _canonical, write_tree as _write_tree

__all__ = ["Comment", "dump", "Element", "ElementTree", "canonicalize", "fromstring", "fromstringlist",
           "indent", "iselement", "iterparse", "parse", "ParseError", "PI", "ProcessingInstruction",
           "QName", "SubElement", "tostring", "tostringlist", "TreeBuilder", "VERSION", "XML", "XMLID",
           "XMLParser", "XMLPullParser", "register_namespace"]

VERSION = "1.3.0"


class Element:
    """An element: a tag, attributes, text, further elements, and the text after it."""

    def __init__(self, tag, attrib={}, **extra):
        if not isinstance(attrib, dict):
            raise TypeError(f"attrib must be dict, not {type(attrib).__name__}")
        self.tag, self.attrib = tag, {**attrib, **extra}
        self.text = self.tail = None
        self._children = []

    def __repr__(self):
        return f"<Element {self.tag!r} at {id(self):#x}>"

    def makeelement(self, tag, attrib):
        """Create a new element with the same type."""
        return type(self)(tag, attrib)

    def __copy__(self):
        made = self.makeelement(self.tag, self.attrib)
        made.text, made.tail = self.text, self.tail
        made[:] = self
        return made

    def __len__(self):
        return len(self._children)

    def __bool__(self):
        import warnings
        warnings.warn("Testing an element's truth value will always return True in future versions.  "
                      "Use specific 'len(elem)' or 'elem is not None' test instead.",
                      DeprecationWarning, stacklevel=2)
        return len(self._children) != 0

    def __getitem__(self, index):
        return self._children[index]

    def __setitem__(self, index, element):
        for each in element if isinstance(index, slice) else (element,):
            _check_element(each)
        self._children[index] = element

    def __delitem__(self, index):
        del self._children[index]

    def append(self, subelement):
        """Add an element to the end."""
        if type(subelement) is not Element:
            _check_element(subelement)
        self._children.append(subelement)

    def extend(self, elements):
        """Append elements from a sequence."""
        for element in elements:
            self.append(element)

    def insert(self, index, subelement):
        """Insert an element at a position."""
        _check_element(subelement)
        self._children.insert(index, subelement)

    def remove(self, subelement):
        """Remove an element, found by identity or equality."""
        try:
            self._children.remove(subelement)
        except ValueError:
            raise ValueError("Element.remove(x): element not found") from None

    def find(self, path, namespaces=None):
        """Find the first matching element by tag name or path."""
        return _find(self, path, namespaces)

    def findtext(self, path, default=None, namespaces=None):
        """Find the text of the first matching element."""
        found = _find(self, path, namespaces)
        return default if found is None else found.text or ""

    def findall(self, path, namespaces=None):
        """Find all matching elements by tag name or path."""
        return list(_iterfind(self, path, namespaces))

    def iterfind(self, path, namespaces=None):
        """Find all matching elements, one by one."""
        return _iterfind(self, path, namespaces)

    def clear(self):
        """Remove all elements, attributes and text."""
        self.attrib.clear()
        self._children = []
        self.text = self.tail = None

    def get(self, key, default=None):
        """Get an attribute."""
        return self.attrib.get(key, default)

    def set(self, key, value):
        """Set an attribute."""
        self.attrib[key] = value

    def keys(self):
        """Get the names of the attributes."""
        return list(self.attrib)

    def items(self):
        """Get names and values of the attributes."""
        return list(self.attrib.items())

    def iter(self, tag=None):
        """All elements from here down, in the order of the document."""
        every = tag is None or tag == "*"
        if every or self.tag == tag:
            yield self
        levels = [iter(self._children)]
        while levels:
            for child in levels[-1]:
                if every or child.tag == tag:
                    yield child
                if child._children:
                    levels.append(iter(child._children))
                    break
            else:
                levels.pop()

    def itertext(self):
        """All text from here down, in the order of the document."""
        if not isinstance(self.tag, str) and self.tag is not None:
            return
        if self.text:
            yield self.text
        for child in self._children:
            yield from child.itertext()
            if child.tail:
                yield child.tail


def _check_element(element):
    if not isinstance(element, Element):
        raise TypeError("append() argument 1 must be xml.etree.ElementTree.Element, "
                        f"not {type(element).__name__}")


def SubElement(parent, tag, attrib={}, **extra):
    """Make an element and append it to a parent."""
    element = parent.makeelement(tag, {**attrib, **extra})
    parent.append(element)
    return element


def Comment(text=None):
    """Make a comment."""
    element = Element(Comment)
    element.text = text
    return element


def ProcessingInstruction(target, text=None):
    """Make a processing instruction."""
    element = Element(ProcessingInstruction)
    element.text = f"{target} {text}" if text else target
    return element


PI = ProcessingInstruction


class QName:
    """A name with its namespace."""

    def __init__(self, text_or_uri, tag=None):
        self.text = f"{{{text_or_uri}}}{tag}" if tag else text_or_uri

    def __str__(self):
        return self.text

    def __repr__(self):
        return f"<QName {self.text!r}>"

    def __hash__(self):
        return hash(self.text)

    def __eq__(self, other):
        return self.text == getattr(other, "text", other)

    def __lt__(self, other):
        return self.text < getattr(other, "text", other)


def iselement(element):
    """Whether something looks like an element."""
    return hasattr(element, "tag")


class TreeBuilder:
    """Makes a tree from what a parser finds."""

    def __init__(self, element_factory=None, *, comment_factory=None, pi_factory=None,
                 insert_comments=False, insert_pis=False):
        self._make = element_factory or Element
        self._comment, self._pi = comment_factory or Comment, pi_factory or ProcessingInstruction
        self._comments, self._pis = insert_comments, insert_pis
        self._open, self._last, self._after, self._root, self._text = [], None, False, None, []

    def _flush(self):
        if self._text and self._last is not None:
            text = "".join(self._text)
            if self._after:
                self._last.tail = text
            else:
                self._last.text = text
        self._text = []

    def start(self, tag, attrs):
        """An element begins."""
        if self._text:
            self._flush()
        made = self._last = self._make(tag, attrs)
        self._after = False
        if self._open:
            self._open[-1].append(made)
        elif self._root is None:
            self._root = made
        self._open.append(made)
        return made

    def _add(self, element):
        if self._open:
            self._open[-1].append(element)
        self._last, self._after = element, True

    def end(self, tag):
        """An element ends."""
        if self._text:
            self._flush()
        last = self._last = self._open.pop()
        self._after = True
        return last

    def data(self, data):
        """Text."""
        self._text.append(data)

    def comment(self, text):
        """A comment."""
        made = self._comment(text)
        if self._comments:
            self._flush()
            self._add(made)
        return made

    def pi(self, target, text=None):
        """A processing instruction."""
        made = self._pi(target, text)
        if self._pis:
            self._flush()
            self._add(made)
        return made

    def close(self):
        """Return the root."""
        assert not self._open, "missing end tags"
        assert self._root is not None, "missing toplevel element"
        return self._root


_EVENTS = ("start", "end", "data", "comment", "pi", "start_ns", "end_ns")


class XMLParser:
    """Reads XML in pieces and tells a target what it finds."""

    def __init__(self, *, target=None, encoding=None):
        self.target, self._pieces = target or TreeBuilder(), []

    def feed(self, data):
        """Take a piece."""
        self._pieces.append(data)

    def close(self):
        """Read it all; what the target makes of it."""
        pieces = self._pieces
        text = pieces[0][:0].join(pieces) if pieces else ""
        told = {kind: getattr(self.target, kind, None) for kind in _EVENTS}
        for kind, *words in _read_events(text):
            method = told[kind]
            if method:
                method(*words)
        close = getattr(self.target, "close", None)
        return close() if close else None


class XMLPullParser:
    """Reads XML in pieces and keeps what it found until asked."""

    def __init__(self, events=None, *, _parser=None):
        self._wanted, self._pieces, self._given = set(events or ("end",)), [], 0

    def feed(self, data):
        """Take a piece."""
        self._pieces.append(data)

    def close(self):
        """Nothing more will come."""

    def read_events(self):
        """Pairs of an event and an element that were not given before."""
        text = self._pieces[0][:0].join(self._pieces) if self._pieces else ""
        found = []
        try:
            for pair in _events_of(text, self._wanted):
                found.append(pair)
        except ParseError:
            pass
        fresh, self._given = found[self._given:], len(found)
        return iter(fresh)


def _events_of(text, wanted, done=None):
    builder = TreeBuilder()
    told = {kind: getattr(builder, kind, None) for kind in _EVENTS}
    for kind, *words in _read_events(text):
        if kind in ("start_ns", "end_ns"):
            if kind.replace("_", "-") in wanted:
                yield kind.replace("_", "-"), tuple(words) if kind == "start_ns" else None
            continue
        made = told[kind](*words)
        if kind in wanted:
            yield kind, made
    if done is not None:
        done.append(builder.close())


class _IterParse:
    """Pairs of an event and an element; root is there at the end."""

    root = None

    def __init__(self, text, wanted):
        # A file is read in large pieces: what an element holds is there when it is told.
        self._done, self._error, pairs = [], None, []
        try:
            pairs.extend(_events_of(text, wanted, self._done))
        except ParseError as error:
            self._error = error
        self._pairs = iter(pairs)

    def __iter__(self):
        return self

    def __next__(self):
        try:
            return next(self._pairs)
        except StopIteration:
            if self._error:
                raise self._error from None
            self.root = self._done[0]
            raise

    def close(self):
        """Let the file go: it was read whole."""


def iterparse(source, events=None, parser=None):
    """Read a file and tell what is found, step by step."""
    return _IterParse(_content(source), set(events or ("end",)))


def _content(source):
    if hasattr(source, "read"):
        return source.read()
    with open(source, "rb") as file:
        return file.read()


def XML(text, parser=None):
    """Read a tree from text; the root."""
    parser = parser or XMLParser(target=TreeBuilder())
    parser.feed(text)
    return parser.close()


fromstring = XML


def fromstringlist(sequence, parser=None):
    """Read a tree from pieces of text; the root."""
    parser = parser or XMLParser(target=TreeBuilder())
    for text in sequence:
        parser.feed(text)
    return parser.close()


def XMLID(text, parser=None):
    """Read a tree from text; the root, and the elements by their id."""
    tree = XML(text, parser)
    return tree, {element.get("id"): element for element in tree.iter() if element.get("id")}


class ElementTree:
    """A whole document."""

    def __init__(self, element=None, file=None):
        self._root = element
        if file:
            self.parse(file)

    def getroot(self):
        """Return the root."""
        return self._root

    def _setroot(self, element):
        self._root = element

    def parse(self, source, parser=None):
        """Read a file; the root."""
        self._root = XML(_content(source), parser)
        return self._root

    def iter(self, tag=None):
        """All elements, in the order of the document."""
        return self._root.iter(tag)

    def find(self, path, namespaces=None):
        """Find the first matching element."""
        return self._root.find(_from_root(path), namespaces)

    def findtext(self, path, default=None, namespaces=None):
        """Find the text of the first matching element."""
        return self._root.findtext(_from_root(path), default, namespaces)

    def findall(self, path, namespaces=None):
        """Find all matching elements."""
        return self._root.findall(_from_root(path), namespaces)

    def iterfind(self, path, namespaces=None):
        """Find all matching elements, one by one."""
        return self._root.iterfind(_from_root(path), namespaces)

    def write(self, file_or_filename, encoding=None, xml_declaration=None, default_namespace=None,
              method=None, *, short_empty_elements=True):
        """Write the document to a file."""
        encoding = encoding or "us-ascii"
        text = _written(self._root, encoding, method, xml_declaration, default_namespace,
                        short_empty_elements)
        if hasattr(file_or_filename, "write"):
            file_or_filename.write(_as_wanted(text, encoding))
            return
        with open(file_or_filename, "wb") as file:
            file.write(text.encode("utf-8" if encoding.lower() == "unicode" else encoding,
                                   "xmlcharrefreplace"))


def _from_root(path):
    return "." + path if path[:1] == "/" else path


def _written(root, encoding, method, declaration, default_namespace, short):
    text = _write_tree(root, method or "xml", default_namespace, short, _namespaces)
    lowered = encoding.lower()
    if declaration or declaration is None and lowered not in ("utf-8", "us-ascii", "unicode"):
        named = "utf-8" if lowered == "unicode" else encoding
        if method in (None, "xml"):
            text = f"<?xml version='1.0' encoding='{named}'?>\n{text}"
    return text


def _as_wanted(text, encoding):
    return text if encoding.lower() == "unicode" else text.encode(encoding, "xmlcharrefreplace")


def parse(source, parser=None):
    """Read a file; the document."""
    tree = ElementTree()
    tree.parse(source, parser)
    return tree


def tostring(element, encoding=None, method=None, *, xml_declaration=None, default_namespace=None,
             short_empty_elements=True):
    """Return an element as XML: bytes, or text for the encoding "unicode"."""
    encoding = encoding or "us-ascii"
    return _as_wanted(_written(element, encoding, method, xml_declaration, default_namespace,
                               short_empty_elements), encoding)


def tostringlist(element, encoding=None, method=None, **options):
    """Return an element as XML, in pieces."""
    return [tostring(element, encoding, method, **options)]


def dump(elem):
    """Write an element to standard output."""
    import sys
    root = elem.getroot() if isinstance(elem, ElementTree) else elem
    ElementTree(root).write(sys.stdout, encoding="unicode")
    if not root.tail or root.tail[-1] != "\n":
        sys.stdout.write("\n")


def indent(tree, space="  ", level=0):
    """Put line breaks and spaces between the elements of a tree."""
    root = tree.getroot() if isinstance(tree, ElementTree) else tree
    if level < 0:
        raise ValueError(f"Initial indentation level must be >= 0, got {level}")

    def lay_out(element, depth):
        if not len(element):
            return
        inner = "\n" + depth * space + space
        if not element.text or not element.text.strip():
            element.text = inner
        for child in element:
            lay_out(child, depth + 1)
            if not child.tail or not child.tail.strip():
                child.tail = inner
        if not child.tail.strip():
            child.tail = "\n" + depth * space
    lay_out(root, level)


def canonicalize(xml_data=None, *, out=None, from_file=None, **options):
    """Return XML in the one form that equal documents share."""
    text = _canonical(XML(xml_data if xml_data is not None else _content(from_file)), **options)
    if out is None:
        return text
    out.write(text)


_namespaces = {"http://www.w3.org/XML/1998/namespace": "xml", "http://www.w3.org/1999/xhtml": "html",
               "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
               "http://schemas.xmlsoap.org/wsdl/": "wsdl",
               "http://www.w3.org/2001/XMLSchema": "xs",
               "http://www.w3.org/2001/XMLSchema-instance": "xsi",
               "http://purl.org/dc/elements/1.1/": "dc"}


def register_namespace(prefix, uri):
    """Choose the prefix that a namespace is written with."""
    import re
    if re.match(r"ns\d+$", prefix):
        raise ValueError("Prefix format reserved for internal use")
    for known, short in list(_namespaces.items()):
        if known == uri or short == prefix:
            del _namespaces[known]
    _namespaces[uri] = prefix
