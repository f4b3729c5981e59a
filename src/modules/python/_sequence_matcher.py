"""SequenceMatcher of difflib: the longest common block first, then what is left and right of it."""

from collections import namedtuple

Match = namedtuple("Match", "a b size", module="difflib")


def _ratio(matches, length):
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher:
    """SequenceMatcher is a flexible class for comparing pairs of sequences of
any type, so long as the sequence elements are hashable."""

    __module__ = "difflib"
    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, isjunk=None, a="", b="", autojunk=True):
        self.isjunk, self.autojunk = isjunk, autojunk
        self.a = self.b = None
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        """Set the two sequences to be compared."""
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        """Set the first sequence to be compared."""
        if a is not self.a:
            self.a = a
            self.matching_blocks = self.opcodes = None

    def set_seq2(self, b):
        """Set the second sequence to be compared; what is computed of it is kept."""
        if b is not self.b:
            self.b = b
            self.matching_blocks = self.opcodes = self.fullbcount = None
            self._index()

    def _index(self):
        places = self.b2j = {}
        for at, item in enumerate(self.b):
            places.setdefault(item, []).append(at)
        self.bjunk = {item for item in places if self.isjunk(item)} if self.isjunk else set()
        for item in self.bjunk:
            del places[item]
        self.bpopular = set()
        count = len(self.b)
        if self.autojunk and count >= 200:
            most = count // 100 + 1
            self.bpopular = {item for item, found in places.items() if len(found) > most}
            for item in self.bpopular:
                del places[item]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        """Find longest matching block in a[alo:ahi] and b[blo:bhi].

By default it will find the longest match in the entirety of a and b."""
        a, b, junk = self.a, self.b, self.bjunk
        ahi = len(a) if ahi is None else ahi
        bhi = len(b) if bhi is None else bhi
        best_a, best_b, size = alo, blo, 0
        # Place in b: how long the match is that ends there and at the item of a just before.
        lengths = {}
        for i in range(alo, ahi):
            grown = {}
            for j in self.b2j.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                length = grown[j] = lengths.get(j - 1, 0) + 1
                if length > size:
                    best_a, best_b, size = i - length + 1, j - length + 1, length
            lengths = grown
        # Popular items first, then junk, extend a match but never start one.
        for junky in (False, True):
            while (best_a > alo and best_b > blo and (b[best_b - 1] in junk) is junky
                   and a[best_a - 1] == b[best_b - 1]):
                best_a, best_b, size = best_a - 1, best_b - 1, size + 1
            while (best_a + size < ahi and best_b + size < bhi
                   and (b[best_b + size] in junk) is junky
                   and a[best_a + size] == b[best_b + size]):
                size += 1
        return Match(best_a, best_b, size)

    def get_matching_blocks(self):
        """Return list of triples describing matching subsequences.

The last triple is a dummy, (len(a), len(b), 0)."""
        if self.matching_blocks is not None:
            return self.matching_blocks
        length_a, length_b = len(self.a), len(self.b)
        todo, found = [(0, length_a, 0, length_b)], []
        while todo:
            alo, ahi, blo, bhi = todo.pop()
            i, j, size = match = self.find_longest_match(alo, ahi, blo, bhi)
            if not size:
                continue
            found.append(match)
            if alo < i and blo < j:
                todo.append((alo, i, blo, j))
            if i + size < ahi and j + size < bhi:
                todo.append((i + size, ahi, j + size, bhi))
        found.sort()
        blocks = []
        for i, j, size in found:
            if blocks and blocks[-1].a + blocks[-1].size == i and blocks[-1].b + blocks[-1].size == j:
                blocks[-1] = Match(blocks[-1].a, blocks[-1].b, blocks[-1].size + size)
            else:
                blocks.append(Match(i, j, size))
        blocks.append(Match(length_a, length_b, 0))
        self.matching_blocks = blocks
        return blocks

    def get_opcodes(self):
        """Return list of 5-tuples describing how to turn a into b."""
        if self.opcodes is None:
            self.opcodes = list(self._make_opcodes())
        return self.opcodes

    def _make_opcodes(self):
        i = j = 0
        for at, bt, size in self.get_matching_blocks():
            if i < at and j < bt:
                yield "replace", i, at, j, bt
            elif i < at:
                yield "delete", i, at, j, bt
            elif j < bt:
                yield "insert", i, at, j, bt
            i, j = at + size, bt + size
            if size:
                yield "equal", at, i, bt, j

    def get_grouped_opcodes(self, n=3):
        """Isolate change clusters by eliminating ranges with no changes."""
        codes = self.get_opcodes() or [("equal", 0, 1, 0, 1)]
        if codes[0][0] == "equal":
            tag, i1, i2, j1, j2 = codes[0]
            codes[0] = tag, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        if codes[-1][0] == "equal":
            tag, i1, i2, j1, j2 = codes[-1]
            codes[-1] = tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for tag, i1, i2, j1, j2 in codes:
            if tag == "equal" and i2 - i1 > 2 * n:
                group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group, i1, j1 = [], max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == "equal"):
            yield group

    def ratio(self):
        """Return a measure of the sequences' similarity (float in [0,1])."""
        matches = sum(block.size for block in self.get_matching_blocks())
        return _ratio(matches, len(self.a) + len(self.b))

    def quick_ratio(self):
        """Return an upper bound on ratio() relatively quickly."""
        if self.fullbcount is None:
            self.fullbcount = {}
            for item in self.b:
                self.fullbcount[item] = self.fullbcount.get(item, 0) + 1
        left, matches = {}, 0
        for item in self.a:
            count = left.get(item, self.fullbcount.get(item, 0))
            left[item] = count - 1
            matches += count > 0
        return _ratio(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        """Return an upper bound on ratio() very quickly."""
        return _ratio(min(len(self.a), len(self.b)), len(self.a) + len(self.b))
