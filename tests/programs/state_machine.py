"""A vending machine as a table, and a traffic light as a generator."""
from enum import Enum, auto


class State(Enum):
    IDLE = auto()
    PAID = auto()
    SERVING = auto()
    BROKEN = auto()


class BadMove(Exception):
    def __init__(self, state, event):
        super().__init__(f"no {event!r} while {state.name.lower()}")


class Machine:
    table = {
        (State.IDLE, "coin"): (State.PAID, "take_coin"),
        (State.PAID, "coin"): (State.PAID, "take_coin"),
        (State.PAID, "button"): (State.SERVING, "pour"),
        (State.PAID, "cancel"): (State.IDLE, "refund"),
        (State.SERVING, "done"): (State.IDLE, None),
    }

    def __init__(self, cups=2):
        self.state, self.coins, self.cups, self.trace = State.IDLE, 0, cups, []

    def send(self, event):
        try:
            target, action = self.table[self.state, event]
        except KeyError:
            raise BadMove(self.state, event) from None
        self.trace.append(f"{self.state.name}-{event}->{target.name}")
        self.state = target
        if action:
            getattr(self, action)()

    def take_coin(self):
        self.coins += 1

    def pour(self):
        if self.cups == 0:
            self.state = State.BROKEN
            return
        self.cups -= 1
        self.coins -= 1

    def refund(self):
        print("refunding", self.coins)
        self.coins = 0


m = Machine()
for event in "coin button done button coin coin cancel coin button done coin button done".split():
    try:
        m.send(event)
    except BadMove as e:
        print("ignored:", e, "| context kept:", e.__context__ is not None, "| cause:", e.__cause__)
print("\n".join(m.trace))
print(m.state, m.coins, m.cups, State(2), State["IDLE"].value, [s.name for s in State])


def traffic_light():
    times = {"green": 3, "yellow": 1, "red": 2}
    while True:
        for colour in times:
            for left in range(times[colour], 0, -1):
                change = yield colour, left
                if change:
                    times.update(change)


light = traffic_light()
print([next(light) for _ in range(7)])
print(light.send({"red": 1}), next(light), next(light))


def accepts(word, start="even", final=("even",)):
    moves = {"even": {"1": "odd", "0": "even"}, "odd": {"1": "even", "0": "odd"}}
    state = start
    for letter in word:
        state = moves[state][letter]
    return state in final


print({w: accepts(w) for w in ("", "1", "1001", "10110", "000")})
