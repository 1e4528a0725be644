"""Each analysis as summands for the one door, and a post-processing of what it released.

A post-processing sees nothing but the release, so it can tell no more than that (Dwork and Roth 2014, proposition 2.1).
Nothing is clipped to look right.

The interval of a count or a sum is that of its noise. The mean is a quotient of two noisy numbers S and N; its interval
holds the quotients m for which S - m N is no further from zero than its noise explains (Fieller 1954), and is exact for
Gaussian noise however small N is, where an approximation by a derivative is not. Where N could be zero, nothing is known
of the mean but its bounds. Without noise the interval is the value itself, and the mean of no rows is as unknown.
"""

import math

from leapyear_core.catalog.charges import Estimate
from leapyear_core.model.analyses import Analysis, Count, CountRows, Mean, Sum
from leapyear_core.model.expressions import type_of
from leapyear_core.model.lattice import LatticeTotal, RowCount, Summand, ValueCount, lattice_total
from leapyear_core.model.types import Schema
from leapyear_core.privacy.mechanisms import half_width_of_scale

#: Whole numbers that JSON carries faithfully; beyond, a double is as good.
_EXACT = 2**53


def summands_of(analysis: Analysis, schema: Schema) -> tuple[Summand, ...]:
    """What to sum for an analysis of a relation with this schema.

    Raises
    ------
    AttributeNotFound, InvalidExpression, InvalidAnalysis
        If the expression does not fit the schema or the analysis.
    """
    match analysis:
        case CountRows():
            return (RowCount(),)
        case Count(_, expression):
            type_of(expression, schema)
            return (ValueCount(expression),)
        case Sum(_, expression):
            return (lattice_total(expression, type_of(expression, schema), centred=False),)
        case Mean(_, expression):
            total = lattice_total(expression, type_of(expression, schema), centred=True)
            return (total, ValueCount(expression))


def estimate(
    summands: tuple[Summand, ...], values: tuple[int, ...], scales: tuple[float, ...]
) -> Estimate:
    """The answer to an analysis, from the release of its summands."""
    match summands:
        case (RowCount() | ValueCount(),):
            return _sum(values[0], scales[0], 1.0)
        case (LatticeTotal() as total,):
            return _sum(values[0], scales[0], total.step)
        case (LatticeTotal() as total, ValueCount()):
            return _mean(total, values, scales)
        case _:
            raise ValueError("no analysis has these summands")


def _sum(noisy: int, scale: float, step: float) -> Estimate:
    value = noisy if step == 1 and abs(noisy) <= _EXACT else noisy * step
    half_width = half_width_of_scale(scale) * step
    return Estimate(value, value - half_width, value + half_width, scale * step)


def _mean(total: LatticeTotal, values: tuple[int, ...], scales: tuple[float, ...]) -> Estimate:
    step, rows = total.step, values[1]
    moved = values[0] * step
    # Fewer than one row has no mean; dividing by one keeps what is told finite, and the interval says how little it is.
    divisor = max(rows, 1)
    ratio = moved / divisor
    found = _fieller(
        moved, rows, half_width_of_scale(scales[0]) * step, half_width_of_scale(scales[1])
    )
    if found is not None and not any(scales):
        found = ratio, ratio
    low, high = found or (end * step for end in total.bounds)
    return Estimate(
        total.centre + ratio,
        total.centre + min(low, ratio),
        total.centre + max(high, ratio),
        math.hypot(scales[0] * step, ratio * scales[1]) / divisor,
    )


def _fieller(
    numerator: float, denominator: float, of_numerator: float, of_denominator: float
) -> tuple[float, float] | None:
    """The quotients that fit a numerator and a denominator of these half-widths; None where they have no end."""
    # (numerator - m denominator)**2 <= of_numerator**2 + m**2 of_denominator**2, solved for m.
    leading = denominator**2 - of_denominator**2
    if denominator <= 0 or leading <= 0:
        return None
    middle = numerator * denominator / leading
    spread = math.sqrt((numerator * of_denominator) ** 2 + leading * of_numerator**2) / leading
    return middle - spread, middle + spread
