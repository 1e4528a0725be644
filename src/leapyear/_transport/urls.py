"""URLs of servers: what can be one, and how one is told."""

import httpx

from leapyear.exceptions import InvalidURL


def checked_url(url: object) -> str:
    """The URL of a server, without the slash at its end.

    Raises
    ------
    InvalidURL
        If it is none. The message names it, a password in it excepted.
    """
    if not isinstance(url, str):
        raise InvalidURL(
            f"the URL of a server is a string such as 'http://localhost:4401', not {url!r}"
        )
    text = url.strip()
    try:
        parsed = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise InvalidURL(f"{masked(text)!r} is no URL: {error}") from None
    if parsed.userinfo:
        raise InvalidURL(
            f"the URL {masked(text)!r} holds a username or a password: give them as Client(url, "
            "username, password), since URLs end up in logs"
        )
    if parsed.scheme not in ("http", "https") or not parsed.host:
        guess = f"http://{text.split('://')[-1] or 'localhost:4401'}"
        raise InvalidURL(
            f"{text!r} is no URL of a server: it begins with http:// or https://; did you mean "
            f"{guess!r}?"
        )
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise InvalidURL(f"{text!r} is no URL of a server: ports go from 1 to 65535")
    if parsed.query or parsed.fragment:
        raise InvalidURL(f"{text!r} is no URL of a server: leave out what follows the ? or the #")
    return text.rstrip("/")


def masked(url: str) -> str:
    """A URL without the password that may be in it."""
    scheme, separator, rest = url.partition("://")
    _, at, host = rest.rpartition("@")
    return f"{scheme}{separator}***{at}{host}" if at else url
