# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.access_subject import AccessSubject
    from ..models.column_access import ColumnAccess


T = TypeVar("T", bound="TableAccess")


@_attrs_define
class TableAccess:
    """What a subject may do with the columns of a table.

    Attributes:
        subject (AccessSubject): A user or a group.
        database (str): A name of a database, a table or a privacy profile.
        table (str): A name of a database, a table or a privacy profile.
        columns (list[ColumnAccess]):
    """

    subject: AccessSubject
    database: str
    table: str
    columns: list[ColumnAccess]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        subject = self.subject.to_dict()

        database = self.database

        table = self.table

        columns = []
        for columns_item_data in self.columns:
            columns_item = columns_item_data.to_dict()
            columns.append(columns_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "subject": subject,
                "database": database,
                "table": table,
                "columns": columns,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.access_subject import AccessSubject  # noqa: PLC0415
        from ..models.column_access import ColumnAccess  # noqa: PLC0415

        d = dict(src_dict)
        subject = AccessSubject.from_dict(d.pop("subject"))

        database = d.pop("database")

        table = d.pop("table")

        columns = []
        _columns = d.pop("columns")
        for columns_item_data in _columns:
            columns_item = ColumnAccess.from_dict(columns_item_data)

            columns.append(columns_item)

        table_access = cls(
            subject=subject,
            database=database,
            table=table,
            columns=columns,
        )

        table_access.additional_properties = d
        return table_access

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
