#!/usr/bin/env python3
"""Replay this folder's sessions, programs and errors on CPython 3.13: compare, or with --bless record its answers.

    tests/oracle.py [--python PATH] [--bless | --marks] [FILE or FOLDER …]

Sessions (`sessions/**/*.md`): the pycon blocks under one heading are one session, typed into one `python3 -i`.
A fence may say `differs="why"` (our answer is on purpose not CPython's, and must really differ) or
`skip-oracle="why"` (a command CPython does not have). Programs have their whole stdout in `.out`,
errors the last line of stderr in `.last`.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
SENTINEL = "\x1e\n"
TIMEOUT = 60
HEADER = "Traceback (most recent call last):"
GROUP_HEADER = "  + Exception Group Traceback (most recent call last):"
SYNTAX_FRAME = re.compile(r'  File "<[^"]*", line \d+')
PLACEHOLDER = re.compile(r"<address ([A-Z]+)>")
ADDRESS = re.compile(r"0x[0-9a-f]{6,}|\b\d{10,}\b")
MARK = re.compile(r'([a-z-]+)="([^"]*)"')


class Chunk:
    """One statement as typed, and the lines that must come back."""

    def __init__(self, source, expected, block):
        self.source, self.expected, self.block = source, expected, block


class Block:
    """One pycon fence: where its body stands in the file, and its marks."""

    def __init__(self, start, marks):
        self.start, self.end, self.marks, self.chunks = start, start, marks, []


class Heading:
    """One test: a name and the blocks that share a session."""

    def __init__(self, path, name):
        self.path, self.name, self.blocks = path, name, []

    def chunks(self):
        return [c for b in self.blocks if "skip-oracle" not in b.marks for c in b.chunks]


def read_sessions(path):
    """Return (lines, headings with at least one block) of a Markdown file."""
    lines = path.read_text(encoding="utf-8").split("\n")
    headings, block, fence = [], None, False
    for number, line in enumerate(lines):
        if block is not None:
            if line.startswith("```"):
                block.end, block = number, None
            else:
                read_line(block, line, f"{path}:{number + 1}")
        elif fence:
            fence = not line.startswith("```")
        elif line.startswith("```pycon"):
            block = Block(number + 1, dict(MARK.findall(line)))
            if not headings:
                raise SystemExit(f"{path}:{number + 1}: a session before the first heading")
            headings[-1].blocks.append(block)
        elif line.startswith("```"):
            fence = True
        elif line.startswith("#"):
            headings.append(Heading(path, line.lstrip("#").strip()))
    return lines, [h for h in headings if h.blocks]


def read_line(block, line, where):
    """Add one line of a fence to its block: input, continued input, or output."""
    last = block.chunks[-1] if block.chunks else None
    if line.startswith(">>> ") or line == ">>>":
        block.chunks.append(Chunk([line[4:]], [], block))
    elif last is None:
        raise SystemExit(f"{where}: output before any input")
    elif (line.startswith("... ") or line == "...") and not last.expected:
        last.source.append(line[4:])
    else:
        last.expected.append(line)


def environment():
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    env.update(PYTHONHASHSEED="0", PYTHONUTF8="1", PYTHONUNBUFFERED="1", PYTHONDONTWRITEBYTECODE="1", NO_COLOR="1", PYTHON_BASIC_REPL="1")
    return env


def replay(python, chunks):
    """Type the chunks into one interactive interpreter; return the raw output of each, as a list of lines."""
    typed = ["__import__('sys').__dict__.update(ps1='', ps2='')", "", 'print("\\x1e")', ""]
    for chunk in chunks:
        # A blank line ends a block at the prompt; a line of one space does not.
        typed += [line or " " for line in chunk.source] + ["", 'print("\\x1e")', ""]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([python, "-i", "-q"], input="\n".join(typed) + "\n", stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, encoding="utf-8", errors="backslashreplace",
                              env=environment(), cwd=folder, timeout=TIMEOUT)
    parts = done.stdout.split(SENTINEL)[1:-1]
    if len(parts) != len(chunks):
        raise RuntimeError(f"the interpreter answered {len(parts)} of {len(chunks)} statements\n{done.stdout[-2000:]}")
    return [reduce_traceback(part.removesuffix("\n").split("\n") if part else []) for part in parts]


def reduce_traceback(lines):
    """Replace everything between a traceback's first line and its message by one `    ...` line."""
    for i, line in enumerate(lines):
        if line in (HEADER, GROUP_HEADER) or SYNTAX_FRAME.match(line):
            return lines[:i] + [HEADER, "    ..."] + message(lines[i:])
    return lines


def message(lines):
    """The exception's own line or lines at the end of a traceback."""
    if GROUP_HEADER in lines:
        return [next(line[4:] for line in lines if line.startswith("  | ") and line[4:5].isalpha())]
    starts = [i for i, line in enumerate(lines) if line == HEADER]
    body = lines[starts[-1] + 1:] if starts else lines
    first = next((i for i, line in enumerate(body) if line and not line.startswith(" ")), len(body) - 1)
    return body[first:]


def comparable(lines):
    """The text that two answers must share: a traceback counts by its last line only."""
    if HEADER in lines:
        i = lines.index(HEADER)
        lines = lines[:i + 1] + lines[-1:]
    return "\n".join(lines)


def matches(expected, actual, bound):
    """Compare, binding each `<address X>` of the session to one number; different letters are different numbers."""
    pattern, position, names = "", 0, []
    for found in PLACEHOLDER.finditer(expected):
        pattern += re.escape(expected[position:found.start()]) + r"(0x[0-9a-f]+|\d{10,})"
        names.append(found[1])
        position = found.end()
    match = re.fullmatch(pattern + re.escape(expected[position:]), actual)
    if not match:
        return False
    for name, text in zip(names, match.groups()):
        value = int(text, 0)
        if bound.setdefault(name, value) != value or any(v == value for n, v in bound.items() if n != name):
            return False
    return True


