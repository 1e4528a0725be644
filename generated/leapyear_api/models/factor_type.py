# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="FactorType")


@_attrs_define
class FactorType:
    """One of a public list of strings. Any other string is null.

    Attributes:
        kind (Literal['factor']):  Default: 'factor'.
        values (list[str]):
    """

    values: list[str]
    kind: Literal["factor"] = "factor"

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        values = self.values

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "values": values,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["factor"], d.pop("kind"))
        if kind != "factor":
            raise ValueError(f"kind must match const 'factor', got '{kind}'")

        values = cast(list[str], d.pop("values"))

        factor_type = cls(
            kind=kind,
            values=values,
        )

        return factor_type
