# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="IntType")


@_attrs_define
class IntType:
    """A whole number. Values outside of the bounds are clamped to them.

    Attributes:
        kind (Literal['int']):  Default: 'int'.
        lower (int): The lower bound.
        upper (int): The upper bound.
    """

    lower: int
    upper: int
    kind: Literal["int"] = "int"

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        lower = self.lower

        upper = self.upper

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "lower": lower,
                "upper": upper,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["int"], d.pop("kind"))
        if kind != "int":
            raise ValueError(f"kind must match const 'int', got '{kind}'")

        lower = d.pop("lower")

        upper = d.pop("upper")

        int_type = cls(
            kind=kind,
            lower=lower,
            upper=upper,
        )

        return int_type
