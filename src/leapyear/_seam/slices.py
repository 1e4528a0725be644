"""The operations on the slices of tables."""

from leapyear._records import Page, SliceRecord
from leapyear._seam import records, replies, requests
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.tables import add_slice, list_slices, refresh_table


class SliceOperations:
    """Part of the operations of a server."""

    api: GeneratedClient

    def list_slices(
        self, database: str, table: str, limit: int, cursor: str | None
    ) -> Page[SliceRecord]:
        """A page of the slices of a table."""
        with replies.understood("list_slices"):
            page = list_slices.sync(
                database, table, client=self.api, limit=limit, cursor=requests.unset(cursor)
            )
            found = replies.expected(page, m.SlicePage)
            return replies.page(found.items, found.next_cursor, records.slice_of)

    def add_slice(self, database: str, table: str, credentials: str) -> SliceRecord:
        """Add the rows of files to a table."""
        body = m.SliceCreate(credentials=credentials)
        with replies.understood("add_slice"):
            added = add_slice.sync(database, table, client=self.api, body=body)
            return records.slice_of(replies.expected(added, m.Slice))

    def refresh_table(self, database: str, table: str) -> tuple[SliceRecord, ...]:
        """Make slices of the new files in the folder that a table watches."""
        with replies.understood("refresh_table"):
            added = refresh_table.sync(database, table, client=self.api)
            return tuple(map(records.slice_of, replies.expected(added, m.SliceList).items))
