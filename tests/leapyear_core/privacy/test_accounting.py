"""The conversion between a limit (epsilon, delta) and rho."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.privacy.accounting import (
    ATTO,
    NANO,
    allowance_of,
    log_delta_of_rho,
    rho_of_limit_nano,
)
from leapyear_core.privacy.pricing import cost_nano

EPSILONS = st.floats(0.001, 1e6)
DELTAS = st.floats(1e-15, 0.1)


def test_the_usual_limit_grants_74_counts_of_variance_200() -> None:
    """Plain addition of Laplace counts of that variance (scale 10, epsilon 0.1) grants 30."""
    limit = rho_of_limit_nano(3, 1e-6)
    each = cost_nano([1], [math.sqrt(200)])
    assert limit // each == 74


def test_a_hundred_counts_of_variance_200_cost_epsilon_3_55() -> None:
    rho = 100 / (2 * 200)
    assert log_delta_of_rho(rho, 3.55) <= math.log(1e-6) < log_delta_of_rho(rho, 3.53)


@given(epsilon=EPSILONS, delta=DELTAS)
def test_the_limit_keeps_its_promise(epsilon: float, delta: float) -> None:
    """rho rounded down is good enough for delta; a thousandth more is not."""
    rho = rho_of_limit_nano(epsilon, delta) / NANO
    if rho > 0:
        assert log_delta_of_rho(rho, epsilon) <= math.log(delta) + 1e-9
    assert log_delta_of_rho(rho * 1.001 + 1e-9, epsilon) > math.log(delta)


@given(rho=st.floats(1e-6, 1e3), epsilon=EPSILONS, log_order=st.floats(-12, 12))
def test_no_order_gives_a_smaller_delta_than_the_minimum(
    rho: float, epsilon: float, log_order: float
) -> None:
    """The formula of Canonne, Kamath and Steinke (2020) holds for every alpha; the least of them is taken."""
    order = math.exp(log_order)
    alpha = order + 1
    bound = (
        order * (alpha * rho - epsilon)
        - math.log(order)
        + alpha * (math.log(order) - math.log1p(order))
    )
    assert log_delta_of_rho(rho, epsilon) <= bound + 1e-6 * max(1.0, abs(bound))


@given(epsilon=EPSILONS, delta=DELTAS)
def test_the_conversion_is_at_least_as_good_as_the_simple_one(epsilon: float, delta: float) -> None:
    """rho + 2 sqrt(rho log(1/delta)) <= epsilon suffices (Bun and Steinke 2016, proposition 3)."""
    log_delta = math.log(1 / delta)
    simple = (math.sqrt(epsilon + log_delta) - math.sqrt(log_delta)) ** 2
    assert rho_of_limit_nano(epsilon, delta) >= math.floor(simple * NANO * (1 - 1e-9)) - 1


@pytest.mark.parametrize(
    ("epsilon", "delta"), [(0.001, 1e-15), (1e6, 0.1), (1e6, 1e-15), (0.001, 0.1)]
)
def test_the_ends_of_the_range_have_a_limit(epsilon: float, delta: float) -> None:
    assert 0 < rho_of_limit_nano(epsilon, delta) < 2**63


@given(epsilon=EPSILONS, delta=DELTAS)
def test_the_delta_of_unknown_keys_and_that_of_the_conversion_are_no_more_than_the_limit(
    epsilon: float, delta: float
) -> None:
    """Both parts spent in full are (epsilon, delta) together."""
    allowance = allowance_of(epsilon, delta)
    kept = Fraction(allowance.delta_atto, ATTO)
    rho = allowance.exposure_nano / NANO
    converted = math.exp(log_delta_of_rho(rho, epsilon)) if rho > 0 else 0.0
    assert kept > 0
    assert kept + Fraction(converted) <= Fraction(delta) * (1 + Fraction(1, 10**9))


def test_unknown_keys_take_next_to_nothing_from_all_other_questions() -> None:
    """A limit is good for as many questions as if there were no such keys."""
    assert allowance_of(3, 1e-6).exposure_nano > 0.9999 * rho_of_limit_nano(3, 1e-6)
