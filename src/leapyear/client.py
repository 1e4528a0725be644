"""The client: a connection to LeapYear Core, and what is to be had through it."""

import logging
import os
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from leapyear import _transport
from leapyear._connection import Connection, enter
from leapyear._exposure import DatabaseExposure
from leapyear._jobs import AsyncJobInformation
from leapyear._mapping import LazyMapping
from leapyear._status import ClientStatus, status_of
from leapyear._transport import TokenAuth, checked_url
from leapyear.admin._creation import AsyncCreation, ResourceT
from leapyear.admin._resource import Resource
from leapyear.admin.database import Database, databases_of, exposure_of
from leapyear.admin.group import Group, groups_of
from leapyear.admin.profile import PrivacyProfile, profiles_of
from leapyear.admin.user import User, current_user_of, users_of
from leapyear.auth import AuthenticateFn, ClientInfo, ly_login, public_key_login
from leapyear.exceptions import AuthenticationError, ClientError, PublicKeyCredentialsError
from leapyear.jobs import finished_jobs, running_jobs

if TYPE_CHECKING:
    from leapyear._seam import GeneratedClient

__all__ = ["Client", "ClientStatus"]


class _DefaultURL(str):
    """The default of ``url``: reads as that address, and differs from its being given."""

    __slots__ = ()


_DEFAULT_URL: Final = _DefaultURL("http://localhost:4401")


