# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.count_aggregate import CountAggregate
    from ..models.count_distinct_aggregate import CountDistinctAggregate
    from ..models.count_rows_aggregate import CountRowsAggregate
    from ..models.join_relation import JoinRelation
    from ..models.max_aggregate import MaxAggregate
    from ..models.mean_aggregate import MeanAggregate
    from ..models.min_aggregate import MinAggregate
    from ..models.named_expression import NamedExpression
    from ..models.project_relation import ProjectRelation
    from ..models.split_relation import SplitRelation
    from ..models.sum_aggregate import SumAggregate
    from ..models.table_relation import TableRelation
    from ..models.union_relation import UnionRelation
    from ..models.view_relation import ViewRelation
    from ..models.where_relation import WhereRelation


T = TypeVar("T", bound="GroupRelation")


@_attrs_define
class GroupRelation:
    """One row for each group of the rows of a relation: its keys, and its aggregates. Rows with equal keys are a group;
    a null key equals another one. Keys are BOOL, INT, FACTOR, TEXT or DATE. How many groups there are is private.

        Attributes:
            kind (Literal['group']):  Default: 'group'.
            relation (GroupRelation | JoinRelation | ProjectRelation | SplitRelation | TableRelation | UnionRelation |
                ViewRelation | WhereRelation): A table, or what is made of one.
            keys (list[NamedExpression]):
            aggregates (list[CountAggregate | CountDistinctAggregate | CountRowsAggregate | MaxAggregate | MeanAggregate |
                MinAggregate | SumAggregate]):
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
    keys: list[NamedExpression]
    aggregates: list[
        CountAggregate
        | CountDistinctAggregate
        | CountRowsAggregate
        | MaxAggregate
        | MeanAggregate
        | MinAggregate
        | SumAggregate
    ]
    kind: Literal["group"] = "group"

    def to_dict(self) -> dict[str, Any]:
        from ..models.count_aggregate import CountAggregate  # noqa: PLC0415
        from ..models.count_distinct_aggregate import CountDistinctAggregate  # noqa: PLC0415
        from ..models.count_rows_aggregate import CountRowsAggregate  # noqa: PLC0415
        from ..models.mean_aggregate import MeanAggregate  # noqa: PLC0415
        from ..models.min_aggregate import MinAggregate  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
        from ..models.split_relation import SplitRelation  # noqa: PLC0415
        from ..models.sum_aggregate import SumAggregate  # noqa: PLC0415
        from ..models.table_relation import TableRelation  # noqa: PLC0415
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

        keys = []
        for keys_item_data in self.keys:
            keys_item = keys_item_data.to_dict()
            keys.append(keys_item)

        aggregates = []
        for aggregates_item_data in self.aggregates:
            aggregates_item: dict[str, Any]
            if isinstance(aggregates_item_data, CountRowsAggregate):
                aggregates_item = aggregates_item_data.to_dict()
            elif isinstance(aggregates_item_data, CountAggregate):
                aggregates_item = aggregates_item_data.to_dict()
            elif isinstance(aggregates_item_data, CountDistinctAggregate):
                aggregates_item = aggregates_item_data.to_dict()
            elif isinstance(aggregates_item_data, SumAggregate):
                aggregates_item = aggregates_item_data.to_dict()
            elif isinstance(aggregates_item_data, MeanAggregate):
                aggregates_item = aggregates_item_data.to_dict()
            elif isinstance(aggregates_item_data, MinAggregate):
                aggregates_item = aggregates_item_data.to_dict()
            else:
                aggregates_item = aggregates_item_data.to_dict()

            aggregates.append(aggregates_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "relation": relation,
                "keys": keys,
                "aggregates": aggregates,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.count_aggregate import CountAggregate  # noqa: PLC0415
        from ..models.count_distinct_aggregate import CountDistinctAggregate  # noqa: PLC0415
        from ..models.count_rows_aggregate import CountRowsAggregate  # noqa: PLC0415
        from ..models.join_relation import JoinRelation  # noqa: PLC0415
        from ..models.max_aggregate import MaxAggregate  # noqa: PLC0415
        from ..models.mean_aggregate import MeanAggregate  # noqa: PLC0415
        from ..models.min_aggregate import MinAggregate  # noqa: PLC0415
        from ..models.named_expression import NamedExpression  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
        from ..models.split_relation import SplitRelation  # noqa: PLC0415
        from ..models.sum_aggregate import SumAggregate  # noqa: PLC0415
        from ..models.table_relation import TableRelation  # noqa: PLC0415
        from ..models.union_relation import UnionRelation  # noqa: PLC0415
        from ..models.view_relation import ViewRelation  # noqa: PLC0415
        from ..models.where_relation import WhereRelation  # noqa: PLC0415

        d = dict(src_dict)
        kind = cast(Literal["group"], d.pop("kind"))
        if kind != "group":
            raise ValueError(f"kind must match const 'group', got '{kind}'")

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

        keys = []
        _keys = d.pop("keys")
        for keys_item_data in _keys:
            keys_item = NamedExpression.from_dict(keys_item_data)

            keys.append(keys_item)

        aggregates = []
        _aggregates = d.pop("aggregates")
        for aggregates_item_data in _aggregates:

            def _parse_aggregates_item(
                data: object,
            ) -> (
                CountAggregate
                | CountDistinctAggregate
                | CountRowsAggregate
                | MaxAggregate
                | MeanAggregate
                | MinAggregate
                | SumAggregate
            ):
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_group_aggregate_type_0 = CountRowsAggregate.from_dict(data)

                    return componentsschemas_group_aggregate_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_group_aggregate_type_1 = CountAggregate.from_dict(data)

                    return componentsschemas_group_aggregate_type_1
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_group_aggregate_type_2 = CountDistinctAggregate.from_dict(
                        data
                    )

                    return componentsschemas_group_aggregate_type_2
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_group_aggregate_type_3 = SumAggregate.from_dict(data)

                    return componentsschemas_group_aggregate_type_3
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_group_aggregate_type_4 = MeanAggregate.from_dict(data)

                    return componentsschemas_group_aggregate_type_4
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_group_aggregate_type_5 = MinAggregate.from_dict(data)

                    return componentsschemas_group_aggregate_type_5
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_group_aggregate_type_6 = MaxAggregate.from_dict(data)

                return componentsschemas_group_aggregate_type_6

            aggregates_item = _parse_aggregates_item(aggregates_item_data)

            aggregates.append(aggregates_item)

        group_relation = cls(
            kind=kind,
            relation=relation,
            keys=keys,
            aggregates=aggregates,
        )

        return group_relation
