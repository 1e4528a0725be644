# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.mechanism import Mechanism

if TYPE_CHECKING:
    from ..models.exposure import Exposure
    from ..models.interval import Interval


T = TypeVar("T", bound="AnalysisResult")


@_attrs_define
class AnalysisResult:
    """An answer, its error and its price. `exposure` is what this answer cost: nothing, where it was on record or is
    exact.
    `exposure_left` is what the user may still spend: by the limit of the database, by their own, or by that of a group
    of theirs, whichever leaves least.
    An exact answer has the mechanism `none`, and both ends of its interval are its value; the mean of no rows is not
    known, and its interval is as wide as the bounds.

        Attributes:
            value (float): The answer.
            interval (Interval): An interval that holds the exact value with the stated confidence, as far as noise is
                concerned.
            confidence (float): The confidence of the interval, 0.95; of an exact answer 1.
            mechanism (Mechanism): The source of the noise: `discrete_gaussian` where it was added to sums,
                `discrete_laplace` the same in a database
                of pure differential privacy, `exponential` where points were chosen by chance; `none` where an answer has none.
            noise_scale (float): The standard deviation of the noise in the value; of a mean, to first order.
            exposure (Exposure): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where the
                limit of the database has
                a delta of 0. The other of both is left out.
            exposure_left (Exposure): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where
                the limit of the database has
                a delta of 0. The other of both is left out.
            cached (bool): Whether the answer was on record, or being computed for somebody else, and so cost nothing.
    """

    value: float
    interval: Interval
    confidence: float
    mechanism: Mechanism
    noise_scale: float
    exposure: Exposure
    exposure_left: Exposure
    cached: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        value = self.value

        interval = self.interval.to_dict()

        confidence = self.confidence

        mechanism = self.mechanism.value

        noise_scale = self.noise_scale

        exposure = self.exposure.to_dict()

        exposure_left = self.exposure_left.to_dict()

        cached = self.cached

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "value": value,
                "interval": interval,
                "confidence": confidence,
                "mechanism": mechanism,
                "noise_scale": noise_scale,
                "exposure": exposure,
                "exposure_left": exposure_left,
                "cached": cached,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.exposure import Exposure  # noqa: PLC0415
        from ..models.interval import Interval  # noqa: PLC0415

        d = dict(src_dict)
        value = d.pop("value")

        interval = Interval.from_dict(d.pop("interval"))

        confidence = d.pop("confidence")

        mechanism = Mechanism(d.pop("mechanism"))

        noise_scale = d.pop("noise_scale")

        exposure = Exposure.from_dict(d.pop("exposure"))

        exposure_left = Exposure.from_dict(d.pop("exposure_left"))

        cached = d.pop("cached")

        analysis_result = cls(
            value=value,
            interval=interval,
            confidence=confidence,
            mechanism=mechanism,
            noise_scale=noise_scale,
            exposure=exposure,
            exposure_left=exposure_left,
            cached=cached,
        )

        analysis_result.additional_properties = d
        return analysis_result

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
