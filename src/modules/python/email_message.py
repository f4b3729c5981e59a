"""Messages: headers, and a text, other content or further messages."""

import re as _re
from email import policy as _policy
from email.header import Header as _Header, decoded as _decoded, encoded_word as _encoded_word
from email.header import folded as _folded

__all__ = ["Message", "EmailMessage", "MIMEPart"]


def _parameter(name, value=None):
    """One parameter as it is written."""
    if not value:
        return name
    if isinstance(value, tuple):
        from urllib.parse import quote
        return f"{name}*={value[0] or ''}'{value[1] or ''}'{quote(value[2], safe='')}"
    if not value.isascii():
        from urllib.parse import quote
        return f"{name}*=utf-8''{quote(value, safe='')}"
    value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name}="{value}"'


def _split(text):
    """The value of a header, and its parameters."""
    first, _, rest = text.partition(";")
    pairs = [(first.strip(), "")]
    for found in _re.finditer(r'\s*([^=;\s]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^;]*))?;?', rest):
        name, value = found.group(1), (found.group(2) or "").strip()
        if value[:1] == '"' and value[-1:] == '"':
            value = _re.sub(r"\\(.)", r"\1", value[1:-1])
        if name.endswith("*") and value.count("'") >= 2:
            from urllib.parse import unquote
            charset, language, body = value.split("'", 2)
            name, value = name[:-1], unquote(body, charset or "utf-8")
        pairs.append((name, value))
    return pairs


