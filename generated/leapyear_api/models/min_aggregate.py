# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.attribute_expression import AttributeExpression
    from ..models.bool_constant import BoolConstant
    from ..models.call_expression import CallExpression
    from ..models.date_constant import DateConstant
    from ..models.datetime_constant import DatetimeConstant
    from ..models.int_constant import IntConstant
    from ..models.real_constant import RealConstant
    from ..models.text_constant import TextConstant


T = TypeVar("T", bound="MinAggregate")


@_attrs_define
class MinAggregate:
    """The least value of a BOOL, INT, REAL, DATE or DATETIME expression; false is less than true.

    Attributes:
        kind (Literal['min']):  Default: 'min'.
        name (str): A name of a column or of a computed attribute.
        expression (AttributeExpression | BoolConstant | CallExpression | DateConstant | DatetimeConstant | IntConstant
            | RealConstant | TextConstant): A value for each row.
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
    kind: Literal["min"] = "min"

    def to_dict(self) -> dict[str, Any]:
        from ..models.attribute_expression import AttributeExpression  # noqa: PLC0415
        from ..models.bool_constant import BoolConstant  # noqa: PLC0415
        from ..models.date_constant import DateConstant  # noqa: PLC0415
        from ..models.datetime_constant import DatetimeConstant  # noqa: PLC0415
        from ..models.int_constant import IntConstant  # noqa: PLC0415
        from ..models.real_constant import RealConstant  # noqa: PLC0415
        from ..models.text_constant import TextConstant  # noqa: PLC0415

        kind = self.kind

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

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "name": name,
                "expression": expression,
            }
        )

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
        kind = cast(Literal["min"], d.pop("kind"))
        if kind != "min":
            raise ValueError(f"kind must match const 'min', got '{kind}'")

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

        min_aggregate = cls(
            kind=kind,
            name=name,
            expression=expression,
        )

        return min_aggregate
