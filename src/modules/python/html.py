"""Text safe for HTML, and back."""

__all__ = ["escape", "unescape"]
__path__ = []


def escape(s, quote=True):
    """Replace special characters "&", "<" and ">" to HTML-safe sequences."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


_NAMES = {
    "amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\xa0", "iexcl": "¡",
    "cent": "¢", "pound": "£", "yen": "¥", "sect": "§", "uml": "¨", "copy": "©", "laquo": "«",
    "not": "¬", "reg": "®", "deg": "°", "plusmn": "±", "sup2": "²", "sup3": "³", "acute": "´",
    "micro": "µ", "para": "¶", "middot": "·", "sup1": "¹", "raquo": "»", "frac14": "¼",
    "frac12": "½", "frac34": "¾", "iquest": "¿", "Agrave": "À", "Aacute": "Á", "Acirc": "Â",
    "Atilde": "Ã", "Auml": "Ä", "Aring": "Å", "AElig": "Æ", "Ccedil": "Ç", "Egrave": "È",
    "Eacute": "É", "Ecirc": "Ê", "Euml": "Ë", "Iacute": "Í", "Ntilde": "Ñ", "Oacute": "Ó",
    "Ouml": "Ö", "times": "×", "Oslash": "Ø", "Uacute": "Ú", "Uuml": "Ü", "szlig": "ß",
    "agrave": "à", "aacute": "á", "acirc": "â", "atilde": "ã", "auml": "ä", "aring": "å",
    "aelig": "æ", "ccedil": "ç", "egrave": "è", "eacute": "é", "ecirc": "ê", "euml": "ë",
    "igrave": "ì", "iacute": "í", "icirc": "î", "iuml": "ï", "ntilde": "ñ", "ograve": "ò",
    "oacute": "ó", "ocirc": "ô", "otilde": "õ", "ouml": "ö", "divide": "÷", "oslash": "ø",
    "ugrave": "ù", "uacute": "ú", "ucirc": "û", "uuml": "ü", "alpha": "α", "beta": "β",
    "gamma": "γ", "delta": "δ", "lambda": "λ", "mu": "μ", "pi": "π", "sigma": "σ", "omega": "ω",
    "Omega": "Ω", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“",
    "rdquo": "”", "bull": "•", "hellip": "…", "euro": "€", "trade": "™", "larr": "←",
    "uarr": "↑", "rarr": "→", "darr": "↓", "harr": "↔", "forall": "∀", "part": "∂",
    "exist": "∃", "empty": "∅", "sum": "∑", "minus": "−", "radic": "√", "infin": "∞",
    "cap": "∩", "cup": "∪", "int": "∫", "ne": "≠", "le": "≤", "ge": "≥", "hearts": "♥",
}


def _character(found):
    name = found.group(1)
    if name[0] == "#":
        body = name[1:].rstrip(";")
        code = int(body[1:], 16) if body[0] in "xX" else int(body)
        if 0x80 <= code < 0xA0:
            return bytes((code,)).decode("cp1252", "replace")
        if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
            return "\ufffd"
        return chr(code)
    plain = name.rstrip(";")
    if name.endswith(";") and plain in _NAMES:
        return _NAMES[plain]
    # Names of old may lack their semicolon.
    for length in range(len(plain), 1, -1):
        if plain[:length] in _NAMES and ord(_NAMES[plain[:length]]) < 256:
            return _NAMES[plain[:length]] + name[length:]
    return "&" + name


def unescape(s):
    """Convert all named and numeric character references to the corresponding unicode characters."""
    if "&" not in s:
        return s
    import re
    return re.sub(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)", _character, s)
