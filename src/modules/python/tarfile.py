"""Archives of files in the format of tar, plain or compressed by gzip."""

import builtins as _builtins
import copy as _copy
import io as _io
import os as _os
import shutil as _shutil
import stat as _stat
import time as _time

__all__ = ["TarFile", "TarInfo", "is_tarfile", "TarError", "ReadError", "CompressionError",
           "StreamError", "ExtractError", "HeaderError", "ENCODING", "USTAR_FORMAT", "GNU_FORMAT",
           "PAX_FORMAT", "DEFAULT_FORMAT", "open", "fully_trusted_filter", "data_filter",
           "tar_filter", "FilterError", "AbsoluteLinkError", "OutsideDestinationError",
           "SpecialFileError", "AbsolutePathError", "LinkOutsideDestinationError"]

BLOCKSIZE, RECORDSIZE = 512, 10240
REGTYPE, AREGTYPE, LNKTYPE, SYMTYPE, CHRTYPE, BLKTYPE = b"0", b"\0", b"1", b"2", b"3", b"4"
DIRTYPE, FIFOTYPE, CONTTYPE = b"5", b"6", b"7"
GNUTYPE_LONGNAME, GNUTYPE_LONGLINK, XHDTYPE, XGLTYPE = b"L", b"K", b"x", b"g"
USTAR_FORMAT, GNU_FORMAT, PAX_FORMAT = 0, 1, 2
DEFAULT_FORMAT = PAX_FORMAT
ENCODING = "utf-8"
_REGULAR = REGTYPE, AREGTYPE, CONTTYPE


class TarError(Exception):
    """Base exception."""


class ExtractError(TarError):
    """General exception for extract errors."""


class ReadError(TarError):
    """Exception for unreadable tar archives."""


class CompressionError(TarError):
    """Exception for unavailable compression methods."""


class StreamError(TarError):
    """Exception for unsupported operations on stream-like TarFiles."""


class HeaderError(TarError):
    """Base exception for header errors."""


class EmptyHeaderError(HeaderError):
    """Exception for empty headers."""


class TruncatedHeaderError(HeaderError):
    """Exception for truncated headers."""


class EOFHeaderError(HeaderError):
    """Exception for end of file headers."""


class InvalidHeaderError(HeaderError):
    """Exception for invalid headers."""


class FilterError(TarError):
    pass


class AbsolutePathError(FilterError):
    def __init__(self, tarinfo):
        self.tarinfo = tarinfo
        super().__init__(f"member {tarinfo.name!r} has an absolute path")


class OutsideDestinationError(FilterError):
    def __init__(self, tarinfo, path):
        self.tarinfo, self._path = tarinfo, path
        super().__init__(f"{tarinfo.name!r} would be extracted to {path!r}, "
                         "which is outside the destination")


class SpecialFileError(FilterError):
    def __init__(self, tarinfo):
        self.tarinfo = tarinfo
        super().__init__(f"{tarinfo.name!r} is a special file")


class AbsoluteLinkError(FilterError):
    def __init__(self, tarinfo):
        self.tarinfo = tarinfo
        super().__init__(f"{tarinfo.name!r} is a link to an absolute path")


class LinkOutsideDestinationError(FilterError):
    def __init__(self, tarinfo, path):
        self.tarinfo, self._path = tarinfo, path
        super().__init__(f"{tarinfo.name!r} would link to {path!r}, which is outside the destination")


def fully_trusted_filter(member, dest_path):
    """Extract everything as it is."""
    return member


