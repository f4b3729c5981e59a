"""Whether a piece of source is complete."""

__all__ = ["compile_command", "Compile", "CommandCompiler"]

PyCF_DONT_IMPLY_DEDENT = 0x200
PyCF_ONLY_AST = 0x400
PyCF_ALLOW_INCOMPLETE_INPUT = 0x4000


def compile_command(source, filename="<input>", symbol="single"):
    """Compile a command: a code object, or None where more is to come."""
    lines = [line for line in source.split("\n") if line.strip() and not line.strip().startswith("#")]
    if not lines:
        source = "pass" if symbol != "eval" else source
    try:
        code = compile(source, filename, symbol)
    except SyntaxError as error:
        if _unfinished(source, filename, symbol, error):
            return None
        raise
    # A block goes on until an empty line.
    last = source.rstrip(" \t").rpartition("\n")[2]
    if symbol == "single" and last[:1] in (" ", "\t") and last.strip():
        return None
    return code


def _unfinished(source, filename, symbol, error):
    """Whether more lines could mend it."""
    words = str(error)
    if any(word in words for word in ("was never closed", "unterminated triple", "expected an indented",
                                      "unexpected EOF")):
        return not ("expected an indented" in words and source.endswith("\n\n"))
    if not source.endswith("\n") or source.endswith("\\\n"):
        try:
            compile(source + "\n", filename, "exec")
        except SyntaxError as later:
            return "unexpected EOF" in str(later) or source.rstrip().endswith("\\")
        return True
    return False


class Compile:
    """Compiles, as compile() does."""

    def __call__(self, source, filename, symbol, **options):
        return compile(source, filename, symbol)


class CommandCompiler:
    """Compiles commands, as compile_command() does."""

    def __init__(self):
        self.compiler = Compile()

    def __call__(self, source, filename="<input>", symbol="single"):
        return compile_command(source, filename, symbol)
