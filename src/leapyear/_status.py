"""How a client stands with its server."""

from enum import Enum

from leapyear._connection import Connection
from leapyear.exceptions import (
    AuthenticationError,
    ClientError,
    NotConnected,
    ServerVersionMismatch,
    TokenExpiredError,
)


class ClientStatus(Enum):
    """How a client stands with its server."""

    CONNECTED = "connected"
    """The server answers and takes the token."""
    DISCONNECTED = "disconnected"
    """The client was closed, or logged out: make a new one."""
    NOT_AUTHENTICATED = "not authenticated"
    """The server does not take the token: it was revoked, or its user is gone."""
    TOKEN_EXPIRED = "token expired"  # noqa: S105  # no secret
    """The token was good once, and a new one could not be had."""
    SERVER_UNREACHABLE = "server unreachable"
    """Nothing at the URL answers as LeapYear Core does when all is well."""
    VERSION_MISMATCH = "version mismatch"
    """The server speaks another version of the contract."""

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        return f"ClientStatus.{self.name}"


#: The first class that fits decides.
_STATUS_OF_ERROR: tuple[tuple[type[ClientError], ClientStatus], ...] = (
    (NotConnected, ClientStatus.DISCONNECTED),
    (ServerVersionMismatch, ClientStatus.VERSION_MISMATCH),
    (TokenExpiredError, ClientStatus.TOKEN_EXPIRED),
    (AuthenticationError, ClientStatus.NOT_AUTHENTICATED),
    (ClientError, ClientStatus.SERVER_UNREACHABLE),
)


def status_of(connection: Connection) -> ClientStatus:
    """How a connection stands. Asks the server, unless it is closed; never raises an error of ours."""
    try:
        connection.server.current_user()
    except ClientError as error:
        return next(status for kind, status in _STATUS_OF_ERROR if isinstance(error, kind))
    return ClientStatus.CONNECTED
