"""A small implementation of the Document Object Model: documents as trees of nodes."""

import io as _io
from xml.dom import (EMPTY_NAMESPACE, EMPTY_PREFIX, XMLNS_NAMESPACE, HierarchyRequestErr,
                     IndexSizeErr, InuseAttributeErr, NotFoundErr, Node as _Kinds,
                     WrongDocumentErr)


class NodeList(list):
    """Nodes in a row."""

    __slots__ = ()

    def item(self, index):
        return self[index] if 0 <= index < len(self) else None

    @property
    def length(self):
        """the number of nodes in the NodeList"""
        return len(self)


class Node(_Kinds):
    """What all nodes have."""

    namespaceURI = parentNode = ownerDocument = nextSibling = previousSibling = None
    prefix = EMPTY_PREFIX
    nodeValue = attributes = None

    def __bool__(self):
        return True

    def toxml(self, encoding=None, standalone=None):
        return self.toprettyxml("", "", encoding, standalone)

    def toprettyxml(self, indent="\t", newl="\n", encoding=None, standalone=None):
        writer = _io.StringIO()
        if self.nodeType == Node.DOCUMENT_NODE:
            self.writexml(writer, "", indent, newl, encoding, standalone)
        else:
            self.writexml(writer, "", indent, newl)
        text = writer.getvalue()
        return text if encoding is None else text.encode(encoding, "xmlcharrefreplace")

    def hasChildNodes(self):
        return bool(self.childNodes)

    @property
    def firstChild(self):
        """First child node, or None."""
        return self.childNodes[0] if self.childNodes else None

    @property
    def lastChild(self):
        """Last child node, or None."""
        return self.childNodes[-1] if self.childNodes else None

    @property
    def localName(self):
        """Namespace-local name of this node."""
        return None

    def insertBefore(self, newChild, refChild):
        if newChild.nodeType == self.DOCUMENT_FRAGMENT_NODE:
            for child in tuple(newChild.childNodes):
                self.insertBefore(child, refChild)
            return newChild
        self._check(newChild)
        if newChild.parentNode is not None:
            newChild.parentNode.removeChild(newChild)
        if refChild is None:
            self.appendChild(newChild)
            return newChild
        try:
            at = self.childNodes.index(refChild)
        except ValueError:
            raise NotFoundErr()
        self.childNodes.insert(at, newChild)
        _link(self.childNodes, at, newChild, self)
        return newChild

    def appendChild(self, node):
        if node.nodeType == self.DOCUMENT_FRAGMENT_NODE:
            for child in tuple(node.childNodes):
                self.appendChild(child)
            return node
        self._check(node)
        if node.parentNode is not None:
            node.parentNode.removeChild(node)
        self.childNodes.append(node)
        _link(self.childNodes, len(self.childNodes) - 1, node, self)
        return node

    def _check(self, node):
        if node.nodeType not in self._child_node_types:
            raise HierarchyRequestErr(f"{node!r} cannot be child of {self!r}")

    def replaceChild(self, newChild, oldChild):
        if newChild.nodeType == self.DOCUMENT_FRAGMENT_NODE:
            after = oldChild.nextSibling
            self.removeChild(oldChild)
            return self.insertBefore(newChild, after)
        self._check(newChild)
        if newChild is oldChild:
            return None
        if newChild.parentNode is not None:
            newChild.parentNode.removeChild(newChild)
        try:
            at = self.childNodes.index(oldChild)
        except ValueError:
            raise NotFoundErr()
        self.childNodes[at] = newChild
        _link(self.childNodes, at, newChild, self)
        oldChild.parentNode = oldChild.nextSibling = oldChild.previousSibling = None
        return oldChild

    def removeChild(self, oldChild):
        try:
            at = self.childNodes.index(oldChild)
        except ValueError:
            raise NotFoundErr()
        del self.childNodes[at]
        if oldChild.nextSibling is not None:
            oldChild.nextSibling.previousSibling = oldChild.previousSibling
        if oldChild.previousSibling is not None:
            oldChild.previousSibling.nextSibling = oldChild.nextSibling
        oldChild.nextSibling = oldChild.previousSibling = oldChild.parentNode = None
        return oldChild

    def normalize(self):
        kept = []
        for child in self.childNodes:
            if child.nodeType == Node.TEXT_NODE:
                if not child.data:
                    continue
                if kept and kept[-1].nodeType == Node.TEXT_NODE:
                    kept[-1].data += child.data
                    continue
            elif child.nodeType == Node.ELEMENT_NODE:
                child.normalize()
            kept.append(child)
        for child in self.childNodes:
            child.parentNode = child.nextSibling = child.previousSibling = None
        self.childNodes[:] = kept
        for at, child in enumerate(kept):
            _link(self.childNodes, at, child, self)

    def cloneNode(self, deep):
        return _clone(self, deep, self.ownerDocument or self)

    def isSameNode(self, other):
        return self is other

    def unlink(self):
        self.parentNode = self.ownerDocument = None
        for child in list(self.childNodes):
            child.unlink()
        if self.childNodes:
            self.childNodes = NodeList()
        self.previousSibling = self.nextSibling = None

    def __enter__(self):
        return self

    def __exit__(self, et, ev, tb):
        self.unlink()


