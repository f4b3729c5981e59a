"""ZIP archives, read and written."""

import io
import os
import stat
import struct
import time
import zlib
from zlib import crc32 as _crc32

__all__ = ["BadZipFile", "BadZipfile", "error", "ZIP_STORED", "ZIP_DEFLATED", "ZIP_BZIP2",
           "ZIP_LZMA", "is_zipfile", "ZipInfo", "ZipFile", "LargeZipFile"]

ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA = 0, 8, 12, 14
_METHODS = {ZIP_STORED: "store", ZIP_DEFLATED: "deflate", ZIP_BZIP2: "bzip2", ZIP_LZMA: "lzma"}

# The records: a file's header, its entry in the directory, and the end of the directory.
_LOCAL = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _ENTRY_MARK, _END_MARK = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_UTF8 = 0x800
# What code page 437 has from 128 on.
_CP437 = ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌"
          "█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0")


class BadZipFile(Exception):
    pass


class LargeZipFile(Exception):
    """Raised when writing a zipfile, the zipfile requires ZIP64 extensions."""


error = BadZipfile = BadZipFile


def _find_end(file):
    """The place and the fields of the record that ends an archive, `None` if there is none."""
    size = file.seek(0, 2)
    start = max(size - _END.size - 0xFFFF, 0)
    file.seek(start)
    data = file.read()
    at = data.rfind(_END_MARK)
    if at < 0 or len(data) - at < _END.size:
        return None
    fields = _END.unpack(data[at:at + _END.size])
    comment = data[at + _END.size:at + _END.size + fields[7]]
    return start + at, fields, comment


def is_zipfile(filename):
    """Quickly see if a file is a ZIP file by checking the magic number."""
    try:
        if hasattr(filename, "read"):
            return _find_end(filename) is not None
        with open(filename, "rb") as file:
            return _find_end(file) is not None
    except OSError:
        return False


class ZipInfo:
    """What is known of one file of an archive."""

    def __init__(self, filename="NoName", date_time=(1980, 1, 1, 0, 0, 0)):
        self.orig_filename = filename
        self.filename = filename.split("\0")[0]
        self.date_time = date_time
        if date_time[0] < 1980:
            raise ValueError("ZIP does not support timestamps before 1980")
        self.compress_type, self.compress_level = ZIP_STORED, None
        self.comment = self.extra = b""
        self.create_system, self.create_version, self.extract_version = 3, 20, 20
        self.reserved = self.flag_bits = self.volume = 0
        self.internal_attr = self.external_attr = 0
        self.header_offset = self.CRC = self.compress_size = self.file_size = 0

    @classmethod
    def from_file(cls, filename, arcname=None, *, strict_timestamps=True):
        """Construct an appropriate ZipInfo for a file on the filesystem."""
        status = os.stat(os.fspath(filename))
        moment = time.localtime(status.st_mtime)[:6]
        if not strict_timestamps:
            moment = max(min(moment, (2107, 12, 31, 23, 59, 59)), (1980, 1, 1, 0, 0, 0))
        name = os.path.normpath(os.fspath(filename if arcname is None else arcname)).lstrip("/")
        is_dir = stat.S_ISDIR(status.st_mode)
        self = cls(name + "/" if is_dir else name, moment)
        self.external_attr = (status.st_mode & 0xFFFF) << 16
        if is_dir:
            self.external_attr |= 0x10
        else:
            self.file_size = status.st_size
        return self

    def is_dir(self):
        """Return True if this archive member is a directory."""
        return self.filename.endswith("/")

    def __repr__(self):
        parts = [f"<{type(self).__name__} filename={self.filename!r}"]
        packed = self.compress_type != ZIP_STORED
        if packed:
            parts.append(f"compress_type={_METHODS.get(self.compress_type, self.compress_type)}")
        if self.external_attr >> 16:
            parts.append(f"filemode={stat.filemode(self.external_attr >> 16)!r}")
        if self.external_attr & 0xFFFF:
            parts.append(f"external_attr={self.external_attr & 0xFFFF:#x}")
        is_file = not self.is_dir()
        if is_file or self.file_size:
            parts.append(f"file_size={self.file_size!r}")
        if (is_file or self.compress_size) and (packed or self.file_size != self.compress_size):
            parts.append(f"compress_size={self.compress_size!r}")
        return " ".join(parts) + ">"

    def _stored_name(self):
        try:
            return self.filename.encode("ascii"), self.flag_bits & ~_UTF8
        except UnicodeEncodeError:
            return self.filename.encode(), self.flag_bits | _UTF8

    def _dos_moment(self):
        year, month, day, hour, minute, second = self.date_time
        return (hour << 11 | minute << 5 | second // 2,
                (year - 1980) << 9 | month << 5 | day)

    def FileHeader(self, zip64=None):
        """Return the per-file header as a bytes object."""
        name, flags = self._stored_name()
        return _LOCAL.pack(
            _LOCAL_MARK, self.extract_version, flags, self.compress_type, *self._dos_moment(),
            self.CRC, self.compress_size, self.file_size, len(name), len(self.extra),
        ) + name + self.extra

    def _entry(self):
        name, flags = self._stored_name()
        return _ENTRY.pack(
            _ENTRY_MARK, self.create_version | self.create_system << 8, self.extract_version,
            flags, self.compress_type, *self._dos_moment(), self.CRC, self.compress_size,
            self.file_size, len(name), len(self.extra), len(self.comment), 0,
            self.internal_attr, self.external_attr, self.header_offset,
        ) + name + self.extra + self.comment

    @classmethod
    def _from_entry(cls, data, at):
        """The entry at a place of the directory, and where it ends."""
        fields = _ENTRY.unpack(data[at:at + _ENTRY.size])
        if fields[0] != _ENTRY_MARK:
            raise BadZipFile("Bad magic number for central directory")
        (version, extract_version, flags, method, clock, day, crc, packed, size,
         name_size, extra_size, comment_size, volume, internal, external, offset) = fields[1:]
        at += _ENTRY.size
        name = data[at:at + name_size]
        text = name.decode() if flags & _UTF8 else "".join(
            _CP437[byte - 128] if byte > 127 else chr(byte) for byte in name)
        self = cls(text,
                   (1980 + (day >> 9), day >> 5 & 15, day & 31,
                    clock >> 11, clock >> 5 & 63, (clock & 31) * 2))
        at += name_size
        self.extra = data[at:at + extra_size]
        at += extra_size
        self.comment = data[at:at + comment_size]
        self.create_version, self.create_system = version & 255, version >> 8
        self.extract_version, self.flag_bits, self.compress_type = extract_version, flags, method
        self.CRC, self.compress_size, self.file_size, self.volume = crc, packed, size, volume
        self.internal_attr, self.external_attr, self.header_offset = internal, external, offset
        return self, at + comment_size


