"""Tasks: coroutines that a loop runs, step by step."""

import contextvars
import itertools
import weakref

from asyncio import coroutines, events, exceptions, futures

__all__ = ('Task', 'create_task', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'wait',
           'wait_for', 'as_completed', 'sleep', 'gather', 'shield', 'ensure_future',
           'run_coroutine_threadsafe', 'current_task', 'all_tasks', 'create_eager_task_factory',
           'eager_task_factory', '_register_task', '_unregister_task', '_enter_task',
           '_leave_task')

_numbers = itertools.count(1).__next__
_tasks = weakref.WeakSet()
_current_tasks = {}


def current_task(loop=None):
    """Return a currently executed task."""
    if loop is None:
        loop = events.get_running_loop()
    return _current_tasks.get(loop)


def all_tasks(loop=None):
    """Return a set of all tasks for the loop."""
    if loop is None:
        loop = events.get_running_loop()
    return {task for task in list(_tasks)
            if futures._get_loop(task) is loop and not task.done()}


def _register_task(task):
    _tasks.add(task)


def _unregister_task(task):
    _tasks.discard(task)


def _enter_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not None:
        raise RuntimeError(f'Cannot enter into task {task!r} while another task {current!r} is '
                           'being executed.')
    _current_tasks[loop] = task


def _leave_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not task:
        raise RuntimeError(f'Leaving task {task!r} does not match the current task {current!r}.')
    del _current_tasks[loop]


