# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.group_relation import GroupRelation
    from ..models.join_relation import JoinRelation
    from ..models.project_relation import ProjectRelation
    from ..models.split_relation import SplitRelation
    from ..models.table_relation import TableRelation
    from ..models.union_relation import UnionRelation
    from ..models.view_relation import ViewRelation
    from ..models.where_relation import WhereRelation


T = TypeVar("T", bound="CountRowsAnalysis")


@_attrs_define
class CountRowsAnalysis:
    """The number of rows.

    Attributes:
        kind (Literal['count_rows']):  Default: 'count_rows'.
        relation (GroupRelation | JoinRelation | ProjectRelation | SplitRelation | TableRelation | UnionRelation |
            ViewRelation | WhereRelation): A table, or what is made of one.
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
    kind: Literal["count_rows"] = "count_rows"

    def to_dict(self) -> dict[str, Any]:
        from ..models.group_relation import GroupRelation  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
        from ..models.split_relation import SplitRelation  # noqa: PLC0415
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

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "relation": relation,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.group_relation import GroupRelation  # noqa: PLC0415
        from ..models.join_relation import JoinRelation  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
        from ..models.split_relation import SplitRelation  # noqa: PLC0415
        from ..models.table_relation import TableRelation  # noqa: PLC0415
        from ..models.union_relation import UnionRelation  # noqa: PLC0415
        from ..models.view_relation import ViewRelation  # noqa: PLC0415
        from ..models.where_relation import WhereRelation  # noqa: PLC0415

        d = dict(src_dict)
        kind = cast(Literal["count_rows"], d.pop("kind"))
        if kind != "count_rows":
            raise ValueError(f"kind must match const 'count_rows', got '{kind}'")

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

        count_rows_analysis = cls(
            kind=kind,
            relation=relation,
        )

        return count_rows_analysis
