"""The one locale there is: C."""

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127

__all__ = ["getlocale", "getdefaultlocale", "getpreferredencoding", "Error", "setlocale",
           "localeconv", "strcoll", "strxfrm", "str", "atof", "atoi", "format_string", "currency",
           "normalize", "LC_CTYPE", "LC_COLLATE", "LC_MESSAGES", "LC_TIME", "LC_MONETARY",
           "LC_NUMERIC", "LC_ALL", "CHAR_MAX", "getencoding", "delocalize"]


class Error(Exception):
    __module__ = "locale"


def setlocale(category, locale=None):
    """Set the locale for the given category: there is only C."""
    if locale in (None, "", "C", "POSIX", "C.UTF-8", "en_US.UTF-8"):
        return "C" if locale is None else locale or "C.UTF-8"
    raise Error("unsupported locale setting")


def getlocale(category=LC_CTYPE):
    """Returns the current setting for the given locale category."""
    return ("en_US", "UTF-8") if category == LC_CTYPE else (None, None)


getdefaultlocale = getlocale


def getencoding():
    return "utf-8"


def getpreferredencoding(do_setlocale=True):
    """Return the charset that the user is likely using."""
    return "utf-8"


def normalize(localename):
    return localename


def localeconv():
    """The conventions of the locale."""
    return {"decimal_point": ".", "thousands_sep": "", "grouping": [], "int_curr_symbol": "",
            "currency_symbol": "", "mon_decimal_point": "", "mon_thousands_sep": "",
            "mon_grouping": [], "positive_sign": "", "negative_sign": "", "int_frac_digits": 127,
            "frac_digits": 127, "p_cs_precedes": 127, "p_sep_by_space": 127, "n_cs_precedes": 127,
            "n_sep_by_space": 127, "p_sign_posn": 127, "n_sign_posn": 127}


def strcoll(a, b, /):
    return (a > b) - (a < b)


def strxfrm(string, /):
    return string


def format_string(f, val, grouping=False, monetary=False):
    """Formats a string in the same way that the % formatting would use."""
    return f % val


def currency(val, symbol=True, grouping=False, international=False):
    raise ValueError("Currency formatting is not possible using the 'C' locale.")


def str(val):
    """Convert float to string, taking the locale into account."""
    return "%.12g" % val


def delocalize(string):
    return string


def atof(string, func=float):
    """Parses a string as a float according to the locale settings."""
    return func(string)


def atoi(string):
    """Converts a string to an integer according to the locale settings."""
    return int(string)
