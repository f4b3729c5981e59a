"""The parts of a decimal number: read from text and from tuples, shown as a named tuple."""

from _decimal_context import int_of_digits

# What is defined here belongs to decimal.
__name__ = "decimal"


class DecimalTuple(tuple):
    """DecimalTuple(sign, digits, exponent)"""

    __slots__ = ()
    _fields = __match_args__ = ("sign", "digits", "exponent")

    def __new__(cls, sign, digits, exponent):
        return tuple.__new__(cls, (sign, digits, exponent))

    sign = property(lambda self: self[0])
    digits = property(lambda self: self[1])
    exponent = property(lambda self: self[2])

    def __getnewargs__(self):
        return tuple(self)

    def __repr__(self):
        return f"DecimalTuple(sign={self[0]!r}, digits={self[1]!r}, exponent={self[2]!r})"


def _split(text):
    """Sign, coefficient and exponent of a numeral, or None."""
    whole, _, fraction = text.partition(".")
    if (whole + fraction).isdecimal():
        return 0, int_of_digits(whole + fraction), -len(fraction)
    text = text.strip().replace("_", "")
    sign = 0
    if text[:1] in ("+", "-"):
        sign, text = int(text[0] == "-"), text[1:]
    lower = text.lower()
    if lower in ("inf", "infinity"):
        return sign, 0, "F"
    for name, kind in (("nan", "n"), ("snan", "N")):
        if lower.startswith(name):
            payload = text[len(name):]
            if payload and not payload.isdecimal():
                return None
            return sign, int(payload or 0), kind
    body, letter, power = lower.partition("e")
    exponent = 0
    if letter:
        digits = power[1:] if power[:1] in ("+", "-") else power
        if not digits.isdecimal():
            return None
        exponent = int(power)
    whole, _, fraction = body.partition(".")
    digits = whole + fraction
    if not digits.isdecimal():
        return None
    return sign, int_of_digits(digits), exponent - len(fraction)


def _from_tuple(value):
    if len(value) != 3:
        raise ValueError("argument must be a sequence of length 3")
    sign, digits, exponent = value
    if not isinstance(sign, int) or sign not in (0, 1):
        raise ValueError("sign must be an integer with the value 0 or 1")
    if exponent == "F":
        return sign, 0, "F"
    coefficient = 0
    for digit in digits:
        if not isinstance(digit, int) or not 0 <= digit <= 9:
            raise ValueError("coefficient must be a tuple of digits")
        coefficient = coefficient * 10 + digit
    if exponent in ("n", "N"):
        return sign, coefficient, exponent
    if isinstance(exponent, str):
        raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
    if not isinstance(exponent, int):
        raise ValueError("exponent must be an integer")
    return sign, coefficient, int(exponent)
