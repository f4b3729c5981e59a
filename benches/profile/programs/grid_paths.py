# Shortest ways over a grid: heapq of tuples, dict and set with tuple keys, deque, chained comparisons.
import heapq
from collections import deque

MOVES = ((1, 0), (0, 1), (-1, 0), (0, -1))


def make_grid(width, height):
    seed = 12345
    rows = []
    for _ in range(height):
        row = []
        for _ in range(width):
            seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
            row.append((seed >> 16) % 9 + 1)
        rows.append(row)
    return rows


def cheapest(grid, start, goal):
    height, width = len(grid), len(grid[0])
    costs, came = {start: 0}, {start: None}
    heap = [(0, start)]
    while heap:
        cost, place = heapq.heappop(heap)
        if place == goal:
            break
        if cost > costs[place]:
            continue
        x, y = place
        for dx, dy in MOVES:
            nx, ny = x + dx, y + dy
            if not (0 <= nx < width and 0 <= ny < height):
                continue
            there, new = (nx, ny), cost + grid[ny][nx]
            if there not in costs or new < costs[there]:
                costs[there] = new
                came[there] = place
                heapq.heappush(heap, (new, there))
    path = []
    while place is not None:
        path.append(place)
        place = came[place]
    return costs[goal], path[::-1]


def reachable(grid, start, limit):
    seen, queue, depth = {start}, deque([(start, 0)]), 0
    while queue:
        (x, y), depth = queue.popleft()
        for dx, dy in MOVES:
            there = x + dx, y + dy
            if there in seen or there[0] < 0 or there[1] < 0:
                continue
            if there[0] < len(grid[0]) and there[1] < len(grid) and grid[there[1]][there[0]] <= limit:
                seen.add(there)
                queue.append((there, depth + 1))
    return len(seen), depth


grid = make_grid(170, 150)
cost, path = cheapest(grid, (0, 0), (169, 149))
print(cost, len(path), path[:3], path[-3:])
print([reachable(grid, (0, 0), limit) for limit in (3, 5, 6, 7, 9)])
print("\n".join("".join("*" if (x, y) in set(path) else "." for x in range(20)) for y in range(3)))
