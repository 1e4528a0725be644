"""How a CSV file is read: as its header says, and as no row does.

An engine can find out by itself what stands between fields and around them: it looks at the rows for that. Then one row more,
with an apostrophe, say, may have it read all others in another way, and move any number of their values; no noise is made
for that. So what the header does not say is fixed: quotes are double quotes, doubled within (RFC 4180), nothing is a comment,
and no line is skipped. The delimiter is the one that the header has most of. A file is read from its beginning to its end: one
who begins in the middle takes lines of a long text for rows, and gives the file up when that comes to light.
"""

import csv
import gzip
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from leapyear_core.engine.literals import text_literal

#: What may stand between fields; of two that a header has as many of, the first.
_DELIMITERS = ",;\t|"

#: No header is longer, in bytes.
_LONGEST_HEADER = 2**20

_LINE = re.compile(rb'(?:"[^"]*"|[^"\r\n])*')
_QUOTED = re.compile(r'"[^"]*"')


class NoHeader(Exception):
    """A file does not begin with a header."""


@frozen
class Header:
    """What the first line of a CSV file says.

    Attributes
    ----------
    delimiter
        What stands between fields.
    names
        Those of the columns: no two are alike, in whatever case.
    """

    delimiter: str
    names: tuple[str, ...]

    def sql(self, path: Path) -> str:
        """What stands behind FROM to read the file: all columns as text."""
        columns = ", ".join(f"{text_literal(name)}: 'VARCHAR'" for name in self.names)
        return (
            f"read_csv({text_literal(str(path))}, auto_detect=false, header=true, delim={text_literal(self.delimiter)},"
            f" quote='\"', escape='\"', comment='', columns={{{columns}}}, parallel=false)"
        )


def header_of(path: Path) -> Header:
    """The header of a CSV file.

    Raises
    ------
    NoHeader
        If it has none, or none in UTF-8.
    OSError
        If it cannot be opened.
    """
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
            start = file.read(_LONGEST_HEADER)
        line = _line(start).decode("utf-8-sig")
        delimiter = delimiter_of(line)
        (cells,) = csv.reader([line], delimiter=delimiter)
    except (UnicodeDecodeError, csv.Error, EOFError, zlib.error, gzip.BadGzipFile):
        raise NoHeader from None
    return Header(delimiter, _different(cells))


def delimiter_of(header: str) -> str:
    """What stands between the fields of a file with this header."""
    return max(_DELIMITERS, key=_QUOTED.sub("", header).count)


def _line(start: bytes) -> bytes:
    """The first line of a file that begins like this; quotes may hold more than one of the lines of its text."""
    matched = _LINE.match(start)
    assert matched is not None
    line, rest = matched.group(), start[matched.end() :]
    is_cut = not rest and len(start) == _LONGEST_HEADER
    if is_cut or rest.startswith(b'"') or not line.strip():
        raise NoHeader
    return line


def _different(cells: Sequence[str]) -> tuple[str, ...]:
    """The names that columns have, also where a header has none for one, or one for two."""
    digits = len(str(len(cells) - 1))
    seen: dict[str, int] = {}
    names = []
    for place, cell in enumerate(cells):
        name = cell.strip() or f"column{place:0{digits}}"
        while (folded := name.casefold()) in seen:
            seen[folded] += 1
            name = f"{name}_{seen[folded]}"
        seen[folded] = 0
        names.append(name)
    return tuple(names)
