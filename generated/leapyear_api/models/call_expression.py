# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..models.function_name import FunctionName

if TYPE_CHECKING:
    from ..models.attribute_expression import AttributeExpression
    from ..models.bool_constant import BoolConstant
    from ..models.date_constant import DateConstant
    from ..models.datetime_constant import DatetimeConstant
    from ..models.int_constant import IntConstant
    from ..models.real_constant import RealConstant
    from ..models.text_constant import TextConstant


T = TypeVar("T", bound="CallExpression")


@_attrs_define
class CallExpression:
    """A function of other expressions. No row can make it fail; where it has no value, it is null.

    Attributes:
        kind (Literal['call']):  Default: 'call'.
        function (FunctionName): The functions. All are total: no row makes one fail. The value is null where an
            argument is, if nothing else is
            said, and where the function has none; a REAL is clamped to ±1e100. What each takes and gives, with the bounds:
            docs/functions.md. In short:

            - `eq` to `ge` compare two numbers, two strings (a FACTOR is one), two days, two moments, and `eq` and `ne` two
              BOOLs; `and`, `or`, `not` are those of SQL, with null for what is not known; `is_null` is never null;
              `coalesce`, `greatest` and `least` leave null out; `null_if(x, y)` is null where the two are equal;
              `when(condition, value, condition, value, ..., otherwise)` has the first value whose condition is true.
            - `divide`, `floor_divide` and `modulo` are null where they divide by zero; `clip(x, lower, upper)`,
              `power(x, exponent)` and `round(x, digits)` take constants behind x.
            - Strings are of Unicode code points; `substring(x, start, length)` counts from 1 and `replace(x, old, new)`
            takes
              constants. What `concat` and `replace` make is cut to 4096 characters.
            - `truncate(x, unit)` and `add_time(x, amount, unit)` take a unit: year, quarter, month, week, day, hour, minute
            or
              second; `parse_date(x, format)` and `parse_datetime(x, format)` a format of %Y, %m, %d, %H, %M, %S.
            - `to_factor(x, value, ...)` is null where the string is none of the values.
        arguments (list[AttributeExpression | BoolConstant | CallExpression | DateConstant | DatetimeConstant |
            IntConstant | RealConstant | TextConstant]):
    """

    function: FunctionName
    arguments: list[
        AttributeExpression
        | BoolConstant
        | CallExpression
        | DateConstant
        | DatetimeConstant
        | IntConstant
        | RealConstant
        | TextConstant
    ]
    kind: Literal["call"] = "call"

    def to_dict(self) -> dict[str, Any]:
        from ..models.attribute_expression import AttributeExpression  # noqa: PLC0415
        from ..models.bool_constant import BoolConstant  # noqa: PLC0415
        from ..models.date_constant import DateConstant  # noqa: PLC0415
        from ..models.datetime_constant import DatetimeConstant  # noqa: PLC0415
        from ..models.int_constant import IntConstant  # noqa: PLC0415
        from ..models.real_constant import RealConstant  # noqa: PLC0415
        from ..models.text_constant import TextConstant  # noqa: PLC0415

        kind = self.kind

        function = self.function.value

        arguments = []
        for arguments_item_data in self.arguments:
            arguments_item: dict[str, Any]
            if isinstance(arguments_item_data, AttributeExpression):
                arguments_item = arguments_item_data.to_dict()
            elif isinstance(arguments_item_data, BoolConstant):
                arguments_item = arguments_item_data.to_dict()
            elif isinstance(arguments_item_data, IntConstant):
                arguments_item = arguments_item_data.to_dict()
            elif isinstance(arguments_item_data, RealConstant):
                arguments_item = arguments_item_data.to_dict()
            elif isinstance(arguments_item_data, TextConstant):
                arguments_item = arguments_item_data.to_dict()
            elif isinstance(arguments_item_data, DateConstant):
                arguments_item = arguments_item_data.to_dict()
            elif isinstance(arguments_item_data, DatetimeConstant):
                arguments_item = arguments_item_data.to_dict()
            else:
                arguments_item = arguments_item_data.to_dict()

            arguments.append(arguments_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "function": function,
                "arguments": arguments,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.attribute_expression import AttributeExpression  # noqa: PLC0415
        from ..models.bool_constant import BoolConstant  # noqa: PLC0415
        from ..models.date_constant import DateConstant  # noqa: PLC0415
        from ..models.datetime_constant import DatetimeConstant  # noqa: PLC0415
        from ..models.int_constant import IntConstant  # noqa: PLC0415
        from ..models.real_constant import RealConstant  # noqa: PLC0415
        from ..models.text_constant import TextConstant  # noqa: PLC0415

        d = dict(src_dict)
        kind = cast(Literal["call"], d.pop("kind"))
        if kind != "call":
            raise ValueError(f"kind must match const 'call', got '{kind}'")

        function = FunctionName(d.pop("function"))

        arguments = []
        _arguments = d.pop("arguments")
        for arguments_item_data in _arguments:

            def _parse_arguments_item(
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

            arguments_item = _parse_arguments_item(arguments_item_data)

            arguments.append(arguments_item)

        call_expression = cls(
            kind=kind,
            function=function,
            arguments=arguments,
        )

        return call_expression
