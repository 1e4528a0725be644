"""How a CSV file is read follows from its header: a row that is added is added, and changes no other one."""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leapyear_core.engine.csv_files import Header, NoHeader, header_of

#: What means something to a reader of CSV that guesses.
_TELLING = "'\"`\\#;|,\t/% \n1a"

fields = st.text(st.sampled_from(_TELLING), max_size=6)
records = st.lists(st.tuples(fields, fields), max_size=12)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def written(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ",") -> None:
    """A file as a writer of CSV writes it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
    writer.writerow(["name", "note"])
    writer.writerows(rows)
    path.write_text(text.getvalue(), newline="")


def read(path: Path) -> list[tuple[str, ...]]:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM {header_of(path).sql(path)}").fetchall()
    # An empty field is no value.
    return [tuple(value or "" for value in row) for row in found]


@given(records, st.sampled_from(",;\t|"))
@example([("1", "'abc'")] * 50 + [("1", "it's")], ",")
@example([("1", "x")] * 50 + [("#7", "y")], ",")
@example([("1", 'a"b')] * 50 + [("1", 'b\\"c')], ",")
@example([("1", "x;1")] * 50 + [("1;1", "")], ",")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_row_is_read_as_it_was_written_whatever_the_others_are(
    path: Path, rows: list[tuple[str, str]], delimiter: str
) -> None:
    """A reader that looks at rows for what stands around fields takes the quotes off, or leaves out a comment."""
    written(path, rows, delimiter)
    assert Counter(read(path)) == Counter(rows)


def test_a_text_whose_lines_look_like_rows_is_one_value_wherever_it_is(path: Path) -> None:
    """DuckDB divides a file every 32 million bytes; a thread that begins within this text finds rows in it."""
    before, after, within = 4_430_000, 300_000, 400_000
    text = b'1,"' + b"1,x\n" * within + b'1,x"\n'
    path.write_bytes(b"name,note\n" + b"2,yyyy\n" * before + text + b"2,yyyy\n" * after)
    with duckdb.connect() as connection:
        connection.execute("SET threads=2")
        query = f"SELECT count(*), max(length(note)) FROM {header_of(path).sql(path)}"
        assert connection.execute(query).fetchall() == [(before + after + 1, 4 * within + 3)]


@pytest.mark.parametrize(
    ("text", "delimiter", "names"),
    [
        (b"a,b\n", ",", ("a", "b")),
        (b"a", ",", ("a",)),
        (b"\xef\xbb\xbfa;b\r\n1,2;3,4\r\n", ";", ("a", "b")),
        (b"a\tb\r1\t2\r", "\t", ("a", "b")),
        (b'"a,b,c"|d\n', "|", ("a,b,c", "d")),
        (b'"a ""b""\nc", d \n', ",", ('a "b"\nc', "d")),
        (b"a,,A,a\n", ",", ("a", "column1", "A_1", "a_2")),
        (b"a,b\n\xff,1\n", ",", ("a", "b")),
    ],
)
def test_a_header_says_what_stands_between_fields_and_what_they_are_called(
    path: Path, text: bytes, delimiter: str, names: tuple[str, ...]
) -> None:
    path.write_bytes(text)
    assert header_of(path) == Header(delimiter, names)


def test_a_header_of_a_compressed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"a;b\n1;2\n"))
    assert header_of(path) == Header(";", ("a", "b"))
    assert read(path) == [("1", "2")]


@pytest.mark.parametrize(
    "text", [b"", b"\na,b\n", b" \n1\n", b'a,"b\n1,2\n', b"\xff,b\n", b"a" * 2**20, b"a," * 2**19]
)
def test_a_file_without_a_header_is_told_as_such(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    with pytest.raises(NoHeader):
        header_of(path)


@pytest.mark.parametrize(
    "text",
    [b"a,b\n1,2\n", gzip.compress(b"a,b\n" * 99)[:-12], b"\x1f\x8b\x08"],
    ids=["none", "cut", "begun"],
)
def test_a_damaged_compressed_file_has_no_header(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(text)
    with pytest.raises(NoHeader):
        header_of(path)
