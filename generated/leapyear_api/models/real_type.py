# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="RealType")


@_attrs_define
class RealType:
    """A number. Values outside of the bounds are clamped to them; NaN is null.

    Attributes:
        kind (Literal['real']):  Default: 'real'.
        lower (float): The lower bound.
        upper (float): The upper bound.
    """

    lower: float
    upper: float
    kind: Literal["real"] = "real"

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
        kind = cast(Literal["real"], d.pop("kind"))
        if kind != "real":
            raise ValueError(f"kind must match const 'real', got '{kind}'")

        lower = d.pop("lower")

        upper = d.pop("upper")

        real_type = cls(
            kind=kind,
            lower=lower,
            upper=upper,
        )

        return real_type
