"""Writes trees of elements as XML, for xml.etree.ElementTree."""

HTML_EMPTY = {"area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "isindex",
              "link", "meta", "param", "source", "track", "wbr"}


def escaped(text):
    """Text as it stands between tags."""
    return _text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_attribute(text):
    """Text as it stands in quotes."""
    return (escaped(text).replace('"', "&quot;").replace("\r", "&#13;").replace("\n", "&#10;")
            .replace("\t", "&#09;"))


def _text(text):
    if not isinstance(text, str):
        raise TypeError(f"cannot serialize {text!r} (type {type(text).__name__})")
    return text


class _Names:
    """Tags as they are written, and the namespaces they need."""

    def __init__(self, default, known):
        self.default, self.known, self.used, self.short = default, known, {}, {}
        if default:
            self.used[default] = ""

    def written(self, name):
        """The prefix and the name."""
        name = getattr(name, "text", name)
        if name in self.short:
            return self.short[name]
        if name[:1] != "{":
            if self.default:
                raise ValueError("cannot use non-qualified names with default_namespace option")
            short = name
        else:
            uri, _, rest = name[1:].rpartition("}")
            prefix = self.used.get(uri)
            if prefix is None:
                prefix = self.known.get(uri) or f"ns{len(self.used)}"
                if prefix != "xml":
                    self.used[uri] = prefix
            short = f"{prefix}:{rest}" if prefix else rest
        self.short[name] = short
        return short


def write_tree(root, method, default_namespace, short, known):
    """The text of a tree."""
    if method not in ("xml", "html", "text", "c14n"):
        raise ValueError(f"unknown method {method!r}")
    if method == "text":
        return "".join(root.itertext()) + (root.tail or "")
    names = _Names(default_namespace, known)
    for element in root.iter():
        if isinstance(element.tag, str) or hasattr(element.tag, "text"):
            names.written(element.tag)
            for key, value in element.items():
                names.written(key)
                if hasattr(value, "text"):
                    names.written(value)
            if hasattr(element.text, "text"):
                names.written(element.text)
        elif element.tag is not None and not callable(element.tag):
            raise TypeError(f"cannot serialize {element.tag!r} (type {type(element.tag).__name__})")
    out = []
    _write(out, root, names, method == "html", short, True)
    return "".join(out)


def _write(out, element, names, html, short, outermost):
    tag, text = element.tag, element.text
    if callable(tag):
        out.append(f"<!--{text}-->" if tag.__name__ == "Comment" else f"<?{text}?>")
    elif tag is None:
        if text:
            out.append(escaped(text))
        for child in element:
            _write(out, child, names, html, short, False)
    else:
        _write_element(out, element, names, html, short, outermost)
    if element.tail:
        out.append(escaped(element.tail))


def _write_element(out, element, names, html, short, outermost):
    tag, text = names.written(element.tag), element.text
    out.append("<" + tag)
    if outermost:
        for uri, prefix in sorted(names.used.items(), key=lambda pair: pair[1]):
            colon = f":{prefix}" if prefix else ""
            out.append(f' xmlns{colon}="{escaped_attribute(uri)}"')
    for key, value in element.items():
        value = names.written(value) if hasattr(value, "text") else value
        out.append(f' {names.written(key)}="{escaped_attribute(value)}"')
    text = names.written(text) if hasattr(text, "text") else text
    if not html and short and not text and not len(element):
        out.append(" />")
        return
    out.append(">")
    if text:
        out.append(_text(text) if html and tag.lower() in ("script", "style") else escaped(text))
    for child in element:
        _write(out, child, names, html, short, False)
    if not html or tag.lower() not in HTML_EMPTY:
        out.append(f"</{tag}>")


def canonical(root, strip_text=False, **options):
    """The text of a tree with attributes sorted and nothing left out."""
    out = []

    def kept(text):
        text = text or ""
        return escaped(text.strip() if strip_text else text)

    def write(element):
        pairs = "".join(f' {key}="{escaped_attribute(value)}"' for key, value in sorted(element.items()))
        out.append(f"<{element.tag}{pairs}>{kept(element.text)}")
        for child in element:
            write(child)
            out.append(kept(child.tail))
        out.append(f"</{element.tag}>")
    write(root)
    return "".join(out)
