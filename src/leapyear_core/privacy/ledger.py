"""The ledger: what was charged, and the filter that keeps the sum within the limit.

A charge is one conditional update and one insert in one transaction of the catalogue: either both are on the disk when
it returns, or nothing is. The condition is part of the update itself, so that two askers with budget for one answer get
one answer. There are no refunds.

Users and groups may have limits of their own in a database, of all that they ever spent there or of what they spent in
the last so many days. A charge passes all limits or is not made; what is spent is summed from the charges themselves.
Those limits are of rho; the delta of unknown keys has one limit, that of the database.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from attrs import frozen
from sqlalchemy import Connection, insert, literal, or_, select, update

from leapyear_core.catalog import limits
from leapyear_core.catalog.limits import LimitRecord
from leapyear_core.catalog.schema import charges, databases
from leapyear_core.model.errors import DatabaseNotFound, InternalError, PrivacyLimitExceeded
from leapyear_core.model.profiles import Definition, PrivacyLimit
from leapyear_core.privacy.accounting import ATTO
from leapyear_core.privacy.choices import Measurement


@frozen
class Balance:
    """The state of a database's ledger, in nano-units of its definition of privacy and atto-units of delta."""

    limit: int
    spent: int
    delta_limit: int = 0
    delta_spent: int = 0
    definition: Definition = Definition.ZCDP

    @property
    def left(self) -> int:
        """What may still be spent; 0 where a limit was lowered below what was spent."""
        return max(0, self.limit - self.spent)

    @property
    def delta_left(self) -> int:
        """The same of delta."""
        return max(0, self.delta_limit - self.delta_spent)


def balance(connection: Connection, database_id: int, *, locked: bool = False) -> Balance:
    """The balance of a database.

    Parameters
    ----------
    locked
        Whether nobody else may charge the database until the transaction ends.

    Raises
    ------
    DatabaseNotFound
        If it was dropped.
    """
    query = select(
        databases.c.limit_nano,
        databases.c.spent_nano,
        databases.c.limit_delta_atto,
        databases.c.spent_delta_atto,
        databases.c.epsilon,
        databases.c.delta,
    ).where(databases.c.id == database_id, databases.c.dropped_at.is_(None))
    # SQLite has one writer at a time anyway, and no such clause.
    found = connection.execute(query.with_for_update() if locked else query).one_or_none()
    if found is None:
        raise DatabaseNotFound("the database was dropped")
    return Balance(
        limit=found.limit_nano,
        spent=found.spent_nano,
        delta_limit=found.limit_delta_atto,
        delta_spent=found.spent_delta_atto,
        definition=PrivacyLimit(found.epsilon, found.delta).definition,
    )


def check(
    connection: Connection,
    before: Balance,
    *,
    database_id: int,
    user_id: int,
    nano: int,
    now: datetime,
    delta_atto: int = 0,
) -> None:
    """See whether a price could be charged now, to a database, to a user and to all groups of theirs.

    Raises
    ------
    PrivacyLimitExceeded
        If not.
    """
    if nano > before.left:
        raise PrivacyLimitExceeded(_refusal(nano, before))
    if delta_atto > before.delta_left:
        raise PrivacyLimitExceeded(_refusal_of_delta(delta_atto, before))
    if nano == 0:
        return  # what costs nothing is had beyond a limit, too
    for each, own in _own_balances(connection, database_id, user_id, now):
        if nano > own.left:
            raise PrivacyLimitExceeded(_refusal_of_subject(connection, nano, own, each))


def left_for(
    connection: Connection, before: Balance, *, database_id: int, user_id: int, now: datetime
) -> int:
    """What a user may still spend in a database: what is left by its limit, by theirs, or by that of a group of theirs, whichever is least."""
    own = _own_balances(connection, database_id, user_id, now)
    return min((before.left, *(each.left for _, each in own)))


