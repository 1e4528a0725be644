"""Answers leave at fixed times after their question came.

How long a computation takes can depend on the rows, and so can the sampler of noise. An answer therefore waits for the
next whole multiple of a slot: what an analyst can read off the clock is the number of slots, no more.
"""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def slotted(slot: float) -> AsyncIterator[None]:
    """Leave this block at a whole multiple of the slot after it was entered, however it is left.

    Parameters
    ----------
    slot
        In seconds; 0 for no slots.
    """
    clock = asyncio.get_running_loop().time
    entered = clock()
    try:
        yield
    finally:
        if slot > 0:
            await asyncio.sleep(_until_next(clock() - entered, slot))


def _until_next(elapsed: float, slot: float) -> float:
    return max(1, math.ceil(elapsed / slot)) * slot - elapsed
