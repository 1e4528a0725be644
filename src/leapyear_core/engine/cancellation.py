"""Stopping what the engine does, from another thread."""

import threading

import duckdb

from leapyear_core.model.errors import Unavailable


class Cancellation:
    """A way to stop a computation from another thread. Once cancelled, it stays so."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._running: duckdb.DuckDBPyConnection | None = None

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled

    def cancel(self) -> None:
        """Stop what runs, and what would."""
        with self._lock:
            self._cancelled = True
            if self._running is not None:
                self._running.interrupt()

    def check(self) -> None:
        """See whether to go on.

        Raises
        ------
        Unavailable
            If it was cancelled.
        """
        if self._cancelled:
            raise Unavailable("the computation was cancelled")

    def watch(self, running: duckdb.DuckDBPyConnection | None) -> None:
        """Set what there is to interrupt."""
        with self._lock:
            self._running = running
