# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="DatetimeType")


@_attrs_define
class DatetimeType:
    """A moment, in UTC.

    Attributes:
        kind (Literal['datetime']):  Default: 'datetime'.
    """

    kind: Literal["datetime"] = "datetime"

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["datetime"], d.pop("kind"))
        if kind != "datetime":
            raise ValueError(f"kind must match const 'datetime', got '{kind}'")

        datetime_type = cls(
            kind=kind,
        )

        return datetime_type
