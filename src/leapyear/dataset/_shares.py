"""The parts of a split as whole shares, which no rounding can move.

A row is in one of so many buckets, by a hash; a part is a run of them. So the parts of a split are disjoint and together
everything, whichever of them is asked for, and wherever it is computed.
"""

import math
from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate, pairwise
from numbers import Rational, Real
from typing import Final, TypeAlias

from leapyear._numbers import whole_number
from leapyear._refusals import invalid_request

#: How many parts of one size there are, or the share of each.
Parts: TypeAlias = int | Iterable[float]

MOST_PARTS: Final = 1000
#: Shares that are no simple fractions are rounded to so many buckets.
MOST_BUCKETS: Final = 1_000_000


def shares_of(parts: Parts) -> tuple[int, ...]:
    """How many buckets each part has.

    Raises
    ------
    TypeError
        If shares are no numbers.
    InvalidRequest
        If there are no parts or too many, or a share is not positive, or too small beside the others.

    Examples
    --------
    >>> shares_of(3)
    (1, 1, 1)
    >>> shares_of([0.8, 0.2])
    (4, 1)
    >>> shares_of([1, 2**0.5])
    (414214, 585786)
    """
    count = whole_number(parts)
    if count is not None:
        return (1,) * _checked_count(count)
    if isinstance(parts, bool | str) or not isinstance(parts, Iterable):
        raise TypeError(
            f"a split takes how many parts there are, or the share of each, as in [0.8, 0.2], not {parts!r}"
        )
    shares = [_fraction(each) for each in parts]
    _checked_count(len(shares))
    total = sum(shares)
    ends = [Fraction(0), *(end / total for end in accumulate(shares))]
    buckets = math.lcm(*(end.denominator for end in ends))
    if buckets > MOST_BUCKETS:
        buckets = MOST_BUCKETS
    # The ends are rounded, and not the shares: so that all of them together are all buckets.
    whole = [round(end * buckets) for end in ends]
    counts = tuple(stop - start for start, stop in pairwise(whole))
    if not all(counts):
        raise invalid_request(
            f"each part has at least {1 / MOST_BUCKETS:g} of all, and {parts!r} has smaller ones"
        )
    return counts


def _fraction(share: object) -> Fraction:
    if isinstance(share, bool) or not isinstance(share, Real):
        raise TypeError(f"a share is a number, not {share!r}")
    if isinstance(share, Rational):
        exact = Fraction(int(share.numerator), int(share.denominator))
    else:
        # As it was typed: 0.1 is a tenth, and not the double that is nearest to it.
        given = float(share)
        exact = Fraction(repr(given)) if math.isfinite(given) else Fraction(0)
    if exact <= 0:
        raise invalid_request(f"a share is positive, not {share!r}")
    return exact


def _checked_count(count: int) -> int:
    if not 1 <= count <= MOST_PARTS:
        raise invalid_request(f"a split has 1 to {MOST_PARTS} parts, not {count}")
    return count
