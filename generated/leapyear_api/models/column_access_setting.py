# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.column_access_type import ColumnAccessType

T = TypeVar("T", bound="ColumnAccessSetting")


@_attrs_define
class ColumnAccessSetting:
    """What to grant on a column.

    Attributes:
        column (str): A name of a column or of a computed attribute.
        access (ColumnAccessType): What one may do with a column: nothing, and not even know of it; ask for
            differentially private answers; see exact
            values, too. Of several grants the widest holds.
    """

    column: str
    access: ColumnAccessType

    def to_dict(self) -> dict[str, Any]:
        column = self.column

        access = self.access.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "column": column,
                "access": access,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        column = d.pop("column")

        access = ColumnAccessType(d.pop("access"))

        column_access_setting = cls(
            column=column,
            access=access,
        )

        return column_access_setting
