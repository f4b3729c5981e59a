"""Where objects come from: files, lines, comments and the texts that describe them, for inspect."""

import linecache
import sys
import types
from _inspect_kinds import (
    iscode, isclass, isframe, isfunction, ismethod, ismodule, istraceback, unwrap)

# What is defined here belongs to inspect.
__name__ = "inspect"


def getdoc(object):
    """Get the documentation string for an object, inherited where need be."""
    doc = getattr(object, '__doc__', None)
    if doc is None:
        doc = _inherited_doc(object)
    return cleandoc(doc) if isinstance(doc, str) else None


def _inherited_doc(obj):
    if isclass(obj):
        return next((base.__doc__ for base in obj.__mro__ if base is not object and base.__doc__), None)
    owner, name = _owner(obj)
    for base in owner.__mro__ if isclass(owner) else ():
        slots = base.__dict__.get('__slots__')
        if isinstance(obj, types.MemberDescriptorType) and isinstance(slots, dict) and slots.get(name):
            return slots[name]
        doc = getattr(base.__dict__.get(name), '__doc__', None)
        if doc is not None:
            return doc
    return None


def _owner(obj):
    """The class in which something was defined, and its name there."""
    if isinstance(obj, (types.MemberDescriptorType, types.GetSetDescriptorType)):
        return obj.__objclass__, obj.__name__
    if isinstance(obj, property):
        obj = obj.fget
    if ismethod(obj) and isclass(obj.__self__):
        return obj.__self__, obj.__name__
    if ismethod(obj):
        return type(obj.__self__), obj.__name__
    owner = sys.modules.get(getattr(obj, '__module__', None))
    for part in getattr(obj, '__qualname__', '').split('.')[:-1]:
        owner = getattr(owner, part, None)
    return owner, getattr(obj, '__name__', None)


