"""The exponential mechanism chooses with exactly the probabilities that it says."""

import math
from collections import Counter
from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction
from itertools import count

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.ranks import Rank, moved_by
from leapyear_core.privacy import choosing
from leapyear_core.privacy.choosing import EDGES, HALVINGS, Wanted, choose, rate_of, reach
from tests.leapyear_core.privacy.points import ListedRanks, ranks_of

DRAWS = 20_000

#: Chi-square with 12 degrees of freedom exceeds it with a probability of 4.1e-7.
CRITICAL = 53.0


#: A test makes fewer comparisons than that, 2 * PROPOSALS for each of DRAWS choices.
MOST = 10**6


@pytest.fixture(autouse=True)
def choices_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a choice that takes no proposal, or for a comparison that no digit decides.

    A comparison needs more than ten times thirty digits with a probability below 1e-290.
    """
    compared, share = count(), choosing._share

    def bounded(exponent: Fraction, halvings: int, precision: int) -> tuple[Fraction, Fraction]:
        if precision > 320 or next(compared) > MOST:
            pytest.fail("a choice does not come to an end")
        return share(exponent, halvings, precision)

    monkeypatch.setattr(choosing, "_share", bounded)


@pytest.mark.parametrize(
    ("values", "position", "rate"),
    [
        ([2, 2, 5], Fraction(3, 2), Fraction(1, 2)),
        ([0, 3, 3, 3, 4, 9, 11, 12], Fraction(4), Fraction(1)),
        ([], Fraction(0), Fraction(1)),
        ([6] * 9, Fraction(27, 10), Fraction(3, 10)),
    ],
)
def test_each_point_is_chosen_as_often_as_it_should(
    values: list[int], position: Fraction, rate: Fraction
) -> None:
    """False alarms below 1e-6; a point of probability 0.1 that comes a fifth too often is found in 99 of 100 runs.

    (It adds 89 to chi-square, whose standard deviation is then 19.)
    """
    ranks = ranks_of(values, 0, 12)
    weights = {
        point: math.exp(-float(rank.distance(position) * rate))
        for point, rank in ranks.ranks_of(range(13)).items()
    }
    total = math.fsum(weights.values())
    found = Counter(choose(ranks, [Wanted(position, rate)] * DRAWS))
    assert set(found) <= set(weights)
    chi_square = sum(
        (found[point] - DRAWS * weight / total) ** 2 / (DRAWS * weight / total)
        for point, weight in weights.items()
    )
    assert chi_square < CRITICAL


@given(st.fractions(0, 60, max_denominator=10**6), st.integers(20, 60))
def test_the_bounds_of_a_share_hold_its_true_value(exponent: Fraction, precision: int) -> None:
    """Whatever the precision; and no share is above 1, so that a proposal is never too light."""
    halvings = int(exponent * choosing._PER_UNIT)
    low, high = choosing._share(exponent, halvings, precision)
    finer = Context(prec=120)
    true = (
        Fraction(
            finer.exp(finer.divide(Decimal(-exponent.numerator), Decimal(exponent.denominator)))
        )
        * 2**halvings
    )
    assert low <= true <= high
    assert high - low <= true * Fraction(10) ** (5 - precision)
    assert Fraction(49, 100) < true <= 1 + Fraction(1, 10**100)


def test_the_halving_constant_is_below_the_true_one() -> None:
    """1 / log(2), to fifty digits."""
    with_digits = Context(prec=50)
    assert Fraction(with_digits.divide(Decimal(1), with_digits.ln(Decimal(2)))) > choosing._PER_UNIT


@pytest.mark.parametrize("rate", [Fraction(1, 1000), Fraction(7, 3)])
def test_distances_are_cut_off_where_the_weight_is_negligible(rate: Fraction) -> None:
    """2**-64: points that are farther are all as good as each other."""
    assert float(rate * reach(rate)) == pytest.approx(HALVINGS * math.log(2))


@pytest.mark.parametrize(
    ("values", "position", "outside"),
    [
        ([2, 2, 5], Fraction(-4), -1),
        ([2, 2, 5], Fraction(2), -1),
        ([2, 2, 5], Fraction(9), 1),
        ([], Fraction(-1), -1),
        ([0, 0, 0], Fraction(1), -1),
        ([7, 9, 12], Fraction(-4), 1),
    ],
)
def test_a_bound_is_chosen_as_often_as_all_that_stand_for_it(
    values: list[int], position: Fraction, outside: int
) -> None:
    """Two for each of 13 points, that lie below all values, or above; false alarms below 1e-6.

    With one for each in place of two, the bound of the first case, chosen 22 of 23 times, would be found by 8 standard
    deviations, and so would it in all others but the last, where it is far off.
    """
    rate, ranks = Fraction(1, 2), ranks_of(values, 0, 12)
    weights = {
        point: math.exp(-float(rank.distance(position) * rate))
        for point, rank in ranks.ranks_of(range(13)).items()
    }
    place = Rank(-(10**9), 0) if outside < 0 else Rank(len(values), 10**9)
    bound = 0 if outside < 0 else 12
    weights[bound] += 26 * math.exp(-float(place.distance(position) * rate))
    total = math.fsum(weights.values())
    found = Counter(choose(ranks, [Wanted(position, rate, outside)] * DRAWS))
    assert set(found) <= set(weights)
    chi_square = sum(
        (found[point] - DRAWS * weight / total) ** 2 / (DRAWS * weight / total)
        for point, weight in weights.items()
    )
    assert chi_square < CRITICAL


@given(
    st.lists(st.integers(0, 12), max_size=12),
    st.integers(0, 12),
    st.fractions(0, 1, max_denominator=9),
    st.fractions(-20, 20, max_denominator=3),
    st.sampled_from((-1, 0, 1)),
)
def test_one_value_more_moves_the_distance_of_no_candidate_by_more_than_is_paid_for(
    values: list[int], more: int, quantile: Fraction, offset: Fraction, outside: int
) -> None:
    """Also of those that lie outside of all values."""

    def distances(of: list[int]) -> list[Fraction]:
        ranks = ranks_of(of, 0, 12)
        wanted = Wanted(quantile * len(of) + offset, Fraction(1), outside)
        found = ranks.ranks_of(range(13))
        return [wanted.distance(ranks, each, found) for each in wanted.candidates(ranks)]

    pairs = zip(distances(values), distances([*values, more]), strict=True)
    assert all(abs(one - other) <= moved_by(quantile) for one, other in pairs)


@given(st.fractions(0, 1, max_denominator=50), st.floats(1e-4, 10))
def test_the_rate_makes_a_choice_as_private_as_stated(quantile: Fraction, epsilon: float) -> None:
    """Two points' odds change by a factor of at most e**epsilon between neighbours: 2 rate Delta is epsilon, exactly."""
    assert 2 * rate_of(epsilon, moved_by(quantile)) * moved_by(quantile) == Fraction(epsilon)


