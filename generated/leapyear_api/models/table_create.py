# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.column_definition import ColumnDefinition


T = TypeVar("T", bound="TableCreate")


@_attrs_define
class TableCreate:
    """A table to register.

    Attributes:
        name (str): A name of a database, a table or a privacy profile.
        description (str | Unset): A text for people.
        columns (list[ColumnDefinition] | Unset): Left out, they are those of the first file, with the types of the
            file's own schema and no other bounds than
            those of the types: no value is looked at, since what is declared is public. A BOOL, INT or TEXT that the schema
            of a Parquet file requires is not nullable. Of a public table the bounds are those of the rows that it is made
            with.
        infer_bounds (bool | Unset): Whether the bounds of all INT and REAL columns are found, but for that of the
            privacy unit, as if each of them
            said so itself.
             Default: False.
        credentials (str | Unset): Parquet or CSV files inside of the data roots of the server: the path of a file,
            absolute or below a root, or
            a URL (`file:///...`, `hdfs://host/...`, `s3://bucket/...`); a folder stands for the files in it, and `*`, `?`
            and `[...]` in names for all that match.
        watch_folder (str | Unset): Parquet or CSV files inside of the data roots of the server: the path of a file,
            absolute or below a root, or
            a URL (`file:///...`, `hdfs://host/...`, `s3://bucket/...`); a folder stands for the files in it, and `*`, `?`
            and `[...]` in names for all that match.
        public (bool | Unset): Whether the table holds no secrets: everybody who sees it gets exact answers about public
            tables, for nothing.
            It stays so for as long as the table is there, since exact answers cannot be taken back.
             Default: False.
        privacy_unit (str | Unset): A name of a column or of a computed attribute.
        max_rows_per_unit (int | Unset): The most rows of one unit; needed with `privacy_unit`. Of units that have more,
            so many are chosen at random when
            the rows are copied. Noise grows with it.
    """

    name: str
    description: str | Unset = UNSET
    columns: list[ColumnDefinition] | Unset = UNSET
    infer_bounds: bool | Unset = False
    credentials: str | Unset = UNSET
    watch_folder: str | Unset = UNSET
    public: bool | Unset = False
    privacy_unit: str | Unset = UNSET
    max_rows_per_unit: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        description = self.description

        columns: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.columns, Unset):
            columns = []
            for columns_item_data in self.columns:
                columns_item = columns_item_data.to_dict()
                columns.append(columns_item)

        infer_bounds = self.infer_bounds

        credentials = self.credentials

        watch_folder = self.watch_folder

        public = self.public

        privacy_unit = self.privacy_unit

        max_rows_per_unit = self.max_rows_per_unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if columns is not UNSET:
            field_dict["columns"] = columns
        if infer_bounds is not UNSET:
            field_dict["infer_bounds"] = infer_bounds
        if credentials is not UNSET:
            field_dict["credentials"] = credentials
        if watch_folder is not UNSET:
            field_dict["watch_folder"] = watch_folder
        if public is not UNSET:
            field_dict["public"] = public
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

        description = d.pop("description", UNSET)

        _columns = d.pop("columns", UNSET)
        columns: list[ColumnDefinition] | Unset = UNSET
        if _columns is not UNSET:
            columns = []
            for columns_item_data in _columns:
                columns_item = ColumnDefinition.from_dict(columns_item_data)

                columns.append(columns_item)

        infer_bounds = d.pop("infer_bounds", UNSET)

        credentials = d.pop("credentials", UNSET)

        watch_folder = d.pop("watch_folder", UNSET)

        public = d.pop("public", UNSET)

        privacy_unit = d.pop("privacy_unit", UNSET)

        max_rows_per_unit = d.pop("max_rows_per_unit", UNSET)

        table_create = cls(
            name=name,
            description=description,
            columns=columns,
            infer_bounds=infer_bounds,
            credentials=credentials,
            watch_folder=watch_folder,
            public=public,
            privacy_unit=privacy_unit,
            max_rows_per_unit=max_rows_per_unit,
        )

        return table_create
