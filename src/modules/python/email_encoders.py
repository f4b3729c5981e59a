"""Ways to encode the content of a message."""

__all__ = ["encode_7or8bit", "encode_base64", "encode_noop", "encode_quopri"]


def encode_base64(msg):
    """Encode the content as Base64."""
    import base64
    data = msg.get_payload(decode=True)
    msg.set_payload(base64.encodebytes(data).decode())
    msg["Content-Transfer-Encoding"] = "base64"


def encode_quopri(msg):
    """Encode the content as quoted-printable."""
    import quopri
    data = msg.get_payload(decode=True)
    msg.set_payload(quopri.encodestring(data, quotetabs=True).decode())
    msg["Content-Transfer-Encoding"] = "quoted-printable"


def encode_7or8bit(msg):
    """Say whether the content has letters beyond ASCII."""
    payload = msg.get_payload(decode=True)
    msg["Content-Transfer-Encoding"] = "7bit" if payload is None or payload.isascii() else "8bit"


def encode_noop(msg):
    """Do nothing."""
