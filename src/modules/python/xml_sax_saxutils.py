"""Text made safe for XML, and back."""

__all__ = ["escape", "unescape", "quoteattr"]


def escape(data, entities={}):
    """Escape &, <, and > in a string of data."""
    data = data.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    for key, value in entities.items():
        data = data.replace(key, value)
    return data


def unescape(data, entities={}):
    """Unescape &amp;, &lt;, and &gt; in a string of data."""
    data = data.replace("&lt;", "<").replace("&gt;", ">")
    for key, value in entities.items():
        data = data.replace(key, value)
    return data.replace("&amp;", "&")


def quoteattr(data, entities={}):
    """Escape and quote an attribute value."""
    data = escape(data, {**entities, "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
    if '"' not in data:
        return f'"{data}"'
    return f"'{data}'" if "'" not in data else '"' + data.replace('"', "&quot;") + '"'


def __getattr__(name):
    if name != "XMLGenerator":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from _xml_generator import XMLGenerator
    globals()[name] = XMLGenerator
    return XMLGenerator
