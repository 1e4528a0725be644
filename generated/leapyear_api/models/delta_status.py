# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="DeltaStatus")


@_attrs_define
class DeltaStatus:
    """What may be spent of delta on groups of unknown keys, beside the exposure; left out where nothing may: in a
    database whose limit is older than they are, until it is set anew.

        Attributes:
            total (float): All of it: a thousandth of the delta of the limit.
            spent (float): What such answers have taken so far.
            left (float): What further ones may take.
    """

    total: float
    spent: float
    left: float
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        total = self.total

        spent = self.spent

        left = self.left

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "total": total,
                "spent": spent,
                "left": left,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        total = d.pop("total")

        spent = d.pop("spent")

        left = d.pop("left")

        delta_status = cls(
            total=total,
            spent=spent,
            left=left,
        )

        delta_status.additional_properties = d
        return delta_status

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
