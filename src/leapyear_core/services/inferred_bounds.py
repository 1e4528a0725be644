"""Bounds of columns that are found when a table is made, since nobody knows them beforehand.

A table is made with the bounds that its columns were declared with, the widest if none were, and with a charge for each
column that is to have narrower ones: in one transaction, so that neither is there without the other. Then the one door
releases the bounds (`leapyear_core.privacy.bounds`), the rows are clamped to them, and the declaration of the columns is
changed. Until then the table is whole, and answers about it are noisier. After a stop on the way the same charges buy
the same releases, at the next start.

What neighbouring tables could tell apart here is the time of making them, which depends on all of their rows anyway, and
the bounds themselves, which are a post-processing of noisy counts. Where too few values are alike to find any, the bounds
stay as they were, which is one of the things that noisy counts can say, and no error.
"""

import hashlib
import json
import logging
from collections.abc import Collection

from attrs import evolve
from sqlalchemy import Connection

from leapyear_core.catalog import inferred_bounds, sizes, tables
from leapyear_core.catalog.charges import Cells
from leapyear_core.catalog.store import Catalog
from leapyear_core.catalog.tables import TableRecord
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.storage import Source
from leapyear_core.model.analyses import InferBounds
from leapyear_core.model.errors import InvalidColumn
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.profiles import Definition
from leapyear_core.model.relations import Table
from leapyear_core.model.types import Column, IntType, RealType, schema_of_columns
from leapyear_core.model.units import PrivacyUnit
from leapyear_core.privacy import ledger
from leapyear_core.privacy.bounds import bounds_in
from leapyear_core.privacy.choices import Measurement
from leapyear_core.privacy.measure import measure
from leapyear_core.privacy.planning import asked_by
from leapyear_core.privacy.pricing import Exact, Spend
from leapyear_core.privacy.slots import Slots
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.questions import sourced

logger = logging.getLogger(__name__)

#: What the bounds of a column cost, in units of 1e-9 rho: of a table of records they come from counts of scale 22, which
#: makes them good from some thousand rows on. It is two fifths of a question of the default profile to a small table.
BOUNDS_NANO = 1_000_000

#: The same in units of 1e-9 epsilon, where those are spent: again two fifths of a question. The counts have the scale 63
#: and heavy tails: bounds are good from a hundred thousand rows on, and clamp a fifth of 10,000 (``make bench-accuracy``).
PURE_BOUNDS_NANO = 16_000_000


