"""The columns of tables: as they are declared, and as they are."""

from collections.abc import Mapping

from attrs import field, frozen

from leapyear._names import check_attribute_name
from leapyear._numbers import truth_value
from leapyear._types import Bounds, Type, declared_type, widest


@frozen(init=False)
class ColumnDefinition:
    """A column of a table that is to be made.

    What is declared here is public, and is all that the server will ever say about the values: any
    value may be missing, unless it is declared otherwise, one outside of the bounds counts as the
    nearest bound, and a string that a FACTOR does not name counts as missing.

    Parameters
    ----------
    name
        The name of the column in the file.
    type
        ``"BOOL"``, ``"INT"``, ``"REAL"``, ``"FACTOR"``, ``"TEXT"``, ``"DATE"`` or ``"DATETIME"``.
        What is text in the file, as all is in CSV, is read as true, t, 1, false, f or 0 (BOOL); as a
        number with a point, ``1e3`` as well, rounded for an INT; as ``2025-05-17`` (DATE); as
        ``2025-05-17 08:30:00``, in UTC or with an offset such as ``+02:00`` (DATETIME). Anything else
        counts as missing: a column that is declared as what it is not has no values.
    bounds
        ``(lowest, highest)`` of INT and REAL, the list of the strings of a FACTOR, nothing for the
        others. Choose them from what you know of the world, not from the data: they are public.
        Tight bounds make less noise.
    infer_bounds
        Whether the server finds narrower bounds of an INT or REAL when it makes the table, as
        `leapyear.analytics.infer_bounds` does. It costs the database 0.001 rho, or 0.016 epsilon
        where that is counted, and clamps the few values that lie outside. It takes some thousand rows: of a smaller table a good part of the
        values may lie outside. Where there are too few values to find any, the bounds stay those
        that are given here; of a column that is given none, the widest of its type.
    nullable
        Whether a value may be missing. If not, rows whose value is missing, or counts as missing, are
        left out of the table, those of later slices as well: no row is ever an error. The server does
        not say how many there were.

    Raises
    ------
    InvalidColumn
        If there is no such type, or it is none that bounds are found of.
    InvalidBounds
        If the bounds are missing, the wrong way round, or no bounds of this type.

    Examples
    --------
    >>> ColumnDefinition("age", type="INT", bounds=(0, 120))
    ColumnDefinition('age', type='INT', bounds=(0, 120))
    >>> ColumnDefinition("smoker", type="BOOL")
    ColumnDefinition('smoker', type='BOOL')
    >>> ColumnDefinition("sex", type="FACTOR", bounds=["f", "m"])
    ColumnDefinition('sex', type='FACTOR', bounds=('f', 'm'))
    >>> ColumnDefinition("income", type="REAL", infer_bounds=True)
    ColumnDefinition('income', type='REAL', bounds=(-1e+100, 1e+100), infer_bounds=True)
    >>> ColumnDefinition("ward", type="INT", bounds=(1, 9), nullable=False)
    ColumnDefinition('ward', type='INT', bounds=(1, 9), nullable=False)
    """

    name: str
    type: str
    bounds: Bounds
    infer_bounds: bool = False
    nullable: bool = True

    # The names of the parameters are those of the documented client.
    def __init__(
        self,
        name: str,
        type: str = "REAL",  # noqa: A002
        bounds: object = None,
        infer_bounds: bool = False,
        nullable: bool = True,
    ) -> None:
        is_inferred, is_nullable = truth_value(infer_bounds), truth_value(nullable)
        if is_inferred is None:
            raise TypeError(f"infer_bounds is True or False, not {infer_bounds!r}")
        if is_nullable is None:
            raise TypeError(f"nullable is True or False, not {nullable!r}")
        checked = check_attribute_name(name)
        if is_inferred:
            ends = widest(checked, type)
            bounds = ends if bounds is None else bounds
        declared = declared_type(checked, type, bounds)
        self.__attrs_init__(checked, declared.tag, declared.contents, is_inferred, is_nullable)

    def __repr__(self) -> str:
        inferred = ", infer_bounds=True" if self.infer_bounds else ""
        shown = _shown(self.name, self.type, self.bounds)
        return f"ColumnDefinition({shown}{inferred}{_shown_nullable(self.nullable)})"


@frozen
class TableColumn:
    """A column of a table.

    Attributes
    ----------
    name
        Its name.
    type
        ``"BOOL"``, ``"INT"``, ``"REAL"``, ``"FACTOR"``, ``"TEXT"``, ``"DATE"`` or ``"DATETIME"``.
    bounds
        ``(lowest, highest)`` of INT and REAL, the strings of a FACTOR, None of the others.
    nullable
        Whether values may be missing. If not, rows without one are not in the table.
    """

    name: str
    _type: Type = field(alias="type")
    nullable: bool = True

    @property
    def type(self) -> str:
        """The tag of the type."""
        return self._type.tag

    @property
    def bounds(self) -> Bounds:
        """The bounds that were declared, or found."""
        return self._type.contents

    @property
    def schema_type(self) -> Type:
        """Tag and bounds together, as in the schema of a data set."""
        return self._type

    def __repr__(self) -> str:
        shown = _shown(self.name, self.type, self.bounds)
        return f"<TableColumn {shown}{_shown_nullable(self.nullable)}>"

    def _html_row(self) -> Mapping[str, object]:
        return {**self._type._html_row(), "nullable": "yes" if self.nullable else "no"}


def _shown_nullable(nullable: bool) -> str:
    return "" if nullable else ", nullable=False"


def _shown(name: str, tag: str, bounds: Bounds) -> str:
    if bounds is None:
        return f"{name!r}, type={tag!r}"
    if tag == "FACTOR" and len(bounds) > 8:
        first = ", ".join(map(repr, bounds[:6]))
        return f"{name!r}, type={tag!r}, bounds=({first}, … {len(bounds) - 6} more)"
    return f"{name!r}, type={tag!r}, bounds={bounds!r}"
