# Groups points around centres: float arithmetic over lists of tuples, min by distance, random with a seed.
import math
import random


def make_points(rng, centres, each):
    points = []
    for cx, cy in centres:
        for _ in range(each):
            points.append((cx + rng.uniform(-3, 3), cy + rng.random() * 6 - 3))
    rng.shuffle(points)
    return points


def nearest(point, centres):
    best, best_distance = 0, float("inf")
    x, y = point
    for index, (cx, cy) in enumerate(centres):
        dx, dy = x - cx, y - cy
        distance = dx * dx + dy * dy
        if distance < best_distance:
            best, best_distance = index, distance
    return best


def cluster(points, count, rounds):
    centres = points[:count]
    owners = [-1] * len(points)
    for turn in range(rounds):
        moved = 0
        sums = [[0.0, 0.0, 0] for _ in centres]
        for i, point in enumerate(points):
            owner = nearest(point, centres)
            if owners[i] != owner:
                owners[i] = owner
                moved += 1
            entry = sums[owner]
            entry[0] += point[0]
            entry[1] += point[1]
            entry[2] += 1
        centres = [(sx / n, sy / n) if n else old for (sx, sy, n), old in zip(sums, centres)]
        if not moved:
            break
    return centres, owners, turn + 1


rng = random.Random(2024)
points = make_points(rng, [(0, 0), (10, 2), (4, 12), (-8, 7)], 2600)
centres, owners, rounds = cluster(points, 5, 24)
spread = sum(math.hypot(x - centres[o][0], y - centres[o][1]) for (x, y), o in zip(points, owners))
for x, y in sorted(centres):
    print(f"{x:8.4f} {y:8.4f}")
print(rounds, round(spread, 6), [owners.count(k) for k in range(5)])
print("%.5f" % max(math.dist(p, centres[o]) for p, o in zip(points, owners)))
