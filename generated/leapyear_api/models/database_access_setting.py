# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.database_access_type import DatabaseAccessType

T = TypeVar("T", bound="DatabaseAccessSetting")


@_attrs_define
class DatabaseAccessSetting:
    """What to grant on a database.

    Attributes:
        access (DatabaseAccessType): What one may do with a database: nothing, and not even know of it; ask for
            differentially private answers; see exact
            values, too; administer it, which includes its tables, its limit and its grants. Of several grants the widest
            holds.
    """

    access: DatabaseAccessType

    def to_dict(self) -> dict[str, Any]:
        access = self.access.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "access": access,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        access = DatabaseAccessType(d.pop("access"))

        database_access_setting = cls(
            access=access,
        )

        return database_access_setting
