"""What one computation spends."""

import math

import pytest
from attrs import evolve

from leapyear_core.model.errors import (
    CoreError,
    DataSetSizeBlocked,
    DataSetTooSmall,
    HighPrivacyExposure,
    InvalidAnalysis,
    SensitivityMultiplierTooLarge,
)
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.lattice import RowCount, Summand, ValueCount
from leapyear_core.model.profiles import PrivacyLimit, ProfileParams
from leapyear_core.model.relations import Table
from leapyear_core.privacy.accounting import NANO
from leapyear_core.privacy.calibration import Facts, Wish, calibrate
from leapyear_core.privacy.pricing import Accuracy, Plan, Spend, price
from leapyear_core.services.profiles import BUILT_IN

BALANCED = BUILT_IN["balanced"].params
MOST = BALANCED.exposure_nano
LARGE = Facts(parts=1, stability=1, multiplier=1, size=1_000_000)
SMALL = evolve(LARGE, size=20_000)
FRUGAL = Wish(allow_max_budget_allocation=False)


def calibrated(
    wish: Wish = Wish(),  # noqa: B008 - frozen
    params: ProfileParams = BALANCED,
    facts: Facts = LARGE,
    summands: tuple[Summand, ...] = (RowCount(),),
) -> Plan:
    def priced(wanted: Spend | Accuracy) -> Plan:
        return price(Table("clinic", "visits"), summands, wanted)

    return calibrate(priced, wish, params, evolve(facts, parts=len(summands)))


@pytest.mark.parametrize("size", [30_000, 100_000, 10_000_000])
def test_a_count_is_as_accurate_as_the_profile_says(size: int) -> None:
    """Relative to the size of the data set, and for no more than that takes."""
    plan = calibrated(facts=evolve(LARGE, size=size))
    width = plan.half_width
    assert width is not None
    assert 0.97 * 0.001 * size < width <= 0.001 * size
    assert plan.nano < MOST


def test_the_price_falls_with_the_square_of_the_size() -> None:
    prices = [calibrated(facts=evolve(LARGE, size=size)).nano for size in (50_000, 500_000)]
    assert prices[0] == pytest.approx(100 * prices[1], rel=1e-3)


def test_several_sums_are_each_as_accurate_as_one() -> None:
    """They cost as many times as much."""
    one = calibrated()
    three = calibrated(
        summands=(RowCount(), ValueCount(Attribute("a")), ValueCount(Attribute("b")))
    )
    assert three.scales == pytest.approx(3 * one.scales, rel=1e-3)
    assert three.nano == pytest.approx(3 * one.nano, rel=1e-3)


@pytest.mark.parametrize("size", [None, -50, 0, 1, 27_000])
@pytest.mark.parametrize("name", BUILT_IN)
def test_small_and_unknown_data_sets_take_the_most(name: str, size: int | None) -> None:
    """Up to 27,000 rows, whatever the built-in profile; a noisy size may be below zero."""
    params = BUILT_IN[name].params
    plan = calibrated(params=params, facts=evolve(LARGE, size=size))
    assert plan.nano == params.exposure_nano
    with pytest.raises(DataSetTooSmall, match="minimum_dataset_size"):
        calibrated(FRUGAL, params, evolve(LARGE, size=size))


def test_what_is_known_of_the_size_takes_the_place_of_the_noisy_one() -> None:
    known = calibrated(Wish(minimum_dataset_size=1_000_000), facts=SMALL)
    assert known == calibrated()
    assert calibrated(evolve(FRUGAL, minimum_dataset_size=1_000_000), facts=SMALL) == known
    assert calibrated(Wish(minimum_dataset_size=100)).nano == MOST


def test_a_profile_without_an_accuracy_always_spends_the_most() -> None:
    """That is what it says, so nobody has to allow it."""
    steady = ProfileParams(MOST, PrivacyLimit(3.0, 1e-6))
    for wish in (Wish(), FRUGAL, Wish(minimum_dataset_size=10**9)):
        assert calibrated(wish, steady).nano == MOST


def test_an_accuracy_is_given_or_refused() -> None:
    """It has nothing to do with the size; what costs just the most, costs it."""
    for facts in (SMALL, LARGE):
        plan = calibrated(Wish(accuracy=50.0), facts=facts)
        assert plan == price(plan.relation, plan.summands, Accuracy(50.0))
    for accuracy in (27.7, 1.0):
        with pytest.raises(HighPrivacyExposure, match=r"a larger one .* tells which one"):
            calibrated(Wish(accuracy=accuracy))
        with pytest.raises(DataSetTooSmall):
            calibrated(evolve(FRUGAL, accuracy=accuracy))
    just = calibrated(Wish(accuracy=50.0)).nano
    params = evolve(BALANCED, exposure_nano=just)
    assert calibrated(Wish(accuracy=50.0), params).nano == just
    with pytest.raises(DataSetTooSmall):
        calibrated(evolve(FRUGAL, accuracy=50.0), params)


def test_an_exposure_is_spent_up_to_the_most() -> None:
    assert calibrated(Wish(exposure_nano=1000), facts=SMALL).nano == 1000
    assert calibrated(evolve(FRUGAL, exposure_nano=MOST)).nano == MOST
    with pytest.raises(HighPrivacyExposure, match=r"privacy_params\.exposure") as refused:
        calibrated(Wish(exposure_nano=MOST + 1))
    assert str(MOST / NANO) not in str(refused.value)
    with pytest.raises(InvalidAnalysis):
        calibrated(Wish(exposure_nano=1000, accuracy=50.0))


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        (evolve(LARGE, size=999), DataSetSizeBlocked),
        (evolve(LARGE, size=None), DataSetSizeBlocked),
        (evolve(LARGE, multiplier=3), SensitivityMultiplierTooLarge),
        (evolve(LARGE, size=1000, stability=20, multiplier=2), None),
    ],
    ids=str,
)
def test_a_profile_rules_out_data_sets(facts: Facts, error: type[CoreError] | None) -> None:
    """By the noisy size, whatever somebody says to know of it, and by what deriving them did."""
    params = evolve(BALANCED, minimum_dataset_size=1000, maximum_sensitivity_multiplier=2)
    for wish in (Wish(), Wish(minimum_dataset_size=10**6), Wish(exposure_nano=1)):
        if error is None:
            calibrated(wish, params, facts)
        else:
            with pytest.raises(error):
                calibrated(wish, params, facts)


def test_the_target_counts_rows_that_one_unit_can_move() -> None:
    """Twice the rows take four times the price for the same noise."""
    twice = calibrated(facts=evolve(LARGE, stability=2)).nano
    assert twice == pytest.approx(4 * calibrated().nano, rel=1e-3)
    assert math.isfinite(twice)
