"""The names of dis; programs run as trees here, so there is no bytecode to show."""

__all__ = ["dis", "disassemble", "distb", "disco", "findlinestarts", "get_instructions", "show_code",
           "code_info", "Bytecode", "Instruction", "stack_effect"]

opname, opmap, hasconst, haslocal = [], {}, [], []


def dis(x=None, *, file=None, depth=None, **options):
    """There is no bytecode in Refscope."""
    raise NotImplementedError("Refscope runs programs as trees: there is no bytecode for dis to show")


disassemble = disco = distb = get_instructions = show_code = code_info = stack_effect = dis


def findlinestarts(code):
    """There is no bytecode in Refscope."""
    return iter(())


class Instruction:
    """There is no bytecode in Refscope."""


class Bytecode:
    """There is no bytecode in Refscope."""

    def __init__(self, x, **options):
        dis(x)
