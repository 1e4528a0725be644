"""What the demo prints fits 80 columns, and says no more digits than the noise leaves."""

import pytest

from leapyear.analytics.classes import Exposure, Interval, RichResult
from leapyear_core.demo import report


def result(value: float, half_width: float, share: float = 0.0135) -> RichResult:
    return RichResult(
        value=value,
        interval=Interval(value - half_width, value + half_width),
        confidence=0.95,
        mechanism="discrete_gaussian",
        noise_scale=half_width / 1.96,
        exposure=Exposure(rho=0.0025, share=share),
        exposure_left=Exposure(rho=0.18, share=0.98),
        cached=False,
    )


@pytest.mark.parametrize(
    ("value", "half_width", "printed"),
    [
        (100_003, 27.7, ("100,003", "99,975 to 100,031")),
        (50.23381, 0.0164, ("50.234", "50.217 to 50.250")),
        (-7, 27.7, ("-7", "-35 to 21")),
        (3_128_300_123, 5_540_000, ("3,128.3 M", "3,122.8 to 3,133.8 M")),
        (0.0000001, 0.00000001, ("0.000000", "0.000000 to 0.000000")),
        (5, 0, ("5", "5 to 5")),
        (9e15, 27.7, ("9e+15", "9e+15 to 9e+15")),
    ],
)
def test_numbers_have_two_digits_of_their_noise(
    value: float, half_width: float, printed: tuple[str, str]
) -> None:
    """And many millions are told in millions."""
    assert report.number_and_interval(result(value, half_width)) == printed


@pytest.mark.parametrize("length", [1, 24, 25, 78, 200])
@pytest.mark.parametrize("value", [0.5, 99_999_999, -3_128_300_123, 9e15])
def test_a_row_fits_80_columns_and_says_all(length: int, value: float) -> None:
    """A long question stands above its answer, and a longer one on several lines."""
    question = ("where " * length)[:length].strip()
    lines = report.answered(question, result(value, 27.7)).splitlines()
    assert max(map(len, lines)) <= report.WIDTH
    assert lines[-1].endswith("1.35 %  98.00 %")
    assert " ".join(" ".join(lines).split()).startswith(question)


def test_small_shares_are_not_told_as_nothing() -> None:
    """Only what costs nothing is 0."""
    assert [report.share(each) for each in (0, 1e-6, 0.0135, 1)] == [
        "0.00 %",
        "<0.01 %",
        "1.35 %",
        "100.00 %",
    ]
