"""Writes the XML that it is told of, for xml.sax.saxutils."""

import io
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import escape, quoteattr

# What is defined here belongs to xml.sax.saxutils.
__name__ = "xml.sax.saxutils"

_XML = "http://www.w3.org/XML/1998/namespace"


def _text_writer(out, encoding):
    """What text is written to, for a file of text or of bytes."""
    if out is None:
        import sys
        return sys.stdout
    if isinstance(out, io.TextIOBase):
        return out
    import codecs
    if isinstance(out, (codecs.StreamWriter, codecs.StreamReaderWriter)):
        return out
    return _Encoding(out, encoding)


class _Encoding:
    """Writes text to a file of bytes, which stays open."""

    def __init__(self, out, encoding):
        self._out, self._encoding = out, encoding

    def write(self, text):
        self._out.write(text.encode(self._encoding, "xmlcharrefreplace"))

    def flush(self):
        flush = getattr(self._out, "flush", None)
        if flush is not None:
            flush()


class XMLGenerator(ContentHandler):
    """A handler that writes what it is told as XML."""

    def __init__(self, out=None, encoding="iso-8859-1", short_empty_elements=False):
        super().__init__()
        out = _text_writer(out, encoding)
        self._write, self._flush = out.write, out.flush
        self._ns_contexts = [{}]
        self._current_context = self._ns_contexts[-1]
        self._undeclared_ns_maps = []
        self._encoding, self._short_empty_elements = encoding, short_empty_elements
        self._pending_start_element = False

    def _qname(self, name):
        """A name with the prefix of its namespace."""
        space, local = name
        if not space:
            return local
        prefix = "xml" if space == _XML else self._current_context[space]
        return f"{prefix}:{local}" if prefix else local

    def _finish_pending_start_element(self, endElement=False):
        if self._pending_start_element:
            self._write(">")
            self._pending_start_element = False

    def startDocument(self):
        self._write(f'<?xml version="1.0" encoding="{self._encoding}"?>\n')

    def endDocument(self):
        self._flush()

    def startPrefixMapping(self, prefix, uri):
        self._ns_contexts.append(self._current_context.copy())
        self._current_context[uri] = prefix
        self._undeclared_ns_maps.append((prefix, uri))

    def endPrefixMapping(self, prefix):
        self._current_context = self._ns_contexts.pop()

    def _start(self, name, spaces, attributes):
        self._finish_pending_start_element()
        self._write("<" + name)
        for text in spaces:
            self._write(text)
        for name, value in attributes:
            self._write(f" {name}={quoteattr(value)}")
        if self._short_empty_elements:
            self._pending_start_element = True
        else:
            self._write(">")

    def _end(self, name):
        if self._pending_start_element:
            self._write("/>")
            self._pending_start_element = False
        else:
            self._write(f"</{name}>")

    def startElement(self, name, attrs):
        self._start(name, (), attrs.items())

    def endElement(self, name):
        self._end(name)

    def startElementNS(self, name, qname, attrs):
        spaces = [f' xmlns:{prefix}="{uri}"' if prefix else f' xmlns="{uri}"'
                  for prefix, uri in self._undeclared_ns_maps]
        self._undeclared_ns_maps = []
        self._start(self._qname(name), spaces,
                    [(self._qname(name), value) for name, value in attrs.items()])

    def endElementNS(self, name, qname):
        self._end(self._qname(name))

    def _put(self, content, written):
        if content:
            self._finish_pending_start_element()
            if not isinstance(content, str):
                content = str(content, self._encoding)
            self._write(written(content))

    def characters(self, content):
        self._put(content, escape)

    def ignorableWhitespace(self, content):
        self._put(content, str)

    def processingInstruction(self, target, data):
        self._finish_pending_start_element()
        self._write(f"<?{target} {data}?>")
