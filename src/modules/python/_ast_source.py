"""The text that compile() reads for a syntax tree, and the lines that the tree gives it."""

from _ast_text import Text

# No source can have such names; what stands for their characters is understood at the end of the text.
_STAND_INS = {at: 0xF0000 + at for at in range(32, 128) if not chr(at).isalnum() and chr(at) not in "_."}
_OF_TREE = "#\U000f0000"
_NAMES = ("id", "attr", "arg", "name", "asname", "rest")


class _Numbered(Text):
    """Notes from which line of the tree each of the lines comes."""

    def __init__(self):
        super().__init__()
        self.numbers, self.line = [], 1

    def at(self, node):
        self.line = getattr(node, "lineno", self.line)

    def fill(self, text):
        super().fill(text)
        self.numbers += range(self.line, self.line + text.count("\n") + 1)

    def blank(self):
        pass


def _odd_names(tree):
    """The names of a tree that are none in a source, with their nodes and fields."""
    from ast import walk
    for node in walk(tree):
        for field in _NAMES:
            name = getattr(node, field, None)
            if type(name) is str and not name.replace(".", "_").isidentifier() and name != "*":
                yield node, field, name
        if type(node).__name__ in ("Global", "Nonlocal"):
            if not all(map(str.isidentifier, node.names)):
                yield node, "names", node.names


def _stand_in(name):
    return [_stand_in(one) for one in name] if isinstance(name, list) else name.translate(_STAND_INS)


def source_of(tree):
    """The text, and the lines of the tree for those of the text."""
    odd = list(_odd_names(tree))
    writer = _Numbered()
    try:
        for node, field, name in odd:
            setattr(node, field, _stand_in(name))
        text = writer.whole(tree)
    finally:
        for node, field, name in odd:
            setattr(node, field, name)
    if type(tree).__name__ == "Expression":
        writer.numbers = [tree.body.lineno]
    return (text + "\n" + _OF_TREE if odd else text), writer.numbers
