"""Handlers of the tag ``keys``."""

from leapyear_api.models import Key, KeyCreate, KeyPage
from leapyear_core.api.answers import Created
from leapyear_core.api.unset import shown
from leapyear_core.catalog.keys import KeyRecord
from leapyear_core.core import Core
from leapyear_core.services.sessions import Caller


def list_keys(
    core: Core, caller: Caller, *, username: str, limit: int, cursor: str | None
) -> KeyPage:
    """A page of the keys of a user."""
    page = core.keys.page(caller, username, limit=limit, cursor=cursor)
    return KeyPage(items=[_present(key) for key in page.items], next_cursor=shown(page.next_cursor))


def create_key(core: Core, caller: Caller, *, username: str, body: KeyCreate) -> Created:
    """A key, registered."""
    key = core.keys.register(caller, username, name=body.name, public_key=body.public_key)
    return Created(_present(key), f"/v1/users/{username}/keys/{key.key_id}")


def delete_key(core: Core, caller: Caller, *, username: str, key: str) -> None:
    """Revoke a key."""
    core.keys.revoke(caller, username, key)


def _present(key: KeyRecord) -> Key:
    return Key(id=key.key_id, name=key.name, public_key=key.public_key, created_at=key.created_at)
