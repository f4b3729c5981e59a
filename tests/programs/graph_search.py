"""Breadth first, depth first, Dijkstra, topological order and components."""
import heapq
from collections import defaultdict, deque

ROADS = """
Alm-Berg 4, Alm-Cove 2, Berg-Dorf 5, Cove-Berg 1, Cove-Dorf 8,
Cove-Elm 10, Dorf-Elm 2, Dorf-Fall 6, Elm-Fall 3, Glen-Hill 1
"""


def read(text):
    graph = defaultdict(dict)
    for part in text.replace("\n", " ").split(","):
        ends, cost = part.split()
        a, b = ends.split("-")
        graph[a][b] = graph[b][a] = int(cost)
    return graph


def bfs(graph, start):
    seen, queue = {start: None}, deque([start])
    while queue:
        for n in sorted(graph[node := queue.popleft()]):
            if n not in seen:
                seen[n] = node
                queue.append(n)
    return seen


def path(parents, goal):
    way = [goal]
    while (goal := parents.get(goal)) is not None:
        way.append(goal)
    return way[::-1]


def dijkstra(graph, start):
    best, heap, before = {start: 0}, [(0, start)], {}
    while heap:
        cost, node = heapq.heappop(heap)
        if cost > best[node]:
            continue
        for n, w in graph[node].items():
            if cost + w < best.get(n, float("inf")):
                best[n] = cost + w
                before[n] = node
                heapq.heappush(heap, (best[n], n))
    return best, before


def dfs(graph, node, seen=None):
    seen = set() if seen is None else seen
    seen.add(node)
    yield node
    for n in sorted(graph[node]):
        if n not in seen:
            yield from dfs(graph, n, seen)


def components(graph):
    left = set(graph)
    while left:
        part = set(dfs(graph, min(left)))
        left -= part
        yield sorted(part)


class Cycle(Exception):
    pass


def topological(needs):
    done, active, order = set(), [], []

    def visit(n):
        if n in active:
            raise Cycle(" -> ".join(active[active.index(n) :] + [n]))
        if n in done:
            return
        active.append(n)
        for m in sorted(needs.get(n, ())):
            visit(m)
        active.pop()
        done.add(n)
        order.append(n)

    for n in sorted(needs):
        visit(n)
    return order


def spanning_tree(graph):
    edges = sorted((w, a, b) for a in graph for b, w in graph[a].items() if a < b)
    parent = {n: n for n in graph}

    def find(x):
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for w, a, b in edges:
        if (ra := find(a)) != (rb := find(b)):
            parent[ra] = rb
            yield a, b, w


g = read(ROADS)
print({k: g[k] for k in sorted(g)})
print(bfs(g, "Alm"), path(bfs(g, "Alm"), "Fall"))
best, before = dijkstra(g, "Alm")
print(best, path(before, "Fall"))
print(list(dfs(g, "Alm")), list(components(g)))
print(list(spanning_tree(g)), sum(w for *_, w in spanning_tree(g)))
clothes = {"shoes": {"socks", "trousers"}, "trousers": {"pants"}, "jacket": {"shirt", "trousers"}, "tie": {"shirt"}}
print(topological(clothes))
try:
    topological({"egg": {"hen"}, "hen": {"chick"}, "chick": {"egg"}})
except Cycle as c:
    print("cycle:", c)
