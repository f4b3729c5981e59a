"""Extract, format and print information about Python stack traces."""

import sys
import _traceback

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only',
           'format_list', 'format_stack', 'format_tb', 'print_exc', 'format_exc',
           'print_exception', 'print_last', 'print_stack', 'print_tb', 'clear_frames',
           'FrameSummary', 'StackSummary', 'TracebackException', 'walk_stack', 'walk_tb',
           'print_list']

_sentinel = object()


class FrameSummary:
    """Information about a single frame from a traceback."""

    __slots__ = ('filename', 'lineno', 'end_lineno', 'colno', 'end_colno', 'name', 'line', '_text',
                 'locals')

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None, **kwargs):
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.line = line or ''
        self.locals = locals
        self._text = None

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return tuple(self) == tuple(other)
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __len__(self):
        return 4

    def __repr__(self):
        return f'<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>'


class StackSummary(list):
    """A list of FrameSummary objects, representing a stack of frames."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Create a StackSummary from pairs of frame and line number."""
        pairs = _cut(list(frame_gen), limit)
        found = klass(_summary(frame, lineno) for frame, lineno in pairs)
        if capture_locals:
            for summary, (frame, _) in zip(found, pairs):
                summary.locals = _shown(frame)
        return found

    @classmethod
    def from_list(klass, a_list):
        """Create a StackSummary from FrameSummary objects or tuples."""
        return klass(frame if isinstance(frame, FrameSummary)
                     else FrameSummary(frame[0], frame[1], frame[2], line=frame[3])
                     for frame in a_list)

    def format_frame_summary(self, frame_summary):
        """The text of one entry."""
        rows = ''.join(f'    {name} = {value}\n'
                       for name, value in sorted((frame_summary.locals or {}).items()))
        if frame_summary._text is not None:
            return frame_summary._text + rows
        text = (f'  File "{frame_summary.filename}", line {frame_summary.lineno}, '
                f'in {frame_summary.name}\n')
        if frame_summary.line:
            text += f'    {frame_summary.line.strip()}\n'
        return text + rows

    def format(self, **kwargs):
        """The texts of the entries; those that repeat themselves are counted."""
        result = []
        last, count = None, 0
        for frame in self:
            key = (frame.filename, frame.lineno, frame.name)
            if key != last:
                result.extend(_repeats(count))
                last, count = key, 0
            count += 1
            if count <= 3:
                result.append(self.format_frame_summary(frame))
        result.extend(_repeats(count))
        return result


def _shown(frame):
    """The local variables of a frame as text."""
    shown = {}
    for name, value in frame.f_locals.items():
        try:
            shown[name] = repr(value)
        except Exception:
            shown[name] = '<local repr() failed>'
    return shown


def _cut(entries, limit):
    """The entries that a limit leaves: the first, or with a negative limit the last ones."""
    if limit is None:
        limit = getattr(sys, 'tracebacklimit', None)
        if limit is not None and limit < 0:
            limit = 0
    if limit is None:
        return entries
    return entries[:limit] if limit >= 0 else entries[limit:]


def _repeats(count):
    if count > 3:
        more = count - 3
        yield f'  [Previous line repeated {more} more time{"s" if more > 1 else ""}]\n'


def _summary(frame, lineno):
    lines = _traceback.source(frame).split('\n')
    line = lines[lineno - 1].strip() if 0 < lineno <= len(lines) else ''
    return FrameSummary(frame.f_code.co_filename, lineno, frame.f_code.co_name, line=line)


def walk_stack(f):
    """Walk a stack yielding the frame and line number for each frame."""
    if f is None:
        f = sys._getframe(1)
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Walk a traceback yielding the frame and line number for each frame."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def extract_tb(tb, limit=None):
    """A StackSummary of the entries of a traceback."""
    result = StackSummary()
    for filename, lineno, name, line, text, *place in _traceback.entries(tb):
        frame = FrameSummary(filename, lineno, name, line=line)
        frame.end_lineno, frame.colno, frame.end_colno = place
        frame._text = text
        result.append(frame)
    return StackSummary(_cut(result, limit))


def extract_stack(f=None, limit=None):
    """A StackSummary of the running frames, outermost first."""
    if f is None:
        f = sys._getframe(1)
    pairs = list(walk_stack(f))
    if limit is not None:
        pairs = pairs[:limit] if limit >= 0 else pairs[limit:]
    return StackSummary.extract(reversed(pairs))


def format_list(extracted_list):
    """The entries of a list of FrameSummary objects or tuples as text."""
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    """Print what format_list() gives."""
    _write(format_list(extracted_list), file)


def format_tb(tb, limit=None):
    """The entries of a traceback as text."""
    return extract_tb(tb, limit=limit).format()


def print_tb(tb, limit=None, file=None):
    """Print the entries of a traceback."""
    _write(format_tb(tb, limit), file)


def format_stack(f=None, limit=None):
    """The running frames as text."""
    return extract_stack(sys._getframe(1) if f is None else f, limit=limit).format()


def print_stack(f=None, limit=None, file=None):
    """Print the running frames."""
    _write(extract_stack(sys._getframe(1) if f is None else f, limit=limit).format(), file)


def _write(lines, file):
    if file is None:
        file = sys.stderr
    for line in lines:
        print(line, file=file, end='')


