"""What the client and a served Core cost, beside what they are made of: ``make bench-client``.

Every figure is a median, and what is compared was measured side by side in this very run. The servers are processes of
their own on real ports; what the client measures is asked of a Core with a catalogue of a million tables.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
from attrs import define

from benchmarks import catalogue
from benchmarks.load import Rate
from benchmarks.measuring import (
    ROUNDS,
    Row,
    Sample,
    alternately,
    at_least,
    at_most,
    machine,
    reference,
    table,
    timed,
)
from leapyear import Client
from leapyear._mapping import PAGE_SIZE
from leapyear._transport import substitute_transport
from leapyear.admin import User
from leapyear_core.demo.process import served

PASSWORD = "a password for benchmarks"
CONNECTIONS = 16
#: Of load in each round.
SECONDS = 0.4

PLAIN = (sys.executable, "-m", "benchmarks.plain")


def main() -> int:
    """Measure, print the table, and return how many targets were missed."""
    _say(machine())
    _say("importing ...")
    rows = import_rows()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="leapyear-bench-")))
        tables = catalogue.DATABASES * catalogue.TABLES
        _say(f"writing a catalogue of {catalogue.DATABASES:,} databases, {tables:,} tables ...")
        catalogue.write_home(folder / "home", PASSWORD)
        core = stack.enter_context(served(["--home", str(folder / "home")], password=PASSWORD)).url
        plain = stack.enter_context(served([], password="", command=PLAIN)).url
        _say("reading it with a client ...")
        rows += client_rows(core)
        rows += catalogue_rows(core)
        _say(f"{ROUNDS} rounds of load, {SECONDS:g} s each ...")
        rows += load_rows(core, plain)
    noise = reference()
    rows.append(Row("the machine itself: a loop of plain Python", noise.shown("ms", 1e3, 2)))
    print(table(rows))
    missed = sum(row.is_met is False for row in rows)
    return 1 if missed else 0


# Importing


def import_rows() -> list[Row]:
    """Imports, each in a fresh interpreter."""
    statements = (
        "import leapyear",
        "import httpx, attrs",
        "import leapyear_api.models",
        "from leapyear import Client, DataSet",
    )
    for statement in statements:  # writes the byte code
        _seconds_to(statement)
    taken = alternately(*[lambda each=each: _seconds_to(each) for each in statements])
    ours, parts, models, names = taken
    return [
        _ratio("import leapyear", ours, "import httpx, attrs", parts, most=1.1),
        _ratio("import leapyear", ours, "import leapyear_api.models", models, most=0.5),
        _ratio("from leapyear import Client, DataSet", names, "import httpx, attrs", parts),
    ]


def _seconds_to(statement: str) -> float:
    program = (
        f"import time; began = time.perf_counter(); {statement}; print(time.perf_counter() - began)"
    )
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return float(done.stdout)


def _ratio(
    what: str, one: Sample, other_what: str, other: Sample, most: float | None = None
) -> Row:
    ratio = one.median / other.median
    measured = f"{ratio:.2f} x  ({one.shown('ms', 1e3)} : {other.shown('ms', 1e3)})"
    what = f"{what} : {other_what}"
    return Row(what, measured) if most is None else at_most(what, measured, ratio, most, "x")


# Reading


@define
class _Counting(httpx.BaseTransport):
    """The network, and how often it was used."""

    network: httpx.BaseTransport
    requests: int = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        return self.network.handle_request(request)

    def close(self) -> None:
        self.network.close()


@contextmanager
def connected(url: str) -> Iterator[tuple[Client, _Counting]]:
    """A client whose requests are counted."""
    counting = _Counting(httpx.HTTPTransport())
    with substitute_transport(counting), Client(url, "admin", PASSWORD) as client:
        yield client, counting


def client_rows(url: str) -> list[Row]:
    """What the client adds to plain httpx, and what it saves."""
    with connected(url) as (client, counting), httpx.Client(base_url=url) as plain:
        database, one_table = catalogue.database_name(42), catalogue.table_name(42)

        def columns() -> object:
            return client.databases[database].tables[one_table].columns

        columns()
        before = counting.requests
        (warm,) = alternately(timed(columns, times=1000))
        requests = counting.requests - before

        login = plain.post("/v1/login", json={"username": "admin", "password": PASSWORD})
        plain.headers["Authorization"] = f"Bearer {login.json()['token']}"
        user = User("admin")
        loaded, fetched = alternately(
            timed(user.load, times=20),
            timed(lambda: plain.get("/v1/users/admin").raise_for_status().json(), times=20),
        )
    more = (loaded.median - fetched.median) * 1e3
    return [
        at_most(
            "columns of a table, once read",
            f"{warm.shown('µs', 1e6)}, {requests} requests",
            warm.median * 1e6 if requests == 0 else float("inf"),
            20,
            "µs, 0 requests",
        ),
        at_most(
            "User.load() - the same GET by httpx",
            f"{more:.3f} ms  ({loaded.shown('ms', 1e3, 2)} - {fetched.shown('ms', 1e3, 2)})",
            more,
            0.3,
            "ms",
        ),
    ]


# A large catalogue


def catalogue_rows(url: str) -> list[Row]:
    """What the client holds of a catalogue, and what it asks for, as more of it is looked at."""
    with connected(url) as (client, counting):
        client.databases[catalogue.database_name(0)].tables  # noqa: B018 - imports what is needed
        databases = client.databases.load()
        tracemalloc.start()
        try:
            steps = [
                _grown(what, action, counting)
                for what, action in (
                    ("client.databases", lambda: client.databases),
                    ("... a page of them", lambda: list(islice(databases, PAGE_SIZE))),
                    ("... all of them", lambda: list(databases)),
                    ("... the tables of one", lambda: list(databases[_SOME].tables)),
                )
            ]
        finally:
            tracemalloc.stop()
    nothing, page, everything, tables = steps
    pages = catalogue.DATABASES // PAGE_SIZE
    # The pages of the whole list bring the first one anew: what was kept of it is part of the whole.
    per_database = (page.kept + everything.kept) / catalogue.DATABASES
    growth = page.kept / PAGE_SIZE / per_database
    return [
        nothing.row(at_most_requests=0),
        page.row(at_most_requests=1),
        everything.row(at_most_requests=pages),
        tables.row(at_most_requests=1),
        at_most(
            "a database's memory in a page : in the whole",
            f"{growth:.2f} x  ({page.kept / PAGE_SIZE / 1e3:.2f} kB : {per_database / 1e3:.2f} kB)",
            growth,
            1.5,
            "x",
        ),
    ]


_SOME = catalogue.database_name(catalogue.DATABASES // 2)


@define
class _Step:
    """What one look at the catalogue asked for, and left in memory, in bytes."""

    what: str
    requests: int
    kept: int

    def row(self, *, at_most_requests: int) -> Row:
        measured = f"requests: {self.requests}, kept: {self.kept / 1e3:,.0f} kB"
        return at_most(self.what, measured, self.requests, at_most_requests, "requests")


def _grown(what: str, action: Callable[[], object], counting: _Counting) -> _Step:
    gc.collect()
    before, requests = tracemalloc.get_traced_memory()[0], counting.requests
    action()
    gc.collect()
    return _Step(what, counting.requests - requests, tracemalloc.get_traced_memory()[0] - before)


# Serving


def load_rows(core: str, plain: str) -> list[Row]:
    """How many authenticated requests one worker answers, beside a route that only answers."""
    login = httpx.post(f"{core}/v1/login", json={"username": "admin", "password": PASSWORD})
    token = login.raise_for_status().json()["token"]
    with _load(core, token) as ours, _load(plain, token) as theirs:
        for load in (ours, theirs):  # warms up
            load()
        rates = [(ours(), theirs()) for _ in range(ROUNDS)]
    served_rate, plain_rate = (
        Sample(tuple(rate.per_second for rate in side)) for side in zip(*rates, strict=True)
    )
    busiest = max(rate.busy for pair in rates for rate in pair)
    ratio = served_rate.median / plain_rate.median
    return [
        at_least(
            f"GET /v1/users/me : plain Starlette, {CONNECTIONS} connections",
            f"{ratio:.2f} x  ({served_rate.shown('/s', digits=0)} : "
            f"{plain_rate.shown('/s', digits=0)}; the load was {100 * busiest:.0f} % busy)",
            ratio,
            0.35,
            "x",
        )
    ]


@contextmanager
def _load(url: str, token: str) -> Iterator[Callable[[], Rate]]:
    """A load on a server, in a process of its own; calling it runs a round."""
    address = httpx.URL(url)
    command = [sys.executable, "-m", "benchmarks.load", address.host, str(address.port)]
    process = subprocess.Popen(
        [*command, str(CONNECTIONS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    jobs, rates = process.stdin, process.stdout
    assert jobs is not None
    assert rates is not None
    request = (
        f"GET /v1/users/me HTTP/1.1\r\nHost: {address.host}:{address.port}\r\n"
        f"Accept: application/json\r\nAuthorization: Bearer {token}\r\n\r\n"
    )
    job: dict[str, Any] = {"request": request, "seconds": SECONDS}

    def run() -> Rate:
        print(json.dumps(job), file=jobs, flush=True)
        return Rate(**json.loads(rates.readline()))

    try:
        yield run
    finally:
        jobs.close()
        process.wait(timeout=10)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
