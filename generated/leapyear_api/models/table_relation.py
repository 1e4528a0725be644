# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="TableRelation")


@_attrs_define
class TableRelation:
    """A table.

    Attributes:
        kind (Literal['table']):  Default: 'table'.
        database (str): A name of a database, a table or a privacy profile.
        table (str): A name of a database, a table or a privacy profile.
    """

    database: str
    table: str
    kind: Literal["table"] = "table"

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        database = self.database

        table = self.table

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "database": database,
                "table": table,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["table"], d.pop("kind"))
        if kind != "table":
            raise ValueError(f"kind must match const 'table', got '{kind}'")

        database = d.pop("database")

        table = d.pop("table")

        table_relation = cls(
            kind=kind,
            database=database,
            table=table,
        )

        return table_relation
