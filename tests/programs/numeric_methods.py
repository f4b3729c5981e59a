"""Roots, integrals, series, least squares and primes, with formatted results."""
import cmath
import math
from itertools import accumulate, count, islice, takewhile


def bisect(f, lo, hi, eps=1e-12):
    if f(lo) * f(hi) > 0:
        raise ValueError("no change of sign")
    steps = 0
    while hi - lo > eps:
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if f(lo) * f(mid) > 0 else (lo, mid)
        steps += 1
    return lo, steps


def newton(f, x, h=1e-7):
    for n in count(1):
        slope = (f(x + h) - f(x - h)) / (2 * h)
        step = f(x) / slope
        x -= step
        if abs(step) < 1e-12 or n > 50:
            return x, n


def simpson(f, a, b, n=100):
    h = (b - a) / n
    return h / 3 * (f(a) + f(b) + sum((4 if i % 2 else 2) * f(a + i * h) for i in range(1, n)))


def fit(points):
    n = len(points)
    sx, sy = map(sum, zip(*points))
    sxx, sxy = sum(x * x for x, _ in points), sum(x * y for x, y in points)
    slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
    return slope, (sy - slope * sx) / n


def quadratic(a, b, c):
    root = cmath.sqrt(b * b - 4 * a * c)
    return (-b + root) / (2 * a), (-b - root) / (2 * a)


def factor(n):
    for p in (2, *range(3, math.isqrt(n) + 1, 2)):
        while n % p == 0:
            yield p
            n //= p
    if n > 1:
        yield n


def is_prime(n):
    if n < 2 or n % 2 == 0:
        return n == 2
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if a % n == 0:
            continue
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


print("%.9f %d" % bisect(lambda x: x**3 - 2, 0, 2), "%.9f %d" % newton(math.cos, 1.0))
try:
    bisect(lambda x: x * x + 1, -1, 1)
except ValueError as e:
    print(e)
print(f"{simpson(math.sin, 0, math.pi):.10f} {simpson(lambda x: x * x, 0, 3):.10f} {simpson(math.exp, 0, 1) - (math.e - 1):.1e}")
print("%.4f %.4f" % fit([(0, 1), (1, 3.1), (2, 4.9), (3, 7.2)]), [f"{z:.3f}" for z in quadratic(1, 2, 5)], quadratic(1, -3, 2))
leibniz = accumulate((-1) ** k * 4 / (2 * k + 1) for k in count())
print([round(x, 5) for x in islice(leibniz, 0, 50, 10)])
print(sum(1 / math.factorial(n) for n in range(20)), math.fsum([0.1] * 10), sum([0.1] * 10) == 1.0)
print({n: "·".join(map(str, factor(n))) for n in (12, 97, 360, 1001, 2**31 - 1)})
print([n for n in range(60) if is_prime(n)], is_prime(2**61 - 1), is_prime(2**67 - 1), 2**67 - 1 == 193707721 * 761838257287)
print(list(takewhile(lambda p: p < 1000, (p for p in count(900) if is_prime(p)))))


def gcd_ext(a, b):
    if b == 0:
        return a, 1, 0
    g, x, y = gcd_ext(b, a % b)
    return g, y, x - a // b * y


print(gcd_ext(240, 46), pow(46, -1, 239), math.gcd(240, 46), math.lcm(4, 6, 10))
p, q, e = 61, 53, 17
d = pow(e, -1, (p - 1) * (q - 1))
message = [ord(c) for c in "Hi!"]
cipher = [pow(m, e, p * q) for m in message]
print(cipher, "".join(chr(pow(c, d, p * q)) for c in cipher))
points = [(math.cos(t), math.sin(t)) for t in (0, math.pi / 2, math.pi)]
print([(round(x, 3) + 0.0, round(y, 3) + 0.0) for x, y in points], math.hypot(*points[0]), round(math.dist(points[0], points[1]), 6))
mandel = lambda c: next((i for i, z in enumerate(accumulate(range(20), lambda z, _: z * z + c, initial=0j)) if abs(z) > 2), 20)
for y in range(4, -5, -2):
    print("".join(".:-=+*#%@"[min(mandel(complex(x / 10, y / 4)) // 2, 8)] for x in range(-20, 6)))
