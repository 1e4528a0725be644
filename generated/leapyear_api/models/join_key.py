# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="JoinKey")


@_attrs_define
class JoinKey:
    """An attribute of each side, of one type up to bounds. Rows match where they are equal.

    Attributes:
        left (str): A name of a column or of a computed attribute.
        right (str): A name of a column or of a computed attribute.
    """

    left: str
    right: str

    def to_dict(self) -> dict[str, Any]:
        left = self.left

        right = self.right

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "left": left,
                "right": right,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        left = d.pop("left")

        right = d.pop("right")

        join_key = cls(
            left=left,
            right=right,
        )

        return join_key
