"""The asyncio package: an event loop that runs tasks.

There is neither network nor are there other programs, and what runs in a thread is done at once.
"""

__path__ = []

from asyncio import exceptions, coroutines, events, futures, tasks, mixins, locks, queues
from asyncio import base_events, runners, taskgroups, threads, timeouts
from asyncio.base_events import *
from asyncio.base_events import EventLoop, SelectorEventLoop
from asyncio.coroutines import *
from asyncio.events import *
from asyncio.events import DefaultEventLoopPolicy
from asyncio.exceptions import *
from asyncio.futures import *
from asyncio.locks import *
from asyncio.queues import *
from asyncio.runners import *
from asyncio.taskgroups import *
from asyncio.tasks import *
from asyncio.tasks import _enter_task, _leave_task, _register_task, _unregister_task
from asyncio.threads import *
from asyncio.timeouts import *

_PARTS = (base_events, coroutines, events, exceptions, futures, locks, queues, runners, taskgroups,
          tasks, threads, timeouts)
__all__ = tuple(name for part in _PARTS for name in part.__all__)
__all__ += ('SelectorEventLoop', 'DefaultEventLoopPolicy', 'EventLoop')

_ABSENT = dict.fromkeys((
    'open_connection', 'open_unix_connection', 'start_server', 'start_unix_server', 'StreamReader',
    'StreamReaderProtocol', 'StreamWriter', 'BaseProtocol', 'Protocol', 'DatagramProtocol',
    'SubprocessProtocol', 'BufferedProtocol', 'BaseTransport', 'ReadTransport', 'WriteTransport',
    'Transport', 'DatagramTransport', 'SubprocessTransport'),
    'Refscope opens no network connections')
_ABSENT.update(dict.fromkeys((
    'create_subprocess_exec', 'create_subprocess_shell', 'subprocess', 'get_child_watcher',
    'set_child_watcher'), 'Refscope starts no other programs'))


def __getattr__(name):
    if name in _ABSENT:
        raise NotImplementedError(f'{_ABSENT[name]}, so that asyncio.{name} is not there')
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
