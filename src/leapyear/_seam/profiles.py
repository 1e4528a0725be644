"""The operations on privacy profiles."""

from leapyear._privacy import PrivacyProfileParams
from leapyear._records import Page, PrivacyProfileRecord
from leapyear._seam import records, replies, requests
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.privacy_profiles import (
    create_privacy_profile,
    delete_privacy_profile,
    get_privacy_profile,
    list_privacy_profiles,
    update_privacy_profile,
)


class ProfileOperations:
    """Part of the operations of a server."""

    api: GeneratedClient

    def get_privacy_profile(
        self, name: str, known: PrivacyProfileRecord | None = None
    ) -> PrivacyProfileRecord:
        """A privacy profile."""
        with replies.understood("get_privacy_profile"):
            reply = get_privacy_profile.sync_detailed(
                name, client=self.api, if_none_match=requests.tag_of(known)
            )
            return replies.read(reply, known, m.PrivacyProfile, records.profile)

    def list_privacy_profiles(self, limit: int, cursor: str | None) -> Page[PrivacyProfileRecord]:
        """A page of privacy profiles."""
        with replies.understood("list_privacy_profiles"):
            page = list_privacy_profiles.sync(
                client=self.api, limit=limit, cursor=requests.unset(cursor)
            )
            found = replies.expected(page, m.PrivacyProfilePage)
            return replies.page(found.items, found.next_cursor, records.profile)

    def create_privacy_profile(
        self, name: str, description: str | None, params: PrivacyProfileParams | None
    ) -> PrivacyProfileRecord:
        """Create a privacy profile; None leaves a thing to the server's default."""
        body = m.PrivacyProfileCreate(
            name=name, description=requests.unset(description), params=requests.params(params)
        )
        with replies.understood("create_privacy_profile"):
            return records.profile(
                replies.expected(
                    create_privacy_profile.sync(client=self.api, body=body), m.PrivacyProfile
                )
            )

    def update_privacy_profile(
        self, name: str, description: str | None, params: PrivacyProfileParams | None
    ) -> PrivacyProfileRecord:
        """Change a privacy profile; None leaves a thing as it is."""
        body = m.PrivacyProfileUpdate(
            description=requests.unset(description), params=requests.params(params)
        )
        with replies.understood("update_privacy_profile"):
            return records.profile(
                replies.expected(
                    update_privacy_profile.sync(name, client=self.api, body=body), m.PrivacyProfile
                )
            )

    def delete_privacy_profile(self, name: str) -> None:
        """Delete a privacy profile."""
        with replies.understood("delete_privacy_profile"):
            delete_privacy_profile.sync_detailed(name, client=self.api)
