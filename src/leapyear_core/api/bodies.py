"""The body of a request: read, measured, parsed, checked, and made a model.

Cheap checks come first, and none of them can be made to take long: the type, the length, the depth, then JSON, then the
contract. What the parser would let pass is refused here: names that occur twice in one object (parsers disagree which
one counts, RFC 8259 section 4), and NUL characters (PostgreSQL stores none, and C ends a string there).
"""

import re
from importlib import import_module
from typing import Any, Protocol, Self

import orjson
from starlette.types import Receive, Scope

from leapyear_core.api.answers import Model
from leapyear_core.api.contract import Operation
from leapyear_core.api.normal_form import NormalForms
from leapyear_core.api.problems import Refused
from leapyear_core.api.schemas import Shapes
from leapyear_core.model.trees import DEEPEST

#: The longest body, in bytes.
LONGEST = 2**20

# A string may lack its end, so that no input makes the search start over: with a required end this is quadratic.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_TO_SQUARE = bytes.maketrans(b"{}", b"[]")
_NOT_BRACKETS = bytes(set(range(256)) - set(b"{}[]"))


class BodyModel(Model, Protocol):
    """A model of the generated package that a body is read into."""

    @classmethod
    def from_dict(cls, src_dict: Any) -> Self:
        """The model of plain JSON values."""


class Body:
    """Reads the bodies of one operation."""

    def __init__(self, operation: Operation, shapes: Shapes, forms: NormalForms) -> None:
        assert operation.body is not None
        schema = {"$ref": f"#/components/schemas/{operation.body}"}
        self._shape = shapes.compile(schema)
        self._normalise = forms.compile(schema)
        self._model: type[BodyModel] = getattr(import_module("leapyear_api.models"), operation.body)

    async def read(self, scope: Scope, receive: Receive) -> BodyModel:
        """The body of a request as a model.

        Raises
        ------
        Refused
            If it is too long or too deep, not JSON, or does not fit the contract.
        """
        content_type, declared, is_encoded = _described(scope)
        if content_type is not None:
            _check_content_type(content_type)
        if is_encoded:
            raise Refused("unsupported_media_type", "the body must not be compressed")
        body = await _received(receive, declared)
        if content_type is None:
            _check_content_type(content_type, is_there=bool(body))
        return self.model(body)

    def model(self, body: bytes) -> BodyModel:
        """The model that JSON text stands for."""
        value = parse(body)
        if misfits := self._shape.misfits(value):
            places = tuple((misfit.pointer, misfit.message) for misfit in misfits)
            at, message = places[0]
            detail = f"the body does not fit{' at ' + at if at else ''}: {message}"
            raise Refused("invalid_request", detail, places=places)
        return self._model.from_dict(value if self._normalise is None else self._normalise(value))


def parse(body: bytes) -> Any:
    """The value of JSON text, which is no more than we can take.

    Raises
    ------
    Refused
        If it is nested too deep, is not JSON, names a member twice or holds a NUL.
    """
    bare = _STRING.sub(b"", body)
    if _is_too_deep(bare):
        raise Refused("payload_too_large", f"the body is nested deeper than {DEEPEST} levels")
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused(
            "invalid_json", f"the body is not JSON: line {error.lineno}, column {error.colno}"
        ) from None
    # Outside of strings, JSON has one colon for each member.
    if bare.count(b":") != _members(value):
        raise Refused("invalid_json", "the body names a member twice in one object")
    if b"\\u0000" in body and _holds_nul(value):
        raise Refused("invalid_request", "the body holds a NUL character (\\u0000)")
    return value


def _described(scope: Scope) -> tuple[bytes | None, bytes | None, bool]:
    """The type and the length that the request says its body has, and whether it is encoded."""
    content_type = declared = None
    is_encoded = False
    for name, value in scope["headers"]:
        if name == b"content-type":
            content_type = value
        elif name == b"content-length":
            declared = value
        elif name == b"content-encoding":
            is_encoded = value.strip().lower() not in (b"", b"identity")
    return content_type, declared, is_encoded


def _check_content_type(content_type: bytes | None, *, is_there: bool = True) -> None:
    if content_type is None and not is_there:
        raise Refused("invalid_json", "the request has no body: send JSON")
    kind, _, options = (content_type or b"").lower().partition(b";")
    charset = options.strip().replace(b'"', b"")
    if kind.strip() != b"application/json" or charset not in (b"", b"charset=utf-8"):
        raise Refused(
            "unsupported_media_type",
            "the body is not JSON: send it with Content-Type: application/json",
        )


async def _received(receive: Receive, declared: bytes | None) -> bytes:
    if declared is not None and declared.isdigit() and int(declared[:20]) > LONGEST:
        raise _too_long()
    parts = []
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused("invalid_json", "the body broke off")
        part = message.get("body", b"")
        length += len(part)
        if length > LONGEST:
            raise _too_long()
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _too_long() -> Refused:
    return Refused("payload_too_large", f"the body is longer than {LONGEST} bytes")


def _is_too_deep(bare: bytes) -> bool:
    """Whether JSON text without its strings is nested too deep.

    Each round takes away the innermost pairs, all at once. What is not balanced is not JSON, and left to the parser,
    which has a limit of its own.
    """
    if bare.count(b"[") + bare.count(b"{") <= DEEPEST:
        return False
    brackets = bare.translate(_TO_SQUARE, _NOT_BRACKETS)
    for _ in range(DEEPEST):
        peeled = brackets.replace(b"[]", b"")
        if len(peeled) == len(brackets):
            break
        brackets = peeled
    return b"[]" in brackets or brackets.startswith(b"[" * (DEEPEST + 1))


def _members(value: Any) -> int:
    """How many members all objects in a value have together."""
    if isinstance(value, dict):
        return len(value) + sum(map(_members, value.values()))
    if isinstance(value, list):
        return sum(map(_members, value))
    return 0


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any("\0" in name or _holds_nul(each) for name, each in value.items())
    return isinstance(value, list) and any(map(_holds_nul, value))
