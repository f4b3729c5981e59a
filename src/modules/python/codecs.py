"""Encodings by name."""

import builtins as _builtins
import io as _io

__all__ = ["encode", "decode", "lookup", "open", "getencoder", "getdecoder", "CodecInfo",
           "getincrementaldecoder", "getincrementalencoder", "getreader", "getwriter",
           "iterencode", "iterdecode", "register", "register_error", "lookup_error", "unregister", "BOM", "BOM_BE", "BOM_LE", "BOM_UTF8", "BOM_UTF16",
           "BOM_UTF16_LE", "BOM_UTF16_BE", "BOM_UTF32", "BOM_UTF32_LE", "BOM_UTF32_BE"]

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = BOM_UTF16 = BOM = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM_UTF32 = BOM_UTF32_LE = b"\xff\xfe\x00\x00"
BOM_UTF32_BE = b"\x00\x00\xfe\xff"


def _rot13(text):
    letters = "abcdefghijklmnopqrstuvwxyz"
    table = {ord(a): b for half in (letters, letters.upper())
             for a, b in zip(half, half[13:] + half[:13])}
    return text.translate(table)


def _binary(encoding):
    """Encoder and decoder of an encoding that is no text encoding, or None."""
    name = encoding.lower().replace("-", "_").removesuffix("_codec")
    if name in ("rot13", "rot_13"):
        return _rot13, _rot13
    if name == "hex":
        import binascii
        return binascii.hexlify, binascii.unhexlify
    if name in ("base64", "base_64"):
        import base64
        return base64.encodebytes, base64.decodebytes
    if name in ("zlib", "zip"):
        import zlib
        return zlib.compress, zlib.decompress
    if name in ("quopri", "quoted_printable"):
        import quopri
        return (lambda data: quopri.encodestring(data, quotetabs=True)), quopri.decodestring
    return None


_search_functions = []
_found = {}


def register(search_function, /):
    """Register a codec search function."""
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _search_functions.append(search_function)


def unregister(search_function, /):
    """Unregister a codec search function and clear the registry's cache."""
    if search_function in _search_functions:
        _search_functions.remove(search_function)
        _found.clear()


# Codecs of `_text_codecs`, by all their names.
_SELDOM = {"utf_7": "utf_7", "utf7": "utf_7", "u7": "utf_7", "unicode_1_1_utf_7": "utf_7",
           "punycode": "punycode", "idna": "idna", "charmap": "charmap"}


def _seldom(encoding):
    """The codec of an encoding that is seldom wanted, or None."""
    name = _SELDOM.get(encoding.lower().replace(" ", "_").replace("-", "_"))
    if name is None:
        return None
    from _text_codecs import CODECS
    encoder, decoder, shown = CODECS[name]
    return CodecInfo(encoder, decoder, name=shown)


def _registered(encoding):
    """What the registered search functions have for an encoding, or None."""
    if (info := _seldom(encoding)) is not None:
        return info
    if not _search_functions:
        return None
    name = encoding.lower().replace(" ", "_").replace("-", "_")
    if name in _found:
        return _found[name]
    for search in _search_functions:
        info = search(name)
        if info is None:
            continue
        if not isinstance(info, tuple) or len(info) != 4:
            raise TypeError("codec search functions must return 4-tuples")
        _found[name] = info
        return info
    return None


def _by_search(encoding):
    """The registered codec of an encoding that is not built in, or None."""
    if (info := _seldom(encoding)) is not None:
        return info
    if not _search_functions or _binary(encoding) is not None:
        return None
    try:
        "".encode(encoding)
    except LookupError:
        return None
    except Exception:
        pass
    return _found.get(encoding.lower().replace(" ", "_").replace("-", "_"))


def encode(obj, encoding="utf-8", errors="strict"):
    """Encodes obj using the codec registered for encoding."""
    try:
        return _encoded(obj, encoding, errors)
    except Exception as error:
        _say_which(error, "encoding", encoding)
        raise


def _encoded(obj, encoding, errors):
    info = _by_search(encoding)
    if info is not None:
        return info[0](obj, errors)[0]
    pair = _binary(encoding)
    return pair[0](obj) if pair else obj.encode(encoding, errors)


def _say_which(error, what, encoding):
    """Notes at an error which codec failed; that there is none is another matter."""
    note = f"{what} with {encoding!r} codec failed"
    if not isinstance(error, LookupError) and note not in getattr(error, "__notes__", ()):
        error.add_note(note)


def _written(data, encoding):
    """Text as bytes for the encodings of literals, which take text as well; else what is given."""
    if isinstance(data, str) and encoding.lower().replace("-", "_").replace(" ", "_") in (
            "unicode_escape", "raw_unicode_escape"):
        return data.encode()
    return data


def decode(obj, encoding="utf-8", errors="strict"):
    """Decodes obj using the codec registered for encoding."""
    try:
        return _decoded(obj, encoding, errors)
    except Exception as error:
        _say_which(error, "decoding", encoding)
        raise


