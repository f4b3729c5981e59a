"""Documents as trees of nodes: the constants and errors of the Document Object Model."""

__path__ = []


class Node:
    """What kinds of nodes there are."""

    __slots__ = ()
    ELEMENT_NODE, ATTRIBUTE_NODE, TEXT_NODE, CDATA_SECTION_NODE = 1, 2, 3, 4
    ENTITY_REFERENCE_NODE, ENTITY_NODE, PROCESSING_INSTRUCTION_NODE, COMMENT_NODE = 5, 6, 7, 8
    DOCUMENT_NODE, DOCUMENT_TYPE_NODE, DOCUMENT_FRAGMENT_NODE, NOTATION_NODE = 9, 10, 11, 12


INDEX_SIZE_ERR, DOMSTRING_SIZE_ERR, HIERARCHY_REQUEST_ERR, WRONG_DOCUMENT_ERR = 1, 2, 3, 4
INVALID_CHARACTER_ERR, NO_DATA_ALLOWED_ERR, NO_MODIFICATION_ALLOWED_ERR, NOT_FOUND_ERR = 5, 6, 7, 8
NOT_SUPPORTED_ERR, INUSE_ATTRIBUTE_ERR, INVALID_STATE_ERR, SYNTAX_ERR = 9, 10, 11, 12
INVALID_MODIFICATION_ERR, NAMESPACE_ERR, INVALID_ACCESS_ERR, VALIDATION_ERR = 13, 14, 15, 16

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/"
XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml"
EMPTY_NAMESPACE = None
EMPTY_PREFIX = None


class DOMException(Exception):
    """Something that the model forbids."""

    def __init__(self, *args, **kw):
        if self.__class__ is DOMException:
            raise RuntimeError("DOMException should not be instantiated directly")
        Exception.__init__(self, *args, **kw)

    def _get_code(self):
        return self.code


def _error(name, number):
    return type(name, (DOMException,), {"code": number, "__module__": "xml.dom"})


IndexSizeErr = _error("IndexSizeErr", INDEX_SIZE_ERR)
DomstringSizeErr = _error("DomstringSizeErr", DOMSTRING_SIZE_ERR)
HierarchyRequestErr = _error("HierarchyRequestErr", HIERARCHY_REQUEST_ERR)
WrongDocumentErr = _error("WrongDocumentErr", WRONG_DOCUMENT_ERR)
InvalidCharacterErr = _error("InvalidCharacterErr", INVALID_CHARACTER_ERR)
NoDataAllowedErr = _error("NoDataAllowedErr", NO_DATA_ALLOWED_ERR)
NoModificationAllowedErr = _error("NoModificationAllowedErr", NO_MODIFICATION_ALLOWED_ERR)
NotFoundErr = _error("NotFoundErr", NOT_FOUND_ERR)
NotSupportedErr = _error("NotSupportedErr", NOT_SUPPORTED_ERR)
InuseAttributeErr = _error("InuseAttributeErr", INUSE_ATTRIBUTE_ERR)
InvalidStateErr = _error("InvalidStateErr", INVALID_STATE_ERR)
SyntaxErr = _error("SyntaxErr", SYNTAX_ERR)
InvalidModificationErr = _error("InvalidModificationErr", INVALID_MODIFICATION_ERR)
NamespaceErr = _error("NamespaceErr", NAMESPACE_ERR)
InvalidAccessErr = _error("InvalidAccessErr", INVALID_ACCESS_ERR)
ValidationErr = _error("ValidationErr", VALIDATION_ERR)


def getDOMImplementation(name=None, features=()):
    """Return a suitable implementation of the model."""
    from xml.dom.minidom import DOMImplementation
    return DOMImplementation()