class Message:
    """A message; it is used like a dictionary of its headers."""

    _usual = _policy.compat32

    def __init__(self, policy=None):
        self.policy = self._usual if policy is None else policy
        self._headers, self._payload, self._charset = [], None, None
        self.preamble = self.epilogue = None
        self.defects, self._default_type = [], "text/plain"

    def __str__(self):
        return self.as_string()

    # Headers.

    def __len__(self):
        return len(self._headers)

    def _shown(self, name, value):
        """A header's value as it is handed out."""
        return value

    def _kept(self, name, value):
        """A header's value as it is kept."""
        if isinstance(value, str) and ("\n" in value or "\r" in value) and (
                isinstance(self.policy, _policy.EmailPolicy)):
            raise ValueError("Header values may not contain linefeed or carriage return characters")
        return value

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, val):
        self._headers.append((name, self._kept(name, val)))

    def __delitem__(self, name):
        name = name.lower()
        self._headers = [pair for pair in self._headers if pair[0].lower() != name]

    def __contains__(self, name):
        return name.lower() in [key.lower() for key, _ in self._headers]

    def __iter__(self):
        for name, _ in self._headers:
            yield name

    def keys(self):
        """The names of all headers."""
        return [name for name, _ in self._headers]

    def values(self):
        """The values of all headers."""
        return [self._shown(name, value) for name, value in self._headers]

    def items(self):
        """The names and values of all headers."""
        return [(name, self._shown(name, value)) for name, value in self._headers]

    def get(self, name, failobj=None):
        """The value of the first header of this name."""
        wanted = name.lower()
        for key, value in self._headers:
            if key.lower() == wanted:
                return self._shown(key, value)
        return failobj

    def get_all(self, name, failobj=None):
        """The values of all headers of this name."""
        wanted = name.lower()
        found = [self._shown(key, value) for key, value in self._headers if key.lower() == wanted]
        return found or failobj

    def add_header(self, _name, _value, **_params):
        """Add a header with parameters."""
        parts = [] if _value is None else [_value]
        for name, value in _params.items():
            parts.append(_parameter(name.replace("_", "-"), value))
        self[_name] = "; ".join(parts)

    def replace_header(self, _name, _value):
        """Replace the first header of this name."""
        for at, (name, _) in enumerate(self._headers):
            if name.lower() == _name.lower():
                self._headers[at] = name, self._kept(name, _value)
                return
        raise KeyError(_name.lower())

    # Types and parameters.

    def get_content_type(self):
        """The type of the content, in small letters."""
        value = self.get("content-type")
        if value is None:
            return self._default_type
        kind = _split(str(value))[0][0].lower()
        return kind if kind.count("/") == 1 else "text/plain"

    def get_content_maintype(self):
        """The first half of the type."""
        return self.get_content_type().split("/")[0]

    def get_content_subtype(self):
        """The second half of the type."""
        return self.get_content_type().split("/")[1]

    def get_default_type(self):
        """The type where no header tells it."""
        return self._default_type

    def set_default_type(self, ctype):
        """Set the type where no header tells it."""
        self._default_type = ctype

    def get_params(self, failobj=None, header="content-type", unquote=True):
        """Pairs of a header's parameters."""
        value = self.get(header)
        return failobj if value is None else _split(str(value))

    def get_param(self, param, failobj=None, header="content-type", unquote=True):
        """One parameter of a header."""
        for name, value in self.get_params((), header):
            if name.lower() == param.lower():
                return value
        return failobj

    def set_param(self, param, value, header="Content-Type", requote=True, charset=None, language="",
                  replace=False):
        """Set a parameter of a header."""
        if charset or language:
            value = (charset, language, value)
        if header not in self and header.lower() == "content-type":
            old = [("text/plain", "")]
        else:
            old = self.get_params([("", "")], header)
        pairs, found = [old[0][0]], False
        for name, known in old[1:]:
            if name.lower() == param.lower():
                known, found = value, True
            pairs.append(_parameter(name, known))
        if not found:
            pairs.append(_parameter(param, value))
        text = "; ".join(pair for pair in pairs if pair)
        if header in self:
            self.replace_header(header, text)
        else:
            self[header] = text

    def del_param(self, param, header="content-type", requote=True):
        """Remove a parameter of a header."""
        if header in self:
            pairs = self.get_params(header=header)
            kept = [pairs[0][0]] + [_parameter(*pair) for pair in pairs[1:]
                                    if pair[0].lower() != param.lower()]
            self.replace_header(header, "; ".join(kept))

    def set_type(self, type, header="Content-Type", requote=True):
        """Set the type, keeping the parameters."""
        if type.count("/") != 1:
            raise ValueError
        pairs = self.get_params([], header)[1:]
        del self[header]
        self[header] = "; ".join([type] + [_parameter(*pair) for pair in pairs])

    def get_filename(self, failobj=None):
        """The name of the file that the content is."""
        name = self.get_param("filename", None, "content-disposition")
        if name is None:
            name = self.get_param("name", None)
        return failobj if name is None else name.strip()

    def get_boundary(self, failobj=None):
        """What stands between the parts."""
        found = self.get_param("boundary")
        return failobj if found is None else found.rstrip()

    def set_boundary(self, boundary):
        """Set what stands between the parts."""
        if "content-type" not in self:
            from email.errors import HeaderParseError
            raise HeaderParseError("No Content-Type header found")
        self.set_param("boundary", boundary)

    def get_content_charset(self, failobj=None):
        """The charset of the content, in small letters."""
        found = self.get_param("charset")
        return failobj if found is None else found.lower()

    def get_charsets(self, failobj=None):
        """The charsets of all parts."""
        return [part.get_content_charset(failobj) for part in self.walk()]

    def get_content_disposition(self):
        """`inline`, `attachment` or None."""
        value = self.get("content-disposition")
        return None if value is None else _split(str(value))[0][0].lower()

    # Content.

    def is_multipart(self):
        """Whether there are parts."""
        return isinstance(self._payload, list)

    def attach(self, payload):
        """Add a part."""
        if self._payload is None:
            self._payload = [payload]
        elif isinstance(self._payload, list):
            self._payload.append(payload)
        else:
            raise TypeError("Attach is not valid on a message with a non-multipart payload")

    def get_payload(self, i=None, decode=False):
        """The content: text, or the list of parts; decoded, it is bytes."""
        if self.is_multipart():
            return None if decode else self._payload if i is None else self._payload[i]
        if i is not None:
            raise TypeError(f"Expected list, got {type(self._payload)}")
        payload = self._payload
        if not decode or payload is None:
            return payload
        way = str(self.get("content-transfer-encoding", "")).lower()
        data = payload.encode("utf-8", "surrogateescape")
        if way == "base64":
            import binascii
            return binascii.a2b_base64(b"".join(data.split()))
        if way == "quoted-printable":
            import quopri
            return quopri.decodestring(data)
        return data

    def set_payload(self, payload, charset=None):
        """Set the content."""
        if isinstance(payload, bytes):
            payload = payload.decode("ascii", "surrogateescape")
        self._payload = payload
        if charset is not None:
            self.set_charset(charset)

    def get_charset(self):
        """The charset that was set."""
        return self._charset

    def set_charset(self, charset):
        """Set the charset; the content is encoded as it asks for."""
        if charset is None:
            self.del_param("charset")
            self._charset = None
            return
        charset = str(charset).lower()
        self._charset = charset
        if "MIME-Version" not in self:
            self.add_header("MIME-Version", "1.0")
        if "Content-Type" not in self:
            self.add_header("Content-Type", "text/plain", charset=charset)
        else:
            self.set_param("charset", charset)
        if "Content-Transfer-Encoding" in self:
            return
        if charset in ("utf-8", "utf8"):
            import base64
            self._payload = base64.encodebytes(self._payload.encode()).decode()
            self.add_header("Content-Transfer-Encoding", "base64")
        elif charset == "us-ascii":
            self.add_header("Content-Transfer-Encoding", "7bit")
        else:
            import quopri
            self._payload = quopri.encodestring(self._payload.encode(charset)).decode()
            self.add_header("Content-Transfer-Encoding", "quoted-printable")

    def walk(self):
        """The message and all its parts."""
        yield self
        for part in self._payload if self.is_multipart() else ():
            yield from part.walk()

    # Writing.

    def _header_text(self, name, value):
        room = (self.policy.max_line_length or 10**9) - len(name) - 2
        end = self.policy.linesep
        if isinstance(value, _Header):
            return value.encode(linesep=end)
        value = str(value)
        if not value.isascii():
            if isinstance(self.policy, _policy.EmailPolicy) and not self.policy.utf8:
                value = " ".join(word if word.isascii() else _encoded_word(word, least=5)
                                 for word in value.split(" "))
            else:
                return _Header(value, "utf-8", header_name=name).encode(linesep=end)
        return _folded(value, room, end + " ")

    def _write(self, out, in_text):
        end = self.policy.linesep
        if self.is_multipart() or self.get_content_maintype() == "multipart":
            if self.get_boundary() is None:
                self.set_boundary(_new_boundary(self._payload or []))
        # Text has no letters beyond ASCII: what is not encoded is now.
        encodes = (in_text and isinstance(self._payload, str) and not self._payload.isascii()
                   and self.get("content-transfer-encoding") == "8bit")
        for name, value in self._headers:
            if encodes and name.lower() == "content-transfer-encoding":
                value = "base64"
            out.append(f"{name}: {self._header_text(name, value)}{end}")
        out.append(end)
        if encodes:
            import base64
            data = self._payload.encode(self.get_content_charset("utf-8"), "surrogateescape")
            out.append(base64.encodebytes(data).decode())
            return
        if self.get_content_maintype() == "multipart":
            self._write_parts(out, end, in_text)
        elif self.is_multipart():
            for part in self._payload:
                part._write(out, in_text)
        elif self._payload is not None:
            text = self._payload
            if self.policy.mangle_from_:
                text = _re.sub(r"(?m)^From ", ">From ", text)
            out.append(end.join(text.split("\n")) if end != "\n" else text)

    def _write_parts(self, out, end, in_text):
        parts = self._payload if isinstance(self._payload, list) else []
        boundary = self.get_boundary()
        if self.preamble is not None:
            out.append(self.preamble + end)
        for at, part in enumerate(parts):
            out.append(("" if at == 0 else end) + f"--{boundary}{end}")
            part._write(out, in_text)
        if not parts:
            out.append(f"--{boundary}{end}")
        out.append(f"{end}--{boundary}--{end}")
        if self.epilogue is not None:
            out.append(self.epilogue)

    def as_string(self, unixfrom=False, maxheaderlen=0, policy=None):
        """The whole message as text."""
        return self._as_text(policy, True)

    def _as_text(self, policy, in_text):
        saved = self.policy
        if policy is not None:
            self.policy = policy
        try:
            out = []
            self._write(out, in_text)
            return "".join(out)
        finally:
            self.policy = saved

    def as_bytes(self, unixfrom=False, policy=None):
        """The whole message as bytes."""
        return self._as_text(policy, False).encode("utf-8", "surrogateescape")

    def __bytes__(self):
        return self.as_bytes()


