# A writer and a reader of a JSON-like text by hand, beside the json module: isinstance, escapes, dicts, recursion.
import json


def write(value):
    if value is None:
        return "null"
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(value, dict):
        return "{" + ", ".join(f"{write(str(k))}: {write(v)}" for k, v in value.items()) + "}"
    return "[" + ", ".join(map(write, value)) + "]"


class Reader:
    WORDS = {"null": None, "true": True, "false": False}

    def __init__(self, text):
        self.text = text
        self.at = 0

    def skip(self, marks=" \n,:"):
        while self.at < len(self.text) and self.text[self.at] in marks:
            self.at += 1
        return self.text[self.at]

    def read(self):
        first = self.skip()
        if first == '"':
            return self.read_string()
        if first in "[{":
            self.at += 1
            result = [] if first == "[" else {}
            while self.skip() not in "]}":
                if first == "[":
                    result.append(self.read())
                else:
                    key = self.read_string()
                    result[key] = self.read()
            self.at += 1
            return result
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in ", ]}":
            self.at += 1
        word = self.text[start : self.at]
        if word in self.WORDS:
            return self.WORDS[word]
        return float(word) if "." in word or "e" in word else int(word)

    def read_string(self):
        out, i, text = [], self.at + 1, self.text
        while (ch := text[i]) != '"':
            if ch == "\\":
                i += 1
                ch = "\n" if text[i] == "n" else text[i]
            out.append(ch)
            i += 1
        self.at = i + 1
        return "".join(out)


def record(i):
    tags = [f"tag{k}" for k in range(i % 4)]
    return {"id": i, "name": f'the "{i}"\nth', "price": i / 8, "tags": tags, "ok": i % 3 == 0, "next": None}


data = {"items": [record(i) for i in range(1500)], "empty": [], "deep": [[[{"a": [1, -2.5]}]]]}
text = write(data)
print(len(text), text[:75], Reader(text).read() == data, json.loads(text) == data, json.dumps(data) == text)
for _ in range(140):
    again = json.loads(json.dumps(Reader(write(data["items"][:25])).read(), sort_keys=True))
print(again[5], len(json.dumps(data, indent=2).splitlines()))
