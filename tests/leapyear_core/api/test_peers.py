"""Where a request comes from: nobody can say that they are somewhere else."""

from typing import Any

import pytest

from leapyear_core.api.peers import address_of


def scope(*forwarded: str, peer: tuple[str, int] | None = ("192.0.2.1", 4711)) -> dict[str, Any]:
    headers = [(b"host", b"core.example")]
    headers += [(b"x-forwarded-for", each.encode("latin-1")) for each in forwarded]
    return {"client": peer, "headers": headers}


def test_it_is_the_address_of_the_peer() -> None:
    """Whatever a header says."""
    assert address_of(scope(), 0) == "192.0.2.1"
    assert address_of(scope("203.0.113.9"), 0) == "192.0.2.1"


def test_a_socket_without_addresses_has_none() -> None:
    """One of the file system, for example."""
    assert address_of(scope(peer=None), 0) == ""


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        (["203.0.113.9"], 1, "203.0.113.9"),
        # What is told before the proxy's own word is anybody's invention.
        (["1.1.1.1, 203.0.113.9"], 1, "203.0.113.9"),
        (["1.1.1.1", "203.0.113.9"], 1, "203.0.113.9"),
        (["1.1.1.1, 203.0.113.9, 198.51.100.7"], 2, "203.0.113.9"),
        (["1.1.1.1,203.0.113.9 ,198.51.100.7,"], 2, "203.0.113.9"),
        # Somebody who went round the proxies.
        ([], 1, "192.0.2.1"),
        (["203.0.113.9"], 2, "192.0.2.1"),
        (["203.0.113.9:1234"], 1, "203.0.113.9"),
        (["[2001:db8::1]:1234"], 1, "2001:db8::1"),
        (["2001:db8::1"], 1, "2001:db8::1"),
    ],
)
def test_behind_proxies_it_is_what_the_outermost_of_them_saw(
    forwarded: list[str], proxies: int, address: str
) -> None:
    """Counted from the end."""
    assert address_of(scope(*forwarded), proxies) == address
