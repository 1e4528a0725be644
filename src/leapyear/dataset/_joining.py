"""What a join is told: its keys, the names of its attributes, and how many rows of a key there may be."""

from collections.abc import Mapping, Sequence
from typing import Final

from leapyear._types import Type
from leapyear.exceptions import InvalidExpression, InvalidRequest

#: The most rows of one key that the server takes.
MOST_ROWS: Final = 10_000

#: How many rows of each key there may be: on the right, or on the left and on the right; None for all of them.
RowsPerKey = int | tuple[int | None, int | None] | None


def both_sides(rows_per_key: RowsPerKey) -> tuple[int | None, int | None]:
    """The most rows of each key on the left and on the right."""
    both = rows_per_key if isinstance(rows_per_key, tuple) else (None, rows_per_key)
    if len(both) != 2:
        raise TypeError("rows_per_key is a number, or a pair of numbers: (here, other)")
    for rows in both:
        if rows is None:
            continue
        if isinstance(rows, bool) or not isinstance(rows, int):
            raise TypeError(f"rows_per_key takes whole numbers, not {rows!r}")
        if not 1 <= rows <= MOST_ROWS:
            raise InvalidRequest(
                f"rows_per_key takes numbers from 1 to {MOST_ROWS}, not {rows}",
                code="invalid_request",
            )
    return both


def check_keys(left: Sequence[Type], right: Sequence[Type], names: Sequence[str]) -> None:
    """See whether each key on the left can be equal to its key on the right."""
    for name, one, other in zip(names, left, right, strict=True):
        if one.tag != other.tag:
            raise InvalidExpression(
                f"the key {name!r} is {one.tag} here and {other.tag} in the other data set: compute "
                "one type of it",
                code="invalid_expression",
            )
        if one.tag == "REAL":
            raise InvalidExpression(
                f"the key {name!r} is REAL, and two of these are hardly ever equal: round it to an "
                "INT, or take another key",
                code="invalid_expression",
            )


def renamed(
    left: Mapping[str, Type], right: Mapping[str, Type], keys: Sequence[str], suffix: str
) -> dict[str, str]:
    """The names that the attributes of the right have in a join, by their names there."""
    seen = {name.casefold() for name in left}
    names = {}
    for name in right:
        is_taken = name not in keys and name.casefold() in seen
        names[name] = new = name + suffix if is_taken else name
        if is_taken and new.casefold() in seen:
            raise InvalidExpression(
                f"{new!r} is in both data sets: give a suffix for those of the other one, or "
                "project it under another name",
                code="invalid_expression",
            )
    return names
