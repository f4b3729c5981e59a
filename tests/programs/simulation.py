"""Queues at a shop, coin tosses and a random walk from a seeded generator."""
import heapq
import random
from dataclasses import dataclass, field
from statistics import mean


@dataclass(order=True)
class Event:
    time: float
    order: int
    kind: str = field(compare=False)
    who: int = field(compare=False, default=-1)


class Shop:
    def __init__(self, tills, seed):
        self.random = random.Random(seed)
        self.free, self.waiting, self.events = tills, [], []
        self.clock, self.counter, self.waits, self.log = 0.0, 0, [], []

    def plan(self, delay, kind, who=-1):
        self.counter += 1
        heapq.heappush(self.events, Event(self.clock + delay, self.counter, kind, who))

    def arrive(self, who):
        self.waiting.append((who, self.clock))
        self.plan(self.random.expovariate(1.0), "arrive", who + 1)
        self.serve()

    def serve(self):
        while self.free and self.waiting:
            who, since = self.waiting.pop(0)
            self.free -= 1
            self.waits.append(self.clock - since)
            self.plan(self.random.uniform(1, 3), "leave", who)

    def leave(self, who):
        self.free += 1
        self.log.append((who, round(self.clock, 3)))
        self.serve()

    def run(self, until):
        self.plan(0, "arrive", 1)
        while self.events and self.events[0].time < until:
            event = heapq.heappop(self.events)
            self.clock = event.time
            getattr(self, event.kind)(event.who)
        return self


for tills in (1, 2, 3):
    shop = Shop(tills, seed=11).run(60)
    print(tills, len(shop.log), len(shop.waiting), f"{mean(shop.waits):.3f} {max(shop.waits):.3f}", shop.log[:3])

random.seed(2024)
tosses = "".join(random.choice("HT") for _ in range(60))
runs = [len(r) for r in tosses.replace("HT", "H T").replace("TH", "T H").split()]
print(tosses, max(runs), tosses.count("H"))

x = y = 0
trail = [(0, 0)]
for _ in range(25):
    dx, dy = random.choice([(0, 1), (1, 0), (0, -1), (-1, 0)])
    x, y = x + dx, y + dy
    trail.append((x, y))
print(trail[-1], len(set(trail)))
xs, ys = [p[0] for p in trail], [p[1] for p in trail]
for row in range(max(ys), min(ys) - 1, -1):
    print("".join("S" if (c, row) == (0, 0) else "o" if (c, row) in trail else " " for c in range(min(xs), max(xs) + 1)).rstrip() or ".")

inside = sum(random.random() ** 2 + random.random() ** 2 < 1 for _ in range(3000))
print(4 * inside / 3000)
deck = [r + s for s in "SHDC" for r in "23456789TJQKA"]
random.shuffle(deck)
hands = {name: sorted(deck[i * 5 : i * 5 + 5]) for i, name in enumerate(("Ann", "Bob"))}
print(hands, random.sample(range(1, 50), 6), round(random.gauss(100, 15), 6))
weights = random.choices(["rain", "sun", "snow"], weights=[5, 3, 1], k=12)
print(weights, Event(1.5, 2, "x"), Event(1, 1, "a") < Event(1, 2, "b"))
