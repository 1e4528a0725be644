# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.mechanism import Mechanism
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.exposure import Exposure
    from ..models.vector_cell import VectorCell


T = TypeVar("T", bound="VectorResult")


@_attrs_define
class VectorResult:
    """An answer of many numbers, their errors, and their price. They were paid for together: `exposure` is what all of
    them cost, and `exposure_left` is as of one number.

        Attributes:
            kind (Literal['vector']):  Default: 'vector'.
            dimensions (list[str]): What the keys of each cell are, in order; the names of attributes, mostly.
            cells (list[VectorCell]): The numbers. Each group that was asked for is there, one without rows too; of unknown
                keys those that reach
                the `threshold`, in the order of their keys.
            confidence (float): The confidence of each interval, 0.95.
            mechanism (Mechanism): The source of the noise: `discrete_gaussian` where it was added to sums,
                `discrete_laplace` the same in a database
                of pure differential privacy, `exponential` where points were chosen by chance; `none` where an answer has none.
            exposure (Exposure): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where the
                limit of the database has
                a delta of 0. The other of both is left out.
            exposure_left (Exposure): Privacy spent, in rho of zero-concentrated differential privacy, or in epsilon, where
                the limit of the database has
                a delta of 0. The other of both is left out.
            cached (bool): Whether the answer was on record, and so cost nothing.
            threshold (int | Unset): Of unknown keys: the number of rows, with noise, from which on a group is told.
            delta (float | Unset): Of unknown keys: what the answer took of the delta of the limit.
    """

    dimensions: list[str]
    cells: list[VectorCell]
    confidence: float
    mechanism: Mechanism
    exposure: Exposure
    exposure_left: Exposure
    cached: bool
    kind: Literal["vector"] = "vector"
    threshold: int | Unset = UNSET
    delta: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        dimensions = self.dimensions

        cells = []
        for cells_item_data in self.cells:
            cells_item = cells_item_data.to_dict()
            cells.append(cells_item)

        confidence = self.confidence

        mechanism = self.mechanism.value

        exposure = self.exposure.to_dict()

        exposure_left = self.exposure_left.to_dict()

        cached = self.cached

        threshold = self.threshold

        delta = self.delta

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "dimensions": dimensions,
                "cells": cells,
                "confidence": confidence,
                "mechanism": mechanism,
                "exposure": exposure,
                "exposure_left": exposure_left,
                "cached": cached,
            }
        )
        if threshold is not UNSET:
            field_dict["threshold"] = threshold
        if delta is not UNSET:
            field_dict["delta"] = delta

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.exposure import Exposure  # noqa: PLC0415
        from ..models.vector_cell import VectorCell  # noqa: PLC0415

        d = dict(src_dict)
        kind = cast(Literal["vector"], d.pop("kind"))
        if kind != "vector":
            raise ValueError(f"kind must match const 'vector', got '{kind}'")

        dimensions = cast(list[str], d.pop("dimensions"))

        cells = []
        _cells = d.pop("cells")
        for cells_item_data in _cells:
            cells_item = VectorCell.from_dict(cells_item_data)

            cells.append(cells_item)

        confidence = d.pop("confidence")

        mechanism = Mechanism(d.pop("mechanism"))

        exposure = Exposure.from_dict(d.pop("exposure"))

        exposure_left = Exposure.from_dict(d.pop("exposure_left"))

        cached = d.pop("cached")

        threshold = d.pop("threshold", UNSET)

        delta = d.pop("delta", UNSET)

        vector_result = cls(
            kind=kind,
            dimensions=dimensions,
            cells=cells,
            confidence=confidence,
            mechanism=mechanism,
            exposure=exposure,
            exposure_left=exposure_left,
            cached=cached,
            threshold=threshold,
            delta=delta,
        )

        vector_result.additional_properties = d
        return vector_result

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
