"""Releases come into being at fixed times after their computation began.

How long a computation takes can depend on the rows, and so can the sampler of noise. What is released therefore waits
for the next whole multiple of a slot before it is stored: whoever watches (the one who asked, one who polls the job, one
who asked the same) can read off the clock the number of slots, and no more.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attrs import frozen


@frozen
class Slots:
    """A length of time that things are done in whole multiples of.

    Attributes
    ----------
    seconds
        The length of a slot; 0 for no slots.
    clock, sleep
        The time in seconds, and a way to let it pass.
    """

    seconds: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Leave this block at a whole multiple of the slot after it was entered, however it is left."""
        entered = self.clock()
        try:
            yield
        finally:
            if self.seconds > 0:
                elapsed = self.clock() - entered
                slots = max(1, math.ceil(elapsed / self.seconds))
                self.sleep(max(0.0, slots * self.seconds - elapsed))
