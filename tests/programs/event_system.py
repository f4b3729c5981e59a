"""Publishers, subscribers, priorities, once-only listeners and errors in listeners."""
from collections import defaultdict


class Stop(Exception):
    pass


class Emitter:
    def __init__(self):
        self._listeners = defaultdict(list)
        self.log = []

    def on(self, event, *, priority=0, once=False):
        def register(function):
            entry = (-priority, len(self._listeners[event]), function, once)
            self._listeners[event].append(entry)
            self._listeners[event].sort(key=lambda e: e[:2])
            return function

        return register

    def off(self, event, function):
        self._listeners[event] = [e for e in self._listeners[event] if e[2] is not function]

    def emit(self, event, *args, **kwargs):
        results = []
        for entry in list(self._listeners[event]):
            _, _, function, once = entry
            if once:
                self._listeners[event].remove(entry)
            try:
                results.append(function(*args, **kwargs))
            except Stop as stop:
                self.log.append(f"{event} stopped by {function.__name__}: {stop}")
                break
            except Exception as error:
                self.log.append(f"{function.__name__}: {type(error).__name__}: {error}")
        return results


bus = Emitter()


@bus.on("greet")
def polite(name, *, loud=False):
    return f"Good day, {name}" + ("!" if loud else ".")


@bus.on("greet", priority=5)
def first(name, **_):
    return f"({len(name)} letters)"


@bus.on("greet", once=True)
def newcomer(name, **_):
    return f"{name} is new"


@bus.on("greet", priority=-1)
def broken(name, **_):
    return name + 1


@bus.on("shut down", priority=10)
def guard(reason):
    if reason != "fire":
        raise Stop(reason)
    return "opening doors"


@bus.on("shut down")
def lights(reason):
    return "lights off"


print(bus.emit("greet", "Ann"))
print(bus.emit("greet", "Bob", loud=True))
bus.off("greet", broken)
print(bus.emit("greet", "Cy"))
print(bus.emit("shut down", "boredom"), bus.emit("shut down", "fire"))
print(bus.emit("nothing"), bus.emit("greet"))
print(*bus.log, sep="\n")
print({event: len(ls) for event, ls in bus._listeners.items()})
