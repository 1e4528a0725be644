"""The rules about users."""

import pytest

from leapyear_core.core import Core
from leapyear_core.model.errors import (
    AlreadyExists,
    InvalidRequest,
    LastAdministrator,
    PermissionDenied,
    UserNotFound,
)
from leapyear_core.services.sessions import Caller
from tests.in_process import ADMIN_PASSWORD


def caller(core: Core, username: str, password: str) -> Caller:
    return core.sessions.authenticate(core.sessions.login(username, password).token)


@pytest.fixture
def admin(core: Core) -> Caller:
    return caller(core, "admin", ADMIN_PASSWORD)


@pytest.fixture
def ada(core: Core) -> Caller:
    core.users.create("ada", "pale ale", is_administrator=False)
    return caller(core, "ada", "pale ale")


def test_me_is_nobodys_name(core: Core) -> None:
    """It is whoever asks."""
    with pytest.raises(InvalidRequest, match="reserved"):
        core.users.create("me", "x", is_administrator=False)


def test_a_name_is_taken_once(core: Core, ada: Caller) -> None:
    with pytest.raises(AlreadyExists, match="'ada'"):
        core.users.create("ada", "x", is_administrator=False)


def test_others_see_only_themselves(core: Core, ada: Caller) -> None:
    """A user that is there and one that is not are the same to them."""
    assert core.users.get(ada, "ada").username == "ada"
    messages = []
    for name in ("admin", "nobody"):
        with pytest.raises(UserNotFound) as raised:
            core.users.get(ada, name)
        messages.append(str(raised.value).replace(name, "X"))
        with pytest.raises(UserNotFound):
            core.users.update(ada, name, password="x")
    assert messages[0] == messages[1]


def test_others_change_only_their_password(core: Core, ada: Caller) -> None:
    """Not even what they are already."""
    core.users.update(ada, "ada", password="new")
    for wanted in (True, False):
        with pytest.raises(PermissionDenied):
            core.users.update(ada, "ada", is_administrator=wanted)


def test_the_last_administrator_stays(core: Core, admin: Caller, ada: Caller) -> None:
    """By deletion or by demotion, until there is another one."""
    with pytest.raises(LastAdministrator):
        core.users.delete("admin")
    with pytest.raises(LastAdministrator):
        core.users.update(admin, "admin", is_administrator=False)
    core.users.update(admin, "admin", is_administrator=True)
    core.users.update(admin, "ada", is_administrator=True)
    core.users.update(admin, "admin", is_administrator=False)
    with pytest.raises(LastAdministrator):
        core.users.delete("ada")
    core.users.delete("admin")


def test_a_refused_change_changes_nothing(core: Core, admin: Caller) -> None:
    """The password stays when the demotion beside it is refused."""
    with pytest.raises(LastAdministrator):
        core.users.update(admin, "admin", password="new", is_administrator=False)
    core.sessions.login("admin", ADMIN_PASSWORD)


def test_a_deleted_user_is_not_found(core: Core, admin: Caller, ada: Caller) -> None:
    core.users.delete("ada")
    with pytest.raises(UserNotFound):
        core.users.get(admin, "ada")
    with pytest.raises(UserNotFound):
        core.users.delete("ada")


def test_passwords_are_hashed_outside_of_transactions(
    core: Core, admin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other writers would wait for the hash."""
    hasher = type(core.users._passwords)

    def hash_with_the_catalogue_free(self, password, make=hasher.hash):  # type: ignore[no-untyped-def]
        with core.catalog.write():
            return make(self, password)

    monkeypatch.setattr(hasher, "hash", hash_with_the_catalogue_free)
    core.users.create("bob", "x", is_administrator=False)
    core.users.update(admin, "bob", password="y")


def test_pages_hold_each_user_once_whatever_happens_between_them(core: Core) -> None:
    """A user who is deleted between two pages takes no other one along."""
    for name in "edcb":
        core.users.create(name, "x", is_administrator=False)
    first = core.users.page(limit=2, cursor=None)
    assert [user.username for user in first.items] == ["admin", "b"]
    core.users.delete("b")
    second = core.users.page(limit=2, cursor=first.next_cursor)
    assert [user.username for user in second.items] == ["c", "d"]
    third = core.users.page(limit=2, cursor=second.next_cursor)
    assert ([user.username for user in third.items], third.next_cursor) == (["e"], None)
