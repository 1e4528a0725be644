"""What a question asks for beyond one expression, as frozen values that print as they were typed."""

from typing import TypeAlias

from attrs import frozen

from leapyear._expressions import Expression, Value
from leapyear._printing import printed


@frozen
class Spread:
    """An expression, and the divisor of its variance."""

    expression: Expression
    ddof: int

    def printed(self, kind: str, data_set: str) -> str:
        """The question as it was typed."""
        return f"{kind}({printed(self.expression)}, {data_set}, ddof={self.ddof})"


@frozen
class Ranked:
    """An expression, and which of its quantiles are asked for."""

    expression: Expression
    quantiles: tuple[float, ...]
    #: How they were typed: a number, or several; nothing where the question's name says it.
    told: str = ""

    def printed(self, kind: str, data_set: str) -> str:
        """The question as it was typed."""
        told = f", {self.told}" if self.told else ""
        name = _NAMES.get(self.quantiles[0], kind) if not told else "quantile"
        return f"{name}({printed(self.expression)}, {data_set}{told})"


#: What some quantiles are called.
_NAMES = {0.0: "min", 0.5: "median", 1.0: "max"}


@frozen
class Attributes:
    """Named expressions, and the divisor of their variances; None where there is none to choose."""

    named: tuple[tuple[str, Expression], ...]
    ddof: int | None = None

    def printed(self, kind: str, data_set: str) -> str:
        """The question as it was typed."""
        ddof = "" if self.ddof is None else f", ddof={self.ddof}"
        names = ", ".join(printed(expression) for _, expression in self.named)
        return f"{kind}([{names}], {data_set}{ddof})"


@frozen
class Axis:
    """The bins of an expression: their edges, or how many there are and where they lie."""

    name: str
    expression: Expression
    edges: tuple[float, ...] | None
    bins: int
    ends: tuple[float, float] | None

    @property
    def told(self) -> str:
        """The bins as they were typed."""
        return str(self.bins) if self.edges is None else str(list(self.edges))


@frozen
class Axes:
    """One axis, or two."""

    axes: tuple[Axis, ...]

    def printed(self, kind: str, data_set: str) -> str:
        """The question as it was typed."""
        of = ", ".join(printed(axis.expression) for axis in self.axes)
        bins = ", ".join(axis.told for axis in self.axes)
        if len(self.axes) == 1:
            return f"histogram({of}, {data_set}, bins={bins})"
        return f"histogram2d({of}, {data_set}, bins=({bins}))"


@frozen
class GroupKey:
    """An expression that tells groups apart, and the values to have groups of."""

    name: str
    expression: Expression
    values: tuple[Value, ...] | None


@frozen
class Aggregate:
    """A number for each group, and its name."""

    name: str
    kind: str
    expression: Expression | None

    @property
    def told(self) -> str:
        """The number as it was typed."""
        if self.expression is None:
            return f"{self.name}={self.kind!r}"
        return f"{self.name}=({printed(self.expression)}, {self.kind!r})"


@frozen
class Groups:
    """Numbers for each group."""

    keys: tuple[GroupKey, ...]
    aggregates: tuple[Aggregate, ...]
    unknown_keys: bool = False

    def printed(self, kind: str, data_set: str) -> str:
        """The question as it was typed."""
        keys = ", ".join(printed(key.expression) for key in self.keys)
        numbers = ", ".join(each.told for each in self.aggregates)
        unknown = ", unknown_keys=True" if self.unknown_keys else ""
        return f"group_by([{keys}], {data_set}{unknown}).agg({numbers})"


@frozen
class Names:
    """Attributes by their names."""

    names: tuple[str, ...]

    def printed(self, kind: str, data_set: str) -> str:
        """The question as it was typed."""
        return f"{kind}({data_set})"


Parts: TypeAlias = Spread | Ranked | Attributes | Axes | Groups | Names

#: What a question is about; None of the one that is about rows alone.
Asked: TypeAlias = Expression | Parts | None


def printed_question(kind: str, data_set: str, asked: Asked) -> str:
    """A question as it was typed."""
    match asked:
        case None:
            return f"{kind}({data_set})"
        case Spread() | Ranked() | Attributes() | Axes() | Groups() | Names():
            return asked.printed(kind, data_set)
        case _:
            return f"{kind}({printed(asked)}, {data_set})"