def cleandoc(doc):
    """Clean up indentation from docstrings."""
    lines = doc.expandtabs().split('\n')
    margin = min((len(line) - len(line.lstrip(' ')) for line in lines[1:] if line.strip(' ')),
                 default=None)
    lines = [lines[0].lstrip(' '), *(line[margin:] if margin is not None else line
                                     for line in lines[1:])]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def indentsize(line):
    """Return the indent size, in spaces, at the start of a line of text."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def _code_of(object):
    object = unwrap(object)
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    return object if iscode(object) else None


def getfile(object):
    """Work out which source or compiled file an object was defined in."""
    if ismodule(object):
        if getattr(object, '__file__', None):
            return object.__file__
        raise TypeError(f'{object!r} is a built-in module')
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, '__file__', None):
            return module.__file__
        if object.__module__ == '__main__':
            raise OSError('source code not available')
        raise TypeError(f'{object!r} is a built-in class')
    code = _code_of(object)
    if code is not None:
        return code.co_filename
    raise TypeError('module, class, method, function, traceback, frame, or code object was '
                    f'expected, got {type(object).__name__}')


getsourcefile = getfile


def getabsfile(object, _filename=None):
    """Return an absolute path to the source or compiled file for an object."""
    import os
    return os.path.normcase(os.path.abspath(_filename or getfile(object)))


def getmodule(object, _filename=None):
    """Return the module an object was defined in, or None if not found."""
    if ismodule(object):
        return object
    return sys.modules.get(getattr(object, '__module__', None))


def getmodulename(path):
    """Return the module name for a given file, or None."""
    name = path.rpartition('/')[2]
    return name[:-3] if name.endswith('.py') else None


def findsource(object):
    """Return the lines of the file an object is from, and its first line number (from 0)."""
    import _traceback
    code = _code_of(object)
    if code is not None:
        lines, first = _traceback.source(code).splitlines(keepends=True), code.co_firstlineno - 1
    elif ismodule(object):
        lines, first = linecache.getlines(getfile(object), object.__dict__), 0
    elif isclass(object):
        lines, first = _class_source(object)
    else:
        getfile(object)
        raise OSError('could not get source code')
    if not lines:
        raise OSError('could not get source code')
    if first >= len(lines):
        raise OSError('lineno is out of bounds')
    return lines, first


def _class_source(cls):
    first = cls.__dict__.get('__firstlineno__')
    module = sys.modules.get(cls.__module__)
    file = getattr(module, '__file__', None)
    if file and first is not None:
        return linecache.getlines(file, module.__dict__), first - 1
    if first is not None:
        # What was typed is known by the methods that were defined with the class.
        import _traceback
        for value in cls.__dict__.values():
            code = _code_of(value) if callable(value) else None
            if code is not None and code.co_qualname.startswith(cls.__qualname__ + '.'):
                return _traceback.source(code).splitlines(keepends=True), first - 1
    getfile(cls)
    raise OSError('source code not available')


class EndOfBlock(Exception):
    """The tokens of a block have come to their end."""


class BlockFinder:
    """Tells by tokens where the block ends with whose first line they begin."""

    def __init__(self):
        self.last, self.depth, self.body_column = 1, 0, None
        self.started = self.is_lambda = self.in_decorator = self.in_line = False

    def tokeneater(self, type, token, srowcol, erowcol, line):
        """Take one token; EndOfBlock says that the block ended with those before it."""
        from tokenize import TokenInfo
        if self.ends(TokenInfo(type, token, srowcol, erowcol, line)):
            raise EndOfBlock

    def ends(self, token):
        from token import COMMENT, DEDENT, INDENT, NEWLINE, NL
        kind, text = token.type, token.string
        if not self.started and not self.in_decorator:
            if kind not in (INDENT, COMMENT, NL):
                self.in_decorator = text == '@'
                self.started = text in ('def', 'class', 'lambda')
                self.is_lambda = text == 'lambda'
                self.in_line = True
        elif kind == NEWLINE:
            self.in_line = self.in_decorator = False
            self.last = token.start[0]
            return self.is_lambda
        elif self.in_line:
            pass
        elif kind == INDENT:
            if self.body_column is None and self.started:
                self.body_column = token.end[1]
            self.depth += 1
            self.in_line = True
        elif kind == DEDENT:
            self.depth -= 1
            return self.depth <= 0
        elif kind == COMMENT:
            if self.body_column is not None and token.start[1] >= self.body_column:
                self.last = token.start[0]
        elif self.depth == 0 and kind != NL:
            return True
        return False


def getblock(lines):
    """The block of code at the top of the given list of lines."""
    from tokenize import TokenError, generate_tokens
    block, before = BlockFinder(), None
    try:
        for before in generate_tokens(iter(lines).__next__):
            if block.ends(before):
                break
    except (IndentationError, TokenError):
        pass
    except SyntaxError as error:
        if 'unmatched' not in error.msg:
            raise error from None
        # A lambda within brackets ends with its line.
        if before is not None:
            block.last = max(block.last, before.start[0])
    return lines[:block.last]


def getsourcelines(object):
    """Return a list of source lines and starting line number for an object."""
    object = unwrap(object)
    lines, lnum = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or (isframe(object) and object.f_code.co_name == '<module>'):
        return lines, 0
    return getblock(lines[lnum:]), lnum + 1


def getsource(object):
    """Return the text of the source code for an object."""
    return ''.join(getsourcelines(object)[0])


def getcomments(object):
    """Get lines of comments immediately preceding an object's source code."""
    try:
        lines, lnum = findsource(object)
    except (OSError, TypeError):
        return None
    if ismodule(object):
        return _first_comments(lines)
    if lnum == 0:
        return None
    indent, start = indentsize(lines[lnum]), lnum
    while start > 0 and lines[start - 1].lstrip()[:1] == '#' and indentsize(lines[start - 1]) == indent:
        start -= 1
    comments = [line.expandtabs().lstrip() for line in lines[start:lnum]]
    if not comments:
        return None
    while comments and comments[0].strip() == '#':
        del comments[0]
    while comments and comments[-1].strip() == '#':
        del comments[-1]
    return ''.join(comments)


def _first_comments(lines):
    """The comments at the top of a file, behind what names its interpreter."""
    start = 1 if lines and lines[0].startswith('#!') else 0
    while start < len(lines) and lines[start].strip() in ('', '#'):
        start += 1
    end = start
    while end < len(lines) and lines[end].startswith('#'):
        end += 1
    return ''.join(line.expandtabs() for line in lines[start:end]) if end > start else None
