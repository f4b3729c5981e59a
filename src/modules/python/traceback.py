"""Extract, format and print information about Python stack traces."""

import linecache
import sys
import _traceback

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only',
           'format_list', 'format_stack', 'format_tb', 'print_exc', 'format_exc',
           'print_exception', 'print_last', 'print_stack', 'print_tb', 'clear_frames',
           'FrameSummary', 'StackSummary', 'TracebackException', 'walk_stack', 'walk_tb',
           'print_list']

class _Implicit:
    """Stands for an argument that was not given."""

    def __repr__(self):
        return '<implicit>'


_sentinel = _Implicit()


class FrameSummary:
    """Information about a single frame from a traceback."""

    __slots__ = ('filename', 'lineno', 'end_lineno', 'colno', 'end_colno', 'name', '_line', '_text',
                 'locals')

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None, **kwargs):
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = None if line is None else line.partition('\n')[0].strip()
        if lookup_line:
            self.line
        self.locals = locals and {name: _repr_of(value) for name, value in locals.items()}
        self._text = None

    @property
    def line(self):
        if self._line is None and self.lineno is not None:
            self._line = linecache.getline(self.filename, self.lineno).strip()
        return self._line

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
        found = klass(_summary(frame, lineno, lookup_lines) for frame, lineno in pairs)
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
                text = self.format_frame_summary(frame)
                if text is not None:
                    result.append(text)
        result.extend(_repeats(count))
        return result


def _shown(frame):
    """The local variables of a frame as text."""
    return {name: _repr_of(value) for name, value in frame.f_locals.items()}


def _repr_of(value):
    try:
        return repr(value)
    except Exception:
        return '<local repr() failed>'


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


def _summary(frame, lineno, lookup_line=True):
    code = frame.f_code
    line = None
    if isinstance(code, type(_repr_of.__code__)):
        lines = _traceback.source(code).split('\n')
        line = lines[lineno - 1].strip() if 0 < lineno <= len(lines) else ''
    return FrameSummary(code.co_filename, lineno, code.co_name, line=line, lookup_line=lookup_line)


def walk_stack(f):
    """Walk a stack yielding the frame and line number for each frame."""
    if f is None:
        f = sys._getframe(1)
        while f.f_code.co_filename == __file__:
            f = f.f_back
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
    # A limit counts from the innermost frame on.
    summary = StackSummary.extract(walk_stack(f), limit=limit)
    summary.reverse()
    return summary


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


def _exception_of(exc, value, tb=_sentinel):
    if value is _sentinel:
        if tb is not _sentinel:
            raise ValueError('Both or neither of value and tb must be given')
        if exc is not None and not isinstance(exc, BaseException):
            raise TypeError(f'Exception expected for value, {type(exc).__name__} found')
        return exc
    return value


def _lines_of(text):
    """Text in pieces that end in line breaks."""
    return text.splitlines(keepends=True)


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True, **kwargs):
    """The traceback of an exception and the exception itself as a list of texts."""
    if value is not _sentinel and tb is _sentinel:
        raise ValueError('Both or neither of value and tb must be given')
    value = _exception_of(exc, value, tb)
    if value is None:
        return ['NoneType: None\n']
    return list(TracebackException.from_exception(
        value, limit=limit, tb=value.__traceback__ if tb is _sentinel else tb,
        compact=True).format(chain=chain))


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True,
                    **kwargs):
    """Print the traceback of an exception and the exception itself."""
    _write(format_exception(exc, value, tb, limit, chain), file)


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """The exception part of a traceback as a list of texts."""
    value = _exception_of(exc, value)
    if value is None:
        return ['NoneType: None\n']
    if not show_group:
        return _last_lines(value, None)
    summary = TracebackException(type(value), value, None, compact=True)
    return list(summary.format_exception_only(show_group=True))


def _last_lines(value, traceback):
    """What is said of one exception below its traceback, whether or not that is known."""
    text = _traceback.format_only(value, traceback is not None)
    if isinstance(value, SyntaxError):
        return _lines_of(text)
    try:
        notes = getattr(value, '__notes__', None)
    except Exception:
        return _lines_of(text)
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


class _Page:
    """Where in a tree of groups the text stands that is being written."""

    def __init__(self):
        self.depth = 0
        self.need_close = False

    @property
    def indent(self):
        return '  ' * self.depth

    def emit(self, texts, margin='|'):
        for text in [texts] if isinstance(texts, str) else texts:
            if not self.depth:
                yield text
                continue
            for line in _lines_of(text):
                yield f'{self.indent}{margin} {line}'


_cause_message = '\nThe above exception was the direct cause of the following exception:\n\n'
_context_message = '\nDuring handling of the above exception, another exception occurred:\n\n'


