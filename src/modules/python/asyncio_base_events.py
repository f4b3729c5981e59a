"""The event loop: one order of callbacks, and a clock."""

import collections
import heapq
import time
import warnings
import weakref

from asyncio import coroutines, events, futures, tasks

__all__ = ('BaseEventLoop', 'Server')

# How many frames of where a coroutine was made are noted in debug mode.
_ORIGIN_DEPTH = 10
_ABSENT = ('Refscope opens no network connections and starts no other programs, so that {}() of an '
           'event loop is not there')


class Server(events.AbstractServer):
    """What create_server() would return."""


class BaseEventLoop(events.AbstractEventLoop):
    """Calls what it was told to call, in order."""

    def __init__(self):
        self._timer_cancelled_count = 0
        self._closed = False
        self._stopping = False
        self._ready = collections.deque()
        self._scheduled = []
        self._running = False
        self._exception_handler = None
        self._task_factory = None
        self._debug = coroutines._is_debug_mode()
        self.slow_callback_duration = 0.1
        self._asyncgens = weakref.WeakSet()
        self._asyncgens_shutdown_called = False
        self._default_executor = None
        self._executor_shutdown_called = False

    def __repr__(self):
        return (f'<{self.__class__.__name__} running={self.is_running()} '
                f'closed={self.is_closed()} debug={self.get_debug()}>')

    def __del__(self, _warn=warnings.warn):
        if self.is_closed():
            return
        try:
            _warn(f'unclosed event loop {self!r}', ResourceWarning, source=self)
        except NameError:
            return  # the interpreter is ending and has taken `warnings` down
        if not self.is_running():
            self.close()

    def create_future(self):
        """Create a Future object attached to the loop."""
        return futures.Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        """Schedule a coroutine object; return a task."""
        self._check_closed()
        if self._task_factory is None:
            return tasks.Task(coro, loop=self, name=name, context=context)
        if context is None:
            task = self._task_factory(self, coro)
        else:
            task = self._task_factory(self, coro, context=context)
        if name is not None:
            task.set_name(name)
        return task

    def set_task_factory(self, factory):
        """Set what create_task() calls, or None for Task itself."""
        if factory is not None and not callable(factory):
            raise TypeError('task factory must be a callable or None')
        self._task_factory = factory

    def get_task_factory(self):
        """Return a task factory, or None if the default one is in use."""
        return self._task_factory

    def _check_closed(self):
        if self._closed:
            raise RuntimeError('Event loop is closed')

    def _check_running(self):
        if self.is_running():
            raise RuntimeError('This event loop is already running')
        if events._get_running_loop() is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')

    def _asyncgen_firstiter_hook(self, agen):
        if self._asyncgens_shutdown_called:
            import warnings
            warnings.warn(f'asynchronous generator {agen!r} was scheduled after '
                          'loop.shutdown_asyncgens() call', ResourceWarning, source=self)
        self._asyncgens.add(agen)

    def _asyncgen_finalizer_hook(self, agen):
        self._asyncgens.discard(agen)
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        """Close all active asynchronous generators."""
        self._asyncgens_shutdown_called = True
        if not len(self._asyncgens):
            return
        closing = list(self._asyncgens)
        self._asyncgens.clear()
        results = await tasks.gather(*[agen.aclose() for agen in closing], return_exceptions=True)
        for result, agen in zip(results, closing):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    'message': 'an error occurred during closing of asynchronous generator '
                               f'{agen!r}',
                    'exception': result,
                    'asyncgen': agen,
                })

    async def shutdown_default_executor(self, timeout=None):
        """Schedule the shutdown of the default executor."""
        self._executor_shutdown_called = True
        if self._default_executor is not None:
            self._default_executor.shutdown(wait=True)

    def run_forever(self):
        """Run until stop() is called."""
        import sys
        self._check_closed()
        self._check_running()
        hooks = sys.get_asyncgen_hooks()
        depth = sys.get_coroutine_origin_tracking_depth()
        self._running = True
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook,
                               finalizer=self._asyncgen_finalizer_hook)
        if self._debug:
            sys.set_coroutine_origin_tracking_depth(_ORIGIN_DEPTH)
        events._set_running_loop(self)
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            self._running = False
            events._set_running_loop(None)
            sys.set_asyncgen_hooks(*hooks)
            sys.set_coroutine_origin_tracking_depth(depth)

    def run_until_complete(self, future):
        """Run until the Future is done; return its result, or raise its exception."""
        self._check_closed()
        self._check_running()
        is_new = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if is_new:
            future._log_destroy_pending = False
        future.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except:
            if is_new and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            future.remove_done_callback(_run_until_complete_cb)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def stop(self):
        """Stop running the event loop, after what is ready now."""
        self._stopping = True

    def close(self):
        """Close the event loop, which must not be running."""
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self._closed:
            return
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()
        self._executor_shutdown_called = True
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    def is_closed(self):
        """Returns True if the event loop was closed."""
        return self._closed

    def is_running(self):
        """Returns True if the event loop is running."""
        return self._running

    def time(self):
        """Return the time according to the event loop's clock."""
        return time.monotonic()

    def call_later(self, delay, callback, *args, context=None):
        """Arrange for a callback to be called after a number of seconds."""
        if delay is None:
            raise TypeError('delay must not be None')
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        """Like call_later(), but uses an absolute time."""
        if when is None:
            raise TypeError('when cannot be None')
        self._check_closed()
        if self._debug:
            self._check_callback(callback, 'call_at')
        timer = events.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def call_soon(self, callback, *args, context=None):
        """Arrange for a callback to be called as soon as possible, in order of these calls."""
        if self._closed:
            self._check_closed()
        if self._debug:
            self._check_callback(callback, 'call_soon')
        handle = events.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def _check_callback(self, callback, method):
        import inspect
        if coroutines.iscoroutine(callback) or inspect.iscoroutinefunction(callback):
            raise TypeError(f'coroutines cannot be used with {method}()')
        if not callable(callback):
            raise TypeError(f'a callable object was expected by {method}(), got {callback!r}')

    def run_in_executor(self, executor, func, *args):
        """Run a function in an executor; there is one thread, so it is done at once."""
        self._check_closed()
        if self._debug:
            self._check_callback(func, 'run_in_executor')
        if executor is None:
            if self._executor_shutdown_called:
                raise RuntimeError('Executor shutdown has been called')
            executor = self._default_executor
            if executor is None:
                import concurrent.futures
                executor = concurrent.futures.ThreadPoolExecutor(thread_name_prefix='asyncio')
                self._default_executor = executor
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        import concurrent.futures
        if not isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            raise TypeError('executor must be ThreadPoolExecutor instance')
        self._default_executor = executor

    def set_exception_handler(self, handler):
        """Set handler as the new event loop exception handler."""
        if handler is not None and not callable(handler):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def get_exception_handler(self):
        """Return an exception handler, or None if the default one is in use."""
        return self._exception_handler

    def default_exception_handler(self, context):
        """Log what happened."""
        import logging
        message = context.get('message') or 'Unhandled exception in event loop'
        exc = context.get('exception')
        info = (type(exc), exc, exc.__traceback__) if exc is not None else False
        lines = [message]
        for key in sorted(context):
            if key not in ('message', 'exception'):
                lines.append(f'{key}: {context[key]!r}')
        logging.getLogger('asyncio').error('\n'.join(lines), exc_info=info)

    def call_exception_handler(self, context):
        """Call the current event loop's exception handler."""
        if self._exception_handler is None:
            handler = self.default_exception_handler
        else:
            import functools
            handler = functools.partial(self._exception_handler, self)
        try:
            task = context.get('task') or context.get('future')
            run = task.get_context().run if hasattr(task, 'get_context') else None
            if run is None and context.get('handle') is not None:
                run = context['handle'].get_context().run
            try:
                handler(context) if run is None else run(handler, context)
            except RuntimeError as exc:
                if 'cannot enter context' not in str(exc):
                    raise
                handler(context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if self._exception_handler is None:
                import logging
                logging.getLogger('asyncio').error(
                    'Exception in default exception handler', exc_info=True)
                return
            self.default_exception_handler({
                'message': 'Unhandled error in exception handler',
                'exception': exc,
                'context': context,
            })

    def _timer_handle_cancelled(self, handle):
        if handle._scheduled:
            self._timer_cancelled_count += 1

    def _drop_cancelled(self):
        """Forget the timers that were cancelled: all where they are many, else the first ones."""
        scheduled = self._scheduled
        if len(scheduled) > 100 and self._timer_cancelled_count / len(scheduled) > 0.5:
            kept = []
            for handle in scheduled:
                if handle._cancelled:
                    handle._scheduled = False
                else:
                    kept.append(handle)
            heapq.heapify(kept)
            self._scheduled = kept
            self._timer_cancelled_count = 0
            return
        while scheduled and scheduled[0]._cancelled:
            self._timer_cancelled_count -= 1
            heapq.heappop(scheduled)._scheduled = False

    def _run_once(self):
        """One round: waits for the next timer where nothing is ready, then calls what is ready."""
        self._drop_cancelled()
        if not self._ready and not self._stopping:
            self._wait()
        end = self.time() + 1e-9
        while self._scheduled and self._scheduled[0]._when < end:
            handle = heapq.heappop(self._scheduled)
            handle._scheduled = False
            self._ready.append(handle)
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                handle._run()
        handle = None

    def _wait(self):
        """Waits for the next timer: there is nothing else that could make something ready."""
        if not self._scheduled:
            raise RuntimeError('the event loop would wait for ever: nothing is left that could '
                               'wake a task')
        delay = self._scheduled[0]._when - self.time()
        if delay > 0:
            time.sleep(delay)

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled
        if self.is_running():
            import sys
            sys.set_coroutine_origin_tracking_depth(_ORIGIN_DEPTH if enabled else 0)

    def __getattr__(self, name):
        if name in _NETWORK:
            raise NotImplementedError(_ABSENT.format(name))
        raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}')


_NETWORK = frozenset((
    'add_reader', 'add_signal_handler', 'add_writer', 'connect_accepted_socket', 'connect_read_pipe',
    'connect_write_pipe', 'create_connection', 'create_datagram_endpoint', 'create_server',
    'create_unix_connection', 'create_unix_server', 'getaddrinfo', 'getnameinfo',
    'remove_reader', 'remove_signal_handler', 'remove_writer', 'sendfile', 'sock_accept',
    'sock_connect', 'sock_recv', 'sock_recv_into', 'sock_recvfrom', 'sock_sendall', 'sock_sendfile',
    'sock_sendto', 'start_tls', 'subprocess_exec', 'subprocess_shell'))


def _run_until_complete_cb(fut):
    if not fut.cancelled():
        exc = fut.exception()
        if isinstance(exc, (SystemExit, KeyboardInterrupt)):
            # They have ended the loop already.
            return
    futures._get_loop(fut).stop()


class EventLoop(BaseEventLoop):
    """The event loop of this platform."""


EventLoop.__name__ = EventLoop.__qualname__ = '_UnixSelectorEventLoop'
EventLoop.__module__ = 'asyncio.unix_events'
SelectorEventLoop = EventLoop
