# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.exposure import Exposure


T = TypeVar("T", bound="AnalysisPrice")


@_attrs_define
class AnalysisPrice:
    """What the answer to a question would cost now. `exposure_left` is what the user may still spend: by the limit of
    the database, by their own, or by that of a group of theirs, whichever leaves least.

        Attributes:
            exposure (Exposure): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where the
                limit of the database has
                a delta of 0. The other of both is left out.
            exposure_left (Exposure): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where
                the limit of the database has
                a delta of 0. The other of both is left out.
            cached (bool): Whether the answer is on record, or being computed, and so costs nothing.
            half_width (float | Unset): The half-width of the 95 % noise interval that it would have, in the unit of the
                value; where the answer is
                one count or one sum.
            delta (float | Unset): What it would take of the delta of the limit, where groups of unknown keys are asked
                about.
    """

    exposure: Exposure
    exposure_left: Exposure
    cached: bool
    half_width: float | Unset = UNSET
    delta: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        exposure = self.exposure.to_dict()

        exposure_left = self.exposure_left.to_dict()

        cached = self.cached

        half_width = self.half_width

        delta = self.delta

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "exposure": exposure,
                "exposure_left": exposure_left,
                "cached": cached,
            }
        )
        if half_width is not UNSET:
            field_dict["half_width"] = half_width
        if delta is not UNSET:
            field_dict["delta"] = delta

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.exposure import Exposure  # noqa: PLC0415

        d = dict(src_dict)
        exposure = Exposure.from_dict(d.pop("exposure"))

        exposure_left = Exposure.from_dict(d.pop("exposure_left"))

        cached = d.pop("cached")

        half_width = d.pop("half_width", UNSET)

        delta = d.pop("delta", UNSET)

        analysis_price = cls(
            exposure=exposure,
            exposure_left=exposure_left,
            cached=cached,
            half_width=half_width,
            delta=delta,
        )

        analysis_price.additional_properties = d
        return analysis_price

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
