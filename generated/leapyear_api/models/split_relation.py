# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.group_relation import GroupRelation
    from ..models.join_relation import JoinRelation
    from ..models.project_relation import ProjectRelation
    from ..models.table_relation import TableRelation
    from ..models.union_relation import UnionRelation
    from ..models.view_relation import ViewRelation
    from ..models.where_relation import WhereRelation


T = TypeVar("T", bound="SplitRelation")


@_attrs_define
class SplitRelation:
    """A part of the rows of a relation. A row is in one of several buckets, by a hash of its values of the attributes:
    rows that are equal in these fall together. A part has the buckets from `start` up to, and without, `stop`.

        Attributes:
            kind (Literal['split']):  Default: 'split'.
            relation (GroupRelation | JoinRelation | ProjectRelation | SplitRelation | TableRelation | UnionRelation |
                ViewRelation | WhereRelation): A table, or what is made of one.
            attributes (list[str]): What is hashed.
            buckets (int): How many buckets there are.
            start (int): The first one of the part, from 0.
            stop (int): The first one behind it.
            seed (int | Unset): Public: another one gives other parts. Default: 0.
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
    attributes: list[str]
    buckets: int
    start: int
    stop: int
    kind: Literal["split"] = "split"
    seed: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        from ..models.group_relation import GroupRelation  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
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

        attributes = self.attributes

        buckets = self.buckets

        start = self.start

        stop = self.stop

        seed = self.seed

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "relation": relation,
                "attributes": attributes,
                "buckets": buckets,
                "start": start,
                "stop": stop,
            }
        )
        if seed is not UNSET:
            field_dict["seed"] = seed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.group_relation import GroupRelation  # noqa: PLC0415
        from ..models.join_relation import JoinRelation  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
        from ..models.table_relation import TableRelation  # noqa: PLC0415
        from ..models.union_relation import UnionRelation  # noqa: PLC0415
        from ..models.view_relation import ViewRelation  # noqa: PLC0415
        from ..models.where_relation import WhereRelation  # noqa: PLC0415

        d = dict(src_dict)
        kind = cast(Literal["split"], d.pop("kind"))
        if kind != "split":
            raise ValueError(f"kind must match const 'split', got '{kind}'")

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

        attributes = cast(list[str], d.pop("attributes"))

        buckets = d.pop("buckets")

        start = d.pop("start")

        stop = d.pop("stop")

        seed = d.pop("seed", UNSET)

        split_relation = cls(
            kind=kind,
            relation=relation,
            attributes=attributes,
            buckets=buckets,
            start=start,
            stop=stop,
            seed=seed,
        )

        return split_relation
