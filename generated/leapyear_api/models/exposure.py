# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Exposure")


@_attrs_define
class Exposure:
    """Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where the limit of the database has
    a delta of 0. The other of both is left out.

        Attributes:
            share (float): The amount as a share of the limit of the database, 1 for all of it.
            rho (float | Unset): The amount, rho of rho-zCDP; amounts add up.
            epsilon (float | Unset): The amount, epsilon; amounts add up.
    """

    share: float
    rho: float | Unset = UNSET
    epsilon: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        share = self.share

        rho = self.rho

        epsilon = self.epsilon

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "share": share,
            }
        )
        if rho is not UNSET:
            field_dict["rho"] = rho
        if epsilon is not UNSET:
            field_dict["epsilon"] = epsilon

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        share = d.pop("share")

        rho = d.pop("rho", UNSET)

        epsilon = d.pop("epsilon", UNSET)

        exposure = cls(
            share=share,
            rho=rho,
            epsilon=epsilon,
        )

        exposure.additional_properties = d
        return exposure

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
