# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.computation_exposure import ComputationExposure
    from ..models.privacy_limit import PrivacyLimit


T = TypeVar("T", bound="PrivacyProfile")


@_attrs_define
class PrivacyProfile:
    """How much one computation spends.

    Attributes:
        name (str): A name of a database, a table or a privacy profile.
        description (str): A text for people.
        computation (ComputationExposure): What one computation spends where the question asks for no accuracy.
        default_limit (PrivacyLimit): The most that all answers together may tell of one record: (epsilon,
            delta)-differential privacy. Kept as a limit
            on zero-concentrated differential privacy (Bun and Steinke 2016), by the conversion of Canonne, Kamath and
            Steinke (2020).
    """

    name: str
    description: str
    computation: ComputationExposure
    default_limit: PrivacyLimit
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        description = self.description

        computation = self.computation.to_dict()

        default_limit = self.default_limit.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "description": description,
                "computation": computation,
                "default_limit": default_limit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.computation_exposure import ComputationExposure  # noqa: PLC0415
        from ..models.privacy_limit import PrivacyLimit  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        description = d.pop("description")

        computation = ComputationExposure.from_dict(d.pop("computation"))

        default_limit = PrivacyLimit.from_dict(d.pop("default_limit"))

        privacy_profile = cls(
            name=name,
            description=description,
            computation=computation,
            default_limit=default_limit,
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
