r"""Releases come into being at fixed times after their computation began.

How long a computation takes can depend on the rows, and so can the sampler of noise. What is released therefore waits
for the end of a slot before it is stored: whoever watches (the one who asked, one who polls the job, one who asked the
same) can read off the clock which slot it was, and no more.

Slots follow one another, and where they end is fixed: it depends on the length of the first one alone. The first 32 are of
that length; the next 16 are twice as long, and so are the 16 after each 16 before. So a wait is less than a slot of the
first length, or less than a sixteenth of the time that the computation took, and of n slots of the first length there are
only :math:`16 \log_2(n) - 48` where n is a power of two, from 32 on: what a time tells grows with its logarithm. Of answers
within a second of slots of 5 ms it is one of 73 times (6.2 bits at most, and 7.6 if all slots were alike), within a minute
one of 168 (7.4 bits, and 13.6).
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attrs import frozen

#: How many slots there are of each length, but of the first, which there are twice as many of: a power of two.
_OF_A_LENGTH = 16


@frozen
class Slots:
    """Lengths of time that things are done in whole numbers of.

    Attributes
    ----------
    seconds
        The length of the first slots; 0 for no slots.
    clock, sleep
        The time in seconds, and a way to let it pass.
    """

    seconds: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Leave this block at the end of a slot, counted from when it was entered, however it is left."""
        entered = self.clock()
        try:
            yield
        finally:
            elapsed = self.clock() - entered
            self.sleep(max(0.0, self.end_of(elapsed) - elapsed))

    def end_of(self, elapsed: float) -> float:
        """When the slot ends that so much time falls into, from the beginning of the first, both in seconds."""
        if self.seconds <= 0:
            return elapsed
        first = max(1, math.ceil(elapsed / self.seconds))
        # In units of the first slots: the slots of a length end at its multiples, from 16 to 32 of them.
        length = max(1, _power_of_two(first) // (2 * _OF_A_LENGTH))
        return math.ceil(first / length) * length * self.seconds


def _power_of_two(least: int) -> int:
    """The least power of two that is no less than a whole number from 1 on."""
    return 1 << (least - 1).bit_length()