def _link(nodes, at, node, parent):
    node.parentNode = parent
    node.previousSibling = nodes[at - 1] if at else None
    node.nextSibling = nodes[at + 1] if at + 1 < len(nodes) else None
    if node.previousSibling is not None:
        node.previousSibling.nextSibling = node
    if node.nextSibling is not None:
        node.nextSibling.previousSibling = node


class DocumentFragment(Node):
    nodeType, nodeName = Node.DOCUMENT_FRAGMENT_NODE, "#document-fragment"
    _child_node_types = (Node.ELEMENT_NODE, Node.TEXT_NODE, Node.CDATA_SECTION_NODE,
                         Node.PROCESSING_INSTRUCTION_NODE, Node.COMMENT_NODE)

    def __init__(self):
        self.childNodes = NodeList()


class Attr(Node):
    """An attribute of an element."""

    nodeType = Node.ATTRIBUTE_NODE
    specified = False
    childNodes = ()

    def __init__(self, qName, namespaceURI=EMPTY_NAMESPACE, localName=None, prefix=None):
        self.name = self.nodeName = qName
        self.namespaceURI, self.prefix = namespaceURI, prefix
        self._local, self.value, self.ownerElement = localName, "", None

    @property
    def localName(self):
        """Namespace-local name of this attribute."""
        return self._local or self.name.split(":", 1)[-1]

    nodeValue = property(lambda self: self.value, lambda self, value: setattr(self, "value", value))


class NamedNodeMap:
    """The attributes of an element."""

    def __init__(self, attrs, attrsNS, ownerElement):
        self._attrs, self._attrsNS, self._owner = attrs, attrsNS, ownerElement

    def item(self, index):
        names = list(self._attrs)
        return self._attrs[names[index]] if 0 <= index < len(names) else None

    @property
    def length(self):
        """Number of nodes in the NamedNodeMap."""
        return len(self._attrs)

    def items(self):
        return [(attr.nodeName, attr.value) for attr in self._attrs.values()]

    def itemsNS(self):
        return [((attr.namespaceURI, attr.localName), attr.value) for attr in self._attrs.values()]

    def keys(self):
        return self._attrs.keys()

    def keysNS(self):
        return self._attrsNS.keys()

    def values(self):
        return self._attrs.values()

    def get(self, name, value=None):
        return self._attrs.get(name, value)

    def __contains__(self, key):
        return key in (self._attrs if isinstance(key, str) else self._attrsNS)

    def __len__(self):
        return len(self._attrs)

    def __getitem__(self, name):
        return self._attrsNS[name] if isinstance(name, tuple) else self._attrs[name]

    def __setitem__(self, name, value):
        if isinstance(value, str):
            self._owner.setAttribute(name, value)
        elif isinstance(value, Attr):
            self.setNamedItem(value)
        else:
            raise TypeError("value must be a string or Attr object")

    def __delitem__(self, name):
        self._owner.removeAttributeNode(self[name])

    def getNamedItem(self, name):
        return self._attrs.get(name)

    def getNamedItemNS(self, namespaceURI, localName):
        return self._attrsNS.get((namespaceURI, localName))

    def setNamedItem(self, node):
        if not isinstance(node, Attr):
            raise HierarchyRequestErr(f"{node!r} cannot be child of {self!r}")
        return self._owner.setAttributeNode(node)

    setNamedItemNS = setNamedItem

    def removeNamedItem(self, name):
        attr = self.getNamedItem(name)
        if attr is None:
            raise NotFoundErr()
        return self._owner.removeAttributeNode(attr)


