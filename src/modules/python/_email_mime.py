"""The classes of email.mime, each of which is shown by a module of its own."""

from email import encoders as _encoders
from email.message import Message


class MIMEBase(Message):
    """A message of a type, with no content yet."""

    def __init__(self, _maintype, _subtype, *, policy=None, **_params):
        Message.__init__(self, policy)
        self.add_header("Content-Type", f"{_maintype}/{_subtype}", **_params)
        self["MIME-Version"] = "1.0"


class MIMENonMultipart(MIMEBase):
    """A message without parts."""

    def attach(self, payload):
        from email.errors import MultipartConversionError
        raise MultipartConversionError("Cannot attach additional subparts to non-multipart/*")


class MIMEMultipart(MIMEBase):
    """A message of parts."""

    def __init__(self, _subtype="mixed", boundary=None, _subparts=None, *, policy=None, **_params):
        MIMEBase.__init__(self, "multipart", _subtype, policy=policy, **_params)
        self._payload = []
        for part in _subparts or ():
            self.attach(part)
        if boundary:
            self.set_boundary(boundary)


class MIMEText(MIMENonMultipart):
    """A text."""

    def __init__(self, _text, _subtype="plain", _charset=None, *, policy=None):
        if _charset is None:
            _charset = "us-ascii" if _text.isascii() else "utf-8"
        MIMENonMultipart.__init__(self, "text", _subtype, policy=policy, charset=str(_charset))
        self.set_payload(_text, _charset)


class _MIMEFile(MIMENonMultipart):
    _main = "application"

    def __init__(self, _data, _subtype, _encoder=_encoders.encode_base64, *, policy=None, **_params):
        MIMENonMultipart.__init__(self, self._main, _subtype, policy=policy, **_params)
        self.set_payload(_data)
        _encoder(self)


class MIMEApplication(_MIMEFile):
    """Data of a program."""

    def __init__(self, _data, _subtype="octet-stream", _encoder=_encoders.encode_base64, *,
                 policy=None, **_params):
        if _subtype is None:
            raise TypeError("Invalid application MIME subtype")
        _MIMEFile.__init__(self, _data, _subtype, _encoder, policy=policy, **_params)


def _kind(data, signs, what):
    for sign, at, kind in signs:
        if data[at:at + len(sign)] == sign:
            return kind
    raise TypeError(f"Could not guess {what} MIME subtype")


class MIMEImage(_MIMEFile):
    """A picture."""

    _main = "image"
    _SIGNS = ((b"\x89PNG\r\n\x1a\n", 0, "png"), (b"\xff\xd8", 0, "jpeg"), (b"GIF8", 0, "gif"),
              (b"BM", 0, "bmp"), (b"WEBP", 8, "webp"), (b"II", 0, "tiff"), (b"MM", 0, "tiff"))

    def __init__(self, _imagedata, _subtype=None, _encoder=_encoders.encode_base64, *, policy=None,
                 **_params):
        kind = _subtype or _kind(_imagedata, self._SIGNS, "image")
        _MIMEFile.__init__(self, _imagedata, kind, _encoder, policy=policy, **_params)


class MIMEAudio(_MIMEFile):
    """A sound."""

    _main = "audio"
    _SIGNS = ((b"WAVE", 8, "x-wav"), (b".snd", 0, "basic"), (b"AIFF", 8, "x-aiff"),
              (b"ID3", 0, "mpeg"))

    def __init__(self, _audiodata, _subtype=None, _encoder=_encoders.encode_base64, *, policy=None,
                 **_params):
        kind = _subtype or _kind(_audiodata, self._SIGNS, "audio")
        _MIMEFile.__init__(self, _audiodata, kind, _encoder, policy=policy, **_params)


class MIMEMessage(MIMENonMultipart):
    """A message within a message."""

    def __init__(self, _msg, _subtype="rfc822", *, policy=None):
        MIMENonMultipart.__init__(self, "message", _subtype, policy=policy)
        if not isinstance(_msg, Message):
            raise TypeError("Argument is not an instance of Message")
        Message.attach(self, _msg)
        self.set_default_type("message/rfc822")


_PLACES = {MIMEBase: "base", MIMENonMultipart: "nonmultipart", MIMEMultipart: "multipart",
           MIMEText: "text", MIMEApplication: "application", MIMEImage: "image",
           MIMEAudio: "audio", MIMEMessage: "message"}
for _class, _place in _PLACES.items():
    _class.__module__ = "email.mime." + _place
