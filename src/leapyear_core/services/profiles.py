"""Privacy profiles: how much one computation spends, and how much it may.

Six are built in, and stay as they are: what they promise in their descriptions follows from three facts. The noise in a
count under rho of zero-concentrated differential privacy has the standard deviation 1 / sqrt(2 rho), under epsilon of pure
differential privacy sqrt(2) / epsilon; and the default limit, epsilon 3 with delta 1e-6, is a rho of 0.185. The profiles
for pure epsilon give as many answers under the same epsilon, with the delta 0: nothing but noise pays for that. No amount of
the one definition is made from one of the other anywhere. Administrators make others. Everybody sees all of them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from attrs import evolve
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from leapyear_core.catalog import privacy_profiles
from leapyear_core.catalog.databases import DatabaseRecord
from leapyear_core.catalog.store import Catalog
from leapyear_core.model.errors import (
    AlreadyExists,
    PrivacyDefinitionMismatch,
    PrivacyProfileBuiltIn,
    PrivacyProfileInUse,
    PrivacyProfileNotFound,
)
from leapyear_core.model.profiles import Definition, PrivacyLimit, PrivacyProfile, ProfileParams
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.paging import Page, decode_name, page_of

__all__ = ["BUILT_IN", "DEFAULT_PROFILE", "PrivacyLimit", "PrivacyProfile", "Profiles", "find"]

DEFAULT_PROFILE = "balanced"

#: That of databases which spend epsilons.
DEFAULT_PURE_PROFILE = "pure-balanced"

_DEFAULT_LIMIT = PrivacyLimit(epsilon=3.0, delta=1e-6)
_DEFAULT_PURE_LIMIT = PrivacyLimit(epsilon=3.0, delta=0.0)

#: The accuracies are such that the most is spent on all data sets of fewer than 27,000 records.
BUILT_IN: Mapping[str, PrivacyProfile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            PrivacyProfile(
                "accuracy",
                ProfileParams(12_500_000, _DEFAULT_LIMIT, accuracy=0.0004),
                "A count is off by about 6, and the default limit lasts for 14 questions.",
            ),
            PrivacyProfile(
                "balanced",
                ProfileParams(2_500_000, _DEFAULT_LIMIT, accuracy=0.001),
                "A count is off by about 14, and the default limit lasts for 74 questions.",
            ),
            PrivacyProfile(
                "exploration",
                ProfileParams(500_000, _DEFAULT_LIMIT, accuracy=0.002),
                "A count is off by about 32, and the default limit lasts for 370 questions.",
            ),
            PrivacyProfile(
                "pure-accuracy",
                ProfileParams(200_000_000, _DEFAULT_PURE_LIMIT, accuracy=0.00055),
                "Pure epsilon: a count is off by about 7, and the default limit lasts for 15 questions.",
            ),
            PrivacyProfile(
                "pure-balanced",
                ProfileParams(40_000_000, _DEFAULT_PURE_LIMIT, accuracy=0.0027),
                "Pure epsilon: a count is off by about 35, and the default limit lasts for 75 questions.",
            ),
            PrivacyProfile(
                "pure-exploration",
                ProfileParams(8_000_000, _DEFAULT_PURE_LIMIT, accuracy=0.0135),
                "Pure epsilon: a count is off by about 177, and the default limit lasts for 375 questions.",
            ),
        )
    }
)


class Profiles:
    """The privacy profiles of a Core."""

    def __init__(self, catalog: Catalog, clock: Clock = utc_now) -> None:
        self._catalog = catalog
        self._clock = clock

    def create(
        self, name: str, *, description: str | None = None, params: ProfileParams | None = None
    ) -> PrivacyProfile:
        """Create a profile, with the parameters of the default one where none are given.

        Raises
        ------
        AlreadyExists
            If the name is taken.
        """
        made = PrivacyProfile(name, params or BUILT_IN[DEFAULT_PROFILE].params, description)
        taken = AlreadyExists(f"there is a privacy profile {name!r} already")
        if name in BUILT_IN:
            raise taken
        try:
            with self._catalog.write() as connection:
                privacy_profiles.add(connection, made, self._clock())
        except IntegrityError:
            raise taken from None
        return made

    def page(self, *, limit: int, cursor: str | None) -> Page[PrivacyProfile]:
        """The profiles, in the order of their names."""
        after = decode_name(cursor) or ""
        with self._catalog.read() as connection:
            made = privacy_profiles.page(connection, after=after, limit=limit + 1)
        built_in = [each for each in BUILT_IN.values() if each.name > after]
        found = sorted(built_in + made, key=lambda each: each.name)
        return page_of(found[: limit + 1], limit, lambda profile: profile.name)

    def get(self, name: str) -> PrivacyProfile:
        """The profile of that name.

        Raises
        ------
        PrivacyProfileNotFound
            If there is none.
        """
        with self._catalog.read() as connection:
            return find(connection, name)

    def update(
        self, name: str, *, description: str | None = None, params: ProfileParams | None = None
    ) -> PrivacyProfile:
        """Set the description or all parameters of a profile; None leaves them.

        Raises
        ------
        PrivacyProfileNotFound
            If there is none.
        PrivacyProfileBuiltIn
            If it is the server's own.
        PrivacyDefinitionMismatch
            If a database has it that spends rhos and the new parameters are in epsilons, or the other way.
        """
        with self._catalog.write() as connection:
            changed = _changeable(connection, name)
            if description is not None:
                changed = evolve(changed, description=description)
            if params is not None:
                _check_in_use(connection, changed, params)
                changed = evolve(changed, params=params)
            privacy_profiles.change(connection, changed)
            return changed

    def delete(self, name: str) -> None:
        """Delete a profile.

        Raises
        ------
        PrivacyProfileNotFound
            If there is none.
        PrivacyProfileBuiltIn
            If it is the server's own.
        PrivacyProfileInUse
            If a database has it.
        """
        with self._catalog.write() as connection:
            _changeable(connection, name)
            if privacy_profiles.is_in_use(connection, name):
                raise PrivacyProfileInUse(
                    f"a database has the privacy profile {name!r}: give it another one first"
                )
            privacy_profiles.remove(connection, name)


def default_for(limit: PrivacyLimit | None) -> str:
    """The name of the profile of a database that is made with this limit, and without a profile."""
    is_pure = limit is not None and limit.definition is Definition.PURE
    return DEFAULT_PURE_PROFILE if is_pure else DEFAULT_PROFILE


def check_profile(profile: PrivacyProfile, definition: Definition) -> None:
    """See whether a profile is for databases of a definition of privacy.

    Raises
    ------
    PrivacyDefinitionMismatch
        If not.
    """
    if profile.params.definition is not definition:
        raise PrivacyDefinitionMismatch(
            f"the privacy profile {profile.name!r} is for databases that spend {_SPENT[profile.params.definition]}, and"
            f" this one spends {_SPENT[definition]}"
        )


def check_definition(database: DatabaseRecord, definition: Definition) -> None:
    """See whether a limit of a definition of privacy fits a database.

    Raises
    ------
    PrivacyDefinitionMismatch
        If not.
    """
    if database.definition is not definition:
        raise PrivacyDefinitionMismatch(
            f"the database {database.name!r} spends {_SPENT[database.definition]}, and this limit is one on"
            f" {_SPENT[definition]}: that is fixed when a database is made"
        )


#: What databases of a definition of privacy spend.
_SPENT: Mapping[Definition, str] = MappingProxyType(
    {
        Definition.ZCDP: "rho of zero-concentrated differential privacy (a delta above 0)",
        Definition.PURE: "epsilon of pure differential privacy (a delta of 0)",
    }
)


def _check_in_use(connection: Connection, profile: PrivacyProfile, params: ProfileParams) -> None:
    if profile.params.definition is params.definition:
        return
    if privacy_profiles.is_in_use(connection, profile.name):
        raise PrivacyDefinitionMismatch(
            f"a database has the privacy profile {profile.name!r}, and spends {_SPENT[profile.params.definition]}: make"
            " another profile"
        )


def find(connection: Connection, name: str) -> PrivacyProfile:
    """The profile of that name, in a transaction.

    Raises
    ------
    PrivacyProfileNotFound
        If there is none.
    """
    found = BUILT_IN.get(name) or privacy_profiles.find(connection, name)
    if found is None:
        known = ", ".join(BUILT_IN)
        raise PrivacyProfileNotFound(
            f"there is no privacy profile {name!r}: there are {known}, and those that were made here"
        )
    return found


def _changeable(connection: Connection, name: str) -> PrivacyProfile:
    if name in BUILT_IN:
        raise PrivacyProfileBuiltIn(
            f"the privacy profile {name!r} is the server's own and stays as it is: make one of yours"
        )
    return find(connection, name)
