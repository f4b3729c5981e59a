"""Literals read safely. Refscope has no syntax tree for programs to look at."""

__all__ = ["literal_eval"]


class _Reader:
    """Reads one literal from a text, and nothing else."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def refuse(self):
        text = self.text.strip()
        kind = "Name" if text.isidentifier() else "Call" if text.endswith(")") else "BinOp"
        line = self.text.count("\n", 0, self.at) + 1
        raise ValueError(f"malformed node or string on line {line}: "
                         f"<ast.{kind} object at {id(self):#x}>")

    def space(self):
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1

    def peek(self):
        self.space()
        return self.text[self.at:self.at + 1]

    def take(self, letter):
        if self.peek() != letter:
            return False
        self.at += 1
        return True

    def value(self):
        total = self.term()
        while self.peek() in ("+", "-") and isinstance(total, (int, float, complex)):
            sign = self.text[self.at]
            self.at += 1
            other = self.term()
            if not isinstance(other, complex):
                self.refuse()
            total = total + other if sign == "+" else total - other
        return total

    def term(self):
        letter = self.peek()
        if letter in ("-", "+"):
            self.at += 1
            number = self.term()
            if type(number) not in (int, float, complex):
                self.refuse()
            return -number if letter == "-" else +number
        if letter == "(":
            return self.bracketed()
        if letter == "[":
            self.at += 1
            return self.items("]")[0]
        if letter == "{":
            return self.braces()
        if letter and (letter in "'\"" or letter in "bBrRuU" and self.is_quoted()):
            return self.strings()
        return self.word()

    def items(self, end):
        """The values up to a closing bracket, and whether a comma stood among them."""
        found, comma = [], False
        while not self.take(end):
            found.append(self.value())
            if self.take(","):
                comma = True
            elif self.peek() != end:
                self.refuse()
        return found, comma

    def bracketed(self):
        self.at += 1
        found, comma = self.items(")")
        if not comma and len(found) == 1:
            return found[0]
        return tuple(found)

    def braces(self):
        self.at += 1
        if self.take("}"):
            return {}
        first = self.value()
        if not self.take(":"):
            rest = [first]
            if self.take(","):
                rest += self.items("}")[0]
            elif not self.take("}"):
                self.refuse()
            return set(rest)
        found = {first: self.value()}
        while not self.take("}"):
            if not self.take(","):
                self.refuse()
            if self.take("}"):
                break
            key = self.value()
            if not self.take(":"):
                self.refuse()
            found[key] = self.value()
        return found

    def is_quoted(self):
        place = self.at
        while place < len(self.text) and self.text[place] in "bBrRuU" and place - self.at < 2:
            place += 1
        return self.text[place:place + 1] in ("'", '"') and place < len(self.text)

    def strings(self):
        """One string or several that stand side by side."""
        result = None
        while self.peek() and (self.text[self.at] in "'\"" or self.is_quoted()):
            start = self.at
            while self.text[self.at] not in "'\"":
                self.at += 1
            quote = self.text[self.at]
            if self.text[self.at:self.at + 3] == quote * 3:
                quote *= 3
            self.at += len(quote)
            while not self.text.startswith(quote, self.at):
                if self.at >= len(self.text):
                    raise SyntaxError("unterminated string literal")
                self.at += 2 if self.text[self.at] == "\\" else 1
            self.at += len(quote)
            # The text is one literal and nothing else.
            piece = eval(self.text[start:self.at], {"__builtins__": {}})
            result = piece if result is None else result + piece
        return result

    def word(self):
        start = self.at
        while self.at < len(self.text):
            letter = self.text[self.at]
            exponent = (letter in "+-" and self.text[self.at - 1] in "eE"
                        and self.text[start:start + 2].lower() != "0x"
                        and self.text[start:start + 1].isdigit())
            if not (letter.isalnum() or letter in "._" or exponent):
                break
            self.at += 1
        word = self.text[start:self.at]
        names = {"None": None, "True": True, "False": False, "...": ..., "Ellipsis": ...}
        if word in names and word != "Ellipsis":
            return names[word]
        if word == "set" and self.take("(") and self.take(")"):
            return set()
        if not word:
            raise SyntaxError("invalid syntax")
        if not (word[0].isdigit() or word[0] == "."):
            self.refuse()
        # The text is one number and nothing else.
        return eval(word, {"__builtins__": {}})


def literal_eval(node_or_string):
    """Evaluate an expression node or a string containing only a Python expression.

The string or node provided may only consist of the following Python literal
structures: strings, bytes, numbers, tuples, lists, dicts, sets, booleans,
and None."""
    if not isinstance(node_or_string, str):
        raise ValueError(f"malformed node or string: {node_or_string!r}")
    compile(node_or_string.lstrip(" \t"), "<unknown>", "eval")
    reader = _Reader(node_or_string)
    value = reader.value()
    if reader.peek() == ",":
        # A tuple without its brackets.
        reader.at += 1
        reader.text += ")"
        return (value, *reader.items(")")[0])
    if reader.peek():
        reader.refuse()
    return value
