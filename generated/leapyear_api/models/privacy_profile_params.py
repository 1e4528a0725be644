# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..models.privacy_definition import PrivacyDefinition
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.privacy_limit import PrivacyLimit


T = TypeVar("T", bound="PrivacyProfileParams")


@_attrs_define
class PrivacyProfileParams:
    """What one computation may spend, and of which data.

    Attributes:
        exposure (float): The most that one computation may spend, in rho of rho-zCDP, or in epsilon, as `definition`
            says.
        default_limit (PrivacyLimit): The most that all answers together may tell of one record: (epsilon,
            delta)-differential privacy. Kept as a limit
            on zero-concentrated differential privacy (Bun and Steinke 2016), by the conversion of Canonne, Kamath and
            Steinke (2020). Of a database, a thousandth of delta is kept for the groups of unknown keys. With a delta of 0
            it is
            pure differential privacy, and kept as a limit on the sum of epsilons. A database has the one or the other kind
            of
            limit from the beginning, and keeps to it.
        accuracy (float | Unset): What a computation spends for where the question does not say it: a 95 % noise
            interval of a count whose
            half-width is this share of the size of the data set; for a sum and a mean, relative to the reach of the
            values. Left out: every computation spends the most.
        minimum_dataset_size (int | Unset): The smallest data set that may be asked about, in rows, as far as the noisy
            size of its table tells. Default: 0.
        maximum_sensitivity_multiplier (int | Unset): By how much a derived data set may multiply the influence of one
            record at most. Left out: as much as it does.
        definition (PrivacyDefinition | Unset): What the amounts of privacy are amounts of: `zcdp` is zero-concentrated
            differential privacy (Bun and Steinke
            2016), whose rhos add up; `pure` is differential privacy with a delta of 0, whose epsilons add up.
    """

    exposure: float
    default_limit: PrivacyLimit
    accuracy: float | Unset = UNSET
    minimum_dataset_size: int | Unset = 0
    maximum_sensitivity_multiplier: int | Unset = UNSET
    definition: PrivacyDefinition | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        exposure = self.exposure

        default_limit = self.default_limit.to_dict()

        accuracy = self.accuracy

        minimum_dataset_size = self.minimum_dataset_size

        maximum_sensitivity_multiplier = self.maximum_sensitivity_multiplier

        definition: str | Unset = UNSET
        if not isinstance(self.definition, Unset):
            definition = self.definition.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "exposure": exposure,
                "default_limit": default_limit,
            }
        )
        if accuracy is not UNSET:
            field_dict["accuracy"] = accuracy
        if minimum_dataset_size is not UNSET:
            field_dict["minimum_dataset_size"] = minimum_dataset_size
        if maximum_sensitivity_multiplier is not UNSET:
            field_dict["maximum_sensitivity_multiplier"] = maximum_sensitivity_multiplier
        if definition is not UNSET:
            field_dict["definition"] = definition

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.privacy_limit import PrivacyLimit  # noqa: PLC0415

        d = dict(src_dict)
        exposure = d.pop("exposure")

        default_limit = PrivacyLimit.from_dict(d.pop("default_limit"))

        accuracy = d.pop("accuracy", UNSET)

        minimum_dataset_size = d.pop("minimum_dataset_size", UNSET)

        maximum_sensitivity_multiplier = d.pop("maximum_sensitivity_multiplier", UNSET)

        _definition = d.pop("definition", UNSET)
        definition: PrivacyDefinition | Unset
        if isinstance(_definition, Unset):
            definition = UNSET
        else:
            definition = PrivacyDefinition(_definition)

        privacy_profile_params = cls(
            exposure=exposure,
            default_limit=default_limit,
            accuracy=accuracy,
            minimum_dataset_size=minimum_dataset_size,
            maximum_sensitivity_multiplier=maximum_sensitivity_multiplier,
            definition=definition,
        )

        return privacy_profile_params