class Element(Node):
    """An element: a tag with attributes and what stands in it."""

    nodeType = Node.ELEMENT_NODE
    _child_node_types = (Node.ELEMENT_NODE, Node.PROCESSING_INSTRUCTION_NODE, Node.COMMENT_NODE,
                         Node.TEXT_NODE, Node.CDATA_SECTION_NODE, Node.ENTITY_REFERENCE_NODE)

    def __init__(self, tagName, namespaceURI=EMPTY_NAMESPACE, prefix=None, localName=None):
        self.tagName = self.nodeName = tagName
        self.prefix, self.namespaceURI = prefix, namespaceURI
        self.childNodes, self._attrs, self._attrsNS = NodeList(), {}, {}

    def __repr__(self):
        return f"<DOM Element: {self.tagName} at {id(self):#x}>"

    @property
    def localName(self):
        """Namespace-local name of this element."""
        return self.tagName.split(":", 1)[-1]

    @property
    def attributes(self):
        """NamedNodeMap of attributes on the element."""
        return NamedNodeMap(self._attrs, self._attrsNS, self)

    def unlink(self):
        for attr in self._attrs.values():
            attr.ownerElement = None
        self._attrs, self._attrsNS = {}, {}
        Node.unlink(self)

    def getAttribute(self, attname):
        """The value of an attribute; an empty string where there is none."""
        attr = self._attrs.get(attname)
        return "" if attr is None else attr.value

    def getAttributeNS(self, namespaceURI, localName):
        attr = self._attrsNS.get((namespaceURI, localName))
        return "" if attr is None else attr.value

    def setAttribute(self, attname, value):
        attr = self._attrs.get(attname)
        if attr is None:
            attr = Attr(attname)
            attr.value, attr.ownerDocument = value, self.ownerDocument
            self.setAttributeNode(attr)
        else:
            attr.value = value

    def setAttributeNS(self, namespaceURI, qualifiedName, value):
        prefix, local = _split(qualifiedName)
        attr = self._attrsNS.get((namespaceURI, local))
        if attr is None:
            attr = Attr(qualifiedName, namespaceURI, local, prefix)
            attr.value, attr.ownerDocument = value, self.ownerDocument
            self.setAttributeNode(attr)
        else:
            attr.value, attr.name, attr.nodeName = value, qualifiedName, qualifiedName
            attr.prefix = prefix

    def getAttributeNode(self, attrname):
        return self._attrs.get(attrname)

    def getAttributeNodeNS(self, namespaceURI, localName):
        return self._attrsNS.get((namespaceURI, localName))

    def setAttributeNode(self, attr):
        if attr.ownerElement not in (None, self):
            raise InuseAttributeErr("attribute node already owned")
        old = self._attrs.get(attr.name)
        if old is not None and old is not attr:
            self.removeAttributeNode(old)
        self._attrs[attr.name] = attr
        self._attrsNS[attr.namespaceURI, attr.localName] = attr
        attr.ownerElement = self
        return old if old is not attr else None

    setAttributeNodeNS = setAttributeNode

    def removeAttribute(self, name):
        if name not in self._attrs:
            raise NotFoundErr()
        self.removeAttributeNode(self._attrs[name])

    def removeAttributeNS(self, namespaceURI, localName):
        if (namespaceURI, localName) not in self._attrsNS:
            raise NotFoundErr()
        self.removeAttributeNode(self._attrsNS[namespaceURI, localName])

    def removeAttributeNode(self, node):
        if node is None or self._attrs.get(node.name) is not node:
            raise NotFoundErr()
        del self._attrs[node.name]
        self._attrsNS.pop((node.namespaceURI, node.localName), None)
        node.ownerElement = None
        return node

    removeAttributeNodeNS = removeAttributeNode

    def hasAttribute(self, name):
        return name in self._attrs

    def hasAttributeNS(self, namespaceURI, localName):
        return (namespaceURI, localName) in self._attrsNS

    def hasAttributes(self):
        return bool(self._attrs)

    def getElementsByTagName(self, name):
        """All elements of this name below, in the order of the document."""
        return _by_name(self, name, NodeList())

    def getElementsByTagNameNS(self, namespaceURI, localName):
        return _by_name_ns(self, namespaceURI, localName, NodeList())

    def writexml(self, writer, indent="", addindent="", newl=""):
        """Write the element; indent stands before it, addindent before what is in it."""
        writer.write(indent + "<" + self.tagName)
        for name, attr in self._attrs.items():
            writer.write(f' {name}="')
            _write(writer, attr.value, True)
            writer.write('"')
        if not self.childNodes:
            writer.write("/>" + newl)
            return
        writer.write(">")
        if len(self.childNodes) == 1 and self.childNodes[0].nodeType in (
                Node.TEXT_NODE, Node.CDATA_SECTION_NODE):
            self.childNodes[0].writexml(writer, "", "", "")
        else:
            writer.write(newl)
            for node in self.childNodes:
                node.writexml(writer, indent + addindent, addindent, newl)
            writer.write(indent)
        writer.write(f"</{self.tagName}>{newl}")


