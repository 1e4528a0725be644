"""The operations on databases, and on the limit of each as a whole."""

from leapyear._exposure import PrivacyLimitStatus
from leapyear._privacy import PrivacyLimit
from leapyear._records import DatabaseRecord, Page
from leapyear._seam import records, replies, requests
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.databases import (
    create_database,
    delete_database,
    get_database,
    get_privacy_limit,
    list_databases,
    set_privacy_limit,
    update_database,
)
from leapyear_api.types import UNSET


class DatabaseOperations:
    """What `leapyear._seam.Server` does with databases."""

    api: GeneratedClient

    def get_database(self, name: str, known: DatabaseRecord | None = None) -> DatabaseRecord:
        """A database."""
        with replies.understood("get_database"):
            reply = get_database.sync_detailed(
                name, client=self.api, if_none_match=requests.tag_of(known)
            )
            return replies.read(reply, known, m.Database, records.database)

    def list_databases(self, limit: int, cursor: str | None) -> Page[DatabaseRecord]:
        """A page of databases."""
        with replies.understood("list_databases"):
            page = replies.expected(
                list_databases.sync(client=self.api, limit=limit, cursor=requests.unset(cursor)),
                m.DatabasePage,
            )
            return replies.page(page.items, page.next_cursor, records.database)

    def create_database(
        self,
        name: str,
        description: str | None,
        privacy_profile: str | None,
        privacy_limit: PrivacyLimit | None,
    ) -> DatabaseRecord:
        """Create a database; None leaves a thing to the server's default."""
        body = m.DatabaseCreate(
            name=name,
            description=requests.unset(description),
            privacy_profile=requests.unset(privacy_profile),
            privacy_limit=UNSET if privacy_limit is None else requests.limit(privacy_limit),
        )
        with replies.understood("create_database"):
            return records.database(
                replies.expected(create_database.sync(client=self.api, body=body), m.Database)
            )

    def update_database(
        self, name: str, description: str | None, privacy_profile: str | None
    ) -> DatabaseRecord:
        """Change a database; None leaves a thing as it is."""
        body = m.DatabaseUpdate(
            description=requests.unset(description), privacy_profile=requests.unset(privacy_profile)
        )
        with replies.understood("update_database"):
            return records.database(
                replies.expected(update_database.sync(name, client=self.api, body=body), m.Database)
            )

    def delete_database(self, name: str) -> None:
        """Delete a database and its tables."""
        with replies.understood("delete_database"):
            delete_database.sync_detailed(name, client=self.api)

    def get_privacy_limit(self, database: str) -> PrivacyLimitStatus:
        """The privacy limit of a database, and how much of it is spent."""
        with replies.understood("get_privacy_limit"):
            return records.limit_status(
                replies.expected(
                    get_privacy_limit.sync(database, client=self.api), m.PrivacyLimitStatus
                )
            )

    def set_privacy_limit(self, database: str, limit: PrivacyLimit) -> PrivacyLimitStatus:
        """Set the privacy limit of a database."""
        body = requests.limit(limit)
        with replies.understood("set_privacy_limit"):
            return records.limit_status(
                replies.expected(
                    set_privacy_limit.sync(database, client=self.api, body=body),
                    m.PrivacyLimitStatus,
                )
            )
