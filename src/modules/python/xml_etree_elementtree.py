"""Trees of elements: read from XML, searched, changed and written."""

from _xml_path import find as _find, iterfind as _iterfind
from _xml_reader import (COMMENT as _COMMENT, DATA as _DATA, END as _END, END_NS as _END_NS,
                         DOCTYPE as _DOCTYPE, PI as _PI, START as _START, START_NS as _START_NS,
                         Feed as _Feed, ParseError, read_tree as _read_tree)
from _xml_writer import HTML_EMPTY, canonical as _canonical, write_tree as _write_tree

__all__ = ["Comment", "dump", "Element", "ElementTree", "canonicalize", "fromstring", "fromstringlist",
           "indent", "iselement", "iterparse", "parse", "ParseError", "PI", "ProcessingInstruction",
           "QName", "SubElement", "tostring", "tostringlist", "TreeBuilder", "VERSION", "XML", "XMLID",
           "XMLParser", "XMLPullParser", "register_namespace"]

VERSION = "1.3.0"


class Element:
    """An element: a tag, attributes, text, further elements, and the text after it."""

    __slots__ = "tag", "attrib", "text", "tail", "_children", "__weakref__"

    def __init__(self, tag, attrib={}, **extra):
        if not isinstance(attrib, dict):
            raise TypeError(f"Element() argument 2 must be dict, not {type(attrib).__name__}")
        self.tag = tag
        self.attrib = {**attrib, **extra}
        self.text = self.tail = None
        self._children = []

    def __getstate__(self):
        return {"tag": self.tag, "_children": self._children, "attrib": self.attrib,
                "text": self.text, "tail": self.tail}

    def __setstate__(self, state):
        for name, value in state.items():
            setattr(self, name, value)

    def __reduce_ex__(self, protocol):
        return _blank, (type(self),), self.__getstate__()

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

    def __getattr__(self, name):
        kind = type(self)
        named = "xml.etree.ElementTree.Element" if kind is Element else kind.__name__
        raise AttributeError(f"'{named}' object has no attribute '{name}'", name=name, obj=self)

    def __getitem__(self, index):
        try:
            return self._children[index]
        except IndexError:
            raise IndexError("child index out of range") from None
        except TypeError:
            raise TypeError("element indices must be integers") from None

    def __setitem__(self, index, element):
        for each in element if isinstance(index, slice) else (element,):
            _check_element(each)
        try:
            self._children[index] = element
        except IndexError:
            raise IndexError("child assignment index out of range") from None
        except TypeError:
            raise TypeError("element indices must be integers") from None

    def __delitem__(self, index):
        try:
            del self._children[index]
        except IndexError:
            raise IndexError("child assignment index out of range") from None
        except TypeError:
            raise TypeError("element indices must be integers") from None

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
        self._children.remove(subelement)

    def find(self, path, namespaces=None):
        """Find the first matching element by tag name or path."""
        if namespaces is None and (path in _plain or _is_plain(path)):
            for child in self._children:
                if child.tag == path:
                    return child
            return None
        return _find(self, path, namespaces)

    def findtext(self, path, default=None, namespaces=None):
        """Find the text of the first matching element."""
        found = self.find(path, namespaces)
        return default if found is None else found.text or ""

    def findall(self, path, namespaces=None):
        """Find all matching elements by tag name or path."""
        if namespaces is None and (path in _plain or _is_plain(path)):
            return [child for child in self._children if child.tag == path]
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


_plain = set()


def _is_plain(path):
    """Whether a path is one tag, as most are."""
    if not isinstance(path, str):
        return False
    rest = path.partition("}")[2] if path[:1] == "{" else path
    if path.startswith(("{}", "{*}")) or any(sign in rest for sign in "/*[@.{"):
        return False
    if len(_plain) < 1000:
        _plain.add(path)
    return True


def _blank(kind):
    """An element of which nothing is known yet."""
    return kind.__new__(kind)


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


def _grow(events):
    """The root of a tree that is told by starts, ends and data."""
    new, open, root, children, last, after = object.__new__, [], None, None, None, False
    for kind, told, attributes in events:
        if kind == 0:
            last = new(Element)
            last.tag = told
            last.attrib = attributes
            last.text = last.tail = None
            if children is None:
                root = last
            else:
                children.append(last)
            last._children = children = []
            open.append(last)
            after = False
        elif kind == 1:
            last = open.pop()
            children = open[-1]._children if open else None
            after = True
        elif after:
            last.tail = told
        else:
            last.text = told
    return root


