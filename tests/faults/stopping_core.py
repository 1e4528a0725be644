"""``leapyear serve`` that stands still at a point of a question, so that a test can end it there.

    python stopping_core.py POINT PIPE serve [OPTION ...]

It writes a byte into the named pipe when it gets to the point, and goes no further. The points are

charged     the charge is committed, and nothing was begun for it
computing   the rows are about to be read
sizing      the same, for the size of a table
narrowing   the bounds of columns are found, and the rows are about to be clamped to them
released    the release is stored, and the answer has not left

A script of the tests, since a switch in Core could be thrown by others.
"""

import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from leapyear_core.cli import main
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.privacy.measure import measure
from leapyear_core.services import analyses
from leapyear_core.services.analyses import Analyses

point, pipe = sys.argv[1:3]
del sys.argv[1:3]


def stand_still() -> None:
    """Tell, and go no further."""
    descriptor = os.open(pipe, os.O_WRONLY)
    os.write(descriptor, b"!")
    threading.Event().wait()


def before(function: Callable[..., Any]) -> Callable[..., Any]:
    """Stand still instead of a function."""

    def instead(*arguments: Any, **options: Any) -> Any:
        stand_still()
        return function(*arguments, **options)

    return instead


def after(function: Callable[..., Any]) -> Callable[..., Any]:
    """Stand still once a function is done."""

    def instead(*arguments: Any, **options: Any) -> Any:
        result = function(*arguments, **options)
        stand_still()
        return result

    return instead


def before_the_rows(function: Callable[..., Any]) -> Callable[..., Any]:
    """Stand still instead of reading rows, once a function is called."""

    def instead(*arguments: Any, **options: Any) -> Any:
        DuckDBEngine.exact = before(DuckDBEngine.exact)  # type: ignore[method-assign]
        DuckDBEngine.groups = before(DuckDBEngine.groups)  # type: ignore[method-assign]
        return function(*arguments, **options)

    return instead


match point:
    case "charged":
        Analyses._wait_for = before(Analyses._wait_for)  # type: ignore[method-assign]
    case "computing":
        analyses.measure = before_the_rows(measure)  # type: ignore[attr-defined]
    case "sizing":
        DuckDBEngine.exact = before(DuckDBEngine.exact)  # type: ignore[method-assign]
    case "narrowing":
        DuckDBEngine.narrow = before(DuckDBEngine.narrow)  # type: ignore[method-assign]
    case "released":
        analyses.measure = after(measure)  # type: ignore[attr-defined]  # a name that it imports
    case _:
        sys.exit(f"no point {point!r}")

main()
