"""Answers leave at whole multiples of a slot."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from leapyear_core.api.slots import slotted


class VirtualTime(asyncio.SelectorEventLoop):
    """A loop whose clock moves as it sleeps, and at no other time."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def time(self) -> float:
        return self.now

    def run(self, work: Coroutine[Any, Any, None], monkeypatch: pytest.MonkeyPatch) -> None:
        async def sleep(seconds: float) -> None:
            self.now += seconds

        monkeypatch.setattr(asyncio, "sleep", sleep)
        self.run_until_complete(work)
        self.close()


@pytest.mark.parametrize(
    ("takes", "slot", "leaves"),
    [
        (0.0, 0.01, 0.01),
        (0.003, 0.01, 0.01),
        (0.012, 0.01, 0.02),
        (0.0999, 0.01, 0.1),
        (0.5, 0.2, 0.6),
        (0.3, 0.0, 0.3),
    ],
)
def test_an_answer_waits_for_the_end_of_its_slot(
    monkeypatch: pytest.MonkeyPatch, takes: float, slot: float, leaves: float
) -> None:
    """However long it took within the slot, so that time tells the number of slots and no more."""
    loop = VirtualTime()

    async def work() -> None:
        async with slotted(slot):
            loop.now += takes

    loop.run(work(), monkeypatch)
    assert loop.now - 1000 == pytest.approx(leaves)


def test_a_refusal_waits_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = VirtualTime()

    async def work() -> None:
        with pytest.raises(LookupError):
            async with slotted(0.01):
                raise LookupError

    loop.run(work(), monkeypatch)
    assert loop.now - 1000 == pytest.approx(0.01)
