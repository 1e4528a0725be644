# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.privacy_limit import PrivacyLimit


T = TypeVar("T", bound="DatabaseCreate")


@_attrs_define
class DatabaseCreate:
    """A database to create.

    Attributes:
        name (str): A name of a database, a table or a privacy profile.
        description (str | Unset): A text for people.
        privacy_profile (str | Unset): A name of a database, a table or a privacy profile.
        privacy_limit (PrivacyLimit | Unset): The most that all answers together may tell of one record: (epsilon,
            delta)-differential privacy. Kept as a limit
            on zero-concentrated differential privacy (Bun and Steinke 2016), by the conversion of Canonne, Kamath and
            Steinke (2020). Of a database, a thousandth of delta is kept for the groups of unknown keys. With a delta of 0
            it is
            pure differential privacy, and kept as a limit on the sum of epsilons. A database has the one or the other kind
            of
            limit from the beginning, and keeps to it.
    """

    name: str
    description: str | Unset = UNSET
    privacy_profile: str | Unset = UNSET
    privacy_limit: PrivacyLimit | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        description = self.description

        privacy_profile = self.privacy_profile

        privacy_limit: dict[str, Any] | Unset = UNSET
        if not isinstance(self.privacy_limit, Unset):
            privacy_limit = self.privacy_limit.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if privacy_profile is not UNSET:
            field_dict["privacy_profile"] = privacy_profile
        if privacy_limit is not UNSET:
            field_dict["privacy_limit"] = privacy_limit

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.privacy_limit import PrivacyLimit  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        description = d.pop("description", UNSET)

        privacy_profile = d.pop("privacy_profile", UNSET)

        _privacy_limit = d.pop("privacy_limit", UNSET)
        privacy_limit: PrivacyLimit | Unset
        if isinstance(_privacy_limit, Unset):
            privacy_limit = UNSET
        else:
            privacy_limit = PrivacyLimit.from_dict(_privacy_limit)

        database_create = cls(
            name=name,
            description=description,
            privacy_profile=privacy_profile,
            privacy_limit=privacy_limit,
        )

        return database_create
