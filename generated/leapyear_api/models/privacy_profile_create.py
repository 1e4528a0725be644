# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.privacy_profile_params import PrivacyProfileParams


T = TypeVar("T", bound="PrivacyProfileCreate")


@_attrs_define
class PrivacyProfileCreate:
    """A privacy profile to create. Without `params` it has those of `balanced`.

    Attributes:
        name (str): A name of a database, a table or a privacy profile.
        description (str | Unset): A text for people.
        params (PrivacyProfileParams | Unset): What one computation may spend, and of which data.
    """

    name: str
    description: str | Unset = UNSET
    params: PrivacyProfileParams | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        description = self.description

        params: dict[str, Any] | Unset = UNSET
        if not isinstance(self.params, Unset):
            params = self.params.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if params is not UNSET:
            field_dict["params"] = params

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.privacy_profile_params import PrivacyProfileParams  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        description = d.pop("description", UNSET)

        _params = d.pop("params", UNSET)
        params: PrivacyProfileParams | Unset
        if isinstance(_params, Unset):
            params = UNSET
        else:
            params = PrivacyProfileParams.from_dict(_params)

        privacy_profile_create = cls(
            name=name,
            description=description,
            params=params,
        )

        return privacy_profile_create
