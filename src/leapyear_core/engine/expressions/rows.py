"""Rows of a query under construction, and the SQL of expressions over them.

An expression is written out once: where SQL needs a value twice (to clamp it, say), it becomes a column of an inner query
first, so that the text stays as long as the expression. Values that do not need each other become columns of the same
inner query: so queries nest no deeper than expressions do.
"""

import datetime as dt
import re
from collections.abc import Mapping
from itertools import count
from types import MappingProxyType

from attrs import Factory, define, field

from leapyear_core.engine.expressions import arithmetic, casts, logic, mathematics, strings, times
from leapyear_core.engine.expressions.operands import Operands, Renderer
from leapyear_core.engine.literals import (
    date_literal,
    int_literal,
    moment_literal,
    real_literal,
    text_literal,
)
from leapyear_core.model.expressions import (
    Attribute,
    Call,
    Constant,
    Expression,
    constants_of,
    type_of,
)
from leapyear_core.model.functions import FUNCTIONS
from leapyear_core.model.types import DataType, Schema

RENDERERS: dict[str, Renderer] = {
    **logic.RENDERERS,
    **arithmetic.RENDERERS,
    **mathematics.RENDERERS,
    **strings.RENDERERS,
    **times.RENDERERS,
    **casts.RENDERERS,
}

#: The names of bound values. A string constant may hold such a text; the value is then bound a level higher than it
#: need be.
_BOUND = re.compile(r"\bb\d+\b")


@define
class Rows:
    """A query under construction, the columns of its attributes, and their types.

    Attributes
    ----------
    base
        The query, without the values that were bound.
    columns
        The names of the columns that hold the attributes.
    schema
        The types of the attributes.
    numbers
        Numbers the names within a query.
    points
        The columns that hold the lattice points of attributes, where these are kept (`leapyear_core.engine.points`).
    bounded
        The attributes whose values are known to be within their types: stored columns, which were looked at. What is
        computed of them is not among these.
    keys
        Columns that hold attributes too, and are for being compared alone: the optimiser knows their declared bounds
        (`leapyear_core.engine.opaque`).
    """

    base: str
    columns: Mapping[str, str]
    schema: Schema
    numbers: "count[int]"
    points: Mapping[str, str] = MappingProxyType({})
    bounded: frozenset[str] = frozenset()
    keys: Mapping[str, str] = MappingProxyType({})
    _levels: list[list[str]] = field(default=Factory(list), init=False)
    _names: dict[str, str] = field(default=Factory(dict), init=False)
    _heights: dict[str, int] = field(default=Factory(dict), init=False)

    @property
    def sql(self) -> str:
        """The query, with the values that were bound."""
        sql = self.base
        for bound in self._levels:
            sql = f"SELECT *, {', '.join(bound)} FROM ({sql})"
        return sql

    def bind(self, value: str) -> str:
        """Make a value a column, so that it can be named twice without being written twice."""
        if value.isidentifier():
            return value
        if value not in self._names:
            heights = (self._heights.get(each, 0) for each in _BOUND.findall(value))
            height = 1 + max(heights, default=0)
            name = f"b{next(self.numbers)}"
            if height > len(self._levels):
                self._levels.append([])
            self._levels[height - 1].append(f"{value} AS {name}")
            self._names[value], self._heights[name] = name, height
        return self._names[value]

    def value(self, expression: Expression) -> str:
        """The SQL of an expression over these rows."""
        return self._typed(expression)[0]

    def _typed(self, expression: Expression) -> tuple[str, DataType]:
        match expression:
            case Attribute(name):
                return self.columns[name], self.schema[name]
            case Constant(value):
                return _constant(value), type_of(expression, self.schema)
            case Call(function, arguments):
                typed = [self._typed(each) for each in arguments]
                types = [given for _, given in typed]
                constants = constants_of(arguments)
                result = FUNCTIONS[function].type_of(types, constants)
                sql = [each for each, _ in typed]
                operands = Operands(function, sql, types, constants, result, self.bind)
                return RENDERERS[function](operands), result


def _constant(value: bool | int | float | str | dt.date | dt.datetime) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return int_literal(value)
        case float():
            return real_literal(value)
        case str():
            return text_literal(value)
        case dt.datetime():
            return moment_literal(value)
        case dt.date():
            return date_literal(value)
