"""Every function on every pair of adversarial values: nothing fails, the value is the reference's, and of its type."""

import datetime as dt
import itertools
import math
from collections.abc import Iterator
from itertools import count
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from leapyear_core.engine.duckdb import _SETTINGS
from leapyear_core.engine.expressions import RENDERERS, Rows
from leapyear_core.engine.expressions.operands import Operands
from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, Constant, Expression, type_of
from leapyear_core.model.functions import FUNCTIONS
from leapyear_core.model.types import (
    INT_LIMIT,
    BoolType,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    TextType,
)
from tests.leapyear_core.engine.reference import INEXACT, reference
from tests.tables import expressions

_WHOLE = [0, 1, -1, 2, 7, -7, 10, 12, 31, 2020]
_REALS = [
    0.0,
    -0.0,
    0.5,
    -0.5,
    1.0,
    -1.0,
    2.5,
    math.pi / 2,
    1e-9,
    -1e-300,
    5e-324,
    0.49999999999999994,
]
_TEXTS = [
    "", " ", "a", "A b", "\t7 \n", " \n", "\x0b7", "7\f", "a\n", "\xa07", "a\nb", "+7", "-0", "007", "1e3", ".5", "5.", "1_000", "0x1f", "nan", "inf", "1e400", "1e-400",
    "9007199254740993", "9" * 30, "TRUE", " f", "t", "yes", "2020-02-29", "2021-02-29", "0000-01-01", "2020-2-9",
    "29/02/2020", "2020-02-29T23:59:59Z", "2020-02-29T24:00:00Z", "\uff12\uff10\uff12\uff10-02-29", "Äß€ΣЖ", "e\u0301👍🏽", "\0a\0", "%_\\'", "aaa", "x" * 4095 + "ab",
]  # fmt: skip
_DAYS = [
    dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(1970, 1, 1), dt.date(2020, 2, 29), dt.date(2021, 1, 31),
    dt.date(2021, 1, 3), dt.date(1900, 2, 28), dt.date(2015, 12, 31),
]  # fmt: skip
_MOMENTS = [
    dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59, 999_999), dt.datetime(1969, 12, 31, 23, 59, 59, 1),
    dt.datetime(2020, 2, 29, 12, 30, 15, 500_000), dt.datetime(2021, 3, 31),
]  # fmt: skip

#: Columns by name: a declared type, and values that a scan may give for it.
COLUMNS: dict[str, tuple[DataType, list[Any]]] = {
    "bool": (BoolType(), [True, False]),
    "int": (IntType(-7, 2020), _WHOLE),
    "wide": (IntType(-INT_LIMIT, INT_LIMIT), [*_WHOLE, INT_LIMIT, -INT_LIMIT, 2**52 + 1, 10**12]),
    "positive": (IntType(1, 12), [1, 2, 7, 12]),
    "real": (RealType(-1e100, 1e100), [*_REALS, 1e100, -1e100, 1e17 + 16, 2.0**53, 709.8, -745.0]),
    "near": (RealType(-1.0, math.pi / 2), [each for each in _REALS if each <= math.pi / 2]),
    "share": (RealType(0.25, 1.0), [0.25, 0.5, 0.75, 1.0]),
    "factor": (FactorType(("a", "7", "t", "A b", "")), ["a", "7", "t", "A b", ""]),
    "text": (TextType(), _TEXTS),
    "long": (TextType(), ["", "7", "7" * 10**6, "a b" * 350_000]),
    "date": (DateType(), _DAYS),
    "moment": (DatetimeType(), _MOMENTS),
}  # fmt: skip

SCHEMA = {name: given for name, (given, _) in COLUMNS.items()}

