"""Plain DuckDB in a process of its own, for the memory that its questions take.

python -m benchmarks.alone FILE TIMES, with the queries about the view ``t`` of that Parquet file on standard input, one a
line; all of them are asked so many times. Prints the peak of the process in bytes.
"""

import sys
import tempfile
from pathlib import Path

import duckdb


def peak(process: str = "self") -> int | None:
    """The most memory that a process ever held, in bytes; None where the system does not say.

    The kernel counts it from when the program was started (``VmHWM``, proc(5)); what ``getrusage`` says would begin with
    what the parent held.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) * 1024 if found else None


def forget_peak(process: str) -> None:
    """Count the peak of a process from now on, where the system can (``clear_refs``, proc(5))."""
    try:
        Path(f"/proc/{process}/clear_refs").write_text("5")
    except OSError:
        return


def main(path: str, times: int) -> None:
    """Ask the queries; tables that they make are in a file, as those of a server are."""
    queries = sys.stdin.read().splitlines()
    with (
        tempfile.TemporaryDirectory(prefix="leapyear-bench-") as folder,
        duckdb.connect(Path(folder) / "alone.duckdb") as connection,
    ):
        connection.execute(f"CREATE VIEW t AS SELECT * FROM read_parquet('{path}')")
        for query in queries * times:
            connection.execute(query).fetchall()
    print(peak())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
