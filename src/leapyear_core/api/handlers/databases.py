"""Handlers of the tag ``databases``."""

from leapyear_api import models
from leapyear_api.models import (
    Database,
    DatabaseCreate,
    DatabasePage,
    DatabaseUpdate,
    DeltaStatus,
    PrivacyLimitStatus,
)
from leapyear_api.types import UNSET
from leapyear_core.api.answers import Created
from leapyear_core.api.presenters import present_exposure
from leapyear_core.api.unset import given, shown
from leapyear_core.catalog.databases import DatabaseRecord
from leapyear_core.core import Core
from leapyear_core.privacy.accounting import ATTO
from leapyear_core.services.databases import LimitStatus
from leapyear_core.services.profiles import PrivacyLimit
from leapyear_core.services.sessions import Caller


def list_databases(core: Core, caller: Caller, *, limit: int, cursor: str | None) -> DatabasePage:
    """A page of databases."""
    page = core.databases.page(caller, limit=limit, cursor=cursor)
    return DatabasePage(
        items=[_present(database) for database in page.items], next_cursor=shown(page.next_cursor)
    )


def create_database(core: Core, caller: Caller, *, body: DatabaseCreate) -> Created:
    """A new database."""
    limit = given(body.privacy_limit)
    database = core.databases.create(
        body.name,
        description=given(body.description),
        privacy_profile=given(body.privacy_profile),
        limit=None if limit is None else _limit(limit),
    )
    return Created(_present(database), f"/v1/databases/{database.name}")


def get_database(core: Core, caller: Caller, *, database: str) -> Database:
    """A database."""
    return _present(core.databases.get(caller, database))


def update_database(core: Core, caller: Caller, *, database: str, body: DatabaseUpdate) -> Database:
    """A database as it is once it was changed."""
    changed = core.databases.update(
        caller,
        database,
        description=given(body.description),
        privacy_profile=given(body.privacy_profile),
    )
    return _present(changed)


def delete_database(core: Core, caller: Caller, *, database: str) -> None:
    """Delete a database."""
    core.databases.delete(database)


def get_privacy_limit(core: Core, caller: Caller, *, database: str) -> PrivacyLimitStatus:
    """The limit of a database, and how much of it is spent."""
    return _present_status(core.databases.limit_status(caller, database))


def set_privacy_limit(
    core: Core, caller: Caller, *, database: str, body: models.PrivacyLimit
) -> PrivacyLimitStatus:
    """The limit of a database once it was set."""
    return _present_status(core.databases.set_limit(caller, database, _limit(body)))


def _limit(limit: models.PrivacyLimit) -> PrivacyLimit:
    return PrivacyLimit(epsilon=limit.epsilon, delta=limit.delta)


def _present(database: DatabaseRecord) -> Database:
    return Database(
        name=database.name,
        id=database.id,
        description=shown(database.description),
        privacy_profile=database.privacy_profile,
        privacy_limit=models.PrivacyLimit(epsilon=database.epsilon, delta=database.delta),
        created_at=database.created_at,
    )


def _present_status(status: LimitStatus) -> PrivacyLimitStatus:
    of = status.total_nano, status.limit.definition
    delta = DeltaStatus(
        total=status.total_delta_atto / ATTO,
        spent=status.spent_delta_atto / ATTO,
        left=status.left_delta_atto / ATTO,
    )
    return PrivacyLimitStatus(
        limit=models.PrivacyLimit(epsilon=status.limit.epsilon, delta=status.limit.delta),
        total=present_exposure(status.total_nano, *of),
        spent=present_exposure(status.spent_nano, *of),
        left=present_exposure(status.left_nano, *of),
        delta=delta if status.total_delta_atto else UNSET,
    )
