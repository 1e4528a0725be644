# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.bin_key import BinKey
    from ..models.bool_constant import BoolConstant
    from ..models.date_constant import DateConstant
    from ..models.int_constant import IntConstant
    from ..models.interval import Interval
    from ..models.real_constant import RealConstant
    from ..models.text_constant import TextConstant


T = TypeVar("T", bound="VectorCell")


@_attrs_define
class VectorCell:
    """One number of many.

    Attributes:
        keys (list[BinKey | BoolConstant | DateConstant | IntConstant | RealConstant | TextConstant]): What it is about,
            one for each dimension.
        statistic (str): Which number of these keys it is, `mean` for example.
        value (float): The number.
        interval (Interval): An interval that holds the exact value with the stated confidence, as far as noise is
            concerned.
        noise_scale (float): The standard deviation of the noise in the value; to first order where it is made of
            several sums.
    """

    keys: list[BinKey | BoolConstant | DateConstant | IntConstant | RealConstant | TextConstant]
    statistic: str
    value: float
    interval: Interval
    noise_scale: float
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.bin_key import BinKey  # noqa: PLC0415
        from ..models.bool_constant import BoolConstant  # noqa: PLC0415
        from ..models.int_constant import IntConstant  # noqa: PLC0415
        from ..models.real_constant import RealConstant  # noqa: PLC0415
        from ..models.text_constant import TextConstant  # noqa: PLC0415

        keys = []
        for keys_item_data in self.keys:
            keys_item: dict[str, Any]
            if isinstance(keys_item_data, BinKey):
                keys_item = keys_item_data.to_dict()
            elif isinstance(keys_item_data, RealConstant):
                keys_item = keys_item_data.to_dict()
            elif isinstance(keys_item_data, BoolConstant):
                keys_item = keys_item_data.to_dict()
            elif isinstance(keys_item_data, IntConstant):
                keys_item = keys_item_data.to_dict()
            elif isinstance(keys_item_data, TextConstant):
                keys_item = keys_item_data.to_dict()
            else:
                keys_item = keys_item_data.to_dict()

            keys.append(keys_item)

        statistic = self.statistic

        value = self.value

        interval = self.interval.to_dict()

        noise_scale = self.noise_scale

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "keys": keys,
                "statistic": statistic,
                "value": value,
                "interval": interval,
                "noise_scale": noise_scale,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bin_key import BinKey  # noqa: PLC0415
        from ..models.bool_constant import BoolConstant  # noqa: PLC0415
        from ..models.date_constant import DateConstant  # noqa: PLC0415
        from ..models.int_constant import IntConstant  # noqa: PLC0415
        from ..models.interval import Interval  # noqa: PLC0415
        from ..models.real_constant import RealConstant  # noqa: PLC0415
        from ..models.text_constant import TextConstant  # noqa: PLC0415

        d = dict(src_dict)
        keys = []
        _keys = d.pop("keys")
        for keys_item_data in _keys:

            def _parse_keys_item(
                data: object,
            ) -> BinKey | BoolConstant | DateConstant | IntConstant | RealConstant | TextConstant:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_cell_key_type_0 = BinKey.from_dict(data)

                    return componentsschemas_cell_key_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_cell_key_type_1 = RealConstant.from_dict(data)

                    return componentsschemas_cell_key_type_1
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_cell_key_type_2 = BoolConstant.from_dict(data)

                    return componentsschemas_cell_key_type_2
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_cell_key_type_3 = IntConstant.from_dict(data)

                    return componentsschemas_cell_key_type_3
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_cell_key_type_4 = TextConstant.from_dict(data)

                    return componentsschemas_cell_key_type_4
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_cell_key_type_5 = DateConstant.from_dict(data)

                return componentsschemas_cell_key_type_5

            keys_item = _parse_keys_item(keys_item_data)

            keys.append(keys_item)

        statistic = d.pop("statistic")

        value = d.pop("value")

        interval = Interval.from_dict(d.pop("interval"))

        noise_scale = d.pop("noise_scale")

        vector_cell = cls(
            keys=keys,
            statistic=statistic,
            value=value,
            interval=interval,
            noise_scale=noise_scale,
        )

        vector_cell.additional_properties = d
        return vector_cell

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
