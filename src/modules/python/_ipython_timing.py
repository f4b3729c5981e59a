"""How a notebook says how long code took: %time, %%time, %timeit, %%timeit."""

import math as _math
import time as _time


def format_time(seconds, precision=3):
    """A time with its unit: 1.23 µs."""
    if seconds >= 60:
        parts, left = [], seconds
        for suffix, length in ("d", 86400), ("h", 3600), ("min", 60), ("s", 1):
            number, left = divmod(left, length)
            if number:
                parts.append(f"{int(number)}{suffix}")
        return " ".join(parts)
    order = min(-int(_math.floor(_math.log10(seconds)) // 3), 3) if seconds > 0 else 3
    return f"{seconds * 1000 ** order:.{precision}g} {('s', 'ms', 'µs', 'ns')[order]}"


class Clock:
    """Time passed since it was made."""

    def __init__(self):
        self.cpu, self.wall = _time.process_time(), _time.perf_counter()

    def report(self):
        """Print both times."""
        wall, cpu = _time.perf_counter() - self.wall, _time.process_time() - self.cpu
        print(f"CPU times: user {format_time(cpu)}, sys: 0 ns, total: {format_time(cpu)}")
        print(f"Wall time: {format_time(wall)}")


class TimeitResult:
    """What %timeit -o returns."""

    def __init__(self, loops, repeat, all_runs, precision):
        self.loops, self.repeat, self.all_runs = loops, repeat, all_runs
        self.timings = [run / loops for run in all_runs]
        self.best, self.worst = min(self.timings), max(self.timings)
        self._precision = precision

    @property
    def average(self):
        return _math.fsum(self.timings) / len(self.timings)

    @property
    def stdev(self):
        mean = self.average
        return (_math.fsum((time - mean) ** 2 for time in self.timings) / len(self.timings)) ** 0.5

    def __str__(self):
        mean, spread = (format_time(time, self._precision) for time in (self.average, self.stdev))
        runs = "runs" if self.repeat != 1 else "run"
        loops = "loops" if self.loops != 1 else "loop"
        return (f"{mean} ± {spread} per loop (mean ± std. dev. of {self.repeat} {runs}, "
                f"{self.loops:,} {loops} each)")

    def __repr__(self):
        return f"<TimeitResult : {self}>"


def _options(line):
    """The options before the code, and the code."""
    options = {}
    while line.startswith("-"):
        word, _, rest = line.partition(" ")
        letter, value = word[1:2], word[2:]
        if letter in "nrps" and not value:
            value, _, rest = rest.lstrip().partition(" ")
        options[letter], line = value, rest.lstrip()
    return options, line


def timeit(line, cell, namespace):
    """Time a line, or a cell whose first line is its setup."""
    import timeit as _timer
    options, line = _options(line)
    code, setup = (line, "pass") if cell is None else (cell.rstrip("\n"), line or "pass")
    timer = _timer.Timer(code, setup, globals=namespace)
    repeat = int(options.get("r", 7))
    loops = int(options.get("n", 0))
    if not loops:
        loops = 1
        while loops < 10 ** 9 and timer.timeit(loops) < 0.2:
            loops *= 10
    result = TimeitResult(loops, repeat, timer.repeat(repeat, loops), int(options.get("p", 3)))
    if "q" not in options:
        print(result)
    return result if "o" in options else None