def _filtered(member, dest_path, data):
    name = member.name
    if name.startswith(("/", _os.sep)):
        name = member.path.lstrip("/" + _os.sep)
        member = member.replace(name=name, deep=False)
    if _os.path.isabs(name):
        raise AbsolutePathError(member)
    dest_path = _os.path.realpath(dest_path)
    target = _os.path.realpath(_os.path.join(dest_path, name))
    if _os.path.commonpath([target, dest_path]) != dest_path:
        raise OutsideDestinationError(member, target)
    mode = member.mode & 0o755
    changes = {}
    if data:
        if member.isreg() or member.islnk():
            mode = (mode & ~0o111 if not mode & 0o100 else mode) | 0o600
        elif member.isdir() or member.issym():
            mode = None
        else:
            raise SpecialFileError(member)
        if member.islnk() or member.issym():
            if _os.path.isabs(member.linkname):
                raise AbsoluteLinkError(member)
            base = _os.path.dirname(name) if member.issym() else ""
            target = _os.path.realpath(_os.path.join(dest_path, base, member.linkname))
            if _os.path.commonpath([target, dest_path]) != dest_path:
                raise LinkOutsideDestinationError(member, target)
        changes = {"uid": None, "gid": None, "uname": None, "gname": None}
    return member.replace(mode=mode, deep=False, **changes)


def tar_filter(member, dest_path):
    """Refuse what would be written outside, and drop rights of others."""
    return _filtered(member, dest_path, False)


def data_filter(member, dest_path):
    """Refuse all that plain data does not have."""
    return _filtered(member, dest_path, True)


_FILTERS = {"fully_trusted": fully_trusted_filter, "tar": tar_filter, "data": data_filter}


def _text(data):
    return data.partition(b"\0")[0].decode(ENCODING, "surrogateescape")


def _number(data):
    if data[:1] in (b"\x80", b"\xff"):
        number = int.from_bytes(data[1:], "big")
        return number - 256 ** (len(data) - 1) if data[0] == 0xFF else number
    try:
        return int(_text(data).strip() or "0", 8)
    except ValueError:
        raise InvalidHeaderError("invalid header") from None


def _octal(number, size):
    number = int(number)
    if 0 <= number < 8 ** (size - 1):
        return b"%0*o\0" % (size - 1, number)
    return b"\x80" + number.to_bytes(size - 1, "big")


def _field(text, size):
    return text.encode(ENCODING, "surrogateescape")[:size].ljust(size, b"\0")


