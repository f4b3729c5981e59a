"""Where Python 2 kept what has moved since: pickles of protocols below 3 use those names."""

# New module, old module.
MODULES = dict(row.split() for row in """\
builtins __builtin__
copyreg copy_reg
queue Queue
socketserver SocketServer
configparser ConfigParser
reprlib repr
_markupbase markupbase
_thread thread
_dummy_thread dummy_thread
dbm.bsd dbhash
dbm.dumb dumbdbm
dbm.ndbm dbm
dbm.gnu gdbm
xmlrpc.client xmlrpclib
xmlrpc.server SimpleXMLRPCServer
http.client httplib
html.entities htmlentitydefs
html.parser HTMLParser
http.cookies Cookie
http.cookiejar cookielib
http.server BaseHTTPServer
test.support test.test_support
subprocess commands
urllib.parse urlparse
urllib.robotparser robotparser
urllib.request urllib2
dbm anydbm
collections.abc _abcoll
_bz2 bz2
_dbm dbm
_functools functools
_gdbm gdbm
_pickle pickle""".splitlines())

# New module, new name, old module, old name.
_ROWS = [row.split() for row in """\
builtins range __builtin__ xrange
functools reduce __builtin__ reduce
sys intern __builtin__ intern
builtins chr __builtin__ unichr
builtins str __builtin__ unicode
builtins int __builtin__ long
builtins zip itertools izip
builtins map itertools imap
builtins filter itertools ifilter
itertools filterfalse itertools ifilterfalse
itertools zip_longest itertools izip_longest
collections UserDict UserDict IterableUserDict
collections UserList UserList UserList
collections UserString UserString UserString
dbm whichdb whichdb whichdb
socket fromfd _socket fromfd
_functools reduce __builtin__ reduce
_socket socket socket _socketobject
urllib.error ContentTooShortError urllib ContentTooShortError
urllib.error HTTPError urllib2 HTTPError
urllib.error URLError urllib2 URLError
http.server SimpleHTTPRequestHandler SimpleHTTPServer SimpleHTTPRequestHandler
http.server CGIHTTPRequestHandler CGIHTTPServer CGIHTTPRequestHandler""".splitlines()]
_ROWS += [["urllib.request", name, "urllib", name] for name in (
    "getproxies", "pathname2url", "url2pathname", "urlcleanup", "urlopen", "urlretrieve")]
_ROWS += [["urllib.parse", name, "urllib", name] for name in (
    "quote_plus", "quote", "unquote_plus", "unquote", "urlencode")]
_EXCEPTIONS = """\
ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning
DeprecationWarning EOFError EnvironmentError Exception FloatingPointError FutureWarning
GeneratorExit IOError ImportError ImportWarning IndentationError IndexError KeyError
KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError OverflowError
PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning StopIteration SyntaxError
SyntaxWarning SystemError SystemExit TabError TypeError UnboundLocalError UnicodeDecodeError
UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError
Warning ZeroDivisionError""".split()
_ROWS += [["builtins", name, "exceptions", name] for name in _EXCEPTIONS]
NEW_NAMES = {(old, old_name): (new, name) for new, name, old, old_name in _ROWS}
NEW_NAMES |= {("__builtin__", "basestring"): ("builtins", "str"),
              ("exceptions", "StandardError"): ("builtins", "Exception"),
              ("UserDict", "UserDict"): ("collections", "UserDict"),
              ("__builtin__", "reduce"): ("functools", "reduce"),
              ("socket", "_socketobject"): ("socket", "SocketType")}
_ROWS += [["builtins", name, "exceptions", "OSError"] for name in """\
BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
ConnectionResetError FileExistsError FileNotFoundError InterruptedError IsADirectoryError
NotADirectoryError PermissionError ProcessLookupError TimeoutError""".split()]
_ROWS.append(["builtins", "ModuleNotFoundError", "exceptions", "ImportError"])
OLD_NAMES = {(new, name): (old, old_name) for new, name, old, old_name in _ROWS}
NEW_MODULES = {old: new for new, old in MODULES.items()}
NEW_MODULES |= {"cPickle": "pickle", "_elementtree": "xml.etree.ElementTree",
                "SimpleHTTPServer": "http.server", "CGIHTTPServer": "http.server",
                "UserDict": "collections", "UserList": "collections",
                "UserString": "collections", "whichdb": "dbm", "StringIO": "io",
                "cStringIO": "io", "dbm": "dbm.ndbm", "gdbm": "dbm.gnu"}
for _name in ("bz2", "functools", "pickle"):
    del NEW_MODULES[_name]
