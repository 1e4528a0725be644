"""The header ``Authorization: Bearer TOKEN`` (RFC 6750)."""

from starlette.types import Scope

from leapyear_core.api.threads import in_thread
from leapyear_core.model.errors import TokenInvalid, TokenMissing
from leapyear_core.services.sessions import Caller, Sessions


async def caller_of(scope: Scope, sessions: Sessions) -> Caller:
    """Who sends the request.

    Raises
    ------
    TokenMissing, TokenInvalid, TokenExpired
        If its token is not good.
    """
    token = _token(scope)
    caller = sessions.remembered(token)
    return await in_thread(sessions.authenticate, token) if caller is None else caller


def _token(scope: Scope) -> str:
    given = [value for name, value in scope["headers"] if name == b"authorization"]
    if not given:
        raise TokenMissing("this operation needs a token: log in first")
    scheme, _, token = given[0].partition(b" ")
    if scheme.lower() != b"bearer":
        raise TokenMissing("the header Authorization must be: Bearer TOKEN")
    if len(given) > 1:
        raise TokenInvalid("the request has two headers Authorization")
    text: str = token.strip().decode("latin-1")
    return text