def _own_balances(
    connection: Connection, database_id: int, user_id: int, now: datetime
) -> Iterator[tuple[LimitRecord, Balance]]:
    """The limits that a user has to keep to beside that of the database, and their balances."""
    for each in limits.binding(connection, database_id, user_id):
        days = each.window_days
        since = None if days is None else now - timedelta(days=days)
        spent = limits.spent_nano(connection, database_id, each.holder, since)
        yield each, Balance(limit=each.limit_nano, spent=spent)


def charge(
    connection: Connection,
    *,
    database_id: int,
    user_id: int,
    analysis_key: str,
    plan: Measurement,
    now: datetime,
) -> int:
    """Charge a release to a database, to a user and to their groups, or to none of them. It holds once the caller's transaction is committed.

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
        If less than the price is left of one of their limits. Nothing is charged then.
    DatabaseNotFound
        If the database was dropped.
    InternalError
        If the price is an amount of another definition of privacy than the database's.
    """
    before = balance(connection, database_id, locked=True)
    nano, delta_atto = plan.nano, plan.delta_atto
    if plan.definition is not before.definition:
        raise InternalError("a price was computed by another definition of privacy")
    check(
        connection,
        before,
        database_id=database_id,
        user_id=user_id,
        nano=nano,
        now=now,
        delta_atto=delta_atto,
    )
    granted = connection.execute(
        update(databases)
        .where(
            databases.c.id == database_id,
            databases.c.dropped_at.is_(None),
            # Where a limit was lowered below what was spent, what takes none of it may go on.
            or_(literal(nano == 0), databases.c.spent_nano + nano <= databases.c.limit_nano),
            or_(
                literal(delta_atto == 0),
                databases.c.spent_delta_atto + delta_atto <= databases.c.limit_delta_atto,
            ),
        )
        .values(
            spent_nano=databases.c.spent_nano + nano,
            spent_delta_atto=databases.c.spent_delta_atto + delta_atto,
        )
    ).rowcount
    if not granted:
        raise PrivacyLimitExceeded(_refusal(nano, before))
    inserted = connection.execute(
        insert(charges).values(
            database_id=database_id,
            user_id=user_id,
            analysis_key=analysis_key,
            exposure_nano=nano,
            definition=plan.definition.value,
            delta_atto=delta_atto,
            scales=list(plan.scales),
            created_at=now,
        )
    ).inserted_primary_key
    assert inserted is not None
    return int(inserted[0])


_WAYS_OUT = (
    "spend less, by a smaller exposure or a larger accuracy (give or take more), or ask an administrator of the database"
    " for a higher limit; what was answered once is answered again for nothing"
)


def _refusal(nano: int, before: Balance) -> str:
    return f"this would cost {_of_limit(nano, before)}, and {_of_limit(before.left, before)} is left: {_WAYS_OUT}"


def _refusal_of_delta(delta_atto: int, before: Balance) -> str:
    if before.delta_limit == 0:
        return (
            "this database has no delta to spend on unknown keys, since its privacy limit is older than they are: ask its"
            " administrator to set the limit anew, or name the values to have groups of"
        )
    return (
        f"this would take {delta_atto / ATTO:.3g} of the delta of the privacy limit, and {before.delta_left / ATTO:.3g} is"
        " left for unknown keys: ask for a smaller delta, or ask an administrator of the database for a higher limit; what"
        " was answered once is answered again for nothing"
    )


def _refusal_of_subject(
    connection: Connection, nano: int, before: Balance, limit: LimitRecord
) -> str:
    # Whoever is in a group knows of it.
    whose = (
        "you have"
        if limit.group_id is None
        else f"your group {limits.name_of_group(connection, limit.group_id)!r} has"
    )
    days = "" if limit.window_days is None else f" for any {limit.window_days} days"
    return (
        f"this would cost {_of_limit(nano, before)} that {whose} in this database{days}, and"
        f" {_of_limit(before.left, before)} is left: {_WAYS_OUT}"
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
