"""Privacy profiles: how much one computation spends, and how much it may."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

from leapyear._connection import Connection, current
from leapyear._mapping import LazyMapping
from leapyear._names import check_name
from leapyear._privacy import PrivacyLimit, PrivacyProfileParams
from leapyear._records import PrivacyProfileRecord
from leapyear.admin._kept import kept
from leapyear.admin._resource import Resource, optional_text
from leapyear.exceptions import PrivacyProfileNotFound


class PrivacyProfile(Resource[PrivacyProfileRecord]):
    """What one computation may spend, under a name that databases refer to.

    A profile with a small exposure gives many answers with much noise, one with a large exposure
    few with little. Six belong to the server: ``exploration``, ``balanced`` and ``accuracy``, and
    ``pure-exploration``, ``pure-balanced`` and ``pure-accuracy`` for databases that spend epsilon.
    They cannot be changed or dropped. `leapyear.Client.privacy_profiles` has them all.

    Parameters
    ----------
    name
        Up to 64 letters, digits, ``_`` and ``-``, the first of them a letter or ``_``.
    params
        What one computation may spend, and of which data. `update` sets them as a whole, for the
        analyses to come of all databases that have the profile. Without them, when it is made:
        those of ``balanced``.
    description
        A text for people.

    Examples
    --------
    >>> client.privacy_profiles["balanced"].exposure
    0.0025
    >>> careful = PrivacyProfileParams(exposure=0.001, minimum_dataset_size=1000)
    >>> PrivacyProfile("careful", params=careful).exposure
    0.001
    """

    _noun = "privacy profile"
    _changeable: ClassVar = ("description", "params")

    def __init__(
        self,
        name: str,
        *,
        params: PrivacyProfileParams | None = None,
        description: str | None = None,
    ) -> None:
        super().__init__(check_name(name, self._noun))
        self._params = None if params is None else _checked_params(params)
        self._description = optional_text(description, "description") or None

    @property
    def description(self) -> str | None:
        """A text for people."""
        return self._record.description if self._record else self._description

    @property
    def params(self) -> PrivacyProfileParams:
        """What one computation may spend, and of which data.

        Of a profile that was made by hand, and without them, the server is asked.
        """
        if self._record is None and self._params is not None:
            return self._params
        return self._known().params

    @property
    def is_built_in(self) -> bool:
        """Whether it belongs to the server, and stays as it is."""
        return self._known().is_built_in

    @property
    def exposure(self) -> float:
        """The most that one computation may spend, in rho of zero-concentrated DP, or in epsilon."""
        return self.params.exposure

    @property
    def default_limit(self) -> PrivacyLimit:
        """The privacy limit of a database with this profile, where it is made without one."""
        return self.params.default_limit

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
        # A profile may be given by its name alone: there is nothing to tell of it then before it was
        # read.
        if self._record is None:
            self.load()
        assert self._record is not None
        return self._record

    @classmethod
    def _from_record(cls, record: PrivacyProfileRecord, connection: Connection) -> Self:
        return cls(record.name)._bind(connection, record)

    def _fetch(self, connection: Connection) -> PrivacyProfileRecord:
        return connection.server.get_privacy_profile(self.name, self._record)

    def _create_on(self, connection: Connection) -> PrivacyProfileRecord:
        params = self._record.params if self._record else self._params
        return connection.server.create_privacy_profile(self.name, self.description, params)

    def _update_on(
        self, connection: Connection, changes: dict[str, object]
    ) -> PrivacyProfileRecord:
        return connection.server.update_privacy_profile(
            self.name,
            optional_text(changes["description"], "description")
            if "description" in changes
            else None,
            _checked_params(changes["params"]) if "params" in changes else None,
        )

    def _drop_on(self, connection: Connection) -> None:
        connection.server.delete_privacy_profile(self.name)

    def _forget_on(self, connection: Connection) -> None:
        # Databases know their profile by its name, and ask here what it says.
        profiles_of(connection).forget(self.name)

    def _html_row(self) -> Mapping[str, object]:
        return {
            "exposure": f"{_UNITS[self.params.definition]} {self.exposure:g}",
            "accuracy": self.params.accuracy,
            "smallest data set": self.params.minimum_dataset_size or None,
            "largest multiplier": self.params.maximum_sensitivity_multiplier,
            "default limit": self.default_limit,
            "description": self.description,
        }


#: What databases spend, by definition of privacy.
_UNITS = {"zcdp": "rho", "pure": "epsilon"}


def _checked_params(params: object) -> PrivacyProfileParams:
    if not isinstance(params, PrivacyProfileParams):
        raise TypeError(
            f"params is PrivacyProfileParams(exposure=0.001) for example, not {params!r}"
        )
    return params


def name_of_profile(profile: "PrivacyProfile | str") -> str:
    """The name of a profile that may be given by its name."""
    return (
        profile.name
        if isinstance(profile, PrivacyProfile)
        else check_name(profile, PrivacyProfile._noun)
    )


def profiles_of(connection: Connection) -> LazyMapping[PrivacyProfile]:
    """The privacy profiles of a server, kept with the connection."""
    return kept(
        connection,
        ("privacy_profiles",),
        ("privacy profile", f"on {connection.url}"),
        PrivacyProfile._from_record,
        get=lambda name: connection.server.get_privacy_profile(name),
        list_page=lambda limit, cursor: connection.server.list_privacy_profiles(limit, cursor),
        missing=PrivacyProfileNotFound,
    )
