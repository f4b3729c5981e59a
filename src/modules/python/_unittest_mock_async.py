"""AsyncMock: a mock whose calls are awaited, and which counts that, too."""

from unittest.mock import DEFAULT, MagicMock, _arguments, _Call, _CallList


class AsyncMock(MagicMock):
    """Enhance `Mock` with features allowing to mock an async function."""

    def __init__(self, *args, **kwargs):
        from _inspect_kinds import _is_coroutine_mark
        self.__dict__["_is_coroutine_mark"] = _is_coroutine_mark
        self._forget_awaits()
        super().__init__(*args, **kwargs)

    def _forget_awaits(self):
        self.__dict__.update(await_count=0, await_args=None, await_args_list=_CallList())

    def reset_mock(self, **kwargs):
        """Restore the mock object to its initial state."""
        super().reset_mock(**kwargs)
        self._forget_awaits()

    def _make_child(self, name):
        made = (AsyncMock if self._makes_async(name) else MagicMock)(name=name)
        made.__dict__['_parent'] = self
        return made

    def _makes_async(self, name):
        """Whether an attribute is a coroutine function: all are, where no spec tells otherwise."""
        spec = self.__dict__['_spec_class']
        if name.startswith('__'):
            return False
        if spec is None or name == '()':
            return True
        import inspect
        return inspect.iscoroutinefunction(getattr(spec, name, None))

    def _answer(self, args, kwargs):
        return self._execute_mock_call(args, kwargs)

    async def _execute_mock_call(self, args, kwargs):
        known = self.__dict__
        made = _Call('', args, kwargs)
        known['await_count'] += 1
        known['await_args'] = made
        known['await_args_list'].append(made)
        effect = known['side_effect']
        is_error = isinstance(effect, BaseException) or (
            isinstance(effect, type) and issubclass(effect, BaseException))
        if effect is not None and not is_error and not callable(effect):
            if not hasattr(effect, '__next__'):
                effect = known['side_effect'] = iter(effect)
            try:
                result = next(effect)
            except StopIteration:
                # A coroutine cannot raise StopIteration.
                raise StopAsyncIteration from None
            if isinstance(result, BaseException) or (
                    isinstance(result, type) and issubclass(result, BaseException)):
                raise result
            return self.return_value if result is DEFAULT else result
        result = super()._answer(args, kwargs)
        import inspect
        return await result if inspect.isawaitable(result) else result

    def assert_awaited(self):
        """Assert that the mock was awaited at least once."""
        if self.await_count == 0:
            raise AssertionError(f'Expected {self._short_name()} to have been awaited.')

    def assert_awaited_once(self):
        """Assert that the mock was awaited exactly once."""
        if self.await_count != 1:
            raise AssertionError(f'Expected {self._short_name()} to have been awaited once. '
                                 f'Awaited {self.await_count} times.')

    def assert_awaited_with(self, /, *args, **kwargs):
        """Assert that the last await was with the specified arguments."""
        expected = self._short_name() + _arguments(args, kwargs)
        if self.await_args is None:
            raise AssertionError(f'Expected await: {expected}\nNot awaited')
        if self.await_args != _Call('', args, kwargs):
            actual = self._short_name() + _arguments(self.await_args[1], self.await_args[2])
            raise AssertionError(f'expected await not found.\nExpected: {expected}\n'
                                 f'  Actual: {actual}')

    def assert_awaited_once_with(self, /, *args, **kwargs):
        """Assert that the mock was awaited once, and with the specified arguments."""
        self.assert_awaited_once()
        self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        """Assert the mock has ever been awaited with the specified arguments."""
        wanted = _Call('', args, kwargs)
        if not any(found == wanted for found in self.await_args_list):
            raise AssertionError(f'{self._short_name()}{_arguments(args, kwargs)} await not found')

    def assert_has_awaits(self, calls, any_order=False):
        """Assert the mock has been awaited with the specified calls."""
        calls, made = list(calls), list(self.await_args_list)
        if any_order:
            missing = [one for one in calls if not any(one == found for found in made)]
            if missing:
                raise AssertionError(f'{tuple(missing)!r} not all found in await list')
            return
        length = len(calls)
        if not any(made[at:at + length] == calls for at in range(len(made) - length + 1)):
            raise AssertionError(f'Awaits not found.\nExpected: {calls!r}\nActual: {made!r}')

    def assert_not_awaited(self):
        """Assert that the mock was never awaited."""
        if self.await_count != 0:
            raise AssertionError(f'Expected {self._short_name()} to not have been awaited. '
                                 f'Awaited {self.await_count} times.')


AsyncMock.__module__ = 'unittest.mock'


async def iterated(mock):
    """What `__aiter__` of a magic mock gives: its return value's items."""
    items = mock.__aiter__.__dict__['_return']
    for item in [] if items is DEFAULT else items:
        yield item
