"""Persisted relations: computed once, so that questions about them are answered sooner.

They change no answer and no price. That somebody persisted a relation is kept in memory, as long as the server runs and
the data stay as they are; so is what the engine keeps of it. Several users may persist the same: it is kept once.

What it takes to compute a relation depends on private rows: how long, how much, whether it goes well. So it is computed
and thrown away behind the requests, one after the other, and no answer tells of it; where it fails, questions are
computed as if nobody had persisted anything. The only limit is one of numbers.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection

from leapyear_core.catalog.store import Catalog
from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.engine.persistence import PersistedKey
from leapyear_core.model.errors import (
    CoreError,
    PersistedRelationNotFound,
    TooManyPersistedRelations,
    UnsupportedBackend,
)
from leapyear_core.model.relations import Relation, Table
from leapyear_core.model.trees import Tree, read_relation
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.questions import find_tables, schema_of_seen, sourced
from leapyear_core.services.sessions import Caller

logger = logging.getLogger(__name__)

#: The most relations that one user may have persisted.
MOST_PERSISTED = 20


@frozen
class Persisted:
    """A relation that a user has persisted.

    Attributes
    ----------
    asked
        The relation as it was given, with its views.
    relation
        The relation without views.
    key
        What the engine keeps for it.
    """

    id: str
    user_id: int
    asked: Tree
    relation: Relation
    key: PersistedKey
    created_at: datetime


class PersistedRelations:
    """The persisted relations of a Core: for administrators all, for others their own.

    Parameters
    ----------
    catalog, engine
        Where tables are declared, and where their rows are.
    """

    def __init__(self, catalog: Catalog, engine: DuckDBEngine, clock: Clock = utc_now) -> None:
        self._catalog = catalog
        self._engine = engine
        self._clock = clock
        self._lock = threading.Lock()
        self._persisted: dict[str, Persisted] = {}
        self._cancellation = Cancellation()
        # One thread: what is kept and what is thrown away comes in the order in which it was asked for.
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="persisted-relations")
        self._last: Future[None] | None = None

    def close(self) -> None:
        """Stop what is being computed."""
        self._cancellation.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def settle(self, timeout: float) -> None:
        """Wait until all that was asked for so far was done, or has failed."""
        if self._last is not None:
            self._last.result(timeout)

    def persist(self, caller: Caller, asked: Tree, expanded: Tree) -> Persisted:
        """Have a relation computed and kept; what the caller has persisted already stays as it is.

        Parameters
        ----------
        asked, expanded
            The relation as it was given, and with the relation of each view in its place.

        Raises
        ------
        UnsupportedBackend
            If the engine cannot keep relations.
        DatabaseNotFound, TableNotFound, AttributeNotFound, InvalidExpression
            If the relation makes no sense, or names what the caller may not see.
        TooManyPersistedRelations
            If the caller has as many as one may have.
        """
        self._check_engine()
        relation = read_relation(expanded)
        with self._catalog.read() as connection:
            tables = self._tables(connection, caller, relation)
            self._prune(connection, caller)
        key = self._engine.persisted_key(relation, tables)
        with self._lock:
            own = [each for each in self._persisted.values() if each.user_id == caller.user_id]
            for each in own:
                if each.key == key:
                    return each
            if len(own) >= MOST_PERSISTED:
                raise TooManyPersistedRelations(
                    f"a user has at most {MOST_PERSISTED} persisted relations: end one of them first"
                )
            persisted = Persisted(
                uuid.uuid4().hex, caller.user_id, asked, relation, key, self._clock()
            )
            self._persisted[persisted.id] = persisted
            self._submit(self._keep, persisted, tables)
        return persisted

    def of(self, caller: Caller) -> list[Persisted]:
        """What the caller has persisted, oldest first."""
        with self._catalog.read() as connection:
            self._prune(connection, caller)
        with self._lock:
            return [each for each in self._persisted.values() if each.user_id == caller.user_id]

    def remove(self, caller: Caller, persisted_id: str) -> None:
        """Keep a relation no longer.

        Raises
        ------
        PersistedRelationNotFound
            If there is none that is the caller's; administrators may end those of everybody.
        """
        self._check_engine()
        with self._lock:
            found = self._persisted.get(persisted_id)
            if found is None or not _may_end(caller, found):
                raise PersistedRelationNotFound(
                    f"there is no persisted relation {persisted_id!r}: it may have ended"
                )
            self._end([found])

    def clear(self, caller: Caller) -> None:
        """Keep none of them any more."""
        self._check_engine()
        with self._lock:
            self._end([each for each in self._persisted.values() if _may_end(caller, each)])

    def _check_engine(self) -> None:
        if not self._engine.keeps_relations:
            raise UnsupportedBackend("the compute backend of this server cannot persist relations")

    def _tables(
        self, connection: Connection, caller: Caller, relation: Relation
    ) -> Mapping[Table, Sourced]:
        _, found = find_tables(connection, caller, "persist_relation", relation)
        schema_of_seen(relation, found)
        return {name: sourced(table.whole) for name, table in found.items()}

    def _prune(self, connection: Connection, caller: Caller) -> None:
        """End what is about other data by now, and what the caller does not see any more."""
        with self._lock:
            own = [each for each in self._persisted.values() if each.user_id == caller.user_id]
        ended = [each for each in own if not self._is_current(connection, caller, each)]
        with self._lock:
            self._end([each for each in ended if each.id in self._persisted])

    def _is_current(self, connection: Connection, caller: Caller, persisted: Persisted) -> bool:
        try:
            tables = self._tables(connection, caller, persisted.relation)
        except CoreError:
            return False
        return self._engine.persisted_key(persisted.relation, tables) == persisted.key

    def _end(self, ended: list[Persisted]) -> None:
        for each in ended:
            del self._persisted[each.id]
            self._submit(self._release, each.key)

    def _submit(self, do: Callable[..., None], *arguments: Any) -> None:
        if not self._cancellation.cancelled:
            self._last = self._pool.submit(do, *arguments)

    def _keep(self, persisted: Persisted, tables: Mapping[Table, Sourced]) -> None:
        try:
            if self._is_wanted(persisted.key):
                self._engine.persist(persisted.relation, tables, self._cancellation)
        except CoreError:
            logger.warning("a relation could not be persisted; questions about it are computed")

    def _release(self, key: PersistedKey) -> None:
        if not self._is_wanted(key):
            self._engine.unpersist(key)

    def _is_wanted(self, key: PersistedKey) -> bool:
        with self._lock:
            return any(each.key == key for each in self._persisted.values())


def _may_end(caller: Caller, persisted: Persisted) -> bool:
    return caller.is_administrator or persisted.user_id == caller.user_id
