"""Databases, and the limit on what their tables may let out."""

from attrs import frozen
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from leapyear_core.catalog import databases, grants, tables, views
from leapyear_core.catalog.databases import DatabaseRecord
from leapyear_core.catalog.store import Catalog
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.storage import Source
from leapyear_core.model.errors import AlreadyExists
from leapyear_core.privacy.accounting import allowance_of
from leapyear_core.services import access, profiles
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.paging import Page, decode_name, page_of
from leapyear_core.services.profiles import PrivacyLimit
from leapyear_core.services.sessions import Caller


@frozen
class LimitStatus:
    """A limit, and how much of it is spent and left, in nano-units of its definition and units of 1e-18 delta."""

    limit: PrivacyLimit
    total_nano: int
    spent_nano: int
    total_delta_atto: int
    spent_delta_atto: int

    @property
    def left_nano(self) -> int:
        """What may still be spent: nothing, where the limit was set below what was spent."""
        return max(0, self.total_nano - self.spent_nano)

    @property
    def left_delta_atto(self) -> int:
        """The same of delta."""
        return max(0, self.total_delta_atto - self.spent_delta_atto)


class Databases:
    """Tables under one privacy limit each."""

    def __init__(self, catalog: Catalog, engine: DuckDBEngine, clock: Clock = utc_now) -> None:
        self._catalog = catalog
        self._engine = engine
        self._clock = clock

    def create(
        self,
        name: str,
        *,
        description: str | None = None,
        privacy_profile: str | None = None,
        limit: PrivacyLimit | None = None,
    ) -> DatabaseRecord:
        """Create a database, with the default profile for the limit and the profile's default limit where none is given.

        It spends rhos of zero-concentrated differential privacy; or epsilons, where the delta of its limit is 0. That stays
        so, since what was spent of the one is no amount of the other.

        Raises
        ------
        PrivacyProfileNotFound
            If there is no such privacy profile.
        PrivacyDefinitionMismatch
            If the profile is for databases that spend epsilons, and the delta of the limit is not 0; or the other way.
        AlreadyExists
            If the name is taken.
        """
        try:
            with self._catalog.write() as connection:
                # In the transaction, so that nobody deletes the profile meanwhile.
                profile = profiles.find(connection, privacy_profile or profiles.default_for(limit))
                limit = limit or profile.params.default_limit
                profiles.check_profile(profile, limit.definition)
                allowance = allowance_of(limit.epsilon, limit.delta)
                databases.add(
                    connection,
                    name=name,
                    description=description,
                    privacy_profile=profile.name,
                    epsilon=limit.epsilon,
                    delta=limit.delta,
                    limit_nano=allowance.exposure_nano,
                    limit_delta_atto=allowance.delta_atto,
                    created_at=self._clock(),
                )
                return living(connection, name)
        except IntegrityError:
            raise AlreadyExists(f"there is a database {name!r} already") from None

    def page(self, caller: Caller, *, limit: int, cursor: str | None) -> Page[DatabaseRecord]:
        """The databases that the caller sees, in the order of their names."""
        after = decode_name(cursor)
        with self._catalog.read() as connection:
            found = access.page_of_databases(connection, caller, after=after, limit=limit + 1)
        return page_of(found, limit, lambda database: database.name)

    def get(self, caller: Caller, name: str) -> DatabaseRecord:
        """The database of that name.

        Raises
        ------
        DatabaseNotFound
            If there is none that the caller sees.
        """
        with self._catalog.read() as connection:
            return access.find_database(connection, caller, "get_database", name).record

    def update(
        self,
        caller: Caller,
        name: str,
        *,
        description: str | None = None,
        privacy_profile: str | None = None,
    ) -> DatabaseRecord:
        """Set the description or the privacy profile; None leaves it. The limit stays as it is, and its definition.

        Raises
        ------
        DatabaseNotFound, PrivacyProfileNotFound
            If there is no such thing, or none that the caller sees.
        PermissionDenied
            If the caller does not administer the database.
        PrivacyDefinitionMismatch
            If the profile is for databases that spend epsilons and this one spends rhos, or the other way.
        """
        values = {"description": description, "privacy_profile": privacy_profile}
        values = {column: value for column, value in values.items() if value is not None}
        with self._catalog.write() as connection:
            database = access.find_database(connection, caller, "update_database", name).record
            if privacy_profile is not None:
                profile = profiles.find(connection, privacy_profile)
                profiles.check_profile(profile, database.definition)
            if values:
                databases.change(connection, database.id, **values)
            return living(connection, name)

    def delete(self, name: str) -> None:
        """Delete a database with its tables, views and grants. Its ledger stays, for the record.

        Raises
        ------
        DatabaseNotFound
            If there is none.
        """
        with self._catalog.write() as connection:
            database = living(connection, name)
            dropped = tables.of_database(connection, database.id)
            views.remove_all(connection, database.id)
            now = self._clock()
            for table in dropped:
                tables.change(connection, table.id, dropped_at=now)
            databases.change(connection, database.id, dropped_at=now)
            grants.forget_database(connection, database.id)
        # Only once nobody can ask for them any more: a transaction that fails must not have lost them.
        for table in dropped:
            self._engine.drop(Source.from_json(dict(table.source)))

    def limit_status(self, caller: Caller, name: str) -> LimitStatus:
        """The limit of a database, and how much of it is spent.

        Raises
        ------
        DatabaseNotFound
            If there is none that the caller sees.
        """
        with self._catalog.read() as connection:
            return _status(
                access.find_database(connection, caller, "get_privacy_limit", name).record
            )

    def set_limit(self, caller: Caller, name: str, limit: PrivacyLimit) -> LimitStatus:
        """Set the limit of a database. What was spent stays spent.

        Raises
        ------
        DatabaseNotFound
            If there is none that the caller sees.
        PermissionDenied
            If the caller does not administer the database.
        PrivacyDefinitionMismatch
            If the database spends rhos and the delta is 0, or it spends epsilons and the delta is not.
        """
        allowance = allowance_of(limit.epsilon, limit.delta)
        with self._catalog.write() as connection:
            database = access.find_database(connection, caller, "set_privacy_limit", name).record
            profiles.check_definition(database, limit.definition)
            databases.change(
                connection,
                database.id,
                epsilon=limit.epsilon,
                delta=limit.delta,
                limit_nano=allowance.exposure_nano,
                limit_delta_atto=allowance.delta_atto,
            )
            return _status(living(connection, name))


def living(connection: Connection, name: str) -> DatabaseRecord:
    """The database of that name, in a transaction.

    Raises
    ------
    DatabaseNotFound
        If there is none.
    """
    database = databases.find(connection, name)
    if database is None:
        raise access.database_not_found(name)
    return database


def _status(database: DatabaseRecord) -> LimitStatus:
    return LimitStatus(
        limit=database.limit,
        total_nano=database.limit_nano,
        spent_nano=database.spent_nano,
        total_delta_atto=database.limit_delta_atto,
        spent_delta_atto=database.spent_delta_atto,
    )
