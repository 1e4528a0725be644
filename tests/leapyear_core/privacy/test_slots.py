"""Releases come into being at the ends of slots, whose lengths grow with the time that has passed."""

import itertools

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.privacy.slots import Slots

#: A length that doubles have exactly, as they have its multiples.
SLOT = 2.0**-8

times = st.floats(0, 100_000)


@define
class Clock:
    """A clock that moves when it is told to, and at no other time."""

    now: float = 1000.0

    def read(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


def ends(until: float) -> set[float]:
    """The ends of slots up to a time, by their definition: 32 of one length, then 16 of each length twice the last."""
    end, length, found = 0.0, SLOT, set[float]()
    for slot in itertools.count(1):
        end += length
        if end > until:
            return found
        found.add(end)
        if slot % 16 == 0 and slot > 16:
            length *= 2
    raise AssertionError


#: All ends up to a day, and some more.
ENDS = ends(2.0**17)


@pytest.mark.parametrize(
    ("takes", "slot", "leaves"),
    [
        (0.0, 0.01, 0.01),
        (0.003, 0.01, 0.01),
        (0.012, 0.01, 0.02),
        (0.0999, 0.01, 0.1),
        (0.5, 0.2, 0.6),
        (0.3, 0.0, 0.3),
        (0.3199, 0.01, 0.32),
        (0.3201, 0.01, 0.34),
        (0.3399, 0.01, 0.34),
        (0.6401, 0.01, 0.68),
        (100.0, 0.01, 102.4),
    ],
)
def test_what_is_done_ends_with_its_slot(takes: float, slot: float, leaves: float) -> None:
    """However long it took within the slot: time tells which slot it was and no more."""
    clock = Clock()
    with Slots(slot, clock.read, clock.advance).whole():
        clock.advance(takes)
    assert clock.now - 1000 == pytest.approx(leaves)


def test_a_failure_ends_with_its_slot_as_well() -> None:
    clock = Clock()
    with pytest.raises(LookupError), Slots(0.01, clock.read, clock.advance).whole():
        raise LookupError
    assert clock.now - 1000 == pytest.approx(0.01)


@given(times)
def test_slots_end_at_times_of_one_fixed_set(takes: float) -> None:
    """The set is known without any row: it follows from the length of the first slot."""
    assert Slots(SLOT).end_of(takes) in ENDS


@given(times)
def test_what_is_done_leaves_at_the_next_end(takes: float) -> None:
    """At none before it is done, and past none after that: so it never leaves sooner for having taken longer."""
    end = Slots(SLOT).end_of(takes)
    assert takes <= end
    assert not any(takes <= each < end for each in ENDS)


@given(times)
def test_a_wait_is_a_slot_or_a_sixteenth_of_the_time_at_most(takes: float) -> None:
    assert Slots(SLOT).end_of(takes) - takes <= max(SLOT, takes / 16)


@given(st.floats(0, 32 * SLOT))
def test_the_first_slots_are_of_one_length(takes: float) -> None:
    assert (Slots(SLOT).end_of(takes) / SLOT).is_integer()
    assert Slots(SLOT).end_of(takes) - takes <= SLOT


@pytest.mark.parametrize(
    ("slots", "different"), [(32, 32), (200, 73), (2**10, 112), (12_000, 168), (2**20, 272)]
)
def test_how_many_times_there_are_grows_with_the_logarithm_of_time(
    slots: int, different: int
) -> None:
    """Of what takes as long as so many slots of the first length at most: of 5 ms, 12,000 are a minute."""
    assert len({Slots(1.0).end_of(number) for number in range(1, slots + 1)}) == different