def _split(name):
    prefix, colon, local = name.partition(":")
    return (prefix, local) if colon else (None, name)


def _write(writer, text, attribute):
    if not text:
        return
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if attribute:
        text = (text.replace('"', "&quot;").replace("\r", "&#13;").replace("\n", "&#10;")
                .replace("\t", "&#9;"))
    writer.write(text)


def _by_name(parent, name, found):
    for node in parent.childNodes:
        if node.nodeType == Node.ELEMENT_NODE:
            if name == "*" or node.tagName == name:
                found.append(node)
            _by_name(node, name, found)
    return found


def _by_name_ns(parent, uri, name, found):
    for node in parent.childNodes:
        if node.nodeType == Node.ELEMENT_NODE:
            if name in ("*", node.localName) and uri in ("*", node.namespaceURI):
                found.append(node)
            _by_name_ns(node, uri, name, found)
    return found


class _Childless(Node):
    attributes = None
    childNodes = ()

    firstChild = lastChild = property(lambda self: None)

    def appendChild(self, node):
        raise HierarchyRequestErr(f"{self.nodeName} nodes cannot have children")

    def hasChildNodes(self):
        return False

    def insertBefore(self, newChild, refChild):
        raise HierarchyRequestErr(f"{self.nodeName} nodes do not have children")

    def removeChild(self, oldChild):
        raise NotFoundErr(f"{self.nodeName} nodes do not have children")

    def replaceChild(self, newChild, oldChild):
        raise HierarchyRequestErr(f"{self.nodeName} nodes do not have children")

    def normalize(self):
        pass


class ProcessingInstruction(_Childless):
    nodeType = Node.PROCESSING_INSTRUCTION_NODE

    def __init__(self, target, data):
        self.target = self.nodeName = target
        self.data = self.nodeValue = data

    def writexml(self, writer, indent="", addindent="", newl=""):
        writer.write(f"{indent}<?{self.target} {self.data}?>{newl}")