def _new_boundary(parts):
    import random
    return "=" * 15 + f"{random.randrange(10**19):019d}" + "=="


class MIMEPart(Message):
    """A message whose content is set and got as a whole."""

    _usual = _policy.default

    def _shown(self, name, value):
        return _decoded(str(value))

    def is_attachment(self):
        """Whether the part is meant as a file."""
        return self.get_content_disposition() == "attachment"

    def get_content(self, errors="replace"):
        """The content: text, bytes or a message."""
        main = self.get_content_maintype()
        if main == "multipart":
            raise KeyError("multipart/" + self.get_content_subtype())
        data = self.get_payload(decode=True) or b""
        if main == "text":
            return data.decode(self.get_content_charset("ascii"), errors)
        return self._payload[0] if self.is_multipart() else data

    def _clear(self):
        self._headers = [pair for pair in self._headers
                         if not pair[0].lower().startswith("content-")]
        self._payload = None

    def set_content(self, content, *args, **options):
        """Set the content: text, or bytes with their type."""
        if self.get_content_maintype() == "multipart" and self.is_multipart():
            raise TypeError("set_content not valid on multipart")
        self._clear()
        if isinstance(content, str):
            self._set_text(content, *args, **options)
        elif isinstance(content, (bytes, bytearray)):
            self._set_bytes(content, *args, **options)
        elif isinstance(content, Message):
            self["Content-Type"] = "message/rfc822"
            self["Content-Transfer-Encoding"] = "8bit"
            self._payload = [content]
        else:
            raise KeyError(type(content).__qualname__)

    def _set_text(self, text, subtype="plain", charset="utf-8", cte=None, disposition=None,
                  filename=None, cid=None, params=None, headers=None):
        self["Content-Type"] = f'text/{subtype}; charset="{charset}"'
        lines = text.splitlines()
        body = "".join(line + "\n" for line in lines)
        if cte is None:
            long = any(len(line) > self.policy.max_line_length for line in lines)
            cte = "7bit" if body.isascii() and not long else None
            if cte is None:
                data = body.encode(charset)
                plain = sum(byte < 127 for byte in data)
                cte = "quoted-printable" if body.isascii() or (len(data) - plain) * 6 < len(data) else (
                    "base64")
                if not long and not body.isascii():
                    cte = "8bit"
        if cte == "base64":
            import base64
            body = base64.encodebytes(body.encode(charset)).decode()
        elif cte == "quoted-printable":
            import quopri
            body = quopri.encodestring(body.encode(charset)).decode()
        self["Content-Transfer-Encoding"] = cte
        self._payload = body
        self._details(disposition, filename, cid, params, headers)

    def _set_bytes(self, data, maintype, subtype, cte="base64", disposition=None, filename=None,
                   cid=None, params=None, headers=None):
        import base64
        self["Content-Type"] = f"{maintype}/{subtype}"
        self["Content-Transfer-Encoding"] = cte
        self._payload = base64.encodebytes(bytes(data)).decode() if cte == "base64" else (
            bytes(data).decode("ascii", "surrogateescape"))
        self._details(disposition, filename, cid, params, headers)

    def _details(self, disposition, filename, cid, params, headers):
        if filename is not None and disposition is None:
            disposition = "attachment"
        if disposition is not None:
            self["Content-Disposition"] = disposition
        if filename is not None:
            pairs = self.get_params(header="Content-Disposition")
            quoted = filename.replace("\\", "\\\\").replace('"', '\\"')
            shown = f'filename="{quoted}"' if filename.isascii() else _parameter("filename", filename)
            self.replace_header("Content-Disposition", f"{pairs[0][0]}; {shown}")
        if cid is not None:
            self["Content-ID"] = cid
        for name, value in (params or {}).items():
            self.set_param(name, value)
        for header in headers or ():
            name, _, value = header.partition(":")
            self[name] = value.strip()

    def _make_multipart(self, subtype, above, boundary):
        if self.get_content_maintype() == "multipart":
            present = self.get_content_subtype()
            if present in above:
                raise ValueError(f"Cannot convert {present} to {subtype}")
        part = None
        if self._payload is not None or self.get("content-type"):
            part = self._part()
            part._headers = [pair for pair in self._headers if pair[0].lower().startswith("content-")]
            part._payload = self._payload
        self._headers = [pair for pair in self._headers
                         if not pair[0].lower().startswith("content-")]
        self._payload = [] if part is None else [part]
        self["Content-Type"] = "multipart/" + subtype
        if boundary is not None:
            self.set_param("boundary", boundary)

    def _part(self):
        return type(self)(self.policy)

    def make_related(self, boundary=None):
        """Make it a message of parts that belong together."""
        self._make_multipart("related", ("alternative", "mixed"), boundary)

    def make_alternative(self, boundary=None):
        """Make it a message of parts that say the same."""
        self._make_multipart("alternative", ("mixed",), boundary)

    def make_mixed(self, boundary=None):
        """Make it a message of several parts."""
        self._make_multipart("mixed", (), boundary)

    def _add(self, subtype, disposition, args, options):
        if self.get_content_maintype() != "multipart" or self.get_content_subtype() != subtype:
            getattr(self, "make_" + subtype)()
        part = self._part()
        part.set_content(*args, **options)
        if disposition and "content-disposition" not in part:
            part["Content-Disposition"] = disposition
        self.attach(part)

    def add_related(self, *args, **kw):
        """Add a part that belongs to the others."""
        self._add("related", "inline", args, kw)

    def add_alternative(self, *args, **kw):
        """Add a part that says the same in another way."""
        self._add("alternative", None, args, kw)

    def add_attachment(self, *args, **kw):
        """Add a file."""
        self._add("mixed", "attachment", args, kw)

    def clear_content(self):
        """Remove the content."""
        self._clear()

    def iter_parts(self):
        """The parts."""
        if self.is_multipart():
            yield from self._payload

    def iter_attachments(self):
        """The parts that are files."""
        for part in self.iter_parts():
            if part.is_attachment() or part is not self._payload[0]:
                yield part

    def get_body(self, preferencelist=("related", "html", "plain")):
        """The part that is read, by preference."""
        found = {}
        for part in self.walk():
            if part.get_content_maintype() == "text" and not part.is_attachment():
                found.setdefault(part.get_content_subtype(), part)
        return next((found[kind] for kind in preferencelist if kind in found), None)


class EmailMessage(MIMEPart):
    """A message of today."""

    def set_content(self, *args, **kw):
        """Set the content: text, or bytes with their type."""
        super().set_content(*args, **kw)
        if "MIME-Version" not in self:
            self["MIME-Version"] = "1.0"