def _decoded(obj, encoding, errors):
    info = _by_search(encoding)
    if info is not None:
        return info[1](obj, errors)[0]
    pair = _binary(encoding)
    if pair:
        return pair[1](obj)
    obj = _written(obj, encoding)
    try:
        data = memoryview(obj)
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(obj).__name__}'") from None
    return data.tobytes().decode(encoding, errors)


encode.__module__ = decode.__module__ = "_codecs"


class CodecInfo(tuple):
    """Codec details when looking up the codec registry"""

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None,
                incrementalencoder=None, incrementaldecoder=None, name=None, *,
                _is_text_encoding=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.encode, self.decode, self.name = encode, decode, name
        self.streamreader, self.streamwriter = streamreader, streamwriter
        self.incrementalencoder = incrementalencoder
        self.incrementaldecoder = incrementaldecoder
        return self

    def __repr__(self):
        return f"<codecs.CodecInfo object for encoding {self.name} at {id(self):#x}>"


_NAMES = {"utf8": "utf-8", "u8": "utf-8", "utf": "utf-8", "cp65001": "utf-8", "utf8_ucs2": "utf-8",
          "utf8_ucs4": "utf-8", "utf8_sig": "utf-8-sig", "utf16": "utf-16", "u16": "utf-16",
          "utf_16le": "utf-16-le", "utf_16be": "utf-16-be", "utf32": "utf-32", "u32": "utf-32",
          "utf_32le": "utf-32-le", "utf_32be": "utf-32-be", "us_ascii": "ascii", "646": "ascii",
          "us": "ascii", "csascii": "ascii", "latin": "iso8859-1", "8859": "iso8859-1",
          "cp819": "iso8859-1", "ibm819": "iso8859-1", "iso8859": "iso8859-1", "macroman": "mac-roman",
          "unicodeescape": "unicode_escape", "rawunicodeescape": "raw_unicode_escape"}
# The parts of ISO 8859 by their numbers as Latin alphabets.
_LATIN = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 9, "6": 10, "7": 13, "8": 14, "9": 15, "10": 16}


def _canonical(encoding):
    """What an encoding that is there calls itself."""
    plain = "".join(letter if letter.isalnum() or letter == "." else " " for letter in encoding.lower())
    plain = "_".join(plain.split())
    if plain in _NAMES:
        return _NAMES[plain]
    for prefix in ("iso8859_", "iso_8859_"):
        if plain.startswith(prefix):
            return "iso8859-" + plain.removeprefix(prefix).partition("_")[0]
    for prefix in ("latin_", "latin", "l"):
        if plain.startswith(prefix) and plain.removeprefix(prefix) in _LATIN:
            return f"iso8859-{_LATIN[plain.removeprefix(prefix)]}"
    if plain.startswith(("windows_", "ibm")):
        return "cp" + plain.removeprefix("windows_").removeprefix("ibm")
    return plain.replace("_", "-") if plain.startswith(("utf_", "mac_", "koi8_")) else plain


def lookup(encoding, /):
    """Looks up a codec tuple in the Python codec registry and returns a CodecInfo object."""
    if not isinstance(encoding, str):
        raise TypeError(f"lookup() argument must be str, not {type(encoding).__name__}")
    info = _by_search(encoding)
    if info is not None:
        return info
    if _binary(encoding) is None:
        "".encode(encoding)
    return CodecInfo(lambda text, errors="strict": (_encoded(text, encoding, errors), len(text)),
                     lambda data, errors="strict": (_decoded(data, encoding, errors), len(_written(data, encoding))),
                     _stream(encoding, "_Reader"), _stream(encoding, "_Writer"),
                     lambda errors="strict": _Incremental(encoding, errors, False),
                     lambda errors="strict": _Incremental(encoding, errors, True),
                     _canonical(encoding))


def _stream(encoding, name):
    """What makes streams of an encoding; few programs do."""
    def stream(stream, errors="strict"):
        import _codec_classes
        return getattr(_codec_classes, name)(encoding, stream, errors)
    return stream


def getencoder(encoding):
    """Lookup up the codec for the given encoding and return its encoder function."""
    return lookup(encoding).encode


def getdecoder(encoding):
    """Lookup up the codec for the given encoding and return its decoder function."""
    return lookup(encoding).decode


class _Incremental:
    """Decodes or encodes what comes piece by piece; whole characters only."""

    def __init__(self, encoding, errors, decodes):
        self.encoding, self.errors, self._decodes, self._rest = encoding, errors, decodes, b""

    def encode(self, text, final=False):
        return _encoded(text, self.encoding, self.errors)

    def decode(self, data, final=False):
        data = self._rest + bytes(data)
        self._rest = b""
        if final:
            return _decoded(data, self.encoding, self.errors)
        try:
            return _decoded(data, self.encoding, "strict")
        except UnicodeDecodeError as error:
            if len(data) - error.start > 3 or "end" not in error.reason:
                return _decoded(data, self.encoding, self.errors)
            self._rest = data[error.start:]
            return _decoded(data[:error.start], self.encoding, self.errors)

    def reset(self):
        self._rest = b""


def getincrementaldecoder(encoding):
    lookup(encoding)
    return lambda errors="strict": _Incremental(encoding, errors, True)


