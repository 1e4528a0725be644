"""Columns proposed for a file that nobody has declared yet.

Only the owner of the data may do this, and only to save typing: what is declared is public, so bounds that were looked up
in the data tell of the data. Bounds are rounded outward, a number of one to twenty strings becomes a FACTOR, and columns
that look like identifiers are left out, since questions about them mean nothing.
"""

import csv
import gzip
import keyword
import math
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from attrs import frozen

from leapyear.admin import ColumnDefinition
from leapyear.exceptions import ClientError
from leapyear_core.engine.csv_files import delimiter_of

#: A proposal is made from the first rows; so many are enough for anyone.
_MOST_ROWS = 1_000_000
_MOST_FACTORS = 20
_SAMPLE = 64 * 1024
_LARGEST_INT = 2**53 - 1
_LARGEST_REAL = 1e99
_MISSING = ["", "NA", "N/A", "NaN", "nan", "NULL", "null", "None", "."]
_TRUTHS = frozenset(("true", "false", "t", "f"))
#: What the analyst types beside the name of the table.
_TYPED = frozenset(("sum", "mean", "count", "count_rows", "client"))
_IDENTIFIER = re.compile(r"(?i)(^|[_ ])(id|uuid|guid|pid|key|index)$|^unnamed")


class FileUnusable(Exception):
    """The file cannot be made a table; the message names it, and says what to do."""


@frozen
class Proposal:
    """What a table could be declared as.

    Attributes
    ----------
    path
        The file, with all links followed.
    name
        A name for the table, good in Python too.
    columns
        The columns to declare.
    left_out
        The names of the other columns, each with the reason.
    """

    path: Path
    name: str
    columns: list[ColumnDefinition]
    left_out: dict[str, str]


