# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="IntConstant")


@_attrs_define
class IntConstant:
    """A whole number, for every row.

    Attributes:
        kind (Literal['int']):  Default: 'int'.
        value (int):
    """

    value: int
    kind: Literal["int"] = "int"

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        value = self.value

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
        kind = cast(Literal["int"], d.pop("kind"))
        if kind != "int":
            raise ValueError(f"kind must match const 'int', got '{kind}'")

        value = d.pop("value")

        int_constant = cls(
            kind=kind,
            value=value,
        )

        return int_constant
