"""Numbers written in other ways: roman, words, bases, and big arithmetic."""
ROMAN = list(zip("M CM D CD C XC L XL X IX V IV I".split(), (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)))
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def to_roman(n):
    if not 0 < n < 4000:
        raise ValueError(f"{n} has no roman form")
    out = ""
    for letters, value in ROMAN:
        count, n = divmod(n, value)
        out += letters * count
    return out


def from_roman(text):
    values = dict(ROMAN)
    total = 0
    for c, after in zip(text, text[1:] + "I"):
        total += -values[c] if values[c] < values[after] else values[c]
    return total


def in_words(n):
    if n < 0:
        return "minus " + in_words(-n)
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + ("-" + ONES[n % 10] if n % 10 else "")
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            head, rest = divmod(n, size)
            joint = " and " if size == 100 else " "
            return f"{in_words(head)} {name}" + (joint + in_words(rest) if rest else "")


def to_base(n, base):
    if n == 0:
        return "0"
    sign, n, out = "-" * (n < 0), abs(n), []
    while n:
        n, d = divmod(n, base)
        out.append(DIGITS[d])
    return sign + "".join(reversed(out))


for n in (1, 4, 9, 14, 40, 90, 400, 1987, 2024, 3999):
    r = to_roman(n)
    assert from_roman(r) == n, (n, r)
    print(n, r, in_words(n), to_base(n, 2), to_base(n, 16), sep="; ")
for bad in (0, 4000, -5):
    try:
        to_roman(bad)
    except ValueError as e:
        print(e)
print([in_words(x) for x in (0, -7, 100, 101, 1_000_015, 2_000_000_000)])
print(all(int(to_base(n, b), b) == n for b in range(2, 37) for n in (0, 1, 35, 36, 12345, -99)))
print(to_base(2**100, 36), int("zz", 36), to_base(255, 2).count("1"))


def digits(n):
    while n:
        n, d = divmod(n, 10)
        yield d


print(sum(digits(2**1000)), [n for n in range(1, 2000) if n == sum(d ** len(str(n)) for d in digits(n))])
print(sum(int(c) for c in str(3**200)), str(7**77)[:10], len(str(2**4000)), 2**256 % (10**9 + 7), pow(3, 10**18, 10**9 + 7))
f = [1, 1]
while len(str(f[-1])) < 50:
    f.append(f[-1] + f[-2])
print(len(f), f[-1], f[-1] // f[-2], f[-1] / f[-2])


def isqrt(n):
    x = n
    while (y := (x + n // x) // 2) < x:
        x = y
    return x


print(isqrt(2 * 10**60), isqrt(10**40) == 10**20, (-7) // 3, -7 % 3, divmod(-(10**20), 7), (10**30) // -(10**9 + 1))
egypt = []
num, den = 7, 15
while num:
    unit = -(-den // num)
    egypt.append(unit)
    num, den = num * unit - den, den * unit
print(egypt)
