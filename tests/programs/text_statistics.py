"""Counting words, letters and lengths in a text."""
from collections import Counter, defaultdict

TEXT = """
The rain had stopped before noon, and the street was quiet.  A cat sat on
the wall and watched the street; nothing moved.  "Rain again," said the
old man, "rain and rain and rain!"  The cat did not answer -- it never
answered -- but it moved its tail.  Noon came and went.
"""


def words(text):
    word = []
    for c in text.lower() + " ":
        if c.isalpha() or c == "'":
            word.append(c)
        elif word:
            yield "".join(word)
            word.clear()


all_words = list(words(TEXT))
count = Counter(all_words)
print(len(all_words), len(count))
for word, n in count.most_common(6):
    print(f"{word:>6} {'#' * n} {n / len(all_words):.1%}")

lengths = defaultdict(set)
for w in all_words:
    lengths[len(w)].add(w)
for n in sorted(lengths, reverse=True)[:4]:
    print(n, sorted(lengths[n]))

letters = Counter(c for c in TEXT.lower() if c.isalpha())
print("".join(c for c, _ in sorted(letters.items(), key=lambda p: (-p[1], p[0]))))
sentences = [s.strip() for s in TEXT.replace("!", ".").replace("\n", " ").split(".") if s.strip(' "')]
print(len(sentences), max(len(s.split()) for s in sentences), [s[:12] for s in sentences])

pairs = Counter(zip(all_words, all_words[1:]))
print([(" ".join(p), n) for p, n in pairs.most_common(3)])
index = {}
for number, line in enumerate(TEXT.strip().splitlines(), 1):
    for w in words(line):
        index.setdefault(w, []).append(number)
print({w: index[w] for w in ("rain", "cat", "noon", "tail")})


def wrap(text, width):
    line = ""
    for w in text.split():
        if line and len(line) + 1 + len(w) > width:
            yield line
            line = w
        else:
            line = f"{line} {w}" if line else w
    if line:
        yield line


for line in wrap(TEXT, 40):
    spare = 40 - len(line)
    print(f"|{line}{' ' * spare}|")
print(TEXT.title().split("\n")[1][-12:], TEXT.count("rain"), TEXT.find("cat"), TEXT.lower().count("rain"))
acronym = "".join(w[0].upper() for w in "portable network graphics".split())
print(acronym, "-".join(reversed("stressed")), "level" == "level"[::-1], " ".join(w[::-1] for w in "abc def".split()))
