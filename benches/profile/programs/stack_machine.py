# A small stack machine: an interpreter loop over tuples, if/elif chains, list push and pop, dict of variables.
def assemble(source):
    code, labels = [], {}
    for line in source.strip().split("\n"):
        words = line.split()
        if words[0].endswith(":"):
            labels[words[0][:-1]] = len(code)
            continue
        arg = words[1] if len(words) > 1 else None
        if arg is not None and arg.lstrip("-").isdigit():
            arg = int(arg)
        code.append((words[0], arg))
    return [(op, labels.get(arg, arg) if op.startswith("j") else arg) for op, arg in code]


def run(code, limit=1_000_000):
    stack, variables, out = [], {}, []
    push, pop = stack.append, stack.pop
    pc = steps = 0
    while pc < len(code) and steps < limit:
        op, arg = code[pc]
        pc += 1
        steps += 1
        if op == "push":
            push(arg)
        elif op == "load":
            push(variables[arg])
        elif op == "store":
            variables[arg] = pop()
        elif op in ("add", "sub", "mul", "mod", "less"):
            b, a = pop(), pop()
            if op == "add":
                push(a + b)
            elif op == "sub":
                push(a - b)
            elif op == "mul":
                push(a * b)
            elif op == "mod":
                push(a % b)
            else:
                push(1 if a < b else 0)
        elif op == "jump":
            pc = arg
        elif op == "jzero":
            if not pop():
                pc = arg
        elif op == "print":
            out.append(stack[-1])
            stack.pop()
        else:
            raise ValueError(f"unknown operation {op!r}")
    return out, steps, variables


PROGRAM = (
    "push 0\nstore i\npush 1\nstore h\nhead:\nload i\npush %d\nless\njzero done\n"
    "load h\npush 31\nmul\nload i\nadd\npush 65521\nmod\nstore h\n"
    "load i\npush 1\nadd\nstore i\njump head\ndone:\nload h\nprint"
)
total = 0
for size in (1400, 5200, 34000):
    printed, count, names = run(assemble(PROGRAM % size))
    total += count
    print(size, printed, sorted(names.items()))
print(total)
