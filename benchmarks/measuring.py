"""Medians side by side, and the table they are printed in.

What is compared is measured alternately, one of each in every round, so that whatever else the machine does falls on
both. A ratio of medians stays put where both move; how far they move is shown with each, as the half width of the middle
half of the samples.
"""

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence

from attrs import frozen

#: Of each median.
ROUNDS = 21


@frozen
class Sample:
    """What was measured, several times over.

    Attributes
    ----------
    values
        One of each round.
    """

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The value in the middle."""
        return statistics.median(self.values)

    @property
    def noise(self) -> float:
        """Half the width of the middle half of the values, as a share of the median."""
        low, _, high = statistics.quantiles(self.values, n=4)
        return (high - low) / 2 / self.median

    def shown(self, unit: str, scale: float = 1.0, digits: int = 1) -> str:
        """The median and its noise, as in ``12.3 ms ±4 %``."""
        return f"{self.median * scale:,.{digits}f} {unit} ±{100 * self.noise:.0f} %"


@frozen
class Row:
    """A line of the table.

    Attributes
    ----------
    is_met
        None where there is no target.
    """

    what: str
    measured: str
    target: str = ""
    is_met: bool | None = None


def alternately(*measures: Callable[[], float], rounds: int = ROUNDS) -> tuple[Sample, ...]:
    """A sample of each measure, taken in turns."""
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return tuple(Sample(tuple(values)) for values in zip(*taken, strict=True))


def timed(action: Callable[[], object], times: int = 1) -> Callable[[], float]:
    """A measure: how long an action takes, in seconds, on average over some times."""

    def measure() -> float:
        gc.disable()  # its pauses come from what was measured before
        try:
            began = time.perf_counter()
            for _ in range(times):
                action()
            return (time.perf_counter() - began) / times
        finally:
            gc.enable()

    return measure


def at_most(what: str, measured: str, value: float, limit: float, unit: str) -> Row:
    """The row of a figure that has an upper limit."""
    return Row(what, measured, f"<= {limit:g} {unit}", value <= limit)


def at_least(what: str, measured: str, value: float, limit: float, unit: str) -> Row:
    """The row of a figure that has a lower limit."""
    return Row(what, measured, f">= {limit:g} {unit}", value >= limit)


def machine(rounds: int = ROUNDS) -> str:
    """This machine, in a line."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load average {load:.1f}; "
        f"medians of {rounds}, ± half the middle half"
    )


def reference() -> Sample:
    """The same loop of plain Python, timed again and again: the noise of the machine itself."""
    (sample,) = alternately(timed(lambda: sum(range(100_000))))
    return sample


def table(rows: Sequence[Row]) -> str:
    """The rows as text."""
    verdicts = {None: "", True: "ok", False: "NOT OK"}
    cells = [("what", "measured", "target", "")]
    cells += [(row.what, row.measured, row.target, verdicts[row.is_met]) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths).rstrip(), *lines[1:]])
