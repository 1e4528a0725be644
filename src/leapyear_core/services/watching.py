"""Folders that tables watch, looked at again and again: their new files become slices without anybody asking.

What is done is what `Slices.refresh` does, on the authority of who declared the folder with the table, and charged for
like that: each time that rows are added, the size of the table costs once more. A look does less than a refresh in one
point: a file that is new is left for the next look, and taken then if it is as it was. Nobody is there who knows whether
it is still being written, and half a file would be half for ever.

A file that cannot be used, or that does not fit the table, is left out, and holds back no other one: so what those who ask
see of the others' rows does not depend on a row of that file. What a look does follows from which files there are and can be
used, and from how long copying them takes; no row is anybody's to see in that. What goes wrong is logged once, and tried
again at the next look.
"""

import logging
import threading
from collections.abc import Callable, Mapping

from attrs import frozen

from leapyear_core.catalog import tables
from leapyear_core.catalog.store import Catalog
from leapyear_core.catalog.tables import TableRecord
from leapyear_core.engine.sources import Found
from leapyear_core.model.errors import CoreError, SourceError
from leapyear_core.services.slices import Slices
from leapyear_core.services.work import Work

logger = logging.getLogger(__name__)


@frozen
class _Watcher:
    """Who declared a folder, as far as its files go: whoever took rights from them since has left the table its folder."""

    user_id: int
    is_administrator: bool = True


class Watching:
    """The looks at the folders of all tables of a Core, in a thread of their own.

    Parameters
    ----------
    seconds
        The time between two looks; 0 for no looks.
    wait
        Lets so many seconds pass, and says whether it was told to stop meanwhile; None waits for `close`.
    """

    def __init__(
        self,
        catalog: Catalog,
        slices: Slices,
        *,
        seconds: float,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self._catalog = catalog
        self._slices = slices
        self._seconds = seconds
        self._closing = threading.Event()
        self._wait = wait or self._closing.wait
        self._thread: threading.Thread | None = None
        self._work = Work()
        #: The files of each table that were there at the last look and are no slices yet, as they were then.
        self._seen: dict[int, Mapping[str, str]] = {}
        #: What went wrong with each table at the last look, with files of its folder or, without a name, with all of it.
        self._failed: dict[int, Mapping[str, str]] = {}

    def start(self) -> None:
        """Begin to look, if ever."""
        if self._seconds > 0 and self._thread is None and not self._closing.is_set():
            self._thread = threading.Thread(target=self._run, name="watching")
            self._thread.start()

    def close(self) -> None:
        """Stop: a look that is under way adds nothing more. Closing again does nothing."""
        self._closing.set()
        self._work.cancellation.cancel()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """Look at each folder once, and add what was there at the last look already, and is as it was."""
        with self._catalog.read() as connection:
            watching = tables.that_watch(connection)
        ids = {table.id for _, table in watching}
        self._seen = {each: files for each, files in self._seen.items() if each in ids}
        self._failed = {each: why for each, why in self._failed.items() if each in ids}
        for database, table in watching:
            if self._closing.is_set():
                return
            try:
                left_out = self._look_at(database, table)
            except Exception as error:  # noqa: BLE001 - one folder is not to keep others from being looked at
                left_out = {"": error}
            self._tell(database, table, left_out)

    def look_safely(self) -> None:
        """Look, and only log what keeps it from that: the catalogue may be busy now, and not at the next look."""
        try:
            self.look()
        except Exception as error:  # noqa: BLE001 - what it says may quote rows, so it is not told
            logger.error("watched folders were not looked at: %s", type(error).__name__)  # noqa: TRY400

    def _run(self) -> None:
        while not self._wait(self._seconds):
            self.look_safely()

    def _look_at(self, database: str, table: TableRecord) -> dict[str, Exception]:
        """Add what is new, and tell what is wrong with each file that cannot be added."""
        before, now = self._seen.get(table.id, {}), dict[str, str]()
        left_out = dict[str, Exception]()

        def is_whole(file: Found) -> bool:
            try:
                now[file.identity] = file.state
            except SourceError as error:
                left_out[file.name] = error
                return False
            return before.get(file.identity) == now[file.identity]

        assert table.watched_by is not None
        self._seen[table.id] = now
        watcher = _Watcher(table.watched_by)
        left_out.update(self._slices.follow(watcher, database, table, is_whole, self._work))
        return left_out

    def _tell(self, database: str, table: TableRecord, left_out: Mapping[str, Exception]) -> None:
        if self._closing.is_set():
            return
        before = self._failed.get(table.id, {})
        # Ours are told to administrators, who can read the log; what others say may quote rows.
        now = {
            name: str(error) if isinstance(error, CoreError) else type(error).__name__
            for name, error in left_out.items()
        }
        for name, why in now.items():
            if before.get(name) != why:
                what = f"leaves out {name!r}" if name else "does not follow its folder"
                logger.error("the table %s.%s %s: %s", database, table.name, what, why)
        self._failed[table.id] = now
