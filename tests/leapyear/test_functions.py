"""Functions of attributes: checked where they are typed, and of the types that the server derives."""

import datetime as dt
import inspect
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import leapyear_api
from leapyear import functions as f
from leapyear._expressions import Call, Constant, Expression, Named, lowered
from leapyear._seam import requests
from leapyear._types import Type
from leapyear.dataset import Attribute
from leapyear.exceptions import InvalidExpression
from leapyear_core.model import expressions as core
from leapyear_core.model.trees import read_expression
from leapyear_core.model.types import (
    BoolType,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    TextType,
)


def attribute(name: str, tag: str, contents: Any = None) -> Attribute:
    """A column."""
    return Attribute(Named(name), Type(tag, contents))


AGE = attribute("age", "INT", (0, 120))
INCOME = attribute("income", "REAL", (0.0, 1e6))
SMOKER = attribute("smoker", "BOOL")
SEX = attribute("sex", "FACTOR", ("f", "m"))
NOTE = attribute("note", "TEXT")
BORN = attribute("born", "DATE")
SEEN = attribute("seen", "DATETIME")
SCHEMA: dict[str, DataType] = {
    "age": IntType(0, 120),
    "income": RealType(0.0, 1e6),
    "smoker": BoolType(),
    "sex": FactorType(("f", "m")),
    "note": TextType(),
    "born": DateType(),
    "seen": DatetimeType(),
}
CONTRACT = json.loads((Path(leapyear_api.__file__).parent / "contract.json").read_text())
FUNCTIONS = CONTRACT["components"]["schemas"]["FunctionName"]["enum"]

