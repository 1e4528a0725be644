# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="DatabaseUpdate")


@_attrs_define
class DatabaseUpdate:
    """What to change of a database.

    Attributes:
        description (str | Unset): A text for people.
        privacy_profile (str | Unset): A name of a database, a table or a privacy profile.
    """

    description: str | Unset = UNSET
    privacy_profile: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        description = self.description

        privacy_profile = self.privacy_profile

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if description is not UNSET:
            field_dict["description"] = description
        if privacy_profile is not UNSET:
            field_dict["privacy_profile"] = privacy_profile

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        description = d.pop("description", UNSET)

        privacy_profile = d.pop("privacy_profile", UNSET)

        database_update = cls(
            description=description,
            privacy_profile=privacy_profile,
        )

        return database_update
