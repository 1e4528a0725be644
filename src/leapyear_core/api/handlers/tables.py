"""Handlers of the tag ``tables``."""

from leapyear_api.models import Table, TableCreate, TablePage, TableUpdate
from leapyear_api.types import Unset
from leapyear_core.api.answers import Accepted, Created
from leapyear_core.api.handlers.jobs import accepted
from leapyear_core.api.prefer import Preferences
from leapyear_core.api.trees import columns_of_types, types_of_columns
from leapyear_core.api.unset import given, shown
from leapyear_core.core import Core
from leapyear_core.model.units import PrivacyUnit
from leapyear_core.services.creations import Registration
from leapyear_core.services.sessions import Caller
from leapyear_core.services.tables import NamedTable


def list_tables(
    core: Core, caller: Caller, *, database: str, limit: int, cursor: str | None
) -> TablePage:
    """A page of the tables of a database."""
    page = core.tables.page(caller, database, limit=limit, cursor=cursor)
    return TablePage(
        items=[_present(table) for table in page.items],
        next_cursor=shown(page.next_cursor),
    )


def create_table(
    core: Core, caller: Caller, *, database: str, body: TableCreate, prefer: Preferences
) -> Created | Accepted:
    """A new table, or the job that makes it."""
    asked = Registration(
        body.name,
        columns=None if isinstance(body.columns, Unset) else types_of_columns(body.columns),
        credentials=given(body.credentials),
        watch_folder=given(body.watch_folder),
        description=given(body.description),
        is_public=bool(body.public),
        privacy_unit=_privacy_unit(body),
        infer_bounds=_inferred(body),
    )
    if prefer.respond_async:
        return accepted(core.jobs.get(caller, core.creations.begin(caller, database, asked)))
    table = asked.create(core.tables, caller, database)
    return Created(_present(table), f"/v1/databases/{database}/tables/{table.table.name}")


def get_table(core: Core, caller: Caller, *, database: str, table: str) -> Table:
    """A table."""
    return _present(core.tables.get(caller, database, table))


def update_table(
    core: Core, caller: Caller, *, database: str, table: str, body: TableUpdate
) -> Table:
    """A table as it is once it was changed."""
    return _present(core.tables.update(caller, database, table, description=body.description))


def delete_table(core: Core, caller: Caller, *, database: str, table: str) -> None:
    """Delete a table."""
    core.tables.delete(caller, database, table)


def _privacy_unit(body: TableCreate) -> PrivacyUnit | None:
    # The contract wants both or none.
    column, rows = given(body.privacy_unit), given(body.max_rows_per_unit)
    return None if column is None or rows is None else PrivacyUnit(column, rows)


def _inferred(body: TableCreate) -> tuple[str, ...] | None:
    if body.infer_bounds:
        return None
    columns = [] if isinstance(body.columns, Unset) else body.columns
    return tuple(each.name for each in columns if given(each.infer_bounds))


def _present(named: NamedTable) -> Table:
    table = named.table
    return Table(
        name=table.name,
        id=table.id,
        database=named.database,
        description=shown(table.description),
        columns=columns_of_types(table.columns),
        public=table.is_public,
        # The name of a column is told to those who see the column.
        privacy_unit=shown(
            table.privacy_unit
            if any(each.name == table.privacy_unit for each in table.columns)
            else None
        ),
        max_rows_per_unit=shown(table.max_rows_per_unit),
        # Where files are is the business of those who may register them.
        credentials=shown((table.credentials or None) if named.is_administered else None),
        watch_folder=shown(table.watch_folder if named.is_administered else None),
        created_at=table.created_at,
    )
