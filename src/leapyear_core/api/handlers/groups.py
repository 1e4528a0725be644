"""Handlers of the tag ``groups``."""

from leapyear_api import models
from leapyear_api.models import GroupCreate, GroupPage, GroupUpdate
from leapyear_core.api.answers import Created
from leapyear_core.api.unset import given, shown
from leapyear_core.core import Core
from leapyear_core.services.groups import Group
from leapyear_core.services.sessions import Caller


def list_groups(core: Core, caller: Caller, *, limit: int, cursor: str | None) -> GroupPage:
    """A page of groups."""
    page = core.groups.page(caller, limit=limit, cursor=cursor)
    return GroupPage(
        items=[_present(group) for group in page.items], next_cursor=shown(page.next_cursor)
    )


def create_group(core: Core, caller: Caller, *, body: GroupCreate) -> Created:
    """A new group."""
    group = core.groups.create(
        body.name, description=given(body.description), members=given(body.members) or ()
    )
    return Created(_present(group), f"/v1/groups/{group.record.name}")


def get_group(core: Core, caller: Caller, *, group: str) -> models.Group:
    """A group that the caller may know of."""
    return _present(core.groups.get(caller, group))


def update_group(core: Core, caller: Caller, *, group: str, body: GroupUpdate) -> models.Group:
    """A group as it is once it was changed."""
    changed = core.groups.update(
        group, description=given(body.description), members=given(body.members)
    )
    return _present(changed)


def delete_group(core: Core, caller: Caller, *, group: str) -> None:
    """Delete a group."""
    core.groups.delete(group)


def _present(group: Group) -> models.Group:
    return models.Group(
        name=group.record.name,
        description=shown(group.record.description),
        members=list(group.members),
        created_at=group.record.created_at,
    )