class InferredBounds:
    """The bounds that are found for the tables of a Core."""

    def __init__(
        self,
        catalog: Catalog,
        engine: DuckDBEngine,
        *,
        slots: Slots,
        clock: Clock = utc_now,
    ) -> None:
        self._catalog = catalog
        self._engine = engine
        self._slots = slots
        self._clock = clock

    def charge(
        self,
        connection: Connection,
        user_id: int,
        database: str,
        table: TableRecord,
        columns: Collection[str],
    ) -> None:
        """Charge for the bounds of columns, in the transaction that makes their table.

        Raises
        ------
        PrivacyLimitExceeded
            If too little is left for all of them: the transaction is to make no table then.
        """
        definition = ledger.balance(connection, table.database_id).definition
        charge_ids = {
            name: ledger.charge(
                connection,
                database_id=table.database_id,
                user_id=user_id,
                analysis_key=_key(table, name),
                plan=_plan(database, table, name, definition),
                now=self._clock(),
            )
            for name in columns
        }
        inferred_bounds.charged(connection, table.id, charge_ids)

    def settle(self, database: str, table: TableRecord) -> None:
        """Find the bounds that were charged for, and give them to the columns.

        Where that fails, the table is of use all the same: the charges stay, for the next start.
        """
        try:
            while not self._settled(database, table):
                pass
        except Exception as error:  # noqa: BLE001 - what it says may quote rows, so it is not told
            logger.error("the bounds of a table were not found: %s", type(error).__name__)  # noqa: TRY400

    def resume(self) -> None:
        """Find the bounds that a stop cut off, on the charges that were made for them."""
        with self._catalog.read() as connection:
            cut_off = [
                (database, tables.find(connection, database_id, name))
                for database_id, database, name in inferred_bounds.unsettled(connection)
            ]
        for database, table in cut_off:
            if table is not None:
                self.settle(database, table)

    def _settled(self, database: str, table: TableRecord) -> bool:
        """Whether there is nothing left to do: else the rows of the table have changed meanwhile."""
        with self._catalog.read() as connection:
            before = tables.find(connection, table.database_id, table.name)
            waiting = inferred_bounds.waiting(connection, table.id)
        if not waiting or before is None or before.id != table.id:
            return True
        columns = self._narrowed(database, before, waiting)
        older = Source.from_json(dict(before.source))
        newer = self._engine.narrow(older, columns)
        try:
            with self._catalog.write() as connection:
                now = tables.find(connection, table.database_id, table.name)
                done = (
                    now is not None
                    and (now.id, now.data_version) == (table.id, before.data_version)
                    and self._change(connection, before, columns, newer)
                )
        except BaseException:
            self._engine.drop(newer.beside(older))
            raise
        self._engine.drop(older.outlived() if done else newer.beside(older))
        return done

    def _narrowed(
        self, database: str, table: TableRecord, waiting: dict[str, int]
    ) -> tuple[Column, ...]:
        """The columns of a table, those that wait with the bounds that were found."""
        found = {}
        with self._catalog.read() as connection:
            definition = ledger.balance(connection, table.database_id).definition
        for name, charge_id in waiting.items():
            release = measure(
                self._catalog,
                self._engine,
                charge_id,
                _plan(database, table, name, definition),
                {Table(database, table.name): sourced(table)},
                clock=self._clock,
                slots=self._slots,
            )
            assert isinstance(release.estimate, Cells)
            found[name] = bounds_in(release.estimate)
        return tuple(_bounded(each, found.get(each.name)) for each in table.columns)

    def _change(
        self,
        connection: Connection,
        table: TableRecord,
        columns: tuple[Column, ...],
        source: Source,
    ) -> bool:
        tables.declare(connection, table.id, columns)
        tables.change(connection, table.id, source=source.to_json(), data_version=source.version)
        # Clamped rows are as many as before.
        sizes.carry_over(connection, table, source.version)
        inferred_bounds.settled(connection, table.id)
        return True


def columns_to_infer(
    columns: tuple[Column, ...], named: tuple[str, ...] | None, unit: PrivacyUnit | None
) -> tuple[str, ...]:
    """The columns of a table whose bounds are to be found.

    The privacy unit is none of them: a clamp would make one unit of many.

    Parameters
    ----------
    named
        The names of such columns; None for all of INT and REAL.

    Raises
    ------
    InvalidColumn
        If one of them is there not, is no number, or is the privacy unit.
    """
    able = [
        each.name
        for each in columns
        if isinstance(each.type, IntType | RealType) and not (unit and unit.column == each.name)
    ]
    for name in named or ():
        if name not in able:
            raise InvalidColumn(
                f"no bounds can be found for {name!r}: only INT and REAL columns have some, and the privacy unit keeps"
                " those that are declared"
            )
    return tuple(able if named is None else dict.fromkeys(named))


def _plan(database: str, table: TableRecord, column: str, definition: Definition) -> Measurement:
    relation = Table(database, table.name)
    asked = asked_by(
        InferBounds(relation, Attribute(column)), schema_of_columns(tuple(table.columns))
    )
    nano = PURE_BOUNDS_NANO if definition is Definition.PURE else BOUNDS_NANO
    wanted = Exact() if table.is_public else Spend(nano)
    return asked.priced(wanted, {relation: table.contribution}, definition)


def _bounded(column: Column, found: tuple[float, float] | None) -> Column:
    match column.type, found:
        case IntType(), (lower, upper):
            return evolve(column, type=IntType(int(lower), int(upper)))
        case RealType(), (lower, upper):
            return evolve(column, type=RealType(float(lower), float(upper)))
        case _:
            return column


def _key(table: TableRecord, column: str) -> str:
    """Unlike that of any question."""
    canonical = json.dumps({"bounds": [table.id, column]})
    return hashlib.sha256(canonical.encode()).hexdigest()
