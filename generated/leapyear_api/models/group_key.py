# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.attribute_expression import AttributeExpression
    from ..models.bool_constant import BoolConstant
    from ..models.call_expression import CallExpression
    from ..models.date_constant import DateConstant
    from ..models.datetime_constant import DatetimeConstant
    from ..models.int_constant import IntConstant
    from ..models.real_constant import RealConstant
    from ..models.text_constant import TextConstant


T = TypeVar("T", bound="GroupKey")


@_attrs_define
class GroupKey:
    """What tells groups apart: a BOOL, INT, FACTOR, TEXT or DATE. Without `values` there is a group for each value
    that its type allows, where these are few: both of a BOOL, all of a FACTOR, those within the bounds of an INT; of
    a TEXT, a DATE or an INT of 10,000 values or more there is one for each value that has enough rows. A text of more
    than 4096 characters, or with a NUL, is in no group then.

        Attributes:
            name (str): A name of a column or of a computed attribute.
            expression (AttributeExpression | BoolConstant | CallExpression | DateConstant | DatetimeConstant | IntConstant
                | RealConstant | TextConstant): A value for each row.
            values (list[BoolConstant | DateConstant | IntConstant | TextConstant] | Unset): The values to have groups of.
                Rows with others are in none.
    """

    name: str
    expression: (
        AttributeExpression
        | BoolConstant
        | CallExpression
        | DateConstant
        | DatetimeConstant
        | IntConstant
        | RealConstant
        | TextConstant
    )
    values: list[BoolConstant | DateConstant | IntConstant | TextConstant] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.attribute_expression import AttributeExpression  # noqa: PLC0415
        from ..models.bool_constant import BoolConstant  # noqa: PLC0415
        from ..models.date_constant import DateConstant  # noqa: PLC0415
        from ..models.datetime_constant import DatetimeConstant  # noqa: PLC0415
        from ..models.int_constant import IntConstant  # noqa: PLC0415
        from ..models.real_constant import RealConstant  # noqa: PLC0415
        from ..models.text_constant import TextConstant  # noqa: PLC0415

        name = self.name

        expression: dict[str, Any]
        if isinstance(self.expression, AttributeExpression):
            expression = self.expression.to_dict()
        elif isinstance(self.expression, BoolConstant):
            expression = self.expression.to_dict()
        elif isinstance(self.expression, IntConstant):
            expression = self.expression.to_dict()
        elif isinstance(self.expression, RealConstant):
            expression = self.expression.to_dict()
        elif isinstance(self.expression, TextConstant):
            expression = self.expression.to_dict()
        elif isinstance(self.expression, DateConstant):
            expression = self.expression.to_dict()
        elif isinstance(self.expression, DatetimeConstant):
            expression = self.expression.to_dict()
        else:
            expression = self.expression.to_dict()

        values: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.values, Unset):
            values = []
            for values_item_data in self.values:
                values_item: dict[str, Any]
                if isinstance(values_item_data, BoolConstant):
                    values_item = values_item_data.to_dict()
                elif isinstance(values_item_data, IntConstant):
                    values_item = values_item_data.to_dict()
                elif isinstance(values_item_data, TextConstant):
                    values_item = values_item_data.to_dict()
                else:
                    values_item = values_item_data.to_dict()

                values.append(values_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "expression": expression,
            }
        )
        if values is not UNSET:
            field_dict["values"] = values

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.attribute_expression import AttributeExpression  # noqa: PLC0415
        from ..models.bool_constant import BoolConstant  # noqa: PLC0415
        from ..models.call_expression import CallExpression  # noqa: PLC0415
        from ..models.date_constant import DateConstant  # noqa: PLC0415
        from ..models.datetime_constant import DatetimeConstant  # noqa: PLC0415
        from ..models.int_constant import IntConstant  # noqa: PLC0415
        from ..models.real_constant import RealConstant  # noqa: PLC0415
        from ..models.text_constant import TextConstant  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        def _parse_expression(
            data: object,
        ) -> (
            AttributeExpression
            | BoolConstant
            | CallExpression
            | DateConstant
            | DatetimeConstant
            | IntConstant
            | RealConstant
            | TextConstant
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_expression_type_0 = AttributeExpression.from_dict(data)

                return componentsschemas_expression_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_expression_type_1 = BoolConstant.from_dict(data)

                return componentsschemas_expression_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_expression_type_2 = IntConstant.from_dict(data)

                return componentsschemas_expression_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_expression_type_3 = RealConstant.from_dict(data)

                return componentsschemas_expression_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_expression_type_4 = TextConstant.from_dict(data)

                return componentsschemas_expression_type_4
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_expression_type_5 = DateConstant.from_dict(data)

                return componentsschemas_expression_type_5
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_expression_type_6 = DatetimeConstant.from_dict(data)

                return componentsschemas_expression_type_6
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_expression_type_7 = CallExpression.from_dict(data)

            return componentsschemas_expression_type_7

        expression = _parse_expression(d.pop("expression"))

        _values = d.pop("values", UNSET)
        values: list[BoolConstant | DateConstant | IntConstant | TextConstant] | Unset = UNSET
        if _values is not UNSET:
            values = []
            for values_item_data in _values:

                def _parse_values_item(
                    data: object,
                ) -> BoolConstant | DateConstant | IntConstant | TextConstant:
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_group_value_type_0 = BoolConstant.from_dict(data)

                        return componentsschemas_group_value_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_group_value_type_1 = IntConstant.from_dict(data)

                        return componentsschemas_group_value_type_1
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_group_value_type_2 = TextConstant.from_dict(data)

                        return componentsschemas_group_value_type_2
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_group_value_type_3 = DateConstant.from_dict(data)

                    return componentsschemas_group_value_type_3

                values_item = _parse_values_item(values_item_data)

                values.append(values_item)

        group_key = cls(
            name=name,
            expression=expression,
            values=values,
        )

        return group_key
