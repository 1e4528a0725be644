"""Releases come into being at whole multiples of a slot."""

import pytest
from attrs import define

from leapyear_core.privacy.slots import Slots


@define
class Clock:
    """A clock that moves when it is told to, and at no other time."""

    now: float = 1000.0

    def read(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


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
def test_what_is_done_ends_with_its_slot(takes: float, slot: float, leaves: float) -> None:
    """However long it took within the slot: time tells the number of slots and no more."""
    clock = Clock()
    with Slots(slot, clock.read, clock.advance).whole():
        clock.advance(takes)
    assert clock.now - 1000 == pytest.approx(leaves)


def test_a_failure_ends_with_its_slot_as_well() -> None:
    clock = Clock()
    with pytest.raises(LookupError), Slots(0.01, clock.read, clock.advance).whole():
        raise LookupError
    assert clock.now - 1000 == pytest.approx(0.01)
