"""Queries of the privacy profiles that administrators have made.

A database refers to its profile by name, since those that the server brings along have no row. One that a living
database has is not deleted, so that a name means the same profile for as long as it is in use.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from leapyear_core.catalog.schema import databases, privacy_profiles
from leapyear_core.model.profiles import PrivacyLimit, PrivacyProfile, ProfileParams


def find(connection: Connection, name: str) -> PrivacyProfile | None:
    """The profile of that name."""
    query = select(privacy_profiles).where(privacy_profiles.c.name == name)
    row = connection.execute(query).one_or_none()
    return None if row is None else _profile(row)


def page(connection: Connection, *, after: str, limit: int) -> list[PrivacyProfile]:
    """Up to `limit` profiles in the order of their names, from behind the name `after`."""
    query = (
        select(privacy_profiles)
        .where(privacy_profiles.c.name > after)
        .order_by(privacy_profiles.c.name)
        .limit(limit)
    )
    return [_profile(row) for row in connection.execute(query)]


def add(connection: Connection, profile: PrivacyProfile, created_at: datetime) -> None:
    """Add a profile.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        If the name is taken.
    """
    connection.execute(insert(privacy_profiles).values(**_columns(profile), created_at=created_at))


def change(connection: Connection, profile: PrivacyProfile) -> None:
    """Set all of a profile but its name."""
    statement = update(privacy_profiles).where(privacy_profiles.c.name == profile.name)
    connection.execute(statement.values(**_columns(profile)))


def remove(connection: Connection, name: str) -> None:
    """Delete a profile."""
    connection.execute(delete(privacy_profiles).where(privacy_profiles.c.name == name))


def is_in_use(connection: Connection, name: str) -> bool:
    """Whether a living database has the profile."""
    query = select(databases.c.id).where(
        databases.c.privacy_profile == name, databases.c.dropped_at.is_(None)
    )
    return connection.execute(query.limit(1)).first() is not None


def _columns(profile: PrivacyProfile) -> dict[str, Any]:
    params = profile.params
    return {
        "name": profile.name,
        "description": profile.description,
        "exposure_nano": params.exposure_nano,
        "accuracy": params.accuracy,
        "minimum_dataset_size": params.minimum_dataset_size,
        "maximum_sensitivity_multiplier": params.maximum_sensitivity_multiplier,
        "epsilon": params.default_limit.epsilon,
        "delta": params.default_limit.delta,
    }


def _profile(row: Row[Any]) -> PrivacyProfile:
    return PrivacyProfile(
        row.name,
        ProfileParams(
            exposure_nano=row.exposure_nano,
            default_limit=PrivacyLimit(row.epsilon, row.delta),
            accuracy=row.accuracy,
            minimum_dataset_size=row.minimum_dataset_size,
            maximum_sensitivity_multiplier=row.maximum_sensitivity_multiplier,
        ),
        row.description,
    )
