"""A Lisp in eighty lines."""
import math
import operator as op


class LispError(Exception):
    pass


def read(text):
    tokens = text.replace("(", " ( ").replace(")", " ) ").replace("'", " ' ").split()

    def form():
        if not tokens:
            raise LispError("unexpected end")
        t = tokens.pop(0)
        if t == "(":
            items = []
            while tokens and tokens[0] != ")":
                items.append(form())
            if not tokens:
                raise LispError("missing )")
            tokens.pop(0)
            return items
        if t == ")":
            raise LispError("unexpected )")
        if t == "'":
            return ["quote", form()]
        for kind in (int, float):
            try:
                return kind(t)
            except ValueError:
                pass
        return {"#t": True, "#f": False}.get(t, t)

    forms = []
    while tokens:
        forms.append(form())
    return forms


class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        if name in self:
            return self
        if self.outer is None:
            raise LispError(f"unbound: {name}")
        return self.outer.find(name)


class Lambda:
    def __init__(self, params, body, env):
        self.params, self.body, self.env = params, body, env

    def __call__(self, *args):
        if len(args) != len(self.params):
            raise LispError(f"wanted {len(self.params)} arguments, got {len(args)}")
        return evaluate(self.body, Env(self.params, args, self.env))


def evaluate(x, env):
    while True:
        match x:
            case bool() | int() | float():
                return x
            case str():
                return env.find(x)[x]
            case []:
                return []
            case ["quote", datum]:
                return datum
            case ["if", test, then, *other]:
                x = then if evaluate(test, env) is not False else (other[0] if other else [])
            case ["define", [name, *params], body] | ["define", name, ["lambda", params, body]]:
                env[name] = Lambda(params, body, env)
                return name
            case ["define", name, value]:
                env[name] = evaluate(value, env)
                return name
            case ["set!", name, value]:
                env.find(name)[name] = evaluate(value, env)
                return None
            case ["lambda", params, body]:
                return Lambda(params, body, env)
            case ["let", bindings, body]:
                x, env = body, Env([b[0] for b in bindings], [evaluate(b[1], env) for b in bindings], env)
            case ["begin", *body, last]:
                for b in body:
                    evaluate(b, env)
                x = last
            case [f, *args]:
                f = evaluate(f, env)
                args = [evaluate(a, env) for a in args]
                if not callable(f):
                    raise LispError(f"not a function: {show(f)}")
                if isinstance(f, Lambda) and len(args) == len(f.params):
                    x, env = f.body, Env(f.params, args, f.env)
                else:
                    return f(*args)


def show(x):
    if isinstance(x, bool):
        return "#t" if x else "#f"
    if isinstance(x, list):
        return "(" + " ".join(map(show, x)) + ")"
    return "<lambda>" if isinstance(x, Lambda) else str(x)


def fold(f, start=None):
    def run(*xs):
        result = xs[0] if start is None else start
        for x in xs[1:] if start is None else xs:
            result = f(result, x)
        return result

    return run


top = Env()
top.update({
    "+": fold(op.add, 0), "*": fold(op.mul, 1), "-": lambda a, *b: -a if not b else fold(op.sub)(a, *b), "/": op.truediv,
    "<": op.lt, "=": op.eq, ">": op.gt, "car": lambda l: l[0], "cdr": lambda l: l[1:], "cons": lambda a, b: [a, *b],
    "list": lambda *x: list(x), "null?": lambda l: l == [], "map": lambda f, l: [f(x) for x in l], "pi": math.pi, "sqrt": math.sqrt,
    "apply": lambda f, l: f(*l), "length": len, "display": lambda x: print("out:", show(x)),
})
programs = """
(+ 1 2 (* 3 4)) (define (square x) (* x x)) (map square '(1 2 3)) (define (fact n) (if (< n 2) 1 (* n (fact (- n 1))))) (fact 20)
(define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc n)))) (loop 3000 0)
(define make-counter (lambda () (let ((n 0)) (lambda () (begin (set! n (+ n 1)) n))))) (define c (make-counter)) (c) (c)
(define (filter p l) (if (null? l) '() (if (p (car l)) (cons (car l) (filter p (cdr l))) (filter p (cdr l)))))
(filter (lambda (x) (> x 2)) '(1 5 2 3)) (let ((x 2) (y 3)) (/ x y)) (display '(a (b #t) ())) (apply + '(1 2 3)) (sqrt 16) square (- 5) (if #f 1)
"""
for form in read(programs):
    result = evaluate(form, top)
    print(show(form)[:38].ljust(40), show(result))
for bad in ("(foo)", "(1 2)", "(square 1 2)", "(+ 1", ")", "(car '())", "(+ 1 'a)"):
    try:
        for form in read(bad):
            print(show(evaluate(form, top)))
    except (LispError, IndexError, TypeError) as e:
        print(f"{bad:<14} {type(e).__name__}: {e}")
