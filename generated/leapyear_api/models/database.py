# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.privacy_limit import PrivacyLimit


T = TypeVar("T", bound="Database")


@_attrs_define
class Database:
    """Tables under one privacy limit.

    Attributes:
        name (str): A name of a database, a table or a privacy profile.
        id (int): A number that no other database ever had.
        privacy_profile (str): A name of a database, a table or a privacy profile.
        privacy_limit (PrivacyLimit): The most that all answers together may tell of one record: (epsilon,
            delta)-differential privacy. Kept as a limit
            on zero-concentrated differential privacy (Bun and Steinke 2016), by the conversion of Canonne, Kamath and
            Steinke (2020). Of a database, a thousandth of delta is kept for the groups of unknown keys. With a delta of 0
            it is
            pure differential privacy, and kept as a limit on the sum of epsilons. A database has the one or the other kind
            of
            limit from the beginning, and keeps to it.
        created_at (datetime.datetime): When the database was created.
        description (str | Unset): A text for people.
    """

    name: str
    id: int
    privacy_profile: str
    privacy_limit: PrivacyLimit
    created_at: datetime.datetime
    description: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        id = self.id

        privacy_profile = self.privacy_profile

        privacy_limit = self.privacy_limit.to_dict()

        created_at = self.created_at.isoformat()

        description = self.description

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "id": id,
                "privacy_profile": privacy_profile,
                "privacy_limit": privacy_limit,
                "created_at": created_at,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.privacy_limit import PrivacyLimit  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        id = d.pop("id")

        privacy_profile = d.pop("privacy_profile")

        privacy_limit = PrivacyLimit.from_dict(d.pop("privacy_limit"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        description = d.pop("description", UNSET)

        database = cls(
            name=name,
            id=id,
            privacy_profile=privacy_profile,
            privacy_limit=privacy_limit,
            created_at=created_at,
            description=description,
        )

        database.additional_properties = d
        return database

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
