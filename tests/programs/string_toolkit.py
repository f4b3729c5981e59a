"""Text processing: ciphers, templates, aligned tables, wrapping, anagrams and a diff."""
import string
from collections import defaultdict


def vigenere(text, key, sign=1):
    out, i = [], 0
    for c in text:
        if c.isalpha():
            base = ord("A") if c.isupper() else ord("a")
            shift = ord(key[i % len(key)].lower()) - ord("a")
            out.append(chr((ord(c) - base + sign * shift) % 26 + base))
            i += 1
        else:
            out.append(c)
    return "".join(out)


def rail_fence(text, n):
    rails = [[] for _ in range(n)]
    r, step = 0, 1
    for c in text:
        rails[r].append(c)
        if not 0 <= r + step < n:
            step = -step
        r += step
    return "".join("".join(x) for x in rails)


def render(template, **values):
    out, rest = "", template
    while True:
        before, found, rest = rest.partition("{{")
        out += before
        if not found:
            return out
        name, found, rest = rest.partition("}}")
        if not found:
            raise SyntaxError("unclosed {{")
        name, *filters = name.strip().split("|")
        value = values[name.strip()]
        for f in filters:
            value = getattr(str(value), f.strip())()
        out += str(value)


def table(rows, header):
    rows = [list(map(str, r)) for r in [header, *rows]]
    widths = [max(map(len, column)) for column in zip(*rows)]
    line = "+".join("-" * (w + 2) for w in widths).join("++")
    yield line
    for i, row in enumerate(rows):
        yield "|" + "|".join(f" {cell:>{w}} " if cell.replace(".", "").isdigit() else f" {cell:<{w}} " for cell, w in zip(row, widths)) + "|"
        if not i:
            yield line.replace("-", "=")
    yield line


def lcs(a, b):
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            best[i][j] = 1 + best[i + 1][j + 1] if a[i] == b[j] else max(best[i + 1][j], best[i][j + 1])
    return best


def diff(a, b):
    best, i, j = lcs(a, b), 0, 0
    while i < len(a) or j < len(b):
        if i < len(a) and j < len(b) and a[i] == b[j]:
            yield "  " + a[i]
            i, j = i + 1, j + 1
        elif j == len(b) or i < len(a) and best[i + 1][j] >= best[i][j + 1]:
            yield "- " + a[i]
            i += 1
        else:
            yield "+ " + b[j]
            j += 1


secret = vigenere("Attack at dawn, 06:00!", "Lemon")
print(secret, vigenere(secret, "Lemon", -1), rail_fence("WEAREDISCOVERED", 3))
rot13 = str.maketrans(string.ascii_letters, string.ascii_lowercase[13:] + string.ascii_lowercase[:13] + string.ascii_uppercase[13:] + string.ascii_uppercase[:13])
print("Hello, World".translate(rot13), "Hello".translate(rot13).translate(rot13))
print(render("Dear {{ name|title }}, you owe {{sum}} {{cur|upper}}.", name="ann lee", sum=3.5, cur="eur"))
for bad in ("{{x", "{{missing}}", "{{a|nofilter}}"):
    try:
        render(bad, a=1)
    except (SyntaxError, KeyError, AttributeError) as e:
        print(type(e).__name__, e)
print(*table([("apple", 3, 0.5), ("kiwi", 12, "n/a"), ("é", "", 1)], ("item", "n", "price")), sep="\n")
groups = defaultdict(list)
for w in "listen silent enlist google elbow below state taste cat act".split():
    groups["".join(sorted(w))].append(w)
print(sorted((g for g in groups.values() if len(g) > 1), key=len, reverse=True))
print(*diff("the quick brown fox".split(), "the slow brown dog fox".split()), sep="\n")
camel = lambda s: "".join(p.title() if i else p for i, p in enumerate(s.split("_")))
snake = lambda s: "".join("_" + c.lower() if c.isupper() else c for c in s).lstrip("_")
print(camel("my_long_name"), snake("MyLongName"), snake(camel("a_b_c")), "x".join("abc"), "%-6s|%6s|%06.2f" % ("ab", "cd", 3.14159))
vowels = {c: n for c in "aeiou" if (n := "the rain in spain".count(c))}
print(vowels, "".join(dict.fromkeys("mississippi")), max("banana", key="banana".count), "ab12cd".strip("abcd"), "tést".encode().hex(" "))
print("\n".join(f"{'*' * (2 * i + 1):^9}".rstrip() for i in range(5)))
print("|".join(f"{w:>{i}}" for i, w in enumerate("a bb ccc".split(), 2)), "one\ttwo".expandtabs(8), "a-b_c d".replace("-", " ").replace("_", " ").split())