class ZipExtFile(io.BytesIO):
    """A file of an archive, opened for reading."""

    def __init__(self, data, info, mode):
        super().__init__(data)
        self.name, self.mode = info.filename, mode

    def writable(self):
        return False

    def write(self, data):
        raise io.UnsupportedOperation("write")


class _Writer(io.BytesIO):
    """A file of an archive, opened for writing: it is stored when it is closed."""

    def __init__(self, archive, info):
        super().__init__()
        self._archive, self._info = archive, info
        self.name, self.mode = info.filename, "w"

    def readable(self):
        return False

    def close(self):
        if not self.closed:
            self._archive._writing = False
            self._archive._store(self._info, self.getvalue())
        super().close()


def _check_method(method):
    if method not in (ZIP_STORED, ZIP_DEFLATED):
        known = method in _METHODS
        raise (RuntimeError if known else NotImplementedError)(
            f"Compression requires the (missing) {_METHODS[method]} module" if known
            else "That compression method is not supported")


class ZipFile:
    """A ZIP archive, opened for reading, writing or appending."""

    fp = None

    def __init__(self, file, mode="r", compression=ZIP_STORED, allowZip64=True,
                 compresslevel=None, *, strict_timestamps=True, metadata_encoding=None):
        if mode not in ("r", "w", "x", "a"):
            raise ValueError("ZipFile requires mode 'r', 'w', 'x', or 'a'")
        _check_method(compression)
        self.NameToInfo, self.filelist = {}, []
        self.compression, self.compresslevel = compression, compresslevel
        self.mode, self.pwd, self._comment = mode, None, b""
        self.debug, self._strict_timestamps = 0, strict_timestamps
        self._writing, self._changed, self._start = False, mode in ("w", "x"), 0
        self._passed = not isinstance(file, (str, os.PathLike))
        if self._passed:
            self.fp, self.filename = file, getattr(file, "name", None)
        else:
            self.filename = os.fspath(file)
            how = {"r": "rb", "w": "w+b", "x": "x+b", "a": "r+b"}[mode]
            try:
                self.fp = io.open(self.filename, how)
            except FileNotFoundError:
                if mode != "a":
                    raise
                self.fp, self._changed = io.open(self.filename, "w+b"), True
        try:
            self._begin()
        except BaseException:
            if not self._passed:
                self.fp.close()
            self.fp = None
            raise

    def _begin(self):
        if self.mode in ("w", "x"):
            try:
                self._start = self.fp.tell()
            except (AttributeError, OSError):
                self._start = 0
            return
        try:
            self._read_directory()
        except BadZipFile:
            if self.mode == "r":
                raise
            self._start, self._changed = self.fp.seek(0, 2), True

    def _read_directory(self):
        try:
            found = _find_end(self.fp)
        except OSError:
            found = None
        if found is None:
            raise BadZipFile("File is not a zip file")
        place, fields, self._comment = found
        size, offset = fields[5], fields[6]
        before = place - size - offset
        if before < 0:
            raise BadZipFile("Bad offset for central directory")
        self._start = offset + before
        self.fp.seek(self._start)
        data, at = self.fp.read(size), 0
        while at < size:
            info, at = ZipInfo._from_entry(data, at)
            info.header_offset += before
            self.filelist.append(info)
            self.NameToInfo[info.filename] = info

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def __repr__(self):
        kind = type(self)
        parts = [f"<{kind.__module__}.{kind.__qualname__}"]
        if self.fp is None:
            parts.append("[closed]")
        else:
            if self._passed:
                parts.append(f"file={self.fp!r}")
            elif self.filename is not None:
                parts.append(f"filename={self.filename!r}")
            parts.append(f"mode={self.mode!r}")
        return " ".join(parts) + ">"

    def namelist(self):
        """Return a list of file names in the archive."""
        return [info.filename for info in self.filelist]

    def infolist(self):
        """Return a list of class ZipInfo instances for files in the archive."""
        return self.filelist

    def getinfo(self, name):
        """Return the instance of ZipInfo given 'name'."""
        info = self.NameToInfo.get(name)
        if info is None:
            raise KeyError(f"There is no item named {name!r} in the archive")
        return info

    def printdir(self, file=None):
        """Print a table of contents for the zip file."""
        print("%-46s %19s %12s" % ("File Name", "Modified    ", "Size"), file=file)
        for info in self.filelist:
            date = "%d-%02d-%02d %02d:%02d:%02d" % info.date_time[:6]
            print("%-46s %s %12d" % (info.filename, date, info.file_size), file=file)

    def testzip(self):
        """Read all the files and check the CRC; return the name of the first bad one."""
        for info in self.filelist:
            try:
                self.read(info)
            except BadZipFile:
                return info.filename

    @property
    def comment(self):
        """The comment text associated with the ZIP file."""
        return self._comment

    @comment.setter
    def comment(self, comment):
        if not isinstance(comment, bytes):
            raise TypeError("comment: expected bytes, got %s" % type(comment))
        self._comment, self._changed = comment[:0xFFFF], True

    def setpassword(self, pwd):
        """Set default password for encrypted files."""
        if pwd and not isinstance(pwd, bytes):
            raise TypeError("pwd: expected bytes, got %s" % type(pwd).__name__)
        self.pwd = pwd or None

    def read(self, name, pwd=None):
        """Return file bytes for name."""
        if self.fp is None:
            raise ValueError("Attempt to use ZIP archive that was already closed")
        info = name if isinstance(name, ZipInfo) else self.getinfo(name)
        self.fp.seek(info.header_offset)
        header = self.fp.read(_LOCAL.size)
        if len(header) != _LOCAL.size:
            raise BadZipFile("Truncated file header")
        fields = _LOCAL.unpack(header)
        if fields[0] != _LOCAL_MARK:
            raise BadZipFile("Bad magic number for file header")
        if info.flag_bits & 1:
            raise RuntimeError(f"File {info.filename!r} is encrypted, password required "
                               "for extraction")
        self.fp.seek(fields[9] + fields[10], 1)
        data = self.fp.read(info.compress_size)
        if info.compress_type == ZIP_DEFLATED:
            data = zlib.decompress(data, -15)
        else:
            _check_method(info.compress_type)
        if _crc32(data) != info.CRC:
            raise BadZipFile(f"Bad CRC-32 for file {info.filename!r}")
        return data

    def open(self, name, mode="r", pwd=None, *, force_zip64=False):
        """Return a file-like object for one file of the archive."""
        if mode not in {"r", "w"}:
            raise ValueError('open() requires mode "r" or "w"')
        if mode == "r":
            info = name if isinstance(name, ZipInfo) else self.getinfo(name)
            return ZipExtFile(self.read(info), info, "rb")
        if not isinstance(name, ZipInfo):
            name = self._new_info(name)
        self._check_write(name)
        self._writing = True
        return _Writer(self, name)

    def _new_info(self, name):
        info = ZipInfo(name, time.localtime()[:6])
        info.compress_type, info.compress_level = self.compression, self.compresslevel
        if info.is_dir():
            info.external_attr = 0o40775 << 16 | 0x10
        else:
            info.external_attr = 0o600 << 16
        return info

    def _check_write(self, info):
        if info.filename in self.NameToInfo:
            import warnings
            warnings.warn(f"Duplicate name: {info.filename!r}", stacklevel=3)
        if self.mode not in ("w", "x", "a"):
            raise ValueError("write() requires mode 'w', 'x', or 'a'")
        if self.fp is None:
            raise ValueError("Attempt to write ZIP archive that was already closed")
        if self._writing:
            raise ValueError("Can't write to ZIP archive while an open writing handle exists")
        _check_method(info.compress_type)

    def _store(self, info, data):
        info.external_attr = info.external_attr or 0o600 << 16
        info.file_size, info.CRC = len(data), _crc32(data)
        if info.compress_type == ZIP_DEFLATED:
            level = -1 if info.compress_level is None else info.compress_level
            packer = zlib.compressobj(level, zlib.DEFLATED, -15)
            data = packer.compress(data) + packer.flush()
        info.compress_size, info.header_offset = len(data), self._start
        self.fp.seek(self._start)
        self.fp.write(info.FileHeader() + data)
        self._start, self._changed = self.fp.tell(), True
        self.filelist.append(info)
        self.NameToInfo[info.filename] = info

    def write(self, filename, arcname=None, compress_type=None, compresslevel=None):
        """Put the bytes from filename into the archive under the name arcname."""
        if self.fp is None:
            raise ValueError("Attempt to write to ZIP archive that was already closed")
        info = ZipInfo.from_file(filename, arcname, strict_timestamps=self._strict_timestamps)
        if info.is_dir():
            self._check_write(info)
            self._store(info, b"")
            return
        info.compress_type = self.compression if compress_type is None else compress_type
        info.compress_level = self.compresslevel if compresslevel is None else compresslevel
        with io.open(filename, "rb") as file:
            data = file.read()
        self._check_write(info)
        self._store(info, data)

    def writestr(self, zinfo_or_arcname, data, compress_type=None, compresslevel=None):
        """Write a file into the archive, from str or bytes."""
        if isinstance(data, str):
            data = data.encode()
        info = zinfo_or_arcname
        if not isinstance(info, ZipInfo):
            info = self._new_info(info)
        if self.fp is None:
            raise ValueError("Attempt to write to ZIP archive that was already closed")
        if compress_type is not None:
            info.compress_type = compress_type
        if compresslevel is not None:
            info.compress_level = compresslevel
        self._check_write(info)
        self._store(info, bytes(data))

    def mkdir(self, zinfo_or_directory_name, mode=511):
        """Creates a directory inside the zip archive."""
        info = zinfo_or_directory_name
        if not isinstance(info, ZipInfo):
            if not isinstance(info, str):
                raise TypeError("Expected type str or ZipInfo")
            info = ZipInfo(info if info.endswith("/") else info + "/")
            info.external_attr = (0o40000 | mode) << 16 | 0x10
        self._check_write(info)
        self._store(info, b"")

    def extract(self, member, path=None, pwd=None):
        """Extract a file to the current directory, or another; return where it is."""
        info = member if isinstance(member, ZipInfo) else self.getinfo(member)
        parts = [part for part in info.filename.split("/") if part not in ("", ".", "..")]
        target = os.path.normpath(os.path.join(os.getcwd() if path is None else os.fspath(path),
                                               *parts))
        os.makedirs(target if info.is_dir() else os.path.dirname(target) or ".", exist_ok=True)
        if not info.is_dir():
            data = self.read(info)
            with io.open(target, "wb") as file:
                file.write(data)
        return target

    def extractall(self, path=None, members=None, pwd=None):
        """Extract all members from the archive to the current directory, or another."""
        for member in list(self.filelist) if members is None else members:
            self.extract(member, path, pwd)

    def close(self):
        """Close the file, and for mode 'w', 'x' and 'a' write the ending records."""
        if self.fp is None:
            return
        if self._writing:
            raise ValueError("Can't close the ZIP file while there is an open writing handle "
                             "on it. Close the writing handle before closing the zip.")
        try:
            if self.mode != "r" and self._changed:
                self._write_end()
        finally:
            file, self.fp = self.fp, None
            if not self._passed:
                file.close()

    def _write_end(self):
        self.fp.seek(self._start)
        directory = b"".join(info._entry() for info in self.filelist)
        count = len(self.filelist)
        self.fp.write(directory + _END.pack(
            _END_MARK, 0, 0, count, count, len(directory), self._start, len(self._comment)
        ) + self._comment)
        if self.mode == "a":
            self.fp.truncate()
        self.fp.flush()

    def __del__(self):
        self.close()


def __getattr__(name):
    if name != "Path":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from _zip_path import Path
    return Path
