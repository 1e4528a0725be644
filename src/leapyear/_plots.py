"""How answers of many numbers are drawn with matplotlib, which is no part of the client."""

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from leapyear._numbers import percent
from leapyear._vectors import Bin, Cell, CellKey, VectorResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: As many names stand side by side; more are turned.
_SIDE_BY_SIDE = 8
#: What has the same number either way round, and is told once.
_SYMMETRIC = ("correlation", "covariance")


def draw(found: VectorResult, axes: "Axes") -> None:
    """Draw an answer of one dimension, or of one number of two."""
    axes.set_xlabel(found.dimensions[0])
    if not found.cells:
        axes.set_title(f"no group of {found.threshold} rows or more" if found.threshold else "")
        return
    if len(found.dimensions) == 2:
        _draw_map(found, axes)
        return
    statistics = tuple(dict.fromkeys(each.statistic for each in found.cells))
    for statistic in statistics:
        cells = [each for each in found.cells if each.statistic == statistic]
        _draw_numbers(axes, cells, statistic, is_exact=found.mechanism == "none")
    if len(statistics) > 1:
        axes.legend()
    else:
        axes.set_ylabel(found.attribute or statistics[0])
    if found.mechanism != "none":
        axes.set_title(f"{percent(found.confidence)} intervals", loc="right", fontsize="small")


def _draw_numbers(axes: "Axes", cells: list[Cell], label: str, *, is_exact: bool) -> None:
    values = [each.value for each in cells]
    # An interval need not lie evenly about its value; it holds it.
    errors = [
        [max(0, each.value - each.interval.low) for each in cells],
        [max(0, each.interval.high - each.value) for each in cells],
    ]
    keys = [each.keys[0] for each in cells]
    bins = [key for key in keys if isinstance(key, Bin)]
    drawn: Any = {"yerr": None if is_exact else errors, "capsize": 2, "label": label}
    if bins:
        lowers = [each.lower for each in bins]
        widths = [each.upper - each.lower for each in bins]
        axes.bar(lowers, values, width=widths, align="edge", edgecolor="white", **drawn)
        return
    # Numbers and days stand at their distances, all else side by side.
    to_scale = all(map(_is_number, keys)) or all(isinstance(key, dt.date) for key in keys)
    places: Any = keys if to_scale else list(map(str, keys))
    axes.errorbar(places, values, fmt="o", **drawn)
    if isinstance(keys[0], dt.date):
        from matplotlib import dates

        formatted: Any = dates.ConciseDateFormatter  # it has no types
        axes.xaxis.set_major_formatter(formatted(axes.xaxis.get_major_locator()))
    elif len(keys) > _SIDE_BY_SIDE and not to_scale:
        axes.tick_params(axis="x", labelrotation=90)


def _is_number(key: CellKey) -> bool:
    return isinstance(key, int | float) and not isinstance(key, bool)


def _draw_map(found: VectorResult, axes: "Axes") -> None:
    statistic = found.cells[0].statistic
    values = {each.keys: float(each.value) for each in found.cells}
    if statistic in _SYMMETRIC:
        values = {(y, x): value for (x, y), value in values.items()} | values
    columns, rows = (list(dict.fromkeys(keys[place] for keys in values)) for place in (0, 1))
    # What is not told is left white.
    shades = [[values.get((x, y), math.nan) for x in columns] for y in rows]
    mesh = axes.pcolormesh(_edges(columns), _edges(rows), shades)
    axes.set_ylabel(found.dimensions[1])
    _name(axes.xaxis, columns)
    _name(axes.yaxis, rows)
    if len(columns) > _SIDE_BY_SIDE:
        axes.tick_params(axis="x", labelrotation=90)
    axes.figure.colorbar(mesh, ax=axes, label=f"{statistic}{_width(found)}")


def _edges(keys: list[CellKey]) -> list[float]:
    bins = [key for key in keys if isinstance(key, Bin)]
    if bins:
        return [*(each.lower for each in bins), bins[-1].upper]
    return [place - 0.5 for place in range(len(keys) + 1)]


def _name(axis: Any, keys: list[CellKey]) -> None:
    if not isinstance(keys[0], Bin):
        axis.set_ticks(range(len(keys)), labels=list(map(str, keys)))


def _width(found: VectorResult) -> str:
    """How far the numbers may be off, where that is the same of all."""
    widths = {(each.interval.high - each.interval.low) / 2 for each in found.cells}
    narrowest, widest = min(widths), max(widths)
    if found.mechanism == "none" or not math.isclose(narrowest, widest, rel_tol=1e-6):
        return ""
    return f" ± {widest:.3g} ({percent(found.confidence)})"
