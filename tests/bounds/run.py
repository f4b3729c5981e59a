#!/usr/bin/env python3
"""Check that the collector is as fast as it must be, beside CPython 3.13 in the same run.

    tests/bounds/run.py [--refscope PATH] [--python PATH]

A collection of a million instances in pairs takes at most half of CPython's time; building three million live objects
with automatic collection on takes at most one and a half times as long for each as building ten thousand.
"""
import argparse
import subprocess
import sys
from pathlib import Path

MOST_OF_CPYTHON = 0.5
MOST_GROWTH = 1.5
FEW, MANY = 10_000, 3_000_000
PROCESSES = 5


def printed(command, name, *arguments):
    path = Path(__file__).resolve().parent / name
    done = subprocess.run([command, path, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    return float(done.stdout)


def building(command, shape, count):
    """The least time for each object, in nanoseconds, of building `count` objects of a shape."""
    # Every build has a process of its own. In one process the second build of ten thousand would find the memory of
    # the first, while three million have to ask the kernel for theirs: the quotient would tell of the kernel's pages.
    return min(printed(command, 'growth.py', shape, str(count)) for _ in range(PROCESSES))


def main():
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--refscope', default=str(root / 'target/release/refscope'))
    parser.add_argument('--python', default='python3.13')
    options = parser.parse_args()
    options.refscope = str(Path(options.refscope).resolve())
    missed = 0

    ours, theirs = (printed(command, 'cycles.py') for command in (options.refscope, options.python))
    missed += ours > MOST_OF_CPYTHON * theirs
    print(f'gc.collect() of 1 M in cycles: {ours:.0f} ms, CPython {theirs:.0f} ms: {ours / theirs:.2f} of its time'
          f' (at most {MOST_OF_CPYTHON})')
    for shape in 'lists', 'links', 'pairs':
        few, many = (building(options.refscope, shape, count) for count in (FEW, MANY))
        cpython_few, cpython_many = (building(options.python, shape, count) for count in (FEW, MANY))
        missed += many > MOST_GROWTH * few
        print(f'{shape}: {few:.0f} ns each for {FEW:,}, {many:.0f} for {MANY:,}: {many / few:.2f} times'
              f' (at most {MOST_GROWTH}; CPython {cpython_few:.0f} and {cpython_many:.0f}: {cpython_many / cpython_few:.2f})')
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
