"""A ball, a pendulum and a market, stepped in time and drawn with characters."""
import math


class Vec:
    __slots__ = ("x", "y")

    def __init__(self, x=0.0, y=0.0):
        self.x, self.y = x, y

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)

    def __iter__(self):
        yield from (self.x, self.y)

    def __repr__(self):
        return f"({self.x:.2f}, {self.y:.2f})"


class Ball:
    gravity = Vec(0, -9.81)

    def __init__(self, pos, vel, bounce=0.8):
        self.pos, self.vel, self.bounce, self.hits = pos, vel, bounce, 0

    def step(self, dt):
        self.vel += self.gravity * dt
        self.pos += self.vel * dt
        if self.pos.y < 0:
            self.pos = Vec(self.pos.x, -self.pos.y)
            self.vel = Vec(self.vel.x, -self.vel.y * self.bounce)
            self.hits += 1

    @property
    def energy(self):
        return 0.5 * (self.vel.x**2 + self.vel.y**2) - self.gravity.y * self.pos.y


ball = Ball(Vec(0, 2), Vec(1.5, 0))
picture = [[" "] * 40 for _ in range(9)]
for n in range(240):
    ball.step(0.01)
    x, y = ball.pos
    if n % 4 == 0 and y < 2.2:
        picture[8 - int(y * 4)][int(x * 10)] = "o"
print("\n".join("|" + "".join(r).rstrip() for r in picture))
print(ball.pos, ball.vel, ball.hits, round(ball.energy, 4))


def rk4(f, state, dt):
    def at(k, h):
        return [s + h * d for s, d in zip(state, k)]

    k1 = f(state)
    k2 = f(at(k1, dt / 2))
    k3 = f(at(k2, dt / 2))
    k4 = f(at(k3, dt))
    return [s + dt / 6 * (a + 2 * b + 2 * c + d) for s, a, b, c, d in zip(state, k1, k2, k3, k4)]


pendulum = lambda s: [s[1], -9.81 * math.sin(s[0])]
state, crossings = [0.5, 0.0], []
for n in range(1, 600):
    before = state
    state = rk4(pendulum, state, 0.01)
    if before[0] > 0 >= state[0]:
        crossings.append(n / 100)
print([f"{v:.6f}" for v in state], crossings, [round(b - a, 2) for a, b in zip(crossings, crossings[1:])])


class Market:
    def __init__(self):
        self.bids, self.asks, self.trades = [], [], []

    def order(self, side, price, amount, who):
        mine, other = (self.bids, self.asks) if side == "buy" else (self.asks, self.bids)
        good = (lambda p: p <= price) if side == "buy" else (lambda p: p >= price)
        while amount and other and good(other[0][0]):
            p, n, whose = other[0]
            traded = min(n, amount)
            self.trades.append((who, whose, p, traded) if side == "buy" else (whose, who, p, traded))
            amount -= traded
            if traded == n:
                other.pop(0)
            else:
                other[0] = (p, n - traded, whose)
        if amount:
            mine.append((price, amount, who))
            mine.sort(key=lambda o: o[0], reverse=side == "buy")


m = Market()
for line in ["buy 10 5 ann", "sell 12 3 bob", "buy 11 2 cy", "sell 10 6 dee", "sell 9 4 eve", "buy 13 10 fay"]:
    side, price, amount, who = line.split()
    m.order(side, int(price), int(amount), who)
    print(f"{line:<16} bids {m.bids} asks {m.asks}")
print(*m.trades, sep="\n")


def logistic(r, x=0.5, skip=200, keep=8):
    for _ in range(skip):
        x = r * x * (1 - x)
    seen = set()
    for _ in range(keep):
        x = r * x * (1 - x)
        seen.add(round(x, 4))
    return sorted(seen)


for r in (2.5, 3.2, 3.5):
    print(r, logistic(r))
rabbits, foxes = 40.0, 9.0
for year in range(60):
    if year % 10 == 0:
        print(f"{year:2} {'r' * int(rabbits / 4):<25}|{'f' * int(foxes)}")
    rabbits, foxes = rabbits + 0.1 * rabbits - 0.01 * rabbits * foxes, foxes - 0.2 * foxes + 0.004 * rabbits * foxes
