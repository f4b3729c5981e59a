"""Every path through try, except, else and finally, with chains and groups."""


def path(action):
    trail = []
    try:
        trail.append("try")
        result = action()
        trail.append("after")
    except ZeroDivisionError:
        trail.append("zero")
        result = None
    except (KeyError, IndexError) as e:
        trail.append(type(e).__name__)
        return trail + ["returned"]
    except Exception as e:
        trail.append(f"other:{e}")
        raise RuntimeError("wrapped") from e
    else:
        trail.append("else")
    finally:
        trail.append("finally")
        print(trail)
    return trail + [result]


def fail(e):
    raise e


for action in (lambda: 1, lambda: 1 / 0, lambda: {}["k"], lambda: [][0], lambda: fail(ValueError("odd"))):
    try:
        print("->", path(action))
    except RuntimeError as e:
        print("=>", repr(e), "from", repr(e.__cause__))


def nested(n):
    try:
        try:
            if n == 0:
                raise ValueError("inner")
            if n == 1:
                return "early"
            if n == 2:
                {}["x"]
        except ValueError:
            raise TypeError("translated")
        finally:
            print("inner finally", n)
    except TypeError as e:
        return f"{e} / {e.__context__}"
    except KeyError:
        return "key"
    else:
        return "else"
    finally:
        print("outer finally", n)


print([nested(n) for n in range(4)])


def loops():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append(f"f{i}")
    else:
        out.append("never")
    while True:
        try:
            return out
        finally:
            out.append("last")


print(loops())


def chain(e, depth=0):
    while e is not None:
        print("  " * depth + f"{type(e).__name__}: {e}" + (" (cause)" if e.__cause__ else " (context)" if e.__context__ and not e.__suppress_context__ else ""))
        e = e.__cause__ or (None if e.__suppress_context__ else e.__context__)
        depth += 1


try:
    try:
        try:
            int("one")
        except ValueError as e:
            raise KeyError("two") from e
    except KeyError:
        raise IndexError("three")
except IndexError as e:
    chain(e)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise OSError("hidden context") from None
except OSError as e:
    chain(e)


class Retry(Exception):
    def __init__(self, after, *args):
        super().__init__(after, *args)
        self.after = after

    def __str__(self):
        return f"again in {self.after}s"


try:
    raise Retry(5, "busy")
except Retry as e:
    print(e, repr(e), e.args)
    e.add_note("note one")
    print(e.__notes__)


def validate(data):
    errors = []
    for key, check in (("age", lambda v: v >= 0), ("name", str.isalpha), ("mail", lambda v: "@" in v)):
        try:
            if not check(data[key]):
                raise ValueError(f"bad {key}: {data[key]!r}")
        except (KeyError, ValueError, TypeError) as e:
            errors.append(e)
    if errors:
        raise ExceptionGroup("invalid", errors)
    return "valid"


for data in ({"age": 3, "name": "Al", "mail": "a@b"}, {"age": -1, "name": "x1"}, {"age": "old", "name": "Al", "mail": "b"}):
    try:
        print(validate(data))
    except* ValueError as g:
        print("values:", [str(e) for e in g.exceptions])
    except* KeyError as g:
        print("missing:", [e.args[0] for e in g.exceptions])
    except* TypeError as g:
        print("types:", len(g.exceptions), g.exceptions[0])
try:
    e
except NameError as error:
    print(error)
