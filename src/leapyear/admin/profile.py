"""Privacy profiles: how much one computation spends where it does not ask for an accuracy."""

from collections.abc import Iterator, Mapping
from typing import Self

from leapyear._connection import Connection, current
from leapyear._mapping import LazyMapping
from leapyear._names import check_name, is_name
from leapyear._privacy import PrivacyLimit
from leapyear._records import Page, PrivacyProfileRecord
from leapyear.admin._resource import Readable
from leapyear.exceptions import PrivacyProfileNotFound


class PrivacyProfile(Readable[PrivacyProfileRecord]):
    """A privacy profile of the server, by name; `leapyear.Client.privacy_profiles` has them all.

    A profile with a small exposure gives many answers with much noise, one with a large exposure
    few with little.

    Parameters
    ----------
    name
        Its name.

    Examples
    --------
    >>> client.privacy_profiles["balanced"].exposure
    0.0025
    """

    _noun = "privacy profile"

    def __init__(self, name: str) -> None:
        super().__init__(check_name(name, self._noun))

    @property
    def description(self) -> str:
        """What it is for, in words."""
        return self._known().description

    @property
    def exposure(self) -> float:
        """What one computation spends, in rho of zero-concentrated differential privacy."""
        return self._known().rho

    @property
    def default_limit(self) -> PrivacyLimit:
        """The privacy limit of a database with this profile, where it is made without one."""
        return self._known().default_limit

    @classmethod
    def all(cls) -> Iterator["PrivacyProfile"]:
        """The privacy profiles of the server, in the order of their names.

        Raises
        ------
        NotConnected
            If there is no connection.
        """
        return iter(profiles_of(current()).load().values())

    def _known(self) -> PrivacyProfileRecord:
        # Nothing of a profile is ever given by hand, so that there is nothing to tell before it was
        # read.
        if self._record is None:
            self.load()
        assert self._record is not None
        return self._record

    @classmethod
    def _from_record(cls, record: PrivacyProfileRecord, connection: Connection) -> Self:
        return cls(record.name)._bind(connection, record)

    def _fetch(self, connection: Connection) -> PrivacyProfileRecord:
        return connection.server.get_privacy_profile(self.name)

    def _html_row(self) -> Mapping[str, object]:
        return {
            "exposure (rho)": f"{self.exposure:g}",
            "default limit": self.default_limit,
            "description": self.description,
        }


def name_of_profile(profile: "PrivacyProfile | str") -> str:
    """The name of a profile that may be given by its name."""
    return (
        profile.name
        if isinstance(profile, PrivacyProfile)
        else check_name(profile, PrivacyProfile._noun)
    )


def profiles_of(connection: Connection) -> LazyMapping[PrivacyProfile]:
    """The privacy profiles of a server, kept with the connection."""

    def page(limit: int, cursor: str | None) -> Page[PrivacyProfile]:
        found = connection.server.list_privacy_profiles(limit, cursor)
        return found.map(lambda record: PrivacyProfile._from_record(record, connection))

    def one(name: str) -> PrivacyProfile:
        return PrivacyProfile._from_record(connection.server.get_privacy_profile(name), connection)

    return connection.cached(
        ("privacy_profiles",),
        lambda: LazyMapping(
            ("privacy profile", f"on {connection.url}"),
            get=one,
            list_page=page,
            name_of=lambda profile: profile.name,
            is_name=is_name,
            missing=PrivacyProfileNotFound,
        ),
    )
