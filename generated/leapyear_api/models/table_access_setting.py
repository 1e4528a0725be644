# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.column_access_setting import ColumnAccessSetting


T = TypeVar("T", bound="TableAccessSetting")


@_attrs_define
class TableAccessSetting:
    """What to grant on the columns of a table.

    Attributes:
        columns (list[ColumnAccessSetting]):
    """

    columns: list[ColumnAccessSetting]

    def to_dict(self) -> dict[str, Any]:
        columns = []
        for columns_item_data in self.columns:
            columns_item = columns_item_data.to_dict()
            columns.append(columns_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "columns": columns,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.column_access_setting import ColumnAccessSetting  # noqa: PLC0415

        d = dict(src_dict)
        columns = []
        _columns = d.pop("columns")
        for columns_item_data in _columns:
            columns_item = ColumnAccessSetting.from_dict(columns_item_data)

            columns.append(columns_item)

        table_access_setting = cls(
            columns=columns,
        )

        return table_access_setting
