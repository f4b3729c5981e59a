"""The part of contextlib for async with statements."""

import sys
from abc import ABC, _has_methods, abstractmethod
from contextlib import (ExitStack, _fix_context, _GenericAlias, _GeneratorContextManagerBase,
                        _MethodType)
from functools import wraps


class AbstractAsyncContextManager(ABC):

    """An abstract base class for asynchronous context managers."""

    __class_getitem__ = classmethod(_GenericAlias)
    __slots__ = ()

    async def __aenter__(self):
        """Return `self` upon entering the runtime context."""
        return self

    @abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        """Raise any exception triggered within the runtime context."""
        return None

    @classmethod
    def __subclasshook__(cls, C):
        if cls is AbstractAsyncContextManager:
            return _has_methods(C, '__aenter__', '__aexit__')
        return NotImplemented


class AsyncContextDecorator:
    "A base class or mixin that enables async context managers to work as decorators."

    def _recreate_cm(self):
        """Return a recreated instance of self: overridden by managers of one use."""
        return self

    def __call__(self, func):
        @wraps(func)
        async def inner(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)
        return inner


class _AsyncGeneratorContextManager(_GeneratorContextManagerBase, AbstractAsyncContextManager,
                                    AsyncContextDecorator):
    """Helper for @asynccontextmanager decorator."""

    async def __aenter__(self):
        # The arguments are only needed to make the manager anew.
        del self.args, self.kwds, self.func
        try:
            return await anext(self.gen)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        if typ is None:
            try:
                await anext(self.gen)
            except StopAsyncIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                await self.gen.aclose()
        if value is None:
            value = typ()
        try:
            await self.gen.athrow(value)
        except StopAsyncIteration as exc:
            # Suppressed, unless it is the very StopAsyncIteration that was thrown in.
            return exc is not value
        except RuntimeError as exc:
            if exc is value:
                exc.__traceback__ = traceback
                return False
            # A stop that is thrown in comes out as the cause of a RuntimeError (PEP 479).
            stops = isinstance(value, (StopIteration, StopAsyncIteration))
            if stops and exc.__cause__ is value:
                value.__traceback__ = traceback
                return False
            raise
        except BaseException as exc:
            if exc is not value:
                raise
            exc.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop after athrow()")
        finally:
            await self.gen.aclose()


def asynccontextmanager(func):
    """@asynccontextmanager decorator.

    The asynchronous generator function yields once: what comes before is done
    on entering the async with statement, what comes after on leaving it.
    """
    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)
    return helper


class aclosing(AbstractAsyncContextManager):
    """Async context manager for safely finalizing what has an aclose() method."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        await self.thing.aclose()


def _methods_of(cm):
    """What entering and leaving an asynchronous context manager call."""
    cls = type(cm)
    try:
        return cls.__aenter__, cls.__aexit__
    except AttributeError:
        raise TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does not support the "
                        f"asynchronous context manager protocol") from None


class _Awaited:
    """Marks a callback of the stack whose answer is awaited."""

    def __init__(self, function):
        self.function = function


class AsyncExitStack(AbstractAsyncContextManager):
    """Async context manager for dynamic management of a stack of exit callbacks."""

    def __init__(self):
        self._exit_callbacks = []

    pop_all = ExitStack.pop_all
    push = ExitStack.push
    enter_context = ExitStack.enter_context
    callback = ExitStack.callback

    async def enter_async_context(self, cm):
        """Enters the supplied async context manager; on leaving, so is it."""
        enter, exit = _methods_of(cm)
        result = await enter(cm)
        self._exit_callbacks.append(_Awaited(_MethodType(exit, cm)))
        return result

    def push_async_exit(self, exit):
        """Registers a coroutine function with the signature of __aexit__, or an object's method."""
        method = getattr(type(exit), '__aexit__', None)
        callback = exit if method is None else _MethodType(method, exit)
        self._exit_callbacks.append(_Awaited(callback))
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        """Registers an arbitrary coroutine function and arguments."""
        async def call(exc_type, exc, tb):
            await callback(*args, **kwds)
        call.__wrapped__ = callback
        self._exit_callbacks.append(_Awaited(call))
        return callback

    async def aclose(self):
        """Immediately unwind the context stack."""
        await self.__aexit__(None, None, None)

    async def __aenter__(self):
        return self

    async def __aexit__(self, exc_type, exc, tb):
        received = exc is not None
        outer = sys.exception()
        suppressed = pending_raise = False
        while self._exit_callbacks:
            callback = self._exit_callbacks.pop()
            try:
                details = (None, None, None) if exc is None else (type(exc), exc, exc.__traceback__)
                if isinstance(callback, _Awaited):
                    answer = await callback.function(*details)
                else:
                    answer = callback(*details)
                if answer:
                    suppressed = True
                    pending_raise = False
                    exc = None
            except BaseException as new_exc:
                _fix_context(new_exc, exc, outer)
                pending_raise = True
                exc = new_exc
        if pending_raise:
            fixed = exc.__context__
            try:
                raise exc
            except BaseException:
                exc.__context__ = fixed
                raise
        return received and suppressed


for _made in (AbstractAsyncContextManager, AsyncContextDecorator, _AsyncGeneratorContextManager,
              asynccontextmanager, aclosing, AsyncExitStack):
    _made.__module__ = 'contextlib'
