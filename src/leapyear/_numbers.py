"""Numbers as people give them, of Python or of NumPy, as what comes out of an array is; and as they read them."""

import math
from numbers import Integral, Real

from leapyear._refusals import invalid_request


def whole_number(value: object) -> int | None:
    """A whole number as one of Python's own; None for anything else, and for a truth value.

    NumPy registers its numbers with `numbers`, so that it does not have to be there.

    Examples
    --------
    >>> whole_number(3), whole_number(3.0), whole_number(True)
    (3, None, None)
    """
    return None if isinstance(value, bool) or not isinstance(value, Integral) else int(value)


def truth_value(value: object) -> bool | None:
    """A truth value as one of Python's own, of NumPy's as well; None for anything else.

    Examples
    --------
    >>> truth_value(True), truth_value(1), truth_value("no")
    (True, None, None)
    """
    if isinstance(value, bool):
        return value
    is_numpys = getattr(getattr(value, "dtype", None), "kind", None) == "b"
    return bool(value) if is_numpys and not getattr(value, "ndim", 0) else None


def as_float(value: object, wanted: str) -> float:
    """A number as a float: an infinite one, where it is greater than any. Numpy's are taken as well.

    Parameters
    ----------
    wanted
        What it is, in words: the beginning of the error.

    Raises
    ------
    TypeError
        If it is no number.

    Examples
    --------
    >>> as_float(3, "size is a number"), as_float(10**400, "size is a number")
    (3.0, inf)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Real):
        raise TypeError(f"{wanted}, not {value!r}")
    try:
        return float(value) + 0.0  # no negative zero, which would print as one
    except OverflowError:
        return math.copysign(math.inf, -1 if str(value).startswith("-") else 1)


def within(value: object, what: str, least: float, most: float) -> float:
    """A number from one bound to another; raises `InvalidRequest` where it lies elsewhere."""
    number = as_float(value, f"{what} is a number")
    if not least <= number <= most:  # refuses NaN too
        raise invalid_request(f"{what} lies between {least:g} and {most:g}, not at {number:g}")
    return number


def whole_within(value: object, what: str, least: int, most: int) -> int:
    """The same of whole numbers."""
    number = within(value, what, least, most)
    if not number.is_integer():
        raise invalid_request(f"{what} is a whole number, not {number:g}")
    return int(number)


def percent(share: float) -> str:
    """A share as people write it, ``98.6 %``, with three digits that mean something.

    Examples
    --------
    >>> percent(0.0135066), percent(1), percent(0), percent(0.9999)
    ('1.35 %', '100 %', '0 %', '99.99 %')
    """
    value = 100 * share
    if 99 < value < 100:  # "100 % left" of a limit that was touched would be wrong
        digits = min(12, 1 + math.ceil(-math.log10(100 - value)))
        return f"{value:.{max(1, digits)}f}".rstrip("0") + " %"
    return f"{float(f'{value:.3g}'):.12g} %"