class TarInfo:
    """What an archive tells of one member."""

    def __init__(self, name=""):
        self.name, self.mode, self.uid, self.gid, self.size, self.mtime = name, 0o644, 0, 0, 0, 0
        self.chksum, self.type, self.linkname, self.uname, self.gname = 0, REGTYPE, "", "", ""
        self.devmajor = self.devminor = self.offset = self.offset_data = 0
        self.pax_headers = {}

    path = property(lambda self: self.name, lambda self, name: setattr(self, "name", name))
    linkpath = property(lambda self: self.linkname,
                        lambda self, name: setattr(self, "linkname", name))

    def __repr__(self):
        return f"<{type(self).__name__} {self.name!r} at {id(self):#x}>"

    def replace(self, *, deep=True, **changes):
        """Another with some attributes changed; None keeps the usual."""
        made = _copy.deepcopy(self) if deep else _copy.copy(self)
        for name, value in changes.items():
            if name not in ("name", "mtime", "mode", "linkname", "uid", "gid", "uname", "gname"):
                raise TypeError(f"replace() got an unexpected keyword argument {name!r}")
            setattr(made, name, value)
        return made

    def get_info(self):
        """The attributes as a dictionary."""
        name = self.name + "/" if self.isdir() and not self.name.endswith("/") else self.name
        return {"name": name, "mode": self.mode & 0o7777, "uid": self.uid, "gid": self.gid,
                "size": self.size, "mtime": self.mtime, "chksum": self.chksum, "type": self.type,
                "linkname": self.linkname, "uname": self.uname, "gname": self.gname,
                "devmajor": self.devmajor, "devminor": self.devminor}

    def tobuf(self, format=DEFAULT_FORMAT, encoding=ENCODING, errors="surrogateescape"):
        """The blocks that stand in front of the member's data."""
        info, out, records = self.get_info(), b"", {}
        for key, pax, size in (("name", "path", 100), ("linkname", "linkpath", 100)):
            raw = info[key].encode(ENCODING, "surrogateescape")
            if len(raw) > size or not raw.isascii() and format == PAX_FORMAT:
                if format == PAX_FORMAT:
                    records[pax] = info[key]
                elif format == GNU_FORMAT:
                    kind = GNUTYPE_LONGNAME if key == "name" else GNUTYPE_LONGLINK
                    out += _blocks("././@LongLink", kind, raw + b"\0")
        if format == PAX_FORMAT and isinstance(info["mtime"], float):
            records["mtime"] = str(info["mtime"])
        if format == USTAR_FORMAT:
            if len(info["linkname"].encode(ENCODING, "surrogateescape")) > 100:
                raise ValueError("linkname is too long")
            if len(info["name"].encode(ENCODING, "surrogateescape")) > 100:
                info["prefix"], info["name"] = _parted(info["name"])
            return _header(info, b"ustar\x0000")
        records = {**self.pax_headers, **records}
        if records and format == PAX_FORMAT:
            data = b"".join(_record(key, str(value)) for key, value in records.items())
            out += _blocks("././@PaxHeader", XHDTYPE, data, b"ustar\x0000")
        return out + _header(info, b"ustar  \0" if format == GNU_FORMAT else b"ustar\x0000")

    @classmethod
    def frombuf(cls, buf, encoding=ENCODING, errors="surrogateescape"):
        """What a block of 512 bytes tells."""
        if len(buf) == 0:
            raise EmptyHeaderError("empty header")
        if len(buf) != BLOCKSIZE:
            raise TruncatedHeaderError("truncated header")
        if buf.count(b"\0") == BLOCKSIZE:
            raise EOFHeaderError("end of file header")
        self = cls(_text(buf[:100]))
        self.chksum = _number(buf[148:156])
        if self.chksum != sum(buf[:148]) + sum(buf[156:]) + 256:
            raise InvalidHeaderError("bad checksum")
        self.mode, self.uid, self.gid = _number(buf[100:108]), _number(buf[108:116]), _number(buf[116:124])
        self.size, self.mtime, self.type = _number(buf[124:136]), _number(buf[136:148]), buf[156:157]
        self.linkname, self.uname, self.gname = _text(buf[157:257]), _text(buf[265:297]), _text(buf[297:329])
        self.devmajor, self.devminor = _number(buf[329:337]), _number(buf[337:345])
        prefix = _text(buf[345:500])
        if self.type == AREGTYPE and self.name.endswith("/"):
            self.type = DIRTYPE
        if self.isdir():
            self.name = self.name.rstrip("/")
        if prefix and self.type not in (GNUTYPE_LONGNAME, GNUTYPE_LONGLINK):
            self.name = prefix + "/" + self.name
        return self

    def isreg(self):
        """Whether it is a file."""
        return self.type in _REGULAR

    isfile = isreg

    def isdir(self):
        """Whether it is a directory."""
        return self.type == DIRTYPE

    def issym(self):
        """Whether it is a symbolic link."""
        return self.type == SYMTYPE

    def islnk(self):
        """Whether it is a hard link."""
        return self.type == LNKTYPE

    def ischr(self):
        """Whether it is a character device."""
        return self.type == CHRTYPE

    def isblk(self):
        """Whether it is a block device."""
        return self.type == BLKTYPE

    def isfifo(self):
        """Whether it is a pipe."""
        return self.type == FIFOTYPE

    def isdev(self):
        """Whether it is a device or a pipe."""
        return self.type in (CHRTYPE, BLKTYPE, FIFOTYPE)

    def issparse(self):
        """Whether it is kept with holes; such members are not read."""
        return False


def _parted(name):
    """A long name as a directory and the rest, each as long as its field."""
    parts = name.split("/")
    for count in range(1, len(parts)):
        prefix, rest = "/".join(parts[:count]), "/".join(parts[count:])
        if len(prefix.encode()) <= 155 and len(rest.encode()) <= 100:
            return prefix, rest
    raise ValueError("name is too long")


