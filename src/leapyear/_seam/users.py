"""The operations on users."""

from leapyear._records import Page, UserRecord
from leapyear._seam import records, replies, requests
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.users import (
    create_user,
    delete_user,
    get_current_user,
    get_user,
    list_users,
    update_user,
)


class UserOperations:
    """What `leapyear._seam.Server` does with users."""

    api: GeneratedClient

    def current_user(self) -> UserRecord:
        """The user whose token this is."""
        with replies.understood("get_current_user"):
            return records.user(replies.expected(get_current_user.sync(client=self.api), m.User))

    def get_user(self, username: str, known: UserRecord | None = None) -> UserRecord:
        """A user."""
        with replies.understood("get_user"):
            reply = get_user.sync_detailed(
                username, client=self.api, if_none_match=requests.tag_of(known)
            )
            return replies.read(reply, known, m.User, records.user)

    def list_users(self, limit: int, cursor: str | None) -> Page[UserRecord]:
        """A page of users."""
        with replies.understood("list_users"):
            page = replies.expected(
                list_users.sync(client=self.api, limit=limit, cursor=requests.unset(cursor)),
                m.UserPage,
            )
            return replies.page(page.items, page.next_cursor, records.user)

    def create_user(self, username: str, password: str, is_administrator: bool) -> UserRecord:
        """Create a user."""
        body = m.UserCreate(username=username, password=password, is_administrator=is_administrator)
        with replies.understood("create_user"):
            return records.user(
                replies.expected(create_user.sync(client=self.api, body=body), m.User)
            )

    def update_user(
        self, username: str, password: str | None, is_administrator: bool | None
    ) -> UserRecord:
        """Change a user; None leaves a thing as it is."""
        body = m.UserUpdate(
            password=requests.unset(password), is_administrator=requests.unset(is_administrator)
        )
        with replies.understood("update_user"):
            return records.user(
                replies.expected(update_user.sync(username, client=self.api, body=body), m.User)
            )

    def delete_user(self, username: str) -> None:
        """Delete a user."""
        with replies.understood("delete_user"):
            delete_user.sync_detailed(username, client=self.api)
