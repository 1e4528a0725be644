# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.column_definition import ColumnDefinition


T = TypeVar("T", bound="Table")


@_attrs_define
class Table:
    """A sensitive table. Nothing here depends on its rows, but for the bounds of columns that were found by a mechanism
    (`infer_bounds`), which is charged.

        Attributes:
            name (str): A name of a database, a table or a privacy profile.
            id (int): A number that no other table ever had.
            database (str): A name of a database, a table or a privacy profile.
            columns (list[ColumnDefinition]):
            public (bool): Whether it holds no secrets: answers about public tables alone are exact, and cost nothing.
            created_at (datetime.datetime): When the table was registered.
            description (str | Unset): A text for people.
            credentials (str | Unset): Where the first rows are; shown to administrators of the server or of the database
                only.
            watch_folder (str | Unset): The folder whose new files become slices; shown to administrators of the server or
                of the database only.
            privacy_unit (str | Unset): A name of a column or of a computed attribute.
            max_rows_per_unit (int | Unset): The most rows of one privacy unit; left out where that is a record.
    """

    name: str
    id: int
    database: str
    columns: list[ColumnDefinition]
    public: bool
    created_at: datetime.datetime
    description: str | Unset = UNSET
    credentials: str | Unset = UNSET
    watch_folder: str | Unset = UNSET
    privacy_unit: str | Unset = UNSET
    max_rows_per_unit: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        id = self.id

        database = self.database

        columns = []
        for columns_item_data in self.columns:
            columns_item = columns_item_data.to_dict()
            columns.append(columns_item)

        public = self.public

        created_at = self.created_at.isoformat()

        description = self.description

        credentials = self.credentials

        watch_folder = self.watch_folder

        privacy_unit = self.privacy_unit

        max_rows_per_unit = self.max_rows_per_unit

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "id": id,
                "database": database,
                "columns": columns,
                "public": public,
                "created_at": created_at,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if credentials is not UNSET:
            field_dict["credentials"] = credentials
        if watch_folder is not UNSET:
            field_dict["watch_folder"] = watch_folder
        if privacy_unit is not UNSET:
            field_dict["privacy_unit"] = privacy_unit
        if max_rows_per_unit is not UNSET:
            field_dict["max_rows_per_unit"] = max_rows_per_unit

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.column_definition import ColumnDefinition  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        id = d.pop("id")

        database = d.pop("database")

        columns = []
        _columns = d.pop("columns")
        for columns_item_data in _columns:
            columns_item = ColumnDefinition.from_dict(columns_item_data)

            columns.append(columns_item)

        public = d.pop("public")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        description = d.pop("description", UNSET)

        credentials = d.pop("credentials", UNSET)

        watch_folder = d.pop("watch_folder", UNSET)

        privacy_unit = d.pop("privacy_unit", UNSET)

        max_rows_per_unit = d.pop("max_rows_per_unit", UNSET)

        table = cls(
            name=name,
            id=id,
            database=database,
            columns=columns,
            public=public,
            created_at=created_at,
            description=description,
            credentials=credentials,
            watch_folder=watch_folder,
            privacy_unit=privacy_unit,
            max_rows_per_unit=max_rows_per_unit,
        )

        table.additional_properties = d
        return table

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
