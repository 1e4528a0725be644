"""What a handler may return, and what becomes of it on the wire.

A model of the generated package is answered with 200, None with 204; `Created` and `Accepted` add where the new
resource is.
"""

from typing import Any, Protocol

import orjson
from attrs import frozen


class Model(Protocol):
    """A model of the generated package."""

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON values."""


@frozen
class Created:
    """Something new: 201.

    Parameters
    ----------
    location
        Its path, for example ``/v1/databases/clinic``.
    """

    model: Model
    location: str


@frozen
class Accepted:
    """Work that goes on: 202. See `Created`."""

    model: Model
    location: str


#: What a handler returns.
Result = Model | Created | Accepted | None


@frozen
class Answer:
    """A response, ready to be sent."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


_JSON = (b"content-type", b"application/json")


def answer_of(result: Result) -> Answer:
    """The response that a handler's result makes."""
    if result is None:
        return Answer(204, (), b"")
    if isinstance(result, (Created, Accepted)):
        status = 201 if isinstance(result, Created) else 202
        location = (b"location", result.location.encode("ascii"))
        return Answer(status, (_JSON, location), orjson.dumps(result.model.to_dict()))
    return Answer(200, (_JSON,), orjson.dumps(result.to_dict()))
