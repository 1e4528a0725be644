"""The operations on tables."""

from leapyear._jobs import AsyncJobInformation
from leapyear._records import Page, TableDeclaration, TableRecord
from leapyear._seam import answers, records, replies, requests
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.tables import create_table, delete_table, get_table, list_tables, update_table
from leapyear_api.types import UNSET


class TableOperations:
    """What `leapyear._seam.Server` does with tables."""

    api: GeneratedClient

    def get_table(self, database: str, name: str, known: TableRecord | None = None) -> TableRecord:
        """A table."""
        with replies.understood("get_table"):
            reply = get_table.sync_detailed(
                database, name, client=self.api, if_none_match=requests.tag_of(known)
            )
            return replies.read(reply, known, m.Table, records.table)

    def list_tables(self, database: str, limit: int, cursor: str | None) -> Page[TableRecord]:
        """A page of the tables of a database."""
        with replies.understood("list_tables"):
            page = list_tables.sync(
                database, client=self.api, limit=limit, cursor=requests.unset(cursor)
            )
            found = replies.expected(page, m.TablePage)
            return replies.page(found.items, found.next_cursor, records.table)

    def create_table(self, database: str, declared: TableDeclaration) -> TableRecord:
        """Register files as a table."""
        body = _table_body(declared)
        with replies.understood("create_table"):
            return records.table(
                replies.expected(create_table.sync(database, client=self.api, body=body), m.Table)
            )

    def begin_table(self, database: str, declared: TableDeclaration) -> AsyncJobInformation:
        """Have files registered as a table, and give the job."""
        body = _table_body(declared)
        with replies.understood("create_table"):
            reply = create_table.sync(database, client=self.api, body=body, prefer="respond-async")
            return answers.job(replies.expected(reply, m.Job))

    def update_table(self, database: str, name: str, description: str) -> TableRecord:
        """Change a table."""
        body = m.TableUpdate(description=description)
        with replies.understood("update_table"):
            return records.table(
                replies.expected(
                    update_table.sync(database, name, client=self.api, body=body), m.Table
                )
            )

    def delete_table(self, database: str, name: str) -> None:
        """Delete a table."""
        with replies.understood("delete_table"):
            delete_table.sync_detailed(database, name, client=self.api)


def _table_body(declared: TableDeclaration) -> m.TableCreate:
    infer_bounds = declared.infer_bounds
    inferred = infer_bounds if isinstance(infer_bounds, tuple) else ()
    return m.TableCreate(
        name=declared.name,
        columns=[
            m.ColumnDefinition(
                name=column,
                type_=requests.column_type(of_type),
                infer_bounds=True if column in inferred else UNSET,
                nullable=False if column in declared.required else UNSET,
            )
            for column, of_type in declared.columns
        ]
        or UNSET,
        credentials=requests.unset(declared.credentials),
        watch_folder=requests.unset(declared.watch_folder),
        description=requests.unset(declared.description),
        public=declared.public,
        privacy_unit=requests.unset(declared.privacy_unit),
        max_rows_per_unit=requests.unset(declared.max_rows_per_unit),
        infer_bounds=True if infer_bounds is True else UNSET,
    )