_ARROW = {
    "bool": pa.bool_(),
    "int": pa.int64(),
    "real": pa.float64(),
    "factor": pa.string(),
    "text": pa.string(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
}

_UNITS = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"]
#: What stands in for parameters that take constants, by function.
CONSTANTS: dict[str, list[tuple[Any, ...]]] = {
    "clip": [(-3, 12), (0.5, 0.5), (-INT_LIMIT, INT_LIMIT)],
    "power": [(0,), (1,), (2,), (3,), (10,), (-1,), (-2,), (64,), (-64,), (0.5,), (-0.5,), (2.0,), (33.3,)],
    "round": [(0,), (2,), (15,), (-1,), (-3,), (-15,)],
    "substring": [(1, 3), (2, 0), (3, 10**6), (10**6, 10**6)],
    "replace": [("a", ""), ("a", "b" * 64), ("aa", "a"), ("7" * 4096, "x"), ("'", "''")],
    "to_factor": [("a",), ("7", "", "A b", "'")],
    "truncate": [(each,) for each in _UNITS],
    "parse_date": [("%Y-%m-%d",), ("%d/%m/%Y",), ("%Y%m%d",)],
    "parse_datetime": [("%Y-%m-%dT%H:%M:%SZ",)],
}  # fmt: skip


class Bench:
    """An engine with a table of the adversarial values of each column, and null."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(":memory:")
        for setting in _SETTINGS:
            self.connection.execute(f"SET {setting}")
        for name, (declared, values) in COLUMNS.items():
            table = pa.table({"v": pa.array([*values, None], _ARROW[declared.kind])})
            self.connection.from_arrow(table).create(f"of_{name}")

        # All columns side by side, the shorter ones from the start again.
        rows = max(len(values) for _, values in COLUMNS.values()) + 1
        self.connection.from_arrow(
            pa.table(
                {
                    name: pa.array(
                        [[*values, None][row % (len(values) + 1)] for row in range(rows)],
                        _ARROW[declared.kind],
                    )
                    for name, (declared, values) in COLUMNS.items()
                }
            )
        ).create("all_columns")

    def all_values(self, expression: Expression) -> list[Any]:
        """The value of an expression of the columns of `COLUMNS`, for each row of all of them."""
        columns = {name: f'"{name}"' for name in COLUMNS}
        rows = Rows("SELECT * FROM all_columns", columns, SCHEMA, count())
        value = rows.value(expression)
        return [
            found
            for (found,) in self.connection.execute(f"SELECT {value} FROM ({rows.sql})").fetchall()
        ]

    def values(self, expression: Expression, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
        """The value of an expression, behind those of its columns ``x0``, ``x1``, ..., for all their combinations."""
        names = [f"x{index}" for index in range(len(columns))]
        tables = ", ".join(f"of_{each} AS t{index}" for index, each in enumerate(columns))
        selected = ", ".join(f"t{index}.v AS x{index}" for index in range(len(columns)))
        schema = {name: COLUMNS[each][0] for name, each in zip(names, columns, strict=True)}
        rows = Rows(
            f"SELECT {selected} FROM {tables}", {name: name for name in names}, schema, count()
        )
        value = rows.value(expression)
        return self.connection.execute(
            f"SELECT {', '.join(names)}, {value} FROM ({rows.sql})"
        ).fetchall()


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.connection.close()


def calls(function: str) -> Iterator[tuple[Call, tuple[str, ...]]]:
    """Calls of a function of every combination of columns that it takes, and these columns."""
    taken = FUNCTIONS[function]
    if function == "clip":
        free = taken.takes[:1]
    elif function == "when":
        free = (taken.takes[0], taken.takes[1], taken.takes[2])
    else:
        free = tuple(each for each in taken.takes if not each.constant)
    fitting = [
        [name for name, (given, _) in COLUMNS.items() if isinstance(given, each.kind.types)]
        for each in free
    ]
    if function == "make_date":
        fitting = [["int", "wide"], ["int", "positive"], ["int", "wide"]]
    for columns in itertools.product(*fitting):
        if function == "when" and columns[1] != columns[2]:
            continue
        attributes: list[Expression] = [Attribute(f"x{index}") for index in range(len(columns))]
        if function == "add_time":
            for unit in _UNITS:
                yield Call(function, (*attributes, Constant(unit))), columns
        for constants in CONSTANTS.get(function, [()]):
            if function != "add_time":
                yield Call(function, (*attributes, *map(Constant, constants))), columns


def belongs(value: Any, result: DataType) -> bool:
    """Whether a value is of a type, bounds included."""
    match result:
        case BoolType():
            return type(value) is bool
        case IntType(lower, upper):
            return type(value) is int and lower <= value <= upper
        case RealType(lower, upper):
            return type(value) is float and lower <= value <= upper
        case FactorType(values):
            return value in values
        case TextType():
            return type(value) is str
        case DateType():
            return type(value) is dt.date
        case DatetimeType():
            return type(value) is dt.datetime
    raise AssertionError(result)


def alike(function: str, found: Any, expected: Any) -> bool:
    """Whether two values are the same, but for the last bits of what engines compute in their own way."""
    if function in INEXACT and isinstance(found, float) and isinstance(expected, float):
        return math.isclose(found, expected, rel_tol=1e-13, abs_tol=1e-300)
    return bool(found == expected)


def test_every_function_has_a_rendering_and_no_other() -> None:
    assert set(RENDERERS) == set(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_has_the_value_of_the_reference_on_all_adversarial_rows(
    bench: Bench, function: str
) -> None:
    """No row fails, and every value is inside of the type and the bounds that follow from public facts alone."""
    tried = 0
    for call, columns in calls(function):
        schema = {f"x{index}": COLUMNS[each][0] for index, each in enumerate(columns)}
        try:
            result = type_of(call, schema)
        except InvalidExpression:
            continue
        tried += 1
        constants = [each.value for each in call.arguments if isinstance(each, Constant)]
        types = [type_of(each, schema) for each in call.arguments]
        for *values, found in bench.values(call, columns):
            expected = reference(function, [*values, *constants], types, result)
            shown = f"{call} of {[str(each)[:50] for each in values]}: {str(found)[:50]!r}, not {str(expected)[:50]!r}"
            assert alike(function, found, expected), shown
            assert found is None or belongs(found, result), f"{shown} is not of {result}"
    assert tried > 0


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(expression=expressions(SCHEMA))
def test_the_values_of_any_expression_are_of_the_type_that_follows_from_public_facts(
    bench: Bench, expression: Expression
) -> None:
    """Functions of functions of functions, on rows that are as bad as a scan lets them be."""
    result = type_of(expression, SCHEMA)
    for found in bench.all_values(expression):
        assert found is None or belongs(found, result), f"{found!r} is not of {result}"


@pytest.mark.parametrize(
    ("function", "constants", "told"),
    [
        ("power", (Constant(65),), "exponent from -64 to 64"),
        ("power", (Attribute("int"),), "a constant as its exponent"),
        ("round", (Constant(16),), "from -15 to 15"),
        ("multiply", (Attribute("wide"),), "clip the arguments"),
    ],
)
def test_what_has_no_useful_bounds_is_refused(
    function: str, constants: tuple[Expression, ...], told: str
) -> None:
    with pytest.raises(InvalidExpression, match=told):
        type_of(Call(function, (Attribute("wide"), *constants)), SCHEMA)


def test_one_row_cannot_make_a_string_that_fills_the_memory(bench: Bench) -> None:
    """A string put together from itself 64 times, five times over, would have a million times a billion characters."""
    sql, numbers = "SELECT v AS x0 FROM of_long", count()
    for _ in range(5):
        rows = Rows(sql, {"x": "x0"}, {"x": TextType()}, numbers)
        value = rows.value(Call("concat", (Attribute("x"),) * 64))
        sql = f"SELECT {value} AS x0 FROM ({rows.sql})"
    found = bench.connection.execute(f"SELECT max(length(x0)) FROM ({sql})").fetchone()
    assert found == (4096,)


def test_an_expression_as_deep_as_the_contract_lets_it_be_is_computed(bench: Bench) -> None:
    """Each level of it is several inner queries."""
    expression: Expression = Attribute("share")
    for _ in range(70):
        expression = Call("log1p", (expression,))
    assert len(bench.all_values(expression)) > 0


@pytest.mark.parametrize("function", ["sin", "exp", "log1p", "expm1", "atan2", "power", "cbrt"])
def test_what_engines_compute_in_their_own_way_is_clamped_to_the_bounds_that_were_stated(
    bench: Bench, function: str
) -> None:
    """Whatever libm an engine has: here the bounds are narrower than the value by far."""
    result = RealType(0.125, 0.25)
    sql = ["2e0"] * len(FUNCTIONS[function].takes)
    types = [RealType(2.0, 2.0)] * len(sql)
    operands = Operands(function, sql, types, [2.0, 0.5], result, lambda value: f"({value})")
    found = bench.connection.execute(f"SELECT {RENDERERS[function](operands)}").fetchone()
    assert found == (0.25,)
