"""Both ways to log in, each slowed for those who guess (`leapyear_core.services.throttle`)."""

from leapyear_core.services.assertions import Assertions, claimed_username
from leapyear_core.services.sessions import Session, Sessions
from leapyear_core.services.throttle import Throttle


class Logins:
    """Logs users in, unless they have to wait."""

    def __init__(self, sessions: Sessions, assertions: Assertions, throttle: Throttle) -> None:
        self._sessions = sessions
        self._assertions = assertions
        self._throttle = throttle

    def with_password(self, username: str, password: str, *, address: str) -> Session:
        """Make a token for a user who gives their password. To be called where hashes are computed.

        Parameters
        ----------
        address
            Where the attempt comes from.

        Raises
        ------
        AuthenticationFailed
            If there is no such user, or the password is another one.
        TooManyLogins
            If too many were refused before; then it was not looked at.
        """
        with self._throttle.attempt(username, address):
            return self._sessions.login(username, password)

    def with_assertion(self, assertion: str, *, address: str) -> Session:
        """Make a token for a user who signed an assertion.

        Raises
        ------
        AuthenticationFailed
            If it is not good, or was used.
        TooManyLogins
            If too many were refused before; then it was not looked at.
        """
        with self._throttle.attempt(claimed_username(assertion), address):
            return self._assertions.login(assertion)
