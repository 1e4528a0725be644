"""Columns proposed for files as people have them."""

import datetime as dt
import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leapyear.admin import ColumnDefinition
from leapyear_core.demo.proposal import FileUnusable, _outward, propose


def proposed(path: Path) -> dict[str, ColumnDefinition]:
    return {column.name: column for column in propose(path).columns}


@pytest.mark.parametrize(
    ("cells", "definition"),
    [
        (["1", "0", "1", ""], ColumnDefinition("x", type="BOOL")),
        (["true", "False", "NA", "true"], ColumnDefinition("x", type="BOOL")),
        (["18", "93", "40", "40"], ColumnDefinition("x", type="INT", bounds=(0, 100))),
        (["1990", "2024", "1999", "1999"], ColumnDefinition("x", type="INT", bounds=(1990, 2025))),
        (["-3.2", "4.1", "nan", "inf"], ColumnDefinition("x", type="REAL", bounds=(-4, 5))),
        (["a", "b", "a", "b"], ColumnDefinition("x", type="FACTOR", bounds=["a", "b"])),
        (["a", "b", "c", "d"], ColumnDefinition("x", type="TEXT")),
        (["2024-01-05", "2023-12-31", "", "2024-01-05"], ColumnDefinition("x", type="DATE")),
        (
            ["2024-01-05 08:30:00", "2023-12-31 00:00:00", "", ""],
            ColumnDefinition("x", type="DATETIME"),
        ),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_column_is_proposed_as_what_it_spells(
    cells: list[str], definition: ColumnDefinition, delimiter: str, tmp_path: Path
) -> None:
    """Whatever stands between the cells, and with missing ones."""
    path = tmp_path / "table.csv"
    path.write_text("".join(f"{each}{delimiter}word\n" for each in ["x", *cells]))
    assert proposed(path)["x"] == definition


def test_parquet_types_are_taken_as_they_are(tmp_path: Path) -> None:
    """Parquet says itself what its columns hold; what no column type fits is left out, with the reason."""
    path = tmp_path / "table.parquet"
    columns = {
        "truth": [True, None, False],
        "count": pa.array([3, 70_000, 12], pa.int32()),
        "level": pa.array(["low", "high", "low"]).dictionary_encode(),
        "day": [dt.date(2024, 1, 5)] * 3,
        "moment": [dt.datetime(2024, 1, 5, 8, tzinfo=dt.UTC)] * 3,
        "list": [[1], [2], [3]],
        "nothing": pa.nulls(3),
    }
    pq.write_table(pa.table(columns), path)
    found = propose(path)
    assert [(column.name, column.type) for column in found.columns] == [
        ("truth", "BOOL"),
        ("count", "INT"),
        ("level", "FACTOR"),
        ("day", "DATE"),
        ("moment", "DATETIME"),
    ]
    assert list(found.left_out) == ["list", "nothing"]


def test_identifiers_are_left_out(tmp_path: Path) -> None:
    """Numbers that were given to rows one after the other, and names that say so."""
    path = tmp_path / "table.csv"
    lines = [f"{number + 100},{7919 * number % 1000},{number % 3}" for number in range(50)]
    path.write_text("\n".join(["row,customer_id,score", *lines]))
    assert list(proposed(path)) == ["score"]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("pums_1000.csv", "pums_1000"),
        ("Umsätze (2024).csv", "umsatze_2024"),
        ("2024.csv", "table_2024"),
        ("class.csv", "table_class"),
        ("sum.csv", "table_sum"),
        ("人.csv", "table"),
        ("archive.csv.gz", "archive"),
    ],
)
def test_a_table_gets_a_name_that_python_takes(file: str, name: str, tmp_path: Path) -> None:
    """Since the analyst types it, and the names of the analyses beside it."""
    path = tmp_path / file
    text = b"x\n5\n7\n7\n"
    path.write_bytes(gzip.compress(text) if file.endswith(".gz") else text)
    assert propose(path).name == name


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("nothing.csv", None, "no file"),
        ("empty.csv", b"", "is empty"),
        ("header.csv", b"age,income\n", "no rows"),
        ("numbers.csv", b"1,2\n3,4\n", "names of the columns"),
        ("ragged.csv", b"a,b\n1,2\n3\n", "CSV"),
        ("junk.csv", bytes(range(256)), "neither CSV nor Parquet"),
        ("latin.csv", "Größe\n1\n".encode("latin-1"), "UTF-8"),
        ("late.csv", b"a,b\n" + b"1,x\n" * 20_000 + b"1,\xe9\n", "UTF"),
        ("broken.gz", b"\x1f\x8b and no more", "CSV"),
        ("broken.parquet", b"PAR1 and no more", "Parquet"),
        ("ids.csv", b"id\n1\n2\n3\n", "identifier"),
        ("table.dat", b"age,income\n1,2\n", ".csv"),
        ("blank.csv", b"\n\n\n", "blank.csv"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(
    name: str, content: bytes | None, says: str, tmp_path: Path
) -> None:
    """The message names the file, and what is wrong with it."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileUnusable) as caught:
        propose(tmp_path / name)
    assert name in str(caught.value)
    assert says in str(caught.value)


@given(st.lists(st.floats(-1e99, 1e99), min_size=1, max_size=2).map(sorted))
@example([5e-324])
@example([-5e-324, 5e-324])
def test_bounds_lie_outward_and_near(ends: list[float]) -> None:
    """They hold all values, but for the last digits of a double, and are not much wider than these."""
    low, high = ends[0], ends[-1]
    lower, upper = _outward(low, high)
    slack = 1e-9 * max(abs(low), abs(high))
    assert lower <= low + slack
    assert upper >= high - slack
    assert upper > lower
    assert upper - lower <= 3 * max(high - low, abs(low), abs(high), 1)
