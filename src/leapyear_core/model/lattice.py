"""Summands: what each row adds to an exact integer.

Private rows leave the engine only as sums of integers. A real number becomes one by rounding to a lattice, ``2**exponent``
apart, that is chosen from its bounds alone: sums of integers are exact and depend on no order, so that the attacks on
floating-point sums (Mironov 2012; Casacuberta et al. 2022; Haney et al. 2022) have no foothold. The engine clamps each
integer to the summand's ``bounds`` last of all, so the sensitivity of a sum follows from them and nothing else. Only where
the values are known to be within their type, since that was looked at when they were copied, and no such value can add
what is out of bounds (`never_leaves`), there is nothing to clamp.
"""

import math
from typing import ClassVar

from attrs import evolve, frozen

from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.expressions import Attribute, Expression, type_of
from leapyear_core.model.types import (
    BoolType,
    DataType,
    IntType,
    RealType,
    Schema,
    has_useful_bounds,
)

#: A REAL has about 2**30 lattice points on each side of zero: rounding then moves a sum over a billion rows by at most
#: half of what one row can add to it, which is below any noise; and the noise stays far inside 64 bits.
REAL_BITS = 30

#: Whole numbers are summed as they are up to this many bits; the least price then buys noise that fits 64 bits.
INT_BITS = 36


