"""Summands: what each row adds to an exact integer.

Private rows leave the engine only as sums of integers. A real number becomes one by rounding to a lattice, ``2**exponent``
apart, that is chosen from its bounds alone: sums of integers are exact and depend on no order, so that the attacks on
floating-point sums (Mironov 2012; Casacuberta et al. 2022; Haney et al. 2022) have no foothold. The engine clamps each
integer to the summand's ``bounds`` last of all, so the sensitivity of a sum follows from them and nothing else.
"""

import math
from typing import ClassVar

from attrs import frozen

from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.expressions import Expression
from leapyear_core.model.types import INT_LIMIT, REAL_LIMIT, BoolType, DataType, IntType, RealType

#: A REAL has about 2**30 lattice points on each side of zero: rounding then moves a sum over a billion rows by at most
#: half of what one row can add to it, which is below any noise; and the noise stays far inside 64 bits.
REAL_BITS = 30

#: Whole numbers are summed as they are up to this many bits; the least price then buys noise that fits 64 bits.
INT_BITS = 36


#: The least distance of bounds from their middle that values are divided by.
_LEAST_REACH = 1e-150


@frozen
class RowCount:
    """One for each row."""

    bounds: ClassVar[tuple[int, int]] = (0, 1)


@frozen
class ValueCount:
    """One for each row in which the expression is not null."""

    expression: Expression
    bounds: ClassVar[tuple[int, int]] = (0, 1)


@frozen
class DistinctCount:
    """One for each value that the expression has in some row.

    It is no sum over rows, but a row more or less moves it by 1 at most, as it does a count: to that value's own number
    of rows, others add nothing. In groups a row moves that of its own group alone.
    """

    expression: Expression
    bounds: ClassVar[tuple[int, int]] = (0, 1)


@frozen
class LatticeTotal:
    """The lattice point nearest to ``expression - centre``, in units of ``2**exponent``; nothing where it is null.

    Attributes
    ----------
    expression
        A BOOL (0 or 1), INT or REAL expression.
    centre
        What is subtracted first, in the unit of the expression.
    exponent
        The lattice is ``2**exponent`` apart.
    bounds
        The least and the greatest integer that one row can add.
    """

    expression: Expression
    centre: float
    exponent: int
    bounds: tuple[int, int]

    @property
    def step(self) -> float:
        """The distance of two lattice points, in the unit of the expression."""
        return 2.0**self.exponent


@frozen
class Scaled:
    """A number moved and stretched so that its bounds become -1 and 1: ``(expression - centre) / reach``.

    A `reach` of 0 says that the bounds are one point, which becomes 0.
    """

    expression: Expression
    centre: float
    reach: float


@frozen
class ScaledProduct:
    """The lattice point nearest to ``product of factors - offset``, in units of `step`; nothing where one is null.

    Powers of a value, and products of two, are summed like that: between -1 and 1 they have the magnitude of what they
    tell, whatever the unit of the value is.

    Attributes
    ----------
    factors
        A factor that stands there twice is squared.
    offset
        0.5 where the product is a square, whose bounds are 0 and 1: half of what a row can add is half of the noise.
    """

    factors: tuple[Scaled, ...]
    offset: float
    step: ClassVar[float] = 2.0**-REAL_BITS

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest integer that one row can add."""
        most = 2 ** (REAL_BITS - 1) if self.offset else 2**REAL_BITS
        return -most, most


Summand = RowCount | ValueCount | DistinctCount | LatticeTotal | ScaledProduct


def step_of(summand: Summand) -> float:
    """The unit of a summand's integers: 1 for a count, the distance of two lattice points else."""
    return summand.step if isinstance(summand, LatticeTotal | ScaledProduct) else 1.0


def expressions_of(summand: Summand) -> tuple[Expression, ...]:
    """The expressions that a summand is made of."""
    match summand:
        case RowCount():
            return ()
        case ValueCount(expression) | DistinctCount(expression) | LatticeTotal(expression):
            return (expression,)
        case ScaledProduct(factors):
            return tuple(dict.fromkeys(factor.expression for factor in factors))


def scaled(expression: Expression, given: DataType) -> Scaled:
    """An expression of this type as a factor.

    Raises
    ------
    InvalidAnalysis
        If the type cannot be summed or has no useful bounds.
    """
    lower, upper = _summable_bounds(given)
    centre = lower / 2 + upper / 2
    reach = max(abs(lower - centre), abs(upper - centre))
    # Below that, its inverse is no double; and nothing is left to tell apart.
    return Scaled(expression, centre, reach if reach > _LEAST_REACH else 0.0)


def product(*factors: Scaled) -> ScaledProduct:
    """The summand of a product of factors."""
    is_square = all(factors.count(each) % 2 == 0 for each in factors)
    return ScaledProduct(factors, 0.5 if is_square else 0.0)


def lattice_total(expression: Expression, given: DataType, *, centred: bool) -> LatticeTotal:
    """The summand of a sum over an expression of this type.

    Parameters
    ----------
    expression, given
        The expression and its type.
    centred
        Whether the middle of the bounds is subtracted, which halves the sensitivity where the bounds are 0 and
        something; the caller adds it again, once for each row, from a count.

    Raises
    ------
    InvalidAnalysis
        If the type cannot be summed or has no useful bounds.
    """
    lower, upper = _summable_bounds(given)
    centre = lower / 2 + upper / 2 if centred else 0.0
    reach = max(abs(lower - centre), abs(upper - centre))
    exponent = _exponent(given, centre, reach)
    bounds = (_nearest(lower, centre, exponent), _nearest(upper, centre, exponent))
    return LatticeTotal(expression, centre, exponent, bounds)


def _summable_bounds(given: DataType) -> tuple[float, float]:
    match given:
        case BoolType():
            return 0, 1
        case IntType(lower, upper) | RealType(lower, upper):
            limit = INT_LIMIT if isinstance(given, IntType) else REAL_LIMIT
            if max(abs(lower), abs(upper)) >= limit:
                raise InvalidAnalysis(
                    "the expression has no useful bounds: give it some, with clip(lower, upper)"
                )
            return lower, upper
        case _:
            raise InvalidAnalysis(
                f"{given.kind.upper()} cannot be summed: only BOOL, INT and REAL can"
            )


def _exponent(given: DataType, centre: float, reach: float) -> int:
    bits = math.frexp(reach)[1]
    if isinstance(given, RealType):
        # The exponent stays where 2**-exponent is a normal double; below it, there is nothing left to tell apart.
        return max(bits - REAL_BITS, -1000) if reach > 0 else 0
    if bits > INT_BITS:
        return bits - INT_BITS
    return 0 if centre == math.floor(centre) else -1


def _nearest(value: float, centre: float, exponent: int) -> int:
    # The engine does the very same, in the same arithmetic: each step of it is monotone, so no row leaves the bounds.
    return math.floor((value - centre) * 2.0**-exponent + 0.5)