class Task(futures.Future):
    """A coroutine wrapped in a Future."""

    _log_destroy_pending = True
    _must_cancel = False
    _fut_waiter = None
    _num_cancels_requested = 0

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        super().__init__(loop=loop)
        if not coroutines.iscoroutine(coro):
            self._log_destroy_pending = False
            raise TypeError(f'a coroutine was expected, got {coro!r}')
        self._name = f'Task-{_numbers()}' if name is None else str(name)
        self._context = contextvars.copy_context() if context is None else context
        self._coro = coro
        if eager_start and self._loop.is_running():
            self._start_eagerly()
        else:
            self._loop.call_soon(self._step, context=self._context)
            _register_task(self)

    def __del__(self):
        if self._state == 'PENDING' and self._log_destroy_pending:
            self._loop.call_exception_handler({
                'message': 'Task was destroyed but it is pending!', 'task': self})
        super().__del__()

    def _repr_info(self):
        info = super()._repr_info()
        if self.cancelling() and not self.done():
            info[0] = 'cancelling'
        info.insert(1, f'name={self._name!r}')
        if self._fut_waiter is not None:
            info.insert(2, f'wait_for={self._fut_waiter!r}')
        if self._coro is not None:
            info.insert(2, f'coro=<{coroutines._format_coroutine(self._coro)}>')
        return info

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def set_result(self, result):
        raise RuntimeError('Task does not support set_result operation')

    def set_exception(self, exception):
        raise RuntimeError('Task does not support set_exception operation')

    def get_stack(self, *, limit=None):
        """Return the list of stack frames for this task's coroutine."""
        frames = []
        if self._coro is not None and getattr(self._coro, 'cr_frame', None) is not None:
            frame = self._coro.cr_frame
            while frame is not None and (limit is None or len(frames) < limit):
                frames.append(frame)
                frame = frame.f_back
            frames.reverse()
        elif self._exception is not None:
            traceback = self._exception.__traceback__
            while traceback is not None and (limit is None or len(frames) < limit):
                frames.append(traceback.tb_frame)
                traceback = traceback.tb_next
        return frames

    def print_stack(self, *, limit=None, file=None):
        """Print the stack of this task's coroutine, or its traceback."""
        import linecache
        import traceback
        found = [(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name,
                  linecache.getline(frame.f_code.co_filename, frame.f_lineno))
                 for frame in self.get_stack(limit=limit)]
        if not found:
            print(f'No stack for {self!r}', file=file)
        elif self._exception is not None:
            print(f'Traceback for {self!r} (most recent call last):', file=file)
        else:
            print(f'Stack for {self!r} (most recent call last):', file=file)
        traceback.print_list(found, file=file)
        if self._exception is not None:
            for line in traceback.format_exception_only(self._exception):
                print(line, file=file, end='')

    def cancel(self, msg=None):
        """Request that this task cancel itself."""
        self._log_traceback = False
        if self.done():
            return False
        self._num_cancels_requested += 1
        if self._fut_waiter is not None and self._fut_waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        """Return how many requests to cancel are not taken back."""
        return self._num_cancels_requested

    def uncancel(self):
        """Take back a request to cancel; returns how many remain."""
        if self._num_cancels_requested > 0:
            self._num_cancels_requested -= 1
            if self._num_cancels_requested == 0:
                self._must_cancel = False
        return self._num_cancels_requested

    def _start_eagerly(self):
        before = _current_tasks.pop(self._loop, None)
        try:
            _register_task(self)
            self._context.run(self._step)
        finally:
            if before is not None:
                _current_tasks[self._loop] = before
            if self.done():
                self._coro = None
                _unregister_task(self)

    def _step(self, exc=None):
        if self.done():
            raise exceptions.InvalidStateError(f'step(): already done: {self!r}, {exc!r}')
        if self._must_cancel:
            if not isinstance(exc, exceptions.CancelledError):
                exc = self._make_cancelled_error()
            self._must_cancel = False
        self._fut_waiter = None
        _enter_task(self._loop, self)
        try:
            self._advance(exc)
        finally:
            _leave_task(self._loop, self)
            self = exc = None

    def _advance(self, exc):
        try:
            if exc is None:
                result = self._coro.send(None)
            else:
                result = self._coro.throw(exc)
        except StopIteration as stop:
            if self._must_cancel:
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(stop.value)
        except exceptions.CancelledError as cancelled:
            self._cancelled_exc = cancelled
            super().cancel()
        except (KeyboardInterrupt, SystemExit) as error:
            super().set_exception(error)
            raise
        except BaseException as error:
            super().set_exception(error)
        else:
            self._wait_for(result)
        finally:
            self = exc = None

    def _wait_for(self, result):
        """Goes on when what the coroutine yielded is done."""
        blocking = getattr(result, '_asyncio_future_blocking', None)
        wrong = None
        if blocking is not None:
            if futures._get_loop(result) is not self._loop:
                wrong = f'Task {self!r} got Future {result!r} attached to a different loop'
            elif not blocking:
                wrong = f'yield was used instead of yield from in task {self!r} with {result!r}'
            elif result is self:
                wrong = f'Task cannot await on itself: {self!r}'
            else:
                result._asyncio_future_blocking = False
                result.add_done_callback(self._wakeup, context=self._context)
                self._fut_waiter = result
                if self._must_cancel and result.cancel(msg=self._cancel_message):
                    self._must_cancel = False
                return
        elif result is not None:
            import inspect
            if inspect.isgenerator(result):
                wrong = ('yield was used instead of yield from for generator in task '
                         f'{self!r} with {result!r}')
            else:
                wrong = f'Task got bad yield: {result!r}'
        if wrong is None:
            self._loop.call_soon(self._step, context=self._context)
        else:
            self._loop.call_soon(self._step, RuntimeError(wrong), context=self._context)

    def _wakeup(self, future):
        try:
            future.result()
        except BaseException as exc:
            # The exception holds this frame.
            future = None
            self._step(exc)
        else:
            self._step()
        finally:
            self = future = None

    _step._callback_name = 'TaskStepMethWrapper'
    _wakeup._callback_name = 'Task.task_wakeup'


Task.__module__ = '_asyncio'


def create_task(coro, *, name=None, context=None):
    """Schedule the execution of a coroutine object in a spawned task."""
    loop = events.get_running_loop()
    if context is None:
        return loop.create_task(coro, name=name)
    return loop.create_task(coro, name=name, context=context)


def create_eager_task_factory(custom_task_constructor):
    """Create a function suitable for use as a task factory that starts tasks at once."""
    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context,
                                       eager_start=True)
    return factory


eager_task_factory = create_eager_task_factory(Task)


def ensure_future(coro_or_future, *, loop=None):
    """Wrap a coroutine or an awaitable in a future."""
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not futures._get_loop(coro_or_future):
            raise ValueError('The future belongs to a different loop than the one specified as '
                             'the loop argument')
        return coro_or_future
    made = False
    if not coroutines.iscoroutine(coro_or_future):
        import inspect
        if not inspect.isawaitable(coro_or_future):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')

        async def wrap_awaitable(awaitable):
            return await awaitable
        coro_or_future = wrap_awaitable(coro_or_future)
        made = True
    if loop is None:
        loop = events.get_event_loop()
    try:
        return loop.create_task(coro_or_future)
    except RuntimeError:
        if made:
            coro_or_future.close()
        raise


from _asyncio_waiting import (
    ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, as_completed, gather,
    run_coroutine_threadsafe, shield, sleep, wait, wait_for)
