"""What kind of content a file has, judged by its name."""

import posixpath as _posixpath

__all__ = ["knownfiles", "inited", "MimeTypes", "guess_type", "guess_file_type", "guess_all_extensions",
           "guess_extension", "add_type", "init", "suffix_map", "encodings_map", "types_map",
           "common_types"]

knownfiles, inited = [], True
suffix_map = {".svgz": ".svg.gz", ".tgz": ".tar.gz", ".taz": ".tar.gz", ".tz": ".tar.gz",
              ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}
encodings_map = {".gz": "gzip", ".Z": "compress", ".bz2": "bzip2", ".xz": "xz", ".br": "br"}
common_types = {".rtf": "application/rtf", ".jpg": "image/jpg", ".mid": "audio/midi",
                ".midi": "audio/midi", ".pct": "image/pict", ".pic": "image/pict",
                ".pict": "image/pict", ".webp": "image/webp", ".xul": "text/xul"}
_TYPES = """
text/javascript: js mjs
application/json: json
application/manifest+json: webmanifest
application/msword: doc dot wiz
application/n-quads: nq
application/n-triples: nt
application/octet-stream: bin a dll exe o obj so
application/oda: oda
application/pdf: pdf
application/pkcs7-mime: p7c
application/postscript: ps ai eps
application/trig: trig
application/vnd.apple.mpegurl: m3u m3u8
application/vnd.ms-excel: xls xlb
application/vnd.ms-powerpoint: ppt pot ppa pps pwz
application/wasm: wasm
application/x-bcpio: bcpio
application/x-cpio: cpio
application/x-csh: csh
application/x-dvi: dvi
application/x-gtar: gtar
application/x-hdf: hdf
application/x-hdf5: h5
application/x-latex: latex
application/x-mif: mif
application/x-netcdf: cdf nc
application/x-pkcs12: p12 pfx
application/x-pn-realaudio: ram
application/x-python-code: pyc pyo
application/x-sh: sh
application/x-shar: shar
application/x-shockwave-flash: swf
application/x-sv4cpio: sv4cpio
application/x-sv4crc: sv4crc
application/x-tar: tar
application/x-tcl: tcl
application/x-tex: tex
application/x-texinfo: texi texinfo
application/x-troff: roff t tr
application/x-troff-man: man
application/x-troff-me: me
application/x-troff-ms: ms
application/x-ustar: ustar
application/x-wais-source: src
application/xml: xsl rdf wsdl xpdl
application/zip: zip
audio/3gpp: 3gp 3gpp
audio/3gpp2: 3g2 3gpp2
audio/aac: aac adts loas ass
audio/basic: au snd
audio/mpeg: mp3 mp2
audio/opus: opus
audio/x-aiff: aif aifc aiff
audio/x-pn-realaudio: ra
audio/x-wav: wav
image/avif: avif
image/bmp: bmp
image/gif: gif
image/heic: heic
image/heif: heif
image/ief: ief
image/jpeg: jpg jpe jpeg
image/png: png
image/svg+xml: svg
image/tiff: tiff tif
image/vnd.microsoft.icon: ico
image/webp: webp
image/x-cmu-raster: ras
image/x-portable-anymap: pnm
image/x-portable-bitmap: pbm
image/x-portable-graymap: pgm
image/x-portable-pixmap: ppm
image/x-rgb: rgb
image/x-xbitmap: xbm
image/x-xpixmap: xpm
image/x-xwindowdump: xwd
message/rfc822: eml mht mhtml nws
text/css: css
text/csv: csv
text/html: html htm
text/markdown: md markdown
text/n3: n3
text/plain: txt bat c h ksh pl srt
text/richtext: rtx
text/rtf: rtf
text/tab-separated-values: tsv
text/vtt: vtt
text/x-python: py
text/x-rst: rst
text/x-setext: etx
text/x-sgml: sgm sgml
text/x-vcard: vcf
text/xml: xml
video/mp4: mp4
video/mpeg: mpeg m1v mpa mpe mpg
video/quicktime: mov qt
video/webm: webm
video/x-msvideo: avi
video/x-sgi-movie: movie
"""
types_map = {f".{end}": kind for kind, _, ends in
             (line.partition(": ") for line in _TYPES.split("\n")) for end in ends.split()}


def init(files=None):
    """The table is there from the start."""


def guess_type(url, strict=True):
    """Guess the type of a file based on its name or address: a tuple (type, encoding)."""
    path = str(url)
    scheme, colon, rest = path.partition(":")
    if scheme == "data" and colon:
        kind = rest.partition(",")[0].partition(";")[0]
        return kind if "/" in kind else "text/plain", None
    return guess_file_type(path, strict=strict)


def guess_file_type(path, *, strict=True):
    """Guess the type of a file based on its path: a tuple (type, encoding)."""
    base, end = _posixpath.splitext(str(path))
    while suffix_map.get(end.lower()):
        base, end = _posixpath.splitext(base + suffix_map[end.lower()])
    encoding = encodings_map.get(end)
    if encoding:
        base, end = _posixpath.splitext(base)
    end = end.lower()
    kind = types_map.get(end) or (None if strict else common_types.get(end))
    return kind, encoding


def guess_all_extensions(type, strict=True):
    """Guess the extensions for a file based on its type."""
    kind = type.lower()
    found = [end for end, known in types_map.items() if known == kind]
    if not strict:
        found += [end for end, known in common_types.items() if known == kind and end not in found]
    return found


def guess_extension(type, strict=True):
    """Guess the extension for a file based on its type."""
    return next(iter(guess_all_extensions(type, strict)), None)


def add_type(type, ext, strict=True):
    """Add a mapping between a type and an extension."""
    (types_map if strict else common_types)[ext] = type


class MimeTypes:
    """The table, as an object."""

    def __init__(self, filenames=(), strict=True):
        self.types_map, self.encodings_map = (common_types, types_map), encodings_map
        self.suffix_map = suffix_map

    guess_type = staticmethod(guess_type)
    guess_extension = staticmethod(guess_extension)
    guess_all_extensions = staticmethod(guess_all_extensions)
    add_type = staticmethod(add_type)
