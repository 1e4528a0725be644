# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..models.join_how import JoinHow
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.group_relation import GroupRelation
    from ..models.join_key import JoinKey
    from ..models.project_relation import ProjectRelation
    from ..models.split_relation import SplitRelation
    from ..models.table_relation import TableRelation
    from ..models.union_relation import UnionRelation
    from ..models.view_relation import ViewRelation
    from ..models.where_relation import WhereRelation


T = TypeVar("T", bound="JoinRelation")


@_attrs_define
class JoinRelation:
    """The pairs of rows of two relations that are equal in their keys; null is equal to nothing. A pair has the attributes
    of both, except for the keys on the right. Each relation names its attributes: it is a projection, or made of such.
    Where one privacy unit could move any number of rows otherwise, a side must be cut to so many rows of each
    combination of keys; which these are follows from their values.

        Attributes:
            kind (Literal['join']):  Default: 'join'.
            left (GroupRelation | JoinRelation | ProjectRelation | SplitRelation | TableRelation | UnionRelation |
                ViewRelation | WhereRelation): A table, or what is made of one.
            right (GroupRelation | JoinRelation | ProjectRelation | SplitRelation | TableRelation | UnionRelation |
                ViewRelation | WhereRelation): A table, or what is made of one.
            keys (list[JoinKey]):
            how (JoinHow): Whether a row on the left that matches nothing is left out (inner), or stays with nulls in place
                of the attributes
                of the right (left).
            left_rows (int | Unset): The most rows of each combination of keys on the left. Without it, all of them.
            right_rows (int | Unset): The same on the right.
    """

    left: (
        GroupRelation
        | JoinRelation
        | ProjectRelation
        | SplitRelation
        | TableRelation
        | UnionRelation
        | ViewRelation
        | WhereRelation
    )
    right: (
        GroupRelation
        | JoinRelation
        | ProjectRelation
        | SplitRelation
        | TableRelation
        | UnionRelation
        | ViewRelation
        | WhereRelation
    )
    keys: list[JoinKey]
    how: JoinHow
    kind: Literal["join"] = "join"
    left_rows: int | Unset = UNSET
    right_rows: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.group_relation import GroupRelation  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
        from ..models.split_relation import SplitRelation  # noqa: PLC0415
        from ..models.table_relation import TableRelation  # noqa: PLC0415
        from ..models.union_relation import UnionRelation  # noqa: PLC0415
        from ..models.view_relation import ViewRelation  # noqa: PLC0415
        from ..models.where_relation import WhereRelation  # noqa: PLC0415

        kind = self.kind

        left: dict[str, Any]
        if isinstance(self.left, TableRelation):
            left = self.left.to_dict()
        elif isinstance(self.left, ViewRelation):
            left = self.left.to_dict()
        elif isinstance(self.left, WhereRelation):
            left = self.left.to_dict()
        elif isinstance(self.left, ProjectRelation):
            left = self.left.to_dict()
        elif isinstance(self.left, UnionRelation):
            left = self.left.to_dict()
        elif isinstance(self.left, SplitRelation):
            left = self.left.to_dict()
        elif isinstance(self.left, GroupRelation):
            left = self.left.to_dict()
        else:
            left = self.left.to_dict()

        right: dict[str, Any]
        if isinstance(self.right, TableRelation):
            right = self.right.to_dict()
        elif isinstance(self.right, ViewRelation):
            right = self.right.to_dict()
        elif isinstance(self.right, WhereRelation):
            right = self.right.to_dict()
        elif isinstance(self.right, ProjectRelation):
            right = self.right.to_dict()
        elif isinstance(self.right, UnionRelation):
            right = self.right.to_dict()
        elif isinstance(self.right, SplitRelation):
            right = self.right.to_dict()
        elif isinstance(self.right, GroupRelation):
            right = self.right.to_dict()
        else:
            right = self.right.to_dict()

        keys = []
        for keys_item_data in self.keys:
            keys_item = keys_item_data.to_dict()
            keys.append(keys_item)

        how = self.how.value

        left_rows = self.left_rows

        right_rows = self.right_rows

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "left": left,
                "right": right,
                "keys": keys,
                "how": how,
            }
        )
        if left_rows is not UNSET:
            field_dict["left_rows"] = left_rows
        if right_rows is not UNSET:
            field_dict["right_rows"] = right_rows

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.group_relation import GroupRelation  # noqa: PLC0415
        from ..models.join_key import JoinKey  # noqa: PLC0415
        from ..models.project_relation import ProjectRelation  # noqa: PLC0415
        from ..models.split_relation import SplitRelation  # noqa: PLC0415
        from ..models.table_relation import TableRelation  # noqa: PLC0415
        from ..models.union_relation import UnionRelation  # noqa: PLC0415
        from ..models.view_relation import ViewRelation  # noqa: PLC0415
        from ..models.where_relation import WhereRelation  # noqa: PLC0415

        d = dict(src_dict)
        kind = cast(Literal["join"], d.pop("kind"))
        if kind != "join":
            raise ValueError(f"kind must match const 'join', got '{kind}'")

        def _parse_left(
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

        left = _parse_left(d.pop("left"))

        def _parse_right(
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

        right = _parse_right(d.pop("right"))

        keys = []
        _keys = d.pop("keys")
        for keys_item_data in _keys:
            keys_item = JoinKey.from_dict(keys_item_data)

            keys.append(keys_item)

        how = JoinHow(d.pop("how"))

        left_rows = d.pop("left_rows", UNSET)

        right_rows = d.pop("right_rows", UNSET)

        join_relation = cls(
            kind=kind,
            left=left,
            right=right,
            keys=keys,
            how=how,
            left_rows=left_rows,
            right_rows=right_rows,
        )

        return join_relation
