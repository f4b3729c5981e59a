"""The format mini-language for decimal numbers."""

from _decimal_context import ROUND_HALF_EVEN, _digits_of
from decimal import _make


def _parse(spec):
    """The parts of a format specification as a dict."""
    parts = {"fill": " ", "align": ">", "sign": "-", "zero": False, "width": 0, "comma": "",
             "precision": None, "type": "", "z": False, "#": False}
    at = 0
    if len(spec) > 1 and spec[1] in "<>=^":
        parts["fill"], parts["align"], at = spec[0], spec[1], 2
    elif spec[:1] in ("<", ">", "=", "^"):
        parts["align"], at = spec[0], 1
    explicit = at > 0
    if spec[at:at + 1] in ("+", "-", " ") and spec[at:at + 1]:
        parts["sign"], at = spec[at], at + 1
    if spec[at:at + 1] == "z":
        parts["z"], at = True, at + 1
    if spec[at:at + 1] == "#":
        parts["#"], at = True, at + 1
    if spec[at:at + 1] == "0":
        at += 1
        if explicit:
            raise ValueError("invalid format string")
        parts["fill"], parts["align"] = "0", "="
    start = at
    while spec[at:at + 1].isdecimal():
        at += 1
    parts["width"] = int(spec[start:at] or 0)
    if spec[at:at + 1] == ",":
        parts["comma"], at = ",", at + 1
    if spec[at:at + 1] == ".":
        start = at = at + 1
        while spec[at:at + 1].isdecimal():
            at += 1
        if start == at:
            raise ValueError("invalid format string")
        parts["precision"] = int(spec[start:at])
    if spec[at:at + 1] in ("e", "E", "f", "F", "g", "G", "n", "%") and spec[at:at + 1]:
        parts["type"], at = spec[at], at + 1
    elif spec[at:] == "N":
        from warnings import warn
        warn("Format specifier 'N' is deprecated", DeprecationWarning, skip_file_prefixes=("<frozen ",))
        parts["type"], at = "n", at + 1
    if at != len(spec):
        raise ValueError("invalid format string")
    return parts


def _grouped(digits, comma, least):
    """Digits in groups of three, filled with zeros to a width."""
    if not comma:
        return digits.rjust(least, "0")
    groups = []
    while digits:
        groups.insert(0, digits[-3:])
        digits = digits[:-3]
    text = comma.join(groups) or "0"
    while len(text) < least:
        head = text.split(comma)[0]
        if len(head) < 3:
            text = "0" + text
        elif len(text) + 1 < least:
            text = "0" + comma + text
        else:
            text = "0" + comma + text
    return text


def formatted(number, spec, context):
    """format(number, spec)"""
    if not isinstance(spec, str):
        kind = type(spec).__name__
        raise TypeError(f"format arg must be str, not {kind}")
    if not spec:
        return str(number)
    parts = _parse(spec)
    kind, precision = parts["type"], parts["precision"]
    whole, rest = _text(number, kind, precision, parts["z"], context)
    negative = number._sign
    if parts["z"] and negative and number.is_finite():
        negative = int((whole + rest.lower().partition("e")[0]).strip("0.%") != "")
    if parts["#"] and number.is_finite() and "." not in rest:
        rest = "." + rest
    sign = "-" if negative else parts["sign"].replace("-", "")
    if not number.is_finite() and parts["fill"] == "0" and parts["align"] == "=":
        parts["fill"], parts["align"] = " ", ">"
    if number.is_finite():
        least = 0
        if parts["fill"] == "0" and parts["align"] == "=":
            least = parts["width"] - len(sign) - len(rest)
        whole = _grouped(whole, parts["comma"], least)
    body = whole + rest
    room = max(parts["width"] - len(sign) - len(body), 0)
    fill = parts["fill"]
    align = parts["align"]
    if align == "<":
        return sign + body + fill * room
    if align == ">":
        return fill * room + sign + body
    if align == "=":
        return sign + fill * room + body
    return fill * (room // 2) + sign + body + fill * (room - room // 2)


def _text(number, kind, precision, no_negative_zero, context):
    """What stands before the point, and the rest."""
    if not number.is_finite():
        text = str(number.copy_abs())
        return text, "%" if kind == "%" else ""
    if kind == "%":
        number = _make(number._sign, number._int, number._exp + 2)
    rounding = context.rounding
    if precision is not None:
        if kind in ("e", "E") and number._int:
            number = _to_digits(number, precision + 1, rounding)
        elif kind in ("f", "F", "%"):
            number = number._at_exponent(-precision, rounding)[0]
        elif number._int and len(_digits_of(number._int)) > (precision or 1):
            number = _to_digits(number, precision or 1, rounding)
    if not number._int and number._exp > 0 and kind in ("f", "F", "%"):
        number = _make(number._sign, 0, 0)
    digits, exponent = _digits_of(number._int), number._exp
    left = exponent + len(digits)
    if kind in ("f", "F", "%"):
        point = left
    elif kind not in ("e", "E") and exponent <= 0 and left > -6:
        point = left
    else:
        point = 1
    if kind in ("e", "E") and not number._int and precision is not None:
        digits, left = "0" * (precision + 1), exponent + precision + 1
    if point < 0:
        whole, fraction = "0", "0" * -point + digits
    elif point > len(digits):
        whole, fraction = digits + "0" * (point - len(digits)), ""
    else:
        whole, fraction = digits[:point] or "0", digits[point:]
    power = left - point
    rest = "." + fraction if fraction else ""
    if power or kind in ("e", "E"):
        letter = "e" if kind in ("e", "g", "n") else "E"
        rest += f"{letter}{power:+}"
    if kind == "%":
        rest += "%"
    return whole, rest


def _to_digits(number, count, rounding):
    """The number rounded to a number of digits, or padded to them."""
    if not number._int:
        return _make(number._sign, 0, number.adjusted() + 1 - count)
    result = number._at_exponent(number.adjusted() + 1 - count, rounding)[0]
    if len(_digits_of(result._int)) > count:
        result = _make(result._sign, result._int // 10, result._exp + 1)
    return result
