"""Text safe for HTML, and back."""

__all__ = ["escape", "unescape"]
__path__ = []


def escape(s, quote=True):
    """Replace special characters "&", "<" and ">" to HTML-safe sequences."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def _replace_charref(found):
    name = found.group(1)
    if name[0] == "#":
        body = name[1:].rstrip(";")
        code = int(body[1:], 16) if body[0] in "xX" else int(body)
        if 0x80 <= code < 0xA0:
            try:
                return bytes((code,)).decode("cp1252")
            except UnicodeDecodeError:
                return chr(code)
        if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
            return "\ufffd"
        return "" if _stands_for_nothing(code) else chr(code)
    from html.entities import html5
    # Names of old may lack their semicolon.
    for length in range(len(name), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]] + name[length:]
    return "&" + name


def _stands_for_nothing(code):
    control = code < 32 and code not in b"\t\n\f\r" or code == 127
    return control or 0xFDD0 <= code < 0xFDF0 or code & 0xFFFE == 0xFFFE


def unescape(s):
    """Convert all named and numeric character references to the corresponding unicode characters."""
    if "&" not in s:
        return s
    import re
    return re.sub(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)", _replace_charref, s)
