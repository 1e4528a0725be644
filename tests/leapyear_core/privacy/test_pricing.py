"""Prices follow from public facts, and are rounded against the asker."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.errors import InvalidAnalysis, TooManyKeys
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.keys import ValueKey
from leapyear_core.model.lattice import RowCount, ValueCount, lattice_total
from leapyear_core.model.profiles import Definition
from leapyear_core.model.relations import Table
from leapyear_core.model.types import IntType, RealType
from leapyear_core.model.units import Contribution
from leapyear_core.privacy.accounting import NANO
from leapyear_core.privacy.mechanisms import GREATEST_SCALE
from leapyear_core.privacy.noise import LAPLACE
from leapyear_core.privacy.pricing import Accuracy, Spend, cost_nano, price

TABLE = Table("d", "t")
AGES = lattice_total(Attribute("age"), IntType(0, 100), centred=False)
INCOMES = lattice_total(Attribute("income"), RealType(0, 5e5), centred=True)


@given(st.lists(st.integers(1, 2**40), min_size=1, max_size=5), st.integers(1, 10**12))
def test_what_is_spent_is_never_more_than_what_was_to_be_spent(
    sensitivities: list[int], nano: int
) -> None:
    """And no more than a thousandth of it is left unused."""
    summands = [
        lattice_total(Attribute("x"), IntType(0, each), centred=False) for each in sensitivities
    ]
    plan = price(TABLE, summands, Spend(nano))
    assert plan.nano <= nano
    assert plan.nano >= nano * 0.999 - 1


def test_noise_that_would_not_fit_64_bits_is_refused() -> None:
    """It would saturate, which no price is computed for."""
    counts = [lattice_total(Attribute("x"), IntType(0, 2**36 - 1), centred=False)] * 10_000
    with pytest.raises(InvalidAnalysis, match="fewer"):
        price(TABLE, counts, Spend(1))


def test_however_little_accuracy_is_wanted_there_is_noise_for_it() -> None:
    """A charge for noise that does not fit 64 bits would buy nothing, ever."""
    total = lattice_total(Attribute("x"), IntType(0, 2**36 - 1), centred=False)
    plan = price(TABLE, [total], Accuracy(1e100), contributions={TABLE: Contribution(10_000)})
    assert plan.scales == (GREATEST_SCALE,)
    assert plan.nano == plan.cost() > 1


@given(st.integers(1, 2**40), st.floats(0.05, 1e12))
def test_a_price_is_rounded_up(sensitivity: int, scale: float) -> None:
    exact = (Fraction(sensitivity) / Fraction(scale)) ** 2 / 2 * NANO
    assert exact <= cost_nano([sensitivity], [scale]) < exact + 1


@given(
    ends=st.lists(st.integers(1, 2**20), min_size=1, max_size=4),
    nano=st.integers(10**3, 10**12),
    rows=st.integers(1, 5),
    places=st.data(),
)
def test_the_price_in_epsilon_covers_every_move_of_a_privacy_unit(
    ends: list[int], nano: int, rows: int, places: st.DataObject
) -> None:
    """Wherever the rows of a unit fall among the groups, and whatever values they have.

    The log of how much likelier an answer becomes is the sum of the moves, each in scales of its noise; and all of them
    may be the greatest there are, so that the price is not too high either.
    """
    summands = [lattice_total(Attribute("x"), IntType(0, each), centred=False) for each in ends]
    keys = (ValueKey(Attribute("g"), tuple(range(4))),)
    plan = price(
        TABLE,
        summands,
        Spend(nano),
        keys,
        contributions={TABLE: Contribution(rows)},
        definition=Definition.PURE,
    )
    moves = [[0] * len(ends) for _ in range(4)]
    greatest = places.draw(st.booleans())
    for _ in range(rows):
        group = moves[places.draw(st.integers(0, 3))]
        for place, end in enumerate(ends):
            group[place] += end if greatest else places.draw(st.integers(0, end))
    loss = sum(
        Fraction(moved) / Fraction(scale)
        for group in moves
        for moved, scale in zip(group, plan.scales, strict=True)
    )
    assert loss * NANO <= plan.nano <= nano
    if greatest:
        assert plan.nano < loss * NANO + 1
    assert plan.cost() == plan.nano


def test_laplace_noise_that_would_not_fit_64_bits_is_refused_or_not_wanted() -> None:
    total = lattice_total(Attribute("x"), IntType(0, 2**36 - 1), centred=False)
    with pytest.raises(InvalidAnalysis, match="fewer"):
        price(TABLE, [total], Spend(1), definition=Definition.PURE)
    plan = price(TABLE, [total], Accuracy(1e100), definition=Definition.PURE)
    assert plan.scales == (LAPLACE.greatest_scale,)
    assert plan.nano == plan.cost() > 1


def test_twice_the_accuracy_costs_twice_as_much_epsilon() -> None:
    fine, coarse = (
        price(TABLE, [AGES], Accuracy(width), definition=Definition.PURE).nano
        for width in (500.0, 1000.0)
    )
    assert fine == pytest.approx(2 * coarse, rel=1e-6)
    assert coarse == pytest.approx(100 * math.log(20) / 1000 * NANO, rel=1e-6)


def test_the_accuracy_of_a_sum_is_in_its_own_unit() -> None:
    plan = price(TABLE, [INCOMES], Accuracy(1000.0))
    assert plan.scales[0] * INCOMES.step == pytest.approx(1000 / 1.959964, rel=1e-6)


def test_twice_the_accuracy_costs_four_times_as_much() -> None:
    fine, coarse = (price(TABLE, [AGES], Accuracy(width)).nano for width in (500.0, 1000.0))
    assert fine == pytest.approx(4 * coarse, rel=1e-6)


def test_the_least_price_is_one_nano_unit() -> None:
    """Whoever asks for next to no accuracy gets what the least price buys."""
    plan = price(TABLE, [RowCount()], Accuracy(1e100))
    assert plan.nano == 1
    assert plan.scales[0] == pytest.approx(math.sqrt(NANO / 2))


def test_the_parts_of_a_vector_share_the_price_evenly() -> None:
    plan = price(TABLE, [INCOMES, ValueCount(Attribute("income"))], Spend(2_500_000))
    parts = [
        cost_nano([each], [scale])
        for each, scale in zip(plan.sensitivities, plan.scales, strict=True)
    ]
    assert parts == [pytest.approx(1_250_000, abs=1)] * 2


def test_a_thousand_groups_cost_what_one_does() -> None:
    """A record is in one of them."""
    groups = (ValueKey(Attribute("age"), tuple(range(1000))),)
    alone, grouped = (price(TABLE, [AGES], Accuracy(500.0), keys) for keys in ((), groups))
    assert (grouped.nano, grouped.scales) == (alone.nano, alone.scales)


def test_more_groups_or_numbers_than_an_answer_holds_are_refused() -> None:
    groups = ValueKey(Attribute("age"), tuple(range(101)))
    with pytest.raises(TooManyKeys, match="10201 groups"):
        price(TABLE, [RowCount()], Spend(10**6), (groups, groups))
    with pytest.raises(TooManyKeys, match="20200 noisy sums"):
        price(TABLE, [RowCount()] * 200, Spend(10**6), (groups,))


def test_the_accuracy_of_a_mean_cannot_be_asked_for() -> None:
    """It would depend on how many rows there are, which is no public fact."""
    with pytest.raises(InvalidAnalysis, match="not of a mean"):
        price(TABLE, [INCOMES, ValueCount(Attribute("income"))], Accuracy(1.0))
