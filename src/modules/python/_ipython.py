"""What a notebook cell may call beyond Python: get_ipython() and its magics."""

import builtins as _builtins
import io as _io
import os as _os
import sys as _sys

from _ipython_commands import say_left_out, system as _system
from _ipython_timing import Clock, timeit as _timeit

__all__ = ["get_ipython", "enter", "remember_input", "remember_output", "UsageError",
           "CapturedIO"]

QUIET = {"alias", "autoreload", "automagic", "colors", "config", "debug", "doctest_mode", "gui",
         "load", "matplotlib", "notebook", "pdb", "pprint", "precision", "pylab",
         "rehashx", "rerun", "save", "store", "unalias", "unload_ext", "xmode"}
SHELLS = {"bash", "sh", "script", "cmd", "perl", "ruby", "system", "sx", "!"}
RICH = {"html": "HTML", "HTML": "HTML", "javascript": "Javascript", "js": "Javascript",
        "latex": "Latex", "markdown": "Markdown", "svg": "SVG", "SVG": "SVG"}


class UsageError(Exception):
    """A magic was asked for what it cannot do."""

    __module__ = "builtins"


class CapturedIO:
    """What a captured cell wrote."""

    def __init__(self, stdout, stderr):
        self.stdout, self.stderr, self.outputs = stdout, stderr, []

    def __str__(self):
        return self.stdout

    def show(self):
        """Write the captured text again."""
        _sys.stdout.write(self.stdout)
        _sys.stderr.write(self.stderr)

    __call__ = show


