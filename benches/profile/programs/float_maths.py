# Floats: numeric integration, Newton's method, bodies in orbit, statistics, while loops, the math module.
import math


def integrate(function, low, high, steps):
    width = (high - low) / steps
    total = (function(low) + function(high)) / 2
    x = low + width
    for _ in range(steps - 1):
        total += function(x)
        x += width
    return total * width


def root(value, close=1e-12):
    guess = value if value > 1 else 1.0
    while abs(guess * guess - value) > close * value:
        guess = 0.5 * (guess + value / guess)
    return guess


class Body:
    def __init__(self, mass, x, y, vx, vy):
        self.mass = mass
        self.x, self.y = x, y
        self.vx, self.vy = vx, vy


def advance(bodies, dt):
    for i, a in enumerate(bodies):
        for b in bodies[i + 1 :]:
            dx, dy = a.x - b.x, a.y - b.y
            pull = dt / (dx * dx + dy * dy) ** 1.5
            a.vx -= dx * b.mass * pull
            a.vy -= dy * b.mass * pull
            b.vx += dx * a.mass * pull
            b.vy += dy * a.mass * pull
    for body in bodies:
        body.x += body.vx * dt
        body.y += body.vy * dt


def escape(cx, cy, limit=40):
    x = y = 0.0
    for n in range(limit):
        if x * x + y * y > 4.0:
            return n
        x, y = x * x - y * y + cx, 2.0 * x * y + cy
    return limit


print(f"{integrate(math.sin, 0.0, math.pi, 140000):.9f}", round(integrate(lambda x: x**3 - 2 * x, -1, 3, 120000), 6))
print(sum(round(root(v / 3), 6) for v in range(1, 14000)))
sky = [Body(100.0, 0, 0, 0, 0), Body(1.0, 10, 0, 0, 3.1), Body(0.5, 0, -16, 2.4, 0), Body(0.1, -22, 3, 0.2, -2)]
for _ in range(10000):
    advance(sky, 0.01)
print([f"{b.x:+.6f} {b.y:+.6f}" for b in sky])
picture = ["".join(".:*#"[min(escape(x / 84 - 2, y / 8), 39) // 10] for x in range(264)) for y in range(-8, 9, 2)]
print(picture[2][::6], picture[4][1::6], sep="\n")
data = [math.fmod(math.sqrt(i) * 7.3, 5.0) + math.log1p(i % 10) for i in range(80000)]
mean = sum(data) / len(data)
variance = math.fsum((v - mean) ** 2 for v in data) / len(data)
print(f"{mean:.8f} {variance:.8f} {max(data):10.4e}", math.floor(min(data)), math.ceil(mean), math.isclose(mean, 4.0))
angle, turns = 0.0, 0
while angle < 80000.0:
    angle += 1.0 + math.exp(-angle / 50) * abs(math.cos(angle))
    if angle % (2 * math.pi) < 1.5 and not -0.5 < math.tan(angle) < 0.5:
        turns += 1
print(turns, round(angle, 6), 0.1 + 0.2, 1e16, -1.5 // 0.4, float("inf") > 1e308, math.degrees(1))
