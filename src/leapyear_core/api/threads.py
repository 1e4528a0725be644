"""The threads that handlers run in, so that the event loop never waits for a disk or a hash.

There is one pool for handlers, and a small one for those that hash passwords: a hash takes tens of milliseconds and of
mebibytes, and a flood of logins shall not keep everybody else from the handlers' threads.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

from leapyear_core.services import passwords

T = TypeVar("T")

_HANDLERS = ThreadPoolExecutor(8, thread_name_prefix="handler")
_PASSWORDS = ThreadPoolExecutor(passwords.AT_ONCE, thread_name_prefix="password")


async def in_thread(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Call a function in a thread of handlers, in the context of the caller, and wait for it."""
    return await asyncio.get_running_loop().run_in_executor(
        _HANDLERS, partial(copy_context().run, function, *args, **kwargs)
    )


async def in_password_thread(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Call a function that hashes a password, and wait for it: `passwords.AT_ONCE` run at once."""
    return await asyncio.get_running_loop().run_in_executor(
        _PASSWORDS, partial(copy_context().run, function, *args, **kwargs)
    )
