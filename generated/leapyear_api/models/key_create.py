# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="KeyCreate")


@_attrs_define
class KeyCreate:
    """A public key to register.

    Attributes:
        name (str): What its owner calls it.
        public_key (str): An Ed25519 public key, its 32 bytes in base64url without padding (as `x` of RFC 8037).
    """

    name: str
    public_key: str

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        public_key = self.public_key

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "public_key": public_key,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        public_key = d.pop("public_key")

        key_create = cls(
            name=name,
            public_key=public_key,
        )

        return key_create
