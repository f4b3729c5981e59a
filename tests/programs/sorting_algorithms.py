"""Seven ways to sort, all compared with sorted()."""
import random


def bubble(a):
    a = a[:]
    for end in range(len(a) - 1, 0, -1):
        swapped = False
        for i in range(end):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True
        if not swapped:
            break
    return a


def insertion(a):
    a = list(a)
    for i in range(1, len(a)):
        x, j = a[i], i
        while j and a[j - 1] > x:
            a[j] = a[j - 1]
            j -= 1
        a[j] = x
    return a


def selection(a):
    a = list(a)
    for i in range(len(a)):
        m = min(range(i, len(a)), key=a.__getitem__)
        a[i], a[m] = a[m], a[i]
    return a


def quick(a):
    if len(a) < 2:
        return a
    pivot, *rest = a
    return quick([x for x in rest if x < pivot]) + [pivot] + quick([x for x in rest if x >= pivot])


def merge(a):
    if len(a) < 2:
        return a
    left, right = merge(a[: len(a) // 2]), merge(a[len(a) // 2 :])
    out = []
    while left and right:
        out.append((left if left[0] <= right[0] else right).pop(0))
    return out + left + right


def heap(a):
    a = list(a)

    def sift(i, n):
        while (child := 2 * i + 1) < n:
            if child + 1 < n and a[child + 1] > a[child]:
                child += 1
            if a[i] >= a[child]:
                return
            a[i], a[child] = a[child], a[i]
            i = child

    for i in range(len(a) // 2, -1, -1):
        sift(i, len(a))
    for end in range(len(a) - 1, 0, -1):
        a[0], a[end] = a[end], a[0]
        sift(0, end)
    return a


def counting(a):
    if not a:
        return []
    low = min(a)
    counts = [0] * (max(a) - low + 1)
    for x in a:
        counts[x - low] += 1
    return [i + low for i, n in enumerate(counts) for _ in range(n)]


random.seed(5)
data = [random.randint(-50, 50) for _ in range(40)]
print(data)
cases = [data, [], [1], [3, 2, 1], list(range(10)), [7] * 5]
for f in (bubble, insertion, selection, quick, merge, heap, counting):
    ok = all(f(list(c)) == sorted(c) for c in cases)
    print(f"{f.__name__:<10}", ok, f(data)[:6])
people = [("Ann", 30), ("bob", 25), ("Cy", 30), ("dee", 25)]
print(sorted(people, key=lambda p: (-p[1], p[0].lower())), sorted(people, key=lambda p: p[1]), sep="\n")
words = ["delta", "Alpha", "charlie", "Bravo"]
words.sort(key=str.casefold, reverse=True)
print(words, sorted("Hello World".split(), key=len), min(words, key=len), sorted([0.5, True, -1]))


def binary_search(a, x):
    lo, hi = 0, len(a)
    while lo < hi:
        mid = (lo + hi) // 2
        if a[mid] < x:
            lo = mid + 1
        else:
            hi = mid
    return lo if lo < len(a) and a[lo] == x else -1


s = sorted(set(data))
print([binary_search(s, x) for x in (s[0], s[-1], s[7], 999)], all(s[binary_search(s, x)] == x for x in s))
