"""A compiler from nested tuples to bytecode and a machine that runs it."""
from collections import namedtuple

Op = namedtuple("Op", "name arg", defaults=[None])


class MachineError(RuntimeError):
    pass


def compile_(node):
    code, labels = [], 0

    def emit(name, arg=None):
        code.append(Op(name, arg))
        return len(code) - 1

    def patch(at):
        code[at] = code[at]._replace(arg=len(code))

    def go(n):
        match n:
            case int() | float() | bool():
                emit("push", n)
            case str():
                emit("load", n)
            case ("set", name, value):
                go(value)
                emit("store", name)
            case ("if", test, then, other):
                go(test)
                a = emit("jump_false")
                go(then)
                b = emit("jump")
                patch(a)
                go(other)
                patch(b)
            case ("while", test, *body):
                top = len(code)
                go(test)
                end = emit("jump_false")
                for b in body:
                    go(b)
                    emit("drop")
                emit("jump", top)
                patch(end)
                emit("push", None)
            case ("do", *body, last):
                for b in body:
                    go(b)
                    emit("drop")
                go(last)
            case ("fn", params, body):
                emit("push", (tuple(params), compile_(body)))
            case ("call", f, *args):
                for a in args:
                    go(a)
                go(f)
                emit("call", len(args))
            case (op, a, b):
                go(a)
                go(b)
                emit(op)
            case _:
                raise MachineError(f"cannot compile {n!r}")

    go(node)
    return code


BINARY = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a // b,
    "<": lambda a, b: a < b, "==": lambda a, b: a == b,
}


def run(code, env=None, parent=None, depth=0):
    if depth > 50:
        raise MachineError("too deep")
    env, stack, pc, steps = {} if env is None else env, [], 0, 0
    while pc < len(code):
        name, arg = code[pc]
        pc += 1
        steps += 1
        if name == "push":
            stack.append(arg)
        elif name == "load":
            scope = env if arg in env else parent or {}
            if arg not in scope:
                raise MachineError(f"no variable {arg!r}")
            stack.append(scope[arg])
        elif name == "store":
            env[arg] = stack[-1]
        elif name == "drop":
            stack.pop()
        elif name == "jump":
            pc = arg
        elif name == "jump_false":
            if not stack.pop():
                pc = arg
        elif name == "call":
            params, body = stack.pop()
            args = [stack.pop() for _ in range(arg)][::-1]
            if len(args) != len(params):
                raise MachineError(f"wanted {len(params)}, got {len(args)}")
            stack.append(run(body, dict(zip(params, args)), {**(parent or {}), **env}, depth + 1)[0])
        else:
            b, a = stack.pop(), stack.pop()
            stack.append(BINARY[name](a, b))
    return stack[-1], steps


factorial = ("do", ("set", "n", 10), ("set", "r", 1),
             ("while", ("<", 0, "n"), ("set", "r", ("*", "r", "n")), ("set", "n", ("-", "n", 1))), "r")
fib = ("do", ("set", "fib", ("fn", ["n"], ("if", ("<", "n", 2), "n", ("+", ("call", "fib", ("-", "n", 1)), ("call", "fib", ("-", "n", 2)))))),
       ("call", "fib", 12))
for op in compile_(("if", ("<", "x", 3), ("+", "x", 1), 0)):
    print(f"{op.name:<11}{'' if op.arg is None else op.arg}")
print(run(compile_(factorial)), run(compile_(fib)), len(compile_(fib)))
forever = ("do", ("set", "f", ("fn", [], ("call", "f"))), ("call", "f"))
for bad in ("y", ("call", ("fn", ["a"], "a")), forever, ("/", 1, 0), ("?",), ("+", 1, ("fn", [], 1))):
    try:
        print(run(compile_(bad)))
    except (MachineError, ArithmeticError, TypeError) as e:
        print(type(e).__name__, e)
