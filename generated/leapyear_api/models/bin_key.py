# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="BinKey")


@_attrs_define
class BinKey:
    """The numbers from `lower` up to, and not including, `upper`; the last bin of a row of bins includes it.

    Attributes:
        kind (Literal['bin']):  Default: 'bin'.
        lower (float):
        upper (float):
    """

    lower: float
    upper: float
    kind: Literal["bin"] = "bin"

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
        kind = cast(Literal["bin"], d.pop("kind"))
        if kind != "bin":
            raise ValueError(f"kind must match const 'bin', got '{kind}'")

        lower = d.pop("lower")

        upper = d.pop("upper")

        bin_key = cls(
            kind=kind,
            lower=lower,
            upper=upper,
        )

        return bin_key