def propose(file: Path) -> Proposal:
    """Propose columns for a CSV or Parquet file.

    Raises
    ------
    FileUnusable
        If it is none, or holds nothing to ask about.
    """
    path = _checked(file)
    rows = _read(path)
    if rows.num_rows == 0:
        raise FileUnusable(f"{path} has no rows: nothing can be asked about it.")
    columns: list[ColumnDefinition] = []
    left_out: dict[str, str] = {}
    seen: set[str] = set()
    for name, values in zip(rows.column_names, rows.columns, strict=True):
        if not name or name.casefold() in seen:
            left_out[name or "(no name)"] = (
                "it has no name" if not name else "another column has its name"
            )
            continue
        seen.add(name.casefold())
        try:
            proposed = _column(name, values.combine_chunks())
        except (ClientError, pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            proposed = str(error).splitlines()[0]
        if isinstance(proposed, str):
            left_out[name] = proposed
        else:
            columns.append(proposed)
    if not columns:
        reasons = "\n".join(f"  {name}: {reason}" for name, reason in left_out.items())
        raise FileUnusable(f"{path} has no column that can be asked about:\n{reasons}")
    return Proposal(path, _table_name(path), columns, left_out)


def _checked(file: Path) -> Path:
    try:
        path = file.expanduser().resolve(strict=True)
    except (OSError, RuntimeError):
        raise FileUnusable(
            f"There is no file {str(file)!r} here ({Path.cwd()}): check its name."
        ) from None
    if not path.is_file():
        raise FileUnusable(f"{path} is a folder or a device: name one CSV or Parquet file.")
    try:
        with path.open("rb") as opened:
            if not opened.read(1):
                raise FileUnusable(f"{path} is empty.")
    except OSError as error:
        raise FileUnusable(f"{path} cannot be read: {error.strerror}.") from None
    return path


def _read(path: Path) -> pa.Table:
    with path.open("rb") as opened:
        is_parquet = opened.read(4) == b"PAR1"
    try:
        return _read_parquet(path) if is_parquet else _read_csv(path)
    except UnicodeDecodeError:
        raise FileUnusable(
            f"{path} is not text in UTF-8: save it anew with that encoding."
        ) from None
    except (pa.ArrowException, OSError) as error:
        kind = "Parquet" if is_parquet else "CSV"
        reason = str(error).splitlines()[0]
        raise FileUnusable(
            f"{path} could not be read as {kind}: {reason}\n"
            "A CSV file is text in UTF-8 with a header, and as many fields in each line."
        ) from None


def _read_parquet(path: Path) -> pa.Table:
    with pq.ParquetFile(path) as opened:
        return _first_rows(opened.iter_batches(), opened.schema_arrow)


def _read_csv(path: Path) -> pa.Table:
    """All columns as strings: whether a column is of numbers shows at its end, not in its first block."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    delimiter, header = _dialect(path)
    if not {".csv", ".tsv", ".txt"} & set(suffixes[-2:]):
        raise FileUnusable(
            f"{path} is no Parquet file, and not named as a CSV file: call it {path.stem}.csv if it is one."
        )
    if header and all(_is_number(cell) for cell in header):
        raise FileUnusable(
            f"The first line of {path} holds numbers: a first line with the names of the columns is needed."
        )
    opened = pa.csv.open_csv(
        path,
        parse_options=pa.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types={cell: pa.string() for cell in header},
            null_values=_MISSING,
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )
    with opened:
        return _first_rows(opened, opened.schema)


def _dialect(path: Path) -> tuple[str, list[str]]:
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as opened:
        raw = opened.read(_SAMPLE)
    if b"\0" in raw:
        raise FileUnusable(f"{path} is neither CSV nor Parquet: name a file that is one of them.")
    # The end of the sample may cut a character in two; anything else that is no UTF-8 is an error.
    text = raw[: raw.rfind(b"\n") + 1 or len(raw)].decode("utf-8-sig")
    lines = text.splitlines()
    delimiter = delimiter_of(lines[0])
    return delimiter, next(csv.reader(lines[:1], delimiter=delimiter), [])


def _first_rows(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    taken: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        taken.append(batch)
        rows += batch.num_rows
        if rows >= _MOST_ROWS:
            break
    return pa.Table.from_batches(taken, schema)


def _column(name: str, values: Any) -> ColumnDefinition | str:
    """A definition, or the reason for none."""
    if values.null_count == len(values):
        return "it is empty"
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        values = _parsed(values)
    kind = values.type
    if pa.types.is_boolean(kind):
        return ColumnDefinition(name, type="BOOL")
    if pa.types.is_integer(kind):
        return _whole(name, values)
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _real(name, pc.cast(values, pa.float64()))
    if pa.types.is_date(kind):
        return ColumnDefinition(name, type="DATE")
    if pa.types.is_timestamp(kind):
        return ColumnDefinition(name, type="DATETIME")
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _text(name, values)
    return f"it holds {kind}, which no column type fits"


def _parsed(texts: Any) -> Any:
    """Strings as what they all spell: numbers, truths, days or moments; otherwise as they are."""
    stripped = pc.utf8_trim_whitespace(texts)
    distinct = {
        str(each).lower() for each in islice(pc.unique(stripped).to_pylist(), 3) if each is not None
    }
    if len(pc.unique(pc.utf8_lower(stripped))) <= 3 and distinct <= _TRUTHS:
        return pc.equal(pc.utf8_slice_codeunits(pc.utf8_lower(stripped), 0, 1), "t")
    for kind in (pa.int64(), pa.float64(), pa.date32(), pa.timestamp("us")):
        try:
            return pc.cast(stripped, kind)
        except pa.ArrowInvalid:
            continue
    return texts


def _whole(name: str, values: Any) -> ColumnDefinition | str:
    low, high = (pc.min_max(values)[end].as_py() for end in ("min", "max"))
    if {low, high} <= {0, 1}:
        return ColumnDefinition(name, type="BOOL")
    distinct = pc.count_distinct(values).as_py()
    # As many values as rows, and hardly a gap: a number that somebody was given.
    is_dense = distinct == len(values) > 2 and high - low < 2 * distinct
    if is_dense or (_IDENTIFIER.search(name) and distinct > len(values) / 2):
        return "it looks like an identifier"
    lower, upper = _outward(low, high)
    if max(-lower, upper) > _LARGEST_INT:
        return "its numbers are too long to be anything but identifiers"
    return ColumnDefinition(name, type="INT", bounds=(int(lower), int(upper)))


def _real(name: str, values: Any) -> ColumnDefinition | str:
    finite = pc.drop_null(values.filter(pc.is_finite(values)))
    if not len(finite):
        return "it holds no finite number"
    low, high = (pc.min_max(finite)[end].as_py() for end in ("min", "max"))
    if max(-low, high) > _LARGEST_REAL:
        return "its numbers are too large"
    return ColumnDefinition(name, type="REAL", bounds=_outward(low, high))


def _text(name: str, values: Any) -> ColumnDefinition | str:
    strings = sorted(str(each) for each in pc.unique(values.drop_null()).to_pylist())
    if (
        len(strings) <= _MOST_FACTORS
        and 3 * len(strings) <= 2 * len(values)
        and all(len(each) <= 1024 for each in strings)
    ):
        return ColumnDefinition(name, type="FACTOR", bounds=strings)
    if _IDENTIFIER.search(name):
        return "it looks like an identifier"
    return ColumnDefinition(name, type="TEXT")


def _outward(low: float, high: float) -> tuple[float, float]:
    """Bounds that people would think of: 0 if it is near, and else a round number beyond.

    Examples
    --------
    >>> _outward(18, 93), _outward(1990, 2024), _outward(-3.2, 4.1), _outward(812, 187_400)
    ((0, 100.0), (1990.0, 2025.0), (-4.0, 5.0), (0, 200000.0))
    """
    reach = max(abs(low), abs(high))
    if reach == 0:
        return 0, 1
    # Not so small that a tenth of it would be no double.
    spread = max(high - low if high > low else reach, 1e-300)
    # The step is a tenth of the spread or a little more: 1, 2 or 5 times a power of ten.
    exponent = math.floor(math.log10(spread)) - 1
    step = next(each for each in (1, 2, 5, 10) if each * 10.0**exponent >= spread / 10.000001)
    unit = _times(step, exponent)
    lower = _times(math.floor(low / unit) * step, exponent)
    upper = _times(math.ceil(high / unit) * step, exponent)
    if 0 < low <= spread:
        lower = 0
    if 0 < -high <= spread:
        upper = 0
    return lower, upper


def _times(number: int, exponent: int) -> float:
    # A quotient, since a negative power of ten is no double: 3 * 10**-1 would be 0.30000000000000004.
    return number * float(10**exponent) if exponent >= 0 else number / 10**-exponent


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _table_name(path: Path) -> str:
    plain = (
        unicodedata.normalize("NFKD", path.name.split(".")[0])
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    name = re.sub(r"[^a-z0-9_]+", "_", plain)[:24].strip("_")
    is_free = name.isidentifier() and not keyword.iskeyword(name) and name not in _TYPED
    return name if is_free else f"table_{name}".strip("_")
