"""Work that goes on behind a request: how far it is, and whether it is still wanted."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from attrs import define, field
from sqlalchemy import Connection

from leapyear_core.engine.cancellation import Cancellation

T = TypeVar("T")


def _nothing(_connection: Connection) -> None:
    """What there is to do at the end of work that no job waits for."""


@define(eq=False)
class Work:
    """One piece of work.

    Attributes
    ----------
    at_end
        Is called in the transaction that makes what the work is for: what it writes is there with that, or not at all.
    progress
        How much is done, from 0 to 1.
    cancellation
        Stops it.
    """

    at_end: Callable[[Connection], None] = _nothing
    progress: float = 0.0
    cancellation: Cancellation = field(factory=Cancellation)

    def counted(self, parts: Iterable[T], number: int) -> Iterator[T]:
        """The parts of the work one after another, of which there are so many; who asks for the next is done with one.

        There is one step more to it than there are parts: what is made is written down at the end.
        """
        for done, part in enumerate(parts):
            self.progress = min(done, number) / (number + 1)
            yield part
        self.progress = number / (number + 1)
