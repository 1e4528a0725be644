"""Whole numbers as people give them: of Python, or of NumPy, as what comes out of an array is."""

from numbers import Integral


def whole_number(value: object) -> int | None:
    """A whole number as one of Python's own; None for anything else, and for a truth value.

    NumPy registers its numbers with `numbers`, so that it does not have to be there.

    Examples
    --------
    >>> whole_number(3), whole_number(3.0), whole_number(True)
    (3, None, None)
    """
    return None if isinstance(value, bool) or not isinstance(value, Integral) else int(value)