#: What is told without noise has no noise that is to fit 64 bits: only the integers of each row are to. A double has 53 bits.
EXACT_BITS = 60

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
class Lattice:
    """Points that are ``2**exponent`` apart, numbered from one of them.

    Attributes
    ----------
    origin
        The point that has number 0: a whole multiple of the distance.
    exponent
        Says how far the points are apart.
    """

    origin: float
    exponent: int

    def nearest(self, value: float) -> int:
        """The number of the point nearest to a value.

        The engine does the very same, in the same arithmetic. Each step of it is monotone: what is between two values has
        a number between theirs.
        """
        return math.floor((value - self.origin) * 2.0**-self.exponent + 0.5)

    def numbers(self, given: DataType) -> tuple[int, int]:
        """The least and the greatest number of values of a type, which must be BOOL, INT or REAL."""
        lower, upper = _ends(given)
        return self.nearest(lower), self.nearest(upper)


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
    shift
        The number, among the multiples of ``2**exponent``, of the point that values are measured from: what a row adds is
        its distance from there, rounded to a whole number, and this one. So a sum with and one without a centre are of the
        same points, and as fine as the bounds are narrow, however far from zero they are.
    """

    expression: Expression
    centre: float
    exponent: int
    bounds: tuple[int, int]
    shift: int = 0

    @property
    def step(self) -> float:
        """The distance of two lattice points, in the unit of the expression."""
        return 2.0**self.exponent

    @property
    def lattice(self) -> Lattice:
        """The points, as they are numbered before the shift."""
        return Lattice(self.centre + self.shift * self.step, self.exponent)


@frozen
class Scaled:
    """A number moved and stretched so that its bounds become -1 and 1: ``(expression - centre) / reach``.

    A `reach` of 0 says that the bounds are one point, which becomes 0.
    """

    expression: Expression
    centre: float
    reach: float

    @property
    def stretch(self) -> float:
        """What a moved value is multiplied by."""
        return 1 / self.reach if self.reach > 0 else 0.0


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
    def is_square(self) -> bool:
        """Whether the product is never negative, since each factor stands there an even number of times."""
        return all(self.factors.count(each) % 2 == 0 for each in self.factors)

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
    lower, upper = _summable_bounds(expression, given)
    centre = lower / 2 + upper / 2
    reach = max(abs(lower - centre), abs(upper - centre))
    # Below that, its inverse is no double; and nothing is left to tell apart.
    return Scaled(expression, centre, reach if reach > _LEAST_REACH else 0.0)


def product(*factors: Scaled) -> ScaledProduct:
    """The summand of a product of factors."""
    plain = ScaledProduct(factors, 0.0)
    return evolve(plain, offset=0.5) if plain.is_square else plain


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
    lower, upper = _summable_bounds(expression, given)
    if isinstance(given, RealType):
        lattice = _lattice_of(lower, upper)
        least, greatest = lattice.numbers(given)
        if centred:
            return LatticeTotal(expression, lattice.origin, lattice.exponent, (least, greatest))
        shift = round(lattice.origin * 2.0**-lattice.exponent)
        if max(abs(least + shift), abs(greatest + shift)) <= 2**INT_BITS:
            bounds = (least + shift, greatest + shift)
            return LatticeTotal(expression, 0.0, lattice.exponent, bounds, shift)
    # A REAL comes here whose bounds are so near to each other, and so far from zero, that the noise of its sum would not
    # fit 64 bits on the finer lattice.
    centre = lower / 2 + upper / 2 if centred else 0.0
    reach = max(abs(lower - centre), abs(upper - centre))
    lattice = Lattice(centre, _exponent(given, centre, reach))
    return LatticeTotal(expression, centre, lattice.exponent, lattice.numbers(given))


def exact_total(expression: Expression, given: DataType) -> LatticeTotal:
    """The summand of a sum that is told without noise.

    Whole numbers are summed as they are, whatever their bounds; a REAL on a lattice that is as much finer than its bounds are
    wide as 64 bits allow, so that no value is rounded by more than 2**-61 of the greater of its bounds.

    Raises
    ------
    InvalidAnalysis
        If the type cannot be summed, or is a REAL without useful bounds.
    """
    if isinstance(given, IntType):
        return LatticeTotal(expression, 0.0, 0, (given.lower, given.upper))
    lower, upper = _summable_bounds(expression, given)
    if not isinstance(given, RealType):
        return LatticeTotal(expression, 0.0, 0, (0, 1))
    reach = max(abs(lower), abs(upper))
    lattice = Lattice(0.0, _exponent_of_real(reach, EXACT_BITS) if reach > 0 else 0)
    return LatticeTotal(expression, 0.0, lattice.exponent, lattice.numbers(given))


def lattice_of(given: DataType) -> Lattice | None:
    """The lattice of the values of a REAL type, with or without a centre; None where it has no useful bounds.

    It follows from the bounds alone, so that the points of a column can be kept beside it.
    """
    if not isinstance(given, RealType) or not has_useful_bounds(given):
        return None
    return _lattice_of(given.lower, given.upper)


def never_leaves(summand: LatticeTotal | ScaledProduct, schema: Schema) -> bool:
    """Whether no values of the expressions' types make a row add what is out of the summand's bounds, clamp or none.

    What is computed here of the ends of the types is what the engine computes of the values, in the same arithmetic, each
    step of which is monotone in the magnitude of a factor (IEEE 754 rounds so).
    """
    least, greatest = summand.bounds
    if isinstance(summand, LatticeTotal):
        low, high = summand.lattice.numbers(type_of(summand.expression, schema))
        # Doubles hold the numbers of these, and what they are computed from, exactly.
        is_small = max(-low, high) <= 2 ** (INT_BITS + 1)
        return is_small and least <= low + summand.shift and high + summand.shift <= greatest
    product = 1.0
    for factor in summand.factors:
        ends = _ends(type_of(factor.expression, schema))
        product *= max(abs((end - factor.centre) * factor.stretch) for end in ends)
    lattice = Lattice(0.0, -REAL_BITS)
    lowest = 0.0 if summand.is_square else -product
    return (
        least <= lattice.nearest(lowest - summand.offset)
        and lattice.nearest(product - summand.offset) <= greatest
    )


def _lattice_of(lower: float, upper: float) -> Lattice:
    middle = lower / 2 + upper / 2
    reach = max(abs(lower - middle), abs(upper - middle))
    # Of bounds that are one point the lattice is as fine as doubles are there, so that it has this point.
    exponent = _exponent_of_real(reach) if reach > 0 else _exponent_of_real(middle, bits=53)
    return Lattice(round(middle * 2.0**-exponent) * 2.0**exponent, exponent)


def _ends(given: DataType) -> tuple[float, float]:
    match given:
        case IntType(lower, upper) | RealType(lower, upper):
            return lower, upper
        case _:
            return 0, 1


def _summable_bounds(of: Expression, given: DataType) -> tuple[float, float]:
    named = repr(of.name) if isinstance(of, Attribute) else "the expression"
    match given:
        case BoolType():
            return 0, 1
        case IntType(lower, upper) | RealType(lower, upper):
            if not has_useful_bounds(given):
                raise InvalidAnalysis(
                    f"{named} has no useful bounds: give it some, with clip(lower, upper); infer_bounds finds them"
                )
            return lower, upper
        case _:
            raise InvalidAnalysis(
                f"{named} is {given.kind.upper()} and cannot be summed: only BOOL, INT and REAL can"
            )


def _exponent(given: DataType, centre: float, reach: float) -> int:
    if isinstance(given, RealType):
        return _exponent_of_real(reach) if reach > 0 else 0
    bits = math.frexp(reach)[1]
    if bits > INT_BITS:
        return bits - INT_BITS
    return 0 if centre == math.floor(centre) else -1


def _exponent_of_real(reach: float, bits: int = REAL_BITS) -> int:
    # The exponent stays where 2**-exponent is a normal double; below it, there is nothing left to tell apart.
    return max(math.frexp(reach)[1] - bits, -1000)
