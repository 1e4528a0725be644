"""Groups of unknown keys: the promise is checked by enumeration of what can be told, without chance."""

import math
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.catalog.charges import Cells, Excess
from leapyear_core.model.errors import InternalError, InvalidAnalysis
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.keys import UnknownKey
from leapyear_core.model.lattice import RowCount, Summand, ValueCount
from leapyear_core.model.units import Contribution
from leapyear_core.privacy.accounting import ATTO, NANO
from leapyear_core.privacy.estimates import Total
from leapyear_core.privacy.measure import measure
from leapyear_core.privacy.partitions import (
    KeptGroups,
    KeysPlan,
    Threshold,
    price_keys,
    tail_bound,
    threshold_of,
)
from leapyear_core.privacy.pricing import MOST_GROUPS, Accuracy, Exact, Spend, price
from leapyear_core.privacy.slots import Slots
from tests.leapyear_core.privacy.conftest import NOW, TABLE, Clinic

KEY = UnknownKey(Attribute("age"))
ROWS_OF_EACH = KeptGroups(("age",), (("n", Total(0)),))
PRICE = 2_500_000
DELTA = 10**9


PAID = Spend(PRICE)


def plan_of(
    wanted: Spend | Accuracy | Exact = PAID,
    delta_atto: int = DELTA,
    rows: int = 1,
    summands: int = 1,
) -> KeysPlan:
    """The number of rows of each group, and some more numbers."""
    more = [ValueCount(Attribute(f"a{each}")) for each in range(1, summands)]
    counted: list[Summand] = [RowCount(), *more]
    return price_keys(
        TABLE, tuple(counted), (KEY,), ROWS_OF_EACH, wanted, {TABLE: Contribution(rows)}, delta_atto
    )


def law(scale: float) -> dict[int, float]:
    """The discrete Gaussian."""
    far = math.ceil(12 * scale) + 12
    weights = {x: math.exp(-((x / scale) ** 2) / 2) for x in range(-far, far + 1)}
    total = math.fsum(weights.values())
    return {x: weight / total for x, weight in weights.items()}


def told(count: int, threshold: Threshold, scale: float) -> dict[int | None, float]:
    """The law of what is told of a group of so many rows, its noisy count or nothing: logarithms of probabilities."""
    if count < threshold.least:
        return {None: 0.0}
    noise = law(scale)
    below = math.fsum(p for x, p in noise.items() if count + x < threshold.noisy)
    # No probability is cut off where one of another group of that law is not.
    values = range(threshold.noisy, threshold.noisy + math.ceil(20 * scale) + 60)
    found: dict[int | None, float] = {
        each: math.log(noise[0]) - ((each - count) / scale) ** 2 / 2 for each in values
    }
    found[None] = math.log(below)
    return found


def divergence(one: dict[int | None, float], other: dict[int | None, float], order: float) -> float:
    """The Rényi divergence of two laws."""
    terms = (math.exp(order * p + (1 - order) * other[x]) for x, p in one.items())
    return math.log(math.fsum(terms)) / (order - 1)


def moves(rows: int, groups: int) -> Iterator[tuple[int, ...]]:
    """All ways in which a unit can have up to so many rows in so many groups."""
    for move in product(range(rows + 1), repeat=groups):
        if 0 < sum(move) <= rows:
            yield move


@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("scale", [1.0, 2.5, 17.0])
@pytest.mark.parametrize("delta", [1e-2, 1e-4])
def test_what_a_unit_moves_is_within_rho_but_for_an_event_within_delta(
    rows: int, scale: float, delta: float
) -> None:
    """Definition 8.1 of Bun and Steinke (2016), for each pair of small tables in three groups, and both directions.

    Nothing is sampled: the laws of what is told are enumerated. At scale 17 groups of one row are never told.
    """
    threshold = threshold_of(scale, rows, int(delta * ATTO))
    rho = rows**2 / (2 * scale**2)
    laws = {count: told(count, threshold, scale) for count in range(threshold.least + rows + 3)}
    counts = range(threshold.least + 2)
    within = {
        (count, count + moved, order, up): divergence(
            laws[count + moved if up else count], laws[count if up else count + moved], order
        )
        for count, moved in product(counts, range(rows + 1))
        if count >= threshold.least
        for order in (1.0001, 1.5, 2.0, 8.0)
        for up in (True, False)
    }
    for before in product(counts, repeat=3):
        for move in moves(rows, 3):
            after = tuple(map(sum, zip(before, move, strict=True)))
            own = [n for b, n in zip(before, after, strict=True) if b < threshold.least <= n]
            common = [p for p in zip(before, after, strict=True) if p[0] >= threshold.least]
            failing = 1 - math.exp(math.fsum(laws[n][None] for n in own))
            assert failing <= delta
            for order, up in product((1.0001, 1.5, 2.0, 8.0), (True, False)):
                total = math.fsum(within[(*pair, order, up)] for pair in common)
                assert total <= rho * order * (1 + 1e-9)


