r"""Many draws of discrete Gaussian noise of one scale, exact and fast: by inversion.

Of a table of unknown keys the count of each private group has noise, and there may be a million. OpenDP's sampler
(`leapyear_core.privacy.mechanisms`) takes many times as long for each as this one.

**The law.** With U uniform on [0, 1) and F the distribution function of the discrete Gaussian (Canonne, Kamath and Steinke
2020, "The discrete Gaussian for differential privacy", definition 1), the least x with :math:`F(x) > U` has just this law
(Devroye 1986, "Non-uniform random variate generation", chapter III, section 2). Neither U nor F is known exactly, and
neither has to be: the first 64 bits of U, from the operating system, say in which of :math:`2^{64}` cells it is, and integers
below and above each :math:`2^{64} F(x)` say for nearly all cells that all of the cell has one x. For any other one twice as
many bits are drawn, until they say so: so the law is exact, and no probability is rounded (Knuth and Yao 1976, "The complexity of
nonuniform random number generation").

**The bounds.** The weights :math:`w(x) = q^{x^2}` with :math:`q = e^{-1 / 2 \sigma^2}` follow one from another, :math:`w(x + 1)
= w(x)\,q^{2 x + 1}`, in integers that are rounded down for the lower bound and up for the upper one. Those of a tail fall
faster than a geometric series. q itself is bounded by the partial sums of its series, which alternates.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, chain
from os import urandom

from attrs import frozen

from leapyear_core.privacy import mechanisms

#: How many bits of U are drawn at first.
_BITS = 64

#: Up to this scale there are tables. Beyond, groups of fewer than a hundred rows are not looked at
#: (`leapyear_core.privacy.partitions`), so that there are not so many.
_GREATEST_SCALE = 1024.0

#: Bits beyond those of U that bounds are computed with: each weight may be off by the square of its place. A quarter of them
#: says how little there is beyond the last place. With less of either, more cells are unsure.
_GUARD = 64

#: A number between a lower and an upper bound, both in units of a power of two.
_Bounds = tuple[int, int]


def many_discrete_gaussian(scale: float, draws: int) -> list[int]:
    """Independent draws of discrete Gaussian noise around zero, as `leapyear_core.privacy.mechanisms.discrete_gaussian`.

    Parameters
    ----------
    scale
        The parameter sigma.
    draws
        How many. Where a table takes longer than they do, they are OpenDP's.
    """
    if not 0 < scale <= _GREATEST_SCALE or draws < 4 * scale:
        return mechanisms.discrete_gaussian(scale, draws)
    table = _kept_table(scale, _BITS)
    size = _BITS // 8
    entropy = urandom(size * draws)
    words = [int.from_bytes(entropy[at : at + size], "big") for at in range(0, size * draws, size)]
    found = table.values(words)
    if not table.unsure.isdisjoint(words):
        for place, word in enumerate(words):
            if word in table.unsure:
                found[place] = _with_more_bits(scale, word)
    return found


@frozen
class Table:
    """The values of all cells of U of some bits.

    Attributes
    ----------
    first
        The first value that has a place here.
    lower
        Below which cell all have this value or a lower one, for each value in turn, and surely.
    unsure
        Cells that may have two values.
    """

    first: int
    lower: tuple[int, ...]
    unsure: frozenset[int]

    def values(self, cells: Sequence[int]) -> list[int]:
        """The values of some cells; of one that is unsure, any."""
        lower, first = self.lower, self.first
        return [bisect_right(lower, cell) + first for cell in cells]


def table_of(scale: float, bits: int) -> Table:
    """The values of the cells of U of so many bits, for noise of this scale."""
    precision = bits + _GUARD
    far = _far(scale, bits)
    weights, tail = _weights(scale, far, precision)
    both = [*weights[:0:-1], *weights]
    least = sum(low for low, _ in both)
    most = sum(high for _, high in both) + 2 * tail
    lower = [(low << bits) // most for low in accumulate((low for low, _ in both), initial=0)]
    upper = [
        min(1 << bits, -(-(high << bits) // least))
        for high in accumulate((high for _, high in both), initial=tail)
    ]
    unsure = chain.from_iterable(map(range, lower, upper))
    # The first bound is of what lies before the first value.
    return Table(-far - 1, tuple(lower), frozenset(unsure))


#: For few scales, since a table may be of megabytes.
_kept_table = lru_cache(maxsize=8)(table_of)


def _with_more_bits(scale: float, cell: int) -> int:
    """A value within a cell that has two, by chance."""
    bits = _BITS
    while True:
        cell = cell << bits | int.from_bytes(urandom(bits // 8), "big")
        bits *= 2
        table = table_of(scale, bits)
        if cell not in table.unsure:
            return table.values([cell])[0]


def _far(scale: float, bits: int) -> int:
    """A value that next to nothing is beyond, seen in cells of so many bits."""
    return 1 + math.ceil(scale * math.sqrt(2 * (bits + _GUARD // 4) * math.log(2)))


def _weights(scale: float, far: int, precision: int) -> tuple[list[_Bounds], int]:
    """Bounds of the weights of 0 to this far, and an upper one of all those beyond on one side."""
    one = 1 << precision
    ratio = _exponential(1 / (2 * Fraction(scale) ** 2), precision)
    step = _product(ratio, ratio, precision)
    weights: list[_Bounds] = [(one, one)]
    for _ in range(far + 1):
        weights.append(_product(weights[-1], ratio, precision))
        ratio = _product(ratio, step, precision)
    _, beyond = weights.pop()
    return weights, -(-(beyond << precision) // (one - ratio[1]))


def _exponential(rate: Fraction, precision: int) -> _Bounds:
    """Bounds of exp(-rate)."""
    # The series of a rate of at most 1 has terms that fall; that of a greater one is the square of half of it.
    halvings = max(0, math.ceil(rate) - 1).bit_length()
    part = rate / 2**halvings
    scaled = part * 2**precision
    result = (
        _series(math.ceil(scaled), precision)[0],
        _series(math.floor(scaled), precision)[1],
    )
    for _ in range(halvings):
        result = _product(result, result, precision)
    return result


def _series(rate: int, precision: int) -> _Bounds:
    """Bounds of exp(-rate), of a rate of at most 1 in units of the precision."""
    term: _Bounds = (1 << precision, 1 << precision)
    low = high = 0
    place = 0
    while term[1] > 1:
        if place % 2:
            low, high = low - term[1], high - term[0]
        else:
            low, high = low + term[0], high + term[1]
        place += 1
        product = _product(term, (rate, rate), precision)
        term = product[0] // place, -(-product[1] // place)
    # What is left out is less than its first term, and of its sign.
    return max(0, low - term[1]), high + term[1]


def _product(one: _Bounds, other: _Bounds, precision: int) -> _Bounds:
    """Bounds of a product of numbers that are not negative."""
    return one[0] * other[0] >> precision, -(-(one[1] * other[1]) >> precision)
