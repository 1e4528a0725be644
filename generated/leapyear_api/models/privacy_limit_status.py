# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.delta_status import DeltaStatus
    from ..models.exposure import Exposure
    from ..models.privacy_limit import PrivacyLimit


T = TypeVar("T", bound="PrivacyLimitStatus")


@_attrs_define
class PrivacyLimitStatus:
    """A limit, and how much of it is spent.

    Attributes:
        limit (PrivacyLimit): The most that all answers together may tell of one record: (epsilon, delta)-differential
            privacy. Kept as a limit
            on zero-concentrated differential privacy (Bun and Steinke 2016), by the conversion of Canonne, Kamath and
            Steinke (2020). Of a database, a thousandth of delta is kept for the groups of unknown keys. With a delta of 0
            it is
            pure differential privacy, and kept as a limit on the sum of epsilons. A database has the one or the other kind
            of
            limit from the beginning, and keeps to it.
        total (Exposure): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where the
            limit of the database has
            a delta of 0. The other of both is left out.
        spent (Exposure): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where the
            limit of the database has
            a delta of 0. The other of both is left out.
        left (Exposure): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where the limit
            of the database has
            a delta of 0. The other of both is left out.
        delta (DeltaStatus | Unset): What may be spent of delta on groups of unknown keys, beside the exposure; left out
            where nothing may: in a
            database whose limit is older than they are, until it is set anew.
    """

    limit: PrivacyLimit
    total: Exposure
    spent: Exposure
    left: Exposure
    delta: DeltaStatus | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        limit = self.limit.to_dict()

        total = self.total.to_dict()

        spent = self.spent.to_dict()

        left = self.left.to_dict()

        delta: dict[str, Any] | Unset = UNSET
        if not isinstance(self.delta, Unset):
            delta = self.delta.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "limit": limit,
                "total": total,
                "spent": spent,
                "left": left,
            }
        )
        if delta is not UNSET:
            field_dict["delta"] = delta

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.delta_status import DeltaStatus  # noqa: PLC0415
        from ..models.exposure import Exposure  # noqa: PLC0415
        from ..models.privacy_limit import PrivacyLimit  # noqa: PLC0415

        d = dict(src_dict)
        limit = PrivacyLimit.from_dict(d.pop("limit"))

        total = Exposure.from_dict(d.pop("total"))

        spent = Exposure.from_dict(d.pop("spent"))

        left = Exposure.from_dict(d.pop("left"))

        _delta = d.pop("delta", UNSET)
        delta: DeltaStatus | Unset
        if isinstance(_delta, Unset):
            delta = UNSET
        else:
            delta = DeltaStatus.from_dict(_delta)

        privacy_limit_status = cls(
            limit=limit,
            total=total,
            spent=spent,
            left=left,
            delta=delta,
        )

        privacy_limit_status.additional_properties = d
        return privacy_limit_status

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