class Client:
    """A class that wraps a connection to a LeapYear system.

    Making a client logs in and makes it the current one of this thread (or asyncio task), which
    databases, tables and data sets use that are not given one. In a ``with`` block it is closed at
    the end.

    Parameters
    ----------
    url
        The URL of LeapYear Core. Without it: that of the environment variable ``LY_API_URL``, or
        else ``http://localhost:4401``.
    username, password
        Passed to ``authenticate``.
    authenticate
        A callback that logs in the user and returns a token. It is called again when the token has
        expired. The default, `leapyear.auth.ly_login`, logs in with ``username`` and ``password``
        if both are given, otherwise it uses the token in the environment variable ``LY_JWT``.
    default_analysis_caching
        Whether analyses may be answered from the record where they do not say so themselves.
    default_allow_max_budget_allocation
        Whether analyses may spend the most that one computation may, on data sets that are too
        small for the accuracy that is wanted. If not, these raise `DataSetTooSmallException`
        before anything is spent. An analysis may say it for itself.
    public_key_auth
        Whether to log in with a private key: at ``LY_PRIVATE_KEY_FILE``, or else at
        ``~/.leapyear/keys/default.pem``. ``leapyear keys --help`` tells how to set that up.

    Raises
    ------
    AuthenticationError
        If the login fails, or there is nothing to log in with.
    InvalidURL
        If the URL is none.
    ConnectionError
        If there is no server at the URL.
    ServerVersionMismatch
        If the server speaks another version of the contract.

    Examples
    --------
    >>> with Client("http://localhost:4401", "ada", "correct horse") as client:
    ...     print(client.databases)
    {'clinic': <Database clinic>}
    """

    def __init__(
        self,
        url: str | None = _DEFAULT_URL,
        username: str | None = None,
        password: str | None = None,
        *,
        authenticate: AuthenticateFn = ly_login,
        default_analysis_caching: bool = True,
        default_allow_max_budget_allocation: bool = True,
        public_key_auth: bool = False,
    ) -> None:
        if public_key_auth:
            if authenticate is not ly_login:
                raise PublicKeyCredentialsError(
                    "public_key_auth=True is a way to log in, and authenticate another: leave out "
                    "one of them"
                )
            authenticate = public_key_login
        if url is None or isinstance(url, _DefaultURL):
            url = os.environ.get("LY_API_URL") or str(_DEFAULT_URL)
        checked = checked_url(url)
        info = ClientInfo(checked)
        auth = TokenAuth(lambda: _obtained(authenticate, info, username, password))
        self._connection = Connection(
            checked,
            auth,
            default_analysis_caching=default_analysis_caching,
            default_allow_max_budget_allocation=default_allow_max_budget_allocation,
        )
        try:
            auth.log_in()
            # Proves that the token is good, whoever it came from, and learns whose it is.
            user = current_user_of(self._connection)
            # A callback may know the user by another name.
            if authenticate is ly_login and username and user.username != username:
                raise AuthenticationError(
                    f"the token is that of user {user.username!r} and not of {username!r}: is "
                    "LY_JWT another user's?"
                )
        except BaseException:
            self._connection.close()
            raise
        self._connection.username = self._username = user.username
        enter(self._connection)

    def __repr__(self) -> str:
        closed = " (closed)" if self._connection.is_closed else ""
        return f"<Client {self.url} as {self._username}{closed}>"

    def __enter__(self) -> Self:
        enter(self._open())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection. The token stays good: `logout` revokes it."""
        self._connection.close()

    def logout(self) -> None:
        """Revoke the token, for everybody who has it, and close the connection.

        Raises
        ------
        NotConnected
            If the connection is closed already.
        """
        self._connection.server.logout()
        self._connection.close("was logged out")

    def clear_analysis_cache(self) -> None:
        """Clear all analyses from the cache.

        Those who ask one of them again are charged for it anew, and get fresh noise. Administrators
        clear everybody's analyses, others those that they paid for. What was spent stays spent, and
        jobs keep their answers.

        Examples
        --------
        >>> client.clear_analysis_cache()
        >>> client.count_analysis_cache()
        0
        """
        self._connection.server.clear_analysis_cache()

    def clear_all_caches(self) -> None:
        """Clear all of the caches.

        These are the analysis cache, see `clear_analysis_cache`, and what this client has read of
        databases, tables, users and the like.

        Examples
        --------
        >>> client.clear_all_caches()
        """
        connection = self._open()
        connection.forget_all()
        connection.server.clear_analysis_cache()

    def count_analysis_cache(self) -> int:
        """Return the number of analyses in the analysis cache.

        Returns
        -------
        int
            For administrators those of everybody, for others those that they paid for.

        Examples
        --------
        >>> client.clear_analysis_cache()
        >>> count_rows(ds).run()
        200013
        >>> client.count_analysis_cache()
        1
        """
        return self._connection.server.count_analysis_cache()

    def unpersist_all_relations(self) -> None:
        """Clear all cached datasets.

        These are the data sets that were kept with `DataSet.persist`. Administrators clear
        everybody's, others their own. Questions have the same answers as before.

        Unsupported Backends
        --------------------
        Not supported for the following LeapYear compute backend(s): snowflake.

        Raises
        ------
        UnsupportedBackendError
            If the server's compute backend cannot keep data sets.

        Examples
        --------
        >>> kept = ds.where(ds.age > 40).persist()
        >>> client.unpersist_all_relations()
        """
        self._connection.server.unpersist_all_relations()

    @property
    def url(self) -> str:
        """The URL of the server."""
        return self._connection.url

    @property
    def username(self) -> str:
        """The name of the user who is logged in."""
        return self._username

    @property
    def logger(self) -> logging.Logger:
        """The logger of the client, ``leapyear``: at DEBUG a line for each request."""
        return _transport.logger

    @property
    def connected(self) -> bool:
        """Whether the server can be reached and takes our token. Asks it; `status` says why not."""
        return self.status is ClientStatus.CONNECTED

    @property
    def status(self) -> ClientStatus:
        """How the client stands with its server. Asks it, and raises no error of this package.

        Examples
        --------
        >>> client.status
        ClientStatus.CONNECTED
        >>> client.close()
        >>> client.status
        ClientStatus.DISCONNECTED
        """
        return status_of(self._connection)

    @property
    def api(self) -> "GeneratedClient":
        """The generated client, authenticated, for calling the endpoints of the contract directly.

        Its functions ``sync`` and ``sync_detailed`` return models of ``leapyear_api``;
        ``asyncio`` and ``asyncio_detailed`` do the same for those who await, in threads. Errors are
        those of `leapyear.exceptions`.

        Examples
        --------
        >>> from leapyear_api.api.databases import list_databases
        >>> page = list_databases.sync(client=client.api)
        >>> [database.name for database in page.items]
        ['clinic']
        >>> import asyncio
        >>> page = asyncio.run(list_databases.asyncio(client=client.api))
        >>> [database.name for database in page.items]
        ['clinic']
        """
        return self._connection.server.api

    @property
    def databases(self) -> LazyMapping[Database]:
        """The databases by name, read as they are asked for and kept; ``load()`` forgets them."""
        return databases_of(self._open())

    def exposure(self, database: Database | str) -> DatabaseExposure:
        """What was spent of the privacy limit of a database, and by whom. Asks the server.

        Parameters
        ----------
        database
            A `Database`, or its name.

        Returns
        -------
        DatabaseExposure
            The total, what the user has spent, and what is left by the limits of their groups; for
            those who administer the database, what everybody has spent.

        Raises
        ------
        DatabaseNotFound
            If there is no such database, or the user may not know of it.

        Examples
        --------
        >>> client.exposure("clinic").total
        <PrivacyLimitStatus epsilon 3, delta 1e-06: 0.027 % spent, 99.973 % left>
        """
        return exposure_of(self._open(), database)

    @property
    def users(self) -> LazyMapping[User]:
        """The users by name, read as they are asked for and kept. Administrators only."""
        return users_of(self._open())

    @property
    def groups(self) -> LazyMapping[Group]:
        """The groups by name, read as they are asked for and kept.

        Administrators see every group, others those that they are in.
        """
        return groups_of(self._open())

    @property
    def privacy_profiles(self) -> LazyMapping[PrivacyProfile]:
        """The privacy profiles by name, read as they are asked for and kept."""
        return profiles_of(self._open())

    @property
    def current_user(self) -> User:
        """The user who is logged in."""
        return current_user_of(self._open())

    @property
    def jobs(self) -> list[AsyncJobInformation]:
        """The jobs that are running or waiting to, newest first. Asks the server.

        Administrators see every job, others their own.
        """
        return running_jobs(self._open())

    @property
    def recent_finished_jobs(self) -> list[AsyncJobInformation]:
        """The jobs that ended most recently, well or not: up to 100, latest first. Asks the server.

        Administrators see every job, others their own.
        """
        return finished_jobs(self._open())

    def create(
        self, obj: Resource[Any], ignore_if_exists: bool = False, drop_if_exists: bool = False
    ) -> None:
        """Create an object on the LeapYear server.

        Parameters
        ----------
        obj
            A `Database`, `Table`, `View`, `User`, `Group` or `PrivacyProfile`.
        ignore_if_exists
            Whether to leave it at that where the name is taken.
        drop_if_exists
            Whether to drop what has the name, with all that is in it, and make this instead.

        Raises
        ------
        AlreadyExists
            If the name is taken, and neither is asked for.
        PermissionDenied
            If the user is no administrator.
        """
        _checked(obj).create_through(
            self._open(), ignore_if_exists=ignore_if_exists, drop_if_exists=drop_if_exists
        )

    def create_async(self, obj: ResourceT) -> AsyncCreation[ResourceT]:
        """Create an object on the LeapYear server asynchronously.

        Making a table takes as long as it takes to read its files: it goes on when the client is
        closed, and when the server is started anew. Everything else is made at once.

        Parameters
        ----------
        obj
            A `Database`, `Table`, `View`, `User`, `Group` or `PrivacyProfile`.

        Returns
        -------
        AsyncJob
            Waits for the object with ``wait()``, and gives it with ``result()``.

        Raises
        ------
        AlreadyExists
            If the name is taken.
        PermissionDenied
            If the user may not create it.

        Examples
        --------
        >>> job = client.create_async(Database("study"))
        >>> job.wait(max_timeout_sec=60).state
        <JobState.FINISHED: 'finished'>
        >>> job.result()
        <Database study>
        """
        return AsyncCreation(self._open(), _checked(obj))

    def update(self, obj: Resource[Any], **kwargs: object) -> None:
        """Update an object on the LeapYear server.

        Parameters
        ----------
        obj
            A `Database`, `Table`, `View`, `User`, `Group` or `PrivacyProfile`.
        **kwargs
            What to change, by its names.

        Raises
        ------
        NotFound
            If there is no such object.
        PermissionDenied
            If the user is no administrator.
        """
        _checked(obj).update_through(self._open(), kwargs)

    def drop(self, obj: Resource[Any], ignore_missing: bool = False) -> None:
        """Drop an object on the LeapYear server. What was spent on its data stays spent.

        Parameters
        ----------
        obj
            A `Database`, `Table`, `View`, `User`, `Group` or `PrivacyProfile`.
        ignore_missing
            Whether it is all right if there is no such object.

        Raises
        ------
        NotFound
            If there is no such object.
        PermissionDenied
            If the user is no administrator.
        """
        _checked(obj).drop_through(self._open(), ignore_missing=ignore_missing)

    def _open(self) -> Connection:
        self._connection.server  # noqa: B018  # raises where the connection is closed
        return self._connection


def _obtained(
    authenticate: AuthenticateFn, info: ClientInfo, username: str | None, password: str | None
) -> str:
    try:
        return authenticate(info, username, password)
    except ClientError:
        raise
    except Exception as error:
        # Its text is not repeated: it is not ours, and may hold what it was called with.
        raise AuthenticationError(f"authenticate failed with {type(error).__name__}") from error


def _checked(obj: ResourceT) -> ResourceT:
    if not isinstance(obj, Resource):
        raise TypeError(
            "a Database, a Table, a View, a User, a Group or a PrivacyProfile can be created, updated and "
            "dropped, not "
            f"{type(obj).__name__}"
        )
    return obj
