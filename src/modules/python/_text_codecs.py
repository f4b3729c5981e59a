"""Codecs of text that are seldom wanted: UTF-7, Punycode and IDNA."""

import re as _re

_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VALUES = {ord(letter): value for value, letter in enumerate(_BASE64)}
# What stands for itself: all of ASCII but controls and three signs.
_DIRECT = frozenset(" \t\r\n" + "".join(map(chr, range(33, 127)))) - set("+\\~")
_LONGEST_LABEL = 63


def _replaced(error, errors):
    import codecs
    return codecs.lookup_error(errors)(error)


def _base64_of(units):
    bits = "".join(f"{unit:016b}" for unit in units)
    bits += "0" * (-len(bits) % 6)
    return "".join(_BASE64[int(bits[at:at + 6], 2)] for at in range(0, len(bits), 6))


def utf_7_encode(text, errors="strict"):
    """Text as UTF-7."""
    out, at = [], 0
    while at < len(text):
        if text[at] in _DIRECT:
            out.append(text[at])
            at += 1
            continue
        end = at
        while end < len(text) and text[end] not in _DIRECT:
            end += 1
        if text[at] == "+":
            out.append("+-")
            at += 1
            continue
        data = text[at:end].encode("utf-16-be", "surrogatepass")
        units = [data[place] << 8 | data[place + 1] for place in range(0, len(data), 2)]
        out.append("+" + _base64_of(units))
        if end == len(text) or text[end] in _BASE64 or text[end] == "-":
            out.append("-")
        at = end
    return "".join(out).encode("ascii"), len(text)


def _shifted(data, start, end, out):
    """The text of the base64 letters from start to end; why they are wrong, or None."""
    number, bits, units = 0, 0, []
    for code in data[start:end]:
        number, bits = number << 6 | _VALUES[code], bits + 6
        if bits >= 16:
            bits -= 16
            units.append(number >> bits)
            number &= (1 << bits) - 1
    high = None
    for unit in units:
        if high is not None and 0xDC00 <= unit < 0xE000:
            out.append(chr(0x10000 + (high - 0xD800 << 10) + unit - 0xDC00))
            high = None
            continue
        if high is not None:
            out.append(chr(high))
        high = unit if 0xD800 <= unit < 0xDC00 else None
        if high is None:
            out.append(chr(unit))
    if high is not None:
        out.append(chr(high))
    if bits >= 6:
        return "partial character in shift sequence"
    return "non-zero padding bits in shift sequence" if number else None


def utf_7_decode(data, errors="strict"):
    """The text of UTF-7."""
    data = bytes(data)
    out, at = [], 0

    def wrong(start, end, reason):
        put, place = _replaced(UnicodeDecodeError("utf7", data, start, end, reason), errors)
        out.append(put)
        return place
    while at < len(data):
        code = data[at]
        if code != 43:
            if code < 128:
                out.append(chr(code))
                at += 1
            else:
                at = wrong(at, at + 1, "unexpected special character")
            continue
        end = at + 1
        while end < len(data) and data[end] in _VALUES:
            end += 1
        after = data[end] if end < len(data) else None
        if end == at + 1:
            if after is None:
                break
            if after == 45:
                out.append("+")
                at = end + 1
            else:
                at = wrong(at, end + 1, "ill-formed sequence")
            continue
        reason = _shifted(data, at + 1, end, out)
        if reason and after is None:
            at = wrong(at, end, "unterminated shift sequence")
        elif reason:
            at = wrong(at, end + 1, reason)
        else:
            at = end + (after == 45)
    return "".join(out), len(data)


def _adapted(delta, first, count):
    delta = delta // 700 if first else delta // 2
    delta += delta // count
    steps = 0
    while delta > 455:
        delta //= 35
        steps += 36
    return steps + 36 * delta // (delta + 38)


_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789"


def _number(number, bias):
    """A number in digits whose thresholds depend on the bias."""
    out, step = "", 36
    while True:
        threshold = min(max(step - bias, 1), 26)
        if number < threshold:
            return out + _DIGITS[number]
        number, digit = divmod(number - threshold, 36 - threshold)
        out += _DIGITS[threshold + digit]
        step += 36


def punycode_encode(text, errors="strict"):
    """Text as Punycode."""
    plain = "".join(letter for letter in text if letter < "\x80")
    done, code, delta, bias, out = len(plain), 128, 0, 72, ""
    while done < len(text):
        least = min(ord(letter) for letter in text if ord(letter) >= code)
        delta += (least - code) * (done + 1)
        code = least
        for letter in text:
            if ord(letter) < code:
                delta += 1
            elif ord(letter) == code:
                out += _number(delta, bias)
                bias = _adapted(delta, done == len(plain), done + 1)
                delta, done = 0, done + 1
        delta, code = delta + 1, code + 1
    return ((plain + "-" if plain else "") + out).encode("ascii"), len(text)


