"""How large tables are, roughly: a noisy count that prices are made from.

It is charged once for each state of a table's data, in the transaction that makes the table or changes its data, and
released through the one door right after. Where a database cannot afford it, the size is not known, and questions spend
the most. After a stop between the two the same charge still buys the one release, at the next start.

What neighbouring tables could tell apart here is the time of making them, which depends on all of their rows anyway, and
the count itself, which is as noisy as its price says. The price is the same for every table.
"""

import hashlib
import json
import logging

from sqlalchemy import Connection

from leapyear_core.catalog import sizes, tables
from leapyear_core.catalog.store import Catalog
from leapyear_core.catalog.tables import TableRecord
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.errors import PrivacyLimitExceeded
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.profiles import Definition
from leapyear_core.model.relations import Table
from leapyear_core.privacy import ledger
from leapyear_core.privacy.measure import measure
from leapyear_core.privacy.pricing import Plan, Spend, price
from leapyear_core.privacy.slots import Slots
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.questions import sourced

logger = logging.getLogger(__name__)

#: What the size of a table costs, in units of 1e-9 rho: of a table of records it is a count of scale 100. So little that
#: 74 questions of the default profile fit the default limit beside it.
SIZE_NANO = 50_000

#: The same in units of 1e-9 epsilon, where those are spent: of scale 500. What prices are made from it matters from some
#: 27,000 records on, and a table that grows by a slice a day is to outlast years of them; 74 questions fit beside it.
PURE_SIZE_NANO = 2_000_000


class Sizes:
    """The noisy sizes of the tables of a Core."""

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
        self, connection: Connection, user_id: int, database: str, table: TableRecord
    ) -> int | None:
        """Charge for the size of a private table as its data are now, in the transaction that made them so.

        Returns
        -------
        int or None
            The charge, to `release` the size for once the transaction is committed; None where the database cannot
            afford it.
        """
        if table.is_public:
            return None
        definition = ledger.balance(connection, table.database_id).definition
        try:
            charge_id = ledger.charge(
                connection,
                database_id=table.database_id,
                user_id=user_id,
                analysis_key=_key(table),
                plan=_plan(database, table, definition),
                now=self._clock(),
            )
        except PrivacyLimitExceeded:
            return None
        sizes.charged(connection, table, charge_id)
        return charge_id

    def release(self, database: str, table: TableRecord, charge_id: int) -> None:
        """Release the size that was charged for.

        Where that fails, the table is of use all the same: the charge stays, for the next start.
        """
        try:
            with self._catalog.read() as connection:
                definition = ledger.balance(connection, table.database_id).definition
            measure(
                self._catalog,
                self._engine,
                charge_id,
                _plan(database, table, definition),
                {Table(database, table.name): sourced(table)},
                clock=self._clock,
                slots=self._slots,
            )
        except Exception as error:  # noqa: BLE001 - what it says may quote rows, so it is not told
            logger.error("the size of a table was not measured: %s", type(error).__name__)  # noqa: TRY400

    def resume(self) -> None:
        """Release the sizes that a stop cut off, on the charges that were made for them."""
        with self._catalog.read() as connection:
            cut_off = [
                (database, tables.find(connection, database_id, name), charge_id)
                for database_id, database, name, charge_id in sizes.unmeasured(connection)
            ]
        for database, table, charge_id in cut_off:
            if table is not None:
                self.release(database, table, charge_id)


def _plan(database: str, table: TableRecord, definition: Definition) -> Plan:
    relation = Table(database, table.name)
    return price(
        relation,
        [RowCount()],
        Spend(PURE_SIZE_NANO if definition is Definition.PURE else SIZE_NANO),
        contributions={relation: table.contribution},
        definition=definition,
    )


def _key(table: TableRecord) -> str:
    """Unlike that of any question."""
    canonical = json.dumps({"size": [table.id, table.data_version]})
    return hashlib.sha256(canonical.encode()).hexdigest()