def _exception_of(exc, value):
    if value is _sentinel:
        if exc is not None and not isinstance(exc, BaseException):
            raise TypeError(f'Exception expected for value, {type(exc).__name__} found')
        return exc
    return value


def _lines_of(text):
    """Text in pieces that end in line breaks."""
    return text.splitlines(keepends=True)


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True, **kwargs):
    """The traceback of an exception and the exception itself as a list of texts."""
    value = _exception_of(exc, value)
    if value is None:
        return ['NoneType: None\n']
    return list(TracebackException.from_exception(
        value, limit=limit, tb=value.__traceback__ if tb is _sentinel else tb).format(chain=chain))


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True,
                    **kwargs):
    """Print the traceback of an exception and the exception itself."""
    _write(format_exception(exc, value, tb, limit, chain), file)


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """The exception part of a traceback as a list of texts."""
    value = _exception_of(exc, value)
    if value is None:
        return ['NoneType: None\n']
    text = _traceback.format_only(value)
    if isinstance(value, SyntaxError):
        return _lines_of(text)
    notes = getattr(value, '__notes__', None)
    if not isinstance(notes, (list, tuple)):
        return [text] if notes is None else _lines_of(text)
    behind = [line for note in notes for line in _lines_of(f'{_safe_note(note)}\n')]
    return [text[:len(text) - len(''.join(behind))], *behind]


def format_exc(limit=None, chain=True):
    """Like print_exc() but return a string."""
    return ''.join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_exc(limit=None, file=None, chain=True):
    """Print the exception that is being handled."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def print_last(limit=None, file=None, chain=True):
    """Print the last exception that nobody handled."""
    if not hasattr(sys, 'last_exc'):
        raise ValueError('no last exception')
    print_exception(sys.last_exc, limit=limit, file=file, chain=chain)


def clear_frames(tb):
    """Clear all references to local variables in the frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next


def _safe_note(note):
    try:
        return str(note)
    except Exception:
        return '<note str() failed>'


def _safe_str(value):
    try:
        return str(value)
    except BaseException:
        return '<exception str() failed>'


class TracebackException:
    """An exception ready for rendering."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10,
                 _seen=None):
        self.stack = extract_tb(exc_traceback, limit=limit)
        if capture_locals:
            frames = [frame for frame, _ in _cut(list(walk_tb(exc_traceback)), limit)]
            for summary, frame in zip(self.stack, frames):
                summary.locals = _shown(frame)
        self._captures = capture_locals
        self._exc = exc_value
        self._whole = not capture_locals and limit is None and exc_traceback is exc_value.__traceback__
        self._only = format_exception_only(exc_value)
        grouped = self._whole and isinstance(exc_value, BaseExceptionGroup)
        self._text = _traceback.format(exc_value) if grouped else None
        self._str = _safe_str(exc_value)
        self.exc_type = exc_type
        self.__notes__ = getattr(exc_value, '__notes__', None)
        self.__suppress_context__ = exc_value.__suppress_context__
        self.__cause__ = self.__context__ = None
        if _seen is not None:
            _seen.add(id(exc_value))
            return
        seen, waiting = {id(exc_value)}, [self]
        while waiting:
            waiting += waiting.pop()._chain(seen)

    def _chain(self, seen):
        """Prepares what the exception came from, each exception once; what that made."""
        made = []
        for name in ('__cause__', '__context__'):
            other = getattr(self._exc, name)
            if other is not None and id(other) not in seen:
                part = TracebackException(type(other), other, other.__traceback__,
                                          capture_locals=self._captures, _seen=seen)
                setattr(self, name, part)
                made.append(part)
        return made

    @classmethod
    def from_exception(cls, exc, *args, tb=_sentinel, **kwargs):
        """Create a TracebackException from an exception."""
        return cls(type(exc), exc, exc.__traceback__ if tb is _sentinel else tb, *args, **kwargs)

    @property
    def exc_type_str(self):
        cls = self.exc_type
        module = cls.__module__
        return cls.__qualname__ if module in ('__main__', 'builtins') else f'{module}.{cls.__qualname__}'

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self._only == other._only and self.stack == other.stack
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, **kwargs):
        """The exception part of the traceback."""
        yield from self._only

    def format(self, *, chain=True, **kwargs):
        """The texts of the traceback, causes first."""
        part, parts = self, [(self, None)]
        while chain and part._text is None:
            if part.__cause__ is not None:
                part = part.__cause__
                parts.append((part, '\nThe above exception was the direct cause of the following '
                              'exception:\n\n'))
            elif part.__context__ is not None and not part.__suppress_context__:
                part = part.__context__
                parts.append((part, '\nDuring handling of the above exception, another exception '
                              'occurred:\n\n'))
            else:
                break
        for part, link in reversed(parts):
            yield from part._alone(chain)
            if link is not None:
                yield link

    def _alone(self, whole):
        """The texts of the exception without those it came from."""
        if whole and self._text is not None:
            yield from _lines_of(self._text)
            return
        if self.stack:
            yield 'Traceback (most recent call last):\n'
            yield from self.stack.format()
        yield from self._only

    def print(self, *, file=None, chain=True, **kwargs):
        """Print the result of self.format()."""
        _write(self.format(chain=chain), file)