def punycode_decode(data, errors="strict"):
    """The text of Punycode."""
    if errors not in ("strict", "replace", "ignore"):
        raise UnicodeError(f"Unsupported error handling: {errors}")
    data = data.encode() if isinstance(data, str) else bytes(data)
    plain, _, digits = data.rpartition(b"-")
    text, code, at, bias = list(plain.decode("ascii", errors)), 128, 0, 72
    digits, place, first = digits.decode("ascii", errors).lower(), 0, True
    while place < len(digits):
        start, weight, step = at, 1, 36
        while True:
            if place == len(digits):
                if errors == "strict":
                    raise UnicodeDecodeError("punycode", data, len(data), len(data) + 1,
                                             "incomplete punycode string")
                return "".join(text), len(data)
            digit = _DIGITS.find(digits[place])
            if digit < 0:
                where = len(data) - len(digits) + place
                raise UnicodeDecodeError("punycode", data, where, where + 1,
                                         f"Invalid extended code point '{data[where]}'")
            place += 1
            at += digit * weight
            threshold = min(max(step - bias, 1), 26)
            if digit < threshold:
                break
            weight *= 36 - threshold
            step += 36
        bias = _adapted(at - start, first, len(text) + 1)
        first = False
        code += at // (len(text) + 1)
        at %= len(text) + 1
        if code > 0x10FFFF:
            if errors == "strict":
                raise UnicodeDecodeError("punycode", data, 0, len(data),
                                         f"Invalid character U+{code:x}")
            code = ord("?")
        text.insert(at, chr(code))
        at += 1
    return "".join(text), len(data)


_DOTS = _re.compile("[.\u3002\uff0e\uff61]")


def _prepared(label):
    import unicodedata
    label = label.replace("\xad", "").replace("\u200b", "")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", label.casefold()))


def _to_ascii(label):
    if not label.isascii():
        label = _prepared(label)
    if not label.isascii():
        if label.startswith("xn--"):
            raise UnicodeEncodeError("idna", label, 0, 4, "Label starts with ACE prefix")
        return b"xn--" + punycode_encode(label)[0]
    return label.encode("ascii")


def idna_encode(text, errors="strict"):
    """The name of a host as it is sent."""
    if errors != "strict":
        raise UnicodeError(f"Unsupported error handling: {errors}")
    if not text:
        return b"", 0
    labels, out, at = _DOTS.split(text), [], 0
    for place, label in enumerate(labels):
        if not label and place == len(labels) - 1:
            out.append(b"")
            break
        wrong = next((at + n for n, c in enumerate(label) if "\ud800" <= c <= "\udfff"), None)
        if wrong is not None:
            raise UnicodeEncodeError("idna", text, wrong, wrong + 1,
                                     f"Invalid character {text[wrong]!r}")
        made = _to_ascii(label)
        if not label:
            raise UnicodeEncodeError("idna", text, at, at + 1, "label empty")
        if len(made) > _LONGEST_LABEL:
            raise UnicodeEncodeError("idna", text, at, at + len(label), "label too long")
        out.append(made)
        at += len(label) + 1
    return b".".join(out), len(text)


def idna_decode(data, errors="strict"):
    """The name of a host as it is read."""
    if errors != "strict":
        raise UnicodeError(f"Unsupported error handling: {errors}")
    data = data.encode("ascii") if isinstance(data, str) else bytes(data)
    out, at = [], 0
    for label in data.split(b"."):
        marked = label[:4].lower() == b"xn--"
        begin = at + 4 if marked else at
        try:
            out.append(punycode_decode(label[4:])[0] if marked else label.decode("ascii"))
        except UnicodeDecodeError as error:
            raise UnicodeDecodeError("idna", data, begin + error.start, begin + error.end,
                                     error.reason) from None
        at += len(label) + 1
    return ".".join(out), len(data)


def _latin_1_encode(text, errors="strict"):
    return text.encode("latin-1", errors), len(text)


def _latin_1_decode(data, errors="strict"):
    return bytes(data).decode("latin-1", errors), len(data)


CODECS = {
    "charmap": (_latin_1_encode, _latin_1_decode, "charmap"),
    "utf_7": (utf_7_encode, utf_7_decode, "utf-7"),
    "punycode": (punycode_encode, punycode_decode, "punycode"),
    "idna": (idna_encode, idna_decode, "idna"),
}
