"""Python part of the warnings subsystem."""

import sys

__all__ = ['warn', 'warn_explicit', 'showwarning', 'formatwarning', 'filterwarnings',
           'simplefilter', 'resetwarnings', 'catch_warnings', 'deprecated']

# Each filter: action, message pattern, category, module pattern, line number; the first one that
# fits decides.
filters = [
    ('default', None, DeprecationWarning, '__main__', 0),
    ('ignore', None, DeprecationWarning, None, 0),
    ('ignore', None, PendingDeprecationWarning, None, 0),
    ('ignore', None, ImportWarning, None, 0),
    ('ignore', None, ResourceWarning, None, 0),
]
defaultaction = 'default'
onceregistry = {}
_version = 1


def _mutated():
    global _version
    _version += 1


class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f'{{message : {self.message!r}, category : {self._category_name!r}, '
                f'filename : {self.filename!r}, lineno : {self.lineno}, line : {self.line!r}}}')


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Hook to write a warning to a file; replace if you like."""
    if file is None:
        file = sys.stderr
        if file is None:
            return
    file.write(formatwarning(message, category, filename, lineno, line))


def formatwarning(message, category, filename, lineno, line=None):
    """Function to format a warning the standard way."""
    text = f'{filename}:{lineno}: {category.__name__}: {message}\n'
    if line is None:
        line = _line_of(filename, lineno)
    line = line.strip() if line else ''
    return f'{text}  {line}\n' if line else text

_showwarning_orig = showwarning
_sources = {}


def _line_of(filename, lineno):
    source = _sources.get(filename)
    if source is None:
        import linecache
        return linecache.getline(filename, lineno)
    lines = source.split('\n')
    return lines[lineno - 1] if 0 < lineno <= len(lines) else ''


def _pattern(text, flags):
    import re
    return re.compile(text, flags)


def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    """Insert an entry into the list of warnings filters (at the front)."""
    _check_action(action)
    if not isinstance(message, str):
        raise TypeError('message must be a string')
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError('category must be a Warning subclass')
    if not isinstance(module, str):
        raise TypeError('module must be a string')
    if not isinstance(lineno, int):
        raise TypeError('lineno must be an int')
    if lineno < 0:
        raise ValueError('lineno must be an int >= 0')
    message = _pattern(message, 2) if message else None
    module = _pattern(module, 0) if module else None
    _add_filter(action, message, category, module, lineno, append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Insert a simple entry into the list of warnings filters (at the front)."""
    _check_action(action)
    if not isinstance(lineno, int):
        raise TypeError('lineno must be an int')
    if lineno < 0:
        raise ValueError('lineno must be an int >= 0')
    _add_filter(action, None, category, None, lineno, append)


def _check_action(action):
    if action not in ('error', 'ignore', 'always', 'all', 'default', 'module', 'once'):
        raise ValueError(f'invalid action: {action!r}')


def _add_filter(*item):
    *item, append = item
    item = tuple(item)
    if append:
        if item not in filters:
            filters.append(item)
    else:
        if item in filters:
            filters.remove(item)
        filters.insert(0, item)
    _mutated()


def resetwarnings():
    """Clear the list of warning filters, so that no filters are active."""
    filters[:] = []
    _mutated()


def _fits(pattern, text):
    if pattern is None:
        return True
    if isinstance(pattern, str):
        return pattern == text
    return pattern.match(text) is not None


