"""Texts in other languages; here each text stands for itself."""

__all__ = ["NullTranslations", "GNUTranslations", "bindtextdomain", "find", "translation", "install",
           "textdomain", "dgettext", "dngettext", "gettext", "ngettext", "pgettext", "npgettext"]

_domain, _directories = "messages", {}


class NullTranslations:
    """Texts that stand for themselves."""

    def __init__(self, fp=None):
        self._fallback = None

    def add_fallback(self, fallback):
        """Ask another where this one knows nothing."""
        self._fallback = fallback

    def gettext(self, message):
        """Return the text."""
        return self._fallback.gettext(message) if self._fallback else message

    def ngettext(self, msgid1, msgid2, n):
        """Return the text for one, or for many."""
        if self._fallback:
            return self._fallback.ngettext(msgid1, msgid2, n)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context, message):
        """Return the text."""
        return self.gettext(message)

    def npgettext(self, context, msgid1, msgid2, n):
        """Return the text for one, or for many."""
        return self.ngettext(msgid1, msgid2, n)

    def info(self):
        """Return what is known of the translation."""
        return {}

    def charset(self):
        """Return the encoding of the catalogue: none."""

    def install(self, names=None):
        """Make _() a builtin."""
        import builtins
        builtins._ = self.gettext
        for name in names or ():
            setattr(builtins, name, getattr(self, name))


GNUTranslations = NullTranslations
_plain = NullTranslations()
gettext, ngettext = _plain.gettext, _plain.ngettext
pgettext, npgettext = _plain.pgettext, _plain.npgettext


def textdomain(domain=None):
    """Set, and return, the domain."""
    global _domain
    if domain is not None:
        _domain = domain
    return _domain


def bindtextdomain(domain, localedir=None):
    """Set, and return, where the domain's catalogues are."""
    if localedir is not None:
        _directories[domain] = localedir
    return _directories.get(domain, "/usr/local/share/locale")


def dgettext(domain, message):
    """Return the text."""
    return message


def dngettext(domain, msgid1, msgid2, n):
    """Return the text for one, or for many."""
    return ngettext(msgid1, msgid2, n)


def find(domain, localedir=None, languages=None, all=False):
    """Return no catalogue."""
    return [] if all else None


def translation(domain, localedir=None, languages=None, class_=None, fallback=False):
    """Return texts that stand for themselves, if that is good enough."""
    if fallback:
        return NullTranslations()
    from errno import ENOENT
    raise FileNotFoundError(ENOENT, "No translation file found for domain", domain)


def install(domain, localedir=None, *, names=None):
    """Make _() a builtin."""
    translation(domain, localedir, fallback=True).install(names)
