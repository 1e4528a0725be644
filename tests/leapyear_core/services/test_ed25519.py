"""Only a point that a private key can have is a public key."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from leapyear_core.services.ed25519 import _decoded, is_good_key

P = 2**255 - 19

#: The points of order 1, 2, 4 and 8 (the table of https://cr.yp.to/ecdh.html, for Edwards coordinates).
SMALL = [
    1,
    P - 1,
    0,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7,
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
]


def encoded(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


def test_keys_as_they_are_made_are_good() -> None:
    for _ in range(5):
        assert is_good_key(Ed25519PrivateKey.generate().public_key().public_bytes_raw())


@pytest.mark.parametrize(
    "key",
    [
        # RFC 8032, section 7.1.
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    ],
)
def test_the_keys_of_the_standard_are_good(key: str) -> None:
    assert is_good_key(bytes.fromhex(key))


@pytest.mark.parametrize("y", SMALL)
@pytest.mark.parametrize("sign", [0, 1])
def test_points_of_small_order_are_none(y: int, sign: int) -> None:
    """One signature would fit every message. They are on the curve: it is their order that is refused."""
    assert _decoded(encoded(y)) is not None
    assert not is_good_key(encoded(y, sign))


def test_a_point_with_a_part_of_small_order_is_none() -> None:
    """(-x, -y) is the key plus the point of order 2."""
    key = int.from_bytes(Ed25519PrivateKey.generate().public_key().public_bytes_raw(), "little")
    y, sign = key & (2**255 - 1), key >> 255
    assert is_good_key(encoded(y, sign))
    assert not is_good_key(encoded(P - y, 1 - sign))


def test_half_of_all_numbers_are_no_point() -> None:
    """2 is the first."""
    assert not is_good_key(encoded(2))
    assert sum(is_good_key(encoded(y)) for y in range(2, 40)) < 10


@pytest.mark.parametrize("y", [P, P + 1, P + 4, 2**255 - 1])
def test_a_number_is_written_in_one_way(y: int) -> None:
    """And not with the prime added to it."""
    assert not is_good_key(encoded(y))


@pytest.mark.parametrize("length", [0, 31, 33, 57])
def test_a_key_has_32_bytes(length: int) -> None:
    assert not is_good_key(b"\x05" * length)
