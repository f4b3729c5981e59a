"""Orders of the nodes of a graph in which each comes after those it needs."""

from types import GenericAlias as _GenericAlias

__all__ = ["TopologicalSorter", "CycleError"]


class CycleError(ValueError):
    """Subclass of ValueError raised by TopologicalSorter.prepare if cycles exist."""


class _Node:
    __slots__ = ("node", "waits_for", "followers", "state")

    def __init__(self, node):
        self.node, self.waits_for, self.followers = node, 0, []
        # "new", then "ready" when handed out, then "done".
        self.state = "new"


class TopologicalSorter:
    """Provides functionality to topologically sort a graph of hashable nodes."""

    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, graph=None):
        self._nodes, self._ready, self._out, self._finished = {}, None, 0, 0
        for node, predecessors in (graph or {}).items():
            self.add(node, *predecessors)

    def _info(self, node):
        if node not in self._nodes:
            self._nodes[node] = _Node(node)
        return self._nodes[node]

    def add(self, node, *predecessors):
        """Add a new node and its predecessors to the graph."""
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        info = self._info(node)
        info.waits_for += len(predecessors)
        for predecessor in predecessors:
            self._info(predecessor).followers.append(node)

    def prepare(self):
        """Mark the graph as finished and check for cycles in the graph."""
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [info.node for info in self._nodes.values() if not info.waits_for]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def _find_cycle(self):
        seen, path, places = set(), [], {}
        for start in self._nodes:
            if start in seen:
                continue
            todo = [(start, None)]
            while todo:
                node, rest = todo.pop()
                if rest is None:
                    if node in places:
                        return path[places[node]:] + [node]
                    if node in seen:
                        continue
                    seen.add(node)
                    places[node] = len(path)
                    path.append(node)
                    rest = iter(self._nodes[node].followers)
                following = next(rest, _DONE)
                if following is _DONE:
                    path.pop()
                    del places[node]
                else:
                    todo += [(node, rest), (following, None)]
        return None

    def _check_prepared(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")

    def get_ready(self):
        """Return a tuple of all the nodes that are ready."""
        self._check_prepared()
        ready = tuple(self._ready)
        for node in ready:
            self._nodes[node].state = "ready"
        self._ready.clear()
        self._out += len(ready)
        return ready

    def is_active(self):
        """Return True if more progress can be made and False otherwise."""
        self._check_prepared()
        return self._finished < self._out or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Marks a set of nodes returned by "get_ready" as processed."""
        self._check_prepared()
        for node in nodes:
            info = self._nodes.get(node)
            if info is None:
                raise ValueError(f"node {node!r} was not added using add()")
            if info.state == "new":
                raise ValueError(f"node {node!r} was not passed out (still not ready)")
            if info.state == "done":
                raise ValueError(f"node {node!r} was already marked done")
            info.state = "done"
            self._finished += 1
            for follower in info.followers:
                other = self._nodes[follower]
                other.waits_for -= 1
                if not other.waits_for:
                    self._ready.append(follower)

    def static_order(self):
        """Returns an iterable of nodes in a topological order."""
        self.prepare()
        while self.is_active():
            group = self.get_ready()
            yield from group
            self.done(*group)


_DONE = object()
