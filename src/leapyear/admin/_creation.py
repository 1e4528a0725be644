"""Resources that are being made."""

from typing import Any, Generic, TypeVar

from leapyear._connection import Connection
from leapyear.admin._resource import Resource
from leapyear.jobs import DEFAULT_TIMEOUT, AsyncJob, JobState, check_was_made

ResourceT = TypeVar("ResourceT", bound=Resource[Any])


class AsyncCreation(AsyncJob, Generic[ResourceT]):
    """An object that is being made: what `leapyear.Client.create_async` returns.

    Only tables take long enough for a job of the server. Everything else is made when this is
    returned.
    """

    def __init__(self, connection: Connection, resource: ResourceT) -> None:
        self._resource = resource
        self._connection = connection
        self._default_timeout = DEFAULT_TIMEOUT
        self._known = resource.begin_through(connection)
        self._id = self._known.id if self._known else None

    def __repr__(self) -> str:
        state = self._known.state if self._known else JobState.FINISHED
        return f"<AsyncCreation {state}: {self._resource!r}>"

    def result(self, max_timeout_sec: float | None = None) -> ResourceT:
        """The object, once it is made; waited for.

        Parameters
        ----------
        max_timeout_sec
            The most seconds to wait. None is 600.

        Returns
        -------
        Database, Table, View, User, Group or PrivacyProfile
            The one that `leapyear.Client.create_async` was given.

        Raises
        ------
        AsyncTimeoutError
            If the job has not ended by then. It runs on.
        AsyncCancelledError
            If it was cancelled.
        ClientError
            If it has failed: the error that `leapyear.Client.create` would have raised.
        """
        known = self.wait(max_timeout_sec).information
        if known is not None:
            check_was_made(known)
            assert self._connection is not None
            self._resource.made_through(self._connection)
        return self._resource
