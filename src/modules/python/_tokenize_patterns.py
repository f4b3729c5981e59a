"""The patterns of single tokens, which some programs build their own readers from; for tokenize."""

import itertools
import re
from token import EXACT_TOKEN_TYPES

# What is defined here belongs to tokenize.
__name__ = "tokenize"


def group(*choices):
    return f"({'|'.join(choices)})"


def any(*choices):
    return group(*choices) + "*"


def maybe(*choices):
    return group(*choices) + "?"


Whitespace = r"[ \f\t]*"
Comment = r"#[^\r\n]*"
Ignore = Whitespace + any(r"\\\r?\n" + Whitespace) + maybe(Comment)
Name = r"\w+"

_digits = "[0-9](?:_?[0-9])*"
Hexnumber = "0[xX](?:_?[0-9a-fA-F])+"
Binnumber = "0[bB](?:_?[01])+"
Octnumber = "0[oO](?:_?[0-7])+"
Decnumber = "(?:0(?:_?0)*|[1-9](?:_?[0-9])*)"
Intnumber = group(Hexnumber, Binnumber, Octnumber, Decnumber)
Exponent = "[eE][-+]?" + _digits
Pointfloat = group(rf"{_digits}\.(?:{_digits})?", rf"\.{_digits}") + maybe(Exponent)
Expfloat = _digits + Exponent
Floatnumber = group(Pointfloat, Expfloat)
Imagnumber = group(_digits + "[jJ]", Floatnumber + "[jJ]")
Number = group(Imagnumber, Floatnumber, Intnumber)


def _all_string_prefixes():
    """What may stand before a quote, in every case and order."""
    return {"", *(
        "".join(letters)
        for prefix in ("b", "r", "u", "f", "br", "fr")
        for order in itertools.permutations(prefix)
        for letters in itertools.product(*((letter, letter.upper()) for letter in order)))}


StringPrefix = group(*sorted(_all_string_prefixes()))

# What follows an opening quote, to the end of the string.
Single = r"[^'\\]*(?:\\.[^'\\]*)*'"
Double = r'[^"\\]*(?:\\.[^"\\]*)*"'
Single3 = r"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'" + "''"
Double3 = r'[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"' + '""'
Triple = group(StringPrefix + "'" * 3, StringPrefix + '"' * 3)
_in_single, _in_double = r"'[^\n'\\]*(?:\\.[^\n'\\]*)*", r'"[^\n"\\]*(?:\\.[^\n"\\]*)*'
String = group(StringPrefix + _in_single + "'", StringPrefix + _in_double + '"')
ContStr = group(StringPrefix + _in_single + group("'", r"\\\r?\n"),
                StringPrefix + _in_double + group('"', r"\\\r?\n"))

# Long signs come before those that they begin with.
Special = group(*map(re.escape, sorted(EXACT_TOKEN_TYPES, reverse=True)))
Funny = group(r"\r?\n", Special)
PlainToken = group(Number, Funny, String, Name)
Token = Ignore + PlainToken
PseudoExtras = group(r"\\\r?\n|\Z", Comment, Triple)
PseudoToken = Whitespace + group(PseudoExtras, Number, Funny, ContStr, Name)

_tails = {"'": Single, '"': Double, "'" * 3: Single3, '"' * 3: Double3}
endpats = {prefix + quote: tail for prefix in _all_string_prefixes() for quote, tail in _tails.items()}
single_quoted = {opening for opening in endpats if opening[-2:-1] != opening[-1]}
triple_quoted = {*endpats} - single_quoted
tabsize = 8