class XMLParser:
    """Reads XML in pieces and tells a target what it finds."""

    def __init__(self, *, target=None, encoding=None):
        self.target, self._feed = TreeBuilder() if target is None else target, _Feed(encoding)
        self.entity, self.version = {}, "Expat 2.6.3"
        self._told = {kind: getattr(self.target, name, None) for kind, name in (
            (_START, "start"), (_END, "end"), (_DATA, "data"), (_COMMENT, "comment"), (_PI, "pi"),
            (_START_NS, "start_ns"), (_END_NS, "end_ns"), (_DOCTYPE, "doctype"))}

    def feed(self, data):
        """Take a piece."""
        self._tell(data, False)

    def _tell(self, data, last):
        events, error = self._feed.take(data, last)
        for kind, first, second in events:
            method = self._told[kind]
            if not method:
                continue
            if kind == _DOCTYPE:
                method(first, *second)
            elif kind in (_START, _PI, _START_NS):
                method(first, second)
            else:
                method(first)
        if error is not None:
            raise error

    def flush(self):
        """Tell all that is known; nothing waits here."""

    def close(self):
        """Read it all; what the target makes of it."""
        self._tell(None, True)
        close = getattr(self.target, "close", None)
        return close() if close else None


class XMLPullParser:
    """Reads XML in pieces and keeps what it found until asked."""

    _KINDS = {"start": _START, "end": _END, "comment": _COMMENT, "pi": _PI, "start-ns": _START_NS,
              "end-ns": _END_NS}

    def __init__(self, events=None, *, _parser=None):
        wanted = ("end",) if events is None else tuple(events)
        for name in wanted:
            if name not in self._KINDS:
                raise ValueError(f"unknown event '{name}'")
        self._wanted = {self._KINDS[name]: name for name in wanted}
        self._feed, self._builder, self._found = _Feed(), TreeBuilder(), []

    def feed(self, data):
        """Take a piece."""
        if self._feed is None:
            raise ValueError("feed() called after end of stream")
        if data:
            self._tell(data, False)

    def _tell(self, data, last):
        builder, events = self._builder, self._feed.take(data, last)
        for kind, first, second in events[0]:
            if kind == _START:
                made = builder.start(first, second)
            elif kind == _END:
                made = builder.end(first)
            elif kind == _DATA:
                builder.data(first)
                continue
            elif kind == _COMMENT:
                made = builder.comment(first)
            elif kind == _PI:
                made = builder.pi(first, second)
            else:
                made = (first, second) if kind == _START_NS else None
            if kind in self._wanted:
                self._found.append((self._wanted[kind], made))
        if events[1] is not None:
            self._found.append(events[1])

    def close(self):
        """Nothing more will come."""
        self._close_and_return_root()

    def _close_and_return_root(self):
        self._tell(None, True)
        self._feed = None
        return self._builder._root

    def read_events(self):
        """Pairs of an event and an element that were not given before."""
        while self._found:
            found = self._found.pop(0)
            if isinstance(found, Exception):
                raise found
            yield found

    def flush(self):
        """Tell all that is known; nothing waits here."""


class _IterParse:
    """Pairs of an event and an element; root is there at the end."""

    root = None

    def __init__(self, source, wanted):
        # A file is read in large pieces: what an element holds is there when it is told.
        self._pull = XMLPullParser(wanted)
        self._pull.feed(_content(source))
        self._pull._found.reverse()
        self._ended = False

    def __iter__(self):
        return self

    def __next__(self):
        found = self._pull._found
        if not found and not self._ended:
            self._ended = True
            root = self._pull._close_and_return_root()
            found.reverse()
            if not found:
                self.root = root
        if not found:
            raise StopIteration
        pair = found.pop()
        if isinstance(pair, Exception):
            raise pair
        return pair

    def close(self):
        """Let the file go: it was read whole."""


def iterparse(source, events=None, parser=None):
    """Read a file and tell what is found, step by step."""
    return _IterParse(source, events)


def _content(source):
    if hasattr(source, "read"):
        return source.read()
    with open(source, "rb") as file:
        return file.read()


def XML(text, parser=None):
    """Read a tree from text; the root."""
    if parser is None:
        return _grow(_read_tree(text))
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
