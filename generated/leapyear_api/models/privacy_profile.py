# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.privacy_profile_params import PrivacyProfileParams


T = TypeVar("T", bound="PrivacyProfile")


@_attrs_define
class PrivacyProfile:
    """How much one computation spends.

    Attributes:
        name (str): A name of a database, a table or a privacy profile.
        is_built_in (bool): Whether it belongs to the server, which lets nobody change or delete it.
        params (PrivacyProfileParams): What one computation may spend, and of which data.
        description (str | Unset): A text for people.
    """

    name: str
    is_built_in: bool
    params: PrivacyProfileParams
    description: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        is_built_in = self.is_built_in

        params = self.params.to_dict()

        description = self.description

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "is_built_in": is_built_in,
                "params": params,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.privacy_profile_params import PrivacyProfileParams  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        is_built_in = d.pop("is_built_in")

        params = PrivacyProfileParams.from_dict(d.pop("params"))

        description = d.pop("description", UNSET)

        privacy_profile = cls(
            name=name,
            is_built_in=is_built_in,
            params=params,
            description=description,
        )

        privacy_profile.additional_properties = d
        return privacy_profile

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
