#!/usr/bin/env python3
"""Compare counts in random programs with CPython 3.13, and with what `refscope.refs` and the audit find.

    tests/counts/run.py [--refscope PATH] [--python PATH] [--first SEED] [--programs N] [--keep FOLDER]
"""
import argparse
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import generate


def output(command, path):
    """What a program prints, its errors apart; a word instead where it does not end by itself."""
    env = dict(os.environ, PYTHONHASHSEED='0')
    try:
        done = subprocess.run([command, path.name], cwd=path.parent, env=env, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except subprocess.TimeoutExpired:
        return ['TIMEOUT']
    lines = done.stdout.splitlines()
    return lines if done.returncode == 0 else lines + [f'STATUS {done.returncode}: {done.stderr[-200:]}']


def complaint(seed, options, folder):
    """The first line of a seed's program that differs, or None."""
    path = folder / f'counts_{seed}.py'
    path.write_text(generate.program(seed))
    wanted = output(options.python, path)
    got = output(options.refscope, path)
    if wanted == got:
        path.unlink()
        return None
    for number, (want, have) in enumerate(zip(wanted + [''] * len(got), got + [''] * len(wanted))):
        if want != have:
            return f'{seed}: line {number + 1}: CPython {want!r}, Refscope {have[:300]!r}'


def main():
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--refscope', default=str(root / 'target/release/refscope'))
    parser.add_argument('--python', default='python3.13')
    parser.add_argument('--first', type=int, default=0)
    parser.add_argument('--programs', type=int, default=2000)
    parser.add_argument('--keep', help='a folder for the programs that differ')
    options = parser.parse_args()
    options.refscope = str(Path(options.refscope).resolve())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(options.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        seeds = range(options.first, options.first + options.programs)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = [text for text in pool.map(lambda seed: complaint(seed, options, folder), seeds) if text]
    print(*found, sep='\n')
    print(f'{len(found)} of {options.programs} programs differ')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
