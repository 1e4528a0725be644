"""Waiting for the end of a computation without holding a thread."""

import asyncio
from concurrent.futures import Future
from typing import Any


async def ended(end: Future[Any], seconds: float) -> bool:
    """Whether a computation ends within this time. It goes on if it does not."""
    done, _ = await asyncio.wait((asyncio.wrap_future(end),), timeout=seconds)
    for each in done:
        # Looked at, so that nobody reports it as never seen: who wants the error asks the computation itself.
        each.exception()
    return bool(done)
