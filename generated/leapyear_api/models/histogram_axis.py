# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

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


T = TypeVar("T", bound="HistogramAxis")


@_attrs_define
class HistogramAxis:
    """Bins, each from an edge up to and without the next one, the last one with it; values outside of them are in no
    bin. Without `edges` there are `bins` of equal width from `lower` to `upper`, or between the bounds of the
    expression.

        Attributes:
            name (str): A name of a column or of a computed attribute.
            expression (AttributeExpression | BoolConstant | CallExpression | DateConstant | DatetimeConstant | IntConstant
                | RealConstant | TextConstant): A value for each row.
            edges (list[float] | Unset):
            bins (int | Unset): How many bins there are. Default: 10.
            lower (float | Unset): Where the first one begins.
            upper (float | Unset): Where the last one ends.
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
    edges: list[float] | Unset = UNSET
    bins: int | Unset = 10
    lower: float | Unset = UNSET
    upper: float | Unset = UNSET

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

        edges: list[float] | Unset = UNSET
        if not isinstance(self.edges, Unset):
            edges = self.edges

        bins = self.bins

        lower = self.lower

        upper = self.upper

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "expression": expression,
            }
        )
        if edges is not UNSET:
            field_dict["edges"] = edges
        if bins is not UNSET:
            field_dict["bins"] = bins
        if lower is not UNSET:
            field_dict["lower"] = lower
        if upper is not UNSET:
            field_dict["upper"] = upper

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

        edges = cast(list[float], d.pop("edges", UNSET))

        bins = d.pop("bins", UNSET)

        lower = d.pop("lower", UNSET)

        upper = d.pop("upper", UNSET)

        histogram_axis = cls(
            name=name,
            expression=expression,
            edges=edges,
            bins=bins,
            lower=lower,
            upper=upper,
        )

        return histogram_axis