def _next_external_frame(frame):
    """The frame that called, passing over the machinery of imports."""
    frame = frame.f_back
    while frame is not None and 'importlib' in frame.f_code.co_filename:
        frame = frame.f_back
    return frame


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Issue a warning, or maybe ignore it or raise an exception."""
    if isinstance(message, Warning):
        category = message.__class__
    if category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    if not isinstance(skip_file_prefixes, tuple):
        raise TypeError('skip_file_prefixes must be a tuple of strs.')
    if skip_file_prefixes:
        stacklevel = max(2, stacklevel)
    frame = sys._getframe(1)
    while stacklevel > 1 and frame is not None:
        frame = _next_external_frame(frame)
        while frame is not None and frame.f_code.co_filename.startswith(skip_file_prefixes):
            frame = _next_external_frame(frame)
        stacklevel -= 1
    if frame is None:
        globals, filename, lineno = sys.__dict__, '<sys>', 0
    else:
        globals, filename, lineno = frame.f_globals, frame.f_code.co_filename, frame.f_lineno
        if filename not in _sources:
            import _traceback
            outermost = frame
            while outermost.f_back is not None:
                outermost = outermost.f_back
            # The source of what `exec` runs is not kept.
            if filename != '<string>' or outermost.f_code.co_filename == filename:
                _sources[filename] = _traceback.source(frame)
    module = globals.get('__name__', '<string>')
    registry = globals.setdefault('__warningregistry__', {})
    warn_explicit(message, category, filename, lineno, module, registry, globals, source)


def warn_explicit(message, category, filename, lineno, module=None, registry=None,
                  module_globals=None, source=None):
    """Issue a warning of which everything is given."""
    lineno = int(lineno)
    if registry is not None and not isinstance(registry, dict):
        raise TypeError("'registry' must be a dict or None")
    if module is None:
        module = filename or '<unknown>'
        if module[-3:].lower() == '.py':
            module = module[:-3]
    if registry is None:
        registry = {}
    if registry.get('version', 0) != _version:
        registry.clear()
        registry['version'] = _version
    if isinstance(message, Warning):
        text = str(message)
        category = message.__class__
    else:
        text = message
        message = category(message)
    key = (text, category, lineno)
    if registry.get(key):
        return
    for action, pattern, wanted, module_pattern, line in filters:
        if (_fits(pattern, text) and issubclass(category, wanted)
                and _fits(module_pattern, module) and (line == 0 or lineno == line)):
            break
    else:
        action = defaultaction
    if action == 'ignore':
        return
    if action == 'error':
        raise message
    if action == 'once':
        registry[key] = 1
        if onceregistry.get((text, category)):
            return
        onceregistry[text, category] = 1
    elif action == 'module':
        registry[key] = 1
        if registry.get((text, category, 0)):
            return
        registry[text, category, 0] = 1
    elif action == 'default':
        registry[key] = 1
    _showwarnmsg(WarningMessage(message, category, filename, lineno, source=source))


def _warn_unused(source, message):
    """The interpreter's warning of something that nobody has awaited."""
    warn(message, RuntimeWarning, 2, source)


def _warn_unawaited_coroutine(coro):
    message = f"coroutine '{coro.__qualname__}' was never awaited"
    if coro.cr_origin is not None:
        import linecache
        import traceback
        places = [(file, line, name, linecache.getline(file, line))
                  for file, line, name in reversed(coro.cr_origin)]
        message += '\nCoroutine created at (most recent call last)\n'
        message += ''.join(traceback.format_list(places)).rstrip('\n')
    warn(message, RuntimeWarning, 2, coro)


def _origin_of(source):
    """Where a warning's object was made, as far as tracemalloc knows."""
    import tracemalloc
    if not tracemalloc.is_tracing():
        return None
    traceback = tracemalloc.get_object_traceback(source)
    if traceback is None:
        return ''
    lines = ['Object allocated at (most recent call last):\n']
    for frame in traceback:
        lines.append(f'  File "{frame.filename}", lineno {frame.lineno}\n')
        line = _line_of(frame.filename, frame.lineno).strip()
        if line:
            lines.append(f'    {line}\n')
    return ''.join(lines)


def _showwarnmsg(msg):
    if _log is not None:
        _log.append(msg)
    elif msg.source is not None and showwarning is _showwarning_orig:
        text = formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line)
        origin = _origin_of(msg.source)
        if origin is None:
            origin = (f'{msg.category.__name__}: Enable tracemalloc to get the object '
                      'allocation traceback\n')
        if sys.stderr is not None:
            sys.stderr.write(text + origin)
    else:
        showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)

_log = None


