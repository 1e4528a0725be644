# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="UserUpdate")


@_attrs_define
class UserUpdate:
    """What to change of a user.

    Attributes:
        password (str | Unset): The new password.
        is_administrator (bool | Unset): Whether the user may administer the server.
    """

    password: str | Unset = UNSET
    is_administrator: bool | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        password = self.password

        is_administrator = self.is_administrator

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if password is not UNSET:
            field_dict["password"] = password
        if is_administrator is not UNSET:
            field_dict["is_administrator"] = is_administrator

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        password = d.pop("password", UNSET)

        is_administrator = d.pop("is_administrator", UNSET)

        user_update = cls(
            password=password,
            is_administrator=is_administrator,
        )

        return user_update
