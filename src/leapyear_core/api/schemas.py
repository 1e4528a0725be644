"""Checking values against schemas of the contract.

The contract describes trees by nested ``oneOf``, each variant tagged by ``kind``. A validator that takes ``oneOf`` at
its word tries all variants at each level, and as several of them have a ``relation``, it tries them all below as well:
a valid query of depth 14 took 1.4 s, an invalid one two minutes (jsonschema-rs 0.60). Any analyst could have stopped
the server with a hundred bytes. So the tag decides here, as the contract's ``discriminator`` says it does: each
``oneOf`` becomes a list of ``if`` the tag is this, ``then`` it is that variant. It means the same, takes time in
proportion to the size of the value, and an error is found at its own place.

Messages never quote the value: it may be a password.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import jsonschema_rs
from attrs import frozen

from leapyear_core.api.contract import Contract

#: More wrong places than this are not listed.
_MOST_PLACES = 10

#: What schemas that are compiled apart refer to the contract by.
_CONTRACT = "urn:leapyear:contract"

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)


@frozen
class Misfit:
    """A place of a value that does not fit its schema.

    Parameters
    ----------
    pointer
        A JSON pointer (RFC 6901).
    """

    pointer: str
    message: str


class Shape:
    """One schema of the contract, compiled."""

    def __init__(self, validator: jsonschema_rs.Draft202012Validator) -> None:
        self._validator = validator

    def misfits(self, value: Any) -> tuple[Misfit, ...]:
        """Where the value does not fit; nothing where it does."""
        if self._validator.is_valid(value):
            return ()
        errors = islice(self._validator.iter_errors(value), _MOST_PLACES)
        return tuple(Misfit(_pointer(error.instance_path), error.message) for error in errors)


class Shapes:
    """The schemas of a contract."""

    def __init__(self, contract: Contract) -> None:
        components = {"components": {"schemas": _of_contract(decided_by_tag(contract.schemas))}}
        # Read once for all: beside each schema they would take milliseconds and a megabyte, a hundred times.
        self._components = jsonschema_rs.Registry([(_CONTRACT, components)])
        self._compiled: dict[str, Shape] = {}

    def compile(self, schema: Mapping[str, Any]) -> Shape:
        """Compile a schema, which may refer to the components of the contract.

        Once, since many parameters have the same.
        """
        text = json.dumps(schema)
        if text not in self._compiled:
            self._compiled[text] = Shape(
                jsonschema_rs.Draft202012Validator(
                    _of_contract(decided_by_tag(schema)),
                    registry=self._components,
                    mask="the value",
                    validate_formats=True,
                    formats={"date": _is_date, "date-time": _is_moment},
                )
            )
        return self._compiled[text]


def decided_by_tag(schema: Any) -> Any:
    """The same schema, with each tagged ``oneOf`` decided by its tag alone."""
    if isinstance(schema, list):
        return [decided_by_tag(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    rewritten = {key: decided_by_tag(value) for key, value in schema.items()}
    if "discriminator" in schema and "oneOf" in schema:
        tag, variants = schema["discriminator"]["propertyName"], schema["discriminator"]["mapping"]
        del rewritten["oneOf"]
        rewritten |= {
            "type": "object",
            "required": [tag],
            "properties": {tag: {"enum": list(variants)}},
            "allOf": [
                {
                    "if": {
                        "type": "object",
                        "required": [tag],
                        "properties": {tag: {"const": value}},
                    },
                    "then": {"$ref": reference},
                }
                for value, reference in variants.items()
            ],
        }
    return rewritten


def _of_contract(schema: Any) -> Any:
    """The same schema, with what it refers to found in the contract."""
    if isinstance(schema, list):
        return [_of_contract(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        key: _CONTRACT + value if key == "$ref" else _of_contract(value)
        for key, value in schema.items()
    }


def _pointer(path: Sequence[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _is_date(text: str) -> bool:
    """Whether it is a day (RFC 3339) that Python can hold."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_moment(text: str) -> bool:
    """Whether it is a moment with an offset (RFC 3339) that Python can hold, and so can UTC."""
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return True
