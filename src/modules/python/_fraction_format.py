"""Fractions by the format mini-language: as n/d, or rounded like a float."""


def _split(spec):
    """The parts of a specification, or None if it is none."""
    import re
    found = re.fullmatch(
        r"(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<z>z(?=.*[eEfFgG%]$))?(?P<alt>\#)?"
        r"(?P<zero>0(?=[0-9]))?(?P<width>0|[1-9][0-9]*)?(?P<comma>[,_])?"
        r"(?:\.(?P<precision>0|[1-9][0-9]*))?"
        r"(?P<type>[eEfFgG%])?", spec, re.DOTALL)
    return found and found.groupdict()


def _pad(sign, body, parts, default_align):
    fill, align = parts["fill"] or " ", parts["align"]
    width = int(parts["width"] or 0)
    missing = width - len(sign) - len(body)
    if parts["zero"] and not align:
        fill, align = "0", "="
    align = align or default_align
    if missing <= 0:
        return sign + body
    if align == "=":
        return sign + fill * missing + body
    if align == "<":
        return sign + body + fill * missing
    if align == ">":
        return fill * missing + sign + body
    left = missing // 2
    return fill * left + sign + body + fill * (missing - left)


def _sign(negative, parts):
    if negative:
        return "-"
    return parts["sign"] if parts["sign"] in ("+", " ") else ""


def _round_div(n, d):
    quotient, rest = divmod(n, d)
    twice = 2 * rest
    return quotient + (twice > d or (twice == d and quotient & 1))


def _scale(n, d, exponent):
    """n/d in units of 10**exponent, rounded half to even."""
    return _round_div(n * 10**-exponent, d) if exponent <= 0 else _round_div(n, d * 10**exponent)


def _to_figures(n, d, figures):
    """The first so many figures of n/d as an int, and the exponent of the last."""
    if n == 0:
        return 0, 1 - figures
    a, b = len(str(n)), len(str(d))
    m = a - b + (n * 10**max(0, b - a) >= d * 10**max(0, a - b))
    exponent = m - figures
    value = _scale(n, d, exponent)
    if len(str(value)) > figures:
        value //= 10
        exponent += 1
    return value, exponent


def _general(fraction, parts):
    if parts["zero"] or parts["z"] or parts["precision"] is not None:
        return None
    n, d = abs(fraction.numerator), fraction.denominator
    mark = parts["comma"] or ""
    body = format(n, mark)
    if d > 1 or parts["alt"]:
        body += "/" + format(d, mark)
    return _pad(_sign(fraction.numerator < 0, parts), body, parts, ">")


def _grouped(digits, mark):
    return format(int(digits), mark) if mark and digits else digits


def format_fraction(fraction, spec):
    """The fraction by a specification that is not empty."""
    parts = _split(spec)
    text = None
    if parts is not None and not (parts["zero"] and parts["align"]):
        text = _as_float(fraction, parts) if parts["type"] else _general(fraction, parts)
    if text is None:
        raise ValueError(f"Invalid format specifier {spec!r} for object of type "
                         f"{type(fraction).__name__!r}")
    return text


def _as_float(fraction, parts):
    kind = parts["type"]
    precision = 6 if parts["precision"] is None else int(parts["precision"])
    n, d = abs(fraction.numerator), fraction.denominator
    power, suffix = 0, ""
    if kind in "fF%":
        value = _scale(n * (100 if kind == "%" else 1), d, -precision)
        point, suffix = precision, "%" if kind == "%" else ""
        scientific = False
    else:
        figures = max(precision, 1) if kind in "gG" else precision + 1
        value, exponent = _to_figures(n, d, figures)
        first = exponent + figures - 1
        scientific = kind in "eE" or not -4 <= first < figures
        point = figures - 1 if scientific else -exponent
        if scientific:
            letter = "E" if kind in "EG" else "e"
            suffix = f"{letter}{first:+03d}"
    negative = fraction.numerator < 0 and not (parts["z"] and value == 0)
    digits = f"{value:0{point + 1}d}"
    whole = digits[:len(digits) - point]
    part = digits[len(digits) - point:]
    if kind in "gG" and not parts["alt"]:
        part = part.rstrip("0")
    separator = "." if part or parts["alt"] else ""
    sign = _sign(negative, parts)
    if parts["zero"] and parts["comma"]:
        # Zeros are grouped, too: as many as make the width.
        rest = len(sign) + len(separator) + len(part) + len(suffix)
        least = int(parts["width"] or 0) - rest
        whole = whole.zfill(3 * least // 4 + 1)
        lead = len(whole) % 3 or 3
        groups = [whole[:lead]] + [whole[i:i + 3] for i in range(lead, len(whole), 3)]
        whole = parts["comma"].join(groups)
    else:
        whole = _grouped(whole, parts["comma"])
    return _pad(sign, whole + separator + part + suffix, parts, ">")
