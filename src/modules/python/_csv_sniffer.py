"""How a CSV file seems to be written, from a sample of it: Sniffer of csv."""

import re
from collections import Counter

from csv import Dialect, Error, QUOTE_MINIMAL, reader

_QUOTED = r"(?P<quote>[\"']).*?(?P=quote)"
_DELIMITER = r"(?P<delim>[^\w\n\"'])(?P<space> ?)"
# A quoted field between delimiters, at the start of a line, at its end, and alone on it.
_PLACES = (
    f"{_DELIMITER}{_QUOTED}(?P=delim)",
    rf"(?:^|\n){_QUOTED}{_DELIMITER}",
    rf"{_DELIMITER}{_QUOTED}(?:$|\n)",
    rf"(?:^|\n){_QUOTED}(?:$|\n)",
)
_ASCII = [chr(code) for code in range(127)]
_CHUNK = 10


class Sniffer:
    """"Sniffs" the format of a CSV file (i.e. delimiter, quotechar)."""

    __module__ = "csv"

    def __init__(self):
        self.preferred = [",", "\t", ";", " ", ":"]

    def sniff(self, sample, delimiters=None):
        """Return a dialect that fits the sample."""
        quote, doubled, best, spaced = self._guess_quote_and_delimiter(sample, delimiters)
        if not best:
            best, spaced = self._guess_delimiter(sample, delimiters)
        if not best:
            raise Error("Could not determine delimiter")

        class dialect(Dialect):
            _name = "sniffed"
            lineterminator, quoting = "\r\n", QUOTE_MINIMAL
            doublequote = doubled
            delimiter, quotechar = best, quote or '"'
            skipinitialspace = spaced
        dialect.__qualname__ = "Sniffer.sniff.<locals>.dialect"
        dialect.__module__ = "csv"
        return dialect

    def _guess_quote_and_delimiter(self, data, delimiters):
        """What stands most often around quoted fields, and what quotes them most often."""
        for place in _PLACES:
            fields = [found.groupdict() for found in re.finditer(place, data, re.DOTALL | re.MULTILINE)]
            if fields:
                break
        else:
            return "", False, None, 0
        quote, _ = Counter(field["quote"] for field in fields).most_common(1)[0]
        near = Counter(field["delim"] for field in fields
                       if "delim" in field and (delimiters is None or field["delim"] in delimiters))
        best, spaced = "", 0
        if near:
            best, count = near.most_common(1)[0]
            spaced = count == sum(field["space"] != "" for field in fields)
            # A line break between fields means that there is one column.
            best = best.strip("\n")
        edge = re.escape(best)
        other = rf"[^{edge}\n]*"
        doubled = rf"(?:{edge}|^)\W*{quote}{other}{quote}{other}{quote}\W*(?:{edge}|$)"
        return quote, re.search(doubled, data, re.MULTILINE) is not None, best, spaced

    def _guess_delimiter(self, data, delimiters):
        """The sign that stands equally often in most lines; as few lines are read as suffice."""
        lines = [line for line in data.split("\n") if line]
        found, seen = {}, 0
        while not found and seen < len(lines):
            seen = min(seen + _CHUNK, len(lines))
            found = self._steady(lines[:seen], delimiters)
        if not found:
            return "", 0
        preferred = [sign for sign in self.preferred if sign in found] if len(found) > 1 else []
        best = preferred[0] if preferred else max(found, key=lambda sign: (found[sign], sign))
        return best, lines[0].count(best) == lines[0].count(best + " ")

    def _steady(self, lines, delimiters):
        """The signs that are steady enough: how often they stand in a line, and in how many more
        lines than not."""
        usual = {}
        for sign in _ASCII:
            if delimiters is not None and sign not in delimiters:
                continue
            times, count = Counter(line.count(sign) for line in lines).most_common(1)[0]
            surplus = 2 * count - len(lines)
            if times and surplus > 0:
                usual[sign] = times, surplus
        consistency = 1.0
        while consistency >= 0.9:
            found = {sign: row for sign, row in usual.items() if row[1] / len(lines) >= consistency}
            if found:
                return found
            consistency -= 0.01
        return {}

    def has_header(self, sample):
        """Whether the first row differs in kind from the others."""
        from io import StringIO
        rows = reader(StringIO(sample), self.sniff(sample))
        head = next(rows)
        kinds = dict.fromkeys(range(len(head)))
        for _, row in zip(range(21), rows):
            if len(row) == len(head):
                for column, before in list(kinds.items()):
                    kind = self._kind(row[column])
                    if before is None:
                        kinds[column] = kind
                    elif kind != before:
                        del kinds[column]
        score = 0
        for column, kind in kinds.items():
            title = head[column]
            alike = len(title) == kind if isinstance(kind, int) else kind and self._kind(title) is kind
            score += -1 if alike else 1
        return score > 0

    def _kind(self, text):
        """complex for numbers, else the length."""
        try:
            complex(text)
        except (ValueError, OverflowError):
            return len(text)
        return complex
