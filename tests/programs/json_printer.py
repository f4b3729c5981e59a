"""Printing and parsing nested data by hand, like json does."""


def dump(value, indent=0, step=2):
    pad, inner = " " * indent, " " * (indent + step)
    if value is None:
        return "null"
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        out = ['"']
        for c in value:
            if c in '"\\':
                out.append("\\" + c)
            elif c == "\n":
                out.append("\\n")
            elif ord(c) < 32 or ord(c) > 126:
                out.append(f"\\u{ord(c):04x}")
            else:
                out.append(c)
        return "".join(out) + '"'
    if isinstance(value, (list, tuple)):
        if not value:
            return "[]"
        return "[\n" + ",\n".join(inner + dump(v, indent + step) for v in value) + f"\n{pad}]"
    if isinstance(value, dict):
        if not value:
            return "{}"
        rows = (f"{inner}{dump(str(k))}: {dump(v, indent + step)}" for k, v in value.items())
        return "{\n" + ",\n".join(rows) + f"\n{pad}}}"
    raise TypeError(f"cannot dump {type(value).__name__}")


def load(text):
    def fail(what):
        raise ValueError(f"{what} at {pos}")

    def skip():
        nonlocal pos
        while pos < len(text) and text[pos] in " \n\t":
            pos += 1

    def value():
        nonlocal pos
        skip()
        for word, meaning in (("null", None), ("true", True), ("false", False)):
            if text.startswith(word, pos):
                pos += len(word)
                return meaning
        c = text[pos : pos + 1]
        if c == '"':
            return string()
        if c in ("[", "{"):
            return container(c)
        start = pos
        while pos < len(text) and text[pos] in "+-.eE0123456789":
            pos += 1
        if start == pos:
            fail("a value expected")
        number = text[start:pos]
        return float(number) if set(number) & set(".eE") else int(number)

    def string():
        nonlocal pos
        pos += 1
        out = ""
        while text[pos] != '"':
            if text[pos] == "\\":
                pos += 1
                if text[pos] == "u":
                    out += chr(int(text[pos + 1 : pos + 5], 16))
                    pos += 4
                else:
                    out += {"n": "\n"}.get(text[pos], text[pos])
            else:
                out += text[pos]
            pos += 1
        pos += 1
        return out

    def container(opening):
        nonlocal pos
        closing, result = ("]", []) if opening == "[" else ("}", {})
        pos += 1
        skip()
        while text[pos] != closing:
            item = value()
            if opening == "{":
                skip()
                if text[pos] != ":":
                    fail("':' expected")
                pos += 1
                result[item] = value()
            else:
                result.append(item)
            skip()
            if text[pos] == ",":
                pos += 1
                skip()
            elif text[pos] != closing:
                fail(f"',' or {closing!r} expected")
        pos += 1
        return result

    pos = 0
    result = value()
    skip()
    if pos != len(text):
        fail("the end expected")
    return result


data = {"name": "Zoë \"Z\"", "ages": [1, 2.5, -3e10], "deep": {"a": {"b": [[], {}, [None, True]]}}, "line": "x\ny\\", 7: False}
text = dump(data)
print(text)
back = load(text)
print(back == {**{k: v for k, v in data.items() if k != 7}, "7": False}, back["name"], len(text))
for bad in ("[1 2]", "{\"a\" 1}", "tru", "[1] x", ""):
    try:
        print(load(bad))
    except ValueError as e:
        print(f"{bad!r}: {e}")
try:
    dump({"s": {1}})
except TypeError as e:
    print(e)