def _header(info, magic):
    parts = [_field(info["name"], 100), _octal(info["mode"], 8), _octal(info["uid"], 8),
             _octal(info["gid"], 8), _octal(info["size"], 12), _octal(info["mtime"], 12), b" " * 8,
             info["type"], _field(info["linkname"], 100), magic, _field(info["uname"], 32),
             _field(info["gname"], 32), b"\0" * 16, _field(info.get("prefix", ""), 155)]
    block = b"".join(parts).ljust(BLOCKSIZE, b"\0")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def _blocks(name, kind, data, magic=b"ustar  \0"):
    info = {"name": name, "mode": 0, "uid": 0, "gid": 0, "size": len(data), "mtime": 0,
            "type": kind, "linkname": "", "uname": "", "gname": ""}
    return _header(info, magic) + data + b"\0" * (-len(data) % BLOCKSIZE)


def _record(key, value):
    body = f" {key}={value}\n".encode(ENCODING, "surrogateescape")
    size = len(body) + len(str(len(body)))
    if len(str(size)) != len(str(len(body))):
        size += 1
    return str(size).encode() + body


def _records(data):
    found = {}
    while data.strip(b"\0"):
        length, _, _ = data.partition(b" ")
        body = data[len(length) + 1:int(length)].decode(ENCODING, "surrogateescape")
        key, _, value = body.rstrip("\n").partition("=")
        found[key] = value
        data = data[int(length):]
    return found


