# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.database_access_type import DatabaseAccessType

if TYPE_CHECKING:
    from ..models.access_subject import AccessSubject


T = TypeVar("T", bound="DatabaseAccess")


@_attrs_define
class DatabaseAccess:
    """What a subject may do with a database.

    Attributes:
        subject (AccessSubject): A user or a group.
        database (str): A name of a database, a table or a privacy profile.
        access (DatabaseAccessType): What one may do with a database: nothing, and not even know of it; ask for
            differentially private answers; see exact
            values, too; administer it, which includes its tables, its limit and its grants. Of several grants the widest
            holds.
        effective (DatabaseAccessType): What one may do with a database: nothing, and not even know of it; ask for
            differentially private answers; see exact
            values, too; administer it, which includes its tables, its limit and its grants. Of several grants the widest
            holds.
    """

    subject: AccessSubject
    database: str
    access: DatabaseAccessType
    effective: DatabaseAccessType
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        subject = self.subject.to_dict()

        database = self.database

        access = self.access.value

        effective = self.effective.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "subject": subject,
                "database": database,
                "access": access,
                "effective": effective,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.access_subject import AccessSubject  # noqa: PLC0415

        d = dict(src_dict)
        subject = AccessSubject.from_dict(d.pop("subject"))

        database = d.pop("database")

        access = DatabaseAccessType(d.pop("access"))

        effective = DatabaseAccessType(d.pop("effective"))

        database_access = cls(
            subject=subject,
            database=database,
            access=access,
            effective=effective,
        )

        database_access.additional_properties = d
        return database_access

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