_UNARY = [
    "sqrt",
    "cbrt",
    "exp",
    "expm1",
    "log",
    "log1p",
    "log2",
    "log10",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "degrees",
    "radians",
]
EXAMPLES: list[tuple[Callable[[], Attribute], str]] = [
    *((lambda name=name: getattr(f, name)(INCOME), f"{name}(income)") for name in _UNARY),
    (lambda: f.sqrt(2), "sqrt(2)"),
    (lambda: f.atan2(AGE, 1.5), "atan2(age, 1.5)"),
    (lambda: f.sign(INCOME), "sign(income)"),
    (lambda: f.floor(INCOME), "floor(income)"),
    (lambda: f.ceil(AGE), "ceil(age)"),
    (lambda: f.round(INCOME, 2), "round(income, 2)"),
    (lambda: round(AGE, -1), "round(age, -1)"),
    (lambda: INCOME.round(), "round(income, 0)"),
    (lambda: AGE // 10, "age // 10"),
    (lambda: 10 // AGE, "10 // age"),
    (lambda: INCOME // 10, "income // 10"),
    (lambda: AGE % 2, "age % 2"),
    (lambda: 7 % AGE, "7 % age"),
    (lambda: AGE**2, "age ** 2"),
    (lambda: AGE**-1, "age ** (-1)"),
    (lambda: AGE**0.5, "age ** 0.5"),
    (lambda: (AGE // 10 + 1) ** 2 % 3, "(age // 10 + 1) ** 2 % 3"),
    (lambda: f.lower(NOTE), "lower(note)"),
    (lambda: f.upper(SEX), "upper(sex)"),
    (lambda: f.trim(NOTE), "trim(note)"),
    (lambda: f.length(SEX), "length(sex)"),
    (lambda: f.substring(NOTE, 1, 3), "substring(note, 1, 3)"),
    (lambda: f.contains(NOTE, "x"), "contains(note, 'x')"),
    (lambda: f.startswith(NOTE, SEX), "startswith(note, sex)"),
    (lambda: f.endswith("abc", NOTE), "endswith('abc', note)"),
    (lambda: f.replace(NOTE, "a", ""), "replace(note, 'a', '')"),
    (lambda: f.concat(SEX, "-", NOTE), "concat(sex, '-', note)"),
    (lambda: f.year(BORN), "year(born)"),
    (lambda: f.quarter(SEEN), "quarter(seen)"),
    (lambda: f.month(BORN), "month(born)"),
    (lambda: f.day("2020-05-17"), "day('2020-05-17')"),
    (lambda: f.day_of_week(BORN), "day_of_week(born)"),
    (lambda: f.day_of_year(BORN), "day_of_year(born)"),
    (lambda: f.week(BORN), "week(born)"),
    (lambda: f.hour(SEEN), "hour(seen)"),
    (lambda: f.minute(SEEN), "minute(seen)"),
    (lambda: f.second(SEEN), "second(seen)"),
    (lambda: f.truncate(BORN, "month"), "truncate(born, 'month')"),
    (lambda: f.truncate(SEEN, "hour"), "truncate(seen, 'hour')"),
    (lambda: f.add_time(BORN, AGE, "year"), "add_time(born, age, 'year')"),
    (lambda: f.add_time(SEEN, -3, "second"), "add_time(seen, -3, 'second')"),
    (lambda: f.days_between(BORN, SEEN), "days_between(born, seen)"),
    (lambda: f.days_between(BORN, dt.date(2020, 1, 1)), "days_between(born, '2020-01-01')"),
    (lambda: f.seconds_between("2020-01-01", SEEN), "seconds_between('2020-01-01', seen)"),
    (lambda: f.make_date(2000, 1, AGE), "make_date(2000, 1, age)"),
    (lambda: f.to_date(SEEN), "to_date(seen)"),
    (lambda: f.to_date(NOTE, "%d/%m/%Y"), "to_date(note, '%d/%m/%Y')"),
    (lambda: f.to_datetime(BORN), "to_datetime(born)"),
    (lambda: f.to_datetime(SEX), "to_datetime(sex, '%Y-%m-%d %H:%M:%S')"),
    (lambda: f.to_int(INCOME), "to_int(income)"),
    (lambda: f.to_int(NOTE), "to_int(note)"),
    (lambda: f.to_real(AGE), "to_real(age)"),
    (lambda: f.to_real(SEX), "to_real(sex)"),
    (lambda: f.to_bool(NOTE), "to_bool(note)"),
    (lambda: f.to_text(AGE), "to_text(age)"),
    (lambda: f.to_text(SMOKER), "to_text(smoker)"),
    (lambda: f.to_text(SEX), "to_text(sex)"),
    (lambda: f.to_text(SEEN), "to_text(seen)"),
    (lambda: f.to_factor(NOTE, ["a", "b", "a"]), "to_factor(note, 'a', 'b')"),
    (lambda: f.coalesce(AGE, INCOME, 0), "coalesce(age, income, 0)"),
    (lambda: f.coalesce(SEX, "?"), "coalesce(sex, '?')"),
    (lambda: f.coalesce(SEX, NOTE), "coalesce(sex, note)"),
    (lambda: f.coalesce(SMOKER, False), "coalesce(smoker, False)"),
    (lambda: f.coalesce(BORN, "1 May 2020"), "coalesce(born, '2020-05-01')"),
    (lambda: AGE.fill_null(0), "coalesce(age, 0)"),
    (lambda: f.greatest(AGE, 18), "greatest(age, 18)"),
    (lambda: f.least(18.5, AGE), "least(18.5, age)"),
    (lambda: f.greatest(SEEN, "2020-05-17"), "greatest(seen, '2020-05-17 00:00:00Z')"),
    (lambda: f.null_if(AGE, 99), "null_if(age, 99)"),
    (lambda: f.null_if(SEX, "f"), "null_if(sex, 'f')"),
    (
        lambda: f.when(AGE < 18, "child").when(SMOKER, SEX).otherwise("adult"),
        "when(age < 18, 'child').when(smoker, sex).otherwise('adult')",
    ),
    (lambda: f.when(SMOKER, 1).otherwise(0.5), "when(smoker, 1).otherwise(0.5)"),
    (lambda: f.when(SMOKER, AGE).otherwise(), "when(smoker, age).otherwise()"),
    (lambda: f.when(SMOKER, NOTE).otherwise("x"), "when(smoker, note).otherwise('x')"),
]  # fmt: skip


def calls_in(expression: Expression) -> Iterator[Call]:
    """All calls of a tree."""
    if isinstance(expression, Call):
        yield expression
        for argument in expression.arguments:
            yield from calls_in(argument)


def derived(given: Attribute) -> Any:
    """The type that the server derives of what is sent."""
    return core.type_of(
        read_expression(requests.expression_model(lowered(given.expression)).to_dict()), SCHEMA
    )


@pytest.mark.parametrize(("compute", "text"), EXAMPLES, ids=[text for _, text in EXAMPLES])
def test_a_function_prints_as_it_was_typed_and_has_the_type_that_the_server_derives(
    compute: Callable[[], Attribute], text: str
) -> None:
    """The values of a FACTOR too, since groups are made by them."""
    found = compute()
    assert str(found) == text
    type_of_server = derived(found)
    assert found.type.tag == type_of_server.kind.upper()
    if isinstance(type_of_server, FactorType):
        assert found.type.contents == type_of_server.values


def test_every_function_of_the_contract_can_be_had() -> None:
    """By a function of `leapyear.functions`, or an operator or method of attributes."""
    used = {one.function for compute, _ in EXAMPLES for one in calls_in(compute().expression)}
    operators = [
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "and",
        "or",
        "not",
        "is_null",
        "add",
        "subtract",
        "multiply",
        "divide",
        "negate",
        "abs",
        "clip",
    ]
    assert used | set(operators) >= set(FUNCTIONS)


def test_every_function_says_what_it_does_with_an_example() -> None:
    """In its docstring, which runs."""
    for name in f.__all__:
        if inspect.isfunction(function := getattr(f, name)):
            assert ">>> " in (function.__doc__ or ""), name


@pytest.mark.parametrize(
    ("misuse", "says"),
    [
        (lambda: f.sqrt(NOTE), "sqrt takes a number, and note is TEXT"),
        (lambda: f.sqrt("4"), "sqrt takes a number, and '4' is TEXT"),
        (lambda: f.hour(BORN), "hour takes a moment, and born is DATE"),
        (lambda: f.lower(AGE), "lower takes a string, and age is INT"),
        (lambda: f.make_date(2000, 1, INCOME), "takes a whole number, and income is REAL"),
        (lambda: f.truncate(BORN, "hour"), "truncate of DATE takes a unit, one of 'year', .*'day', not 'hour'"),
        (lambda: f.truncate(SEEN, "fortnight"), "not 'fortnight'"),
        (lambda: f.round(INCOME, 16), "from -15 to 15 as its digits, not 16"),
        (lambda: f.round(INCOME, AGE), "whole number as its digits, not the attribute age"),  # type: ignore[arg-type]
        (lambda: f.substring(NOTE, 0, 3), "from 1 to 1000000 as its start, not 0"),
        (lambda: f.replace(NOTE, "", "x"), "not empty"),
        (lambda: f.replace(NOTE, "x", "y" * 65), "at most 64 characters, not 65"),
        (lambda: f.replace(NOTE, SEX, "y"), "constant string as its old"),  # type: ignore[arg-type]
        (lambda: f.to_text(INCOME), "to_text takes no REAL"),
        (lambda: f.to_int(BORN), "born is DATE"),
        (lambda: f.to_factor(NOTE, []), "1 to 10000 values, not 0"),
        (lambda: f.coalesce(AGE), "two values at least"),
        (lambda: f.concat(NOTE), "two strings at least"),
        (lambda: f.coalesce(AGE, "x"), "cannot choose between age, which is INT, and 'x', which is TEXT"),
        (lambda: f.greatest(SMOKER, True), "join them with & or |"),
        (lambda: f.when(AGE, 1), "when takes a condition, and age is INT"),
        (lambda: f.when(SMOKER, 1).otherwise("x"), "cannot choose"),
        (lambda: f.to_date(NOTE, "%Y-%m"), "takes a format"),
        (lambda: AGE**65, "from -64 to 64, not 65"),
        (lambda: AGE**AGE, "constant exponent"),
        (lambda: SEX % 2, "% takes numbers"),
        (lambda: f.sqrt(math.nan), "NaN"),
    ],
)  # fmt: skip
def test_what_the_server_would_refuse_is_refused_where_it_is_typed(
    misuse: Callable[[], Any], says: str
) -> None:
    """Before it costs a request."""
    with pytest.raises(InvalidExpression, match=says):
        misuse()


@pytest.mark.parametrize(
    ("misuse", "says"),
    [
        (lambda: f.when(True, 1), "such as ds"),  # type: ignore[arg-type]
        (lambda: f.to_factor(NOTE, "abc"), "list of strings"),
        (lambda: f.sqrt([1]), "list cannot stand"),
    ],
)
def test_misuse_is_a_type_error_that_helps(misuse: Callable[[], Any], says: str) -> None:
    with pytest.raises(TypeError, match=says):
        misuse()


@pytest.mark.parametrize(
    "wide",
    [
        f.to_factor(NOTE, [f"v{index}" for index in range(5000)]),
        f.coalesce(*([AGE] * 200)),
        f.concat(*([NOTE] * 200)),
    ],
    ids=["to_factor", "coalesce", "concat"],
)
def test_wide_calls_become_shallow_trees(wide: Attribute) -> None:
    """No call wider than the contract has it; the type stays."""
    tree = lowered(wide.expression)
    assert all(len(one.arguments) <= 64 for one in calls_in(tree))
    assert requests.expression_model(tree) is not None
    assert derived(wide).kind.upper() == wide.type.tag
    if wide.type.tag == "FACTOR":
        assert derived(wide).values == wide.type.contents


def test_many_branches_go_on_in_another_call() -> None:
    """In their order: the first condition that is true decides."""
    age = AGE
    branches = f.when(age == 0, 0)
    for value in range(1, 100):
        branches = branches.when(age == value, value)
    tree = lowered(branches.otherwise(-1).expression)
    values: list[Any] = []
    while isinstance(tree, Call):
        assert len(tree.arguments) <= 64
        pairs = len(tree.arguments) // 2 * 2
        values += [one.value for one in tree.arguments[1:pairs:2] if isinstance(one, Constant)]
        tree = tree.arguments[-1]
    assert values == list(range(100))
    assert tree == Constant(-1)
