"""Quantiles: points that are chosen, where the other analyses sum."""

from typing import Final

from leapyear_core.model.analyses import InterquartileRange, Quantile, Quantiles
from leapyear_core.model.errors import InvalidAnalysis, TooManyKeys
from leapyear_core.model.expressions import type_of
from leapyear_core.model.lattice import exact_total, lattice_total
from leapyear_core.model.types import IntType, RealType, Schema
from leapyear_core.privacy.choices import ChoiceReading, QuantileRange, QuantileTable
from leapyear_core.privacy.planning.asked import AskedChoices

#: The most quantiles that one question may ask for.
_MOST_QUANTILES: Final = 100


def choices(
    analysis: Quantile | Quantiles | InterquartileRange, schema: Schema, *, exact: bool
) -> AskedChoices:
    """The points of a number that so many of its values do not exceed."""
    quantiles, reading = _asked_for(analysis)
    given = type_of(analysis.expression, schema)
    if not isinstance(given, IntType | RealType):
        raise InvalidAnalysis(
            f"{given.kind.upper()} has no quantiles: only INT and REAL have, DATE by way of its parts"
        )
    if not all(0 <= each <= 1 for each in quantiles):
        raise InvalidAnalysis("a quantile is a share of the values, from 0 to 1")
    if len(set(quantiles)) != len(quantiles):
        raise InvalidAnalysis("a quantile is asked for twice")
    if len(quantiles) > _MOST_QUANTILES:
        raise TooManyKeys(
            f"{len(quantiles)} quantiles are asked for, and a question may ask for {_MOST_QUANTILES}"
        )
    # The points of a REAL are as they are kept: numbered from the middle. A whole number is a point itself.
    points = (
        exact_total(analysis.expression, given)
        if exact
        else lattice_total(analysis.expression, given, centred=isinstance(given, RealType))
    )
    return AskedChoices(analysis, analysis.relation, points, quantiles, reading)


def _asked_for(
    analysis: Quantile | Quantiles | InterquartileRange,
) -> tuple[tuple[float, ...], ChoiceReading]:
    match analysis:
        case Quantile(quantile=quantile):
            return (quantile,), QuantileTable((quantile,), is_one=True)
        case Quantiles(quantiles=quantiles):
            return quantiles, QuantileTable(quantiles)
        case InterquartileRange():
            return (0.25, 0.75), QuantileRange()
