"""The rules about groups."""

import pytest
from attrs import evolve

from leapyear_core.core import Core
from leapyear_core.model.access import DatabaseLevel, SubjectKind
from leapyear_core.model.errors import AlreadyExists, GroupNotFound, UserNotFound
from leapyear_core.services.sessions import Caller
from tests.in_process import ADMINISTRATOR


@pytest.fixture
def ada(core: Core) -> Caller:
    return caller(core, "ada")


@pytest.fixture
def bob(core: Core) -> Caller:
    return caller(core, "bob")


def caller(core: Core, username: str) -> Caller:
    user = core.users.create(username, "pale ale", is_administrator=False)
    return evolve(ADMINISTRATOR, user_id=user.id, username=username, is_administrator=False)


def members(core: Core, name: str) -> tuple[str, ...]:
    return core.groups.get(ADMINISTRATOR, name).members


def test_members_are_listed_once_and_in_order(core: Core, ada: Caller, bob: Caller) -> None:
    core.groups.create("nurses", members=["bob", "ada", "bob"])
    assert members(core, "nurses") == ("ada", "bob")


def test_members_are_set_as_a_whole_and_left_where_they_are_left_out(
    core: Core, ada: Caller, bob: Caller
) -> None:
    core.groups.create("nurses", members=["ada"])
    assert core.groups.update("nurses", description="all of them").members == ("ada",)
    assert core.groups.update("nurses", members=["bob"]).record.description == "all of them"
    assert members(core, "nurses") == ("bob",)
    core.groups.update("nurses", members=[])
    assert members(core, "nurses") == ()


def test_a_member_who_is_not_there_changes_nothing(core: Core, ada: Caller) -> None:
    with pytest.raises(UserNotFound, match="'eve'"):
        core.groups.create("nurses", members=["ada", "eve"])
    core.groups.create("nurses", members=["ada"])
    with pytest.raises(UserNotFound, match="'eve'"):
        core.groups.update("nurses", description="x", members=["eve"])
    group = core.groups.get(ADMINISTRATOR, "nurses")
    assert (group.record.description, group.members) == (None, ("ada",))


def test_others_see_the_groups_that_they_are_in(core: Core, ada: Caller, bob: Caller) -> None:
    """And themselves in them, alone."""
    core.groups.create("nurses", members=["ada", "bob"])
    core.groups.create("surgeons", members=["bob"])
    assert core.groups.get(ada, "nurses").members == ("ada",)
    listed = core.groups.page(ada, limit=10, cursor=None).items
    assert [group.record.name for group in listed] == ["nurses"]
    with pytest.raises(GroupNotFound):
        core.groups.get(ada, "surgeons")


def test_a_name_is_taken_until_its_group_is_deleted(core: Core, ada: Caller) -> None:
    """And the next one has neither its members nor what was granted to it."""
    first = core.groups.create("nurses", members=["ada"])
    core.databases.create("clinic")
    core.grants.set_on_database(
        ADMINISTRATOR, "clinic", SubjectKind.GROUP, "nurses", DatabaseLevel.FULL
    )
    with pytest.raises(AlreadyExists, match="'nurses'"):
        core.groups.create("nurses")
    core.groups.delete("nurses")
    second = core.groups.create("nurses", members=["ada"])
    assert second.record.id > first.record.id
    granted = core.grants.on_database(ADMINISTRATOR, "clinic", SubjectKind.GROUP, "nurses")
    assert (granted.granted, granted.effective) == (DatabaseLevel.NONE, DatabaseLevel.NONE)


def test_a_deleted_user_is_in_no_group(core: Core, ada: Caller) -> None:
    """Nor is one who is created anew under the name."""
    core.groups.create("nurses", members=["ada"])
    core.users.delete("ada")
    core.users.create("ada", "x", is_administrator=False)
    assert members(core, "nurses") == ()


def test_what_is_not_there_is_not_found(core: Core) -> None:
    for call in (
        lambda: core.groups.get(ADMINISTRATOR, "x"),
        lambda: core.groups.update("x", description="y"),
        lambda: core.groups.delete("x"),
    ):
        with pytest.raises(GroupNotFound, match="'x'"):
            call()


def test_groups_come_in_pages(core: Core, ada: Caller) -> None:
    for name in "cab":
        core.groups.create(name, members=["ada"])
    core.groups.create("aa")
    for asker, names in ((ADMINISTRATOR, ["a", "aa", "b", "c"]), (ada, ["a", "b", "c"])):
        found, cursor = [], None
        while True:
            page = core.groups.page(asker, limit=2, cursor=cursor)
            found += [group.record.name for group in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert found == names
