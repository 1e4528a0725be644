# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="AttributeExpression")


@_attrs_define
class AttributeExpression:
    """The value of an attribute.

    Attributes:
        kind (Literal['attribute']):  Default: 'attribute'.
        name (str): A name of a column or of a computed attribute.
    """

    name: str
    kind: Literal["attribute"] = "attribute"

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "name": name,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["attribute"], d.pop("kind"))
        if kind != "attribute":
            raise ValueError(f"kind must match const 'attribute', got '{kind}'")

        name = d.pop("name")

        attribute_expression = cls(
            kind=kind,
            name=name,
        )

        return attribute_expression
