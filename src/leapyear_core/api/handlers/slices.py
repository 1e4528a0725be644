"""Handlers of the slices of tables."""

from leapyear_api.models import Slice, SliceCreate, SliceList, SlicePage
from leapyear_core.api.answers import Created
from leapyear_core.api.unset import shown
from leapyear_core.catalog.slices import SliceRecord
from leapyear_core.core import Core
from leapyear_core.services.sessions import Caller


def list_slices(
    core: Core, caller: Caller, *, database: str, table: str, limit: int, cursor: str | None
) -> SlicePage:
    """A page of the slices of a table."""
    page = core.slices.page(caller, database, table, limit=limit, cursor=cursor)
    return SlicePage(
        items=[_present(each) for each in page.items], next_cursor=shown(page.next_cursor)
    )


def add_slice(
    core: Core, caller: Caller, *, database: str, table: str, body: SliceCreate
) -> Created:
    """Rows, added."""
    added = core.slices.add(caller, database, table, body.credentials)
    return Created(_present(added), f"/v1/databases/{database}/tables/{table}/slices")


def refresh_table(core: Core, caller: Caller, *, database: str, table: str) -> SliceList:
    """What was added of the folder that a table watches."""
    return SliceList(
        items=[_present(each) for each in core.slices.refresh(caller, database, table)]
    )


def _present(each: SliceRecord) -> Slice:
    return Slice(id=each.id, credentials=each.credentials, created_at=each.created_at)