class TracebackException:
    """An exception ready for rendering."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10,
                 save_exc_type=True, _seen=None):
        options = dict(limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals,
                       compact=compact, max_group_width=max_group_width,
                       max_group_depth=max_group_depth, save_exc_type=save_exc_type)
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = extract_tb(exc_traceback, limit=limit)
        if capture_locals:
            frames = [frame for frame, _ in _cut(list(walk_tb(exc_traceback)), limit)]
            for summary, frame in zip(self.stack, frames):
                summary.locals = _shown(frame)
        self._exc_type = exc_type if save_exc_type else None
        self._has_exc_type = save_exc_type
        self._told = exc_type is not None
        self.exc_type_str = self._name_of(exc_type)
        self._only = _last_lines(exc_value, exc_traceback) if self._told else ['NoneType: None\n']
        self._str = _safe_str(exc_value)
        try:
            self.__notes__ = getattr(exc_value, '__notes__', None)
        except Exception as error:
            self.__notes__ = [f'Ignored error getting __notes__: {error!r}']
        if isinstance(exc_value, SyntaxError):
            self._copy_place(exc_value)
        self.__suppress_context__ = exc_value is not None and exc_value.__suppress_context__
        self.__cause__ = self.__context__ = self.exceptions = None
        if _seen is not None:
            return
        seen, waiting = {id(exc_value)}, [(self, exc_value)]
        while waiting:
            part, exc = waiting.pop()
            if exc is not None:
                waiting += part._origins(exc, seen, options)

    @staticmethod
    def _name_of(cls):
        if cls is None:
            return None
        module = cls.__module__
        if module in ('__main__', 'builtins'):
            return cls.__qualname__
        return f'{module if isinstance(module, str) else "<unknown>"}.{cls.__qualname__}'

    def _copy_place(self, error):
        self.filename, self.text, self.msg = error.filename, error.text, error.msg
        self.lineno = None if error.lineno is None else str(error.lineno)
        self.end_lineno = None if error.end_lineno is None else str(error.end_lineno)
        self.offset, self.end_offset = error.offset, error.end_offset

    def _origins(self, exc, seen, options):
        """Prepares what an exception came from and its members, each once; what that made."""
        made = []

        def part_of(other):
            seen.add(id(other))
            part = TracebackException(type(other), other, other.__traceback__, _seen=seen, **options)
            made.append((part, other))
            return part

        cause, context = exc.__cause__, exc.__context__
        if cause is not None and id(cause) not in seen:
            self.__cause__ = part_of(cause)
        needed = not options['compact'] or cause is None and not exc.__suppress_context__
        if needed and context is not None and id(context) not in seen:
            self.__context__ = part_of(context)
        if isinstance(exc, BaseExceptionGroup):
            self.exceptions = [part_of(member) for member in exc.exceptions]
        return made

    @classmethod
    def from_exception(cls, exc, *args, tb=_sentinel, **kwargs):
        """Create a TracebackException from an exception."""
        return cls(type(exc), exc, exc.__traceback__ if tb is _sentinel else tb, *args, **kwargs)

    @property
    def exc_type(self):
        from warnings import warn
        warn('Deprecated in 3.13. Use exc_type_str instead.', DeprecationWarning, stacklevel=2)
        return self._exc_type

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """The exception part of the traceback."""
        for text in self._only:
            if not _depth:
                yield text
                continue
            for line in _lines_of(text):
                yield '   ' * _depth + line
        if show_group and self.exceptions:
            for member in self.exceptions:
                yield from member.format_exception_only(show_group=True, _depth=_depth + 1)

    def format(self, *, chain=True, **kwargs):
        """The texts of the traceback, causes first."""
        return self._written(chain, _Page())

    def _written(self, chain, page):
        part, parts = self, [(self, None)]
        while chain:
            if part.__cause__ is not None:
                part = part.__cause__
                parts.append((part, _cause_message))
            elif part.__context__ is not None and not part.__suppress_context__:
                part = part.__context__
                parts.append((part, _context_message))
            else:
                break
        for part, link in reversed(parts):
            if part.exceptions is None:
                if part.stack:
                    yield from page.emit('Traceback (most recent call last):\n')
                    yield from page.emit(part.stack.format())
                yield from page.emit(part._only)
            elif page.depth > self.max_group_depth:
                yield from page.emit(f'... (max_group_depth is {self.max_group_depth})\n')
            else:
                yield from part._tree(chain, page)
            if link is not None:
                yield from page.emit(link)

    def _tree(self, chain, page):
        """A group and its members."""
        top = page.depth == 0
        page.depth += top
        if self.stack:
            yield from page.emit('Exception Group Traceback (most recent call last):\n',
                                 '+' if top else '|')
            yield from page.emit(self.stack.format())
        yield from page.emit(self._only)
        count, width = len(self.exceptions), self.max_group_width
        titles = [str(at + 1) for at in range(min(count, width))] + ['...'] * (count > width)
        page.need_close = False
        for at, title in enumerate(titles):
            page.need_close = at == len(titles) - 1
            yield f'{page.indent}{"  " if at else "+-"}+---------------- {title} ----------------\n'
            page.depth += 1
            if title == '...':
                more = count - width
                yield from page.emit(f'and {more} more exception{"s" if more > 1 else ""}\n')
            else:
                yield from self.exceptions[at]._written(chain, page)
            if at == len(titles) - 1 and page.need_close:
                yield f'{page.indent}+------------------------------------\n'
                page.need_close = False
            page.depth -= 1
        if top:
            page.depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        """Print the result of self.format()."""
        _write(self.format(chain=chain), file)
