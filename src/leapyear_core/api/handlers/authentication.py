"""Handlers of the tag ``authentication``."""

from leapyear_api.models import AssertionLogin, LoginRequest, Token
from leapyear_core.api.threads import in_password_thread
from leapyear_core.core import Core
from leapyear_core.services.sessions import Caller, Session


async def login(core: Core, caller: None, *, body: LoginRequest, address: str) -> Token:
    """A token for a username and a password."""
    session = await in_password_thread(
        core.logins.with_password, body.username, body.password, address=address
    )
    return _present(session)


def login_with_assertion(core: Core, caller: None, *, body: AssertionLogin, address: str) -> Token:
    """A token for an assertion that a registered key signed."""
    return _present(core.logins.with_assertion(body.assertion, address=address))


def logout(core: Core, caller: Caller) -> None:
    """Revoke the token of the request."""
    core.sessions.logout(caller)


def _present(session: Session) -> Token:
    return Token(token=session.token, expires_at=session.expires_at)
