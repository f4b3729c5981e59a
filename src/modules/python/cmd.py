"""Interpreters of commands given line by line."""

import string
import sys

__all__ = ["Cmd"]

PROMPT = "(Cmd) "
IDENTCHARS = string.ascii_letters + string.digits + "_"


class Cmd:
    """What reads lines and calls the method `do_…` of each line's first word."""

    prompt = PROMPT
    identchars = IDENTCHARS
    ruler = "="
    lastcmd = ""
    intro = None
    doc_leader = ""
    doc_header = "Documented commands (type help <topic>):"
    misc_header = "Miscellaneous help topics:"
    undoc_header = "Undocumented commands:"
    nohelp = "*** No help on %s"
    use_rawinput = 1

    def __init__(self, completekey="tab", stdin=None, stdout=None):
        self.stdin = sys.stdin if stdin is None else stdin
        self.stdout = sys.stdout if stdout is None else stdout
        self.cmdqueue = []
        self.completekey = completekey

    def cmdloop(self, intro=None):
        """Read lines and handle them, until a handler returns something true."""
        self.preloop()
        if intro is not None:
            self.intro = intro
        if self.intro:
            self.stdout.write(str(self.intro) + "\n")
        stop = None
        while not stop:
            line = self.precmd(self.cmdqueue.pop(0) if self.cmdqueue else self._read())
            stop = self.postcmd(self.onecmd(line), line)
        self.postloop()

    def _read(self):
        if self.use_rawinput:
            try:
                return input(self.prompt)
            except EOFError:
                return "EOF"
        self.stdout.write(self.prompt)
        self.stdout.flush()
        line = self.stdin.readline()
        return line.rstrip("\r\n") if line else "EOF"

    def precmd(self, line):
        """Called with each line before it is handled; returns the line to handle."""
        return line

    def postcmd(self, stop, line):
        """Called when a line was handled; returns whether to stop."""
        return stop

    def preloop(self):
        """Called before the first line."""

    def postloop(self):
        """Called after the last line."""

    def parseline(self, line):
        """Return the command, its arguments and the line as it is understood."""
        line = line.strip()
        if not line:
            return None, None, line
        if line[0] == "?":
            line = "help " + line[1:]
        elif line[0] == "!":
            if not hasattr(self, "do_shell"):
                return None, None, line
            line = "shell " + line[1:]
        end = 0
        while end < len(line) and line[end] in self.identchars:
            end += 1
        return line[:end], line[end:].strip(), line

    def onecmd(self, line):
        """Handle one line; return whether to stop."""
        cmd, arg, line = self.parseline(line)
        if not line:
            return self.emptyline()
        if cmd is None:
            return self.default(line)
        self.lastcmd = "" if line == "EOF" else line
        handler = getattr(self, "do_" + cmd, None) if cmd else None
        return self.default(line) if handler is None else handler(arg)

    def emptyline(self):
        """Called for an empty line: the last command again."""
        if self.lastcmd:
            return self.onecmd(self.lastcmd)

    def default(self, line):
        """Called for a command that is not known."""
        self.stdout.write("*** Unknown syntax: %s\n" % line)

    def completedefault(self, *ignored):
        return []

    def get_names(self):
        return dir(self.__class__)

    def completenames(self, text, *ignored):
        return [name[3:] for name in self.get_names() if name.startswith("do_" + text)]

    def complete_help(self, *args):
        topics = {name[5:] for name in self.get_names() if name.startswith("help_" + args[0])}
        return list(set(self.completenames(*args)) | topics)

    def do_help(self, arg):
        'List available commands with "help" or detailed help with "help cmd".'
        if not arg:
            return self._list_commands()
        handler = getattr(self, "help_" + arg, None)
        if handler is not None:
            return handler()
        handler = getattr(self, "do_" + arg, None)
        doc = None if handler is None else handler.__doc__
        if doc:
            from inspect import cleandoc
            self.stdout.write(f"{cleandoc(doc)}\n")
        else:
            self.stdout.write(f"{self.nohelp % (arg,)}\n")

    def _list_commands(self):
        names = self.get_names()
        topics = {name[5:] for name in names if name.startswith("help_")}
        documented, undocumented = [], []
        for command in sorted({name[3:] for name in names if name.startswith("do_")}):
            if command in topics:
                documented.append(command)
                topics.remove(command)
            elif getattr(self, "do_" + command).__doc__:
                documented.append(command)
            else:
                undocumented.append(command)
        self.stdout.write(f"{self.doc_leader}\n")
        self.print_topics(self.doc_header, documented, 15, 80)
        self.print_topics(self.misc_header, sorted(topics), 15, 80)
        self.print_topics(self.undoc_header, undocumented, 15, 80)

    def print_topics(self, header, cmds, cmdlen, maxcol):
        if cmds:
            self.stdout.write(f"{header}\n")
            if self.ruler:
                self.stdout.write(f"{self.ruler * len(header)}\n")
            self.columnize(cmds, maxcol - 1)
            self.stdout.write("\n")

    def columnize(self, list, displaywidth=80):
        """Write strings as compact columns."""
        if not list:
            self.stdout.write("<empty>\n")
            return
        wrong = [at for at, text in enumerate(list) if not isinstance(text, str)]
        if wrong:
            raise TypeError(f"list[i] not a string for i in {', '.join(map(str, wrong))}")
        for rows in range(1, len(list) + 1):
            columns = [list[at:at + rows] for at in range(0, len(list), rows)]
            widths = [max(map(len, column)) for column in columns]
            if sum(widths) + 2 * (len(widths) - 1) <= displaywidth or rows == len(list):
                break
        if rows == len(list):
            columns, widths = [list], [0]
        for row in range(rows):
            cells = [column[row] for column in columns if row < len(column)]
            line = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths))
            self.stdout.write(line.rstrip() + "\n" if len(cells) == 1 else line + "\n")
