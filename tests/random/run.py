"""Random programs, run by Refscope and by CPython 3.13: standard output and the last line of an error must agree.

`python3 run.py REFSCOPE [--count 1000] [--first 0] [--python python3.13] [--jobs 2] [--keep FOLDER]`
Reports each seed that differs and the evaluator's nodes that no program reached; ends with status 1 where there are any.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor

import generate
import shapes

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECONDS = 20


def answer(command, path):
    """Standard output and the last line of standard error; `None` where it takes too long."""
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONUTF8="1", NO_COLOR="1", PYTHONWARNINGS="ignore")
    try:
        done = subprocess.run([command, path], env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None
    errors = done.stderr.decode("utf-8", "replace").rstrip("\n").split("\n")
    return done.stdout.decode("utf-8", "replace"), errors[-1], done.returncode


def difference(want, got):
    """One line about the first difference."""
    lines = zip(want[0].split("\n"), got[0].split("\n"))
    for number, (wanted, found) in enumerate(lines, 1):
        if wanted != found:
            return f"line {number}: want {wanted!r} got {found!r} {got[1]}"
    return f"want {want[1:]!r} got {got[1:]!r}, lines {want[0].count(chr(10))} and {got[0].count(chr(10))}"


def try_seed(seed, options):
    text = generate.program(seed)
    path = os.path.join(options.folder, f"program_{seed}.py")
    pathlib.Path(path).write_text(text)
    want = answer(options.python, path)
    got = answer(options.refscope, path) or answer(options.refscope, path)
    found = shapes.reached(text)
    if want is None:
        return found, None
    if got is None:
        return found, f"seed {seed}: no end within {SECONDS} seconds"
    if want == got:
        if not options.keep:
            os.remove(path)
        return found, None
    return found, f"seed {seed}: {difference(want, got)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("refscope")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--python", default="python3.13")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep")
    options = parser.parse_args()
    options.folder = options.keep or tempfile.mkdtemp(prefix="random-")
    options.refscope = os.path.abspath(options.refscope)
    os.makedirs(options.folder, exist_ok=True)
    warnings.simplefilter("ignore")
    unknown = shapes.missing(ROOT)
    reached, wrong = set(), 0
    with ThreadPoolExecutor(options.jobs) as pool:
        seeds = range(options.first, options.first + options.count)
        for found, complaint in pool.map(lambda seed: try_seed(seed, options), seeds):
            reached |= found
            if complaint:
                wrong += 1
                print(complaint, flush=True)
    never = sorted(shapes.nodes_of(ROOT) - set(shapes.APART) - reached)
    print(f"{wrong} of {options.count} programs differ")
    print(f"{len(reached)} kinds of node reached; never: {', '.join(never) or 'none'}")
    if unknown:
        print(f"no rule in shapes.py for: {', '.join(unknown)}")
    sys.exit(1 if wrong or never or unknown else 0)


if __name__ == "__main__":
    main()