class CharacterData(_Childless):
    """Text of any kind."""

    def __init__(self):
        self.data = ""

    nodeValue = property(lambda self: self.data, lambda self, value: setattr(self, "data", value))

    def __repr__(self):
        dots = "..." if len(self.data) > 10 else ""
        return f'<DOM {type(self).__name__} node "{self.data[:10]!r}{dots}">'

    def __len__(self):
        return len(self.data)

    @property
    def length(self):
        """Length of the string data."""
        return len(self.data)

    def _checked(self, offset, count=0):
        if offset < 0:
            raise IndexSizeErr("offset cannot be negative")
        if offset >= len(self.data):
            raise IndexSizeErr("offset cannot be beyond end of data")
        if count < 0:
            raise IndexSizeErr("count cannot be negative")

    def substringData(self, offset, count):
        self._checked(offset, count)
        return self.data[offset:offset + count]

    def appendData(self, arg):
        self.data += arg

    def insertData(self, offset, arg):
        self._checked(offset)
        self.data = self.data[:offset] + arg + self.data[offset:]

    def deleteData(self, offset, count):
        self._checked(offset, count)
        self.data = self.data[:offset] + self.data[offset + count:]

    def replaceData(self, offset, count, arg):
        self._checked(offset, count)
        self.data = self.data[:offset] + arg + self.data[offset + count:]


class Text(CharacterData):
    nodeType, nodeName = Node.TEXT_NODE, "#text"

    def splitText(self, offset):
        if offset < 0 or offset > len(self.data):
            raise IndexSizeErr("illegal offset value")
        rest = type(self)()
        rest.data, rest.ownerDocument = self.data[offset:], self.ownerDocument
        if self.parentNode is not None:
            self.parentNode.insertBefore(rest, self.nextSibling)
        self.data = self.data[:offset]
        return rest

    def writexml(self, writer, indent="", addindent="", newl=""):
        _write(writer, f"{indent}{self.data}{newl}", False)


class Comment(CharacterData):
    nodeType, nodeName = Node.COMMENT_NODE, "#comment"

    def __init__(self, data):
        CharacterData.__init__(self)
        self.data = data

    def writexml(self, writer, indent="", addindent="", newl=""):
        if "--" in self.data:
            raise ValueError("'--' is not allowed in a comment node")
        writer.write(f"{indent}<!--{self.data}-->{newl}")


class CDATASection(Text):
    nodeType, nodeName = Node.CDATA_SECTION_NODE, "#cdata-section"

    def writexml(self, writer, indent="", addindent="", newl=""):
        if "]]>" in self.data:
            raise ValueError("']]>' not allowed in a CDATA section")
        writer.write(f"<![CDATA[{self.data}]]>")


class DocumentType(_Childless):
    nodeType = Node.DOCUMENT_TYPE_NODE

    def __init__(self, qualifiedName, publicId=None, systemId=None):
        self.name = self.nodeName = qualifiedName
        self.publicId, self.systemId, self.internalSubset = publicId, systemId, None

    def writexml(self, writer, indent="", addindent="", newl=""):
        writer.write("<!DOCTYPE " + self.name)
        if self.publicId:
            writer.write(f"{newl}  PUBLIC '{self.publicId}'{newl}  '{self.systemId}'")
        elif self.systemId:
            writer.write(f"{newl}  SYSTEM '{self.systemId}'")
        writer.write(">" + newl)


class DOMImplementation:
    """Makes documents."""

    def hasFeature(self, feature, version):
        return (feature.lower(), version or None) in [
            ("core", "1.0"), ("core", "2.0"), ("core", None), ("xml", "1.0"), ("xml", "2.0"),
            ("xml", None)]

    def createDocument(self, namespaceURI, qualifiedName, doctype):
        document = Document()
        if doctype is not None:
            if doctype.parentNode is not None:
                raise WrongDocumentErr("doctype object owned by another DOM tree")
            document.appendChild(doctype)
            doctype.ownerDocument = document
        if qualifiedName:
            document.appendChild(document.createElementNS(namespaceURI, qualifiedName))
        document.doctype, document.implementation = doctype, self
        return document

    def createDocumentType(self, qualifiedName, publicId, systemId):
        return DocumentType(_split(qualifiedName)[1], publicId, systemId)


