# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="DateConstant")


@_attrs_define
class DateConstant:
    """A day, for every row.

    Attributes:
        kind (Literal['date']):  Default: 'date'.
        value (datetime.date):
    """

    value: datetime.date
    kind: Literal["date"] = "date"

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
        kind = cast(Literal["date"], d.pop("kind"))
        if kind != "date":
            raise ValueError(f"kind must match const 'date', got '{kind}'")

        value = datetime.date.fromisoformat(d.pop("value"))

        date_constant = cls(
            kind=kind,
            value=value,
        )

        return date_constant
