"""How near the bounds come that are found in noisy counts, of columns that were declared with the widest there are.

Noise that epsilons are spent on has heavy tails: as many bins are told from none only by several times as many values. So
there are targets for a table of 10,000 rows under zero-concentrated differential privacy, and for one of 100,000 under pure.
"""

import math
import statistics
from collections.abc import Iterator

import numpy as np

from benchmarks.measuring import Row
from benchmarks.people import UNDECLARED, People, people
from benchmarks.quantiles import Values
from leapyear_core.catalog.charges import Cells
from leapyear_core.model.analyses import InferBounds
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.profiles import Definition
from leapyear_core.privacy.bounds import bounds_in
from leapyear_core.privacy.pricing import Spend
from leapyear_core.services.inferred_bounds import BOUNDS_NANO, PURE_BOUNDS_NANO
from leapyear_core.services.profiles import BUILT_IN, DEFAULT_PROFILE, DEFAULT_PURE_PROFILE

#: Of each column, at each price.
RUNS = 30

COLUMNS = ("age", "income", "score", "change")

#: What bounds may clamp of the values, and how much wider than these they may be: a bin is half as wide again as the last.
MOST_CLAMPED, WIDEST = 0.05, 2.0

#: From so many rows on there are targets.
ENOUGH = {Definition.ZCDP: 10_000, Definition.PURE: 100_000}


def of_found_bounds(known: People) -> Iterator[Row]:
    """What is clamped to them, and how much wider they are than the values, as a question and when a table is made."""
    yield from _of_table(known)
    with people(100_000) as many:
        yield from _of_table(many)


def _of_table(known: People) -> Iterator[Row]:
    rows = len(known.values["age"])
    for definition, unit, profile, at_creation in (
        (Definition.ZCDP, "rho", DEFAULT_PROFILE, BOUNDS_NANO),
        (Definition.PURE, "epsilon", DEFAULT_PURE_PROFILE, PURE_BOUNDS_NANO),
    ):
        as_question = BUILT_IN[profile].params.exposure_nano
        for what, nano in (("asked for", as_question), ("when a table is made", at_creation)):
            for column in COLUMNS:
                named = f"bounds of {column} of {rows:,}, {what}, for {unit} {nano / 1e9:g}"
                found = _found(known, column, Spend(nano), definition)
                yield _row(
                    named, known.values[column], found, has_target=rows >= ENOUGH[definition]
                )


def _found(
    known: People, column: str, spend: Spend, definition: Definition
) -> list[tuple[float, float] | None]:
    asked = known.asked(InferBounds(UNDECLARED, Attribute(column)), spend, definition)
    answers = (asked.plan.read(asked.noisy()) for _ in range(RUNS))
    return [bounds_in(each) for each in answers if isinstance(each, Cells)]


def _row(
    named: str, values: Values, found: list[tuple[float, float] | None], *, has_target: bool
) -> Row:
    both = [each for each in found if each is not None]
    none = len(found) - len(both)
    # Where none are found, nothing is clamped.
    clamped = math.fsum(np.mean((values < low) | (values > high)) for low, high in both) / RUNS
    wider = statistics.median((high - low) / np.ptp(values) for low, high in both or [(0.0, 0.0)])
    measured = (
        f"{100 * clamped:.2f} % clamped, {wider:.2f} as wide as the values, none {none} of {RUNS}"
    )
    if not has_target:
        return Row(named, measured)
    is_met = clamped <= MOST_CLAMPED and wider <= WIDEST and not none
    return Row(named, measured, f"{100 * MOST_CLAMPED:g} %, {WIDEST:g}, none 0", is_met)
