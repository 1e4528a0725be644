"""Lattice points that are kept beside the values that they are of.

What a REAL adds to a sum is the number of a lattice point (`leapyear_core.model.lattice`), and the lattice follows from the
declared bounds alone. So it is computed once, when rows are copied, clamped as it would be in a question, and kept as a
32-bit integer: sums, means and ranks then read integers, half as wide as the values, and compute nothing.
"""

from collections.abc import Iterable

from attrs import frozen

from leapyear_core.engine.literals import int_literal, real_literal
from leapyear_core.engine.scan import clamped
from leapyear_core.model.lattice import Lattice, lattice_of
from leapyear_core.model.types import Schema

#: The type of a kept point: REAL_BITS on each side of zero, and one for the sign.
POINT_TYPE = "INTEGER"


@frozen
class Points:
    """The points of a column.

    Attributes
    ----------
    column
        The name of the column that they are kept in.
    lattice
        What they are the numbers of.
    bounds
        The least and the greatest of them.
    """

    column: str
    lattice: Lattice
    bounds: tuple[int, int]

    def of(self, value: str) -> str:
        """The SQL of the point of a REAL value, which is repeated in it."""
        lower, upper = map(int_literal, self.bounds)
        nearest = nearest_point(value, self.lattice)
        return f"CAST({clamped(nearest, lower, upper)} AS {POINT_TYPE})"


def points_of(schema: Schema) -> dict[str, Points]:
    """The points that are kept beside the columns of a schema, by the names of these.

    Their own names follow from those of the columns, and are none of them.
    """
    lattices = {name: lattice for name, given in schema.items() if (lattice := lattice_of(given))}
    prefix = _unlike(schema)
    return {
        name: Points(f"{prefix}{number}", lattice, lattice.numbers(schema[name]))
        for number, (name, lattice) in enumerate(lattices.items())
    }


def nearest_point(value: str, lattice: Lattice) -> str:
    """The SQL of the number of the lattice point nearest to a double; null where it is beyond 64 bits."""
    moved = f"({value} - {real_literal(lattice.origin)})" if lattice.origin else value
    return f"TRY_CAST(FLOOR({moved} * {real_literal(2.0**-lattice.exponent)} + 5e-1) AS BIGINT)"


def _unlike(names: Iterable[str]) -> str:
    """A beginning that none of some names has."""
    folded = [name.casefold() for name in names]
    prefix = "point"
    while any(name.startswith(prefix) for name in folded):
        prefix += "_"
    return prefix
