"""Cooperative tasks as generators, with sleeping, waiting and cancelling."""
import heapq
from collections import deque


class Cancelled(Exception):
    pass


class Task:
    count = 0

    def __init__(self, gen, name=None):
        Task.count += 1
        self.id, self.gen, self.name = Task.count, gen, name or gen.__name__
        self.result, self.error, self.waiters, self.done = None, None, [], False

    def __repr__(self):
        state = "done" if self.done else "running"
        return f"<{self.name}#{self.id} {state}>"


class Loop:
    def __init__(self):
        self.ready, self.sleeping, self.now, self.order = deque(), [], 0, 0

    def spawn(self, gen, name=None):
        task = Task(gen, name)
        self.ready.append((task, None, None))
        return task

    def run(self):
        while self.ready or self.sleeping:
            if not self.ready:
                self.now, _, task = heapq.heappop(self.sleeping)
                self.ready.append((task, None, None))
            task, value, error = self.ready.popleft()
            if task.done:
                continue
            try:
                request = task.gen.throw(error) if error else task.gen.send(value)
            except StopIteration as stop:
                self.finish(task, result=stop.value)
            except Exception as e:
                self.finish(task, error=e)
            else:
                self.handle(task, request)

    def handle(self, task, request):
        match request:
            case ("sleep", n):
                self.order += 1
                heapq.heappush(self.sleeping, (self.now + n, self.order, task))
            case ("wait", Task(done=False) as other):
                other.waiters.append(task)
            case ("wait", Task() as other):
                self.ready.append((task, other.result, other.error))
            case ("spawn", gen):
                self.ready.append((task, self.spawn(gen), None))
            case ("cancel", Task() as other):
                self.ready.appendleft((other, None, Cancelled(other.name)))
                self.ready.append((task, None, None))
            case None:
                self.ready.append((task, None, None))
            case _:
                self.ready.append((task, None, TypeError(f"bad request {request!r}")))

    def finish(self, task, result=None, error=None):
        task.done, task.result, task.error = True, result, error
        for w in task.waiters:
            self.ready.append((w, result, error))
        print(f"t={self.now} {task.name} ended with", repr(error) if error else repr(result))


def sleep(n):
    yield "sleep", n


def worker(name, steps):
    for i in range(steps):
        print(f"t={loop.now} {name} step {i}")
        yield from sleep(i + 1)
    return name * steps


def failing():
    yield
    yield "nonsense"


def patient():
    try:
        yield from sleep(1000)
    except Cancelled as c:
        print("cancelled:", c)
        return "gave up"
    finally:
        print("patient cleans up")


def main():
    a = yield "spawn", worker("a", 2)
    b = yield "spawn", worker("b", 3)
    f = yield "spawn", failing()
    p = yield "spawn", patient()
    print((yield "wait", a), a)
    try:
        yield "wait", f
    except TypeError as e:
        print("main caught", e)
    yield "cancel", p
    results = []
    for t in (b, p, a):
        results.append((yield "wait", t))
    return results


loop = Loop()
m = loop.spawn(main())
loop.run()
print(m.result, loop.now, Task.count)
