# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PrivacyLimit")


@_attrs_define
class PrivacyLimit:
    """The most that all answers together may tell of one record: (epsilon, delta)-differential privacy. Kept as a limit
    on zero-concentrated differential privacy (Bun and Steinke 2016), by the conversion of Canonne, Kamath and
    Steinke (2020). Of a database, a thousandth of delta is kept for the groups of unknown keys. With a delta of 0 it is
    pure differential privacy, and kept as a limit on the sum of epsilons. A database has the one or the other kind of
    limit from the beginning, and keeps to it.

        Attributes:
            epsilon (float): Epsilon.
            delta (float): Delta; 0 for pure differential privacy.
    """

    epsilon: float
    delta: float

    def to_dict(self) -> dict[str, Any]:
        epsilon = self.epsilon

        delta = self.delta

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "epsilon": epsilon,
                "delta": delta,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        epsilon = d.pop("epsilon")

        delta = d.pop("delta")

        privacy_limit = cls(
            epsilon=epsilon,
            delta=delta,
        )

        return privacy_limit
