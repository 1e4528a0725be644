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
    from ..models.group_relation import GroupRelation
    from ..models.int_constant import IntConstant
    from ..models.join_relation import JoinRelation
    from ..models.project_relation import ProjectRelation
    from ..models.real_constant import RealConstant
    from ..models.split_relation import SplitRelation
    from ..models.table_relation import TableRelation
    from ..models.text_constant import TextConstant
    from ..models.union_relation import UnionRelation
    from ..models.view_relation import ViewRelation
    from ..models.where_relation import WhereRelation


T = TypeVar("T", bound="KurtosisAnalysis")


@_attrs_define
class KurtosisAnalysis:
    """The excess kurtosis of a BOOL, INT or REAL expression, as of a sample (Joanes and Gill 1998, G2); 0 of a normal
    distribution.

        Attributes:
            kind (Literal['kurtosis']):  Default: 'kurtosis'.
            relation (GroupRelation | JoinRelation | ProjectRelation | SplitRelation | TableRelation | UnionRelation |
                ViewRelation | WhereRelation): A table, or what is made of one.
            expression (AttributeExpression | BoolConstant | CallExpression | DateConstant | DatetimeConstant | IntConstant
                | RealConstant | TextConstant): A value for each row.
    """

    relation: (
        GroupRelation
        | JoinRelation
        | ProjectRelation
        | SplitRelation
        | TableRelation
        | UnionRelation
        | ViewRelation
        | WhereRelation
    )
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
    kind: Literal["kurtosis"] = "kurtosis"

    def to_dict(self) -> dict[str, Any]:
        from ..models.attribute_expression import AttributeExpression  # noqa: PLC0415
        from ..models.bool_constant import BoolConstant  # noqa: PLC0415
        from ..models.date_constant import DateConstant  # noqa: PLC0415
        from ..models.datetime_constant import DatetimeConstant  # noqa: PLC0415
        from ..models.group_relation import GroupRelation  # noqa: PLC0415
        from ..models.int_constant import IntConstant  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
        from ..models.real_constant import RealConstant  # noqa: PLC0415
        from ..models.split_relation import SplitRelation  # noqa: PLC0415
        from ..models.table_relation import TableRelation  # noqa: PLC0415
        from ..models.text_constant import TextConstant  # noqa: PLC0415
        from ..models.union_relation import UnionRelation  # noqa: PLC0415
        from ..models.view_relation import ViewRelation  # noqa: PLC0415
        from ..models.where_relation import WhereRelation  # noqa: PLC0415

        kind = self.kind

        relation: dict[str, Any]
        if isinstance(self.relation, TableRelation):
            relation = self.relation.to_dict()
        elif isinstance(self.relation, ViewRelation):
            relation = self.relation.to_dict()
        elif isinstance(self.relation, WhereRelation):
            relation = self.relation.to_dict()
        elif isinstance(self.relation, ProjectRelation):
            relation = self.relation.to_dict()
        elif isinstance(self.relation, UnionRelation):
            relation = self.relation.to_dict()
        elif isinstance(self.relation, SplitRelation):
            relation = self.relation.to_dict()
        elif isinstance(self.relation, GroupRelation):
            relation = self.relation.to_dict()
        else:
            relation = self.relation.to_dict()

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
                "relation": relation,
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
        from ..models.group_relation import GroupRelation  # noqa: PLC0415
        from ..models.int_constant import IntConstant  # noqa: PLC0415
        from ..models.join_relation import JoinRelation  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
        from ..models.real_constant import RealConstant  # noqa: PLC0415
        from ..models.split_relation import SplitRelation  # noqa: PLC0415
        from ..models.table_relation import TableRelation  # noqa: PLC0415
        from ..models.text_constant import TextConstant  # noqa: PLC0415
        from ..models.union_relation import UnionRelation  # noqa: PLC0415
        from ..models.view_relation import ViewRelation  # noqa: PLC0415
        from ..models.where_relation import WhereRelation  # noqa: PLC0415

        d = dict(src_dict)
        kind = cast(Literal["kurtosis"], d.pop("kind"))
        if kind != "kurtosis":
            raise ValueError(f"kind must match const 'kurtosis', got '{kind}'")

        def _parse_relation(
            data: object,
        ) -> (
            GroupRelation
            | JoinRelation
            | ProjectRelation
            | SplitRelation
            | TableRelation
            | UnionRelation
            | ViewRelation
            | WhereRelation
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_relation_type_0 = TableRelation.from_dict(data)

                return componentsschemas_relation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_relation_type_1 = ViewRelation.from_dict(data)

                return componentsschemas_relation_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_relation_type_2 = WhereRelation.from_dict(data)

                return componentsschemas_relation_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_relation_type_3 = ProjectRelation.from_dict(data)

                return componentsschemas_relation_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_relation_type_4 = UnionRelation.from_dict(data)

                return componentsschemas_relation_type_4
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_relation_type_5 = SplitRelation.from_dict(data)

                return componentsschemas_relation_type_5
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_relation_type_6 = GroupRelation.from_dict(data)

                return componentsschemas_relation_type_6
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_relation_type_7 = JoinRelation.from_dict(data)

            return componentsschemas_relation_type_7

        relation = _parse_relation(d.pop("relation"))

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

        kurtosis_analysis = cls(
            kind=kind,
            relation=relation,
            expression=expression,
        )

        return kurtosis_analysis