def test_points_far_from_everything_are_still_in_proportion() -> None:
    """A thousand points without values, as far as can be from a position: each is as likely as the others."""
    ranks = ranks_of([0] * 500, 0, 1000)
    wanted = Wanted(Fraction(10**6), Fraction(1))
    found = Counter(point // 501 for point in choose(ranks, [wanted] * 4000))
    # Binomial(4000, 501/1001): beyond 5 standard deviations with a probability below 1e-6.
    assert abs(found[0] - 4000 * 501 / 1001) < 5 * math.sqrt(1000)


@given(
    st.lists(st.integers(0, 12), max_size=12),
    st.fractions(-3, 15, max_denominator=6),
    st.fractions(Fraction(1, 50), 100, max_denominator=50),
    st.sampled_from((-1, 0, 1)),
)
def test_a_shell_holds_the_points_whose_weight_is_halved_as_often_as_between_its_edges(
    values: list[int], position: Fraction, rate: Fraction, outside: int
) -> None:
    """Each candidate is in one shell: that of its distance, in units of what halves a weight; the last one holds the rest."""
    ranks = ranks_of(values, 0, 12)
    wanted = Wanted(position, rate, outside)
    candidates, edges = wanted.candidates(ranks), wanted.edges()
    places = {place for pair in edges for place in pair if 1 <= place <= len(values)}
    shells = choosing._Shells.between(ranks, edges, ranks.order_statistics(places), candidates)
    found = {
        point: halvings
        for halvings, sides in zip((0, *EDGES), shells.parts, strict=True)
        for side in sides
        for point in side
    }
    assert sum(len(side) for sides in shells.parts for side in sides) == len(candidates)
    halving = 1 / (rate * choosing._PER_UNIT)
    known = ranks.ranks_of(range(13))
    assert found == {
        point: max(
            (edge for edge in EDGES if edge * halving <= wanted.distance(ranks, point, known)),
            default=0,
        )
        for point in candidates
    }


def test_what_must_be_known_of_the_values_does_not_grow_as_the_exposure_shrinks() -> None:
    """Two places for each shell, and some points: else next to no exposure would keep a server busy for minutes."""

    @frozen
    class Asked(ListedRanks):
        """Counts what is asked of it."""

        places: list[int] = field(factory=list)
        points: list[int] = field(factory=list)

        def order_statistics(self, places: Iterable[int]) -> dict[int, int]:
            self.places.extend(places)
            return super().order_statistics(self.places)

        def ranks_of(self, points: Iterable[int]) -> dict[int, Rank]:
            self.points.extend(points)
            return super().ranks_of(self.points)

    for rate in (Fraction(1), Fraction(1, 10**3), Fraction(1, 10**9)):
        ranks = Asked(0, 2**31, range(10**6))
        choose(ranks, [Wanted(Fraction(10**6, 2), rate)])
        assert len(ranks.places) <= 2 * len(EDGES)
        # That twice as many have to be proposed happens once in 2**32 times: all of them were refused twice.
        assert len(ranks.points) <= 2 * choosing.PROPOSALS


@pytest.mark.parametrize(
    ("values", "position", "rate"),
    [
        ([2, 2, 5], Fraction(3, 2), Fraction(1, 2)),
        # All points are beyond the cut: by their true weights none would ever be taken.
        ([0] * 500, Fraction(10**6), Fraction(1)),
        ([3] * 10**4, Fraction(0), Fraction(7, 3)),
        # Shares next to 1 and to 1/2, which a draw is hardly told from.
        ([6], Fraction(1, 10**12), Fraction(1, 10**12)),
        ([6] * 7, Fraction(0), Fraction(99, 1000)),
    ],
)
def test_a_choice_takes_few_comparisons(
    monkeypatch: pytest.MonkeyPatch, values: list[int], position: Fraction, rate: Fraction
) -> None:
    """However far from everything the position falls, and however near to a draw a share is.

    About half of the proposals are taken at the least: six rounds of them are too few with a probability below 2**-90.
    """
    compared: list[Fraction] = []
    happens = choosing._happens

    def counted(exponent: Fraction, halvings: int) -> bool:
        compared.append(exponent)
        return happens(exponent, halvings)

    monkeypatch.setattr(choosing, "_happens", counted)
    ranks = ranks_of(values, 0, 1000)
    for _ in range(100):
        compared.clear()
        choose(ranks, [Wanted(position, rate)])
        assert len(compared) <= 6 * choosing.PROPOSALS


@pytest.mark.parametrize("digits", [1, 30, 60])
def test_a_share_is_known_to_more_digits_than_are_drawn(digits: int) -> None:
    """Else two numbers that differ in the last one would be on no side of it, and more were drawn in vain."""
    for exponent in (Fraction(1, 3), Fraction(20), Fraction(64 * 7, 10)):
        halvings = int(exponent * choosing._PER_UNIT)
        low, high = choosing._share(exponent, halvings, digits + 10)
        assert (high - low) * 10**digits < Fraction(1, 10**5)
