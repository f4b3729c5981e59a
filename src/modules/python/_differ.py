"""Diffs of lines for difflib."""

from _sequence_matcher import SequenceMatcher


def IS_LINE_JUNK(line, pat=None):
    """Return True for ignorable line: if `line` is blank or contains a single '#'."""
    return line.strip() in ("", "#")


def IS_CHARACTER_JUNK(ch, ws=" \t"):
    """Return True for ignorable character: space or tab."""
    return ch in ws


def _tabs_kept(line, marks):
    """The marks under a line, tabs where the line has them."""
    return "".join(letter if mark == " " and letter.isspace() else mark
                   for letter, mark in zip(line, marks)).rstrip()


class Differ:
    """Differ compares sequences of lines of text and shows human-readable deltas."""

    __module__ = "difflib"

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk, self.charjunk = linejunk, charjunk

    def compare(self, a, b):
        """Compare two sequences of lines; generate the resulting delta."""
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == "replace":
                yield from self._replace(a, alo, ahi, b, blo, bhi)
            elif tag == "delete":
                yield from self._dump("-", a, alo, ahi)
            elif tag == "insert":
                yield from self._dump("+", b, blo, bhi)
            else:
                yield from self._dump(" ", a, alo, ahi)

    def _dump(self, mark, lines, low, high):
        for at in range(low, high):
            yield f"{mark} {lines[at]}"

    def _plain(self, a, alo, ahi, b, blo, bhi):
        if bhi - blo < ahi - alo:
            yield from self._dump("+", b, blo, bhi)
            yield from self._dump("-", a, alo, ahi)
        else:
            yield from self._dump("-", a, alo, ahi)
            yield from self._dump("+", b, blo, bhi)

    def _best_pair(self, a, alo, ahi, b, blo, bhi):
        """The most similar two lines that differ, with their likeness, and two equal ones if any."""
        best, cutoff, pair, equal = 0.74, 0.75, None, None
        matcher = SequenceMatcher(self.charjunk)
        for j in range(blo, bhi):
            matcher.set_seq2(b[j])
            for i in range(alo, ahi):
                if a[i] == b[j]:
                    if equal is None:
                        equal = i, j
                    continue
                matcher.set_seq1(a[i])
                if (matcher.real_quick_ratio() > best and matcher.quick_ratio() > best
                        and matcher.ratio() > best):
                    best, pair = matcher.ratio(), (i, j)
        return best, cutoff, pair, equal

    def _replace(self, a, alo, ahi, b, blo, bhi):
        best, cutoff, pair, equal = self._best_pair(a, alo, ahi, b, blo, bhi)
        if best < cutoff:
            if equal is None:
                yield from self._plain(a, alo, ahi, b, blo, bhi)
                return
            pair = equal
        else:
            equal = None
        i, j = pair
        yield from self._part(a, alo, i, b, blo, j)
        if equal is None:
            yield from self._pair(a[i], b[j])
        else:
            yield "  " + a[i]
        yield from self._part(a, i + 1, ahi, b, j + 1, bhi)

    def _part(self, a, alo, ahi, b, blo, bhi):
        if alo < ahi and blo < bhi:
            yield from self._replace(a, alo, ahi, b, blo, bhi)
        elif alo < ahi:
            yield from self._dump("-", a, alo, ahi)
        elif blo < bhi:
            yield from self._dump("+", b, blo, bhi)

    def _pair(self, first, second):
        """Two similar lines, with marks under what differs."""
        marks, other = "", ""
        codes = SequenceMatcher(self.charjunk, first, second).get_opcodes()
        for tag, i1, i2, j1, j2 in codes:
            if tag == "replace":
                marks += "^" * (i2 - i1)
                other += "^" * (j2 - j1)
            elif tag == "delete":
                marks += "-" * (i2 - i1)
            elif tag == "insert":
                other += "+" * (j2 - j1)
            else:
                marks += " " * (i2 - i1)
                other += " " * (j2 - j1)
        yield "- " + first
        marks = _tabs_kept(first, marks)
        if marks:
            yield f"? {marks}\n"
        yield "+ " + second
        other = _tabs_kept(second, other)
        if other:
            yield f"? {other}\n"


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """Compare `a` and `b` (lists of strings); return a `Differ`-style delta."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """Generate one of the two sequences that generated a delta."""
    try:
        mark = {1: "- ", 2: "+ "}[int(which)]
    except KeyError:
        raise ValueError("unknown delta choice (must be 1 or 2): %r" % which) from None
    for line in delta:
        if line[:2] in ("  ", mark):
            yield line[2:]


def _check_lines(a, b, *texts):
    for lines in (a, b):
        if lines and not isinstance(lines[0], str):
            raise TypeError("lines to compare must be str, not %s (%r)"
                            % (type(lines[0]).__name__, lines[0]))
    for text in texts:
        if not isinstance(text, str):
            raise TypeError("all arguments must be str, not: %r" % (text,))


def _unified_range(start, stop):
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _context_range(start, stop):
    length = stop - start
    begin = start + 1 if length else start
    return str(begin) if length <= 1 else f"{begin},{begin + length - 1}"


def _headings(marks, fromfile, fromfiledate, tofile, tofiledate, lineterm):
    for mark, name, date in ((marks[0], fromfile, fromfiledate), (marks[1], tofile, tofiledate)):
        yield f"{mark} {name}{chr(9) + date if date else ''}{lineterm}"


def unified_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3,
                 lineterm="\n"):
    """Compare two sequences of lines; generate the delta as a unified diff."""
    _check_lines(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield from _headings(("---", "+++"), fromfile, fromfiledate, tofile, tofiledate,
                                 lineterm)
        first, last = group[0], group[-1]
        yield (f"@@ -{_unified_range(first[1], last[2])} +{_unified_range(first[3], last[4])} "
               f"@@{lineterm}")
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (" " + line for line in a[i1:i2])
                continue
            if tag in ("replace", "delete"):
                yield from ("-" + line for line in a[i1:i2])
            if tag in ("replace", "insert"):
                yield from ("+" + line for line in b[j1:j2])


def context_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3,
                 lineterm="\n"):
    """Compare two sequences of lines; generate the delta as a context diff."""
    _check_lines(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    prefixes = {"insert": "+ ", "delete": "- ", "replace": "! ", "equal": "  "}
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield from _headings(("***", "---"), fromfile, fromfiledate, tofile, tofiledate,
                                 lineterm)
        first, last = group[0], group[-1]
        yield "***************" + lineterm
        yield f"*** {_context_range(first[1], last[2])} ****{lineterm}"
        if any(tag in ("replace", "delete") for tag, *_ in group):
            for tag, i1, i2, _, _ in group:
                if tag != "insert":
                    yield from (prefixes[tag] + line for line in a[i1:i2])
        yield f"--- {_context_range(first[3], last[4])} ----{lineterm}"
        if any(tag in ("replace", "insert") for tag, *_ in group):
            for tag, _, _, j1, j2 in group:
                if tag != "delete":
                    yield from (prefixes[tag] + line for line in b[j1:j2])
