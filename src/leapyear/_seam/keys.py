"""Logging in with a key, and the keys that users log in with."""

from leapyear._records import KeyRecord, Page
from leapyear._seam import records, replies, requests
from leapyear._transport import HTTPClient
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.authentication import login_with_assertion
from leapyear_api.api.keys import create_key, delete_key, list_keys


def log_in_with_assertion(url: str, assertion: str) -> str:
    """Exchange an assertion for a token.

    Raises
    ------
    AuthenticationError
        If it is not good.
    """
    body = m.AssertionLogin(assertion=assertion)
    with HTTPClient(url) as http:
        api = GeneratedClient(base_url=url).set_httpx_client(http)
        with replies.understood("login_with_assertion"):
            found = login_with_assertion.sync(client=api, body=body)
            return str(replies.expected(found, m.Token).token)


class KeyOperations:
    """The part of `leapyear._seam.Server` that is about keys."""

    api: GeneratedClient

    def list_keys(self, username: str, limit: int, cursor: str | None) -> Page[KeyRecord]:
        """A page of the keys of a user, oldest first."""
        with replies.understood("list_keys"):
            page = list_keys.sync(
                username, client=self.api, limit=limit, cursor=requests.unset(cursor)
            )
            found = replies.expected(page, m.KeyPage)
            return replies.page(found.items, found.next_cursor, records.key)

    def create_key(self, username: str, name: str, public_key: str) -> KeyRecord:
        """Register a key of a user."""
        body = m.KeyCreate(name=name, public_key=public_key)
        with replies.understood("create_key"):
            return records.key(
                replies.expected(create_key.sync(username, client=self.api, body=body), m.Key)
            )

    def delete_key(self, username: str, key: str) -> None:
        """Revoke a key of a user."""
        with replies.understood("delete_key"):
            delete_key.sync_detailed(username, key, client=self.api)
