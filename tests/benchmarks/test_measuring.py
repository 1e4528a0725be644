"""What the table of the benchmarks says of figures that were taken."""

import pytest

from benchmarks.measuring import Row, Sample, alternately, at_least, at_most, table


def test_a_sample_is_shown_with_its_noise() -> None:
    """Half of the middle half, as a share of the median: one slow round is no noise."""
    assert Sample((0.008, 0.009, 0.010, 0.011, 0.012)).shown("ms", 1e3) == "10.0 ms ±15 %"
    assert Sample((2.0,) * 20 + (90.0,)).shown("s") == "2.0 s ±0 %"


def test_measures_are_taken_in_turns() -> None:
    """So that whatever else the machine does falls on both."""
    taken: list[str] = []

    def one() -> float:
        taken.append("one")
        return 1.0

    def other() -> float:
        taken.append("other")
        return 2.0

    ones, others = alternately(one, other, rounds=2)
    assert taken == ["one", "other", "one", "other"]
    assert (ones.values, others.values) == ((1.0, 1.0), (2.0, 2.0))


@pytest.mark.parametrize(
    ("row", "is_met"),
    [
        (at_most("a", "1.1 x", 1.1, 1.1, "x"), True),
        (at_most("a", "1.2 x", 1.2, 1.1, "x"), False),
        (at_least("a", "0.35 x", 0.35, 0.35, "x"), True),
        (at_least("a", "0.3 x", 0.3, 0.35, "x"), False),
    ],
)
def test_a_target_is_met_or_not(row: Row, is_met: bool) -> None:
    """The target itself is within it."""
    assert row.is_met is is_met


def test_a_missed_target_stands_out() -> None:
    """One line for each row, in columns."""
    rows = [Row("bare", "1 ms"), at_most("first", "2.0 x", 2.0, 1.1, "x")]
    assert table(rows).splitlines()[2:] == ["bare   1 ms", "first  2.0 x     <= 1.1 x  NOT OK"]
