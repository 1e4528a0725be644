"""What the demo prints: plain text that fits 80 columns, the same in a terminal, a pipe and a file."""

import math
import textwrap
from collections.abc import Iterable, Sequence

from leapyear.admin import ColumnDefinition
from leapyear.analytics.classes import RichResult

WIDTH = 80

#: question, answer, 95 % interval, spent, left
_WIDTHS = (24, 11, 25, 9, 9)

#: From here on numbers are told in millions.
_MANY = 1e7


def title(text: str) -> str:
    """A heading."""
    return f"\n{text}\n{'-' * len(text)}"


def step(text: str) -> str:
    """Something that somebody does."""
    return textwrap.fill(
        text, WIDTH, initial_indent="  * ", subsequent_indent="    ", break_long_words=False
    )


def remark(text: str) -> str:
    """Something to know."""
    return textwrap.fill(
        text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False
    )


def columns(definitions: Iterable[ColumnDefinition], most: int = 20) -> str:
    """Columns as they are declared."""
    shown = [(each.name, each.type, _bounds(each)) for each in definitions]
    width = max(len(name) for name, _, _ in shown[:most])
    width = min(width, 24)
    lines = [
        f"      {_cut(name, width):{width}}  {kind:8}  {bounds}".rstrip()
        for name, kind, bounds in shown[:most]
    ]
    if len(shown) > most:
        lines.append(f"      and {len(shown) - most} more")
    return "\n".join(_cut(line, WIDTH) for line in lines)


def rows(names: Sequence[str], values: Sequence[Sequence[object]]) -> str:
    """A few rows of a table."""
    cells = [[str(name) for name in names], *([_cell(each) for each in row] for row in values)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(names))]
    return "\n".join(
        "      "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def answers_header() -> str:
    """The first lines of the table of answers."""
    heading = _row("question", "answer", "95 % interval", "spent", "left")
    return f"{heading}\n  {'-' * (WIDTH - 2)}"


def answered(question: str, result: RichResult) -> str:
    """The line of an answer, or two where the question is long."""
    value, interval = number_and_interval(result)
    spent = "free" if result.cached else share(result.exposure.share)
    return _row(question, value, interval, spent, share(result.exposure_left.share))


def refused(question: str, left: str) -> str:
    """The line of a question that was refused."""
    return _row(question, "refused", "", "-", left)


def number_and_interval(result: RichResult) -> tuple[str, str]:
    """The value and its interval with as many digits as the noise leaves meaning: two of the half-width.

    Many millions are told in millions, M; what would still be too long for its column, in powers of ten.
    """
    low, high = result.interval
    unit, word = (1e6, " M") if max(abs(low), abs(high), abs(result.value)) >= _MANY else (1.0, "")
    half_width = (high - low) / 2 / unit
    places = 0 if half_width <= 0 else min(max(0, 1 - math.floor(math.log10(half_width))), 6)
    value, lowest, highest = (f"{each / unit:,.{places}f}" for each in (result.value, low, high))
    told = value + word, f"{lowest} to {highest}{word}"
    if len(told[0]) < _WIDTHS[1] and len(told[1]) < _WIDTHS[2]:
        return told
    return f"{result.value:.4g}", f"{low:.4g} to {high:.4g}"


def share(of_limit: float) -> str:
    """A share of the privacy limit."""
    return "<0.01 %" if 0 < of_limit < 0.0001 else f"{100 * of_limit:.2f} %"


def _row(question: str, *cells: str) -> str:
    width, *others = _WIDTHS
    text = "".join(cell.rjust(each) for cell, each in zip(cells, others, strict=True))
    if len(question) <= width:
        return f"  {question:{width}}{text}".rstrip()
    above = textwrap.fill(question, WIDTH, initial_indent="  ", subsequent_indent="      ")
    return f"{above}\n  {'':{width}}{text}".rstrip()


def _bounds(column: ColumnDefinition) -> str:
    if column.bounds is None:
        return ""
    if column.type == "FACTOR":
        return ", ".join(map(str, column.bounds))
    lower, upper = column.bounds
    return f"{lower:,.12g} to {upper:,.12g}"


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 3]}..."
