"""Names of hosts in any alphabet, label by label."""

from _text_codecs import _prepared, _to_ascii

ace_prefix = b"xn--"
sace_prefix = "xn--"
_LONGEST = 63


def nameprep(label):
    """A label in the form in which equal ones are alike."""
    return _prepared(label)


def ToASCII(label):
    """A label as it is sent."""
    made = _to_ascii(label)
    if not made:
        raise UnicodeEncodeError("idna", label, 0, 1, "label empty")
    if len(made) > _LONGEST:
        raise UnicodeEncodeError("idna", label, 0, len(label), "label too long")
    return made


def ToUnicode(label):
    """A label as it is read."""
    if len(label) > 1024:
        if isinstance(label, str):
            label = label.encode("utf-8", "backslashreplace")
        raise UnicodeDecodeError("idna", label, 0, len(label), "label way too long")
    if isinstance(label, str) and not label.isascii():
        label = nameprep(label)
        if not label.isascii():
            wrong = [place for place, letter in enumerate(label) if letter > "\x7f"]
            end = next((at for at in range(wrong[0], len(label)) if at not in wrong), len(label))
            raise UnicodeEncodeError("idna", label, wrong[0], end, "Invalid character in IDN label")
    sent = label.encode("ascii") if isinstance(label, str) else bytes(label)
    if not sent.lower().startswith(ace_prefix):
        return str(sent, "ascii")
    try:
        read = sent[4:].decode("punycode")
    except UnicodeDecodeError as error:
        raise UnicodeDecodeError("idna", sent, error.start + 4, error.end + 4, error.reason)
    again = ToASCII(read)
    if str(sent, "ascii").lower() != str(again, "ascii"):
        raise UnicodeDecodeError("idna", sent, 0, len(sent),
                                 f"IDNA does not round-trip, '{sent!r}' != '{again!r}'")
    return read
