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


def lines(command, name):
    path = Path(__file__).resolve().parent / name
    done = subprocess.run([command, path], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def main():
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--refscope', default=str(root / 'target/release/refscope'))
    parser.add_argument('--python', default='python3.13')
    options = parser.parse_args()
    options.refscope = str(Path(options.refscope).resolve())
    missed = 0

    ours, theirs = (float(lines(command, 'cycles.py')[0]) for command in (options.refscope, options.python))
    missed += ours > MOST_OF_CPYTHON * theirs
    print(f'gc.collect() of 1 M in cycles: {ours:.0f} ms, CPython {theirs:.0f} ms: {ours / theirs:.2f} of its time'
          f' (at most {MOST_OF_CPYTHON})')
    for own, other in zip(lines(options.refscope, 'growth.py'), lines(options.python, 'growth.py')):
        name, few, many = own.split()
        growth = float(many) / float(few)
        _, cpython_few, cpython_many = other.split()
        missed += growth > MOST_GROWTH
        print(f'{name}: {float(few):.0f} ns each for 10,000, {float(many):.0f} for 3 M: {growth:.2f} times'
              f' (at most {MOST_GROWTH}; CPython {float(cpython_many) / float(cpython_few):.2f})')
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
