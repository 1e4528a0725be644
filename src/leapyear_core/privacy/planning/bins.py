"""Rows counted in bins of numbers: histograms, and the bounds that are found in one."""

from itertools import pairwise

from attrs import evolve

from leapyear_core.model.analyses import Axis, Histogram, InferBounds
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.expressions import type_of
from leapyear_core.model.keys import BinKey
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.types import REAL_LIMIT, IntType, RealType, Schema, has_useful_bounds
from leapyear_core.privacy.bounds import OutermostBins, grid
from leapyear_core.privacy.planning.asked import Asked
from leapyear_core.privacy.planning.cells import check_names, table_of
from leapyear_core.privacy.planning.sums import Sums
from leapyear_core.privacy.pricing import check_size


def histogram(analysis: Histogram, schema: Schema) -> Asked:
    """The rows of each bin, or of each combination of bins."""
    check_names([axis.name for axis in analysis.axes])
    axes = tuple(_with_edges(axis, schema) for axis in analysis.axes)
    keys = tuple(BinKey(axis.expression, axis.edges or ()) for axis in axes)
    sums = Sums()
    of = sums.statistic("count_rows", None, schema)
    check_size(keys, len(sums.places))
    reading = table_of(tuple(axis.name for axis in axes), keys, [("count_rows", of)])
    return sums.asked(evolve(analysis, axes=axes), analysis.relation, keys, reading)


def _with_edges(axis: Axis, schema: Schema) -> Axis:
    given = type_of(axis.expression, schema)
    if not isinstance(given, IntType | RealType):
        raise InvalidAnalysis(
            f"a histogram has bins of INT or REAL, and {axis.name!r} is {given.kind.upper()}: group by it instead"
        )
    if axis.edges is None:
        if None in (axis.lower, axis.upper) and not has_useful_bounds(given):
            raise _without_bounds(axis.name)
        lower = float(given.lower if axis.lower is None else axis.lower)
        upper = float(given.upper if axis.upper is None else axis.upper)
        axis = evolve(axis, edges=_even_edges(axis.name, lower, upper, axis.bins))
    edges = axis.edges or ()
    if not all(one < other for one, other in pairwise(edges)):
        raise InvalidAnalysis(f"the edges of the bins of {axis.name!r} do not increase")
    return Axis(axis.name, axis.expression, edges)


def _even_edges(name: str, lower: float, upper: float, bins: int) -> tuple[float, ...]:
    if max(abs(lower), abs(upper)) >= REAL_LIMIT:
        raise _without_bounds(name)
    if lower > upper:
        raise InvalidAnalysis(f"the range ({lower}, {upper}) of the bins is the wrong way round")
    if lower == upper:  # as numpy has it
        lower, upper = lower - 0.5, upper + 0.5
    inner = (lower + (upper - lower) * number / bins for number in range(bins))
    return (*inner, upper)


def _without_bounds(name: str) -> InvalidAnalysis:
    return InvalidAnalysis(
        f"{name!r} has no useful bounds: say where the bins begin and end, or clip it; infer_bounds finds some"
    )


def bounds(analysis: InferBounds, schema: Schema) -> Asked:
    """The outermost bins of a grid over the type that surely hold a row."""
    given = type_of(analysis.expression, schema)
    if not isinstance(given, IntType | RealType):
        raise InvalidAnalysis(f"{given.kind.upper()} has no bounds to find: only INT and REAL have")
    return Asked(
        analysis,
        analysis.relation,
        (RowCount(),),
        (BinKey(analysis.expression, grid(given)),),
        OutermostBins(given),
    )
