# Lists: index, slices, insert, pop, extend, del, sort; matrix product, sorts by hand, a counted-out ring, 2-D lists.
def product(a, b):
    columns = len(b[0])
    out = [[0] * columns for _ in a]
    for i, row in enumerate(a):
        for j in range(columns):
            total = 0
            for k in range(len(b)):
                total += row[k] * b[k][j]
            out[i][j] = total
    return out


def insertion_sort(items):
    items = items[:]
    for i in range(1, len(items)):
        value, j = items[i], i - 1
        while j >= 0 and items[j] > value:
            items[j + 1] = items[j]
            j -= 1
        items[j + 1] = value
    return items


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    merged, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    merged.extend(left[i:] or right[j:])
    return merged


def sift(items):
    for last in range(len(items) - 1, 0, -1):
        for i in range(last):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]


matrix = [[(i * j + i) % 10 - 4 for j in range(72)] for i in range(72)]
squared = product(matrix, matrix)
print(sum(map(sum, product(squared, matrix))), squared[3][:6], max(max(row) for row in squared))
items = [(i * 7919 + 13) % 2003 for i in range(750)]
by_hand = items * 1
sift(by_hand)
print(insertion_sort(items) == merge_sort(items) == sorted(items) == by_hand, by_hand[:5])
print(merge_sort([i * i % 1013 for i in range(30000)])[::2000])
ring, out = list(range(1, 12000)), []
at = 0
while len(ring) > 1:
    at = (at + 6) % len(ring)
    out.append(ring.pop(at))
print(ring, out[-4:])
work = []
for i in range(100000):
    if i % 5 == 0:
        work.insert(len(work) // 2, i)
    elif i % 7 == 3 and work:
        del work[0]
    elif i % 11 == 4:
        work[1:3] = [i, -i, i + 1]
    else:
        work += [i]
    if len(work) > 400:
        work = work[-50:] + work[:50:2]
        work.reverse()
print(len(work), work[:4], work[-1], work.index(max(work)), 99999 in work, [0] * 3 + work[5:8])