class Document(Node):
    """A whole document, which makes all nodes of it."""

    nodeType, nodeName = Node.DOCUMENT_NODE, "#document"
    _child_node_types = (Node.ELEMENT_NODE, Node.PROCESSING_INSTRUCTION_NODE, Node.COMMENT_NODE,
                         Node.DOCUMENT_TYPE_NODE)
    implementation = DOMImplementation()
    doctype = encoding = standalone = version = documentURI = None

    def __init__(self):
        self.childNodes = NodeList()

    def _check(self, node):
        Node._check(self, node)
        if node.nodeType == Node.ELEMENT_NODE and node.parentNode is not self and (
                self.documentElement is not None):
            raise HierarchyRequestErr("two document elements disallowed")

    @property
    def documentElement(self):
        """Top-level element of this document."""
        for node in self.childNodes:
            if node.nodeType == Node.ELEMENT_NODE:
                return node
        return None

    def _own(self, node):
        node.ownerDocument = self
        return node

    def createDocumentFragment(self):
        return self._own(DocumentFragment())

    def createElement(self, tagName):
        return self._own(Element(tagName))

    def createElementNS(self, namespaceURI, qualifiedName):
        return self._own(Element(qualifiedName, namespaceURI, _split(qualifiedName)[0]))

    def createTextNode(self, data):
        if not isinstance(data, str):
            raise TypeError("node contents must be a string")
        node = Text()
        node.data = data
        return self._own(node)

    def createCDATASection(self, data):
        if not isinstance(data, str):
            raise TypeError("node contents must be a string")
        node = CDATASection()
        node.data = data
        return self._own(node)

    def createComment(self, data):
        return self._own(Comment(data))

    def createProcessingInstruction(self, target, data):
        return self._own(ProcessingInstruction(target, data))

    def createAttribute(self, qName):
        attr = self._own(Attr(qName))
        return attr

    def createAttributeNS(self, namespaceURI, qualifiedName):
        prefix, local = _split(qualifiedName)
        return self._own(Attr(qualifiedName, namespaceURI, local, prefix))

    def getElementById(self, id):
        return None

    def getElementsByTagName(self, name):
        return _by_name(self, name, NodeList())

    def getElementsByTagNameNS(self, namespaceURI, localName):
        return _by_name_ns(self, namespaceURI, localName, NodeList())

    def importNode(self, node, deep):
        return _clone(node, deep, self)

    def cloneNode(self, deep):
        made = self.implementation.createDocument(None, None, None)
        for child in self.childNodes if deep else ():
            made.appendChild(_clone(child, deep, made))
        return made

    def writexml(self, writer, indent="", addindent="", newl="", encoding=None, standalone=None):
        words = [f'encoding="{encoding}"'] if encoding else []
        if standalone is not None:
            words.append(f'standalone="{"yes" if standalone else "no"}"')
        writer.write(f'<?xml version="1.0" {" ".join(words)}?>{newl}')
        for node in self.childNodes:
            node.writexml(writer, indent, addindent, newl)


def _clone(node, deep, document):
    kind = node.nodeType
    if kind == Node.ELEMENT_NODE:
        made = document.createElementNS(node.namespaceURI, node.nodeName)
        for attr in node._attrs.values():
            made.setAttributeNS(attr.namespaceURI, attr.nodeName, attr.value)
    elif kind == Node.TEXT_NODE:
        made = document.createTextNode(node.data)
    elif kind == Node.CDATA_SECTION_NODE:
        made = document.createCDATASection(node.data)
    elif kind == Node.COMMENT_NODE:
        made = document.createComment(node.data)
    elif kind == Node.PROCESSING_INSTRUCTION_NODE:
        made = document.createProcessingInstruction(node.target, node.data)
    elif kind == Node.ATTRIBUTE_NODE:
        made = document.createAttributeNS(node.namespaceURI, node.nodeName)
        made.value = node.value
    elif kind == Node.DOCUMENT_FRAGMENT_NODE:
        made = document.createDocumentFragment()
    else:
        made = DocumentType(node.name, node.publicId, node.systemId)
    for child in node.childNodes if deep else ():
        made.appendChild(_clone(child, deep, document))
    return made


