"""Names and passwords of hosts, from a .netrc file."""

import os as _os
import shlex as _shlex

__all__ = ["netrc", "NetrcParseError"]


class NetrcParseError(Exception):
    """The file is wrong: where and why."""

    def __init__(self, msg, filename=None, lineno=None):
        self.filename, self.lineno, self.msg = filename, lineno, msg
        super().__init__(msg)

    def __str__(self):
        return f"{self.msg} ({self.filename}, line {self.lineno})"


class netrc:
    """Hosts and macros of a file."""

    def __init__(self, file=None):
        name = file or _os.path.join(_os.path.expanduser("~"), ".netrc")
        self.hosts, self.macros = {}, {}
        with open(name, encoding="utf-8") as opened:
            self._read(name, opened.read())

    def _read(self, name, text):
        lines = text.split("\n")
        words, number = [], 0
        while number < len(lines):
            line = lines[number]
            number += 1
            found = _shlex.split(line, comments=True)
            if found[:1] == ["macdef"] and len(found) > 1:
                body = []
                while number < len(lines) and lines[number]:
                    body.append(lines[number] + "\n")
                    number += 1
                self.macros[found[1]] = body
                continue
            words.extend((word, number) for word in found)
        at = 0
        while at < len(words):
            word, number = words[at]
            at += 1
            if word == "machine":
                if at == len(words):
                    raise NetrcParseError("missing 'machine' name", name, number)
                host, at = words[at][0], at + 1
            elif word == "default":
                host = "default"
            else:
                raise NetrcParseError(f"bad toplevel token {word!r}", name, number)
            entry = {"login": "", "account": "", "password": ""}
            while at < len(words) and words[at][0] not in ("machine", "default"):
                key, number = words[at]
                key = "login" if key == "user" else key
                if key not in entry:
                    raise NetrcParseError(f"bad follower token {key!r}", name, number)
                entry[key] = words[at + 1][0] if at + 1 < len(words) else ""
                at += 2
            self.hosts[host] = entry["login"], entry["account"], entry["password"]

    def authenticators(self, host):
        """Login, account and password of a host, or None."""
        return self.hosts.get(host) or self.hosts.get("default")

    def __repr__(self):
        out = ""
        for host, (login, account, password) in self.hosts.items():
            out += f"machine {host}\n\tlogin {login}\n"
            if account:
                out += f"\taccount {account}\n"
            out += f"\tpassword {password}\n"
        for macro, lines in self.macros.items():
            out += f"macdef {macro}\n{''.join(lines)}\n"
        return out
