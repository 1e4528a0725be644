"""What questions for many numbers are answered with, in the shapes that people compute with."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from leapyear import _html
from leapyear._vectors import Bin, CellKey, pandas_module

if TYPE_CHECKING:
    import pandas as pd

#: As many rows, and columns, are shown in a notebook.
_SHOWN = 100

__all__ = ["Description", "Grouped", "Histogram", "Histogram2D", "Matrix"]


@frozen
class Histogram:
    """How many rows are in each bin.

    Attributes
    ----------
    counts
        With their noise: one may be negative.
    edges
        Increasing, one more than there are counts. A bin holds its lower edge; the last one both.
    """

    counts: tuple[int, ...]
    edges: tuple[float, ...]

    def _repr_html_(self) -> str:
        rows = list(zip(_bins(self.edges), self.counts, strict=True))
        return _html.table(("bin", "count"), rows[:_SHOWN], more=len(rows) > _SHOWN)


@frozen
class Histogram2D:
    """How many rows are in each pair of bins.

    Attributes
    ----------
    counts
        ``counts[i][j]`` is that of bin ``i`` of the first attribute and bin ``j`` of the second,
        with its noise.
    x_edges, y_edges
        The edges of the bins of the first and of the second attribute.
    """

    counts: tuple[tuple[int, ...], ...]
    x_edges: tuple[float, ...]
    y_edges: tuple[float, ...]

    def _repr_html_(self) -> str:
        return _grid(_bins(self.x_edges), _bins(self.y_edges), self.counts)


@frozen
class Matrix:
    """A number for each pair of attributes, the same either way round.

    Attributes
    ----------
    names
        Of the attributes.
    values
        Row by row, in the order of the names.

    Examples
    --------
    >>> matrix = Matrix(names=("age", "income"), values=((1.0, 0.3), (0.3, 1.0)))
    >>> matrix["income", "age"]
    0.3
    """

    names: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]

    def __getitem__(self, pair: tuple[str, str]) -> float:
        row, column = pair
        return self.values[self._place(row)][self._place(column)]

    def _repr_html_(self) -> str:
        told = [[f"{each:.6g}" for each in row] for row in self.values]
        return _grid(self.names, self.names, told)

    def to_pandas(self) -> "pd.DataFrame":
        """The matrix as a data frame, with the names on both sides.

        Raises
        ------
        NotSupportedError
            If pandas is not installed.
        """
        return pandas_module().DataFrame(
            self.values, index=list(self.names), columns=list(self.names)
        )

    def _place(self, name: str) -> int:
        if name not in self.names:
            raise KeyError(name)
        return self.names.index(name)


def _bins(edges: Sequence[float]) -> list[str]:
    return [str(Bin(lower, upper)) for lower, upper in pairwise(edges)]


def _grid(names: Sequence[str], heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A row for each name, as far as people read."""
    cut = [(name, *row[:_SHOWN]) for name, row in zip(names[:_SHOWN], rows, strict=False)]
    more = len(names) > _SHOWN or len(heads) > _SHOWN
    return _html.table(("", *heads[:_SHOWN]), cut, more=more)


#: The numbers of each group, by their names. A group is told by its key; by a tuple of keys, if
#: there are several.
Grouped: TypeAlias = Mapping[CellKey | tuple[CellKey, ...], Mapping[str, float]]

#: The numbers of each attribute, by their names.
Description: TypeAlias = Mapping[str, Mapping[str, float]]
