"""Tables for notebooks.

Whatever is put into one is text, and is escaped: names and descriptions are other people's.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

#: What `rows_by_name` puts over the names.
_NAME = "name"


def table(
    heads: Sequence[str], rows: Iterable[Sequence[object]], *, caption: str = "", more: bool = False
) -> str:
    """An HTML table; None is an empty cell.

    Parameters
    ----------
    heads
        The heads of the columns; where all are empty, there is no row of them.
    rows
        The cells, row by row.
    caption
        A line above it.
    more
        Whether to say that there are more rows.
    """
    lines = [_row("th", heads)] if any(heads) else []
    lines += [_row("td", row) for row in rows]
    if more:
        lines.append(_row("td", ["…", *[None] * (len(heads) - 1)]))
    head = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{head}{''.join(lines)}</table>"


def rows_by_name(
    items: Mapping[str, Mapping[str, object]], *, caption: str = "", more: bool = False
) -> str:
    """An HTML table of named things, each told by a mapping from heads to cells."""
    heads = list(dict.fromkeys(head for item in items.values() for head in item))
    rows = [[name, *(item.get(head) for head in heads)] for name, item in items.items()]
    return table([_NAME, *heads], rows, caption=caption, more=more)


def _row(tag: str, cells: Iterable[object]) -> str:
    shown = ("" if cell is None else escape(str(cell)) for cell in cells)
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in shown)}</tr>"
