"""Finds elements by path, for xml.etree.ElementTree."""

import re as _re

_WORD = _re.compile(r"('[^']*'|\"[^\"]*\")|(::|//?|\.\.|\(\)|!=|[/.*:\[\]\(\)@=])"
                    r"|((?:\{[^}]+\})?[^/\[\]\(\)@!=\s]+)|\s+")


def _words(path, namespaces):
    """Pairs of a sign and a name, with prefixes replaced."""
    default, in_attribute = (namespaces or {}).get(""), False
    for text, sign, name in _WORD.findall(path):
        if name and name[0] != "{":
            if ":" in name:
                prefix, rest = name.split(":", 1)
                if not namespaces or prefix not in namespaces:
                    raise SyntaxError(f"prefix {prefix!r} not found in prefix map")
                name = f"{{{namespaces[prefix]}}}{rest}"
            elif default and not in_attribute:
                name = f"{{{default}}}{name}"
        in_attribute = sign == "@"
        if text or sign or name:
            yield text or sign, name


class _Path:
    """The steps of a path; each turns elements into further elements."""

    def __init__(self, path, namespaces):
        self.words = list(_words(path, namespaces))
        self.at = 0

    def next(self):
        self.at += 1
        return self.words[self.at - 1] if self.at <= len(self.words) else None

    def steps(self):
        made, word = [], self.next()
        while word is not None:
            sign, name = word
            if sign == "//":
                word = self.next()
                if word is None or word[0] not in ("", "*"):
                    raise SyntaxError("invalid descendant")
                made.append(_descend(word[1] or "*"))
            elif sign == "[":
                made.append(self.predicate())
            elif sign == "..":
                made.append(_parents)
            elif sign == "*" or name:
                made.append(_children(name or "*"))
            elif sign != ".":
                raise SyntaxError("invalid path" if sign != "/" else "cannot use absolute path on element")
            word = self.next()
            if word is not None and word[0] == "/":
                word = self.next()
                if word is None:
                    raise SyntaxError("invalid path")
        return made

    def predicate(self):
        """What stands in brackets."""
        shape, values = "", []
        while True:
            word = self.next()
            if word is None:
                # What CPython says of a bracket that is never closed.
                raise TypeError("'NoneType' object is not callable")
            if word[0] == "]":
                break
            sign, name = word
            if sign[:1] in ("'", '"') and sign:
                shape, name = shape + "'", sign[1:-1]
            else:
                shape += sign or "-"
            values.append(name)
        return _predicate(shape, values)


def _matches(tag, wanted):
    if wanted in ("*", "{*}*"):
        return wanted == "*" or isinstance(tag, str)
    if wanted[:3] == "{*}":
        return isinstance(tag, str) and tag.rpartition("}")[2] == wanted[3:]
    if wanted[:3] == "{}*":
        return isinstance(tag, str) and tag[:1] != "{"
    if wanted[-2:] == "}*":
        return isinstance(tag, str) and tag.startswith(wanted[:-1])
    return tag == wanted


def _children(tag):
    if "*" not in tag:
        return lambda root, found: (child for element in found for child in element
                                    if child.tag == tag)

    def step(root, found):
        for element in found:
            for child in element:
                if _matches(child.tag, tag):
                    yield child
    return step


def _descend(tag):
    def step(root, found):
        for element in found:
            for inner in element.iter():
                if inner is not element and _matches(inner.tag, tag):
                    yield inner
    return step


def _parents(root, found):
    above, given = {child: parent for parent in root.iter() for child in parent}, set()
    for element in found:
        parent = above.get(element)
        if parent is not None and parent not in given:
            given.add(parent)
            yield parent


def _predicate(shape, values):
    """A step that keeps those elements for which it holds."""
    if shape == "@-":
        return _keep(lambda element: element.get(values[1]) is not None)
    if shape in ("@-='", "@-!='"):
        key, value, equal = values[1], values[-1], "!" not in shape
        return _keep(lambda element: element.get(key) is not None and (element.get(key) == value) == equal)
    if shape == "-" and not values[0].lstrip("-").isdigit():
        return _keep(lambda element: element.find(values[0]) is not None)
    if shape in (".='", ".!='"):
        return _keep(lambda element: ("".join(element.itertext()) == values[-1]) == ("!" not in shape))
    if shape in ("-='", "-!='"):
        equal = "!" not in shape
        return _keep(lambda element: any(("".join(inner.itertext()) == values[-1]) == equal
                                         for inner in element.findall(values[0])))
    if shape == "-" or shape in ("-()", "-()-"):
        return _place(shape, values)
    raise SyntaxError("invalid predicate")


def _keep(test):
    return lambda root, found: (element for element in found if test(element))


def _place(shape, values):
    """A step that keeps the element at a place among its like."""
    if shape == "-":
        index = int(values[0]) - 1
        if index < 0:
            raise SyntaxError("XPath position >= 1 expected")
    else:
        if values[0] != "last":
            raise SyntaxError("unsupported function")
        index = -1
        if shape == "-()-":
            try:
                index = int(values[2]) - 1
            except ValueError:
                raise SyntaxError("unsupported expression") from None
            if index > -2:
                raise SyntaxError("XPath offset from last() must be negative")

    def step(root, found):
        above = {child: parent for parent in root.iter() for child in parent}
        for element in found:
            parent = above.get(element)
            if parent is None:
                continue
            like = [child for child in parent if child.tag == element.tag]
            if -len(like) <= index < len(like) and like[index] is element:
                yield element
    return step


_known = {}


def iterfind(element, path, namespaces=None):
    """All elements that a path leads to."""
    if path[-1:] == "/":
        path += "*"
    if path[:1] == "/":
        raise SyntaxError("cannot use absolute path on element")
    key = path, None if namespaces is None else tuple(sorted(namespaces.items()))
    steps = _known.get(key)
    if steps is None:
        if len(_known) > 100:
            _known.clear()
        steps = _known[key] = _Path(path, namespaces).steps()
    found = iter((element,) if path else ())
    for step in steps:
        found = step(element, found)
    return found


def find(element, path, namespaces=None):
    """The first element that a path leads to, or None."""
    return next(iter(iterfind(element, path, namespaces)), None)
