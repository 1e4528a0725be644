# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_kind import JobKind
from ..models.job_state import JobState
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.problem import Problem


T = TypeVar("T", bound="Job")


@_attrs_define
class Job:
    """Work that the server does.

    Attributes:
        id (str): An id of a job.
        state (JobState): Where a job is.
        kind (JobKind): What a job does.
        username (str): Who asked for it.
        database (str): The database that it is about.
        created_at (datetime.datetime): When it was asked for.
        progress (float): How much of it is done. Of an analysis it is 0 until it has ended: how fast a computation gets
            on depends on private rows.
        finished_at (datetime.datetime | Unset): When it ended, if it has.
        resource (str | Unset): Where the thing is that it makes, once it is made.
        problem (Problem | Unset): What went wrong (RFC 9457).
    """

    id: str
    state: JobState
    kind: JobKind
    username: str
    database: str
    created_at: datetime.datetime
    progress: float
    finished_at: datetime.datetime | Unset = UNSET
    resource: str | Unset = UNSET
    problem: Problem | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        state = self.state.value

        kind = self.kind.value

        username = self.username

        database = self.database

        created_at = self.created_at.isoformat()

        progress = self.progress

        finished_at: str | Unset = UNSET
        if not isinstance(self.finished_at, Unset):
            finished_at = self.finished_at.isoformat()

        resource = self.resource

        problem: dict[str, Any] | Unset = UNSET
        if not isinstance(self.problem, Unset):
            problem = self.problem.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "state": state,
                "kind": kind,
                "username": username,
                "database": database,
                "created_at": created_at,
                "progress": progress,
            }
        )
        if finished_at is not UNSET:
            field_dict["finished_at"] = finished_at
        if resource is not UNSET:
            field_dict["resource"] = resource
        if problem is not UNSET:
            field_dict["problem"] = problem

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.problem import Problem  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        state = JobState(d.pop("state"))

        kind = JobKind(d.pop("kind"))

        username = d.pop("username")

        database = d.pop("database")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        progress = d.pop("progress")

        _finished_at = d.pop("finished_at", UNSET)
        finished_at: datetime.datetime | Unset
        if isinstance(_finished_at, Unset):
            finished_at = UNSET
        else:
            finished_at = datetime.datetime.fromisoformat(_finished_at)

        resource = d.pop("resource", UNSET)

        _problem = d.pop("problem", UNSET)
        problem: Problem | Unset
        if isinstance(_problem, Unset):
            problem = UNSET
        else:
            problem = Problem.from_dict(_problem)

        job = cls(
            id=id,
            state=state,
            kind=kind,
            username=username,
            database=database,
            created_at=created_at,
            progress=progress,
            finished_at=finished_at,
            resource=resource,
            problem=problem,
        )

        job.additional_properties = d
        return job

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
