"""Settings that make no sense are refused, and URLs have one form."""

import pytest

from leapyear._keys import audience_of
from leapyear_core.settings import SettingsUnusable, own_urls, server_url


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("https://core.example", "https://core.example"),
        ("HTTPS://Core.Example:443/", "https://core.example"),
        ("http://core.example:80", "http://core.example"),
        ("https://core.example:80", "https://core.example:80"),
        (" http://localhost:4401// ", "http://localhost:4401"),
        ("http://[2001:DB8::1]:4401/", "http://[2001:db8::1]:4401"),
        ("https://example.org/leapyear/", "https://example.org/leapyear"),
    ],
)
def test_a_url_has_one_form_on_both_sides(given: str, meant: str) -> None:
    """What clients sign, and what Core takes."""
    assert server_url(given) == meant
    assert audience_of(given.strip()) == meant
    assert server_url(meant) == meant


@pytest.mark.parametrize(
    "url",
    [
        "",
        "core.example",
        "core.example:4401",
        "ftp://core.example",
        "https://",
        "https://ada:pw@core.example",
        "https://core.example?x",
        "https://core.example#x",
        "https://core.example:port",
        "https://core.example:99999",
        "https://[::1",
    ],
)
def test_what_is_no_url_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(SettingsUnusable):
        server_url(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "::", "::1", ""])
def test_on_its_own_machine_a_core_has_these_urls(host: str) -> None:
    """It cannot know what others call it."""
    assert own_urls(host, 4401) == (
        "http://localhost:4401",
        "http://127.0.0.1:4401",
        "http://[::1]:4401",
    )


def test_on_one_address_a_core_has_the_url_of_that() -> None:
    """In the one form that there is."""
    assert own_urls("192.0.2.1", 80) == ("http://192.0.2.1",)
    assert own_urls("2001:DB8::1", 4401) == ("http://[2001:db8::1]:4401",)
    assert own_urls("Core.Example", 4401) == ("http://core.example:4401",)
