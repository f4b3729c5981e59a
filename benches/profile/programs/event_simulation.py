# Customers at counters: dataclasses in a heap, a deque, an Enum, random with a seed, dispatch by bound methods.
import heapq
import random
from collections import deque
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    ARRIVE = 1
    LEAVE = 2
    PAUSE = 3


@dataclass(order=True)
class Event:
    time: float
    number: int
    kind: Kind = field(compare=False)
    counter: int = field(default=-1, compare=False)


@dataclass
class Counter:
    name: str
    busy: bool = False
    served: int = 0
    worked: float = 0.0


class Shop:
    def __init__(self, counters, seed):
        self.counters = [Counter(f"c{i}") for i in range(counters)]
        self.random = random.Random(seed)
        self.events, self.queue, self.waits = [], deque(), []
        self.number, self.longest, self.now = 0, 0, 0.0
        self.handlers = {Kind.ARRIVE: self.arrive, Kind.LEAVE: self.leave, Kind.PAUSE: self.pause}

    def at(self, delay, kind, counter=-1):
        self.number += 1
        heapq.heappush(self.events, Event(self.now + delay, self.number, kind, counter))

    def arrive(self, event):
        self.queue.append(self.now)
        self.longest = max(self.longest, len(self.queue))
        self.at(self.random.expovariate(1.0), Kind.ARRIVE)

    def leave(self, event):
        counter = self.counters[event.counter]
        counter.busy = False
        counter.served += 1

    def pause(self, event):
        self.at(self.random.randint(20, 40), Kind.PAUSE)

    def run(self, until):
        self.at(0.0, Kind.ARRIVE)
        self.at(5.0, Kind.PAUSE)
        while self.events and self.now < until:
            event = heapq.heappop(self.events)
            self.now = event.time
            self.handlers[event.kind](event)
            for index, counter in enumerate(self.counters):
                if not counter.busy and self.queue:
                    counter.busy = True
                    self.waits.append(self.now - self.queue.popleft())
                    length = self.random.uniform(1.0, 4.5)
                    counter.worked += length
                    self.at(length, Kind.LEAVE, index)


shop = Shop(3, seed=77)
shop.run(14000)
print(len(shop.waits), shop.longest, f"{sum(shop.waits) / len(shop.waits):.5f}", f"{max(shop.waits):.4f}")
print([(c.name, c.served, round(c.worked, 3)) for c in shop.counters], Kind(2).name, shop.number)
