"""The rows of one data set beside those of another: keys, names of attributes, and how many rows of a key there may be."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from leapyear._numbers import whole_number
from leapyear._refusals import described, invalid_expression, invalid_request
from leapyear._relations import JoinRelation, names_its_attributes
from leapyear._types import Type
from leapyear.dataset._projecting import project
from leapyear.dataset._typed_relation import Attributes, TypedRelation

#: The most rows of one key that the server takes.
MOST_ROWS: Final = 10_000

#: How many rows of each key there may be: on the right, or on the left and on the right; None for all of them.
RowsPerKey = int | tuple[int | None, int | None] | None


def join(
    left: TypedRelation,
    right: TypedRelation,
    on: Attributes,
    other_on: Attributes | None,
    how: Literal["inner", "left"],
    rows_per_key: RowsPerKey,
    suffix: str,
) -> TypedRelation:
    """See `DataSet.join`."""
    if how not in ("inner", "left"):
        raise invalid_request(
            f"a join is 'inner' or 'left', not {how!r}: the rows of the right are kept by the left join "
            "of the other data set with this one"
        )
    if not isinstance(suffix, str):
        raise TypeError(f"suffix is a string, not {described(suffix)}")
    here = _keys(left, on)
    there = _keys(right, on if other_on is None else other_on)
    if len(here) != len(there):
        raise invalid_request(
            f"a join pairs its keys, and here are {here!r}, in the other data set {there!r}"
        )
    _check_keys([left.schema[one] for one in here], [right.schema[one] for one in there], here)
    rows = _both_sides(rows_per_key)
    names = _renamed(left.schema, right.schema, there, suffix)
    if any(name != new for name, new in names.items()):
        right = project(right, {new: right.attribute(name) for name, new in names.items()}, {})
    keys = tuple(zip(here, there, strict=True))
    relation = JoinRelation(
        _with_names(left).relation, _with_names(right).relation, keys, how, *rows
    )
    added = {name: its for name, its in right.schema.items() if name not in there}
    return TypedRelation(relation, {**left.schema, **added})


def _keys(of: TypedRelation, given: Attributes) -> list[str]:
    names = of.own_names_of(given, "a join")
    if len(set(names)) < len(names):
        raise invalid_request(f"a join goes by each attribute once, not by {names!r}")
    return names


def _with_names(of: TypedRelation) -> TypedRelation:
    """The same, naming its attributes: those of a table are what its user sees, and others see others."""
    return of if names_its_attributes(of.relation) else project(of, list(of.schema), {})


def _both_sides(rows_per_key: RowsPerKey) -> tuple[int | None, int | None]:
    """The most rows of each key on the left and on the right."""
    both = rows_per_key if isinstance(rows_per_key, tuple) else (None, rows_per_key)
    if len(both) != 2:
        raise TypeError("rows_per_key is a number, or a pair of numbers: (here, other)")
    here, other = both
    return _checked_rows(here), _checked_rows(other)


def _checked_rows(given: int | None) -> int | None:
    if given is None:
        return None
    rows = whole_number(given)
    if rows is None:
        raise TypeError(f"rows_per_key takes whole numbers, not {given!r}")
    if not 1 <= rows <= MOST_ROWS:
        raise invalid_request(f"rows_per_key takes numbers from 1 to {MOST_ROWS}, not {rows}")
    return rows


def _check_keys(left: Sequence[Type], right: Sequence[Type], names: Sequence[str]) -> None:
    """See whether each key on the left can be equal to its key on the right."""
    for name, one, other in zip(names, left, right, strict=True):
        if one.tag != other.tag:
            raise invalid_expression(
                f"the key {name!r} is {one.tag} here and {other.tag} in the other data set: compute "
                "one type of it"
            )
        if one.tag == "REAL":
            raise invalid_expression(
                f"the key {name!r} is REAL, and two of these are hardly ever equal: round it to an "
                "INT, or take another key"
            )


def _renamed(
    left: Mapping[str, Type], right: Mapping[str, Type], keys: Sequence[str], suffix: str
) -> dict[str, str]:
    """The names that the attributes of the right have in a join, by their names there."""
    seen = {name.casefold() for name in left}
    names = {}
    for name in right:
        is_taken = name not in keys and name.casefold() in seen
        names[name] = new = name + suffix if is_taken else name
        if is_taken and new.casefold() in seen:
            raise invalid_expression(
                f"{new!r} is in both data sets: give a suffix for those of the other one, or "
                "project it under another name"
            )
    return names
