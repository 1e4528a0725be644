# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.privacy_profile_params import PrivacyProfileParams


T = TypeVar("T", bound="PrivacyProfileUpdate")


@_attrs_define
class PrivacyProfileUpdate:
    """What to change of a privacy profile; `params` as a whole.

    Attributes:
        description (str | Unset): A text for people.
        params (PrivacyProfileParams | Unset): What one computation may spend, and of which data.
    """

    description: str | Unset = UNSET
    params: PrivacyProfileParams | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        description = self.description

        params: dict[str, Any] | Unset = UNSET
        if not isinstance(self.params, Unset):
            params = self.params.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if description is not UNSET:
            field_dict["description"] = description
        if params is not UNSET:
            field_dict["params"] = params

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.privacy_profile_params import PrivacyProfileParams  # noqa: PLC0415

        d = dict(src_dict)
        description = d.pop("description", UNSET)

        _params = d.pop("params", UNSET)
        params: PrivacyProfileParams | Unset
        if isinstance(_params, Unset):
            params = UNSET
        else:
            params = PrivacyProfileParams.from_dict(_params)

        privacy_profile_update = cls(
            description=description,
            params=params,
        )

        return privacy_profile_update
