"""Whether 32 bytes are a good Ed25519 public key (RFC 8032).

Libraries take any 32 bytes for a key, and ask nothing until there is a signature to verify. Among those bytes are

* such as are no point of the curve, or are a point written in a second way: no signature ever fits, or one key has two
  names;
* the eight points of small order, for which one signature fits every message: whoever got a user to register such a
  "key" could log in as that user;
* points with a part of small order, for which libraries disagree on what is signed.

A key that was made as RFC 8032 says is none of these: it is a multiple of the base point, and so L times it, the order
of the base point, is the neutral point. That is checked here, once for each key that is registered; it takes a few
milliseconds. All of it is public, so that it may take as long as it likes.
"""

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_1 = pow(2, (_P - 1) // 4, _P)

#: A point (x, y) as (X : Y : Z : T) with x = X / Z, y = Y / Z, x y = T / Z (RFC 8032, section 5.1.4).
_Point = tuple[int, int, int, int]

_NEUTRAL: _Point = (0, 1, 1, 0)


def is_good_key(encoded: bytes) -> bool:
    """Whether the bytes are a point that keys can be, written as it should be."""
    point = _decoded(encoded)
    return point is not None and not _is_neutral(point) and _is_neutral(_times(_L, point))


def _decoded(encoded: bytes) -> _Point | None:
    """The point of an encoding (RFC 8032, section 5.1.3); None if there is none."""
    if len(encoded) != 32:
        return None
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= _P:
        return None
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    if v * x * x % _P != u:
        x = x * _ROOT_OF_MINUS_1 % _P
    if v * x * x % _P != u or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return (x, y, 1, x * y % _P)


def _is_neutral(point: _Point) -> bool:
    x, y, z, _ = point
    return x % _P == 0 and (y - z) % _P == 0


def _sum(one: _Point, other: _Point) -> _Point:
    """The formulas are complete: they hold for all points, equal ones and neutral ones too."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(factor: int, point: _Point) -> _Point:
    product = _NEUTRAL
    for bit in f"{factor:b}":
        product = _sum(product, product)
        if bit == "1":
            product = _sum(product, point)
    return product
