# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="AssertionLogin")


@_attrs_define
class AssertionLogin:
    """A signed assertion.

    Attributes:
        assertion (str): The JWT.
    """

    assertion: str

    def to_dict(self) -> dict[str, Any]:
        assertion = self.assertion

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "assertion": assertion,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        assertion = d.pop("assertion")

        assertion_login = cls(
            assertion=assertion,
        )

        return assertion_login
