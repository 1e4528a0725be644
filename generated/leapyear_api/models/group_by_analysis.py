# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.count_aggregate import CountAggregate
    from ..models.count_distinct_aggregate import CountDistinctAggregate
    from ..models.count_rows_aggregate import CountRowsAggregate
    from ..models.group_key import GroupKey
    from ..models.group_relation import GroupRelation
    from ..models.join_relation import JoinRelation
    from ..models.mean_aggregate import MeanAggregate
    from ..models.project_relation import ProjectRelation
    from ..models.split_relation import SplitRelation
    from ..models.sum_aggregate import SumAggregate
    from ..models.table_relation import TableRelation
    from ..models.union_relation import UnionRelation
    from ..models.view_relation import ViewRelation
    from ..models.where_relation import WhereRelation


T = TypeVar("T", bound="GroupByAnalysis")


@_attrs_define
class GroupByAnalysis:
    """Numbers for each group of rows. Every combination of the keys' values is answered, also one without rows, so that
    it tells nothing that a group is there. A row is in one group at most: all groups together cost what one does.
    Where the values of a key are private, only those groups are answered whose number of rows, with noise, reaches a
    threshold; that takes some delta of the privacy limit.

        Attributes:
            kind (Literal['group_by']):  Default: 'group_by'.
            relation (GroupRelation | JoinRelation | ProjectRelation | SplitRelation | TableRelation | UnionRelation |
                ViewRelation | WhereRelation): A table, or what is made of one.
            keys (list[GroupKey]):
            aggregates (list[CountAggregate | CountDistinctAggregate | CountRowsAggregate | MeanAggregate | SumAggregate]):
            unknown_keys (bool | Unset): Whether only groups of enough rows are answered, although all could be: which is
                more exact where most would
                have no rows. It is so in any case where a key is a TEXT, a DATE or an INT of 10,000 values or more, and its
                `values` are left out.
                 Default: False.
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
    keys: list[GroupKey]
    aggregates: list[
        CountAggregate | CountDistinctAggregate | CountRowsAggregate | MeanAggregate | SumAggregate
    ]
    kind: Literal["group_by"] = "group_by"
    unknown_keys: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        from ..models.count_aggregate import CountAggregate  # noqa: PLC0415
        from ..models.count_distinct_aggregate import CountDistinctAggregate  # noqa: PLC0415
        from ..models.count_rows_aggregate import CountRowsAggregate  # noqa: PLC0415
        from ..models.group_relation import GroupRelation  # noqa: PLC0415
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
            else:
                aggregates_item = aggregates_item_data.to_dict()

            aggregates.append(aggregates_item)

        unknown_keys = self.unknown_keys

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "relation": relation,
                "keys": keys,
                "aggregates": aggregates,
            }
        )
        if unknown_keys is not UNSET:
            field_dict["unknown_keys"] = unknown_keys

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.count_aggregate import CountAggregate  # noqa: PLC0415
        from ..models.count_distinct_aggregate import CountDistinctAggregate  # noqa: PLC0415
        from ..models.count_rows_aggregate import CountRowsAggregate  # noqa: PLC0415
        from ..models.group_key import GroupKey  # noqa: PLC0415
        from ..models.group_relation import GroupRelation  # noqa: PLC0415
        from ..models.join_relation import JoinRelation  # noqa: PLC0415
        from ..models.mean_aggregate import MeanAggregate  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
        from ..models.split_relation import SplitRelation  # noqa: PLC0415
        from ..models.sum_aggregate import SumAggregate  # noqa: PLC0415
        from ..models.table_relation import TableRelation  # noqa: PLC0415
        from ..models.union_relation import UnionRelation  # noqa: PLC0415
        from ..models.view_relation import ViewRelation  # noqa: PLC0415
        from ..models.where_relation import WhereRelation  # noqa: PLC0415

        d = dict(src_dict)
        kind = cast(Literal["group_by"], d.pop("kind"))
        if kind != "group_by":
            raise ValueError(f"kind must match const 'group_by', got '{kind}'")

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
            keys_item = GroupKey.from_dict(keys_item_data)

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
                | MeanAggregate
                | SumAggregate
            ):
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_aggregate_type_0 = CountRowsAggregate.from_dict(data)

                    return componentsschemas_aggregate_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_aggregate_type_1 = CountAggregate.from_dict(data)

                    return componentsschemas_aggregate_type_1
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_aggregate_type_2 = CountDistinctAggregate.from_dict(data)

                    return componentsschemas_aggregate_type_2
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_aggregate_type_3 = SumAggregate.from_dict(data)

                    return componentsschemas_aggregate_type_3
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_aggregate_type_4 = MeanAggregate.from_dict(data)

                return componentsschemas_aggregate_type_4

            aggregates_item = _parse_aggregates_item(aggregates_item_data)

            aggregates.append(aggregates_item)

        unknown_keys = d.pop("unknown_keys", UNSET)

        group_by_analysis = cls(
            kind=kind,
            relation=relation,
            keys=keys,
            aggregates=aggregates,
            unknown_keys=unknown_keys,
        )

        return group_by_analysis
