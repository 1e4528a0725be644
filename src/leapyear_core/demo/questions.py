"""Questions as values: each is both what the analyst would type and what is really asked, so that the two agree."""

import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from attrs import evolve, frozen

from leapyear import DataSet, analytics
from leapyear.admin import ColumnDefinition

_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {"<": operator.lt, ">=": operator.ge, "==": operator.eq}
)

#: A count to this accuracy exposes more than one computation may, however many rows there are.
_TOO_ACCURATE = 1


@frozen
class Condition:
    """A condition on an attribute; a BOOL is one by itself."""

    attribute: str
    operator: str = ""
    value: float | str | bool = True

    def typed(self, name: str) -> str:
        """The condition as one types it, on a data set of this name."""
        attribute = f"{name}[{self.attribute!r}]"
        return f"{attribute} {self.operator} {self.value!r}" if self.operator else attribute

    def on(self, data: DataSet) -> Any:
        """The condition on a data set."""
        attribute = data[self.attribute]
        return _OPERATORS[self.operator](attribute, self.value) if self.operator else attribute


@frozen
class Question:
    """A question about a table.

    Attributes
    ----------
    analysis
        ``count_rows``, ``count``, ``sum`` or ``mean``.
    attribute
        What is counted, summed or averaged; None for rows.
    where
        Conditions, of which all must hold.
    accuracy
        The half-width that the 95 % interval shall have; None for what the privacy profile spends.
    """

    analysis: str
    attribute: str | None = None
    where: tuple[Condition, ...] = ()
    accuracy: float | None = None

    def typed(self, name: str) -> str:
        """The question as one types it, about a data set of this name."""
        data = name
        if self.where:
            # Comparisons bind less tightly than & does.
            many = len(self.where) > 1
            parts = [
                f"({each.typed(name)})" if many and each.operator else each.typed(name)
                for each in self.where
            ]
            data = f"{name}.where({' & '.join(parts)})"
        arguments = data if self.attribute is None else f"{self.attribute!r}, {data}"
        options = "" if self.accuracy is None else f".run(accuracy={self.accuracy:g})"
        return f"{self.analysis}({arguments}){options}"

    def about(self, data: DataSet) -> Any:
        """The analysis to run."""
        if self.where:
            first, *others = (each.on(data) for each in self.where)
            for other in others:
                first = first & other
            data = data.where(first)
        build = getattr(analytics, self.analysis)
        return build(data) if self.attribute is None else build(self.attribute, data)


def about_people() -> list[Question]:
    """The questions about the invented population."""
    elderly = Condition("age", ">=", 65)
    return [
        Question("count_rows"),
        Question("count", "income"),
        Question("mean", "age"),
        Question("mean", "income"),
        Question("sum", "income"),
        Question("mean", "height", (Condition("sex", "==", "female"),)),
        Question("mean", "smoker", (Condition("education", "==", "school"),)),
        Question("count_rows", where=(elderly, Condition("married"))),
        Question("count_rows", where=(elderly,)),
        Question("count_rows", where=(elderly,), accuracy=50),
        Question("mean", "income"),
        Question("count_rows", accuracy=_TOO_ACCURATE),
    ]


def about_columns(columns: list[ColumnDefinition]) -> list[Question]:
    """About ten questions that fit the declared columns, the last two a repeat and one that is refused.

    They look at the declarations alone, as an analyst would: thresholds lie in the middle of the bounds, and columns with
    wide bounds come first, since codes have narrow ones.
    """
    numbers = sorted(
        (each for each in columns if each.type in ("INT", "REAL")), key=_breadth, reverse=True
    )
    truths = [each.name for each in columns if each.type == "BOOL"]
    conditions = [Condition(each.name, ">=", _middle(each)) for each in numbers]
    conditions += [
        Condition(each.name, "==", str(_bounds(each)[0]))
        for each in columns
        if each.type == "FACTOR"
    ]
    conditions += [Condition(name) for name in truths]

    means = [Question("mean", name) for name in (*(each.name for each in numbers), *truths)]
    sums = [Question("sum", each.name) for each in numbers]
    counts = [Question("count_rows", where=(each,)) for each in reversed(conditions)]
    filtered = [
        evolve(mean, where=(condition,))
        for mean in means
        for condition in reversed(conditions)
        if condition.attribute != mean.attribute
    ]
    candidates = [
        Question("count_rows"),
        Question("count", columns[0].name),
        *means[:2],
        *(sums[1:2] or sums),
        *filtered[:1],
    ]
    candidates += [*counts[:1], *means[2:], *counts[1:]]
    chosen = candidates[:8]
    repeated = next((each for each in chosen if each.analysis == "mean"), chosen[1])
    careful = evolve(counts[0] if counts else chosen[0], accuracy=50)
    return [*chosen, careful, repeated, Question("count_rows", accuracy=_TOO_ACCURATE)]


def _breadth(column: ColumnDefinition) -> float:
    lower, upper = _bounds(column)
    return float(upper) - float(lower)


def _middle(column: ColumnDefinition) -> float:
    lower, upper = _bounds(column)
    middle = (float(lower) + float(upper)) / 2
    return int(middle) if column.type == "INT" or middle.is_integer() else middle


def _bounds(column: ColumnDefinition) -> tuple[Any, ...]:
    assert column.bounds is not None
    return tuple(column.bounds)