_CDATA = "refscope-cdata"


def _marked(text, kept):
    """The text with instructions in place of literal sections, which are kept."""
    import re

    def mark(found):
        if found[1]:
            return found[0]
        kept.append(found[2])
        return f"<?{_CDATA}?>"
    return re.sub(r"(<!--.*?-->|<\?.*?\?>)|<!\[CDATA\[(.*?)\]\]>", mark, text, flags=re.DOTALL)


def _names(text):
    """Tags and their attributes as they are written; the reader gives them without prefixes."""
    import re
    found = re.finditer(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE(?:[^\[>]|\[.*?\])*>|"
                        r"<([^\s/>!?]+)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", text, re.DOTALL)
    return ((each[1], each[2]) for each in found if each[1])


def parseString(string, parser=None):
    """Parse a document from a string."""
    from _xml_reader import text_of
    from _xml import read
    from xml.parsers.expat import ExpatError
    text = text_of(string)
    events, problem = read(text, True)
    if problem is not None:
        why, code, line, column = problem
        error = ExpatError(f"{why}: line {line}, column {column}")
        error.code, error.lineno, error.offset = code, line, column
        raise error
    literals = []
    if "<![CDATA[" in text:
        text = _marked(text, literals)
        events, _ = read(text, True)
    return _build(text, events, iter(literals))


def _build(text, events, literals):
    import re
    from _xml_reader import COMMENT, DATA, DOCTYPE, END, PI, START, START_NS
    document = Document()
    here, tags, bound = document, _names(text), []
    for kind, first, second in events:
        if kind == START:
            name, rest = next(tags)
            prefix, local = _split(name)
            uri = first[1:].rpartition("}")[0] if first[:1] == "{" else None
            made = document._own(Element(name, uri, prefix))
            for prefix_bound, uri_bound in bound:
                made.setAttributeNS(XMLNS_NAMESPACE,
                                    "xmlns:" + prefix_bound if prefix_bound else "xmlns", uri_bound)
            written = [key for key in re.findall(r"([^\s=\"'/]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')", rest)
                       if key != "xmlns" and not key.startswith("xmlns:")]
            for key, (full, value) in zip(written, second.items()):
                made.setAttributeNS(full[1:].rpartition("}")[0] if full[:1] == "{" else None, key,
                                    value)
            bound = []
            here = here.appendChild(made)
        elif kind == END:
            here = here.parentNode
        elif kind == DATA:
            last = here.lastChild
            if last is not None and last.nodeType == Node.TEXT_NODE:
                last.data += first
            else:
                here.appendChild(document.createTextNode(first))
        elif kind == COMMENT:
            here.appendChild(document.createComment(first))
        elif kind == PI and first == _CDATA:
            here.appendChild(document.createCDATASection(next(literals)))
        elif kind == PI:
            here.appendChild(document.createProcessingInstruction(first, second))
        elif kind == START_NS:
            bound.append((first, second))
        elif kind == DOCTYPE:
            document.doctype = document._own(DocumentType(first, *second))
            document.appendChild(document.doctype)
    return document


def parse(file, parser=None, bufsize=None):
    """Parse a document from a file, by name or open."""
    if hasattr(file, "read"):
        return parseString(file.read())
    with open(file, "rb") as opened:
        return parseString(opened.read())


def getDOMImplementation(features=None):
    """The implementation that makes documents."""
    return Document.implementation
