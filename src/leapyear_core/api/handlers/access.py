"""Handlers of the tag ``access``."""

from leapyear_api import models
from leapyear_api.models import (
    ColumnAccessType,
    DatabaseAccessPage,
    DatabaseAccessSetting,
    DatabaseAccessType,
    TableAccessPage,
    TableAccessSetting,
)
from leapyear_core.api.presenters import present_subject
from leapyear_core.api.unset import shown
from leapyear_core.core import Core
from leapyear_core.model.access import ColumnLevel, DatabaseLevel, SubjectKind
from leapyear_core.services.grants import ColumnAccess, DatabaseAccess, TableAccess
from leapyear_core.services.sessions import Caller


def list_subject_access(
    core: Core, caller: Caller, *, subject_kind: str, subject: str, limit: int, cursor: str | None
) -> DatabaseAccessPage:
    """A page of what a subject was granted on databases."""
    page = core.grants.page_of_subject(
        caller, SubjectKind(subject_kind), subject, limit=limit, cursor=cursor
    )
    return DatabaseAccessPage(
        items=[_present(each) for each in page.items], next_cursor=shown(page.next_cursor)
    )


def list_database_access(
    core: Core, caller: Caller, *, database: str, limit: int, cursor: str | None
) -> DatabaseAccessPage:
    """A page of what was granted on a database."""
    page = core.grants.page_of_database(caller, database, limit=limit, cursor=cursor)
    return DatabaseAccessPage(
        items=[_present(each) for each in page.items], next_cursor=shown(page.next_cursor)
    )


def get_database_access(
    core: Core, caller: Caller, *, database: str, subject_kind: str, subject: str
) -> models.DatabaseAccess:
    """What a subject may do with a database."""
    return _present(core.grants.on_database(caller, database, SubjectKind(subject_kind), subject))


def set_database_access(
    core: Core,
    caller: Caller,
    *,
    database: str,
    subject_kind: str,
    subject: str,
    body: DatabaseAccessSetting,
) -> models.DatabaseAccess:
    """What a subject may do with a database once it was granted."""
    level = DatabaseLevel[body.access.name]
    return _present(
        core.grants.set_on_database(caller, database, SubjectKind(subject_kind), subject, level)
    )


def list_table_access(
    core: Core, caller: Caller, *, database: str, table: str, limit: int, cursor: str | None
) -> TableAccessPage:
    """A page of what was granted on the columns of a table."""
    page = core.grants.page_of_table(caller, database, table, limit=limit, cursor=cursor)
    return TableAccessPage(
        items=[_present_table(each) for each in page.items], next_cursor=shown(page.next_cursor)
    )


def get_table_access(
    core: Core, caller: Caller, *, database: str, table: str, subject_kind: str, subject: str
) -> models.TableAccess:
    """What a subject may do with the columns of a table."""
    return _present_table(
        core.grants.on_table(caller, database, table, SubjectKind(subject_kind), subject)
    )


def set_table_access(
    core: Core,
    caller: Caller,
    *,
    database: str,
    table: str,
    subject_kind: str,
    subject: str,
    body: TableAccessSetting,
) -> models.TableAccess:
    """What a subject may do with the columns of a table once it was granted."""
    levels = [(each.column, ColumnLevel[each.access.name]) for each in body.columns]
    return _present_table(
        core.grants.set_on_table(
            caller, database, table, SubjectKind(subject_kind), subject, levels
        )
    )


def _present(access: DatabaseAccess) -> models.DatabaseAccess:
    return models.DatabaseAccess(
        subject=present_subject(access.subject),
        database=access.database,
        access=DatabaseAccessType[access.granted.name],
        effective=DatabaseAccessType[access.effective.name],
    )


def _present_table(access: TableAccess) -> models.TableAccess:
    return models.TableAccess(
        subject=present_subject(access.subject),
        database=access.database,
        table=access.table,
        columns=[_present_column(column) for column in access.columns],
    )


def _present_column(access: ColumnAccess) -> models.ColumnAccess:
    granted = access.granted
    return models.ColumnAccess(
        column=access.column,
        access=shown(None if granted is None else ColumnAccessType[granted.name]),
        effective=ColumnAccessType[access.effective.name],
    )
