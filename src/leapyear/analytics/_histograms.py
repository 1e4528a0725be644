"""How many rows there are, bin by bin."""

from collections.abc import Iterable
from itertools import pairwise
from numbers import Integral
from typing import TypeAlias

from leapyear._numbers import as_float
from leapyear._questions import Axes, Axis
from leapyear._refusals import invalid_analysis
from leapyear._types import LARGEST_REAL
from leapyear._vectors import VectorResult
from leapyear.analytics._checks import check_distinct, checked, flag, name_of, of_numbers
from leapyear.analytics._forms import VectorForm, histogram_2d_of, histogram_of
from leapyear.analytics.classes import Analysis
from leapyear.analytics.values import Histogram, Histogram2D
from leapyear.dataset.attribute import Attribute
from leapyear.dataset.data_set import DataSet

#: How many bins of equal width there are, or their edges.
Bins: TypeAlias = int | Iterable[float]

_MOST = 10_000

_BINS_OF_TWO = "bins is a number, or a pair such as (10, [0, 50, 100]), one for each attribute"
_RANGES_OF_TWO = "range is a pair such as ((0, 50), None), one for each attribute"


def histogram(
    attribute: str | Attribute,
    data_set: DataSet,
    bins: Bins = 10,
    range: tuple[float, float] | None = None,  # noqa: A002 - as numpy calls it
    *,
    nonnegative: bool = False,
) -> Analysis[Histogram, VectorResult]:
    """The number of rows in each bin of an attribute. All bins together cost what one count does.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: INT or REAL.
    data_set
        The rows to count; those in which it is missing are in no bin.
    bins
        How many bins of equal width there are, or their edges, increasing. As in numpy, a bin holds
        its lower edge, and the last one its upper edge too.
    range
        ``(lowest, highest)``: where bins of equal width begin and end; what lies outside is not
        counted. None is the bounds of the attribute. Edges need none.
    nonnegative
        Whether to tell counts that noise made negative as 0. The client does that, after all noise:
        sums of such counts are too high on the average.

    Returns
    -------
    Analysis
        To be run; its answer is a `Histogram`, and with ``rich_result=True`` a `VectorResult`,
        which plots itself.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither INT nor REAL, or the bins are none.

    Examples
    --------
    >>> histogram("age", ds, bins=4).run().edges
    (0.0, 30.0, 60.0, 90.0, 120.0)
    """
    axes = (_axis("histogram", attribute, data_set, bins, range),)
    counts = frozenset(("count_rows",)) if flag(nonnegative, "nonnegative") else frozenset[str]()
    return Analysis("histogram", data_set, Axes(axes), VectorForm(histogram_of, counts))


def histogram2d(
    x: str | Attribute,
    y: str | Attribute,
    data_set: DataSet,
    bins: int | tuple[Bins, Bins] = 10,
    range: tuple[tuple[float, float] | None, tuple[float, float] | None] = (None, None),  # noqa: A002
    *,
    nonnegative: bool = False,
) -> Analysis[Histogram2D, VectorResult]:
    """The number of rows in each pair of bins of two attributes, for the price of one count.

    Parameters
    ----------
    x, y
        Their names, or such as ``ds["age"]``: INT or REAL.
    data_set
        The rows to count; those in which one of them is missing are in no bin.
    bins
        How many there are for each attribute, or a pair of what `histogram` takes.
    range
        For each attribute what `histogram` takes.
    nonnegative
        As for `histogram`.

    Returns
    -------
    Analysis
        To be run; its answer is a `Histogram2D`.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If one is neither INT nor REAL, or the bins are none.
    GroupbyAggTooManyKeysError
        If there are more than 10,000 pairs of bins.

    Examples
    --------
    >>> histogram2d("age", "income", ds, bins=(3, 2)).run().x_edges
    (0.0, 40.0, 80.0, 120.0)
    """
    x_bins, y_bins = (bins, bins) if isinstance(bins, int | Integral) else _pair(_BINS_OF_TWO, bins)
    x_range, y_range = _pair(_RANGES_OF_TWO, range)
    axes = (
        _axis("histogram2d", x, data_set, x_bins, x_range),
        _axis("histogram2d", y, data_set, y_bins, y_range),
    )
    check_distinct("histogram2d", (axes[0].name, axes[1].name))
    counts = frozenset(("count_rows",)) if flag(nonnegative, "nonnegative") else frozenset[str]()
    return Analysis("histogram2d", data_set, Axes(axes), VectorForm(histogram_2d_of, counts))


def _axis(
    kind: str, attribute: str | Attribute, data_set: DataSet, bins: object, ends: object
) -> Axis:
    checked(f"{kind}('age', ds)", data_set)
    found = of_numbers(kind, attribute, data_set, also_bool=False)
    name = name_of(found)
    if isinstance(bins, int | Integral) and not isinstance(bins, bool):
        number = int(bins)
        if not 1 <= number <= _MOST:
            raise invalid_analysis(f"a histogram has 1 to {_MOST} bins, not {number}")
        return Axis(name, found.expression, None, number, _ends(ends))
    if not isinstance(bins, Iterable) or isinstance(bins, str):
        raise TypeError(f"bins is a number of bins, or a list of their edges, not {bins!r}")
    if ends is not None:
        raise invalid_analysis("the bins begin and end at their edges: leave out the range")
    edges = tuple(_number("an edge of a bin", edge) for edge in bins)
    if len(edges) < 2 or any(not one < other for one, other in pairwise(edges)):
        raise invalid_analysis(
            f"the edges of bins are two numbers at least, and increase: not {edges}"
        )
    return Axis(name, found.expression, edges, len(edges) - 1, None)


def _ends(ends: object) -> tuple[float, float] | None:
    if ends is None:
        return None
    lower, upper = (
        _number("an end of the range", end)
        for end in _pair("range is a pair, (lowest, highest)", ends)
    )
    if not lower <= upper:
        raise invalid_analysis(f"the range ({lower}, {upper}) is the wrong way round, or no range")
    return lower, upper


def _pair(what: str, given: object) -> tuple[object, object]:
    pair = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else ()
    if len(pair) != 2:
        raise TypeError(f"{what}, not {given!r}")
    return pair


def _number(what: str, given: object) -> float:
    number = as_float(given, f"{what} is a number")
    if not abs(number) <= LARGEST_REAL:  # NaN too
        raise invalid_analysis(
            f"{what} lies within ±{LARGEST_REAL:g}, and {number:g} does not: no value lies beyond the bounds "
            "of its attribute, which do as well"
        )
    return number
