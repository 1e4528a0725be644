"""The ledger: what was charged, and the filter that keeps the sum within the limit.

A charge is one conditional update and one insert in one transaction of the catalogue: either both are on the disk when
it returns, or nothing is. The condition is part of the update itself, so that two askers with budget for one answer get
one answer. There are no refunds.
"""

from datetime import datetime

from attrs import frozen
from sqlalchemy import Connection, insert, select, update

from leapyear_core.catalog.schema import charges, databases
from leapyear_core.model.errors import DatabaseNotFound, PrivacyLimitExceeded
from leapyear_core.privacy.choices import Measurement


@frozen
class Balance:
    """The state of a database's ledger, in nano-units of rho."""

    limit: int
    spent: int

    @property
    def left(self) -> int:
        """What may still be spent; 0 where a limit was lowered below what was spent."""
        return max(0, self.limit - self.spent)


def balance(connection: Connection, database_id: int) -> Balance:
    """The balance of a database.

    Raises
    ------
    DatabaseNotFound
        If it was dropped.
    """
    found = connection.execute(
        select(databases.c.limit_nano, databases.c.spent_nano).where(
            databases.c.id == database_id, databases.c.dropped_at.is_(None)
        )
    ).one_or_none()
    if found is None:
        raise DatabaseNotFound("the database was dropped")
    return Balance(limit=found.limit_nano, spent=found.spent_nano)


def check(nano: int, before: Balance) -> None:
    """See whether a price could be charged now.

    Raises
    ------
    PrivacyLimitExceeded
        If not.
    """
    if nano > before.left:
        raise PrivacyLimitExceeded(_refusal(nano, before))


def charge(
    connection: Connection,
    *,
    database_id: int,
    user_id: int,
    analysis_key: str,
    plan: Measurement,
    now: datetime,
) -> int:
    """Charge a release to a database's limit. It holds once the caller's transaction is committed.

    Parameters
    ----------
    plan
        What is charged for: its price, and the noise that it buys.

    Returns
    -------
    int
        The id of the charge: the right to one release.

    Raises
    ------
    PrivacyLimitExceeded
        If less than the price is left. Nothing is charged then.
    DatabaseNotFound
        If the database was dropped.
    """
    before, nano = balance(connection, database_id), plan.nano
    # Prices have no bound, and the database's integers do.
    granted = nano == 0 or (  # what costs nothing is had beyond a limit, too
        nano <= before.left
        and connection.execute(
            update(databases)
            .where(
                databases.c.id == database_id,
                databases.c.dropped_at.is_(None),
                databases.c.spent_nano + nano <= databases.c.limit_nano,
            )
            .values(spent_nano=databases.c.spent_nano + nano)
        ).rowcount
    )
    if not granted:
        raise PrivacyLimitExceeded(_refusal(nano, before))
    inserted = connection.execute(
        insert(charges).values(
            database_id=database_id,
            user_id=user_id,
            analysis_key=analysis_key,
            rho_nano=nano,
            scales=list(plan.scales),
            created_at=now,
        )
    ).inserted_primary_key
    assert inserted is not None
    return int(inserted[0])


def _refusal(nano: int, before: Balance) -> str:
    return (
        f"this would cost {_of_limit(nano, before)}, and {_of_limit(before.left, before)} is left: ask"
        " for less accuracy, or ask the administrator for a higher limit; what was answered once is"
        " answered again for nothing"
    )


def _of_limit(nano: int, before: Balance) -> str:
    share = nano / max(1, before.limit)
    if share < 2:
        return f"{100 * share:.3g} % of the privacy limit"
    return (
        f"{share:,.0f} times the privacy limit"
        if share < 1e6
        else "far more than the privacy limit"
    )