def name_addresses(first, second):
    """Write numbers that change from run to run as `<address A>`, one letter for each number of the session."""
    names = {}

    def rewrite(line, other):
        numbers, others = ADDRESS.findall(line), ADDRESS.findall(other)
        if line == other or len(numbers) != len(others):
            return line
        changing = {a for a, b in zip(numbers, others) if a != b}

        def name(found):
            if found[0] not in changing:
                return found[0]
            label = names.setdefault(int(found[0], 0), chr(ord("A") + len(names) % 26) * (1 + len(names) // 26))
            return f"<address {label}>"
        return ADDRESS.sub(name, line)
    return [[rewrite(a, b) for a, b in zip(one, two)] if len(one) == len(two) else one
            for one, two in zip(first, second)]


def check_heading(python, heading, bless):
    """Return the complaints about one heading; when blessing, write the answers into its chunks."""
    where = f"{heading.path.relative_to(HERE.parent)}: {heading.name}"
    chunks = heading.chunks()
    if not chunks:
        return []
    try:
        answers = replay(python, chunks)
        if bless:
            for chunk, lines in zip(chunks, name_addresses(answers, replay(python, chunks))):
                if "differs" not in chunk.block.marks:
                    chunk.expected = lines
            return []
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        return [f"{where}: {error}"]
    complaints, bound, differing = [], {}, set()
    for chunk, lines in zip(chunks, answers):
        expected, actual = comparable(chunk.expected), comparable(lines)
        same = matches(expected, actual, bound)
        if not same and "differs" in chunk.block.marks:
            differing.add(chunk.block)
        elif not same:
            complaints.append(f"{where}\n  >>> {chunk.source[0]}\n  expected: {expected!r}\n  CPython:  {actual!r}")
    for block in heading.blocks:
        if "differs" in block.marks and block not in differing:
            complaints.append(f"{where}: marked differs, but CPython agrees")
    return complaints


def check_sessions(python, path, bless, outputs):
    lines, headings = read_sessions(path)
    complaints = []
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(lambda h: check_heading(python, h, bless), headings):
            complaints += found
    if bless:
        for block in reversed([b for h in headings for b in h.blocks]):
            lines[block.start:block.end] = render(block)
        path.write_text("\n".join(lines), encoding="utf-8")
    for heading in headings:
        answer = "\n".join(line for b in heading.blocks for c in b.chunks for line in c.expected)
        other = outputs.setdefault(answer, f"{path.name}: {heading.name}")
        if other != f"{path.name}: {heading.name}":
            complaints.append(f"{path.name}: {heading.name}: same output as {other}")
    return len(headings), complaints


def render(block):
    """The lines of a fence's body."""
    return [line for chunk in block.chunks
            for line in [f">>> {chunk.source[0]}".rstrip()] + [f"... {s}".rstrip() for s in chunk.source[1:]] + chunk.expected]


def check_program(python, path, bless):
    """Run one program or error; compare or record its `.out` or `.last`."""
    failing = path.parent.name == "errors"
    record = path.with_suffix(".last" if failing else ".out")
    done = subprocess.run([python, path.name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          encoding="utf-8", env=environment(), cwd=path.parent, timeout=TIMEOUT)
    stderr = done.stderr.rstrip("\n").split("\n")
    answer = stderr[-1] + "\n" if failing else done.stdout
    where = path.relative_to(HERE.parent)
    if failing != (done.returncode != 0):
        return [f"{where}: exit code {done.returncode}: {stderr[-1]}"]
    if bless:
        record.write_text(answer, encoding="utf-8")
    elif not record.exists() or record.read_text(encoding="utf-8") != answer:
        return [f"{where}: CPython answers {answer[-300:]!r}"]
    return []


def marks(files):
    """One line for each marked fence: what is tested, and why the answer is not CPython's."""
    for path in files:
        for heading in read_sessions(path)[1]:
            for kind, why in [mark for block in heading.blocks for mark in block.marks.items()]:
                yield f"- {kind}: {path.relative_to(HERE / 'sessions').with_suffix('')}, {heading.name}: {why}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--python", default=sys.executable, help="the CPython 3.13 to ask")
    parser.add_argument("--bless", action="store_true", help="record its answers instead of comparing")
    parser.add_argument("--marks", action="store_true", help="list every `differs` and `skip-oracle` mark and stop")
    parser.add_argument("paths", nargs="*", type=Path, help="files or folders (default: everything)")
    options = parser.parse_args()
    version = subprocess.run([options.python, "-V"], capture_output=True, text=True).stdout
    if not version.startswith("Python 3.13"):
        raise SystemExit(f"need CPython 3.13, not {version.strip()}")
    roots = [p.resolve() for p in options.paths] or [HERE / "sessions", HERE / "programs", HERE / "errors"]
    files = sorted(f for root in roots for f in ([root] if root.is_file() else root.rglob("*")))
    if options.marks:
        print("\n".join(marks([f for f in files if f.suffix == ".md"])))
        return 0
    headings, complaints, outputs = 0, [], {}
    for path in files:
        if path.suffix == ".md":
            count, found = check_sessions(options.python, path, options.bless, outputs)
            headings += count
            complaints += found
    programs = [f for f in files if f.suffix == ".py" and f.parent in (HERE / "programs", HERE / "errors")]
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(lambda p: check_program(options.python, p, options.bless), programs):
            complaints += found
    print("\n".join(complaints + [f"{headings} headings, {len(programs)} programs, {len(complaints)} complaints"]))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
