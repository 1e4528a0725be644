# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="GroupUpdate")


@_attrs_define
class GroupUpdate:
    """What to change of a group.

    Attributes:
        description (str | Unset): A text for people.
        members (list[str] | Unset): The names of all its users from now on.
    """

    description: str | Unset = UNSET
    members: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        description = self.description

        members: list[str] | Unset = UNSET
        if not isinstance(self.members, Unset):
            members = self.members

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if description is not UNSET:
            field_dict["description"] = description
        if members is not UNSET:
            field_dict["members"] = members

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        description = d.pop("description", UNSET)

        members = cast(list[str], d.pop("members", UNSET))

        group_update = cls(
            description=description,
            members=members,
        )

        return group_update
