"""The operations on views."""

from leapyear._records import Page, ViewRecord
from leapyear._relations import Relation
from leapyear._seam import records, replies, requests
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.views import create_view, delete_view, get_view, list_views, update_view


class ViewOperations:
    """What `leapyear._seam.Server` does with views."""

    api: GeneratedClient

    def get_view(self, database: str, name: str, known: ViewRecord | None = None) -> ViewRecord:
        """A view."""
        with replies.understood("get_view"):
            reply = get_view.sync_detailed(
                database, name, client=self.api, if_none_match=requests.tag_of(known)
            )
            return replies.read(reply, known, m.View, records.view)

    def list_views(self, database: str, limit: int, cursor: str | None) -> Page[ViewRecord]:
        """A page of the views of a database."""
        with replies.understood("list_views"):
            page = list_views.sync(
                database, client=self.api, limit=limit, cursor=requests.unset(cursor)
            )
            found = replies.expected(page, m.ViewPage)
            return replies.page(found.items, found.next_cursor, records.view)

    def create_view(
        self, database: str, name: str, relation: Relation, description: str | None
    ) -> ViewRecord:
        """Give a relation a name."""
        body = m.ViewCreate(
            name=name,
            relation=requests.relation_model(relation),
            description=requests.unset(description),
        )
        with replies.understood("create_view"):
            return records.view(
                replies.expected(create_view.sync(database, client=self.api, body=body), m.View)
            )

    def update_view(self, database: str, name: str, description: str) -> ViewRecord:
        """Change a view."""
        body = m.ViewUpdate(description=description)
        with replies.understood("update_view"):
            return records.view(
                replies.expected(
                    update_view.sync(database, name, client=self.api, body=body), m.View
                )
            )

    def delete_view(self, database: str, name: str) -> None:
        """Drop a view."""
        with replies.understood("delete_view"):
            delete_view.sync_detailed(database, name, client=self.api)