@pytest.mark.parametrize("scale", [5.0, 14.14, 200.0])
@pytest.mark.parametrize("rows", [1, 4])
def test_a_lower_threshold_would_break_the_promise(scale: float, rows: int) -> None:
    """By a step in ten scales, at most: what is given away is next to nothing."""
    delta = 1e-6
    found = threshold_of(scale, rows, int(delta * ATTO))
    lower = found.noisy - 1 - math.floor(scale / 10)
    splits = [(rows,), (1,) * rows]
    noise = law(scale)
    failing = max(
        sum(math.fsum(p for x, p in noise.items() if found.least - 1 + n + x >= lower) for n in own)
        for own in splits
    )
    assert failing > delta


@given(scale=st.floats(0.3, 60), beyond=st.integers(0, 200))
def test_the_tail_of_the_noise_is_within_its_bound(scale: float, beyond: int) -> None:
    least = math.ceil(scale + 0.5) + beyond
    exact = math.fsum(p for x, p in law(scale).items() if x >= least)
    assert exact <= tail_bound(least, scale) * (1 + 1e-9) + 1e-30


@given(
    scale=st.floats(0.5, 1e6),
    rows=st.integers(1, 12),
    delta_atto=st.integers(1, ATTO // 20),
    data=st.data(),
)
def test_no_split_of_the_rows_of_a_unit_over_groups_fails_more_often_than_delta(
    scale: float, rows: int, delta_atto: int, data: st.DataObject
) -> None:
    """One group for all, or one for each, is the worst: the bound is convex."""
    found = threshold_of(scale, rows, delta_atto)
    split, left = [], rows
    while left:
        split.append(data.draw(st.integers(1, left)))
        left -= split[-1]
    failing = math.fsum(tail_bound(found.noisy - (found.least - 1) - own, scale) for own in split)
    assert Fraction(failing) <= Fraction(delta_atto, ATTO) * (1 + Fraction(1, 10**9))


@given(scale=st.floats(0.5, 1e5), rows=st.integers(1, 50), delta_atto=st.integers(1, ATTO // 20))
def test_less_delta_or_more_rows_never_lower_the_threshold(
    scale: float, rows: int, delta_atto: int
) -> None:
    found = threshold_of(scale, rows, delta_atto).noisy
    assert threshold_of(scale, rows, 1 + delta_atto // 2).noisy >= found - (delta_atto == 1)
    assert threshold_of(scale, rows + 1, delta_atto).noisy >= found


def kept_half(plan: KeysPlan) -> int:
    """The least number of rows at which a group is told with a probability of one half."""
    noise, count = law(plan.scales[0]), max(1, plan.threshold.noisy - 3)
    while math.fsum(p for x, p in noise.items() if count + x >= plan.threshold.noisy) < 0.5:
        count += 1
    return count


def optimal_half(epsilon: float, delta: float) -> int:
    """The same for optimal partition selection: Desfontaines et al. (2022), theorem 1."""
    probability, count = 0.0, 0
    while probability < 0.5:
        probability = min(
            math.exp(epsilon) * probability + delta,
            1 - math.exp(-epsilon) * (1 - probability - delta),
            1.0,
        )
        count += 1
    return count


def test_at_the_price_of_epsilon_1_and_delta_1e_6_half_of_the_groups_of_14_are_told() -> None:
    """That price is rho 1/2 (Bun and Steinke 2016, proposition 3.3): half of those of 7 are, counts and all."""
    plan = plan_of(Spend(NANO // 2), 10**12)
    assert kept_half(plan) == 7 <= optimal_half(1.0, 1e-6) == 14
    assert plan.threshold == Threshold(1, 7)


@pytest.mark.parametrize("nano", [500_000, 2_500_000, 500_000_000])
@pytest.mark.parametrize("delta", [1e-5, 1e-11])
def test_for_the_same_rho_smaller_groups_are_told_than_by_optimal_selection(
    nano: int, delta: float
) -> None:
    """Which would tell no counts for that, either."""
    epsilon = math.sqrt(2 * nano / NANO)
    assert kept_half(plan_of(Spend(nano), int(delta * ATTO))) < optimal_half(epsilon, delta)


def test_groups_of_unknown_keys_cost_what_known_ones_do() -> None:
    """And their delta; an exact answer costs neither."""
    known = price(TABLE, [RowCount()], Spend(PRICE))
    plan = plan_of()
    assert (plan.nano, plan.scales, plan.cost()) == (known.nano, known.scales, known.cost())
    assert plan.delta_atto == DELTA
    exact = plan_of(Exact())
    assert (exact.nano, exact.delta_atto, exact.threshold) == (0, 0, Threshold(1, 1))


def test_an_accuracy_can_be_asked_of_the_number_of_rows_alone() -> None:
    assert plan_of(Accuracy(20.0)).half_width == pytest.approx(20, rel=1e-6)
    with pytest.raises(InvalidAnalysis, match="count_rows alone"):
        plan_of(Accuracy(20.0), summands=2)


def test_the_order_of_the_groups_tells_nothing() -> None:
    """They are told in the order of their keys, whatever order and portions they come in."""
    rows = [(key, 10_000 + key) for key in range(50)]
    random.Random(1).shuffle(rows)
    kept = plan_of().kept([rows[:7], rows[7:8], [], rows[8:]])
    assert [keys for keys, _ in kept.groups] == [(key,) for key in range(50)]


def test_a_group_is_told_as_often_as_the_law_says() -> None:
    """Of 3,000 groups of as many rows as the threshold, 51.4 % at scale 14.1.

    False alarm: 1e-6, at 4.9 standard errors, or 4.5 %. Power: a threshold two scales higher or lower tells 2 % or 98 %.
    """
    plan = plan_of()
    least = plan.threshold.noisy
    share = math.fsum(p for x, p in law(plan.scales[0]).items() if x >= 0)
    kept = plan.kept([[(key, least) for key in range(3000)]])
    assert len(kept.groups) / 3000 == pytest.approx(share, abs=4.9 * math.sqrt(0.25 / 3000))
    assert all(noisy >= least for _, (noisy,) in kept.groups)


def test_what_is_asked_of_a_group_beside_its_rows_has_noise_of_its_own() -> None:
    """Of 200 groups with the same sums, none within 8 scales is a false alarm of 1e-13; nor all alike."""
    plan = plan_of(summands=2)
    kept = plan.kept([[(key, 10_000, 5_000) for key in range(200)]])
    first = {noisy - 10_000 for _, (noisy, _) in kept.groups}
    second = [noisy - 5_000 for _, (_, noisy) in kept.groups]
    assert len(kept.groups) == 200
    assert len(first) > 1
    assert len(set(second)) > 1
    assert max(map(abs, second)) < 8 * plan.scales[1]


def test_too_many_groups_are_told_by_their_number_alone() -> None:
    """It is known from the release, so that it tells no more than that would have."""
    plan = plan_of()
    rows = [(key, 10**6) for key in range(MOST_GROUPS + 1)]
    kept = plan.kept([rows])
    assert (kept.groups, kept.noisy) == ((), ())
    assert plan.read(kept) == Excess(MOST_GROUPS + 1)
    assert not plan.kept([rows[:-1]]).excess


def test_many_small_groups_that_none_is_told_of_are_not_too_many() -> None:
    plan = plan_of()
    kept = plan.kept([[(key, 1) for key in range(MOST_GROUPS + 1)]])
    assert len(kept.groups) <= 1  # delta 1e-9 each: false alarm 1e-10


def ask(clinic: Clinic, charge_id: int, plan: KeysPlan) -> Cells:
    release = measure(
        clinic.catalog,
        clinic.engine,
        charge_id,
        plan,
        clinic.tables,
        clock=lambda: NOW,
        slots=Slots(0),
    )
    assert isinstance(release.estimate, Cells)
    return release.estimate


def test_the_door_tells_the_groups_of_enough_rows_once(clinic: Clinic) -> None:
    """A hundred groups of ten rows: at scale 1 and delta 1e-9 all of those near to ten and above are told, the same ones
    each time. The threshold is 8; that fewer than half pass has a probability below 1e-40."""
    clinic.limit(NANO)
    plan = plan_of(Spend(NANO // 2))
    charge_id = clinic.charge(plan)
    first = ask(clinic, charge_id, plan)
    assert plan.threshold.noisy == 8
    assert first.threshold == 8
    assert 50 < len(first.cells) <= 100
    assert ask(clinic, charge_id, plan) == first


def test_the_door_lets_an_exact_answer_hold_every_group(clinic: Clinic) -> None:
    plan = plan_of(Exact())
    found = ask(clinic, clinic.charge(plan), plan)
    assert [(cell.keys[0]["value"], cell.estimate.value) for cell in found.cells] == [
        (age, 10) for age in range(100)
    ]
    assert found.is_exact


def forged(plan: KeysPlan) -> Sequence[KeysPlan]:
    return (
        evolve(plan, delta_atto=2 * plan.delta_atto),
        evolve(plan, scales=(plan.scales[0] / 2,)),
        evolve(plan, precise=True),
        evolve(plan, rows=0),
    )


@pytest.mark.parametrize("which", range(4))
def test_a_charge_buys_no_lower_threshold_than_it_paid_for(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    plan = plan_of()
    charge_id = clinic.charge(plan)
    monkeypatch.setattr(type(clinic.engine), "groups", lambda *_: pytest.fail("rows were read"))
    with pytest.raises(InternalError):
        ask(clinic, charge_id, forged(plan)[which])


def test_a_charge_for_known_keys_buys_no_unknown_ones(clinic: Clinic) -> None:
    """It has no delta."""
    charge_id = clinic.charge(price(TABLE, [RowCount()], Spend(PRICE)))
    with pytest.raises(InternalError):
        ask(clinic, charge_id, plan_of())
