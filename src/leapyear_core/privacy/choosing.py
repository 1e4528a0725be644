r"""The exponential mechanism, sampled exactly: one of many candidates, the better the likelier.

A candidate at distance d from what is wanted is chosen with a probability proportional to exp(-rate d). If one privacy
unit moves every distance by at most Delta, the choice is epsilon-bounded-range with epsilon = 2 Delta rate, and so
epsilon-differentially private and (epsilon**2 / 8) zero-concentrated differentially private (McSherry and Talwar 2007;
Dong, Durfee and Rogers 2020, "Optimal differential privacy composition for exponential mechanisms", section 3; Cesar and
Rogers 2021, "Bounding, concentrating, and truncating", lemma 3.4).

No probability is rounded, since a rounded one can tell what it was made of (Ilvento 2020, "Implementing the exponential
mechanism with base-2 differential privacy"). Candidates are proposed by whole numbers: those whose true weight is between
2**-(j+1) and 2**-j are a shell, and each of them weighs 2**-j. What is proposed is then taken or not, by a comparison of
a random real number, of which as many digits are drawn as it takes, with its true share of that weight. Randomness is
that of the operating system.
"""

import secrets
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from itertools import pairwise

from leapyear_core.model.ranks import Ranks

#: Distances are cut off where the weight is 2**-SHELLS, which moves no two of them apart. All the points beyond, 2**32 at
#: most, are then together as likely as 2**-32 of a point where the position falls.
SHELLS = 64

#: Just below 1 / log(2): no shell has a weight below the true ones of its candidates.
_HALVINGS = Fraction(14426950408889634, 10**16)

#: Digits that are drawn at a time.
_DIGITS = 30


def rate_of(epsilon: float, moved: Fraction) -> Fraction:
    """The rate at which a choice is epsilon-bounded-range, where one privacy unit moves a distance by at most this."""
    return Fraction(epsilon) / (2 * moved)


def reach(rate: Fraction) -> Fraction:
    """The distance at which distances are cut off: beyond, the ranks need not be known."""
    return SHELLS / (rate * _HALVINGS)


def choose(ranks: Ranks, position: Fraction, rate: Fraction) -> int:
    """A point near to where a position falls, with a probability proportional to exp(-rate distance), exactly.

    Parameters
    ----------
    ranks
        The points. Their ranks are exact up to ``reach(rate)`` from the position.
    position
        What is wanted, counted in values from below.
    rate
        How fast points become unlikely with their distance.
    """
    halving = 1 / (rate * _HALVINGS)
    inner = [range(0), *(ranks.within(n * halving, position) for n in range(1, SHELLS + 1))]
    everything = range(ranks.lower, ranks.upper + 1)
    shells = [_difference(*each) for each in pairwise([*inner, everything])]
    weights = [sum(map(len, shell)) << (SHELLS - halvings) for halvings, shell in enumerate(shells)]
    total = sum(weights)
    while True:
        drawn = secrets.randbelow(total)
        halvings = 0
        while drawn >= weights[halvings]:
            drawn -= weights[halvings]
            halvings += 1
        left, right = shells[halvings]
        index = drawn >> (SHELLS - halvings)
        point = left[index] if index < len(left) else right[index - len(left)]
        exponent = min(ranks.distance(point, position), reach(rate)) * rate
        if _happens(exponent, halvings):
            return point


def _difference(inner: range, outer: range) -> tuple[range, range]:
    """What lies in the outer range and not in the inner one, on both sides of it."""
    if not inner:
        return outer, range(0)
    return range(outer.start, inner.start), range(inner.stop, outer.stop)


def _happens(exponent: Fraction, halvings: int) -> bool:
    """Whether an event of probability exp(-exponent) 2**halvings happens."""
    digits, drawn = 0, 0
    while True:
        digits += _DIGITS
        drawn = drawn * 10**_DIGITS + secrets.randbelow(10**_DIGITS)
        # The number that is being drawn lies between drawn and drawn + 1, in units of 10**-digits.
        low, high = _share(exponent, halvings, digits + 10)
        if drawn + 1 <= low * 10**digits:
            return True
        if drawn >= high * 10**digits:
            return False


def _share(exponent: Fraction, halvings: int, precision: int) -> tuple[Fraction, Fraction]:
    """Bounds of exp(-exponent) 2**halvings, to so many digits."""
    down, up = (Context(prec=precision, rounding=way) for way in (ROUND_FLOOR, ROUND_CEILING))
    numerator, denominator = Decimal(-exponent.numerator), Decimal(exponent.denominator)
    # `exp` is rounded to nearest, whatever the context says: a unit of the last place on each side holds the true value.
    low = down.next_minus(down.exp(down.divide(numerator, denominator)))
    high = up.next_plus(up.exp(up.divide(numerator, denominator)))
    return Fraction(low) * 2**halvings, Fraction(high) * 2**halvings
