# Strings: building larger texts, wrapping, ciphers, tables with format specs, % formatting, methods of str.
PARAGRAPH = """  The harbour lay still.  Boats, old and new, waited for the tide;
nobody hurried, and the gulls (all 27 of them) slept.  At 6:45 a bell rang -- twice.  """


def wrap(text, width):
    lines, current = [], ""
    for word in text.split():
        if len(current) + len(word) + 1 > width:
            lines.append(current.ljust(width) + "|")
            current = word
        else:
            current = current + " " + word if current else word
    return lines + [current]


def shift(text, by):
    out = ""
    for ch in text:
        if ch.islower():
            out += chr((ord(ch) - 97 + by) % 26 + 97)
        elif ch.isupper():
            out += chr((ord(ch) - 65 + by) % 26 + 65)
        else:
            out += ch
    return out


def slug(title):
    kept = [ch if ch.isalnum() else " " for ch in title.strip().lower()]
    return "-".join("".join(kept).split())


def is_mirror(text):
    letters = [ch for ch in text.lower() if ch.isalpha()]
    return letters == letters[::-1]


def table(rows):
    lines = [f"{'item':<12}|{'count':>6}|{'price':^10}|"]
    for name, count, price in rows:
        lines.append(f"{name:<12}|{count:>6d}|{price:^10.2f}|{count * price:,.1f}")
        lines.append("%-12s|%6d|%08.3f|%x" % (name[::-1], count, price, count))
        lines.append("{0:>12}|{1:06}|{2!r}".format(name.title(), count, round(price, 1)))
    return "\n".join(lines)


text = PARAGRAPH.replace("\n", " ").strip()
for width in range(20, 220):
    lines = wrap(text * 4, width)
print(len(lines), lines[0])
secret = text
for by in range(1, 156):
    secret = shift(secret, by)
print(secret[:40], shift(secret, -12090) == text)
page = table([(f"thing {i}", i * 3, i * 1.75) for i in range(9000)])
print(len(page), page.count("|"), page.find("gniht"), page.splitlines()[7])
print(sum(len(slug(f"  Chapter {i}: Wind & Water!")) for i in range(4000)), slug(text)[:30])
found = [str(n) for n in range(80000) if str(n) == str(n)[::-1]]
print(len(found), ",".join(found[-4:]), is_mirror("Never odd or even"))
starts = ends = 0
for word in (text + " ").lower().split(" ") * 600:
    starts += word.startswith(("t", "b"))
    ends += word.endswith("d") or (word.isdigit() and len(word) > 1)
print(starts, ends, text.upper()[:12], text.partition(";")[2][:9], text.rfind("b"), "tide" in text, "x".join("abc"))
html = ""
for i, line in enumerate(text.split(".") * 900):
    html += "<p id='" + str(i) + "'>" + line.strip().capitalize() + "</p>\n"
print(len(html), html[:60].rstrip(), html.zfill(3)[-5:-1], "a,b,,c".rsplit(",", 2), "Abc".swapcase().center(9, "*"))
