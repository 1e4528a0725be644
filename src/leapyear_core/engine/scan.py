"""From the values of a file to the values of a column's declared type: the rule for every kind of bad value.

No value can make a scan fail: what has no meaning for the declared type is null, what is out of bounds is clamped. The
families of physical types are those of Parquet and CSV (where everything is text). Text is trimmed before it is cast: not
only for the blanks, but because DuckDB hands the cast of a bare column down to its reader of CSV, which fails on what
the cast would have made null.

=========  ===================================  ========================================================
declared   from                                 rule
=========  ===================================  ========================================================
BOOL       boolean, integer, float, text        0 and 1, true and false; anything else is null
INT        boolean, integer, float, text        clamped, then rounded half away from zero; NaN is null
REAL       boolean, integer, float, text        clamped; NaN is null
FACTOR     text, integer, boolean               null where it is not one of the values
TEXT       text, integer, boolean               as it is
DATE       date, timestamp, moment, text        the day, in UTC; null where there is none, or outside of 1 to 9999
DATETIME   date, timestamp, moment, text        the moment, in UTC; null where there is none, or outside of 1 to 9999
=========  ===================================  ========================================================

Text names a moment as ISO 8601 does, in UTC or with an offset such as Z, +02:00 or -0500. One with the name of a zone is
null: which offset that had when differs from machine to machine.
"""

