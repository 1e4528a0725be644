"""The seam to the generated package: the one place that knows it.

Inwards, frozen values of ours become generated models; outwards, generated models become frozen
values, and neither they nor `Unset` get any further. Operations that answer with an error have
raised by then (`leapyear._transport`). What is left to go wrong is a reply that is not what the
contract says: the generated code then fails as it happens to, with a KeyError, a TypeError or a
ValueError, and `replies.understood` turns all of that into `InvalidJson`.

Bodies are built outside of `replies.understood`: a mistake of ours must not look like one of the
server's.
"""

from leapyear._seam import replies
from leapyear._seam.access import AccessOperations
from leapyear._seam.analyses import AnalysisOperations
from leapyear._seam.databases import DatabaseOperations
from leapyear._seam.jobs import JobOperations
from leapyear._seam.keys import KeyOperations, log_in_with_assertion
from leapyear._seam.limits import LimitOperations
from leapyear._seam.persistence import PersistenceOperations
from leapyear._seam.profiles import ProfileOperations
from leapyear._seam.schemas import SchemaOperations
from leapyear._seam.slices import SliceOperations
from leapyear._seam.tables import TableOperations
from leapyear._seam.users import UserOperations
from leapyear._seam.views import ViewOperations
from leapyear._transport import AsyncHTTPClient, HTTPClient
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.authentication import login, logout

__all__ = ["GeneratedClient", "Server", "log_in", "log_in_with_assertion"]


def log_in(url: str, username: str, password: str) -> str:
    """Exchange a username and a password for a token.

    Raises
    ------
    AuthenticationError
        If one of them is wrong.
    """
    body = m.LoginRequest(username=username, password=password)
    with HTTPClient(url) as http:
        api = GeneratedClient(base_url=url).set_httpx_client(http)
        with replies.understood("login"):
            return str(replies.expected(login.sync(client=api, body=body), m.Token).token)


class Server(
    AccessOperations,
    AnalysisOperations,
    DatabaseOperations,
    JobOperations,
    KeyOperations,
    LimitOperations,
    PersistenceOperations,
    ProfileOperations,
    SchemaOperations,
    SliceOperations,
    TableOperations,
    UserOperations,
    ViewOperations,
):
    """The operations of a server, on values of ours.

    Parameters
    ----------
    url
        Of the server.
    http
        Sends the requests, with the token where it has one.
    """

    def __init__(self, url: str, http: HTTPClient) -> None:
        #: The generated client, for calling its endpoints directly. It holds no token: `http` adds
        #: it.
        self.api: GeneratedClient = (
            GeneratedClient(base_url=url)
            .set_httpx_client(http)
            .set_async_httpx_client(AsyncHTTPClient(http))
        )

    def logout(self) -> None:
        """Revoke the token."""
        with replies.understood("logout"):
            logout.sync_detailed(client=self.api)
