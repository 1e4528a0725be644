# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.privacy_limit import PrivacyLimit


T = TypeVar("T", bound="SubjectLimitSetting")


@_attrs_define
class SubjectLimitSetting:
    """The privacy limit that a user or a group shall have in a database.

    Attributes:
        limit (PrivacyLimit): The most that all answers together may tell of one record: (epsilon, delta)-differential
            privacy. Kept as a limit
            on zero-concentrated differential privacy (Bun and Steinke 2016), by the conversion of Canonne, Kamath and
            Steinke (2020). Of a database, a thousandth of delta is kept for the groups of unknown keys. With a delta of 0
            it is
            pure differential privacy, and kept as a limit on the sum of epsilons. A database has the one or the other kind
            of
            limit from the beginning, and keeps to it.
        window_days (int | Unset): Count only what was spent in so many days, so that the limit fills up again. Left
            out: all that ever was spent
            counts.
    """

    limit: PrivacyLimit
    window_days: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        limit = self.limit.to_dict()

        window_days = self.window_days

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "limit": limit,
            }
        )
        if window_days is not UNSET:
            field_dict["window_days"] = window_days

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.privacy_limit import PrivacyLimit  # noqa: PLC0415

        d = dict(src_dict)
        limit = PrivacyLimit.from_dict(d.pop("limit"))

        window_days = d.pop("window_days", UNSET)

        subject_limit_setting = cls(
            limit=limit,
            window_days=window_days,
        )

        return subject_limit_setting