class catch_warnings:
    """A context manager that copies and restores the warnings filter upon exiting the context.

    With record=True, the warnings are not shown but gathered in the list that
    is the value of the with statement.
    """

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0,
                 append=False):
        self._record = record
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        args = ['record=True'] if self._record else []
        return f'{type(self).__name__}({", ".join(args)})'

    def __enter__(self):
        global filters, _log, showwarning
        if self._entered:
            raise RuntimeError(f'Cannot enter {self!r} twice')
        self._entered = True
        self._saved = filters, _log, showwarning
        filters = filters[:]
        _mutated()
        if self._filter is not None:
            simplefilter(*self._filter)
        if self._record:
            _log = []
            showwarning = _showwarning_orig
            return _log
        return None

    def __exit__(self, *exc_info):
        global filters, _log, showwarning
        if not self._entered:
            raise RuntimeError(f'Cannot exit {self!r} without entering first')
        filters, _log, showwarning = self._saved
        _mutated()


class deprecated:
    """Indicate that a class, function or overload is deprecated."""

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError(f"Expected an object of type str for 'message', not "
                            f'{type(message).__name__!r}')
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        from functools import wraps
        message, category, stacklevel = self.message, self.category, self.stacklevel
        if category is None:
            arg.__deprecated__ = message
            return arg
        if isinstance(arg, type):
            original_new = arg.__new__

            @wraps(original_new)
            def __new__(cls, /, *args, **kwargs):
                if cls is arg:
                    warn(message, category=category, stacklevel=stacklevel + 1)
                if original_new is not object.__new__:
                    return original_new(cls, *args, **kwargs)
                if cls.__init__ is object.__init__ and (args or kwargs):
                    raise TypeError(f'{cls.__name__}() takes no arguments')
                return original_new(cls)
            arg.__new__ = staticmethod(__new__)
            # Subclasses are warned of too; what object brings is bound already.
            told = arg.__init_subclass__
            own = getattr(told, '__func__', None)
            known = own or told

            @wraps(known)
            def __init_subclass__(*args, **kwargs):
                warn(message, category=category, stacklevel=stacklevel + 1)
                return known(*args, **kwargs)
            arg.__init_subclass__ = classmethod(__init_subclass__) if own else __init_subclass__
            arg.__deprecated__ = __new__.__deprecated__ = message
            __init_subclass__.__deprecated__ = message
            return arg
        if not callable(arg):
            raise TypeError('@deprecated decorator with non-None category must be applied to '
                            f'a class or callable, not {arg!r}')

        @wraps(arg)
        def wrapper(*args, **kwargs):
            warn(message, category=category, stacklevel=stacklevel + 1)
            return arg(*args, **kwargs)
        from inspect import iscoroutinefunction, markcoroutinefunction
        if iscoroutinefunction(arg):
            wrapper = markcoroutinefunction(wrapper)
        arg.__deprecated__ = wrapper.__deprecated__ = message
        return wrapper


class _OptionError(Exception):
    pass


def _getaction(word):
    if word == 'all':
        return 'always'
    for action in ('default', 'always', 'ignore', 'module', 'once', 'error'):
        if action.startswith(word):
            return action
    raise _OptionError(f'invalid action: {word!r}')


def _getcategory(name):
    if not name:
        return Warning
    module_name, _, class_name = name.rpartition('.')
    try:
        module = __import__(module_name or 'builtins', None, None, [class_name])
        category = getattr(module, class_name)
    except ImportError:
        raise _OptionError(f'invalid module name: {module_name!r}') from None
    except AttributeError:
        raise _OptionError(f'unknown warning category: {name!r}') from None
    if not issubclass(category, Warning):
        raise _OptionError(f'invalid warning category: {name!r}')
    return category


def _set_option(option):
    parts = [part.strip() for part in option.split(':')]
    if len(parts) > 5:
        raise _OptionError(f'too many fields (max 5): {option!r}')
    action, message, category, module, line = parts + [''] * (5 - len(parts))
    action, category = _getaction(action), _getcategory(category)
    if message or module:
        import re
        message = re.escape(message)
        module = module and re.escape(module) + r'\Z'
    try:
        line = int(line or 0)
        if line < 0:
            raise ValueError
    except ValueError:
        raise _OptionError(f'invalid lineno {line!r}') from None
    filterwarnings(action, message, category, module, line)


for _option in sys.warnoptions:
    try:
        _set_option(_option)
    except _OptionError as _error:
        print('Invalid -W option ignored:', _error, file=sys.stderr)