from leapyear_core.engine.literals import SQL_TYPES, real_literal, text_literal
from leapyear_core.model.errors import InvalidColumn
from leapyear_core.model.types import (
    INT_LIMIT,
    REAL_LIMIT,
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

#: The families of DuckDB's physical types. Wide integers and decimals are compared with the bounds as doubles, which is
#: exact within them: bounds of an INT fit a double.
_FAMILIES = {
    "BOOLEAN": "boolean",
    **dict.fromkeys(
        ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"), "integer"
    ),
    **dict.fromkeys(("FLOAT", "DOUBLE", "DECIMAL", "UBIGINT", "HUGEINT", "UHUGEINT"), "float"),
    **dict.fromkeys(("VARCHAR", "ENUM", "UUID"), "text"),
    "DATE": "date",
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"), "timestamp"),
    "TIMESTAMP WITH TIME ZONE": "moment",
}

#: A time of day with something behind it, and with an offset behind it.
_WITH_ZONE = ":[0-9.]+ *[^0-9.: ]"
_WITH_OFFSET = ":[0-9.]+ *([Zz]|UTC|[+-](0[0-9]|1[0-8])(:?[0-5][0-9])?)$"

#: The bits of physical whole numbers, and whether one of them is a sign.
_WHOLE_BITS = {
    "TINYINT": (8, True),
    "UTINYINT": (8, False),
    "SMALLINT": (16, True),
    "USMALLINT": (16, False),
    "INTEGER": (32, True),
    "UINTEGER": (32, False),
    "BIGINT": (64, True),
    "UBIGINT": (64, False),
}

#: What pandas writes of a column in which all values of a file are missing, whatever it has in others.
_NOTHING = '"NULL"'

_NUMBERS = frozenset(("boolean", "integer", "float", "text"))
_STRINGS = frozenset(("boolean", "integer", "text"))
_TIMES = frozenset(("date", "timestamp", "moment", "text"))
_READABLE: dict[type[DataType], frozenset[str]] = {
    BoolType: _NUMBERS,
    IntType: _NUMBERS,
    RealType: _NUMBERS,
    FactorType: _STRINGS,
    TextType: _STRINGS,
    DateType: _TIMES,
    DatetimeType: _TIMES,
}


def family_of(column: Column, physical: str) -> str:
    """The family of the physical type that a column is read from.

    Raises
    ------
    InvalidColumn
        If the declared type cannot be read from it.
    """
    if physical == _NOTHING:
        return "nothing"
    family = _FAMILIES.get(physical.partition("(")[0])
    if family is None or family not in _READABLE[type(column.type)]:
        raise InvalidColumn(
            f"the column {column.name!r} is declared {column.type.kind.upper()}, but the file holds {physical} there:"
            " declare another type"
        )
    return family


def scan(column: str, family: str, declared: DataType) -> str:
    """The SQL of a column's value, from the SQL of a reference to it.

    The reference is repeated in it, so it must be a mere name.
    """
    if family == "nothing":
        return f"CAST(NULL AS {SQL_TYPES[declared.kind]})"
    match declared:
        case BoolType():
            return _truth(column, family)
        case IntType(lower, upper):
            if family == "integer":
                return clamped(f"CAST({column} AS BIGINT)", str(lower), str(upper))
            bounded = clamped(
                _double(column, family), real_literal(lower), real_literal(upper), nan=True
            )
            return f"CAST(ROUND({bounded}) AS BIGINT)"
        case RealType(lower, upper):
            return clamped(
                _double(column, family), real_literal(lower), real_literal(upper), nan=True
            )
        case FactorType(values):
            text = f"CAST({column} AS VARCHAR)"
            return f"CASE WHEN {text} IN ({', '.join(map(text_literal, values))}) THEN {text} END"
        case TextType():
            return f"CAST({column} AS VARCHAR)"
        case DateType():
            return _of_our_calendar(f"TRY_CAST({_moment(column, family)} AS DATE)", "DATE")
        case DatetimeType():
            return _of_our_calendar(
                f"TRY_CAST({_moment(column, family)} AS TIMESTAMP)", "TIMESTAMP"
            )


def type_of(physical: str) -> DataType | None:
    """The declared type that says the most of a physical one; None where there is none.

    Its bounds are those of the physical type, as far as a declaration may have them.
    """
    name = physical.partition("(")[0]
    if name in _WHOLE_BITS:
        bits, is_signed = _WHOLE_BITS[name]
        greatest = min(2 ** (bits - is_signed) - 1, INT_LIMIT)
        return IntType(max(-greatest - 1, -INT_LIMIT) if is_signed else 0, greatest)
    match _FAMILIES.get(name):
        case "boolean":
            return BoolType()
        case "float":
            return RealType(-REAL_LIMIT, REAL_LIMIT)
        case "text":
            return TextType()
        case "date":
            return DateType()
        case "timestamp" | "moment":
            return DatetimeType()
        case _:
            return None


def scan_unit(column: str, family: str, declared: DataType) -> str:
    """The SQL of a column that says whose a row is: null where the value is not one of the declared type.

    A clamp would make one unit of all that are out of bounds: cut to so many rows together, one of them that goes would
    make room for rows of the others, and move twice as many.
    """
    if family == "nothing" or not isinstance(declared, IntType):
        return scan(column, family, declared)
    if family == "integer":
        within = f"{column} BETWEEN {declared.lower} AND {declared.upper}"
        return f"CASE WHEN {within} THEN CAST({column} AS BIGINT) END"
    value = _double(column, family)
    # NaN compares greater than everything, so it is not within.
    within = f"{value} BETWEEN {real_literal(declared.lower)} AND {real_literal(declared.upper)}"
    return f"CASE WHEN {within} AND {value} = floor({value}) THEN TRY_CAST({value} AS BIGINT) END"


def clamped(value: str, lower: str, upper: str, *, nan: bool = False) -> str:
    """The SQL of a value clamped to bounds; null stays null. The value is repeated in it.

    NaN compares greater than everything, so it has to be looked for first: it becomes null.
    """
    first = f"WHEN isnan({value}) THEN NULL " if nan else ""
    return f"CASE {first}WHEN {value} < {lower} THEN {lower} WHEN {value} > {upper} THEN {upper} ELSE {value} END"


def _of_our_calendar(value: str, kind: str) -> str:
    """The SQL of a day or a moment of the years 1 to 9999, which is what others can hold: DuckDB has infinite ones."""
    return f"CASE WHEN {value} >= {kind} '0001-01-01' AND {value} < {kind} '9999-12-31' + INTERVAL 1 DAY THEN {value} END"


def _double(column: str, family: str) -> str:
    return (
        f"TRY_CAST(trim({column}) AS DOUBLE)" if family == "text" else f"CAST({column} AS DOUBLE)"
    )


def _truth(column: str, family: str) -> str:
    match family:
        case "boolean":
            return column
        case "text":
            text = f"lower(trim({column}))"
            return f"CASE WHEN {text} IN ('true', 't', '1') THEN TRUE WHEN {text} IN ('false', 'f', '0') THEN FALSE END"
        case _:
            return f"CASE WHEN {column} = 1 THEN TRUE WHEN {column} = 0 THEN FALSE END"


def _moment(column: str, family: str) -> str:
    match family:
        case "moment":
            # By way of its microseconds, since a cast would take the zone of the machine.
            return f"TRY(make_timestamp(epoch_us({column})))"
        case "text":
            text = f"trim({column})"
            # A cast to TIMESTAMP leaves out the zone, and takes what is left for UTC. One to a moment reads it, and does
            # not depend on the zone of the machine where there is one.
            zoned = f"TRY(make_timestamp(epoch_us(TRY_CAST({text} AS TIMESTAMP WITH TIME ZONE))))"
            return (
                f"CASE WHEN regexp_matches({text}, {text_literal(_WITH_OFFSET)}) THEN {zoned}"
                f" WHEN NOT regexp_matches({text}, {text_literal(_WITH_ZONE)}) THEN TRY_CAST({text} AS TIMESTAMP) END"
            )
        case _:
            return column
