"""The few commands after ! in a notebook cell that need no other program."""

import os as _os
import shlex as _shlex
import sys as _sys


def say_left_out(command):
    """One line about what is not done; the cell goes on, as after a command that failed."""
    print(f"Refscope starts no other programs: {command} is left out", file=_sys.stderr)


def _echo(words, out):
    plain = words[1:] if words[:1] == ["-n"] else words
    out.write(" ".join(plain) + ("" if plain is not words else "\n"))


def _files(words):
    return [word for word in words if not word.startswith("-")]


def _cat(words, out):
    for name in _files(words):
        with open(name) as file:
            out.write(file.read())


def _count(words, usual):
    """The number after -n (or in -5), and the files."""
    number, names, rest = usual, [], iter(words)
    for word in rest:
        if word == "-n":
            number = int(next(rest))
        elif word.startswith("-") and word[1:].isdigit():
            number = int(word[1:])
        else:
            names.append(word)
    return number, names


def _head(words, out):
    number, names = _count(words, 10)
    for name in names:
        with open(name) as file:
            out.writelines(file.readlines()[:number])


def _tail(words, out):
    number, names = _count(words, 10)
    for name in names:
        with open(name) as file:
            out.writelines(file.readlines()[-number:])


def _ls(words, out):
    import glob
    paths = [path for word in _files(words) or ["."] for path in sorted(glob.glob(word))]
    for path in paths:
        names = sorted(_os.listdir(path)) if _os.path.isdir(path) else [path]
        out.writelines(name + "\n" for name in names if not name.startswith("."))


def _pwd(words, out):
    out.write(_os.getcwd() + "\n")


def _mkdir(words, out):
    for name in _files(words):
        _os.makedirs(name, exist_ok="-p" in words)


def _rm(words, out):
    import glob
    import shutil
    for path in [path for word in _files(words) for path in glob.glob(word) or [word]]:
        if _os.path.isdir(path) and "-r" in "".join(words):
            shutil.rmtree(path)
        elif _os.path.lexists(path) or "-f" not in "".join(words):
            _os.remove(path)


def _rmdir(words, out):
    for name in _files(words):
        _os.rmdir(name)


def _touch(words, out):
    for name in _files(words):
        open(name, "a").close()


def _cp(words, out):
    import shutil
    shutil.copy(*_files(words))


def _mv(words, out):
    import shutil
    shutil.move(*_files(words))


def _python(words, out):
    """A script, in a namespace of its own."""
    if not words or not words[0].endswith(".py"):
        say_left_out("python " + " ".join(words))
        return
    with open(words[0]) as file:
        code = compile(file.read(), words[0], "exec")
    old = _sys.argv, _sys.stdout
    _sys.argv, _sys.stdout = words, out
    try:
        exec(code, {"__name__": "__main__", "__file__": words[0]})
    except SystemExit:
        pass
    except Exception:
        import traceback
        traceback.print_exc(file=out)
    finally:
        _sys.argv, _sys.stdout = old


_KNOWN = {"echo": _echo, "cat": _cat, "type": _cat, "more": _cat, "head": _head, "tail": _tail,
          "ls": _ls, "dir": _ls, "ll": _ls, "pwd": _pwd, "mkdir": _mkdir, "rm": _rm,
          "rmdir": _rmdir, "touch": _touch, "cp": _cp, "mv": _mv, "python": _python,
          "python3": _python}


def system(command, out):
    """Do a command and write what it writes; what cannot be done is said, not raised."""
    try:
        words = _shlex.split(command)
    except ValueError:
        words = command.split()
    if not words:
        return
    if words[0] not in _KNOWN or any(mark in words for mark in ("|", ">", ">>", "&&", ";", "<")):
        say_left_out("!" + command)
        return
    try:
        _KNOWN[words[0]](words[1:], out)
    except OSError as error:
        out.write(f"{words[0]}: {error.filename}: {error.strerror}\n")