class TarFile:
    """An archive that is read or written."""

    format, dereference, ignore_zeros, errorlevel, encoding = DEFAULT_FORMAT, False, False, 1, ENCODING
    tarinfo, extraction_filter = TarInfo, None

    def __init__(self, name=None, mode="r", fileobj=None, format=None, **options):
        if mode not in ("r", "a", "w", "x"):
            raise ValueError("mode must be 'r', 'a', 'w' or 'x'")
        self.mode, self._owned = mode, fileobj is None
        if fileobj is None:
            fileobj = _builtins.open(name, {"r": "rb", "a": "rb+", "w": "wb", "x": "xb"}[mode])
        if name is None:
            name = getattr(fileobj, "name", None)
        self.name = _os.path.abspath(name) if isinstance(name, (str, bytes)) and name else None
        self.fileobj, self.closed, self.members, self._packed = fileobj, False, [], None
        self.format = self.format if format is None else format
        self.offset, self._base, self._next = 0, 0, 0
        self.pax_headers = {}
        if mode in "ra":
            self._data = fileobj.read()
            self._read_members()
            if mode == "a":
                self.offset = self._end
                fileobj.seek(self._end)

    @classmethod
    def open(cls, name=None, mode="r", fileobj=None, bufsize=RECORDSIZE, **options):
        """Open an archive: mode and, behind a colon, how it is compressed."""
        if not name and not fileobj:
            raise ValueError("nothing to open")
        options.pop("compresslevel", None)
        kind, _, packing = mode.replace("|", ":").partition(":")
        if kind not in ("r", "a", "w", "x", ""):
            raise ValueError("undiscernible mode" if ":" not in mode else
                             "mode must be 'r', 'a', 'w' or 'x'")
        if packing not in ("", "*", "tar", "gz", "bz2"):
            if packing == "xz":
                raise CompressionError("lzma module is not available")
            raise CompressionError(f"unknown compression type {packing!r}")
        if kind in ("r", "") and packing in ("", "*"):
            return cls._open_any(name, fileobj, options)
        if packing in ("gz", "bz2"):
            packed = cls.gzopen if packing == "gz" else cls.bz2open
            return packed(name, kind or "r", fileobj, **options)
        return cls(name, kind or "r", fileobj, **options)

    @classmethod
    def _open_any(cls, name, fileobj, options):
        owned = fileobj is None
        file = _builtins.open(name, "rb") if owned else fileobj
        place = 0 if owned else file.tell()
        head = file.read(3)
        file.seek(place)
        if head[:2] == b"\x1f\x8b" or head == b"BZh":
            if owned:
                file.close()
            packed = cls.bz2open if head == b"BZh" else cls.gzopen
            return packed(name, "r", None if owned else file, **options)
        try:
            made = cls(name, "r", file, **options)
        except (ReadError, HeaderError) as error:
            if owned:
                file.close()
            raise ReadError(
                "file could not be opened successfully:\n- method gz: ReadError('not a gzip file')\n"
                "- method bz2: ReadError('not a bzip2 file')\n- method xz: ReadError('not an lzma file')\n"
                f"- method tar: ReadError({str(error)!r})") from None
        made._owned = owned
        return made

    @classmethod
    def gzopen(cls, name, mode="r", fileobj=None, compresslevel=9, **options):
        """Open an archive that is compressed by gzip."""
        import gzip
        packed = gzip.GzipFile(name, mode + "b", compresslevel, fileobj)
        try:
            made = cls(name, mode, packed, **options)
        except OSError:
            raise ReadError("not a gzip file") from None
        made._owned, made._packed = True, packed
        return made

    @classmethod
    def bz2open(cls, name, mode="r", fileobj=None, compresslevel=9, **options):
        """Open an archive that is compressed by bzip2."""
        import bz2
        packed = bz2.BZ2File(fileobj or name, mode + "b", compresslevel=compresslevel)
        try:
            made = cls(name, mode, packed, **options)
        except (OSError, EOFError):
            packed.close()
            raise ReadError("not a bzip2 file") from None
        made._owned, made._packed = True, packed
        return made

    @classmethod
    def taropen(cls, name, mode="r", fileobj=None, **options):
        """Open an archive that is not compressed."""
        return cls(name, mode, fileobj, **options)

    def _read_members(self):
        data, at, extra = self._data, 0, {}
        while True:
            start = at
            try:
                info = self.tarinfo.frombuf(data[at:at + BLOCKSIZE])
            except EOFHeaderError:
                break
            except EmptyHeaderError:
                if at == 0:
                    raise ReadError("empty file") from None
                break
            except TruncatedHeaderError as error:
                if at == 0:
                    raise ReadError(str(error)) from None
                break
            except InvalidHeaderError as error:
                if at == 0:
                    raise ReadError(str(error)) from None
                break
            at += BLOCKSIZE
            body = data[at:at + info.size] if not info.issym() and not info.islnk() else b""
            if info.type in (GNUTYPE_LONGNAME, GNUTYPE_LONGLINK):
                extra["path" if info.type == GNUTYPE_LONGNAME else "linkpath"] = _text(body)
            elif info.type == XHDTYPE:
                extra.update(_records(body))
            elif info.type == XGLTYPE:
                self.pax_headers.update(_records(body))
            else:
                self._apply(info, {**self.pax_headers, **extra})
                info.offset, info.offset_data, extra = start, at, {}
                self.members.append(info)
                if info.isreg() and at + info.size > len(data):
                    raise ReadError("unexpected end of data")
            if info.type not in (SYMTYPE, LNKTYPE, DIRTYPE, CHRTYPE, BLKTYPE, FIFOTYPE):
                at += info.size + -info.size % BLOCKSIZE
        self._end = at

    @staticmethod
    def _apply(info, extra):
        for key, value in extra.items():
            if key in ("path", "linkpath"):
                setattr(info, key, value.rstrip("/") if key == "path" else value)
            elif key in ("uid", "gid", "size"):
                setattr(info, key, int(value))
            elif key == "mtime":
                info.mtime = float(value)
            elif key in ("uname", "gname"):
                setattr(info, key, value)
        info.pax_headers = dict(extra)

    def _check(self, modes=None):
        if self.closed:
            raise OSError(f"{type(self).__name__} is closed")
        if modes is not None and self.mode not in modes:
            raise OSError(f"bad operation for mode {self.mode!r}")

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, kind, value, traceback):
        self.close()

    def __iter__(self):
        return iter(list(self.members))

    def next(self):
        """The next member, or None."""
        self._check("ra")
        self._next += 1
        return self.members[self._next - 1] if self._next <= len(self.members) else None

    def close(self):
        """Close the archive; what was added is complete now."""
        if self.closed:
            return
        self.closed = True
        if self.mode in "awx":
            self.fileobj.write(b"\0" * (BLOCKSIZE * 2))
            self.offset += BLOCKSIZE * 2
            rest = self.offset % RECORDSIZE
            if rest:
                self.fileobj.write(b"\0" * (RECORDSIZE - rest))
        if self._owned:
            self.fileobj.close()

    def getmembers(self):
        """All members, in the order of the archive."""
        self._check()
        return self.members

    def getnames(self):
        """The names of all members."""
        return [member.name for member in self.getmembers()]

    def getmember(self, name):
        """The last member of this name."""
        wanted = name.rstrip("/")
        for member in reversed(self.getmembers()):
            if member.name == wanted:
                return member
        raise KeyError(f"filename {name!r} not found")

    def gettarinfo(self, name=None, arcname=None, fileobj=None):
        """What is told of a file that is to be added."""
        self._check("awx")
        if fileobj is not None:
            name = fileobj.name
        arcname = name if arcname is None else arcname
        arcname = _os.fspath(arcname).replace(_os.sep, "/").lstrip("/")
        if fileobj is not None:
            facts = _os.fstat(fileobj.fileno())
        else:
            facts = _os.stat(name) if self.dereference else _os.lstat(name)
        made, mode = self.tarinfo(), facts.st_mode
        if _stat.S_ISREG(mode):
            made.type, made.size = REGTYPE, facts.st_size
        elif _stat.S_ISDIR(mode):
            made.type = DIRTYPE
        elif _stat.S_ISLNK(mode):
            made.type, made.linkname = SYMTYPE, _os.readlink(name)
        elif _stat.S_ISFIFO(mode):
            made.type = FIFOTYPE
        else:
            return None
        made.name, made.mode, made.mtime = arcname, mode, facts.st_mtime
        made.uid, made.gid = facts.st_uid, facts.st_gid
        try:
            import grp
            import pwd
            made.uname, made.gname = pwd.getpwuid(made.uid)[0], grp.getgrgid(made.gid)[0]
        except (ImportError, KeyError):
            pass
        return made

    def add(self, name, arcname=None, recursive=True, *, filter=None):
        """Add a file, or a directory with all that is in it."""
        self._check("awx")
        arcname = name if arcname is None else arcname
        if self.name is not None and _os.path.abspath(name) == self.name:
            return
        info = self.gettarinfo(name, arcname)
        if info is None:
            return
        if filter is not None:
            info = filter(info)
            if info is None:
                return
        if info.isreg():
            with _builtins.open(name, "rb") as file:
                self.addfile(info, file)
            return
        self.addfile(info)
        if info.isdir() and recursive:
            for each in sorted(_os.listdir(name)):
                self.add(_os.path.join(name, each), _os.path.join(arcname, each), recursive,
                         filter=filter)

    def addfile(self, tarinfo, fileobj=None):
        """Add a member, with as much of a file as it says."""
        self._check("awx")
        if fileobj is None and tarinfo.isreg() and tarinfo.size != 0:
            raise ValueError("fileobj not provided for non zero-size regular file")
        tarinfo = _copy.copy(tarinfo)
        head = tarinfo.tobuf(self.format)
        tarinfo.offset = self.offset
        self.fileobj.write(head)
        self.offset += len(head)
        tarinfo.offset_data = self.offset
        if fileobj is not None:
            data = fileobj.read(tarinfo.size)
            if len(data) < tarinfo.size:
                raise OSError("unexpected end of data")
            padding = -len(data) % BLOCKSIZE
            self.fileobj.write(data + b"\0" * padding)
            self.offset += len(data) + padding
        self.members.append(tarinfo)

    def list(self, verbose=True, *, members=None):
        """Print what the archive holds."""
        for member in self if members is None else members:
            words = []
            if verbose:
                words.append(_stat.filemode(member.mode | (_stat.S_IFDIR if member.isdir() else
                                                           _stat.S_IFLNK if member.issym() else
                                                           _stat.S_IFREG)))
                words.append(f"{member.uname or member.uid}/{member.gname or member.gid}")
                words.append(f"{member.size:10d}")
                words.append("%d-%02d-%02d %02d:%02d:%02d" % _time.localtime(member.mtime)[:6])
            words.append(member.name + ("/" if member.isdir() else ""))
            if verbose and member.issym():
                words.append("-> " + member.linkname)
            print(" ".join(words) + " ")

    def extractfile(self, member):
        """A file with the member's data; None where it is no file."""
        self._check("r")
        info = self.getmember(member) if isinstance(member, str) else member
        if info.isreg():
            data = self._data[info.offset_data:info.offset_data + info.size]
            return _Member(data, info.name)
        if info.islnk() or info.issym():
            base = _os.path.dirname(info.name) if info.issym() else ""
            return self.extractfile(_os.path.normpath(_os.path.join(base, info.linkname)))
        return None

    def _filter(self, filter):
        if filter is None:
            filter = self.extraction_filter
            if filter is None:
                import warnings
                warnings.warn("Python 3.14 will, by default, filter extracted tar archives and "
                              "reject files or modify their metadata. Use the filter argument to "
                              "control this behavior.", DeprecationWarning, stacklevel=3)
                return fully_trusted_filter
            return filter
        if callable(filter):
            return filter
        if filter not in _FILTERS:
            raise ValueError(f"filter {filter!r} not found")
        return _FILTERS[filter]

    def extractall(self, path=".", members=None, *, numeric_owner=False, filter=None):
        """Extract all members."""
        chosen, directories = self._filter(filter), []
        for member in self if members is None else members:
            info = self.getmember(member) if isinstance(member, str) else member
            info = chosen(info, path)
            if info is None:
                continue
            self._extract(info, path, directories)
        for info, target in reversed(directories):
            self._finish(info, target)

    def extract(self, member, path="", set_attrs=True, *, numeric_owner=False, filter=None):
        """Extract one member."""
        chosen = self._filter(filter)
        info = self.getmember(member) if isinstance(member, str) else member
        info = chosen(info, path)
        if info is not None:
            directories = []
            self._extract(info, path, directories)
            for info, target in directories:
                self._finish(info, target)

    def _extract(self, info, path, directories):
        self._check("r")
        target = _os.path.join(path, info.name)
        above = _os.path.dirname(target)
        if above and not _os.path.exists(above):
            _os.makedirs(above)
        if info.isdir():
            if not _os.path.isdir(target):
                _os.mkdir(target)
            directories.append((info, target))
        elif info.issym():
            if _os.path.lexists(target):
                _os.unlink(target)
            _os.symlink(info.linkname, target)
        elif info.islnk():
            _shutil.copyfile(_os.path.join(path, info.linkname), target)
        else:
            with _builtins.open(target, "wb") as file:
                file.write(self._data[info.offset_data:info.offset_data + info.size])
            self._finish(info, target)

    @staticmethod
    def _finish(info, target):
        if info.mode is not None:
            _os.chmod(target, info.mode & 0o7777)
        if info.mtime is not None:
            _os.utime(target, (info.mtime, info.mtime))


class _Member(_io.BytesIO):
    """The data of a member, to read."""

    def __init__(self, data, name):
        super().__init__(data)
        self.name, self.mode = name, "rb"

    def writable(self):
        return False


def is_tarfile(name):
    """Whether a file is an archive that can be read."""
    try:
        archive = open(fileobj=name) if hasattr(name, "read") else open(name)
        archive.close()
        return True
    except (TarError, EOFError):
        return False


open = TarFile.open
