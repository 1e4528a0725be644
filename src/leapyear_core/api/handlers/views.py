"""Handlers of the tag ``views``."""

from leapyear_api.models import View, ViewCreate, ViewPage, ViewUpdate
from leapyear_core.api.answers import Created
from leapyear_core.api.trees import columns_of_types
from leapyear_core.api.unset import given, shown
from leapyear_core.core import Core
from leapyear_core.services.sessions import Caller
from leapyear_core.services.views import NamedView


def list_views(
    core: Core, caller: Caller, *, database: str, limit: int, cursor: str | None
) -> ViewPage:
    """A page of the views of a database."""
    page = core.views.page(caller, database, limit=limit, cursor=cursor)
    return ViewPage(
        items=[_present(view) for view in page.items], next_cursor=shown(page.next_cursor)
    )


def create_view(core: Core, caller: Caller, *, database: str, body: ViewCreate) -> Created:
    """A new view."""
    view = core.views.create(
        caller,
        database,
        body.name,
        relation=body.relation.to_dict(),
        description=given(body.description),
    )
    return Created(_present(view), f"/v1/databases/{database}/views/{view.view.record.name}")


def get_view(core: Core, caller: Caller, *, database: str, view: str) -> View:
    """A view."""
    return _present(core.views.get(caller, database, view))


def update_view(core: Core, caller: Caller, *, database: str, view: str, body: ViewUpdate) -> View:
    """A view as it is once it was changed."""
    return _present(core.views.update(caller, database, view, description=body.description))


def delete_view(core: Core, caller: Caller, *, database: str, view: str) -> None:
    """Delete a view."""
    core.views.delete(caller, database, view)


def _present(named: NamedView) -> View:
    record = named.view.record
    tree = {
        "name": record.name,
        "id": record.id,
        "database": named.database,
        "relation": record.relation,
        "columns": [each.to_dict() for each in columns_of_types(named.view.columns)],
        "created_at": record.created_at.isoformat(),
    }
    if record.description is not None:
        tree["description"] = record.description
    return View.from_dict(tree)
