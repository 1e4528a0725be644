"""Handlers of the tag ``authentication``."""

from leapyear_api.models import LoginRequest, Token
from leapyear_core.api.threads import in_password_thread
from leapyear_core.core import Core
from leapyear_core.services.sessions import Caller


async def login(core: Core, caller: None, *, body: LoginRequest) -> Token:
    """A token for a username and a password."""
    session = await in_password_thread(core.sessions.login, body.username, body.password)
    return Token(token=session.token, expires_at=session.expires_at)


def logout(core: Core, caller: Caller) -> None:
    """Revoke the token of the request."""
    core.sessions.logout(caller)
