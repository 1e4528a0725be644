# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="DatetimeConstant")


@_attrs_define
class DatetimeConstant:
    """A moment, for every row.

    Attributes:
        kind (Literal['datetime']):  Default: 'datetime'.
        value (datetime.datetime):
    """

    value: datetime.datetime
    kind: Literal["datetime"] = "datetime"

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        value = self.value.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "value": value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["datetime"], d.pop("kind"))
        if kind != "datetime":
            raise ValueError(f"kind must match const 'datetime', got '{kind}'")

        value = datetime.datetime.fromisoformat(d.pop("value"))

        datetime_constant = cls(
            kind=kind,
            value=value,
        )

        return datetime_constant
