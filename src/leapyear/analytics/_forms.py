"""The forms that answers take: with everything that is known about them, and as a plain value."""

from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeAlias, TypeVar

from attrs import evolve, frozen

from leapyear._answers import Interval, RichResult
from leapyear._vectors import Bin, Cell, VectorResult
from leapyear.analytics.values import Description, Grouped, Histogram, Histogram2D, Matrix
from leapyear.exceptions import InvalidJson

#: An answer of the server.
Answer: TypeAlias = RichResult | VectorResult

V_co = TypeVar("V_co", covariant=True)
R_co = TypeVar("R_co", bound=Answer, covariant=True)
V = TypeVar("V")


class Form(Protocol[V_co, R_co]):
    """How an answer is given."""

    def rich(self, answer: Answer) -> R_co:
        """The answer with everything that is known about it."""

    def plain(self, answer: Answer) -> V_co:
        """The value alone."""


@frozen
class NumberForm:
    """One number; an int where the question is one for whole numbers."""

    is_whole: bool = False

    def rich(self, answer: Answer) -> RichResult:
        """The answer with everything that is known about it."""
        if not isinstance(answer, RichResult):
            raise _unexpected("one number")
        if self.is_whole and float(answer.value).is_integer():
            return evolve(answer, value=int(answer.value))
        return evolve(answer, value=float(answer.value))

    def plain(self, answer: Answer) -> float:
        """The value alone."""
        return self.rich(answer).value


@frozen
class VectorForm(Generic[V]):
    """Many numbers.

    Attributes
    ----------
    shape
        Makes them the plain value.
    counts
        The names of those that are to be no less than 0.
    attribute
        What quantiles are of.
    is_whole
        Whether these are whole numbers.
    """

    shape: Callable[[VectorResult], V]
    counts: frozenset[str] = frozenset()
    attribute: str | None = None
    is_whole: bool = False

    def rich(self, answer: Answer) -> VectorResult:
        """The answer with everything that is known about it."""
        if not isinstance(answer, VectorResult):
            raise _unexpected("many numbers")
        told = evolve(answer, attribute=self.attribute) if self.attribute else answer
        if self.is_whole:
            told = told._changed(_whole)
        return told._changed(self._raised) if self.counts else told

    def plain(self, answer: Answer) -> V:
        """The value alone."""
        return self.shape(self.rich(answer))

    def _raised(self, cell: Cell) -> Cell:
        if cell.statistic not in self.counts:
            return cell
        low, high = cell.interval
        interval = Interval(max(0, low), max(0, high))
        return evolve(cell, value=max(0, cell.value), interval=interval)


def _whole(cell: Cell) -> Cell:
    value = float(cell.value)
    return evolve(cell, value=int(value)) if value.is_integer() else cell


def histogram_of(answer: VectorResult) -> Histogram:
    """The counts, and the edges of their bins."""
    counts = tuple(int(each.value) for each in answer.cells)
    return Histogram(counts, _edges(answer, 0))


def histogram_2d_of(answer: VectorResult) -> Histogram2D:
    """The counts row by row, and the edges of their bins."""
    x_edges, y_edges = _edges(answer, 0), _edges(answer, 1)
    counts = [int(each.value) for each in answer.cells]
    width = len(y_edges) - 1
    rows = tuple(tuple(counts[at : at + width]) for at in range(0, len(counts), width))
    return Histogram2D(rows, x_edges, y_edges)


def matrix_of(answer: VectorResult) -> Matrix:
    """The numbers of each pair; the server tells each of them once."""
    found = {tuple(map(str, each.keys)): float(each.value) for each in answer.cells}
    names = tuple(dict.fromkeys(row for row, _ in found))
    return Matrix(
        names,
        tuple(
            tuple(found.get((row, column), found.get((column, row), 0.0)) for column in names)
            for row in names
        ),
    )


def grouped_of(answer: VectorResult) -> Grouped:
    """The numbers of each group."""
    groups: dict[object, dict[str, float]] = {}
    for each in answer.cells:
        key = each.keys[0] if len(each.keys) == 1 else each.keys
        groups.setdefault(key, {})[each.statistic] = each.value
    return groups  # type: ignore[return-value]  # keys of cells, or tuples of them


def quantiles_of(answer: VectorResult) -> Mapping[float, float]:
    """The value of each quantile."""
    return {float(each.keys[0]): each.value for each in answer.cells}  # type: ignore[arg-type]


def bounds_of(answer: VectorResult) -> tuple[float, float] | None:
    """The lower and the upper bound; None where none were found."""
    lower, upper = answer.cells
    return None if lower.statistic == "no_bound" else (lower.value, upper.value)


def description_of(answer: VectorResult) -> Description:
    """The numbers of each attribute."""
    found: dict[str, dict[str, float]] = {}
    for each in answer.cells:
        found.setdefault(str(each.keys[0]), {})[each.statistic] = each.value
    return found


def _edges(answer: VectorResult, dimension: int) -> tuple[float, ...]:
    bins = dict.fromkeys(
        key for each in answer.cells if isinstance(key := each.keys[dimension], Bin)
    )
    return (*(each.lower for each in bins), *(each.upper for each in list(bins)[-1:]))


def _unexpected(wanted: str) -> InvalidJson:
    return InvalidJson(
        f"the server's answer is not of {wanted}, as the question was: does it speak another "
        "version?"
    )
