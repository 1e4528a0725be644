# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="UserCreate")


@_attrs_define
class UserCreate:
    """A user to create.

    Attributes:
        username (str): A name of a user.
        password (str): The password.
        is_administrator (bool | Unset): Whether the user may administer the server. Default: False.
    """

    username: str
    password: str
    is_administrator: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        username = self.username

        password = self.password

        is_administrator = self.is_administrator

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "username": username,
                "password": password,
            }
        )
        if is_administrator is not UNSET:
            field_dict["is_administrator"] = is_administrator

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        username = d.pop("username")

        password = d.pop("password")

        is_administrator = d.pop("is_administrator", UNSET)

        user_create = cls(
            username=username,
            password=password,
            is_administrator=is_administrator,
        )

        return user_create
