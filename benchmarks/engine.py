"""Questions about a large table, beside plain DuckDB on the same file: ``make bench-engine``.

A Core on a real port holds a table of ten million rows (``ROWS=1000000 make bench-engine`` of another size). Each question
goes through the whole stack, client, HTTP, ledger, release, and is computed anew each time; beside it, in turns and in the
same run, plain DuckDB computes the exact statistic from the Parquet file, with as many threads. Both are warm.

Some questions are asked for a hundredth of the exposure too: a quantile then strays by ten times
as many values, and needs few counts all the same. What needs no rows is told for itself: an answer that is on record, and
``check()``, which plain DuckDB has no counterpart of.

Some questions are asked of a second table as well, whose privacy unit has ten rows in the mean and is cut to that many: plain
DuckDB cuts nothing. The memory of Core is its peak, once while both tables are made and once while they are asked about,
beside that of plain DuckDB in a process of its own that is asked the same.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.alone import forget_peak, peak
from benchmarks.measuring import Row, alternately, at_most, machine, table, timed
from leapyear import Client, DataSet
from leapyear.admin import ColumnDefinition, Database, PrivacyLimit, Table
from leapyear.analytics import count_rows, group_by, mean, median, quantile, sum, variance  # noqa: A004  # the names that analysts type
from leapyear_core.demo.process import served

ROWS = int(os.environ.get("ROWS", "10000000"))
PASSWORD = "a password for benchmarks"

#: How many people the rows are about, whose numbers begin at 0.
PEOPLE = max(1, ROWS // 10)

#: What each question spends, in rho: the most that the profile ``accuracy`` allows.
EXPOSURE = 0.0125

#: A hundredth of that.
LITTLE = EXPOSURE / 100

#: Where each question takes seconds, medians are of fewer rounds, and what is told of little exposure is left out. Nor does
#: plain DuckDB make the tables: of a hundred million rows, the window function finds too little memory in 24 GB.
IS_LARGE = ROWS > 20_000_000

#: Of each median.
ROUNDS = 3 if IS_LARGE else 11

#: What is allowed beyond the quarter: a request, a charge that is on the disk, noise.
EXTRA = 0.015

#: The most rows of a unit in the second table.
ROWS_PER_UNIT = 10

#: What memory is allowed beyond one and a half times that of plain DuckDB, in bytes.
EXTRA_MEMORY = 250e6

_GENERATE = """
COPY (
    SELECT CAST(hash(i) % 83 + 18 AS INTEGER) AS age,
           exp(10.4 + 0.7 * sqrt(-2 * ln((hash(i, 1) % 1000003 + 1) / 1000004.0))
               * cos(6.283185307179586 * (hash(i, 2) % 1000003) / 1000003.0)) AS income,
           'k' || lpad(CAST(hash(i, 3) % 100 AS VARCHAR), 2, '0') AS region,
           hash(i, 4) % 3 = 0 AS smoker,
           DATE '2020-01-01' + CAST(hash(i, 5) % 2000 AS INTEGER) AS visited,
           CAST(hash(i, 6) % {people} AS INTEGER) AS pid
    FROM range({rows}) numbers(i)
) TO '{path}' (FORMAT parquet)
"""

#: A row about each of those whom the rows are about.
_GENERATE_HOMES = """
COPY (
    SELECT CAST(i AS INTEGER) AS pid, hash(i, 7) % 1000 / 10.0 AS km
    FROM range({people}) numbers(i)
) TO '{path}' (FORMAT parquet)
"""
#: What plain DuckDB would do to have both tables.
_MAKING = (
    "CREATE TABLE people AS SELECT * FROM t",
    "CREATE TABLE units AS SELECT * FROM t"
    f" QUALIFY row_number() OVER (PARTITION BY pid ORDER BY hash(t)) <= {ROWS_PER_UNIT}",
)

COLUMNS = [
    ColumnDefinition("age", type="INT", bounds=(18, 100)),
    ColumnDefinition("income", type="REAL", bounds=(0.0, 200_000.0)),
    ColumnDefinition("region", type="FACTOR", bounds=[f"k{number:02}" for number in range(100)]),
    ColumnDefinition("smoker", type="BOOL"),
    ColumnDefinition("visited", type="DATE"),
    ColumnDefinition("pid", type="INT", bounds=(0, PEOPLE - 1)),
]

Asked = Callable[[DataSet], Any]

#: The question, and the same in plain SQL.
QUESTIONS: list[tuple[str, Asked, str]] = [
    ("count", count_rows, "SELECT count(*) FROM t"),
    ("sum of INT", lambda ds: sum("age", ds), "SELECT sum(age) FROM t"),
    ("sum of REAL", lambda ds: sum("income", ds), "SELECT sum(income) FROM t"),
    ("mean", lambda ds: mean("income", ds), "SELECT avg(income) FROM t"),
    ("variance", lambda ds: variance("income", ds), "SELECT var_samp(income) FROM t"),
    (
        "mean where",
        lambda ds: mean("income", ds.where((ds.age > 40) & ds.smoker)),
        "SELECT avg(income) FROM t WHERE age > 40 AND smoker",
    ),
    (
        "mean of 100 groups",
        lambda ds: group_by("region", ds).agg(income=("income", "mean")),
        "SELECT region, avg(income) FROM t GROUP BY region",
    ),
    ("median", lambda ds: median("income", ds), "SELECT median(income) FROM t"),
    (
        "nine deciles",
        lambda ds: quantile("income", ds, [number / 10 for number in range(1, 10)]),
        "SELECT quantile_cont(income, [.1, .2, .3, .4, .5, .6, .7, .8, .9]) FROM t",
    ),
]

#: Those that are asked for little exposure.
OF_LITTLE = frozenset(("mean", "median", "nine deciles"))

#: Those that are asked of the second table.
OF_UNITS = frozenset(("count", "sum of INT", "mean", "mean where", "mean of 100 groups"))


def main() -> int:
    """Measure, print the table, and return whether a target was missed."""
    _say(machine(ROUNDS))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="leapyear-bench-")))
        (folder / "data").mkdir()
        path = folder / "data" / "people.parquet"
        plain = stack.enter_context(duckdb.connect())
        _say(f"generating {ROWS:,} rows ...")
        plain.execute(_GENERATE.format(rows=ROWS, people=PEOPLE, path=path))
        plain.execute(f"CREATE VIEW t AS SELECT * FROM read_parquet('{path}')")
        options = ["--home", str(folder / "home"), "--data-root", str(folder / "data")]
        core = stack.enter_context(served(options, password=PASSWORD))
        client = stack.enter_context(Client(core.url, "admin", PASSWORD))
        rows = _registered(client, path)
        making = () if IS_LARGE else _MAKING
        rows.append(_memory("peak memory, making", peak(str(core.pid)), path, making))
        forget_peak(str(core.pid))
        people, of_units = (DataSet.from_table(f"bench.{name}") for name in ("people", "units"))
        for what, asked, query in QUESTIONS:
            _say(f"{what} ...")
            rows.append(_row(what, asked(people), partial(_fetched, plain, query)))
            if what in OF_LITTLE and not IS_LARGE:
                little = f"{what}, for a hundredth of the exposure"
                rows.append(_row(little, asked(people), partial(_fetched, plain, query), LITTLE))
            if what in OF_UNITS:
                rows.append(
                    _row(f"{what}, of units", asked(of_units), partial(_fetched, plain, query))
                )
        rows += _without_rows(people)
        _say("mean of a join ...")
        rows.append(_joined(folder / "data", of_units, plain))
        queries = [query for _, _, query in QUESTIONS]
        # Twice, as a server that is warm.
        times = 1 if IS_LARGE else 2
        rows.append(_memory("peak memory, asking", peak(str(core.pid)), path, queries, times))
    print(table(rows))
    return 1 if any(row.is_met is False for row in rows) else 0


def _joined(folder: Path, people: DataSet, plain: duckdb.DuckDBPyConnection) -> Row:
    """The rows of each person beside the one row about their home, of two tables that say whose their rows are."""
    path = folder / "homes.parquet"
    plain.execute(_GENERATE_HOMES.format(people=PEOPLE, path=path))
    plain.execute(f"CREATE VIEW homes AS SELECT * FROM read_parquet('{path}')")
    Table(
        "homes",
        database="bench",
        columns=[
            ColumnDefinition("pid", type="INT", bounds=(0, PEOPLE - 1)),
            ColumnDefinition("km", type="REAL", bounds=(0.0, 100.0)),
        ],
        credentials=path.name,
        privacy_unit="pid",
        max_rows_per_unit=1,
    ).create()
    joined = people.join(DataSet.from_table("bench.homes"), on="pid", rows_per_key=None)
    query = "SELECT avg(km) FROM t JOIN homes USING (pid)"
    return _row("mean of a join", mean("km", joined), partial(_fetched, plain, query))


def _without_rows(people: DataSet) -> list[Row]:
    """What the whole stack takes where no row is read, of a client that keeps no answer by itself."""
    question = mean("income", people)
    question.run(exposure=EXPOSURE)
    measures = {
        "mean, on record": lambda: question.run(exposure=EXPOSURE),
        "mean, check() only": lambda: question.check(exposure=EXPOSURE),
    }
    samples = alternately(*map(timed, measures.values()), rounds=ROUNDS)
    return [
        Row(what, sample.shown("ms", 1e3)) for what, sample in zip(measures, samples, strict=True)
    ]


def _fetched(plain: duckdb.DuckDBPyConnection, query: str) -> object:
    return plain.execute(query).fetchall()


def _registered(client: Client, path: Path) -> list[Row]:
    Database("bench", privacy_limit=PrivacyLimit(1e6, 1e-6), privacy_profile="accuracy").create()
    whole = partial(Table, database="bench", columns=COLUMNS, credentials=path.name)
    cut = partial(whole, privacy_unit="pid", max_rows_per_unit=ROWS_PER_UNIT)
    rows = []
    for name, made, what in (
        ("people", whole, "making the table"),
        ("units", cut, "making that of units"),
    ):
        _say(f"{what} ...")
        began = time.perf_counter()
        # Of a hundred million rows it takes longer than a request may.
        client.create_async(made(name)).result(max_timeout_sec=3600)
        rows.append(Row(what, f"{time.perf_counter() - began:.1f} s"))
    return rows


def _memory(what: str, ours: int | None, path: Path, queries: Sequence[str], times: int = 1) -> Row:
    """The peak of Core, beside that of plain DuckDB that did the same in a process of its own, if it is to."""
    if not queries:
        return Row(what, "not told" if ours is None else f"{ours / 1e6:,.0f} MB")
    _say(f"{what} ...")
    alone = subprocess.run(
        [sys.executable, "-m", "benchmarks.alone", str(path), str(times)],
        input="\n".join(queries),
        capture_output=True,
        text=True,
        check=True,
    )
    if ours is None:  # nor does the system say that of plain DuckDB
        return Row(what, "not told")
    theirs = int(alone.stdout)
    limit = 1.5 * theirs + EXTRA_MEMORY
    measured = f"{ours / 1e6:,.0f} MB : {theirs / 1e6:,.0f} MB"
    return at_most(what, measured, ours / 1e6, round(limit / 1e6), "MB")


def _row(what: str, question: Any, plain: Callable[[], object], exposure: float = EXPOSURE) -> Row:
    def ask() -> None:
        question.run(cache=False, exposure=exposure)

    ask()
    plain()
    ours, theirs = alternately(timed(ask), timed(plain), rounds=ROUNDS)
    limit = 1.25 * theirs.median + EXTRA
    measured = f"{ours.shown('ms', 1e3)} : {theirs.shown('ms', 1e3)}"
    return at_most(what, measured, 1e3 * ours.median, round(1e3 * limit, 1), "ms")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
