"""A stop in a program, where its names can be looked at; it is not stepped through."""

import _traceback
import os
import pprint as _pprint
import sys
from bdb import BdbQuit

_HELP = """\
a, args         the arguments of this function
c, continue     go on
l, list         the lines around
p, pp, whatis   show a value, show it laid out, show its type
q, quit         end the program
w, where        who called whom to get here
Everything else is Python, run here: refscope.refs(x) after import refscope names who holds x."""

__all__ = ["set_trace", "post_mortem", "pm", "Pdb"]


def _line(frame, number):
    """A line of the source that runs in a frame, typed or from a file."""
    lines = _traceback.source(frame.f_code).splitlines(keepends=True)
    return lines[number - 1] if 1 <= number <= len(lines) else ""


class Pdb:
    """What reads commands where a program has stopped."""

    prompt = "(Pdb) "

    def __init__(self, stdin=None, stdout=None, **options):
        self.stdin, self.stdout = stdin, stdout

    def set_trace(self, frame=None, *, commands=None):
        """Stop where this is called, or in a frame."""
        self._stop(frame or sys._getframe(1), commands)

    def _say(self, text):
        print(text, file=self.stdout or sys.stdout)

    def _read(self):
        if self.stdin is None:
            return input(self.prompt)
        print(self.prompt, end="", file=self.stdout or sys.stdout, flush=True)
        line = self.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")

    def _place(self, frame, mark="> "):
        code = frame.f_code
        path = code.co_filename
        if not path.startswith("<"):
            path = os.path.abspath(path)
        self._say(f"{mark}{path}({frame.f_lineno}){code.co_name}()")
        line = _line(frame, frame.f_lineno).strip()
        if line:
            self._say(f"-> {line}")

    def _stop(self, frame, commands):
        self._locals = frame.f_locals
        self._place(frame)
        waiting, last = list(commands or ()), ""
        while True:
            if waiting:
                line = waiting.pop(0)
            else:
                try:
                    line = self._read()
                except EOFError:
                    self._say("")
                    raise BdbQuit from None
            line = last = line.strip() or last
            command, _, rest = line.partition(" ")
            match command:
                case "":
                    pass
                case "c" | "cont" | "continue":
                    return
                case "q" | "quit" | "exit" | "EOF":
                    raise BdbQuit
                case "n" | "next" | "s" | "step" | "r" | "return" | "unt" | "until" | "j" | "jump":
                    self._say("*** Refscope does not step through programs here; c continues")
                case "b" | "break" | "tbreak" | "cl" | "clear":
                    if rest:
                        self._say("*** Refscope stops only where a program says so")
                case "p" | "pp":
                    self._show(frame, rest, repr if command == "p" else _pprint.pformat)
                case "a" | "args":
                    code = frame.f_code
                    for name in code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]:
                        self._say(f"{name} = {self._locals[name]!r}")
                case "l" | "list" | "ll":
                    self._list(frame)
                case "h" | "help" | "?":
                    self._say(_HELP)
                case "w" | "where" | "bt":
                    self._where(frame)
                case "whatis":
                    self._show(frame, rest, lambda value: str(type(value)))
                case _:
                    self._run(frame, line.removeprefix("!"))

    def _show(self, frame, text, shown):
        try:
            self._say(shown(eval(text, frame.f_globals, self._locals)))
        except Exception as error:
            self._fail(error)

    def _run(self, frame, text):
        try:
            try:
                code = compile(text, "<stdin>", "eval")
            except SyntaxError:
                exec(compile(text + "\n", "<stdin>", "single"), frame.f_globals, self._locals)
                return
            value = eval(code, frame.f_globals, self._locals)
            if value is not None:
                self._say(repr(value))
        except Exception as error:
            self._fail(error)

    def _fail(self, error):
        text = f": {error}" if str(error) else ""
        self._say(f"*** {type(error).__name__}{text}")

    def _list(self, frame):
        here = frame.f_lineno
        for number in range(max(here - 5, 1), here + 6):
            line = _line(frame, number)
            if not line:
                break
            mark = "->" if number == here else ""
            self._say(f"{number:>3} {mark:>2}\t{line.rstrip()}".rstrip())

    def _where(self, frame):
        stack = []
        while frame is not None:
            stack.append(frame)
            frame = frame.f_back
        for at, one in enumerate(reversed(stack)):
            self._place(one, "> " if at == len(stack) - 1 else "  ")


def set_trace(*, header=None, commands=None):
    """Stop where this is called."""
    debugger = Pdb()
    if header is not None:
        debugger._say(header)
    debugger._stop(sys._getframe(1), commands)


def post_mortem(t=None):
    """Look at where an exception happened."""
    trace = t.__traceback__ if isinstance(t, BaseException) else t
    if trace is None:
        error = sys.exception()
        if error is None:
            raise ValueError("A valid traceback must be passed if no exception is being handled")
        trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    Pdb()._stop(trace.tb_frame, None)


def pm():
    """Look at where the last exception happened."""
    post_mortem(sys.last_exc)
