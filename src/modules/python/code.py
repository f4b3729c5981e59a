"""A prompt of one's own."""

import sys
import traceback
from codeop import CommandCompiler, compile_command

__all__ = ["InteractiveInterpreter", "InteractiveConsole", "interact", "compile_command"]


class InteractiveInterpreter:
    """Runs pieces of source in a namespace."""

    def __init__(self, locals=None):
        self.locals = {"__name__": "__console__", "__doc__": None} if locals is None else locals
        self.compile = CommandCompiler()

    def runsource(self, source, filename="<input>", symbol="single"):
        """Compile and run some source; whether more is to come."""
        try:
            code = self.compile(source, filename, symbol)
        except (OverflowError, SyntaxError, ValueError):
            self.showsyntaxerror(filename, source=source)
            return False
        if code is None:
            return True
        self.runcode(code)
        return False

    def runcode(self, code):
        """Execute a code object."""
        try:
            exec(code, self.locals)
        except SystemExit:
            raise
        except BaseException:
            self.showtraceback()

    def showsyntaxerror(self, filename=None, **kwargs):
        """Display the syntax error that just occurred."""
        kind, value, _ = sys.exc_info()
        self.write("".join(traceback.format_exception_only(kind, value)))

    def showtraceback(self):
        """Display the exception that just occurred."""
        kind, value, trace = sys.exc_info()
        self.write("".join(traceback.format_exception(kind, value, trace and trace.tb_next)))

    def write(self, data):
        """Write a string to standard error."""
        sys.stderr.write(data)


class InteractiveConsole(InteractiveInterpreter):
    """Asks for lines and runs them."""

    def __init__(self, locals=None, filename="<console>", *, local_exit=False):
        super().__init__(locals)
        self.filename, self.local_exit = filename, local_exit
        self.resetbuffer()

    def resetbuffer(self):
        """Forget the lines so far."""
        self.buffer = []

    def interact(self, banner=None, exitmsg=None):
        """Ask for lines until there are no more."""
        if banner is None:
            banner = f"Python {sys.version} on {sys.platform}\n({type(self).__name__})"
        if banner:
            self.write(f"{banner}\n")
        more = False
        while True:
            try:
                line = self.raw_input(getattr(sys, "ps2" if more else "ps1", "... " if more else ">>> "))
            except EOFError:
                self.write("\n")
                break
            except KeyboardInterrupt:
                self.write("\nKeyboardInterrupt\n")
                self.resetbuffer()
                more = False
            else:
                more = self.push(line)
        if exitmsg is None:
            self.write(f"now exiting {type(self).__name__}...\n")
        elif exitmsg:
            self.write(f"{exitmsg}\n")

    def push(self, line, filename=None, _symbol="single"):
        """Add a line and run what is complete; whether more is to come."""
        self.buffer.append(line)
        more = self.runsource("\n".join(self.buffer), filename or self.filename, _symbol)
        if not more:
            self.resetbuffer()
        return more

    def raw_input(self, prompt=""):
        """Ask for a line."""
        return input(prompt)


def interact(banner=None, readfunc=None, local=None, exitmsg=None, local_exit=False):
    """Ask for lines and run them, in a namespace."""
    console = InteractiveConsole(local, local_exit=local_exit)
    if readfunc is not None:
        console.raw_input = readfunc
    console.interact(banner, exitmsg)