def getincrementalencoder(encoding):
    lookup(encoding)
    return lambda errors="strict": _Incremental(encoding, errors, False)


def iterencode(iterator, encoding, errors="strict", **kwargs):
    for text in iterator:
        yield _encoded(text, encoding, errors)


def iterdecode(iterator, encoding, errors="strict", **kwargs):
    decoder = _Incremental(encoding, errors, True)
    for data in iterator:
        text = decoder.decode(data)
        if text:
            yield text
    text = decoder.decode(b"", True)
    if text:
        yield text


def getreader(encoding):
    lookup(encoding)
    return lambda stream, errors="strict": _io.TextIOWrapper(stream, encoding, errors, newline="")


getwriter = getreader


def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    """Open an encoded file using the given mode."""
    if encoding is None:
        return _builtins.open(filename, mode, buffering)
    return _builtins.open(filename, mode.replace("b", ""), buffering, encoding, errors, newline="")


_BOTH_WAYS = (UnicodeEncodeError, UnicodeDecodeError)
_ALL_WAYS = (*_BOTH_WAYS, UnicodeTranslateError)


def _known(error, kinds):
    """Refuse what is no error of these kinds."""
    if not isinstance(error, kinds):
        raise TypeError(f"don't know how to handle {type(error).__name__} in error callback")


def strict_errors(error):
    if not isinstance(error, BaseException):
        raise TypeError("codec must pass exception instance")
    raise error


def ignore_errors(error):
    """Leave out what is wrong."""
    _known(error, _ALL_WAYS)
    return "", error.end


def replace_errors(error):
    """Put a mark in place of what is wrong."""
    _known(error, _ALL_WAYS)
    if isinstance(error, UnicodeEncodeError):
        return "?" * (error.end - error.start), error.end
    return "\ufffd", error.end


def backslashreplace_errors(error):
    """Put escapes in place of what is wrong."""
    _known(error, _ALL_WAYS)
    part = error.object[error.start:error.end]
    if isinstance(error, UnicodeDecodeError):
        return "".join(f"\\x{byte:02x}" for byte in part), error.end
    return part.encode("ascii", "backslashreplace").decode("ascii"), error.end


def xmlcharrefreplace_errors(error):
    """Put references in place of what is wrong."""
    _known(error, UnicodeEncodeError)
    part = error.object[error.start:error.end]
    return "".join(f"&#{ord(letter)};" for letter in part), error.end


def namereplace_errors(error):
    """Put names in place of what is wrong."""
    _known(error, UnicodeEncodeError)
    part = error.object[error.start:error.end]
    return part.encode("ascii", "namereplace").decode("ascii"), error.end


def _surrogateescape(error):
    _known(error, _BOTH_WAYS)
    part = error.object[error.start:error.end]
    if isinstance(error, UnicodeDecodeError) and part and part[0] >= 128:
        count = next((at for at, byte in enumerate(part) if byte < 128), len(part))
        return "".join(chr(0xDC00 + byte) for byte in part[:count]), error.start + count
    if isinstance(error, UnicodeEncodeError) and all("\udc80" <= letter <= "\udcff" for letter in part):
        return bytes(ord(letter) - 0xDC00 for letter in part), error.end
    raise error


def _surrogatepass(error):
    _known(error, _BOTH_WAYS)
    raise error


_HANDLERS = {"strict": strict_errors, "ignore": ignore_errors, "replace": replace_errors,
             "backslashreplace": backslashreplace_errors,
             "xmlcharrefreplace": xmlcharrefreplace_errors, "namereplace": namereplace_errors,
             "surrogateescape": _surrogateescape, "surrogatepass": _surrogatepass}
_registered_handler = _HANDLERS.get


def lookup_error(name, /):
    """Return the function that an error handler's name stands for."""
    if name not in _HANDLERS:
        raise LookupError(f"unknown error handler name '{name}'")
    return _HANDLERS[name]


def register_error(errors, handler, /):
    """Register the error handler under the name errors."""
    if not isinstance(errors, str):
        raise TypeError(f"register_error() argument 1 must be str, not {type(errors).__name__}")
    if not callable(handler):
        raise TypeError("handler must be callable")
    _HANDLERS[errors] = handler


def make_identity_dict(rng):
    """Return a dictionary where elements of the rng sequence are mapped to themselves."""
    return {item: item for item in rng}


def make_encoding_map(decoding_map):
    """Turn a decoding map round; what it has twice becomes None."""
    turned = {}
    for key, value in decoding_map.items():
        turned[value] = None if value in turned else key
    return turned


def __getattr__(name):
    # What few programs ask for stands in modules of its own.
    if name.endswith(("_encode", "_decode")) or name == "charmap_build":
        import _codec_functions as source
    elif name.startswith(("Codec", "Incremental", "Buffered", "Stream", "EncodedFile")):
        import _codec_classes as source
    else:
        source = None
    if source is None or not hasattr(source, name):
        raise AttributeError(f"module 'codecs' has no attribute '{name}'")
    found = globals()[name] = getattr(source, name)
    return found
