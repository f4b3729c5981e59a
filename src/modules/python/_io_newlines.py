"""IncrementalNewlineDecoder of io."""


class IncrementalNewlineDecoder:
    """Codec used when reading a file in universal newlines mode."""

    __module__ = "_io"

    def __init__(self, decoder, translate, errors="strict"):
        self._decoder, self._translate, self._errors = decoder, translate, errors
        self._held, self._seen = False, 0

    def decode(self, input, final=False):
        text = input if self._decoder is None else self._decoder.decode(input, final=final)
        if self._held and (text or final):
            text, self._held = "\r" + text, False
        if text.endswith("\r") and not final:
            # Its `\n` may come with the next piece.
            text, self._held = text[:-1], True
        pairs = text.count("\r\n")
        alone = text.count("\r") - pairs
        self._seen |= (alone > 0) | (text.count("\n") > pairs) << 1 | (pairs > 0) << 2
        if self._translate:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def getstate(self):
        buffer, flag = (b"", 0) if self._decoder is None else self._decoder.getstate()
        return buffer, flag << 1 | self._held

    def setstate(self, state):
        buffer, flag = state
        self._held = bool(flag & 1)
        if self._decoder is not None:
            self._decoder.setstate((buffer, flag >> 1))

    def reset(self):
        self._held, self._seen = False, 0
        if self._decoder is not None:
            self._decoder.reset()

    @property
    def newlines(self):
        kinds = [kind for bit, kind in enumerate(("\r", "\n", "\r\n")) if self._seen >> bit & 1]
        return None if not kinds else kinds[0] if len(kinds) == 1 else tuple(kinds)
