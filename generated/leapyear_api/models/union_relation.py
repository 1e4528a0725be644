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
    from ..models.view_relation import ViewRelation
    from ..models.where_relation import WhereRelation


T = TypeVar("T", bound="UnionRelation")


@_attrs_define
class UnionRelation:
    """The rows of all of several relations, which have the same attributes, each of one type up to its bounds. A row
    that two of them have is there twice, and a privacy unit counts in each of them.

        Attributes:
            kind (Literal['union']):  Default: 'union'.
            relations (list[GroupRelation | JoinRelation | ProjectRelation | SplitRelation | TableRelation | UnionRelation |
                ViewRelation | WhereRelation]):
    """

    relations: list[
        GroupRelation
        | JoinRelation
        | ProjectRelation
        | SplitRelation
        | TableRelation
        | UnionRelation
        | ViewRelation
        | WhereRelation
    ]
    kind: Literal["union"] = "union"

    def to_dict(self) -> dict[str, Any]:
        from ..models.group_relation import GroupRelation  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
        from ..models.split_relation import SplitRelation  # noqa: PLC0415
        from ..models.table_relation import TableRelation  # noqa: PLC0415
        from ..models.view_relation import ViewRelation  # noqa: PLC0415
        from ..models.where_relation import WhereRelation  # noqa: PLC0415

        kind = self.kind

        relations = []
        for relations_item_data in self.relations:
            relations_item: dict[str, Any]
            if isinstance(relations_item_data, TableRelation):
                relations_item = relations_item_data.to_dict()
            elif isinstance(relations_item_data, ViewRelation):
                relations_item = relations_item_data.to_dict()
            elif isinstance(relations_item_data, WhereRelation):
                relations_item = relations_item_data.to_dict()
            elif isinstance(relations_item_data, ProjectRelation):
                relations_item = relations_item_data.to_dict()
            elif isinstance(relations_item_data, UnionRelation):
                relations_item = relations_item_data.to_dict()
            elif isinstance(relations_item_data, SplitRelation):
                relations_item = relations_item_data.to_dict()
            elif isinstance(relations_item_data, GroupRelation):
                relations_item = relations_item_data.to_dict()
            else:
                relations_item = relations_item_data.to_dict()

            relations.append(relations_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "relations": relations,
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
        from ..models.view_relation import ViewRelation  # noqa: PLC0415
        from ..models.where_relation import WhereRelation  # noqa: PLC0415

        d = dict(src_dict)
        kind = cast(Literal["union"], d.pop("kind"))
        if kind != "union":
            raise ValueError(f"kind must match const 'union', got '{kind}'")

        relations = []
        _relations = d.pop("relations")
        for relations_item_data in _relations:

            def _parse_relations_item(
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

            relations_item = _parse_relations_item(relations_item_data)

            relations.append(relations_item)

        union_relation = cls(
            kind=kind,
            relations=relations,
        )

        return union_relation
