"""Worlds of generated tables, and somebody who has rows in as many of them as possible."""

import math
import struct
from collections.abc import Sequence
from typing import Any

from leapyear_core.model.relations import Table
from leapyear_core.model.types import (
    INT_LIMIT,
    BoolType,
    Column,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    TextType,
)
from tests.privacy.making.chances import Chances
from tests.privacy.making.literals import DAYS, MOMENTS, NAMES, TEXTS
from tests.privacy.worlds import Held, Person, World

DATABASE = "clinic"

_BAD_TEXTS = [
    "'", '"; DROP TABLE x', "NaN", "inf", "-1e400", "9" * 30, "0x1f", "1_000", "2021-02-29", "0000-01-01",
    "10000-01-01", "infinity", "2020-02-29T24:00:00Z", "\0", "\uffff", "e\u0301👍🏽", "x" * 5000,
]  # fmt: skip
_REALS = [
    math.nan,
    math.inf,
    -math.inf,
    1.7976931348623157e308,
    -1e308,
    5e-324,
    -0.0,
    2.0**53,
    1e100,
    0.1,
]
_INTS = [2**63 - 1, -(2**63), INT_LIMIT, -INT_LIMIT, 10**6, 0]

#: How a file may store what is declared like that.
_STORED_FOR: dict[type[DataType], Sequence[str]] = {
    BoolType: ("bool", "int64", "double", "string"),
    IntType: ("int64", "uint64", "double", "string", "bool"),
    RealType: ("double", "int64", "uint64", "string", "bool"),
    FactorType: ("string", "int64", "bool"),
    TextType: ("string",),
    DateType: ("date", "timestamp", "moment", "string"),
    DatetimeType: ("timestamp", "moment", "date", "string"),
}

#: How a privacy unit may be declared and stored, and some of what a file may hold there.
_UNITS: Sequence[tuple[DataType, str, Sequence[Any]]] = (
    (IntType(0, 3), "int64", (0, 1, 2, 3, -1, 4)),
    (IntType(0, 3), "double", (0.0, 1.0, 1.4, 2.0, 2.25, 3.5, 1e300, math.nan)),
    (IntType(-1, 2), "string", ("0", "1", " 1", "01", "2", "9", "x")),
    (FactorType(("a", "b")), "string", ("a", "b", "c", "A")),
    (TextType(), "string", ("a", "b", "A", "")),
)


def make_world(chances: Chances) -> World:
    """One table to three of them, with rows of a person in as many as possible."""
    unit = chances.one(_UNITS)
    tables = tuple(
        _table(chances, Table(DATABASE, name), unit)
        for name in ["visits", "patients", "t"][: chances.one([1, 2, 2, 3, 3])]
    )
    units = [table.whose(row) for table in tables if table.unit for row in table.rows]
    records = {
        table.name: chances.numbers.randrange(len(table.rows))
        for table in tables
        if table.most and table.unit is None
    }
    person = Person(chances.one(units) if units else None, records)
    return World(tables, person, chances.numbers.getrandbits(32))


def _table(chances: Chances, name: Table, unit: tuple[DataType, str, Sequence[Any]]) -> Held:
    names = chances.some(NAMES, 4)
    columns = [Column(each, _type(chances), nullable=not chances.chance(0.2)) for each in names]
    stored = [chances.one(_STORED_FOR[type(column.type)]) for column in columns]
    pools = [
        _pool(chances, column.type, kind) for column, kind in zip(columns, stored, strict=True)
    ]
    of_units = chances.chance(0.5)
    # A table without units may have a column of their kind all the same.
    if of_units or chances.chance(0.2):
        declared, kind, values = unit
        columns.append(Column("who", declared, nullable=not chances.chance(0.2)))
        stored.append(kind)
        pools.append([*chances.some(values, 4), *([None] if chances.chance(0.1) else [])])
    rows = [tuple(map(chances.one, pools)) for _ in range(chances.numbers.randint(2, 10))]
    is_public = not of_units and chances.chance(0.4)
    return Held(
        name,
        tuple(columns),
        tuple(stored),
        tuple(rows),
        0 if is_public else chances.numbers.randint(1, 3) if of_units else 1,
        "who" if of_units else None,
        tuple(
            sorted(chances.numbers.randrange(len(rows)) for _ in range(chances.one([0, 0, 1, 2])))
        ),
    )


def _type(chances: Chances) -> DataType:
    match chances.numbers.randrange(8):
        case 0:
            return BoolType()
        case 1 | 2:
            ends = [chances.one([0, 1, 3, -2, 20, INT_LIMIT, -INT_LIMIT]) for _ in range(2)]
            return IntType(min(ends), max(ends))
        case 3:
            reals = [chances.one([0.0, 1.0, -0.7, 12.5, 1e100, -1e100, 1e-200]) for _ in range(2)]
            return RealType(min(reals), max(reals))
        case 4:
            return FactorType(tuple(chances.some(TEXTS, 4)))
        case 5:
            return TextType()
        case 6:
            return DateType()
        case _:
            return DatetimeType()


def _pool(chances: Chances, declared: DataType, kind: str) -> list[Any]:
    """Few values, so that rows have some in common, most of which mean something."""
    pool = [_stored(chances, declared, kind) for _ in range(chances.numbers.randint(1, 4))]
    return [*pool, None] if chances.chance(0.3) else pool


def _stored(chances: Chances, declared: DataType, kind: str) -> Any:
    match kind:
        case "bool":
            return chances.chance(0.5)
        case "double":
            if chances.chance(0.1):  # any at all
                return struct.unpack("d", chances.numbers.randbytes(8))[0]
            return chances.one(_REALS) if chances.chance(0.3) else float(_near(chances, declared))
        case "int64":
            if chances.chance(0.1):
                return chances.numbers.randrange(-(2**63), 2**63)
            bounded = max(-(2**63), min(int(_near(chances, declared)), 2**63 - 1))
            return chances.one(_INTS) if chances.chance(0.2) else bounded
        case "uint64":
            return chances.one([0, 1, 7, 2**53, 2**64 - 1])
        case "date":
            return chances.one(DAYS)
        case "timestamp" | "moment":
            return chances.one(MOMENTS)
        case _:
            return _text(chances, declared)


def _near(chances: Chances, declared: DataType) -> float:
    """A number at a bound, beyond it, or between."""
    if not isinstance(declared, IntType | RealType):
        return chances.one([0, 1, 1, 2])
    lower, upper = declared.lower, declared.upper
    return chances.one([lower, upper, upper, upper + 1, lower - 1, lower / 2 + upper / 2, 0.5])


def _text(chances: Chances, declared: DataType) -> str:
    if chances.chance(0.002):
        return chances.one(["x", "7", "é"]) * 10**6
    if chances.chance(0.2):
        return chances.one(_BAD_TEXTS)
    match declared:
        case IntType() | RealType():
            return str(_near(chances, declared))
        case FactorType(values):
            return chances.one(values)
        case DateType():
            return chances.one(DAYS).isoformat()
        case DatetimeType():
            return chances.one(MOMENTS).isoformat()
        case _:
            return chances.one(TEXTS)


def units_of(declared: DataType) -> tuple[Any, ...]:
    """All units that a table of `_UNITS` may have, of the type of its column."""
    match declared:
        case IntType(lower, upper):
            return tuple(range(lower, upper + 1))
        case FactorType(values):
            return values
        case _:
            return ("a", "b", "A", "")
