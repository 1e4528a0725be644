"""Handlers of the tag ``users``."""

from leapyear_api.models import User, UserCreate, UserPage, UserUpdate
from leapyear_core.api.answers import Created
from leapyear_core.api.threads import in_password_thread, in_thread
from leapyear_core.api.unset import given, shown
from leapyear_core.catalog.users import UserRecord
from leapyear_core.core import Core
from leapyear_core.services.sessions import Caller


async def get_current_user(core: Core, caller: Caller) -> User:
    """The caller. Nothing is looked up: who calls is known from the token."""
    return _present(caller)


def list_users(core: Core, caller: Caller, *, limit: int, cursor: str | None) -> UserPage:
    """A page of users."""
    page = core.users.page(limit=limit, cursor=cursor)
    return UserPage(
        items=[_present(user) for user in page.items], next_cursor=shown(page.next_cursor)
    )


async def create_user(core: Core, caller: Caller, *, body: UserCreate) -> Created:
    """A new user."""
    user = await in_password_thread(
        core.users.create,
        body.username,
        body.password,
        is_administrator=bool(given(body.is_administrator)),
    )
    return Created(_present(user), f"/v1/users/{user.username}")


def get_user(core: Core, caller: Caller, *, username: str) -> User:
    """A user whom the caller may know of."""
    return _present(core.users.get(caller, username))


async def update_user(core: Core, caller: Caller, *, username: str, body: UserUpdate) -> User:
    """A user as it is once it was changed."""
    password = given(body.password)
    run = in_thread if password is None else in_password_thread
    user = await run(
        core.users.update,
        caller,
        username,
        password=password,
        is_administrator=given(body.is_administrator),
    )
    return _present(user)


def delete_user(core: Core, caller: Caller, *, username: str) -> None:
    """Delete a user."""
    core.users.delete(username)


def _present(user: UserRecord | Caller) -> User:
    return User(
        username=user.username,
        is_administrator=user.is_administrator,
        created_at=user.created_at,
    )
