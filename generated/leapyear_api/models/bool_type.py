# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="BoolType")


@_attrs_define
class BoolType:
    """True or false.

    Attributes:
        kind (Literal['bool']):  Default: 'bool'.
    """

    kind: Literal["bool"] = "bool"

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
        kind = cast(Literal["bool"], d.pop("kind"))
        if kind != "bool":
            raise ValueError(f"kind must match const 'bool', got '{kind}'")

        bool_type = cls(
            kind=kind,
        )

        return bool_type
