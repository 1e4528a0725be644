# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ViewRelation")


@_attrs_define
class ViewRelation:
    """What a view stands for. A question through a view is the same question as without it.

    Attributes:
        kind (Literal['view']):  Default: 'view'.
        database (str): A name of a database, a table or a privacy profile.
        view (str): A name of a database, a table or a privacy profile.
    """

    database: str
    view: str
    kind: Literal["view"] = "view"

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        database = self.database

        view = self.view

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "database": database,
                "view": view,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["view"], d.pop("kind"))
        if kind != "view":
            raise ValueError(f"kind must match const 'view', got '{kind}'")

        database = d.pop("database")

        view = d.pop("view")

        view_relation = cls(
            kind=kind,
            database=database,
            view=view,
        )

        return view_relation
