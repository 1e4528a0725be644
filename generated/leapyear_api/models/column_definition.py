# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.bool_type import BoolType
    from ..models.date_type import DateType
    from ..models.datetime_type import DatetimeType
    from ..models.factor_type import FactorType
    from ..models.int_type import IntType
    from ..models.real_type import RealType
    from ..models.text_type import TextType


T = TypeVar("T", bound="ColumnDefinition")


@_attrs_define
class ColumnDefinition:
    """A column and its type. The declaration is public.

    Attributes:
        name (str): A name of a column or of a computed attribute.
        type_ (BoolType | DatetimeType | DateType | FactorType | IntType | RealType | TextType): The type of a column,
            with its bounds.
        infer_bounds (bool | Unset): In requests alone, of INT and REAL: whether narrower bounds are found, by a
            histogram with noise. It is charged
            with the table, 0.001 rho a column (0.016 epsilon where those are counted), or the table is not made; where
            values are too few to find bounds, those
            that are declared stay. Values outside of the bounds are clamped to them.
        nullable (bool | Unset): Whether values may be missing. If not, rows without a value of the column are left out
            of the table when they are
            copied: those where it is missing, or is none of its type, as are NaN and a string that a FACTOR does not name.
            Of attributes of views and relations nothing is declared; those may be null.
             Default: True.
    """

    name: str
    type_: BoolType | DatetimeType | DateType | FactorType | IntType | RealType | TextType
    infer_bounds: bool | Unset = UNSET
    nullable: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        from ..models.bool_type import BoolType  # noqa: PLC0415
        from ..models.date_type import DateType  # noqa: PLC0415
        from ..models.factor_type import FactorType  # noqa: PLC0415
        from ..models.int_type import IntType  # noqa: PLC0415
        from ..models.real_type import RealType  # noqa: PLC0415
        from ..models.text_type import TextType  # noqa: PLC0415

        name = self.name

        type_: dict[str, Any]
        if isinstance(self.type_, BoolType):
            type_ = self.type_.to_dict()
        elif isinstance(self.type_, IntType):
            type_ = self.type_.to_dict()
        elif isinstance(self.type_, RealType):
            type_ = self.type_.to_dict()
        elif isinstance(self.type_, FactorType):
            type_ = self.type_.to_dict()
        elif isinstance(self.type_, TextType):
            type_ = self.type_.to_dict()
        elif isinstance(self.type_, DateType):
            type_ = self.type_.to_dict()
        else:
            type_ = self.type_.to_dict()

        infer_bounds = self.infer_bounds

        nullable = self.nullable

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "type": type_,
            }
        )
        if infer_bounds is not UNSET:
            field_dict["infer_bounds"] = infer_bounds
        if nullable is not UNSET:
            field_dict["nullable"] = nullable

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bool_type import BoolType  # noqa: PLC0415
        from ..models.date_type import DateType  # noqa: PLC0415
        from ..models.datetime_type import DatetimeType  # noqa: PLC0415
        from ..models.factor_type import FactorType  # noqa: PLC0415
        from ..models.int_type import IntType  # noqa: PLC0415
        from ..models.real_type import RealType  # noqa: PLC0415
        from ..models.text_type import TextType  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        def _parse_type_(
            data: object,
        ) -> BoolType | DatetimeType | DateType | FactorType | IntType | RealType | TextType:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_column_type_type_0 = BoolType.from_dict(data)

                return componentsschemas_column_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_column_type_type_1 = IntType.from_dict(data)

                return componentsschemas_column_type_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_column_type_type_2 = RealType.from_dict(data)

                return componentsschemas_column_type_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_column_type_type_3 = FactorType.from_dict(data)

                return componentsschemas_column_type_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_column_type_type_4 = TextType.from_dict(data)

                return componentsschemas_column_type_type_4
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_column_type_type_5 = DateType.from_dict(data)

                return componentsschemas_column_type_type_5
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_column_type_type_6 = DatetimeType.from_dict(data)

            return componentsschemas_column_type_type_6

        type_ = _parse_type_(d.pop("type"))

        infer_bounds = d.pop("infer_bounds", UNSET)

        nullable = d.pop("nullable", UNSET)

        column_definition = cls(
            name=name,
            type_=type_,
            infer_bounds=infer_bounds,
            nullable=nullable,
        )

        return column_definition
