# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.column_access_type import ColumnAccessType
from ..types import UNSET, Unset

T = TypeVar("T", bound="ColumnAccess")


@_attrs_define
class ColumnAccess:
    """What a subject may do with a column. `access` is left out where the subject was granted nothing on the column
    itself.

        Attributes:
            column (str): A name of a column or of a computed attribute.
            effective (ColumnAccessType): What one may do with a column: nothing, and not even know of it; ask for
                differentially private answers; see exact
                values, too. Of several grants the widest holds.
            access (ColumnAccessType | Unset): What one may do with a column: nothing, and not even know of it; ask for
                differentially private answers; see exact
                values, too. Of several grants the widest holds.
    """

    column: str
    effective: ColumnAccessType
    access: ColumnAccessType | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        column = self.column

        effective = self.effective.value

        access: str | Unset = UNSET
        if not isinstance(self.access, Unset):
            access = self.access.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "column": column,
                "effective": effective,
            }
        )
        if access is not UNSET:
            field_dict["access"] = access

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        column = d.pop("column")

        effective = ColumnAccessType(d.pop("effective"))

        _access = d.pop("access", UNSET)
        access: ColumnAccessType | Unset
        if isinstance(_access, Unset):
            access = UNSET
        else:
            access = ColumnAccessType(_access)

        column_access = cls(
            column=column,
            effective=effective,
            access=access,
        )

        column_access.additional_properties = d
        return column_access

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
