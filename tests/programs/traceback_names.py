"""Which calls a traceback shows: none of what CPython writes in C."""

import asyncio
import datetime
import decimal
import os
import traceback
import warnings
import zlib


def told(call):
    try:
        call()
    except Exception as error:
        names = [entry.name for entry in traceback.extract_tb(error.__traceback__)]
        print(type(error).__name__, names)


def warned():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.warn("now an error")


told(lambda: datetime.date(2020, 13, 1))
told(lambda: datetime.timedelta(days=10**10))
told(lambda: datetime.datetime.fromisoformat("x"))
told(lambda: decimal.Decimal(1) / 0)
told(lambda: zlib.decompress(b"abc"))
told(lambda: os.listdir("/nowhere at all"))
told(warned)


async def fails():
    raise LookupError("in a task")


async def main():
    task = asyncio.create_task(fails())
    try:
        await task
    except LookupError as error:
        print([entry.name for entry in traceback.extract_tb(error.__traceback__)])
    for error in await asyncio.gather(fails(), return_exceptions=True):
        print([entry.name for entry in traceback.extract_tb(error.__traceback__)])
    future = asyncio.get_running_loop().create_future()
    future.set_exception(KeyError(1))
    try:
        await future
    except KeyError as error:
        print([entry.name for entry in traceback.extract_tb(error.__traceback__)])


asyncio.run(main())


def positions(source):
    try:
        exec(compile(source, "x.py", "exec"), {})
    except TypeError as error:
        entry = traceback.extract_tb(error.__traceback__)[-1]
        print(entry.lineno, entry.end_lineno, entry.colno, entry.end_colno)


positions('try:\n  1/0\nexcept (TypeError, "x"):\n  pass\n')
positions("try:\n  1/0\nexcept* ExceptionGroup:\n  pass\n")
positions("try:\n  1/0\nexcept* 5:\n  pass\n")
