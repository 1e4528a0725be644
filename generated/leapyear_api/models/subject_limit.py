# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.access_subject import AccessSubject
    from ..models.exposure import Exposure
    from ..models.privacy_limit import PrivacyLimit


T = TypeVar("T", bound="SubjectLimit")


@_attrs_define
class SubjectLimit:
    """What a user or a group has spent in a database, and the most that it may. What a group has spent is what those have
    who are in it now. Shares are those of the limit of the database.

        Attributes:
            subject (AccessSubject): A user or a group.
            database (str): A name of a database, a table or a privacy profile.
            spent (Exposure): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where the
                limit of the database has
                a delta of 0. The other of both is left out.
            limit (PrivacyLimit | Unset): The most that all answers together may tell of one record: (epsilon,
                delta)-differential privacy. Kept as a limit
                on zero-concentrated differential privacy (Bun and Steinke 2016), by the conversion of Canonne, Kamath and
                Steinke (2020). Of a database, a thousandth of delta is kept for the groups of unknown keys. With a delta of 0
                it is
                pure differential privacy, and kept as a limit on the sum of epsilons. A database has the one or the other kind
                of
                limit from the beginning, and keeps to it.
            window_days (int | Unset): Only what was spent in so many days counts. Left out: all that ever was.
            total (Exposure | Unset): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where
                the limit of the database has
                a delta of 0. The other of both is left out.
            left (Exposure | Unset): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where
                the limit of the database has
                a delta of 0. The other of both is left out.
    """

    subject: AccessSubject
    database: str
    spent: Exposure
    limit: PrivacyLimit | Unset = UNSET
    window_days: int | Unset = UNSET
    total: Exposure | Unset = UNSET
    left: Exposure | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        subject = self.subject.to_dict()

        database = self.database

        spent = self.spent.to_dict()

        limit: dict[str, Any] | Unset = UNSET
        if not isinstance(self.limit, Unset):
            limit = self.limit.to_dict()

        window_days = self.window_days

        total: dict[str, Any] | Unset = UNSET
        if not isinstance(self.total, Unset):
            total = self.total.to_dict()

        left: dict[str, Any] | Unset = UNSET
        if not isinstance(self.left, Unset):
            left = self.left.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "subject": subject,
                "database": database,
                "spent": spent,
            }
        )
        if limit is not UNSET:
            field_dict["limit"] = limit
        if window_days is not UNSET:
            field_dict["window_days"] = window_days
        if total is not UNSET:
            field_dict["total"] = total
        if left is not UNSET:
            field_dict["left"] = left

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.access_subject import AccessSubject  # noqa: PLC0415
        from ..models.exposure import Exposure  # noqa: PLC0415
        from ..models.privacy_limit import PrivacyLimit  # noqa: PLC0415

        d = dict(src_dict)
        subject = AccessSubject.from_dict(d.pop("subject"))

        database = d.pop("database")

        spent = Exposure.from_dict(d.pop("spent"))

        _limit = d.pop("limit", UNSET)
        limit: PrivacyLimit | Unset
        if isinstance(_limit, Unset):
            limit = UNSET
        else:
            limit = PrivacyLimit.from_dict(_limit)

        window_days = d.pop("window_days", UNSET)

        _total = d.pop("total", UNSET)
        total: Exposure | Unset
        if isinstance(_total, Unset):
            total = UNSET
        else:
            total = Exposure.from_dict(_total)

        _left = d.pop("left", UNSET)
        left: Exposure | Unset
        if isinstance(_left, Unset):
            left = UNSET
        else:
            left = Exposure.from_dict(_left)

        subject_limit = cls(
            subject=subject,
            database=database,
            spent=spent,
            limit=limit,
            window_days=window_days,
            total=total,
            left=left,
        )

        subject_limit.additional_properties = d
        return subject_limit

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