class InteractiveShell:
    """The shell of a notebook: one for all its cells."""

    def __init__(self):
        self.user_ns = _sys.modules["__main__"].__dict__
        self.own = set(self.user_ns)
        self.echo = False
        self.clock = self.capture = None

    def run_line_magic(self, magic_name, line, _stack_depth=1):
        """Execute the given line magic."""
        magic = getattr(self, f"_line_{magic_name}", None)
        if magic:
            return magic(line)
        if magic_name in QUIET:
            return None
        if magic_name in SHELLS or magic_name in _COMMANDS:
            return self.system(f"{magic_name} {line}")
        raise UsageError(f"Line magic function `%{magic_name}` not found.")

    def run_cell_magic(self, magic_name, line, cell):
        """Execute the given cell magic."""
        magic = getattr(self, f"_cell_{magic_name}", None)
        if magic:
            return magic(line, cell)
        if magic_name in SHELLS:
            return say_left_out(f"%%{magic_name}")
        if magic_name in RICH:
            import _ipython_display
            return _ipython_display.display(getattr(_ipython_display, RICH[magic_name])(cell))
        if magic_name in QUIET:
            return None
        if getattr(self, f"_line_{magic_name}", None):
            raise UsageError(f"Cell magic `%%{magic_name}` not found (But line magic "
                             f"`%{magic_name}` exists, did you mean that instead?).")
        raise UsageError(f"Cell magic `%%{magic_name}` not found.")

    def magic(self, arg_s):
        """Call a magic by the whole line."""
        name, _, rest = arg_s.lstrip("%").partition(" ")
        return self.run_line_magic(name, rest)

    def run_cell(self, raw_cell, *args, **options):
        """Run Python in the notebook's namespace."""
        exec(compile(raw_cell, "<cell>", "exec"), self.user_ns)

    def system(self, cmd):
        """Run one of the few commands that need no other program."""
        _system(self._expanded(cmd), _sys.stdout)

    def getoutput(self, cmd):
        """The lines that a command writes."""
        written = _io.StringIO()
        _system(self._expanded(cmd), written)
        return written.getvalue().splitlines()

    def _expanded(self, cmd):
        """The command with {expression} and $name replaced."""
        import re

        def value(found):
            try:
                return str(eval(found.group(1) or found.group(2), self.user_ns))
            except Exception:
                return found.group()
        return re.sub(r"\{([^{}]+)\}|\$([A-Za-z_]\w*)", value, cmd)

    def pinfo(self, name, source=False):
        """Say what a name is; a saved notebook does not show it, as the pager's text is not kept."""
        if not self.echo or "*" in name or not name:
            return
        try:
            what = eval(name, self.user_ns)
        except Exception:
            print(f"Object `{name}` not found.")
            return
        import inspect
        try:
            print(f"Signature: {name}{inspect.signature(what)}")
        except (TypeError, ValueError):
            pass
        print(f"Type:      {type(what).__name__}")
        if source:
            try:
                text = inspect.getsource(what)
            except (OSError, TypeError):
                pass
            else:
                print(f"Source:\n{text.rstrip()}")
                return
        print(f"Docstring: {inspect.getdoc(what) or '<no docstring>'}")

    def begin_time(self, line):
        """Before a cell under %%time."""
        self.clock = Clock()

    def end_time(self):
        """After a cell under %%time."""
        self.clock.report()

    def begin_capture(self, line):
        """Before a cell under %%capture."""
        self.capture = line, _sys.stdout, _sys.stderr
        _sys.stdout, _sys.stderr = _io.StringIO(), _io.StringIO()

    def end_capture(self):
        """After a cell under %%capture."""
        line, out, err = self.capture
        caught = CapturedIO(_sys.stdout.getvalue(), _sys.stderr.getvalue())
        _sys.stdout, _sys.stderr = out, err
        for word in line.split():
            if not word.startswith("-"):
                self.user_ns[word] = caught

    def _line_time(self, line):
        clock = Clock()
        try:
            code = compile(line, "<timed eval>", "eval")
        except SyntaxError:
            exec(compile(line, "<timed exec>", "exec"), self.user_ns)
            clock.report()
            return None
        result = eval(code, self.user_ns)
        clock.report()
        return result

    def _cell_time(self, line, cell):
        return self._line_time(f"{line}\n{cell}" if line else cell)

    def _line_timeit(self, line):
        return _timeit(line, None, self.user_ns)

    def _cell_timeit(self, line, cell):
        return _timeit(line, cell, self.user_ns)

    def _line_prun(self, line):
        exec(compile(line, "<prun>", "exec"), self.user_ns)

    def _cell_prun(self, line, cell):
        exec(compile(cell, "<prun>", "exec"), self.user_ns)

    def _cell_python(self, line, cell):
        exec(compile(cell, "<python>", "exec"), {"__name__": "__main__"})

    _cell_python3 = _cell_python

    def _line_run(self, line):
        import shlex
        words = [word for word in shlex.split(line) if word not in ("-i", "-t", "-d", "-p")]
        if not words:
            raise UsageError("you must provide at least a filename.")
        path = words[0] if words[0].endswith(".py") else words[0] + ".py"
        if not _os.path.exists(path):
            raise Exception(f"File `{path!r}` not found.")
        with open(path) as file:
            code = compile(file.read(), path, "exec")
        namespace = {"__name__": "__main__", "__file__": path, "__builtins__": _builtins}
        old, _sys.argv = _sys.argv, words
        try:
            exec(code, namespace)
        finally:
            _sys.argv = old
        self.user_ns.update((name, value) for name, value in namespace.items()
                            if not name.startswith("__"))

    def _cell_writefile(self, line, cell):
        words = line.split()
        append = "-a" in words or "--append" in words
        name = _os.path.expanduser(next(word for word in words if not word.startswith("-")))
        if append:
            print(f"Appending to {name}")
        else:
            print(f"{'Overwriting' if _os.path.exists(name) else 'Writing'} {name}")
        with open(name, "a" if append else "w", encoding="utf-8") as file:
            file.write(cell if cell.endswith("\n") else cell + "\n")

    _cell_file = _cell_writefile

    def _line_pwd(self, line):
        return _os.getcwd()

    def _line_cd(self, line):
        target = _os.path.expanduser(line.strip("'\" ") or "~")
        try:
            _os.chdir(target)
        except OSError:
            print(f"[Errno 2] No such file or directory: {target!r}")
        print(_os.getcwd())

    def _line_env(self, line):
        name, assigned, value = line.partition("=")
        if not line:
            return dict(_os.environ)
        if not assigned and " " not in line:
            if name not in _os.environ:
                raise UsageError(f"Environment does not have key: {name}")
            return _os.environ[name]
        if not assigned:
            name, value = line.split(None, 1)
        _os.environ[name.strip()] = value.strip()
        print(f"env: {name.strip()}={value.strip()}")

    _line_set_env = _line_env

    def _line_pip(self, line):
        say_left_out("pip")

    _line_conda = _line_pip

    def _line_load_ext(self, line):
        if line not in ("autoreload", "memory_profiler", "line_profiler"):
            __import__(line)

    _line_reload_ext = _line_load_ext

    def _line_who_ls(self, line):
        kinds = line.split()
        return sorted(name for name, value in self.user_ns.items()
                      if not name.startswith("_") and name not in self.own
                      and (not kinds or type(value).__name__ in kinds))

    def _line_who(self, line):
        names = self._line_who_ls(line)
        print("".join(name + "\t " for name in names) if names else "Interactive namespace is empty.")

    def _line_whos(self, line):
        rows = [(name, type(value).__name__, _summary(value)) for name in self._line_who_ls(line)
                for value in (self.user_ns[name],)]
        if not rows:
            print("Interactive namespace is empty.")
            return
        first = max(8, *(len(row[0]) for row in rows)) + 3
        second = max(4, *(len(row[1]) for row in rows)) + 3
        print(f"{'Variable':{first}}{'Type':{second}}Data/Info")
        print("-" * (first + second + 9))
        for name, kind, info in rows:
            print(f"{name:{first}}{kind:{second}}{info}")

    def _line_reset(self, line):
        for name in self._line_who_ls(""):
            del self.user_ns[name]

    def _line_reset_selective(self, line):
        import re
        pattern = line.replace("-f", "").strip()
        for name in self._line_who_ls(""):
            if re.search(pattern, name):
                del self.user_ns[name]

    def _line_xdel(self, line):
        del self.user_ns[line.split()[-1]]

    def _line_pinfo(self, line):
        self.pinfo(line)

    _line_pdoc = _line_psearch = _line_pfile = _line_pinfo

    def _line_pinfo2(self, line):
        self.pinfo(line, source=True)

    _line_psource = _line_pinfo2

    def _line_refs(self, line):
        import refscope
        print("\n".join(refscope.refs(eval(line, self.user_ns))))

    def _line_graph(self, line):
        import refscope
        print("\n".join(refscope.graph(*line.replace(",", " ").split())))

    def _line_heap(self, line):
        import refscope
        rows = sorted(refscope.heap().items(), key=lambda row: (-row[1][1], -row[1][0], row[0]))
        width = max(len(name) for name, _ in rows[:20])
        print(f"{'type':{width}}{'objects':>10}{'bytes':>12}")
        for name, (count, size) in rows[:20]:
            print(f"{name:{width}}{count:10}{size:12}")
        if len(rows) > 20:
            print(f"… and {len(rows) - 20} more types")

    def _line_audit(self, line):
        import refscope
        print("\n".join(refscope.audit()) or "every count equals the number of references found")

    def _line_gc(self, line):
        import gc
        found = gc.collect()
        print(f"{found} unreachable object{'s' * (found != 1)} found")

    def _line_history(self, line):
        for number, cell in enumerate(self.user_ns.get("In", [""])[1:], 1):
            print(f"{number:4}: {cell}" if "-n" in line else cell)

    _line_hist = _line_history

    def _line_lsmagic(self, line):
        names = sorted(name[6:] for name in dir(type(self)) if name.startswith("_line_"))
        print("Available line magics:\n" + "  ".join("%" + name for name in names))


_COMMANDS = {"ls", "ll", "cat", "mkdir", "rmdir", "rm", "cp", "mv", "touch", "head", "tail"}


def _summary(value):
    if isinstance(value, (list, dict, set)):
        return f"n={len(value)}"
    text = repr(value) if not isinstance(value, str) else value
    text = text.replace("\n", "\\n")
    return text if len(text) < 50 else text[:25] + "<...>" + text[-20:]


_shell = InteractiveShell()


def get_ipython():
    """The shell of this notebook."""
    return _shell


def remember_input(cell):
    """Append a cell to In."""
    _shell.user_ns.setdefault("In", [""]).append(cell)


def remember_output(number, value):
    """Keep the value of a cell in Out and under its number."""
    _shell.user_ns.setdefault("Out", {})[number] = value
    _shell.user_ns[f"_{number}"] = value


def enter(echo):
    """Make the names of a notebook known; text of the pager is shown only to a person."""
    import _ipython_display
    _shell.echo = echo
    _builtins.get_ipython = get_ipython
    _builtins.display = _ipython_display.display
    _ipython_display.install(_shell)
