"""The answer to a question for many numbers, with their errors and their price."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from attrs import evolve, frozen

from leapyear import _html
from leapyear._answers import Interval, RichResult
from leapyear._exposure import Exposure
from leapyear._numbers import percent
from leapyear.exceptions import NotSupportedError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from matplotlib.axes import Axes

_SHOWN = 10
_SHOWN_IN_HTML = 100


class Bin(NamedTuple):
    """The numbers from `lower` up to, and not including, `upper`, which only a last bin includes."""

    lower: float
    upper: float

    def __str__(self) -> str:
        return f"{self.lower:.6g} to {self.upper:.6g}"


#: What a number of many is about, in one dimension.
CellKey: TypeAlias = bool | int | float | str | dt.date | Bin


@frozen
class Cell:
    """One number of many.

    Attributes
    ----------
    keys
        What it is about, one for each dimension.
    statistic
        Which number of these keys it is.
    value
        The number, with its noise: an int for counts and for sums of whole numbers.
    interval
        Holds the exact value with the confidence of the result, as far as noise is concerned.
    noise_scale
        The standard deviation of the noise, in the unit of the value; to first order where the
        number is made of several sums.
    """

    keys: tuple[CellKey, ...]
    statistic: str
    value: float
    interval: Interval
    noise_scale: float


@frozen(repr=False)
class VectorResult:
    """An answer of many numbers, with everything that is known about it. They are paid for together.

    Attributes
    ----------
    dimensions
        What the keys of each cell are, in order; the names of attributes, mostly.
    cells
        The numbers.
    confidence
        Of each interval, 0.95; of an exact answer 1.
    mechanism
        Where the noise comes from: ``"discrete_gaussian"``; ``"discrete_laplace"`` in a database that
        spends epsilon; ``"exponential"`` of quantiles, which
        are chosen by chance; ``"none"`` of an exact answer.
    exposure
        What all of them cost.
    exposure_left
        What the user may still spend: by the limit of the database, by their own, or by that of a
        group of theirs, whichever leaves least. Shares are those of the limit of the database.
    cached
        Whether the answer was on record, and so cost nothing now.
    threshold
        The number of rows, with its noise, from which on a group is told, where it is private which
        groups there are; None elsewhere. Groups near to it were told because of their noise: their
        counts are too high on the average.
    delta
        What such an answer took of the delta of the limit; None where no keys are unknown.
    attribute
        What several quantiles are of; None elsewhere, where the dimensions tell it.
    """

    dimensions: tuple[str, ...]
    cells: tuple[Cell, ...]
    confidence: float
    mechanism: str
    exposure: Exposure
    exposure_left: Exposure
    cached: bool
    threshold: int | None = None
    delta: float | None = None
    attribute: str | None = None

    def __repr__(self) -> str:
        lines = [f"  {_told(each.keys)} {self._estimate(each)}" for each in self.cells[:_SHOWN]]
        if len(self.cells) > _SHOWN:
            lines.append(f"  … {len(self.cells) - _SHOWN} more")
        of = "" if self.attribute is None else f" of {self.attribute}"
        by = f"<VectorResult{of} by {', '.join(self.dimensions)}, {self._price()}"
        return "\n".join([by, *lines]) + ">"

    def _repr_html_(self) -> str:
        rows = [(*each.keys, self._estimate(each)) for each in self.cells[:_SHOWN_IN_HTML]]
        return _html.table(
            (*self.dimensions, "answer"),
            rows,
            caption=self._price(),
            more=len(self.cells) > len(rows),
        )

    def to_pandas(self) -> "pd.DataFrame":
        """The numbers as a data frame, a row for each.

        Returns
        -------
        pandas.DataFrame
            With a column for each dimension (two, ``_lower`` and ``_upper``, where it has bins),
            and ``statistic``, ``value``, ``low``, ``high`` and ``noise_scale``.

        Raises
        ------
        NotSupportedError
            If pandas is not installed.
        """
        return pandas_module().DataFrame(self._columns())

    def to_arrow(self) -> "pa.Table":
        """The numbers as a table of Arrow; see `to_pandas`. Values are doubles.

        Returns
        -------
        pyarrow.Table

        Raises
        ------
        NotSupportedError
            If pyarrow is not installed.
        """
        try:
            import pyarrow
        except ImportError:
            raise NotSupportedError("to_arrow needs pyarrow: pip install pyarrow") from None
        columns: dict[str, Any] = dict(self._columns())
        # Of no cells as of many: the types do not depend on what the numbers are.
        columns["statistic"] = pyarrow.array(columns["statistic"], pyarrow.string())
        for name in ("value", "low", "high", "noise_scale"):
            numbers = list(map(float, columns[name]))
            columns[name] = pyarrow.array(numbers, pyarrow.float64())
        return pyarrow.table(columns)

    def plot(self, ax: "Axes | None" = None) -> "Axes":
        """Draw the numbers with their intervals: bars for a histogram, points for anything else.

        One number of two dimensions, such as the counts of `histogram2d`, is drawn as a map of
        colours; the scale beside it says how wide the intervals are, where they are all alike.

        Parameters
        ----------
        ax
            The axes of matplotlib to draw on; None makes new ones.

        Returns
        -------
        matplotlib.axes.Axes

        Raises
        ------
        NotSupportedError
            If matplotlib is not installed, or if there are more dimensions, or several numbers of
            two.
        """
        statistics = tuple(dict.fromkeys(each.statistic for each in self.cells))
        if len(self.dimensions) > 2 or (len(self.dimensions) == 2 and len(statistics) > 1):
            raise NotSupportedError(
                "plot draws numbers of one dimension, or one number of two: this has "
                f"{max(1, len(statistics))} of {len(self.dimensions)}: use to_pandas()"
            )
        try:
            from matplotlib import pyplot
        except ImportError:
            raise NotSupportedError("plot needs matplotlib: pip install 'leapyear[plot]'") from None
        axes = pyplot.subplots()[1] if ax is None else ax
        # Here, since it is only for those who plot.
        from leapyear import _plots

        _plots.draw(self, axes)
        return axes

    def _columns(self) -> dict[str, list[Any]]:
        columns: dict[str, list[Any]] = {}
        for place, dimension in enumerate(self.dimensions):
            keys = [each.keys[place] for each in self.cells]
            bins = [key for key in keys if isinstance(key, Bin)]
            if bins:
                columns[f"{dimension}_lower"] = [key.lower for key in bins]
                columns[f"{dimension}_upper"] = [key.upper for key in bins]
            else:
                columns[dimension] = keys
        columns["statistic"] = [each.statistic for each in self.cells]
        columns["value"] = [each.value for each in self.cells]
        columns["low"] = [each.interval.low for each in self.cells]
        columns["high"] = [each.interval.high for each in self.cells]
        columns["noise_scale"] = [each.noise_scale for each in self.cells]
        return columns

    def _estimate(self, cell: Cell) -> str:
        alone = RichResult(
            value=cell.value,
            interval=cell.interval,
            confidence=self.confidence,
            mechanism=self.mechanism,
            noise_scale=cell.noise_scale,
            exposure=self.exposure,
            exposure_left=self.exposure_left,
            cached=self.cached,
        )
        return f"{cell.statistic} {alone._estimate()}"

    def _price(self) -> str:
        left = f"{percent(self.exposure_left.share)} left"
        if self.threshold is not None:
            left = f"{left}; groups of {self.threshold} rows or more"
        if self.cached:
            return f"from the record, nothing spent, {left}"
        if self.mechanism == "none":
            return f"nothing spent, {left}"
        spent = f"{percent(self.exposure.share)} of the limit"
        if self.delta:
            spent = f"{spent} and delta {self.delta:.3g}"
        return f"{spent} spent, {left}"

    def _changed(self, change: Callable[[Cell], Cell]) -> "VectorResult":
        return evolve(self, cells=tuple(map(change, self.cells)))


def _told(keys: tuple[CellKey, ...]) -> str:
    return ", ".join(str(key) for key in keys) + ":"


def pandas_module() -> Any:
    """Pandas, which is no part of the client."""
    try:
        import pandas
    except ImportError:
        raise NotSupportedError("to_pandas needs pandas: pip install 'leapyear[pandas]'") from None
    return pandas
