# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="CountRowsAggregate")


@_attrs_define
class CountRowsAggregate:
    """The number of rows.

    Attributes:
        kind (Literal['count_rows']):  Default: 'count_rows'.
        name (str): A name of a column or of a computed attribute.
    """

    name: str
    kind: Literal["count_rows"] = "count_rows"

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "name": name,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["count_rows"], d.pop("kind"))
        if kind != "count_rows":
            raise ValueError(f"kind must match const 'count_rows', got '{kind}'")

        name = d.pop("name")

        count_rows_aggregate = cls(
            kind=kind,
            name=name,
        )

        return count_rows_aggregate
